import { assert, describe, it, layer } from "@effect/vitest"
import { NetLab, type NetStation } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as ChildProcess from "effect/process/ChildProcess"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import { ethernet, experimental, isMarked } from "./support/frames.ts"

const { NetLab: Lab } = NetLab

/** One tenant's network on every hypervisor, as a driver would make it: a bridge, a tunnel to each other hypervisor. */
const network = (name: string, vni: number) =>
  Effect.gen(function* () {
    const { hypervisors } = yield* Lab
    for (const one of hypervisors) {
      const others = hypervisors.filter((other) => other.name !== one.name)
      yield* Effect.gen(function* () {
        const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
        const run = (program: string, ...args: ReadonlyArray<string>) =>
          Effect.map(spawner.exitCode(ChildProcess.make(program, args)), (code) =>
            assert.equal(code, 0, args.join(" "))
          )
        yield* run("ip", "link", "add", "name", name, "mtu", "1550", "type", "bridge", "mcast_snooping", "0")
        const tunnel = ["type", "vxlan", "id", String(vni), "local", one.address, "dstport", "4789"]
        yield* run("ip", "link", "add", `vx${vni}`, "mtu", "1550", ...tunnel)
        yield* run("ip", "link", "set", `vx${vni}`, "master", name, "up")
        yield* run("ip", "link", "set", "dev", name, "up")
        for (const { address } of others) {
          yield* run("bridge", "fdb", "append", "00:00:00:00:00:00", "dev", `vx${vni}`, "dst", address)
        }
      }).pipe(Effect.provide(one.layerSpawner))
    }
  })

const guest = (hypervisor: number, tenant: string, number: number, last: number) =>
  Effect.flatMap(Lab, ({ hypervisors }) => {
    const host = hypervisors[hypervisor - 1]
    assert.isDefined(host)
    return host.plug({
      name: `${tenant}${last}`,
      mac: `02:0${number}:00:00:00:${last}`,
      addresses: [`10.0.0.${last}/24`],
      device: `${tenant}${last}`,
      bridge: tenant
    })
  })

const answered = (answer: NetStation.Answer) => (answer._tag === "Answered" ? answer.server : answer.failure)

