/**
 * One call to a simulated host: whether it gets through, what goes wrong with it, and what its caller learns.
 *
 * A call that got through runs in the scope of the world, so a caller that is interrupted or cut off does not stop it,
 * as with a real host.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { HypervisorErrorReason } from "../HypervisorError.ts"
import { HypervisorError } from "../HypervisorError.ts"
import type { PowerState } from "../PowerState.ts"
import type { Fault, Operation } from "./simulatedFaults.ts"
import { draw } from "./simulatedFaults.ts"
import { times } from "./simulatedTimes.ts"
import type { Call, DomainRecord, HostRecord, WorldRecord } from "./simulatedWorld.ts"
import { answers, reason } from "./simulatedWorld.ts"

/** A place between two steps of an operation where the daemon may die. */
export type Step = Effect.Effect<void, HypervisorErrorReason>

/** What an operation does on the host. */
export type Body<A> = (step: Step) => Effect.Effect<A, HypervisorErrorReason>

/** How a call is made. `limit: "own"` is for an operation that limits its own time. */
export interface CallOptions {
  readonly operation: Operation
  readonly vm?: Ids.VmId | undefined
  readonly mutates?: boolean
  readonly writes?: boolean
  readonly limit?: "own"
}

const connectionLost = () => reason.ConnectionLost.make({ detail: "the connection to the host was lost" })

// After these a mutation may have been carried out, or may still be.
const unknowable: ReadonlySet<string> = new Set(["ConnectionLost", "TimedOut", "GuestIgnored", "AgentTimedOut"])

const before = (fault: Fault | undefined, writes: boolean): HypervisorErrorReason | undefined => {
  switch (fault) {
    case "refused":
      return reason.Failed.make({ code: 9, domain: 10, detail: "operation failed: refused by an injected fault" })
    case "lost-request":
      return connectionLost()
    case "disk-full":
      return writes ? diskFull() : undefined
    default:
      return undefined
  }
}

/** What a host says that has no space left (libvirt's VIR_ERR_SYSTEM_ERROR is 38). */
const diskFull = () => reason.Failed.make({ code: 38, domain: 0, detail: "No space left on device" })

/** Makes a call. */
export const call = <A>(
  world: WorldRecord,
  host: HostRecord,
  options: CallOptions,
  body: Body<A>
): Effect.Effect<A, HypervisorError> => {
  const { operation, vm, mutates = false, writes = false } = options
  const failed = (reason: HypervisorErrorReason) =>
    new HypervisorError({
      host: host.ref,
      operation,
      ...(vm === undefined ? {} : { vm }),
      outcome: mutates && unknowable.has(reason._tag) ? "unknown" : "not-done",
      reason
    })
  const attempt = Effect.gen(function* () {
    if (!answers(host)) return yield* Effect.fail(unreachable(host))
    const fault = draw(world.faults, host.prng, { operation, host: host.ref, vm })
    const refusal = before(fault, writes) ?? (writes && host.diskFull ? diskFull() : undefined)
    if (refusal !== undefined) return yield* Effect.fail(refusal)
    let stepsLeft = fault === "stopped-midway" ? host.prng.below(3) : Number.POSITIVE_INFINITY
    const step = Effect.suspend(() => (stepsLeft-- > 0 ? Effect.void : Effect.fail(connectionLost())))
    const delay = fault === "slow" ? host.prng.between(...times.slow) / world.speed : 0
    const fiber = yield* Effect.forkIn(delay > 0 ? Effect.delay(body(step), delay) : body(step), world.scope, {
      startImmediately: true
    })
    const pending: Call = { fiber, lost: Deferred.makeUnsafe() }
    host.calls.add(pending)
    fiber.addObserver(() => host.calls.delete(pending))
    const reply = Effect.raceFirst(Fiber.join(fiber), Deferred.await(pending.lost))
    const done = fault === "stuck" ? Effect.andThen(reply, Effect.never) : reply
    const value = yield* options.limit === "own" && fault !== "stuck"
      ? done
      : Effect.timeoutOrElse(done, {
          duration: host.callLimitMillis,
          orElse: () => Effect.fail(reason.TimedOut.make({ afterMillis: host.callLimitMillis }))
        })
    if (fault === "lost-reply" || fault === "stopped-midway") return yield* Effect.fail(connectionLost())
    return value
  })
  return Effect.mapError(attempt, failed)
}

/** Why a host does not answer. */
export const unreachable = (host: HostRecord): HypervisorErrorReason => {
  if (!host.powered) return reason.HostUnreachable.make({ detail: "the host is down" })
  if (!host.reachable) return reason.HostUnreachable.make({ detail: "no route to the host" })
  if (!host.daemon) return reason.HostUnreachable.make({ detail: "connection refused" })
  return host.rejects === undefined
    ? reason.HostUnreachable.make({ detail: "the host does not answer" })
    : reason[host.rejects].make({ detail: "the host's or the caller's identity was not accepted" })
}

/** Cuts off every caller under way; what they asked for goes on unless the daemon or the host is gone. */
export const loseCalls = (host: HostRecord, how: "cut-off" | "stopped"): Effect.Effect<void> =>
  Effect.forEach(
    [...host.calls],
    ({ fiber, lost }) =>
      Effect.andThen(Deferred.fail(lost, connectionLost()), how === "stopped" ? Fiber.interrupt(fiber) : Effect.void),
    { discard: true }
  )

/** The domain, or `NoSuchVm`. */
export const find = (host: HostRecord, id: Ids.VmId): Effect.Effect<DomainRecord, HypervisorErrorReason> =>
  Effect.suspend(() => {
    const domain = host.domains.get(id)
    return domain === undefined ? Effect.fail(reason.NoSuchVm.make({})) : Effect.succeed(domain)
  })

/** The domain, if it is ours to change. */
export const findManaged = (host: HostRecord, id: Ids.VmId): Effect.Effect<DomainRecord, HypervisorErrorReason> =>
  Effect.tap(find(host, id), (domain) => (domain.managed ? Effect.void : Effect.fail(reason.NotManaged.make({}))))

/** Runs a change of a domain of ours while nobody else changes it. */
export const change = <A>(
  host: HostRecord,
  id: Ids.VmId,
  body: (domain: DomainRecord) => Effect.Effect<A, HypervisorErrorReason>
): Effect.Effect<A, HypervisorErrorReason> =>
  Effect.flatMap(findManaged(host, id), (found) => found.job.withPermit(Effect.flatMap(findManaged(host, id), body)))

/** Fails with `WrongState` unless the domain is in one of the states. */
export const requireState = (
  domain: DomainRecord,
  allowed: ReadonlyArray<PowerState>
): Effect.Effect<void, HypervisorErrorReason> =>
  Effect.suspend(() =>
    allowed.includes(domain.state)
      ? Effect.void
      : Effect.fail(reason.WrongState.make({ state: domain.state, allowed: [...allowed] }))
  )
