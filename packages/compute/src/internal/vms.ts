/**
 * The verbs of `Vms`: what each wants, written down, and then left to the engine.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as Ids from "@cloudwright/core/Ids"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import { Hypervisors } from "../Hypervisor.ts"
import { SeedImages } from "../SeedImages.ts"
import { fromHypervisor, VmError } from "../VmError.ts"
import { format, plan as planOf } from "../VmPlan.ts"
import type { VmDesired, VmRecord, VmSeed } from "../VmRecord.ts"
import type { CreateVm, ListVms } from "../VmRequest.ts"
import type { Vms } from "../Vms.ts"
import { VmSpec } from "../VmSpec.ts"
import { begin, isSettled, isTransit, settle, type VmState, type VmVerb } from "../VmState.ts"
import * as creating from "./vmsCreate.ts"
import * as engines from "./vmsEngine.ts"
import * as follower from "./vmsFollow.ts"
import * as locking from "./vmsLocks.ts"
import * as reconciler from "./vmsReconcile.ts"
import * as requests from "./vmsRequest.ts"
import * as stores from "./vmsStore.ts"
import * as templateStore from "./vmsTemplates.ts"
import * as watching from "./vmsWatch.ts"

const pageMax = 1000

/** Another process wrote first. */
const faster = { times: 5, while: (error: VmError) => error.reason._tag === "Superseded" }

type Intention = { readonly done: VmRecord } | { readonly begun: engines.Work }

type Want = (record: VmRecord) => Effect.Effect<VmDesired, VmError>

