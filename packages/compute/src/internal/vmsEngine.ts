/**
 * Brings one VM from what is to what should be: observe, plan, apply, observe again, until the plan is empty; then
 * writes down what came of it. Everything is decided by the record and the host, so the same code finishes an operation
 * that just began and one that a crash interrupted anywhere.
 *
 * A step that may have happened, or that the host refused because it was not as observed, leads to a new observation. A
 * step that definitely failed leads back to what was desired before.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { SqlError } from "effect/sql/SqlError"
import type { Hypervisor, Hypervisors } from "../Hypervisor.ts"
import type { HypervisorError } from "../HypervisorError.ts"
import type { SeedImages } from "../SeedImages.ts"
import type { VmErrorReason } from "../VmError.ts"
import { fromHypervisor, VmError } from "../VmError.ts"
import { formatStep, plan, type VmObserved, type VmStep, wantedSpec } from "../VmPlan.ts"
import { type VmDesired, type VmFailure, type VmRecord } from "../VmRecord.ts"
import type { VmSpec } from "../VmSpec.ts"
import { settle, type VmState } from "../VmState.ts"
import type { Patch, Store } from "./vmsStore.ts"

const roundsMax = 6
const pauseMillis = 50

/**
 * An operation under way. `record` is the newest written. `from` is the state before it, as long as nothing was sent to
 * the host; unknown for one that was taken over.
 */
export interface Work {
  readonly operation: string
  record: VmRecord
  from: VmState | undefined
  readonly giveWay: Effect.Effect<void>
}

/** An error of the database. Whether a commit whose reply was lost happened is not known. */
export const storage =
  (operation: string, id?: Ids.VmId) =>
  (error: SqlError): VmError =>
    new VmError({
      operation,
      ...(id === undefined ? undefined : { vm: id }),
      reason: { _tag: "Storage", detail: error.reason._tag, retryable: error.isRetryable }
    })

/** The host is not as it was observed: worth another look. */
const stale: ReadonlySet<string> = new Set(["WrongState", "NoSuchVm", "DeviceExists", "NoSuchDevice"])

/** The wait for a guest ended: another look would be another wait. */
const patienceEnded: ReadonlySet<string> = new Set(["GuestIgnored", "AgentTimedOut"])

const worthAnotherLook = ({ reason }: VmError): boolean =>
  reason._tag === "Hypervisor" &&
  !patienceEnded.has(reason.reason._tag) &&
  (reason.outcome === "unknown" || stale.has(reason.reason._tag))

const isDefinitive = ({ outcome, reason }: VmError): boolean =>
  outcome === "not-done" ||
  reason._tag === "NotConverged" ||
  (reason._tag === "Hypervisor" && patienceEnded.has(reason.reason._tag))

const toFailure = (error: VmError, leftBehind: ReadonlyArray<string> = []): VmFailure => ({
  operation: error.operation,
  reason: error.reason._tag === "Hypervisor" ? error.reason.reason._tag : error.reason._tag,
  detail: error.message.slice(0, 2000),
  leftBehind
})

