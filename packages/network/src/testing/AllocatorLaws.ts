/**
 * The laws of an address allocator, as checks of any implementation: one kept in memory, one over a database, one that
 * asks a server.
 *
 * ```ts
 * const laws = AllocatorLaws.check({ name: "racks", make: (spaces) => rackAllocator(spaces) })
 * it.effect("keeps the laws", () => laws)
 * ```
 *
 * - *no double grant*: an address that somebody has is given to nobody else.
 * - *nothing outside its range*: what is granted lies in the block of its scope.
 * - *conservation*: free and used together stay the same number, and used is what was granted and not released.
 * - *release is idempotent*: releasing again, or as somebody else, frees nothing.
 * - *scopes never influence each other*: an operation changes its own scope at most.
 * - *failed operations change nothing*.
 * - *no false exhaustion*: as long as something is free one gets it; what was granted once can be granted again.
 * - *some serial order* (`interleavings`): what overlapping callers are told could have been told to callers that take
 *   turns.
 *
 * Owners never ask twice, so nothing is said of repeated requests. Allocators under test release at once: those with a
 * quarantine are made with none.
 *
 * Every run has a seed; a failure shows the shortest operations found and the seed that replays them (`Seed` of
 * `@cloudwright/core/testing`).
 *
 * @since 0.1.0
 */
import { type Seed, World } from "@cloudwright/core/testing"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fc from "fast-check"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import * as Bench from "./internal/allocatorBench.ts"
import * as Calls from "./internal/allocatorCalls.ts"
import * as Falsify from "./internal/falsify.ts"
import * as Writers from "./internal/allocatorWriters.ts"

/**
 * A block whose addresses are to be handed out, in a scope of its own. Blocks of different scopes overlap.
 *
 * @since 0.1.0
 * @category models
 */
export interface Space {
  readonly scope: string
  readonly cidr: string
}

/**
 * What an allocator can do. Every typed failure is a refusal.
 *
 * - `allocate`: any free address of the scope, its text in canonical form.
 * - `claim`, if there is such a thing: this address and no other.
 * - `allocateMany`, if there is such a thing: an address for each owner, or a failure and none.
 * - `release`: whether it was this owner's and is free now. False, or a failure, when it was not.
 * - `used`: who has what in a scope, in any order; `free`: how many addresses of it can still be had.
 *
 * @since 0.1.0
 * @category models
 */
export interface Allocator<R = never> {
  readonly allocate: (request: { readonly scope: string; readonly owner: string }) => Effect.Effect<string, unknown, R>
  readonly claim?:
    | ((request: {
        readonly scope: string
        readonly owner: string
        readonly address: string
      }) => Effect.Effect<unknown, unknown, R>)
    | undefined
  readonly allocateMany?:
    | ((request: {
        readonly scope: string
        readonly owners: ReadonlyArray<string>
      }) => Effect.Effect<ReadonlyArray<string>, unknown, R>)
    | undefined
  readonly release: (request: {
    readonly scope: string
    readonly owner: string
    readonly address: string
  }) => Effect.Effect<boolean, unknown, R>
  readonly used: (
    scope: string
  ) => Effect.Effect<ReadonlyArray<{ readonly address: string; readonly owner: string }>, unknown, R>
  readonly free: (scope: string) => Effect.Effect<number | bigint, unknown, R>
}

/**
 * An allocator under test.
 *
 * - `make`: a fresh one with these scopes, everything free.
 * - `cidrs`: the blocks to try. Default: both families, from a single address to 32 of them, in many places.
 * - `size`: how many addresses of a block can be had, for example `Prefix.hostCount` of it. Default: what `free` says at first.
 * - `operations`: most calls of one run (default 30; of `interleavings` 12). `runs`: default 100.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<R = never> {
  readonly name: string
  readonly make: (spaces: ReadonlyArray<Space>) => Effect.Effect<Allocator<R>, unknown, R | Scope.Scope>
  readonly cidrs?: fc.Arbitrary<string> | undefined
  readonly size?: ((cidr: string) => bigint) | undefined
  readonly operations?: number | undefined
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

/**
 * Blocks small enough to be used up: both families, 1 to 32 addresses, at the ends of the families' space too. Shrinks
 * towards larger blocks near 10.0.0.0 and 2001:db8::.
 *
 * @since 0.1.0
 * @category generators
 */
