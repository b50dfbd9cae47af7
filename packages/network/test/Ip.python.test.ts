/** 100 000 questions to Python's `ipaddress` and to us; `golden/python.ts` lists where the two differ on purpose. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../src/Ip.ts"
import * as Prefix from "../src/Prefix.ts"
import * as PrefixSet from "../src/PrefixSet.ts"
import * as IpArbitraries from "../src/testing/IpArbitraries.ts"
import { numberOf, span } from "./golden/addresses.ts"
import { answers, type Question } from "./golden/python.ts"

const seed = 1918

const drawn = <A>(arbitrary: fc.Arbitrary<A>, numRuns: number): ReadonlyArray<A> =>
  fc.sample(arbitrary, { seed, numRuns })

const number = (ip: Ip.Ip) => [ip.family, String(numberOf(ip))]
const block = (prefix: Prefix.Prefix) => [prefix.family, String(numberOf(prefix)), prefix.length]
const blocks = (prefixes: Iterable<Prefix.Prefix>) => [...prefixes].map(block)

/** What we say to a question, in Python's words. */
type Ours = readonly [question: Question, answer: unknown]

const compare = (ours: ReadonlyArray<Ours>): number => {
  const theirs = answers(ours.map(([question]) => question))
  assert.strictEqual(theirs.length, ours.length)
  for (const [index, [question, answer]] of ours.entries()) {
    if (JSON.stringify(answer) !== JSON.stringify(theirs[index])) {
      assert.deepStrictEqual(answer, theirs[index], JSON.stringify(question))
    }
  }
  return ours.length
}

const texts = (text: string): Ours => {
  const address = Result.match(Ip.parse(text), {
    onFailure: () => null,
    onSuccess: (ip) => [...number(ip), Ip.format(ip)]
  })
  const network = Result.match(Prefix.parse(text), {
    onFailure: ({ reason }) =>
      reason._tag === "HostBits" ? ["host bits", ...block(Result.getOrThrow(Prefix.parse(reason.corrected)))] : null,
    onSuccess: block
  })
  return [
    ["text", text],
    [address, network]
  ]
}

const pairs = ([x, y]: readonly [Prefix.Prefix, Prefix.Prefix]): Ours => {
  const order = x.family === y.family ? Prefix.compare(x, y) : x.family - y.family
  return [
    ["pair", Prefix.format(x), Prefix.format(y)],
    [Prefix.contains(x, y), Prefix.contains(x, Prefix.first(y)), Prefix.overlaps(x, y), order]
  ]
}

const facts = (prefix: Prefix.Prefix): Ours => {
  const { first, last } = Prefix.hosts(prefix)
  const hosts = [number(first)]
  if (Ip.bits(prefix.family) - prefix.length <= 8) {
    assert.strictEqual(numberOf(last) - numberOf(first) + 1n, Prefix.hostCount(prefix))
    for (let n = 1; n < Prefix.hostCount(prefix); n++) hosts.push(number(Ip.add(first, n)!))
  }
  return [
    ["facts", Prefix.format(prefix)],
    [number(Prefix.first(prefix)), number(Prefix.last(prefix)), String(Prefix.size(prefix)), hosts]
  ]
}

const take = <A>(values: Iterable<A>, count: number): ReadonlyArray<A> => {
  const taken: Array<A> = []
  for (const value of values) {
    if (taken.length === count) break
    taken.push(value)
  }
  return taken
}

const parts = ([prefix, longer]: readonly [Prefix.Prefix, number]): Ours => {
  const length = prefix.length + (longer % (Ip.bits(prefix.family) - prefix.length + 1))
  const all = length - prefix.length <= 6 ? blocks(Prefix.subnets(prefix, length)) : []
  return [
    ["parts", Prefix.format(prefix), length],
    [...blocks(take(Prefix.subnets(prefix, length), 5)), ...all]
  ]
}

const supernets = ([prefix, shorter]: readonly [Prefix.Prefix, number]): Ours => {
  const length = shorter % (prefix.length + 1)
  return [["supernet", Prefix.format(prefix), length], block(Prefix.supernet(prefix, length))]
}

const collapse = (prefixes: ReadonlyArray<Prefix.Prefix>): Ours => [
  ["collapse", ...prefixes.map(Prefix.format)],
  blocks(PrefixSet.toPrefixes(PrefixSet.fromPrefixes(prefixes)))
]

const exclude = ([outer, hole]: readonly [Prefix.Prefix, Prefix.Prefix]): Ours => [
  ["exclude", Prefix.format(outer), Prefix.format(hole)],
  blocks(PrefixSet.exclude(outer, hole))
]

const range = ([x, y]: readonly [Ip.Ip, Ip.Ip]): Ours => {
  const [first, last] = Ip.compare(x, y) <= 0 ? [x, y] : [y, x]
  return [["range", Ip.format(first), Ip.format(last)], blocks(PrefixSet.toPrefixes(PrefixSet.fromRange(first, last)))]
}

const prefix = IpArbitraries.prefix()
/** Half of the pairs lie in each other. */
const pair = fc.oneof(
  fc.tuple(prefix, prefix),
  prefix.chain((outer) => fc.tuple(fc.constant(outer), IpArbitraries.prefixIn(outer)))
)
const sameFamily = fc.oneof(
  fc.tuple(IpArbitraries.ip(4), IpArbitraries.ip(4)),
  fc.tuple(IpArbitraries.ip(6), IpArbitraries.ip(6))
)

describe("against Python's ipaddress", () => {
  // Some 3 seconds each on an idle machine; python3 is not to be hurried on a busy one.
  const timeout = 60_000

  it("70 000 texts, well-formed and nearly so, as addresses and as prefixes", { timeout }, () => {
    const all = drawn(IpArbitraries.nearMiss, 70_000)
    const asked = all.map(texts)
    compare(asked)
    const kinds = asked.map(([, answer]) => JSON.stringify(answer))
    // The corpus would be worth little if all were refused, or none.
    for (const kind of [
      /^\[null,null\]$/,
      /^\[\[4,/,
      /^\[\[6,/,
      /^\[null,\[4,/,
      /^\[null,\[6,/,
      /^\[null,\["host bits",/
    ]) {
      assert.isAbove(kinds.filter((each) => kind.test(each)).length, 2000, String(kind))
    }
  })

  it(
    "30 000 questions about containment, overlap, order, hosts, subnets, supernets, aggregates, exclusions and ranges",
    { timeout },
    () => {
      const asked = [
        ...drawn(pair, 14_000).map(pairs),
        ...drawn(prefix, 5000).map(facts),
        ...drawn(fc.tuple(prefix, fc.nat({ max: 1000 })), 3000).map(parts),
        ...drawn(fc.tuple(prefix, fc.nat({ max: 1000 })), 3000).map(supernets),
        ...drawn(IpArbitraries.prefixes({ maxLength: 12 }), 2000).map(collapse),
        ...drawn(
          prefix.chain((outer) => fc.tuple(fc.constant(outer), IpArbitraries.prefixIn(outer))),
          1500
        ).map(exclude),
        ...drawn(sameFamily, 1500).map(range)
      ]
      assert.strictEqual(compare(asked), 30_000)
    }
  )

  it("finds a difference where there is one", () => {
    const wrong: Ours = [
      ["pair", "10.0.0.0/8", "10.1.0.0/16"],
      [false, true, true, -1]
    ]
    assert.throws(() => compare([texts("::1"), wrong]))
    assert.deepStrictEqual(span(Prefix.of(Ip.lowest(4), 31)), [0n, 1n])
  })
})