/** Makes the engine. */
export const make = (store: Store, hypervisors: Hypervisors["Service"], images: SeedImages["Service"]) => {
  const failed = (work: Work, reason: VmErrorReason) =>
    new VmError({ operation: work.operation, vm: work.record.id, host: work.record.host, reason })

  const fromDriver = (work: Work) => fromHypervisor(work.operation, work.record.id, work.record.name)

  const write = Effect.fnUntraced(function* (work: Work, patch: Patch, cause: string, dropSeed = false) {
    const written = yield* store
      .update(work.record, patch, cause, dropSeed)
      .pipe(Effect.mapError(storage(work.operation, work.record.id)))
    if (Option.isNone(written)) {
      return yield* failed(work, { _tag: "Superseded", generation: work.record.generation })
    }
    work.record = written.value
    return written.value
  })

  const erase = Effect.fnUntraced(function* (work: Work, cause: string) {
    const gone = yield* store.remove(work.record, cause).pipe(Effect.mapError(storage(work.operation, work.record.id)))
    if (!gone) return yield* failed(work, { _tag: "Superseded", generation: work.record.generation })
  })

  /** What the host has of a VM. Seeds are asked for where one may be. */
  const observe = Effect.fnUntraced(function* (record: VmRecord): Effect.fn.Return<VmObserved, HypervisorError> {
    const hypervisor = yield* hypervisors.get(record.host)
    const domain = yield* hypervisor.get(record.id).pipe(
      Effect.asSome,
      Effect.catchIf(isNoSuchVm, () => Effect.succeedNone),
      Effect.map(Option.getOrUndefined)
    )
    const { desired, previous } = record
    const seedPossible = desired.presence === "absent" || desired.seed !== null || (previous?.seed ?? null) !== null
    const seed = seedPossible && (yield* hypervisor.listSeeds).includes(record.id)
    return { domain, seed }
  })

  const observeFor = (work: Work) => observe(work.record).pipe(Effect.mapError(fromDriver(work)))

  /** Once something was sent, not seeing what came of it leaves the outcome unknown. */
  const unseen = (work: Work, error: VmError) =>
    work.from === undefined && error.reason._tag === "Hypervisor"
      ? failed(work, { ...error.reason, outcome: "unknown" })
      : error

  const putSeed = Effect.fnUntraced(function* (work: Work, hypervisor: Hypervisor) {
    const { desired, id } = work.record
    const documents = yield* store.documents(id).pipe(Effect.mapError(storage(work.operation, id)))
    if (documents === undefined || desired.seed === null) {
      return yield* failed(work, { _tag: "SeedFailed", detail: "the seed's documents are gone" })
    }
    const image = yield* images
      .build(documents)
      .pipe(Effect.mapError((error) => failed(work, { _tag: "SeedFailed", detail: error.message })))
    work.from = undefined
    const source = yield* hypervisor.putSeed(id, image).pipe(Effect.mapError(fromDriver(work)))
    yield* write(work, { desired: { ...desired, seed: { ...desired.seed, source } } }, "seed")
  })

  const apply = Effect.fnUntraced(function* (
    work: Work,
    hypervisor: Hypervisor,
    step: VmStep,
    observed: VmObserved
  ): Effect.fn.Return<void, VmError> {
    if (step._tag === "PutSeed") return yield* putSeed(work, hypervisor)
    work.from = undefined
    const call = command(work.record.id, wantedSpec(work.record.desired, observed.domain), hypervisor, step).pipe(
      Effect.mapError(fromDriver(work))
    )
    if (step._tag !== "Shutdown") return yield* call
    const gaveWay = Effect.andThen(
      work.giveWay,
      Effect.fail(failed(work, { _tag: "Superseded", generation: work.record.generation }))
    )
    yield* Effect.raceFirst(call, gaveWay)
  })

  const applyAll = Effect.fnUntraced(function* (work: Work, steps: ReadonlyArray<VmStep>, observed: VmObserved) {
    const hypervisor = yield* hypervisors.get(work.record.host).pipe(Effect.mapError(fromDriver(work)))
    for (const step of steps) {
      // A writer that was overtaken must not touch the host any more.
      const now = yield* store.generation(work.record.id).pipe(Effect.mapError(storage(work.operation, work.record.id)))
      if (now !== work.record.generation) {
        return yield* failed(work, { _tag: "Superseded", generation: work.record.generation })
      }
      yield* apply(work, hypervisor, step, observed).pipe(
        Effect.withSpan("Vms.step", { attributes: { "vm.id": work.record.id, step: step._tag } })
      )
    }
  })

  /** Applies plans until one is empty, and returns what the host has then. */
  const converge = Effect.fnUntraced(function* (work: Work): Effect.fn.Return<VmObserved, VmError> {
    let last: VmError | undefined
    for (let round = 0; round < roundsMax; round++) {
      if (last !== undefined) yield* Effect.sleep(pauseMillis * 2 ** round)
      const observed = yield* Effect.result(observeFor(work))
      if (Result.isFailure(observed)) {
        last = unseen(work, observed.failure)
        if (work.from !== undefined || !last.isRetryable) return yield* last
        continue
      }
      const { steps, unmet } = plan(work.record.desired, observed.success)
      if (steps.length === 0) {
        if (unmet.length > 0) return yield* cannot(work, observed.success, unmet)
        return observed.success
      }
      const applied = yield* Effect.result(applyAll(work, steps, observed.success))
      last = Result.isFailure(applied) ? applied.failure : undefined
      if (last !== undefined && !worthAnotherLook(last)) return yield* last
    }
    return yield* last ?? failed(work, { _tag: "NotConverged", remaining: yield* remaining(work) })
  })

  const cannot = (work: Work, observed: VmObserved, unmet: ReadonlyArray<string>) =>
    unmet.includes("NotManaged") || observed.domain === undefined
      ? failed(work, { _tag: "NotManaged" })
      : failed(work, { _tag: "Unmet", state: settle(observed.domain), unmet })

  /** What would still have to be done, in words; also when the host does not answer. */
  const remaining = (work: Work) =>
    observeFor(work).pipe(
      Effect.map((observed) => plan(work.record.desired, observed).steps.map(formatStep)),
      Effect.catch((error) => Effect.succeed([`not known: ${error.message}`]))
    )

  const settleAs = (work: Work, observed: VmObserved, failure: VmFailure | null) => {
    const { desired, previous } = work.record
    const state = observed.domain === undefined ? "lost" : settle(observed.domain)
    const forgotten = desired.seed?.wanted === false
    const seed = forgotten && !observed.seed ? null : desired.seed
    const settled: VmDesired = { ...desired, seed, presence: "present", force: false }
    const dropSeed = forgotten && previous?.seed?.wanted === true
    return write(work, { state, desired: settled, previous: null, failure }, work.operation, dropSeed)
  }

  const getStuck = Effect.fnUntraced(function* (work: Work, cause: VmError) {
    const left = yield* remaining(work)
    yield* write(work, { state: "stuck", previous: null, failure: toFailure(cause, left) }, work.operation)
    return yield* failed(work, { _tag: "LeftBehind", left, cause: cause.message })
  })

  /** Takes back a creation that failed: afterwards nothing of it is left, or the record says what is. */
  const unwind = Effect.fnUntraced(function* (work: Work, cause: VmError) {
    if (work.from === undefined) {
      const desired: VmDesired = { ...work.record.desired, presence: "absent", force: true }
      yield* write(work, { state: "removing", desired, failure: toFailure(cause) }, "undo")
      const undone = yield* Effect.result(converge(work))
      if (Result.isFailure(undone)) {
        if (undone.failure.reason._tag === "Superseded") return yield* undone.failure
        return yield* getStuck(work, cause)
      }
    }
    yield* erase(work, "create-failed")
    return yield* cause
  })

  /** Takes back a change that failed. */
  const revert = Effect.fnUntraced(function* (work: Work, cause: VmError) {
    const { desired, previous } = work.record
    if (previous === null) return yield* getStuck(work, cause)
    const failure = toFailure(cause)
    if (work.from !== undefined) {
      yield* write(work, { state: work.from, desired: previous, previous: null, failure }, "undo")
      return yield* cause
    }
    if (work.record.state !== "restoring") {
      // The seed keeps the place the host gave it meanwhile.
      const seed = previous.seed === null ? null : { ...(desired.seed ?? previous.seed), wanted: previous.seed.wanted }
      yield* write(work, { desired: { ...previous, seed }, previous: null, failure }, "undo")
    }
    const undone = yield* Effect.result(work.record.state === "restoring" ? observeFor(work) : converge(work))
    if (Result.isFailure(undone)) {
      if (undone.failure.reason._tag === "Unmet") return yield* settleOrKeep(work, failure, cause)
      // Not known how far the undoing came: the record stays in transit, to what was before.
      return yield* isDefinitive(undone.failure) ? getStuck(work, cause) : cause
    }
    yield* settleAs(work, undone.success, failure)
    return yield* cause
  })

  /** The guest is where neither the operation nor its undoing leads; the record says where it is. */
  const settleOrKeep = Effect.fnUntraced(function* (work: Work, failure: VmFailure, cause: VmError) {
    yield* settleAs(work, yield* observeFor(work), failure)
    return yield* cause
  })

  /** Brings a record in transit to an end: the settled record, or none when the VM is gone. */
  const finish = Effect.fnUntraced(function* (work: Work): Effect.fn.Return<Option.Option<VmRecord>, VmError> {
    const result = yield* Effect.result(converge(work))
    if (Result.isSuccess(result)) {
      if (work.record.desired.presence === "absent") {
        yield* erase(work, work.operation)
        return Option.none()
      }
      return Option.some(yield* settleAs(work, result.success, null))
    }
    const error = result.failure
    if (error.reason._tag === "Superseded" || error.reason._tag === "Storage") return yield* error
    const { state } = work.record
    if (!isDefinitive(error)) {
      yield* write(work, { failure: toFailure(error) }, work.operation)
      return yield* error
    }
    if (state === "creating") return yield* unwind(work, error)
    if (state === "adopting") {
      yield* erase(work, "adopt-failed")
      return yield* error
    }
    if (work.from === undefined && (state === "removing" || state === "stuck")) return yield* getStuck(work, error)
    return yield* revert(work, error)
  })

  /** Finishes what another process, or this one before a crash, began. Writing first makes the other one stop. */
  const takeOver = (work: Work) => Effect.andThen(write(work, {}, "taken-over"), finish(work))

  return { observe, finish, takeOver, write }
}