/** Makes the service. */
export const make = Effect.fnUntraced(function* (options: { readonly follow: boolean }) {
  const sql = yield* SqlClient.SqlClient
  const log = yield* EventLog.EventLog
  const hypervisors = yield* Hypervisors
  const images = yield* SeedImages
  const random = yield* SecureRandom.SecureRandom
  const store = stores.make(sql, log)
  const templates = templateStore.make(sql)
  const engine = engines.make(store, hypervisors, images)
  const locks = locking.make()

  const read = Effect.fnUntraced(function* (operation: string, id: Ids.VmId) {
    return yield* store.find(id).pipe(Effect.mapError(engines.storage(operation, id)))
  })

  const require = Effect.fnUntraced(function* (operation: string, id: Ids.VmId) {
    const found = yield* read(operation, id)
    if (Option.isSome(found)) return found.value.record
    return yield* new VmError({ operation, vm: id, reason: { _tag: "NotFound" } })
  })

  const work = (operation: string, record: VmRecord, giveWay: Effect.Effect<void>): engines.Work => ({
    operation,
    record,
    from: undefined,
    giveWay
  })

  const illegal = (operation: string, record: VmRecord, verb: VmVerb, allowed: ReadonlyArray<VmVerb>) =>
    new VmError({
      operation,
      vm: record.id,
      host: record.host,
      reason: { _tag: "IllegalTransition", state: record.state, verb, allowed }
    })

  const superseded = (operation: string, { generation, host, id }: VmRecord) =>
    new VmError({ operation, vm: id, host, reason: { _tag: "Superseded", generation } })

  /** The record with the state in which the machine is now, unless something is being done to it. */
  const refresh = Effect.fnUntraced(function* (job: engines.Work): Effect.fn.Return<VmRecord, VmError> {
    const { record } = job
    if (isTransit(record.state) || record.state === "stuck") return record
    const observed = yield* engine
      .observe(record)
      .pipe(Effect.mapError(fromHypervisor(job.operation, record.id, record.name)))
    const state: VmState = observed.domain?.managed === true ? settle(observed.domain) : "lost"
    return state === record.state ? record : yield* engine.write(job, { state }, "observed")
  })

  const settled = (operation: string, id: Ids.VmId, record: Option.Option<VmRecord>) =>
    Effect.fromOption(record, () => new VmError({ operation, vm: id, reason: { _tag: "NotFound" } }))

  /** What a verb wants, written down, if the state the machine is in now allows it; or the record that has it already. */
  const intend = Effect.fnUntraced(function* (
    operation: string,
    verb: VmVerb,
    id: Ids.VmId,
    want: Want,
    giveWay: Effect.Effect<void>
  ): Effect.fn.Return<Intention, VmError> {
    const job = work(operation, yield* require(operation, id), giveWay)
    const record = yield* refresh(job)
    const next = begin(record.state, verb)
    if (Result.isFailure(next)) return yield* illegal(operation, record, verb, next.failure.allowed)
    const desired = yield* want(record)
    if (desired === record.desired && isSettled(record.state)) return { done: record }
    if (next.success === record.state && !isTransit(record.state)) {
      if (same(desired, record.desired)) return { done: record }
      return { done: yield* engine.write(job, { desired, failure: null }, operation) }
    }
    const previous = record.previous ?? record.desired
    const intended = yield* engine.write(job, { state: next.success, desired, previous, failure: null }, operation)
    return { begun: { ...job, record: intended, from: isTransit(record.state) ? undefined : record.state } }
  })

  /** A verb. Until it is written down nothing was done, so whoever was faster is simply read again. */
  const perform = Effect.fnUntraced(function* (
    operation: string,
    verb: VmVerb,
    id: Ids.VmId,
    want: Want,
    giveWay: Effect.Effect<void>
  ) {
    const intention = yield* Effect.retry(intend(operation, verb, id, want, giveWay), faster)
    return "done" in intention ? Option.some(intention.done) : yield* engine.finish(intention.begun)
  })

  const verb = (operation: string, name: VmVerb, id: Ids.VmId, want: Want) =>
    locks
      .run(id, (giveWay) =>
        Effect.flatMap(perform(operation, name, id, want, giveWay), (record) => settled(operation, id, record))
      )
      .pipe(annotate(id))

  const power = (operation: string, name: VmVerb, to: VmDesired["power"], force = false, stopTimeoutMillis = 60_000) =>
    Effect.fn(`Vms.${operation}`)((id: Ids.VmId) =>
      verb(operation, name, id, ({ desired }) => Effect.succeed({ ...desired, power: to, force, stopTimeoutMillis }))
    )

  /** A change of the definition, checked as a whole. */
  const change = (
    operation: string,
    id: Ids.VmId,
    edit: (spec: VmSpec, desired: VmDesired) => Effect.Effect<VmSpec, VmError>
  ) =>
    verb(operation, "change", id, ({ desired }) =>
      Effect.gen(function* () {
        const edited = yield* edit(desired.spec, desired)
        if (edited === desired.spec) return desired
        const spec = yield* VmSpec.makeEffect(edited).pipe(Effect.mapError(requests.invalid(operation, "spec", id)))
        return { ...desired, spec }
      })
    )

  const creation = creating.make({ store, templates, engine, hypervisors, read, work, illegal })

  const create = Effect.fn("Vms.create")(function* (request: CreateVm) {
    const generated = Ids.generate(Ids.VmId).pipe(Effect.provideService(SecureRandom.SecureRandom, random))
    const given = request.id ?? (yield* generated)
    const id = yield* Ids.VmId.makeEffect(given).pipe(Effect.mapError(requests.invalid("create", "id")))
    yield* Effect.annotateCurrentSpan({ "vm.id": id, "vm.host": request.host })
    return yield* locks.run(id, (giveWay) =>
      Effect.flatMap(creation.create(id, request, giveWay), (record) => settled("create", id, record))
    )
  })

  const list = Effect.fn("Vms.list")(function* (selection: ListVms = {}) {
    const limit = selection.limit ?? 100
    if (!Number.isInteger(limit) || limit < 1 || limit > pageMax) {
      return yield* requests.refused("list", "limit", `expected 1 to ${pageMax}, got ${limit}`)
    }
    const found = yield* store.list({ ...selection, limit: limit + 1 }).pipe(Effect.mapError(engines.storage("list")))
    const vms = found.slice(0, limit)
    return { vms, next: found.length > limit ? vms.at(-1)?.id : undefined }
  })

  const stop: Vms["Service"]["stop"] = Effect.fn("Vms.stop")(function* (id, how = {}) {
    const force = how.force ?? false
    const millis = Duration.toMillis(Duration.fromInputUnsafe(how.timeout ?? "60 seconds"))
    if (!(millis >= 1 && millis <= 86_400_000)) {
      return yield* requests.refused("stop", "timeout", "expected 1 millisecond to 1 day", id)
    }
    if (force) yield* locks.preempt(id)
    return yield* verb("stop", force ? "forceStop" : "stop", id, ({ desired }) =>
      Effect.succeed({ ...desired, power: "off", force, stopTimeoutMillis: Math.round(millis) })
    )
  })

  const reboot: Vms["Service"]["reboot"] = Effect.fn("Vms.reboot")((id, how) =>
    locks
      .run(id, (giveWay) =>
        Effect.gen(function* () {
          const now = Effect.flatMap(require("reboot", id), (found) => refresh(work("reboot", found, giveWay)))
          const record = yield* Effect.retry(now, faster)
          const next = begin(record.state, "reboot")
          if (Result.isFailure(next)) return yield* illegal("reboot", record, "reboot", next.failure.allowed)
          const hypervisor = yield* hypervisors.get(record.host).pipe(Effect.mapError(fromHypervisor("reboot", id)))
          const call = hypervisor.reboot(id, how).pipe(Effect.mapError(fromHypervisor("reboot", id)))
          // An agent that does not answer holds up neither force nor removal.
          yield* Effect.raceFirst(call, Effect.andThen(giveWay, Effect.fail(superseded("reboot", record))))
          const tell = Effect.flatMap(require("reboot", id), (found) =>
            engine.write(work("reboot", found, giveWay), { failure: null }, "reboot")
          )
          return yield* Effect.retry(tell, faster)
        })
      )
      .pipe(annotate(id))
  )

  const resize: Vms["Service"]["resize"] = Effect.fn("Vms.resize")((id, sizes) =>
    change("resize", id, (spec) => {
      const vcpus = sizes.vcpus ?? spec.vcpus
      const memory = sizes.memory ?? spec.memory
      const maxVcpus = sizes.maxVcpus ?? Math.max(spec.maxVcpus, vcpus)
      const maxMemory = sizes.maxMemory ?? (spec.maxMemory > memory ? spec.maxMemory : memory)
      return Effect.succeed({ ...spec, vcpus, memory, maxVcpus, maxMemory })
    })
  )

  const attachDisk: Vms["Service"]["attachDisk"] = Effect.fn("Vms.attachDisk")((id, given) =>
    change(
      "attachDisk",
      id,
      Effect.fnUntraced(function* (spec, { seed }) {
        const options = "_tag" in given ? { source: given } : given
        const twin = requests.sameSource(spec, options.source)
        if (twin !== undefined && (options.target ?? twin.target) === twin.target) return spec
        const taken = [...spec.disks.map((disk) => disk.target as string), ...(seed === null ? [] : [seed.target])]
        const disk = yield* requests.disk("attachDisk", options, taken)
        if (taken.includes(disk.target)) {
          return yield* requests.refused("attachDisk", "target", `${disk.target} has another disk`, id)
        }
        return { ...spec, disks: [...spec.disks, disk] }
      })
    )
  )

  const detachSeed = Effect.fn("Vms.detachSeed")((id: Ids.VmId) =>
    verb("detachSeed", "change", id, ({ desired }) =>
      Effect.succeed(desired.seed?.wanted === true ? { ...desired, seed: unwanted(desired.seed) } : desired)
    )
  )

  const detachDisk: Vms["Service"]["detachDisk"] = Effect.fn("Vms.detachDisk")((id, target) =>
    verb("detachDisk", "change", id, ({ desired }) => {
      if (desired.seed?.target === target) return Effect.succeed({ ...desired, seed: unwanted(desired.seed) })
      const disks = desired.spec.disks.filter((disk) => (disk.target as string) !== target)
      const there = disks.length < desired.spec.disks.length
      return Effect.succeed(there ? { ...desired, spec: { ...desired.spec, disks } } : desired)
    })
  )

  const attachNic: Vms["Service"]["attachNic"] = Effect.fn("Vms.attachNic")((id, given) =>
    change(
      "attachNic",
      id,
      Effect.fnUntraced(function* (spec) {
        const nic = yield* requests.nic("attachNic", given)
        const others = spec.nics.filter((other) => other.binding.mac !== nic.binding.mac)
        return { ...spec, nics: [...others, nic] }
      })
    )
  )

  const detachNic: Vms["Service"]["detachNic"] = Effect.fn("Vms.detachNic")((id, mac) =>
    change("detachNic", id, (spec) =>
      Effect.succeed({ ...spec, nics: spec.nics.filter((nic) => nic.binding.mac !== mac) })
    )
  )

  const restore = Effect.fn("Vms.restore")((id: Ids.VmId) =>
    verb("restore", "restore", id, ({ desired }) => {
      // Memory that was kept on the host is gone with the machine.
      const power = desired.power === "saved" ? "off" : desired.power
      return Effect.succeed({ ...desired, power })
    })
  )

  const remove = Effect.fn("Vms.remove")(function* (id: Ids.VmId) {
    yield* Effect.annotateCurrentSpan({ "vm.id": id })
    yield* locks.preempt(id)
    yield* locks.run(
      id,
      Effect.fnUntraced(function* (giveWay) {
        if (Option.isNone(yield* read("remove", id))) return
        const absent: Want = ({ desired }) => Effect.succeed({ ...desired, presence: "absent", force: true })
        yield* perform("remove", "remove", id, absent, giveWay).pipe(
          Effect.catchIf(
            (error) => error.reason._tag === "NotFound",
            () => Effect.void
          )
        )
      })
    )
  })

  const adopt: Vms["Service"]["adopt"] = Effect.fn("Vms.adopt")((domain) =>
    locks
      .run(domain.id, (giveWay) =>
        Effect.flatMap(creation.adopt(domain, giveWay), (record) => settled("adopt", domain.id, record))
      )
      .pipe(annotate(domain.id))
  )

  const plan = Effect.fn("Vms.plan")(function* (id: Ids.VmId) {
    const record = yield* require("plan", id)
    const observed = yield* engine.observe(record).pipe(Effect.mapError(fromHypervisor("plan", id)))
    return format(`${record.name} (${id}) on ${record.host}: ${record.state}`, planOf(record.desired, observed))
  })

  const context = { store, engine, locks, hypervisors, refresh, work }
  if (options.follow) yield* follower.run({ ...context, detachSeed })
  const { watch, watchAll } = watching.make(store, log)
  const service: Vms["Service"] = {
    create,
    get: Effect.fn("Vms.get")((id) => require("get", id)),
    list,
    start: power("start", "start", "running"),
    stop,
    reboot,
    suspend: power("suspend", "suspend", "paused"),
    resume: power("resume", "resume", "running"),
    save: power("save", "save", "saved"),
    resize,
    attachDisk,
    detachDisk,
    attachNic,
    detachNic,
    detachSeed,
    restore,
    remove,
    adopt,
    watch,
    watchAll,
    plan,
    reconcile: reconciler.make(context)
  }
  return service
})

const annotate =
  (id: Ids.VmId) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.andThen(Effect.annotateCurrentSpan({ "vm.id": id }), effect)

const same = (a: VmDesired, b: VmDesired): boolean => a.power === b.power && a.spec === b.spec && a.seed === b.seed

const unwanted = (seed: VmSeed): VmSeed => ({ ...seed, wanted: false })
