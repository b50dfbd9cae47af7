/** The laws hold for a plain allocator, and each planted bug breaks the law that forbids it. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as AllocatorLaws from "../../src/testing/AllocatorLaws.ts"

const bugs = [
  "grants what is in use",
  "gives the address behind the block",
  "forgets to count",
  "frees for strangers",
  "releases twice",
  "shares its state between scopes",
  "keeps the first of many when the rest fails",
  "loses the last address",
  "does not free",
  "looks and takes in two steps"
] as const

const plain = (spaces: ReadonlyArray<AllocatorLaws.Space>, bug?: (typeof bugs)[number]): AllocatorLaws.Allocator => {
  const blocks = new Map(spaces.map(({ cidr, scope }) => [scope, Result.getOrThrow(Prefix.parse(cidr))]))
  const tables = new Map(spaces.map(({ scope }) => [scope, new Map<string, string>()]))
  const shared = new Map<string, string>()
  const extra = new Map(spaces.map(({ scope }) => [scope, 0]))
  const table = (scope: string) => (bug === "shares its state between scopes" ? shared : tables.get(scope)!)
  const all = (scope: string) => {
    const prefix = blocks.get(scope)!
    const from = bug === "gives the address behind the block" && prefix.length % 32 === 31 ? 1n : 0n
    const until = Prefix.size(prefix) + from - (bug === "loses the last address" && Prefix.size(prefix) > 3n ? 1n : 0n)
    const list: Array<string> = []
    for (let n = from; n < until; n++) list.push(Ip.format(Ip.add(prefix, n)!))
    return list
  }
  const free = (scope: string) => all(scope).filter((address) => !table(scope).has(address))
  const put = (scope: string, owner: string, address: string) => {
    if (bug === "forgets to count" && table(scope).size === 2) extra.set(scope, 1)
    table(scope).set(address, owner)
    return address
  }
  return {
    allocate: Effect.fnUntraced(function* ({ owner, scope }) {
      const address = bug === "grants what is in use" && table(scope).size === 3 ? all(scope)[1] : free(scope)[0]
      if (address === undefined) return yield* Effect.fail("full")
      if (bug === "looks and takes in two steps") yield* Effect.yieldNow
      return put(scope, owner, address)
    }),
    claim: ({ address, owner, scope }) =>
      free(scope).includes(address) ? Effect.sync(() => put(scope, owner, address)) : Effect.fail("not free"),
    allocateMany: ({ owners, scope }) =>
      Effect.suspend(() => {
        const found = free(scope)
        if (found.length < owners.length) {
          if (bug === "keeps the first of many when the rest fails" && found.length > 0)
            put(scope, owners[0]!, found[0]!)
          return Effect.fail("full")
        }
        return Effect.succeed(owners.map((owner, index) => put(scope, owner, found[index]!)))
      }),
    release: ({ address, owner, scope }) =>
      Effect.sync(() => {
        const holder = table(scope).get(address)
        if (bug === "releases twice" && holder === undefined) return true
        if (holder !== owner && !(bug === "frees for strangers" && holder !== undefined)) return false
        return bug === "does not free" || table(scope).delete(address)
      }),
    used: (scope) => Effect.sync(() => [...table(scope)].map(([address, owner]) => ({ address, owner }))),
    free: (scope) => Effect.sync(() => free(scope).length - extra.get(scope)!)
  }
}

const subject = (bug?: (typeof bugs)[number]): AllocatorLaws.Options => ({
  name: "plain",
  make: (spaces) => Effect.sync(() => plain(spaces, bug)),
  ...(bug === "loses the last address" && { size: (cidr) => Prefix.size(Result.getOrThrow(Prefix.parse(cidr))) })
})

const laws: Record<(typeof bugs)[number], ReadonlyArray<string>> = {
  "grants what is in use": ["no double grant"],
  "gives the address behind the block": ["nothing outside its range"],
  "forgets to count": ["conservation: free + used = size"],
  "frees for strangers": ["release is idempotent"],
  "releases twice": ["release is idempotent"],
  "shares its state between scopes": ["scopes never influence each other"],
  "keeps the first of many when the rest fails": ["failed operations change nothing"],
  "loses the last address": ["conservation: free + used = size"],
  "does not free": ["conservation: free + used = size"],
  "looks and takes in two steps": []
}

describe("AllocatorLaws", () => {
  it.effect("hold for a plain allocator", () =>
    Effect.gen(function* () {
      assert.isAbove(yield* AllocatorLaws.check(subject()), 0)
      assert.isAbove(yield* AllocatorLaws.interleavings(subject()), 0)
    })
  )

  for (const bug of bugs.filter((one) => laws[one].length > 0)) {
    it.effect(`find the one that ${bug}, and show it in a few calls`, () =>
      Effect.gen(function* () {
        const found = yield* Effect.flip(AllocatorLaws.check(subject(bug)))
        if (found._tag !== "Falsified") return assert.fail(String(found))
        assert.include(laws[bug], found.law, found.message)
        assert.isAtMost(found.trace.length, 6, found.message)
        // The same seed finds the same again.
        const again = yield* Effect.flip(AllocatorLaws.check({ ...subject(bug), seed: found.seed }))
        assert.strictEqual(again.message, found.message)
      })
    )
  }

  it.effect("find the one that looks and takes in two steps, but only when calls overlap", () =>
    Effect.gen(function* () {
      yield* AllocatorLaws.check(subject("looks and takes in two steps"))
      const found = yield* Effect.flip(AllocatorLaws.interleavings(subject("looks and takes in two steps")))
      assert.include(found.message, "no serial order")
    })
  )
})
