/**
 * Follows the events of the hosts, so that records say what machines do also when nobody asked them to. It only writes
 * down what is seen, and takes seed disks away where that was asked for; everything else that should be is left to the
 * verbs and to reconciliation. An event is only a reason to look: after a gap every record of the host is looked at.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { HypervisorEvent } from "../HypervisorEvent.ts"
import { fromHypervisor, type VmError } from "../VmError.ts"
import type { VmRecord } from "../VmRecord.ts"
import { storage } from "./vmsEngine.ts"
import type { Shared } from "./vmsShared.ts"

const pageSize = 500
/** How many machines are looked at together. */
const looksMax = 16
const operation = "follow"
const retry = Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("30 seconds")])

/** Starts one follower per host in the scope. */
export const run = (
  shared: Shared & { readonly detachSeed: (id: Ids.VmId) => Effect.Effect<VmRecord, VmError> }
): Effect.Effect<void, never, Scope.Scope> => {
  const { hypervisors, locks, refresh, store, work } = shared

  const waiting = new Set<Ids.VmId>()
  const slots = Semaphore.makeUnsafe(looksMax)

  const see = Effect.fnUntraced(function* (id: Ids.VmId) {
    waiting.delete(id)
    const found = yield* store.find(id).pipe(Effect.mapError(storage(operation, id)))
    if (Option.isNone(found)) return false
    const { desired, host, state } = yield* refresh(work(operation, found.value.record, Effect.never))
    if (state !== "running" || desired.seed?.wanted !== true || !desired.seed.detachAfterBoot) return false
    const hypervisor = yield* hypervisors.get(host).pipe(Effect.mapError(fromHypervisor(operation, id)))
    return (yield* hypervisor.get(id).pipe(Effect.mapError(fromHypervisor(operation, id)))).agentConnected
  })

  /**
   * In its turn after what is being done to the VM, in a fiber of its own; many reasons to look that come meanwhile are
   * one. A guest whose agent is there has booted: its seed disk is taken away if that was asked for.
   */
  const look = Effect.fnUntraced(function* (id: Ids.VmId) {
    if (waiting.has(id)) return
    waiting.add(id)
    yield* locks
      .run(id, () => slots.withPermit(see(id)))
      .pipe(
        Effect.flatMap((booted) => (booted ? Effect.asVoid(shared.detachSeed(id)) : Effect.void)),
        // A host that does not answer is looked at again when it does; another process that was faster has seen it.
        Effect.ignore,
        Effect.ensuring(Effect.sync(() => waiting.delete(id))),
        Effect.forkScoped
      )
  })

  const lookAtAll = Effect.fnUntraced(function* (host: HostRef.HostRef) {
    for (let after: Ids.VmId | undefined, more = true; more;) {
      const page = yield* store.list({ host, after, limit: pageSize }).pipe(Effect.mapError(storage(operation)))
      yield* Effect.forEach(page, (record) => look(record.id), { discard: true })
      after = page.at(-1)?.id
      more = page.length === pageSize
    }
  })

  const handle = (event: HypervisorEvent): Effect.Effect<void, VmError, Scope.Scope> => {
    switch (event._tag) {
      case "Gap":
        return lookAtAll(event.host)
      case "StateChanged":
      case "Undefined":
      case "Defined":
      case "AgentChanged":
        return look(event.id)
      default:
        return Effect.void
    }
  }

  /** One subscription, and one look at everything for what happened before it. */
  const session = Effect.fnUntraced(function* (host: HostRef.HostRef) {
    const hypervisor = yield* hypervisors.get(host).pipe(Effect.mapError(fromHypervisor(operation, undefined)))
    const events = hypervisor.events.pipe(Stream.mapError(fromHypervisor(operation, undefined)))
    yield* Effect.all([Stream.runForEach(events, handle), lookAtAll(host)], { concurrency: "unbounded", discard: true })
  })

  const follow = (host: HostRef.HostRef) =>
    session(host).pipe(Effect.retry(retry), Effect.repeat(Schedule.spaced("1 second")), Effect.ignore)

  return Effect.forEach(hypervisors.hosts, (host) => Effect.forkScoped(follow(host)), { discard: true })
}