/** The engine. */
export type Engine = ReturnType<typeof make>

/** Whether the host has no such domain. */
export const isNoSuchVm = (error: HypervisorError): boolean => error.reason._tag === "NoSuchVm"

const command = (
  id: Ids.VmId,
  spec: VmSpec,
  hypervisor: Hypervisor,
  step: Exclude<VmStep, { readonly _tag: "PutSeed" }>
): Effect.Effect<void, HypervisorError> => {
  switch (step._tag) {
    case "Adopt":
      return hypervisor.adopt(id)
    case "Define":
      return hypervisor.define(spec)
    case "Start":
      return hypervisor.start(id, { paused: step.paused })
    case "Shutdown":
      return hypervisor.shutdown(id, { timeout: step.timeoutMillis })
    case "Destroy":
      return hypervisor.destroy(id)
    case "Suspend":
      return hypervisor.suspend(id)
    case "Resume":
      return hypervisor.resume(id)
    case "Save":
      return hypervisor.managedSave(id)
    case "DiscardSave":
      return hypervisor.discardManagedSave(id)
    case "AttachDisk":
      return each(
        spec.disks,
        (disk) => disk.target === step.target,
        (disk) => hypervisor.attachDisk(id, disk)
      )
    case "DetachDisk":
      return hypervisor.detachDisk(id, step.target)
    case "AttachNic":
      return each(
        spec.nics,
        (nic) => nic.binding.mac === step.mac,
        (nic) => hypervisor.attachNic(id, nic)
      )
    case "DetachNic":
      return hypervisor.detachNic(id, step.mac)
    case "SetLink":
      return hypervisor.setLink(id, step.mac, step.link)
    case "SetVcpus":
      return hypervisor.setVcpus(id, step.vcpus)
    case "SetMemory":
      return hypervisor.setMemory(id, step.memory)
    case "Undefine":
      return hypervisor.undefine(id)
    case "RemoveSeed":
      return hypervisor.removeSeed(id)
  }
}

const each = <A, E>(
  list: ReadonlyArray<A>,
  matches: (item: A) => boolean,
  f: (item: A) => Effect.Effect<void, E>
): Effect.Effect<void, E> => Effect.forEach(list.filter(matches), f, { discard: true })
