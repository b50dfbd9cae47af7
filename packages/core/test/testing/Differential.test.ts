import * as Sqlite from "@cloudwright/core/Sqlite"
import { Differential } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { type Bug, generate, makeModel, makeSql } from "./ledger.ts"
import { fixed } from "./fixed.ts"

const onSqlite = (bug?: Bug) =>
  Effect.flatMap(Layer.build(Layer.fresh(Sqlite.layerMemory)), (context) =>
    Effect.provideContext(makeSql(bug), context)
  )

const compare = (bug?: Bug, seed?: number) =>
  Differential.check({ name: "ledger", backends: { model: makeModel, sqlite: onSqlite(bug) }, generate, seed }).pipe(
    fixed
  )

describe("Differential", () => {
  it.effect("passes backends that agree", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* compare(), 1000)
    })
  )

  const answering = (left: unknown, right: unknown) =>
    Differential.check({
      name: "answers",
      backends: {
        left: Effect.succeed({ apply: () => Effect.succeed(left), snapshot: Effect.void }),
        right: Effect.succeed({ apply: () => Effect.succeed(right), snapshot: Effect.void })
      },
      generate: () => "ask",
      runs: 1,
      steps: 1
    }).pipe(Effect.result, fixed)

  it.effect("compares answers by their content, not by how they are kept", () =>
    Effect.gen(function* () {
      const equal: ReadonlyArray<readonly [unknown, unknown]> = [
        [Chunk.make(1, 2), Chunk.appendAll(Chunk.make(1), Chunk.make(2))],
        [HashMap.make(["a", 1], ["b", 2]), HashMap.make(["b", 2], ["a", 1])],
        [new Date(Number.NaN), new Date(Number.NaN)]
      ]
      const different: ReadonlyArray<readonly [unknown, unknown]> = [
        [Option.none(), {}],
        [Chunk.make(1, 2), Chunk.make(2, 1)],
        [new URL("http://a/"), new URL("http://b/")],
        [/a/, /b/],
        [new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
        [new Date(Number.NaN), new Date(0)]
      ]
      for (const [left, right] of equal) assert.strictEqual((yield* answering(left, right))._tag, "Success")
      for (const [left, right] of different) assert.strictEqual((yield* answering(left, right))._tag, "Failure")
    })
  )

  it.effect("refuses to compare a backend with itself alone", () =>
    Effect.gen(function* () {
      const alone = Differential.check({ name: "alone", backends: { model: makeModel }, generate }).pipe(fixed)
      assert.strictEqual((yield* Effect.exit(alone))._tag, "Failure")
    })
  )

  const planted: ReadonlyArray<readonly [Bug, law: string]> = [
    ["case-insensitive search", "equal answers"],
    ["no ORDER BY", "equal answers"],
    ["microseconds", "equal snapshots"],
    ["NULL in next free", "equal answers"]
  ]
  for (const [bug, law] of planted) {
    it.effect(`finds a planted backend: ${bug}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(compare(bug))
        if (error._tag !== "Falsified") return assert.fail(error.message)
        assert.strictEqual(error.law, law, error.message)
        assert.include(error.message, "sqlite: ")
        assert.isAtMost(error.trace.length, 5, error.message)
        const again = yield* Effect.flip(compare(bug, error.seed))
        return assert.strictEqual(again.message, error.message)
      })
    )
  }
})
