/**
 * Random sequences of operations on the address manager and on the naive reference: the same answers, or one of the
 * reasons that apply, and the same state after every operation, in both scopes.
 */
import { layer as sqliteLayer } from "@cloudwright/core/Sqlite"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { temporaryFile } from "../support/files.ts"
import { marks, model } from "../support/ipamModel.ts"

describe("Ipam against the reference", () => {
  it.effect(
    "no double grant, nothing outside its range, conservation, separate scopes, failures change nothing: 60 runs of up to 80 operations in memory",
    () => model({ database: Effect.succeed(sqliteLayer(":memory:")), runs: 60, commands: 80 }),
    120_000
  )

  it.effect(
    "the same on a file: 10 runs of up to 60 operations",
    () =>
      Effect.gen(function* () {
        const file = yield* temporaryFile
        let run = 0
        const database = Effect.sync(() => sqliteLayer(`${file}.${run++}`))
        yield* model({ database, runs: 10, commands: 60 })
      }),
    120_000
  )

  it.effect("every operation succeeded and every reason was told at least once", () => marks.check)
})
