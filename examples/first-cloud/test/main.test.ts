import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { run } from "./program.ts"

const orderOf = (lines: ReadonlyArray<string>, host: string) =>
  lines.find((line) => line.startsWith(`${host}  creating`)) ?? ""

describe("first-cloud on simulated hosts", () => {
  it.live(
    "goes through a machine's whole life on each",
    () =>
      Effect.gen(function* () {
        const { lines, exitCode } = yield* run([])
        assert.strictEqual(exitCode, 0)
        assert.include(lines, "2 hosts, 2 machines made, 2 removed:")
        for (const host of ["kvm-1", "kvm-2"]) {
          assert.match(
            orderOf(lines, host),
            /creating → .*running → guest is up → .*guest restarts → guest is up → .*stopping → stopped → removed$/
          )
        }
      }),
    90_000
  )

  it.live(
    "Ctrl-C removes what it made",
    () =>
      Effect.gen(function* () {
        const { lines } = yield* run([], "guest is up")
        assert.include(lines, "2 hosts, 2 machines made, 2 removed:")
        for (const host of ["kvm-1", "kvm-2"]) {
          assert.match(orderOf(lines, host), /removed$/)
          assert.notInclude(orderOf(lines, host), "stopped")
        }
      }),
    90_000
  )

  it.live("a URI that is none is told at once", () =>
    Effect.gen(function* () {
      const { lines, exitCode } = yield* run(["--libvirt", "qemu+carrier-pigeon://kvm-1/system"])
      assert.notStrictEqual(exitCode, 0)
      assert.isFalse(lines.some((line) => line.includes("creating")))
    })
  )
})
