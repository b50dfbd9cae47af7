/**
 * Follows the events of the hosts, so that records say what machines do also when nobody asked them to. It only writes
 * down what is seen; what should be is left to the verbs and to reconciliation. After a gap every record of the host is
 * looked at again.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { HypervisorEvent } from "../HypervisorEvent.ts"
import { fromHypervisor, type VmError } from "../VmError.ts"
import type { VmRecord } from "../VmRecord.ts"
import type { Shared } from "./vms.ts"
import { storage } from "./vmsEngine.ts"

const pageSize = 500
const operation = "follow"
const retry = Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("30 seconds")])

/** Starts one follower per host in the scope. */
export const run = (
  shared: Shared & { readonly detachSeed: (id: Ids.VmId) => Effect.Effect<VmRecord, VmError> }
): Effect.Effect<void, never, Scope.Scope> => {
  const { hypervisors, locks, refresh, store, work } = shared

  const waiting = new Set<Ids.VmId>()

  /** In its turn after what is being done to the VM; many reasons to look that come meanwhile are one. */
  const look = Effect.fnUntraced(function* (id: Ids.VmId) {
    if (waiting.has(id)) return
    waiting.add(id)
    const looking = locks.run(id, () =>
      Effect.gen(function* () {
        waiting.delete(id)
        const found = yield* store.find(id).pipe(Effect.mapError(storage(operation, id)))
        if (Option.isSome(found)) yield* refresh(work(operation, found.value.record, Effect.never))
      })
    )
    // A host that does not answer will be looked at again when it does; another process that was faster has seen it.
    yield* looking.pipe(Effect.ignore, Effect.ensuring(Effect.sync(() => waiting.delete(id))), Effect.forkScoped)
  })

  const lookAtAll = Effect.fnUntraced(function* (host: HostRef.HostRef) {
    for (let after: Ids.VmId | undefined, more = true; more;) {
      const page = yield* store.list({ host, after, limit: pageSize }).pipe(Effect.mapError(storage(operation)))
      yield* Effect.forEach(page, (record) => look(record.id), { discard: true })
      after = page.at(-1)?.id
      more = page.length === pageSize
    }
  })

  const seedIsDone = Effect.fnUntraced(function* (id: Ids.VmId) {
    const found = yield* store.find(id).pipe(Effect.mapError(storage(operation, id)))
    const seed = Option.isSome(found) ? found.value.record.desired.seed : null
    if (seed?.wanted === true && seed.detachAfterBoot) yield* shared.detachSeed(id)
  })

  const handle = (event: HypervisorEvent): Effect.Effect<void, VmError, Scope.Scope> => {
    switch (event._tag) {
      case "Gap":
        return lookAtAll(event.host)
      case "StateChanged":
      case "Undefined":
      case "Defined":
        return look(event.id)
      case "AgentChanged":
        // In its own fiber: detaching waits for the guest, and other machines' events do not.
        return event.connected ? Effect.asVoid(Effect.forkScoped(Effect.ignore(seedIsDone(event.id)))) : Effect.void
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
