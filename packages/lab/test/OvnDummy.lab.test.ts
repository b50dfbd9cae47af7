import { assert, describe, it, layer } from "@effect/vitest"
import { OvnDummy } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as NodeChildProcess from "node:child_process"
import * as NodeFs from "node:fs"
import * as NodeUrl from "node:url"
import { echo, isEcho } from "./support/frames.ts"
import * as Traces from "./support/traces.ts"

const { OvnDummy: Ovn } = OvnDummy

const macOf = (tenant: number, last: number) => `02:0${tenant}:00:00:00:${last}`

const network = (tenant: string, number: number, ...ports: ReadonlyArray<number>) =>
  Ovn.use(({ nbctl }) =>
    nbctl([
      "ls-add",
      tenant,
      ...ports.flatMap((last) => {
        const addresses = `${macOf(number, last)} 10.0.0.${last}`
        const port = `${tenant}${last}`
        return [
          ["lsp-add", tenant, port],
          ["lsp-set-addresses", port, addresses],
          ["lsp-set-port-security", port, addresses]
        ].flatMap((command) => ["--", ...command])
      })
    ])
  )

layer(OvnDummy.layer, { excludeTestServices: true, timeout: "60 seconds" })("OVN with dummies", (it) => {
  it.effect("carries a frame to its own tenant's port and to no other", () =>
    Effect.gen(function* () {
      const { awaitUp, nbctl, ofctl, plug, sync, trace } = yield* Ovn
      yield* network("a", 1, 11, 12)
      yield* network("b", 1, 11, 12)
      const [a11, a12, b11, b12] = yield* Effect.forEach(["a11", "a12", "b11", "b12"], plug)
      assert.isDefined(a11)
      assert.isDefined(a12)
      assert.isDefined(b11)
      assert.isDefined(b12)
      for (const port of ["a11", "a12", "b11", "b12"]) yield* awaitUp(port)
      yield* sync
      const to = { mac: macOf(1, 12), ip: "10.0.0.12" }
      const from = { mac: macOf(1, 11), ip: "10.0.0.11" }
      yield* a11.send([echo(to, from, 1), echo(to, { ...from, ip: "10.0.0.99" }, 2), echo(to, from, 3)])
      yield* b11.send([echo(to, from, 4)])
      assert.deepStrictEqual([...(yield* a12.waitFor(isEcho(1)))], [...echo(to, from, 1)])
      yield* a12.waitFor(isEcho(3))
      yield* b12.waitFor(isEcho(4))
      assert.strictEqual(yield* a12.count(isEcho(2)), 0)
      assert.strictEqual(yield* a12.count(isEcho(4)), 0)
      assert.strictEqual(yield* b12.count(isEcho(1)), 0)
      assert.strictEqual((yield* Effect.flip(b12.waitFor(isEcho(1), "20 millis"))).reason._tag, "NotReady")

      yield* nbctl(["acl-add", "a", "to-lport", "1000", "icmp4", "drop"])
      yield* sync
      yield* a11.send([echo(to, from, 5)])
      yield* nbctl(["acl-del", "a"])
      yield* sync
      yield* a11.send([echo(to, from, 6)])
      yield* a12.waitFor(isEcho(6))
      assert.strictEqual(yield* a12.count(isEcho(5)), 0)
      const packet = `inport=="a11" && eth.src==${from.mac} && eth.dst==${to.mac} && ip4.src==10.0.0.11 && ip4.dst==10.0.0.12 && ip.ttl==64 && icmp4`
      assert.include(yield* trace(["--minimal", "a", packet]), 'output("a12")')
      assert.include(yield* ofctl(["dump-ports-desc", "br-int"]), "(d1)")
    }).pipe(Effect.scoped)
  )
})

describe("OVN with dummies", () => {
  it.live("runs as a user without any rights", () =>
    Effect.gen(function* () {
      const program = NodeUrl.fileURLToPath(new URL("support/hold.ts", import.meta.url))
      const nobody = 65534
      const child = yield* Effect.acquireRelease(
        Effect.sync(() =>
          NodeChildProcess.spawn(process.execPath, [program, "OvnDummy"], {
            stdio: ["ignore", "pipe", "inherit"],
            uid: nobody,
            gid: nobody
          })
        ),
        (holder) => Effect.sync(() => holder.kill("SIGKILL"))
      )
      const directory = yield* Effect.callback<string>((resume) => {
        child.stdout.once("data", (line: Buffer) => resume(Effect.succeed(line.toString().trim())))
        child.once("exit", () => resume(Effect.succeed("the holder has ended")))
      })
      assert.strictEqual(NodeFs.statSync(directory).uid, nobody)
      assert.isNotEmpty(Traces.processes(directory))
      yield* Effect.callback<void>((resume) => {
        child.once("exit", () => resume(Effect.void))
        child.kill("SIGKILL")
      })
      // The kernel has ended its daemons; its directory would be removed by the next part that this user starts.
      yield* Effect.suspend(() => (Traces.processes(directory).length === 0 ? Effect.void : Effect.fail("alive"))).pipe(
        Effect.retry({ schedule: Schedule.spaced("10 millis"), times: 500 })
      )
      NodeFs.rmSync(directory, { recursive: true })
    })
  )
})
