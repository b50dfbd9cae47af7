import * as Sqlite from "@cloudwright/core/Sqlite"
import { Differential } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
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
