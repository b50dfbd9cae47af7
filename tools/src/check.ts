/** `npm run check`: types, lint, format, unused code, package exports, import floors. Every check runs, then all are told. */
import { folders } from "./source.ts"
import { brokenFloors } from "./floors.ts"
import { run } from "./run.ts"

const floors = () => {
  const broken = brokenFloors()
  for (const line of broken) console.error(line)
  return broken.length === 0
}

const checks: ReadonlyArray<readonly [string, () => boolean]> = [
  ["types", () => run("tsc", ["-b", "--pretty", "false"])],
  ["floors", floors],
  ["lint", () => run("oxlint", ["--type-aware", "--deny-warnings"])],
  ["format", () => run("oxfmt", ["--check"])],
  ["unused", () => run("knip", [])],
  ...folders("packages").flatMap((name): ReadonlyArray<readonly [string, () => boolean]> => [
    [`publint ${name}`, () => run("publint", ["--strict", `packages/${name}`])],
    [
      `attw ${name}`,
      () => run("attw", ["--pack", `packages/${name}`, "--profile", "esm-only", "--format", "ascii", "--quiet"])
    ]
  ])
]

const failed = checks.filter(([name, check]) => {
  console.log(`check: ${name}`)
  return !check()
})
console.log(failed.length === 0 ? "check: all is well" : `check: ${failed.map(([name]) => name).join(", ")} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
