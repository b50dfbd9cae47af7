/** The map of words against the language's own, under any changes. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { WordMap, wordAt } from "../../src/routing/internal/wordMap.ts"

// Few keys, so that they are set again and deleted often; spread, so that searches wrap around the end.
const key = fc.integer({ min: 1, max: 40 }).map((n) => Math.imul(n, 0x0100_0193) >>> 0)

describe("WordMap", () => {
  it("keeps what the language's own map keeps", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.option(fc.nat())), { maxLength: 200 }), (changes) => {
        const map = new WordMap()
        const model = new Map<number, number>()
        for (const [at, value] of changes) {
          if (value !== null) {
            map.set(at, value)
            model.set(at, value)
          } else if (model.delete(at)) {
            map.delete(at)
          }
        }
        const copy = map.copy()
        for (const at of model.keys()) map.delete(at)
        for (let n = 1; n <= 40; n++) {
          const at = Math.imul(n, 0x0100_0193) >>> 0
          assert.strictEqual(wordAt(copy.pairs, at), model.get(at) ?? 0)
          assert.strictEqual(wordAt(map.pairs, at), 0)
        }
      }),
      { seed: 5131, numRuns: 500 }
    )
  })
})