layer(NetLab.layer({ hypervisors: 3 }), { excludeTestServices: true, timeout: "60 seconds" })(
  "three hypervisors",
  (it) => {
    it.effect("reach one another on the underlay, until the cable is out", () =>
      Effect.gen(function* () {
        const [first, second] = (yield* Lab).hypervisors
        assert.isDefined(first)
        assert.isDefined(second)
        const ping = first.exec(["ping", "-n", "-c", "1", "-W", "1", second.address])
        yield* ping
        yield* second.cut
        assert.strictEqual((yield* Effect.flip(ping)).reason._tag, "CommandFailed")
        yield* second.mend
        yield* ping
      })
    )

    it.effect("carry two tenants with one subnet, each of which reaches its own only", () =>
      Effect.gen(function* () {
        yield* network("a", 1001)
        yield* network("b", 1002)
        const a11 = yield* guest(1, "a", 1, 11)
        const b11 = yield* guest(1, "b", 2, 11)
        const a12 = yield* guest(2, "a", 1, 12)
        const b12 = yield* guest(2, "b", 2, 12)
        yield* guest(3, "a", 1, 13)
        for (const server of [a12, b12]) {
          yield* server.serve({ protocol: "tcp", port: 80 })
          yield* server.serve({ protocol: "udp", port: 53 })
        }
        for (const [client, server] of [
          [a11, "a12"],
          [b11, "b12"]
        ] as const) {
          assert.deepStrictEqual(yield* client.ping({ to: "10.0.0.12", count: 2 }), { sent: 2, received: 2 })
          assert.strictEqual(answered(yield* client.probe({ protocol: "tcp", to: "10.0.0.12", port: 80 })), server)
          const udp = yield* client.probe({ protocol: "udp", to: "10.0.0.12", port: 53, data: "who?", fromPort: 4000 })
          assert.deepStrictEqual(udp, {
            _tag: "Answered",
            server,
            peer: "10.0.0.11",
            peerPort: 4000,
            data: "who?"
          })
          assert.strictEqual(answered(yield* client.probe({ protocol: "tcp", to: "10.0.0.12", port: 81 })), "refused")
        }
        assert.strictEqual((yield* a11.ping({ to: "10.0.0.13", count: 1 })).received, 1)
        assert.strictEqual((yield* b11.ping({ to: "10.0.0.13", count: 1 })).received, 0)
        const lost = yield* b11.probe({ protocol: "udp", to: "10.0.0.13", port: 9, within: "200 millis" })
        assert.strictEqual(lost._tag, "Failed")
        assert.strictEqual((yield* a11.ping({ to: "10.0.0.12", count: 1, size: 1472, dontFragment: true })).received, 1)

        // Frames of the first tenant's broadcast reach its own other guest and nobody else's.
        const own = yield* a12.watch()
        const other = yield* b12.watch()
        const frame = (from: string, mark: number) =>
          ethernet("ff:ff:ff:ff:ff:ff", from, experimental, [mark, ...Array.from({ length: 10 }, () => 0)])
        yield* a11.send([frame("02:01:00:00:00:11", 1), frame("02:01:00:00:00:11", 1)])
        yield* own.waitFor(isMarked(experimental, 1))
        yield* b11.send([frame("02:02:00:00:00:11", 2)])
        yield* other.waitFor(isMarked(experimental, 2))
        assert.strictEqual(yield* other.count(isMarked(experimental, 1)), 0)
        assert.strictEqual(yield* own.count(isMarked(experimental, 2)), 0)
        assert.strictEqual(yield* own.count(isMarked(experimental, 1)), 2)

        // A guest keeps its connection when it is moved, whichever end of it.
        const talk = yield* a11.connect({ to: "10.0.0.12", port: 80 })
        assert.property(talk, "ask")
        if (!("ask" in talk)) return
        assert.strictEqual(answered(yield* talk.ask("before")), "a12")
        const third = (yield* Lab).hypervisors[2]
        assert.isDefined(third)
        yield* a12.move(third, { device: "moved", bridge: "a" })
        yield* a12.exec(["ping", "-n", "-c", "1", "-W", "2", "10.0.0.11"])
        assert.strictEqual(answered(yield* talk.ask("after", "10 seconds")), "a12")

        yield* a12.unplug
        assert.strictEqual((yield* a11.ping({ to: "10.0.0.12", count: 1 })).received, 0)
        assert.strictEqual((yield* talk.ask("gone", "300 millis"))._tag, "Failed")
      }).pipe(Effect.scoped)
    )

    it.effect("run what a spawner starts, pipes and working directories too", () =>
      Effect.gen(function* () {
        const { hypervisors } = yield* Lab
        const [first, second] = hypervisors
        assert.isDefined(first)
        assert.isDefined(second)
        const { spawner } = second
        const piped = ChildProcess.make("hostname").pipe(ChildProcess.pipeTo(ChildProcess.make("tr", ["a-z", "A-Z"])))
        assert.strictEqual((yield* spawner.string(piped)).trim(), "HV2")
        assert.strictEqual(
          (yield* spawner.string(ChildProcess.make("pwd", { cwd: second.directory }))).trim(),
          second.directory
        )
        assert.strictEqual(yield* spawner.exitCode(ChildProcess.make("false")), ChildProcessSpawner.ExitCode(1))
        // What one hypervisor has in /run, the other has not.
        yield* second.exec(["ip", "netns", "add", "router"])
        assert.notInclude(yield* first.exec(["ip", "netns"]), "router")
        assert.include(yield* second.exec(["ip", "netns"]), "router")
      })
    )

    it.effect("lose everything in a crash, start again empty, and take their guests back", () =>
      Effect.gen(function* () {
        const { hypervisors, outside } = yield* Lab
        const [first, second] = hypervisors
        assert.isDefined(first)
        assert.isDefined(second)
        const plugged = yield* second.plug({
          name: "g",
          mac: "02:00:00:00:00:07",
          addresses: ["203.0.113.7/24", "2001:db8::7/64"],
          gateways: ["203.0.113.1"],
          device: "g7"
        })
        const wire = Effect.gen(function* () {
          yield* second.exec(["ip", "link", "add", "br-ex", "type", "bridge"])
          yield* second.exec(["ip", "link", "set", "br-ex", "up"])
          yield* second.exec(["ip", "link", "set", "ex", "master", "br-ex"])
        })
        yield* wire
        yield* second.exec(["ip", "link", "set", "g7", "master", "br-ex"])
        assert.strictEqual((yield* outside.ping({ to: "203.0.113.7", count: 1 })).received, 1)
        assert.strictEqual((yield* plugged.ping({ to: "2001:db8::7", count: 1 })).received, 1)
        yield* second.crash
        assert.strictEqual((yield* outside.ping({ to: "203.0.113.7", count: 1 })).received, 0)
        assert.strictEqual((yield* Effect.flip(second.exec(["true"]))).reason._tag, "NotReady")
        yield* second.start
        assert.notInclude(yield* second.exec(["ip", "link"]), "br-ex")
        yield* wire
        yield* plugged.move(second, { device: "back", bridge: "br-ex" })
        assert.strictEqual((yield* outside.ping({ to: "203.0.113.7", count: 1 })).received, 1)
        assert.include(yield* first.exec(["hostname"]), "hv1")
      })
    )
  }
)

describe("options", () => {
  it.live("are checked before anything starts", () =>
    Effect.gen(function* () {
      const many = yield* Effect.flip(Effect.scoped(NetLab.make({ hypervisors: 33 })))
      assert.strictEqual(many.reason._tag, "InvalidOption")
    })
  )
})
