/**
 * An allocator together with what its answers say it must hold: every call is followed by a look at all scopes.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { Allocator, Space } from "../AllocatorLaws.ts"

/** The laws by name, as they stand in failures. */
export const law = {
  double: "no double grant",
  range: "nothing outside its range",
  conservation: "conservation: free + used = size",
  release: "release is idempotent",
  scopes: "scopes never influence each other",
  failed: "failed operations change nothing",
  exhaustion: "no false exhaustion",
  serial: "interleaved writers equal some serial order",
  works: "the allocator can be asked"
} as const

/** A law that does not hold. */
export interface Broken {
  readonly law: (typeof law)[keyof typeof law]
  readonly detail: string
}

const broken = (which: Broken["law"], detail: string) => Effect.fail<Broken>({ law: which, detail })

/** Questions that may not fail. */
export const asked = <A, R>(what: string, effect: Effect.Effect<A, unknown, R>): Effect.Effect<A, Broken, R> =>
  Effect.mapError(effect, (error) => ({ law: law.works, detail: `${what} failed: ${String(error)}` }))

/** Whether it is the canonical text of an address of the block. */
export const within = (cidr: string, address: string): boolean => {
  const ip = Result.getOrUndefined(Ip.parse(address))
  return ip !== undefined && Ip.format(ip) === address && Prefix.contains(Result.getOrThrow(Prefix.parse(cidr)), ip)
}

/**
 * The bench. Calls fail with the law that they break, else tell in words what was answered. `held` and `granted` are
 * the addresses of a scope in use, with their owners, and those ever given.
 */
export interface Bench<R> {
  readonly offers: { readonly claim: boolean; readonly allocateMany: boolean }
  readonly held: (scope: string) => ReadonlyArray<readonly [address: string, owner: string]>
  readonly granted: (scope: string) => ReadonlyArray<string>
  readonly freeIn: (scope: string) => bigint
  readonly allocate: (scope: string, owner: string) => Effect.Effect<string, Broken, R>
  readonly claim: (scope: string, owner: string, address: string) => Effect.Effect<string, Broken, R>
  readonly allocateMany: (scope: string, owners: ReadonlyArray<string>) => Effect.Effect<string, Broken, R>
  readonly release: (scope: string, owner: string, address: string) => Effect.Effect<string, Broken, R>
}

