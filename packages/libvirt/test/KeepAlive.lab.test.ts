import { LibvirtHosts } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as LibvirtConnection from "../src/LibvirtConnection.ts"

const xml =
  `<domain type='qemu'><name>stuck</name><memory unit='MiB'>64</memory>` +
  `<os><type arch='x86_64'>hvm</type></os><devices><console type='pty'/></devices></domain>`

layer(LibvirtHosts.layer({ hosts: 1, maxClientRequests: 5 }), { excludeTestServices: true })(
  "against libvirtd with its own limit of requests",
  (it) => {
    it.effect("a connection lives on however many calls are stuck", () =>
      Effect.gen(function* () {
        const { hosts } = yield* LibvirtHosts.LibvirtHosts
        const { exec, uri, virsh } = hosts[0]!
        const connection = yield* LibvirtConnection.open(uri, { keepAlive: { interval: "500 millis", count: 2 } })
        const { dom } = yield* connection.call.domainDefineXml({ xml })
        yield* virsh(["start", "stuck"])
        const pid = (yield* exec(["sh", "-c", "cat /run/libvirt/qemu/stuck.pid"])).trim()
        yield* exec(["kill", "-STOP", pid])
        const ask = connection.call.qemuDomainMonitorCommand({ dom, cmd: "info status", flags: 1 })
        const stuck = yield* Effect.forEach(Array.from({ length: 12 }), () =>
          Effect.forkChild(Effect.result(ask), { startImmediately: true })
        )
        // Longer than it takes to give up a peer that does not answer pings.
        yield* Effect.sleep("4 seconds")
        yield* exec(["kill", "-CONT", pid])
        for (const fiber of stuck) assert.strictEqual((yield* Fiber.join(fiber))._tag, "Success")
        assert.strictEqual((yield* connection.status)._tag, "Connected")
        yield* virsh(["destroy", "stuck"])
      }).pipe(Effect.scoped, Effect.timeout("60 seconds"))
    )
  }
)
