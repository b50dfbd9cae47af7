/**
 * Compares the records with what the hosts have.
 *
 * Others work meanwhile: whatever looks wrong is looked at again, alone, before it counts. A domain is an orphan if it is
 * there between two looks that find no record of it, for a record is written before its domain and erased after it.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DomainSummary, Hypervisor } from "../Hypervisor.ts"
import { isActive } from "../PowerState.ts"
import type { VmError } from "../VmError.ts"
import { fromHypervisor } from "../VmError.ts"
import { formatStep, plan } from "../VmPlan.ts"
import type { VmRecord } from "../VmRecord.ts"
import type { Finding, ReconcileOptions } from "../VmRequest.ts"
import { isSettled } from "../VmState.ts"
import { isNoSuchVm, storage } from "./vmsEngine.ts"
import type { Shared } from "./vmsShared.ts"

const concurrency = 4
const pageSize = 500
const operation = "reconcile"

/** Makes the method. */
export const make = ({ engine, hypervisors, locks, refresh, store, work }: Shared) => {
  const recordsOf = Effect.fnUntraced(function* (host: HostRef.HostRef | undefined) {
    const records: Array<VmRecord> = []
    for (let after: Ids.VmId | undefined, more = true; more;) {
      const page = yield* store.list({ host, after, limit: pageSize }).pipe(Effect.mapError(storage(operation)))
      records.push(...page)
      after = page.at(-1)?.id
      more = page.length === pageSize
    }
    return records
  })

  /** Finishes what was begun. */
  const resume = Effect.fnUntraced(function* (record: VmRecord, giveWay: Effect.Effect<void>) {
    const job = work(operation, record, giveWay)
    const done = yield* engine.takeOver(job)
    const finding: Finding = {
      _tag: "Finished",
      id: record.id,
      from: record.state,
      to: Option.getOrUndefined(Option.map(done, (settled) => settled.state))
    }
    return [finding]
  })

  const repair = Effect.fnUntraced(function* (
    record: VmRecord,
    drift: "restore" | "report",
    giveWay: Effect.Effect<void>
  ): Effect.fn.Return<ReadonlyArray<Finding>, VmError> {
    const job = work(operation, record, giveWay)
    const now = yield* refresh(job)
    if (now.state === "lost") return [{ _tag: "Lost", id: now.id, host: now.host }]
    const observed = yield* engine.observe(now).pipe(Effect.mapError(fromHypervisor(operation, now.id)))
    const steps = plan(now.desired, observed).steps.map(formatStep)
    if (steps.length === 0) return []
    if (drift === "restore") {
      yield* engine.write(job, { state: "changing", previous: now.desired, failure: null }, operation)
      yield* engine.finish(job)
    }
    return [{ _tag: "Drifted", id: now.id, steps, restored: drift === "restore" }]
  })

  const one = (id: Ids.VmId, options: ReconcileOptions) =>
    locks
      .run(
        id,
        Effect.fnUntraced(function* (giveWay): Effect.fn.Return<ReadonlyArray<Finding>, VmError> {
          const found = yield* store.find(id).pipe(Effect.mapError(storage(operation, id)))
          if (Option.isNone(found)) return []
          const { record } = found.value
          if (isSettled(record.state) || record.state === "lost") {
            return yield* repair(record, options.drift ?? "restore", giveWay)
          }
          return yield* resume(record, giveWay)
        })
      )
      .pipe(
        // Another process is at work on it: look at what it made of it.
        Effect.retry({ times: 3, while: (error) => error.reason._tag === "Superseded" }),
        Effect.catch((error) => Effect.succeed<ReadonlyArray<Finding>>([{ _tag: "Failed", id, error }]))
      )

  const unrecorded = (id: Ids.VmId) =>
    Effect.map(store.find(id), Option.isNone).pipe(Effect.mapError(storage(operation, id)))

  const orphan = Effect.fnUntraced(function* (
    hypervisor: Hypervisor,
    domain: DomainSummary,
    removeIt: boolean
  ): Effect.fn.Return<ReadonlyArray<Finding>, VmError> {
    if (!(yield* unrecorded(domain.id))) return []
    const still = yield* hypervisor.get(domain.id).pipe(
      Effect.asSome,
      Effect.catchIf(isNoSuchVm, () => Effect.succeedNone),
      Effect.mapError(fromHypervisor(operation, domain.id))
    )
    // Whoever creates a VM of this id meanwhile writes its record before the domain that was just seen.
    if (Option.isNone(still) || !(yield* unrecorded(domain.id))) return []
    const { id, name, state } = still.value
    const facts = { host: hypervisor.host, id, name, state }
    if (!domain.managed) return [{ _tag: "Foreign", ...facts }]
    if (removeIt) {
      const removal = Effect.gen(function* () {
        if (isActive(state) || state === "crashed") yield* hypervisor.destroy(id)
        yield* hypervisor.undefine(id)
      })
      yield* removal.pipe(Effect.mapError(fromHypervisor(operation, id)))
    }
    return [{ _tag: "Orphan", ...facts, removed: removeIt }]
  })

  const orphanSeed = Effect.fnUntraced(function* (
    hypervisor: Hypervisor,
    id: Ids.VmId,
    removeIt: boolean
  ): Effect.fn.Return<ReadonlyArray<Finding>, VmError> {
    if (!(yield* unrecorded(id))) return []
    if (removeIt) yield* hypervisor.removeSeed(id).pipe(Effect.mapError(fromHypervisor(operation, id)))
    return [{ _tag: "OrphanSeed", host: hypervisor.host, id, removed: removeIt }]
  })

  const strangers = Effect.fnUntraced(function* (host: HostRef.HostRef, options: ReconcileOptions) {
    const hypervisor = yield* hypervisors.get(host).pipe(Effect.mapError(fromHypervisor(operation, undefined)))
    const domains = yield* hypervisor.list.pipe(Effect.mapError(fromHypervisor(operation, undefined)))
    const seeds = yield* hypervisor.listSeeds.pipe(Effect.mapError(fromHypervisor(operation, undefined)))
    const removeIt = options.removeOrphans ?? false
    const guarded = (id: Ids.VmId, effect: Effect.Effect<ReadonlyArray<Finding>, VmError>) =>
      Effect.catch(effect, (error) => Effect.succeed<ReadonlyArray<Finding>>([{ _tag: "Failed", id, error }]))
    const found = yield* Effect.forEach(domains, (domain) =>
      guarded(
        domain.id,
        locks.run(domain.id, () => orphan(hypervisor, domain, removeIt))
      )
    )
    const left = yield* Effect.forEach(seeds, (id) => guarded(id, orphanSeed(hypervisor, id, removeIt)))
    return [...found.flat(), ...left.flat()]
  })

  const hostFailed = (host: HostRef.HostRef) => (error: VmError) =>
    Effect.succeed<ReadonlyArray<Finding>>([{ _tag: "HostFailed", host, error }])

  return Effect.fn("Vms.reconcile")(function* (options: ReconcileOptions = {}) {
    const records = yield* recordsOf(options.host)
    const hosts =
      options.host === undefined
        ? [...new Set([...hypervisors.hosts, ...records.map((record) => record.host)])]
        : [options.host]
    const perHost = yield* Effect.forEach(
      hosts,
      Effect.fnUntraced(function* (host) {
        const unknown = yield* strangers(host, options).pipe(Effect.catch(hostFailed(host)))
        if (unknown.some((finding) => finding._tag === "HostFailed")) return unknown
        const mine = records.filter((record) => record.host === host)
        const findings = yield* Effect.forEach(mine, (record) => one(record.id, options), { concurrency })
        return [...findings.flat(), ...unknown]
      }),
      { concurrency }
    )
    return perHost.flat()
  })
}
