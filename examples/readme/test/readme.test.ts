import { assert, describe, it } from "@effect/vitest"
import { Sqlite } from "@cloudwright/core"
import { Ipam } from "@cloudwright/network"
import { Effect, Layer } from "effect"
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as cloudwright from "../src/cloudwright.ts"
import * as core from "../src/core.ts"
import * as network from "../src/network.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const sources = fileURLToPath(new URL("../src", import.meta.url))

const readmes = ["README.md", ...globSync("packages/*/README.md", { cwd: root })]
const guides = globSync("docs/guides/*.md", { cwd: root })
const packages = globSync("packages/*", { cwd: root })

const blocksOf = (path: string): ReadonlyArray<string> =>
  [...readFileSync(join(root, path), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "")

/** The files of a guide's snippets: `addresses-2-strategies.ts` is the second one of `docs/guides/addresses.md`. */
const filesOf = (guide: string): ReadonlyArray<string> =>
  readdirSync(join(sources, "guides"))
    .filter((file) => file.startsWith(`${basename(guide, ".md")}-`))
    .toSorted()

/** What a guide's snippet exports: an effect that ends with what the guide speaks of, and what it needs. */
interface Snippet {
  readonly program: Effect.Effect<unknown, unknown, unknown>
  readonly Live: Layer.Layer<unknown, unknown>
}

describe("the examples of the READMEs", () => {
  it("every package has a README with one, and nothing else is here", () => {
    for (const folder of packages) assert.isTrue(existsSync(join(root, folder, "README.md")), folder)
    const expected = readmes.map((path) => (path === "README.md" ? "cloudwright.ts" : `${basename(dirname(path))}.ts`))
    assert.deepStrictEqual(readdirSync(sources).toSorted(), [...expected, "guides"].toSorted())
  })

  it("are these files, which are compiled", () => {
    for (const path of readmes) {
      const name = path === "README.md" ? "cloudwright.ts" : `${basename(dirname(path))}.ts`
      assert.deepStrictEqual(blocksOf(path), [readFileSync(join(sources, name), "utf8")], path)
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

  it.live("network's ones run, and say what their comments say", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* network.addresses, ["10.0.0.2", "10.0.0.2"])
      const { compact, free, route } = yield* network.routes
      assert.deepStrictEqual(free, ["10.64.0.0/10", "10.128.0.0/9"])
      assert.strictEqual(route?.kind, "unicast")
      assert.isBelow(compact.bytes, 2 ** 20)
    }).pipe(Effect.provide(Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))))
  )
})

describe("the examples of the guides", () => {
  it("are these files, which are compiled, each of them in a guide", () => {
    for (const guide of guides) {
      const files = filesOf(guide)
      assert.isNotEmpty(files, guide)
      assert.deepStrictEqual(
        blocksOf(guide),
        files.map((file) => readFileSync(join(sources, "guides", file), "utf8")),
        guide
      )
    }
    assert.deepStrictEqual(guides.flatMap(filesOf).toSorted(), readdirSync(join(sources, "guides")).toSorted())
  })

  for (const file of guides.flatMap(filesOf)) {
    it.live(`${file} runs`, () =>
      Effect.gen(function* () {
        const { Live, program } = yield* Effect.promise(
          () => import(/* @vite-ignore */ join(sources, "guides", file)) as Promise<Snippet>
        )
        assert.isDefined(yield* Effect.provide(program, Live))
      })
    )
  }
})