export const smallCidrs: fc.Arbitrary<string> = fc
  .record({
    family: fc.constantFrom<Ip.Family>(4, 6),
    bits: fc.constantFrom(1, 2, 0, 3, 5),
    index: fc.nat({ max: 1023 }),
    far: fc.constantFrom(false, false, false, true)
  })
  .map(({ bits, family, far, index }) => {
    const length = Ip.bits(family) - bits
    const base = family === 4 ? Ip.make(4, 0x0a000000) : Ip.make(6, 0x20010db8)
    const at = far ? Ip.add(Ip.highest(family), -index)! : Ip.add(base, index * 2 ** bits)!
    return Prefix.format(Prefix.of(at, length))
  })

/**
 * Checks the laws for calls one after the other, on two scopes with overlapping blocks and a third one elsewhere.
 * Returns how many runs there were.
 *
 * @since 0.1.0
 * @category testing
 */
export const check = <R = never>(
  options: Options<R>
): Effect.Effect<number, Seed.Falsified | Config.ConfigError, Exclude<R, Scope.Scope>> =>
  Falsify.check({
    harness: "AllocatorLaws",
    subject: options.name,
    runs: options.runs,
    seed: options.seed,
    arbitrary: fc.tuple(
      fc.tuple(options.cidrs ?? smallCidrs, options.cidrs ?? smallCidrs),
      Calls.arbitrary({ scopes: 3, maximum: options.operations ?? 30 })
    ),
    test: ([[shared, other], script]) => {
      const spaces = [shared, shared, other].map((cidr, index) => ({ scope: `scope-${index + 1}`, cidr }))
      return Effect.scoped(run(options, spaces, script))
    }
  })

const run = Effect.fnUntraced(function* <R>(
  options: Options<R>,
  spaces: ReadonlyArray<Space>,
  script: ReadonlyArray<Calls.Call>
) {
  const trace = [`scopes ${spaces.map(({ cidr, scope }) => `${scope} ${cidr}`).join(", ")}`]
  const broken = yield* Effect.gen(function* () {
    const bench = yield* Bench.make(yield* Bench.asked("make", options.make(spaces)), spaces, options.size)
    const perform = Effect.fnUntraced(function* (request: Calls.Request) {
      trace.push(Calls.print(request))
      const answer = yield* Calls.perform(bench, request)
      trace.push(`${trace.pop()} -> ${answer}`)
    })
    for (const [index, call] of script.entries()) {
      const request = Calls.resolve(bench, spaces, call, `owner-${index + 1}`)
      if (request !== undefined) yield* perform(request)
    }
    for (const { scope } of spaces) {
      const free = bench.freeIn(scope)
      if (free > usedUpMax) continue
      // Everything that is said to be free can be had, and one more cannot; released twice, all of it is free once.
      for (let n = 0n; n <= free; n++) yield* perform({ kind: "allocate", scope, owner: `late-${n + 1n}` })
      for (const [address, owner] of bench.held(scope)) {
        yield* perform({ kind: "release", scope, owner, address })
        yield* perform({ kind: "release", scope, owner, address })
      }
    }
    return undefined
  }).pipe(Effect.catch((finding) => Effect.succeed(finding)))
  return broken && { ...broken, trace }
})

/** Scopes with more free addresses than this are not used up at the end of a run. */
const usedUpMax = 64n

/**
 * Checks that overlapping calls of four writers in one scope equal some serial order, and that afterwards free and used
 * together are what they were. Fibers take turns as the seed says, also within a call of the allocator wherever it is
 * more than one effect; an allocator that waits for the real world (a socket, a thread) cannot be checked so. Returns
 * how many calls there were.
 *
 * @since 0.1.0
 * @category testing
 */
export const interleavings = <R = never>(
  options: Options<R>
): Effect.Effect<number, Seed.Falsified | Config.ConfigError, Exclude<R, Scope.Scope>> =>
  World.check<Writers.Recorder<R>, Writers.Call, R>({
    name: `${options.name}, ${Bench.law.serial}`,
    setup: Effect.flatMap(options.make([Writers.space]), Writers.setUp),
    generate: Writers.generate,
    apply: Writers.perform,
    invariant: () => Effect.void,
    converged: Writers.explained,
    steps: options.operations ?? 12,
    runs: options.runs,
    seed: options.seed
  })
