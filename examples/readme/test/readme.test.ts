import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as cloudwright from "../src/cloudwright.ts"
import * as core from "../src/core.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const sources = fileURLToPath(new URL("../src", import.meta.url))

const readmes = ["README.md", ...globSync("packages/*/README.md", { cwd: root })]
const packages = globSync("packages/*", { cwd: root })

describe("the examples of the READMEs", () => {
  it("every package has a README with one, and nothing else is here", () => {
    for (const folder of packages) assert.isTrue(existsSync(join(root, folder, "README.md")), folder)
    assert.deepStrictEqual(
      readdirSync(sources).toSorted(),
      readmes.map((path) => (path === "README.md" ? "cloudwright.ts" : `${basename(dirname(path))}.ts`)).toSorted()
    )
  })

  it("are these files, which are compiled", () => {
    for (const path of readmes) {
      const blocks = [...readFileSync(join(root, path), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
        (match) => match[1]
      )
      const name = path === "README.md" ? "cloudwright.ts" : `${basename(dirname(path))}.ts`
      assert.deepStrictEqual(blocks, [readFileSync(join(sources, name), "utf8")], path)
    }
  })

  it.live("the first one runs on the simulated driver", () =>
    Effect.gen(function* () {
      const web = yield* cloudwright.program
      assert.strictEqual(web.state, "running")
      assert.strictEqual(web.desired.spec.memory, 2n * 1024n ** 3n)
      assert.isDefined(cloudwright.Real)
    }).pipe(Effect.provide(cloudwright.Simulated))
  )

  it.live("core's one runs", () =>
    Effect.gen(function* () {
      const { events } = yield* core.program
      assert.deepStrictEqual(
        events.map(({ position, type }) => [position, type]),
        [[1, "Ordered"]]
      )
    }).pipe(Effect.provide(core.Live))
  )
})