/** A bench around a fresh allocator. */
export const make: <R>(
  allocator: Allocator<R>,
  spaces: ReadonlyArray<Space>,
  sizeOf?: (cidr: string) => bigint
) => Effect.Effect<Bench<R>, Broken, R> = Effect.fnUntraced(function* <R>(
  allocator: Allocator<R>,
  spaces: ReadonlyArray<Space>,
  sizeOf?: (cidr: string) => bigint
) {
  const look = Effect.fnUntraced(function* (scope: string) {
    const used = new Map<string, string>()
    for (const { address, owner } of yield* asked("used", allocator.used(scope))) {
      if (used.has(address)) {
        return yield* broken(law.double, `${address} is used by ${used.get(address)} and by ${owner}`)
      }
      used.set(address, owner)
    }
    return { used, free: BigInt(yield* asked("free", allocator.free(scope))) }
  })

  const state = new Map<string, State>()
  for (const { cidr, scope } of spaces) {
    const { free, used } = yield* look(scope)
    if (used.size > 0) return yield* broken(law.conservation, `${scope} is not empty at first`)
    const size = sizeOf?.(cidr) ?? free
    if (free !== size)
      return yield* broken(law.conservation, `${free} of ${size} addresses are free in ${cidr} at first`)
    state.set(scope, { cidr, size: free, holding: new Map(), granted: new Set() })
  }
  const freeIn = (scope: string) => state.get(scope)!.size - BigInt(state.get(scope)!.holding.size)

  const grant = (scope: string, owner: string, address: string): Effect.Effect<void, Broken> => {
    const { cidr, granted, holding } = state.get(scope)!
    if (!within(cidr, address)) return broken(law.range, `${address} is not in ${cidr} (${scope})`)
    const holder = holding.get(address)
    if (holder !== undefined) return broken(law.double, `${address} is ${holder}'s and went to ${owner}`)
    holding.set(address, owner)
    granted.add(address)
    return Effect.void
  }

  /** Every scope holds what the answers say; otherwise it is a matter of `own` in this scope. */
  const compare = Effect.fnUntraced(function* (scope: string, own: Broken["law"]) {
    for (const [name, { holding, size }] of state) {
      const { free, used } = yield* look(name)
      const which = name === scope ? own : law.scopes
      const lost = [...holding].find(([address, owner]) => used.get(address) !== owner)
      if (lost !== undefined) {
        const by = used.get(lost[0])
        return yield* broken(which, `${lost[0]} of ${lost[1]} in ${name} is ${by === undefined ? "free" : `${by}'s`}`)
      }
      const extra = [...used].find(([address]) => !holding.has(address))
      if (extra !== undefined) return yield* broken(which, `${extra[0]} in ${name} is used by ${extra[1]}`)
      if (free + BigInt(used.size) !== size) {
        return yield* broken(which, `${free} free + ${used.size} used is not ${size} in ${name}`)
      }
    }
  })

  const allocate = Effect.fnUntraced(function* (scope: string, owner: string) {
    const exit = yield* Effect.exit(allocator.allocate({ scope, owner }))
    if (Exit.isFailure(exit)) {
      if (freeIn(scope) > 0n) return yield* broken(law.exhaustion, `${scope} has ${freeIn(scope)} free and gives none`)
      yield* compare(scope, law.failed)
      return "refused"
    }
    const full = freeIn(scope) === 0n
    yield* grant(scope, owner, exit.value)
    if (full) return yield* broken(law.conservation, `${scope} gives more than it has: ${exit.value}`)
    yield* compare(scope, law.conservation)
    return exit.value
  })

  const claim = Effect.fnUntraced(function* (scope: string, owner: string, address: string) {
    if (allocator.claim === undefined) return "not offered"
    const { granted, holding } = state.get(scope)!
    const exit = yield* Effect.exit(allocator.claim({ scope, owner, address }))
    if (Exit.isFailure(exit)) {
      if (granted.has(address) && !holding.has(address)) {
        return yield* broken(law.exhaustion, `${address} of ${scope} is free again and is refused`)
      }
      yield* compare(scope, law.failed)
      return "refused"
    }
    yield* grant(scope, owner, address)
    yield* compare(scope, law.conservation)
    return "granted"
  })

  const allocateMany = Effect.fnUntraced(function* (scope: string, owners: ReadonlyArray<string>) {
    if (allocator.allocateMany === undefined) return "not offered"
    const exit = yield* Effect.exit(allocator.allocateMany({ scope, owners }))
    if (Exit.isFailure(exit)) {
      if (freeIn(scope) >= BigInt(owners.length)) {
        return yield* broken(law.exhaustion, `${scope} has ${freeIn(scope)} free and refuses ${owners.length}`)
      }
      yield* compare(scope, law.failed)
      return "refused"
    }
    if (exit.value.length !== owners.length) {
      return yield* broken(law.conservation, `${owners.length} asked for, ${exit.value.length} given`)
    }
    for (const [index, address] of exit.value.entries()) yield* grant(scope, owners[index]!, address)
    yield* compare(scope, law.conservation)
    return exit.value.join(", ")
  })

  const release = Effect.fnUntraced(function* (scope: string, owner: string, address: string) {
    const { holding } = state.get(scope)!
    const mine = holding.get(address) === owner
    const exit = yield* Effect.exit(allocator.release({ scope, owner, address }))
    const freed = Exit.isSuccess(exit) && exit.value
    if (freed !== mine) {
      const detail = freed ? `freed ${address}, which is not ${owner}'s` : `did not free ${address} of ${owner}`
      return yield* broken(law.release, detail)
    }
    if (mine) holding.delete(address)
    yield* compare(scope, mine ? law.conservation : law.release)
    return freed ? "released" : "nothing released"
  })

  return {
    offers: { claim: allocator.claim !== undefined, allocateMany: allocator.allocateMany !== undefined },
    held: (scope) => [...state.get(scope)!.holding],
    granted: (scope) => [...state.get(scope)!.granted],
    freeIn,
    allocate,
    claim,
    allocateMany,
    release
  }
})

interface State {
  readonly cidr: string
  readonly size: bigint
  readonly holding: Map<string, string>
  readonly granted: Set<string>
}
