/** The laws hold for the naive table and for the real ones, and each planted bug is found. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import { PrefixTable } from "../../src/routing/PrefixTable.ts"
import * as RouteTableLaws from "../../src/testing/RouteTableLaws.ts"

const bugs: Record<string, (right: RouteTableLaws.Table) => Partial<RouteTableLaws.Table>> = {
  "forgets the outer prefix when an inner one is deleted": (right) => ({
    delete: (prefix) => {
      const told = right.delete(prefix)
      if (prefix.length > 0) right.delete(Prefix.supernet(prefix, prefix.length - 1))
      return told
    }
  }),
  "gives the last address of a block to its neighbour": (right) => ({
    lookup: (ip) => right.lookup(ip.family === 4 && (ip.a & 0xff) === 0xff ? (Ip.add(ip, 1) ?? ip) : ip)
  }),
  "does not replace": (right) => ({
    insert: (prefix, value) => right.lookup(Prefix.first(prefix)) ?? right.insert(prefix, value)
  }),
  "always says that it was there": (right) => ({ delete: (prefix) => right.delete(prefix) || true })
}

describe("RouteTableLaws", () => {
  it.effect("hold for the naive table", () => RouteTableLaws.check({ name: "naive", make: RouteTableLaws.naive }))

  for (const family of [4, 6] as const) {
    it.effect(`hold for PrefixTable, IPv${family}: 300 runs of up to 40 changes`, () =>
      RouteTableLaws.check({
        name: "PrefixTable",
        families: [family],
        runs: 300,
        make: () => {
          const table = PrefixTable.make(family)
          return {
            insert: (prefix, value) => table.insert(prefix, value),
            delete: (prefix) => table.delete(prefix) !== undefined,
            lookup: (ip) => table.lookup(ip)
          }
        }
      })
    )
  }

  for (const [bug, spoil] of Object.entries(bugs)) {
    it.effect(`find the one that ${bug}, and show it in a few changes`, () =>
      Effect.gen(function* () {
        const make = () => {
          const right = RouteTableLaws.naive()
          return { ...right, ...spoil(right) }
        }
        const found = yield* Effect.flip(RouteTableLaws.check({ name: bug, make }))
        if (found._tag !== "Falsified") return assert.fail(String(found))
        assert.isAtMost(found.trace.length, 8, found.message)
      })
    )
  }
})
