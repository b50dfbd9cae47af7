import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { laws } from "../src/laws.ts"
import * as RackRoutes from "../src/RackRoutes.ts"

const text = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8")

/** What the laws find, as text. */
const found = (checking: Effect.Effect<unknown, Error>) => Effect.map(Effect.flip(checking), ({ message }) => message)

describe("an allocator of one's own", () => {
  it.effect("keeps the laws", () => laws())

  it.effect("that gives an address behind the end of a /31 is found out in one call", () =>
    Effect.gen(function* () {
      const message = yield* found(laws("a /31 ends one address late"))
      assert.match(message, /breaks the law "nothing outside its range": 10\.0\.0\.2 is not in 10\.0\.0\.0\/31/)
      assert.isAtMost(message.split("\n").length, 5, message)
    })
  )

  it.effect("that ignores owners in its second turn is found out: the counterexample of the README", () =>
    Effect.gen(function* () {
      const message = yield* found(laws("the second turn ignores owners"))
      const [, example] = /^```text\n([\s\S]*?)\n```$/m.exec(text("../README.md")) ?? []
      assert.strictEqual(message, example)
    })
  )
})

describe("a routing table of one's own", () => {
  it.effect("keeps the laws", () => RackRoutes.laws())

  for (const mistake of ["the first match wins", "a full block has no last address"] as const) {
    it.effect(`in which ${mistake} is found out in a few changes`, () =>
      Effect.gen(function* () {
        const message = yield* found(RackRoutes.laws(mistake))
        assert.include(message, "lookup equals the naive table")
        assert.isAtMost(message.split("\n").length, 5, message)
      })
    )
  }
})

describe("the README", () => {
  it("shows the file that is compiled", () => {
    const blocks = [...text("../README.md").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1])
    assert.deepStrictEqual(blocks, [text("../src/laws.ts")])
  })
})
