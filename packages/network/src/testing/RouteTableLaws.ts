/**
 * The laws of longest-prefix match, as checks of any implementation.
 *
 * ```ts
 * const laws = RouteTableLaws.check({ name: "trie", make: () => new Trie() })
 * it.effect("keeps the laws", () => laws)
 * ```
 *
 * - *lookup equals the naive table*: after every change, for addresses inside, at the edges of and beside all prefixes.
 * - *insert and delete tell and do what they say*: deleting tells whether the prefix was there, inserting replaces.
 * - *order does not matter*: the same prefixes, inserted from the lowest up or from the highest down among others that are
 *   deleted again, give the same answers.
 *
 * Every run has a seed; a failure shows the shortest changes found and the seed that replays them (`Seed` of
 * `@cloudwright/core/testing`).
 *
 * @since 0.1.0
 */
import type { Seed } from "@cloudwright/core/testing"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import * as Falsify from "./internal/falsify.ts"
import * as IpArbitraries from "./IpArbitraries.ts"

/**
 * A table from prefixes to numbers. `lookup` is the number of the longest prefix that holds the address; `delete` says
 * whether the prefix was there.
 *
 * @since 0.1.0
 * @category models
 */
export interface Table {
  readonly insert: (prefix: Prefix.Prefix, value: number) => unknown
  readonly delete: (prefix: Prefix.Prefix) => boolean
  readonly lookup: (ip: Ip.Ip) => number | undefined
}

/**
 * A table under test. `make`: an empty one. `families`: default both. `changes`: at most so many in one run (default 40).
 * `runs`: default 200.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly name: string
  readonly make: () => Table
  readonly families?: ReadonlyArray<Ip.Family> | undefined
  readonly changes?: number | undefined
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

/**
 * The table that is obviously right: a list of prefixes and a linear search.
 *
 * @since 0.1.0
 * @category constructors
 */
export const naive = (): Table => {
  const entries = new Map<string, { readonly prefix: Prefix.Prefix; readonly value: number }>()
  return {
    insert: (prefix, value) => entries.set(Prefix.format(prefix), { prefix, value }),
    delete: (prefix) => entries.delete(Prefix.format(prefix)),
    lookup: (ip) =>
      [...entries.values()]
        .filter(({ prefix }) => Prefix.contains(prefix, ip))
        .toSorted((left, right) => right.prefix.length - left.prefix.length)[0]?.value
  }
}

interface Change {
  readonly kind: "insert" | "delete"
  readonly prefix: Prefix.Prefix
  readonly value: number
}

const changesOf = (family: Ip.Family, maximum: number): fc.Arbitrary<ReadonlyArray<Change>> =>
  fc
    .tuple(
      // First: shrinking goes from left to right, and fewer changes help more than other prefixes.
      fc.array(
        fc.record({
          kind: fc.constantFrom("insert", "insert", "insert", "delete"),
          which: fc.nat({ max: 255 }),
          value: fc.nat({ max: 1000 })
        }),
        { maxLength: maximum, size: "max" }
      ),
      IpArbitraries.prefixes({ family, maxLength: maximum })
    )
    .map(([drawn, prefixes]) =>
      prefixes.length === 0
        ? []
        : drawn.map(({ kind, value, which }) => ({ kind, prefix: prefixes[which % prefixes.length]!, value }))
    )

const changes = ({ changes: maximum = 40, families = [4, 6] }: Options): fc.Arbitrary<ReadonlyArray<Change>> =>
  fc.oneof({ withCrossShrink: true }, ...families.map((family) => changesOf(family, maximum)))

/**
 * Checks the laws. Returns how many runs there were.
 *
 * @since 0.1.0
 * @category testing
 */
export const check = (options: Options): Effect.Effect<number, Seed.Falsified | Config.ConfigError> =>
  Falsify.check({
    harness: "RouteTableLaws",
    subject: options.name,
    runs: options.runs ?? 200,
    seed: options.seed,
    arbitrary: changes(options),
    test: (script) => Effect.sync(() => broken(options, script))
  })

/** The first and last address of a prefix, their neighbours outside, and one in the middle. */
const probes = (prefix: Prefix.Prefix): ReadonlyArray<Ip.Ip> => {
  const [first, last] = [Prefix.first(prefix), Prefix.last(prefix)]
  return [first, last, Ip.add(first, -1), Ip.add(last, 1), Ip.add(first, Prefix.size(prefix) / 2n)].flatMap(
    (ip) => ip ?? []
  )
}

const print = ({ kind, prefix, value }: Change): string =>
  kind === "insert" ? `insert ${Prefix.format(prefix)} ${value}` : `delete ${Prefix.format(prefix)}`

const broken = ({ make }: Options, script: ReadonlyArray<Change>): Falsify.Finding | undefined => {
  const table = make()
  const model = naive()
  const addresses = script.flatMap(({ prefix }) => probes(prefix))
  const trace: Array<string> = []
  const differing = (of: Table, law: string): Falsify.Finding | undefined => {
    for (const ip of addresses) {
      const [found, expected] = [of.lookup(ip), model.lookup(ip)]
      if (found !== expected) return { law, detail: `${Ip.format(ip)} gives ${found}, not ${expected}`, trace }
    }
    return undefined
  }
  const final = new Map<string, Change>()
  for (const change of script) {
    const { kind, prefix, value } = change
    trace.push(print(change))
    final.set(Prefix.format(prefix), change)
    if (kind === "insert") {
      table.insert(prefix, value)
      model.insert(prefix, value)
    } else {
      const [told, expected] = [table.delete(prefix), model.delete(prefix)]
      if (told !== expected) {
        return { law: "delete tells whether the prefix was there", detail: `told ${told}, not ${expected}`, trace }
      }
    }
    const found = differing(table, "lookup equals the naive table")
    if (found !== undefined) return found
  }
  const ascending = [...final.values()].toSorted((left, right) => Prefix.compare(left.prefix, right.prefix))
  for (const order of [ascending, ascending.toReversed()]) {
    const other = make()
    trace.push(order === ascending ? "the same, anew, in order:" : "the same, anew, in reverse:")
    // What was deleted in the end is inserted here as well, before it is deleted.
    for (const change of order) {
      trace.push(print({ ...change, kind: "insert" }))
      other.insert(change.prefix, change.value)
    }
    for (const change of order) {
      if (change.kind === "insert") continue
      trace.push(print(change))
      other.delete(change.prefix)
    }
    const found = differing(other, "order does not matter")
    if (found !== undefined) return found
  }
  return undefined
}
