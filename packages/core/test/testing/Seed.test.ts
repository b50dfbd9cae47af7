import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { Seed } from "@cloudwright/core/testing"

const withVariable = (value: string) =>
  Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: { CLOUDWRIGHT_SEED: value } }))
const withoutVariable = Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: {} }))

describe("Seed", () => {
  it.effect("runs the same distinct seeds on every machine by default", () =>
    Effect.gen(function* () {
      const seeds = yield* Seed.forRuns({ runs: 1000 }).pipe(withoutVariable)
      assert.strictEqual(new Set(seeds).size, 1000)
      assert.deepStrictEqual(seeds.slice(0, 2), [Seed.derive(Seed.defaultSeed, 0), Seed.derive(Seed.defaultSeed, 1)])
    })
  )

  it.effect("does the one run of CLOUDWRIGHT_SEED, unless a seed is passed", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* Seed.forRuns({ runs: 9 }).pipe(withVariable("77")), [77])
      assert.deepStrictEqual(yield* Seed.forRuns({ runs: 9, seed: 5 }).pipe(withVariable("77")), [5])
    })
  )

  it.effect("refuses what is no seed, by name", () =>
    Effect.gen(function* () {
      for (const bad of ["-1", "4294967296", "1.5", "lucky"]) {
        const error = yield* Seed.forRuns({ runs: 1 }).pipe(withVariable(bad), Effect.flip)
        assert.strictEqual(error._tag, "ConfigError")
        assert.include(error.message, "CLOUDWRIGHT_SEED")
      }
    })
  )

  it("draws the same from the same seed, something else from another", () => {
    const draw = (seed: number) => {
      const source = Seed.prng(seed)
      return Array.from({ length: 32 }, source.uint32)
    }
    assert.deepStrictEqual(draw(1), draw(1))
    assert.notDeepEqual(draw(1), draw(2))
    assert.notDeepEqual(draw(0), draw(0xffffffff))
  })

  it("keeps its bounds and reaches both ends", () => {
    const source = Seed.prng(3)
    const seen = new Set(Array.from({ length: 2000 }, () => source.between(-2, 3)))
    assert.deepStrictEqual(
      [...seen].sort((a, b) => a - b),
      [-2, -1, 0, 1, 2, 3]
    )
    const heads = Array.from({ length: 10_000 }, () => source.chance(0.25)).filter((hit) => hit).length
    assert.isTrue(heads > 2300 && heads < 2700, `${heads} of 10000`)
    assert.throws(() => source.pick([]), RangeError)
    const values = [1, 2, 3, 4, 5]
    assert.sameMembers(source.shuffle(values), values)
    assert.isTrue(source.bytes(64).every((byte) => byte >= 0 && byte <= 255))
  })

  it.effect("feeds Effect's Random", () =>
    Effect.gen(function* () {
      const draw = Effect.all([Random.next, Random.nextInt, Random.nextIntBetween(1, 6)])
      const once = yield* draw.pipe(Effect.provide(Seed.layerRandom(Seed.prng(9))))
      const twice = yield* draw.pipe(Effect.provide(Seed.layerRandom(Seed.prng(9))))
      assert.deepStrictEqual(once, twice)
      assert.isTrue(Number.isSafeInteger(once[1]))
    })
  )

  it("says in a failure how to replay it", () => {
    const error = new Seed.Falsified({
      harness: "World",
      subject: "leases",
      law: "one owner",
      detail: "two owners",
      seed: 42,
      trace: ["claim a"]
    })
    assert.include(error.message, "CLOUDWRIGHT_SEED=42")
    assert.include(error.message, "  1. claim a")
    assert.include(error.message, 'World: "leases" breaks the law "one owner": two owners')
  })
})
