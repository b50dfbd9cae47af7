import { assert, describe, it } from "@effect/vitest"
import { folders, parse, sources, type Source } from "../src/source.ts"
import * as Tidy from "../src/tidy.ts"

const library = folders("packages").flatMap((name) => sources(`packages/${name}/src`))
const tests = [
  ...folders("packages").flatMap((name) => sources(`packages/${name}/test`)),
  ...sources("examples"),
  ...sources("tools"),
  ...sources("bench")
]

/** Entry points: they are imported from outside the repository. */
const entries = /\/src\/(index|testing\/index|Postgres)\.ts$|^packages\/lab\/src\/install\.ts$/

/** Programs rather than library code: they print and read their arguments. */
const programs = /^packages\/lab\/src\/install\.ts$/

const none = (check: (file: Source) => ReadonlyArray<string>, files: ReadonlyArray<Source>) =>
  assert.deepStrictEqual(files.flatMap(check), [])

describe("tidy: every file of the libraries", () => {
  const quiet = library.filter((file) => !programs.test(file.path))
  it("contains no banned call", () => none(Tidy.bannedCode, quiet))
  it("documents every export with one category", () => none(Tidy.undocumentedExports, quiet))
  it("begins with a header", () => none(Tidy.missingHeader, library))
  it("holds one concept", () => none((file) => Tidy.tooLong(file, 800), library))
  it("is imported by somebody", () =>
    assert.deepStrictEqual(Tidy.orphans(library, [...library, ...tests], entries), []))
  it("has no stray marker, nor has a test", () => none(Tidy.strayMarkers, [...library, ...tests]))
})

describe("tidy: the checks find what they look for", () => {
  const file = (text: string) => parse("packages/core/src/Planted.ts", text)

  it("banned calls", () => {
    for (const text of [
      `console.log("x")`,
      `const home = process.env["HOME"]`,
      `const now = Date.now()`,
      `const now = new Date()`,
      `const n = Math.random()`,
      `Effect.runPromise(program)`,
      `setTimeout(() => {}, 5)`,
      `spawn("ls", { shell: true })`,
      `ChildProcess.make("sh", ["-c", "ls"])`
    ]) {
      assert.lengthOf(Tidy.bannedCode(file(text)), 1, text)
    }
    assert.deepStrictEqual(Tidy.bannedCode(file(`// console.log\nconst s = "Date.now()"; new Date(0)`)), [])
  })

  it("exports without documentation", () => {
    const complaints = (text: string) => Tidy.undocumentedExports(file(text)).length
    assert.strictEqual(complaints(`export const a = 1`), 1)
    assert.strictEqual(complaints(`/** A. */\nexport const a = 1`), 2)
    assert.strictEqual(complaints(`/** A.\n * @since 0.1.0\n * @category misc */\nexport const a = 1`), 1)
    assert.strictEqual(complaints(`/** A.\n * @since 0.1.0\n * @category models */\nexport const a = 1`), 0)
    assert.strictEqual(
      complaints(`/** A.\n * @since 0.1.0\n * @category models */\nconst b = 2\nexport const a = 1`),
      1
    )
  })

  it("markers, headers, long files and orphans", () => {
    assert.lengthOf(Tidy.strayMarkers(file(["// TO", "DO: later"].join(""))), 1)
    assert.lengthOf(Tidy.strayMarkers(file(["it", "only('x', () => {})"].join("."))), 1)
    assert.lengthOf(Tidy.missingHeader(file(`export {}`)), 1)
    assert.lengthOf(Tidy.tooLong(file("\n".repeat(900)), 800), 1)
    assert.lengthOf(Tidy.orphans([file(`export {}`)], [], /index/), 1)
  })
})
