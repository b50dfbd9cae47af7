/**
 * How a VM gets its record: `create` from a request, `adopt` from a domain that is there. Both run alone for their VM.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Hypervisors } from "../Hypervisor.ts"
import { fromHypervisor, VmError } from "../VmError.ts"
import { TemplateRef, type VmDesired, VmLabels, type VmRecord } from "../VmRecord.ts"
import type { CreateVm } from "../VmRequest.ts"
import type { Vms } from "../Vms.ts"
import { begin, settle, type VmState, type VmVerb } from "../VmState.ts"
import * as engines from "./vmsEngine.ts"
import * as requests from "./vmsRequest.ts"
import type * as stores from "./vmsStore.ts"
import type * as templateStore from "./vmsTemplates.ts"

interface Context {
  readonly store: stores.Store
  readonly templates: templateStore.TemplateStore
  readonly engine: engines.Engine
  readonly hypervisors: Hypervisors["Service"]
  readonly read: (
    operation: string,
    id: Ids.VmId
  ) => Effect.Effect<Option.Option<{ readonly record: VmRecord; readonly request: stores.RequestPrint }>, VmError>
  readonly work: (operation: string, record: VmRecord, giveWay: Effect.Effect<void>) => engines.Work
  readonly illegal: (operation: string, record: VmRecord, verb: VmVerb, allowed: ReadonlyArray<VmVerb>) => VmError
}

/** Makes the two. */
export const make = ({ engine, hypervisors, illegal, read, store, templates, work }: Context) => {
  const newRecord = Effect.fnUntraced(function* (
    id: Ids.VmId,
    state: VmState,
    from: Pick<VmRecord, "host" | "labels" | "desired" | "template">
  ) {
    const now = yield* DateTime.now
    const record: VmRecord = {
      ...from,
      id,
      name: from.desired.spec.name,
      state,
      generation: 1,
      previous: null,
      failure: null,
      createdAt: now,
      updatedAt: now
    }
    return record
  })

  /** Stores a new record; when another VM has its name that is `NameTaken`, when it has its id none. */
  const insert = Effect.fnUntraced(function* (
    operation: string,
    record: VmRecord,
    print: stores.RequestPrint,
    documents: Parameters<typeof store.insert>[2]
  ) {
    const stored = yield* Effect.result(store.insert(record, print, documents))
    if (Result.isSuccess(stored)) return true
    if (stored.failure.reason._tag !== "UniqueViolation")
      return yield* engines.storage(operation, record.id)(stored.failure)
    const holder = yield* store
      .named(record.host, record.name)
      .pipe(Effect.mapError(engines.storage(operation, record.id)))
    if (Option.isNone(holder) || holder.value === record.id) return false
    return yield* new VmError({
      operation,
      vm: record.id,
      host: record.host,
      reason: { _tag: "NameTaken", name: record.name, by: holder.value }
    })
  })

  const again = Effect.fnUntraced(function* (
    record: VmRecord,
    stored: stores.RequestPrint,
    print: stores.RequestPrint,
    giveWay: Effect.Effect<void>
  ) {
    const fields = requests.differing(stored, print)
    if (fields.length > 0) {
      return yield* new VmError({
        operation: "create",
        vm: record.id,
        host: record.host,
        reason: { _tag: "Conflict", fields }
      })
    }
    if (record.state === "creating") return yield* engine.takeOver(work("create", record, giveWay))
    if (record.state !== "removing" && record.state !== "stuck") return Option.some(record)
    const next = begin(record.state, "create")
    return yield* illegal("create", record, "create", Result.isFailure(next) ? next.failure.allowed : [])
  })

  const create = Effect.fnUntraced(function* (
    id: Ids.VmId,
    request: CreateVm,
    giveWay: Effect.Effect<void>
  ): Effect.fn.Return<Option.Option<VmRecord>, VmError> {
    const print = requests.print(request)
    const existing = yield* read("create", id)
    if (Option.isSome(existing)) return yield* again(existing.value.record, existing.value.request, print, giveWay)
    const { template } = request
    const found =
      template === undefined
        ? undefined
        : typeof template === "string"
          ? yield* templates.require("create", template, undefined)
          : yield* templates.require("create", template.name, template.version)
    const resolved = yield* requests.resolve(id, request, found)
    // An unknown host is refused before anything is written.
    yield* hypervisors.get(resolved.host).pipe(Effect.mapError(fromHypervisor("create", id)))
    const record = yield* newRecord(id, "creating", {
      host: resolved.host,
      labels: resolved.labels,
      desired: resolved.desired,
      template: found === undefined ? null : TemplateRef.make({ name: found.name, version: found.version })
    })
    if (yield* insert("create", record, print, resolved.documents)) {
      return yield* engine.finish({ operation: "create", record, from: "creating", giveWay })
    }
    // Another process was first with this id.
    const winner = yield* read("create", id)
    if (Option.isSome(winner)) return yield* again(winner.value.record, winner.value.request, print, giveWay)
    return yield* new VmError({ operation: "create", vm: id, reason: { _tag: "Superseded", generation: 0 } })
  })

  const adopt = Effect.fnUntraced(function* (
    domain: Parameters<Vms["Service"]["adopt"]>[0],
    giveWay: Effect.Effect<void>
  ): Effect.fn.Return<Option.Option<VmRecord>, VmError> {
    const { host, id } = domain
    const existing = yield* read("adopt", id)
    if (Option.isSome(existing)) {
      const { record } = existing.value
      if (record.host !== host) {
        return yield* new VmError({ operation: "adopt", vm: id, host, reason: { _tag: "Conflict", fields: ["host"] } })
      }
      return record.state === "adopting" ? yield* engine.takeOver(work("adopt", record, giveWay)) : Option.some(record)
    }
    const labels = yield* VmLabels.makeEffect(domain.labels ?? {}).pipe(
      Effect.mapError(requests.invalid("adopt", "labels", id))
    )
    const hypervisor = yield* hypervisors.get(host).pipe(Effect.mapError(fromHypervisor("adopt", id)))
    const found = yield* hypervisor.get(id).pipe(Effect.mapError(fromHypervisor("adopt", id)))
    if (found.spec === undefined) {
      return yield* new VmError({ operation: "adopt", vm: id, host, reason: { _tag: "NoTypedForm" } })
    }
    const power = powerOf(settle(found))
    const desired: VmDesired = {
      presence: "adopt",
      spec: found.spec,
      seed: null,
      power,
      force: false,
      stopTimeoutMillis: 60_000
    }
    const record = yield* newRecord(id, "adopting", { host, labels, desired, template: null })
    if (yield* insert("adopt", record, {}, undefined)) return yield* engine.finish(work("adopt", record, giveWay))
    return yield* new VmError({ operation: "adopt", vm: id, host, reason: { _tag: "Superseded", generation: 0 } })
  })

  return { create, adopt }
}

const powerOf = (state: VmState): VmDesired["power"] => {
  switch (state) {
    case "running":
    case "paused":
    case "saved":
      return state
    default:
      return "off"
  }
}
