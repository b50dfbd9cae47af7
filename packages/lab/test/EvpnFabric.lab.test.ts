import { assert, describe, it, layer } from "@effect/vitest"
import { EvpnFabric } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"

const { EvpnFabric: Fabric } = EvpnFabric

/** A VNI on a leaf, as a driver would make it: a bridge and a VXLAN device that learns from the daemon only. */
const vni = (leaf: EvpnFabric.Node, name: string, id: number) =>
  Effect.gen(function* () {
    const ip = (...args: ReadonlyArray<string>) => leaf.exec(["ip", ...args])
    const tunnel = ["type", "vxlan", "id", String(id), "local", leaf.address, "dstport", "4789", "nolearning"]
    yield* ip("link", "add", "name", name, "mtu", "1550", "type", "bridge")
    yield* ip("link", "add", "name", `vx${id}`, "mtu", "1550", ...tunnel)
    yield* ip("link", "set", "dev", `vx${id}`, "master", name, "up")
    yield* ip("link", "set", "dev", name, "up")
  })

layer(EvpnFabric.layer({ leaves: 3 }), { excludeTestServices: true, timeout: "120 seconds" })("a fabric", (it) => {
  it.effect("joins two tenants with one subnet over its leaves, each with itself, and outlives a spine", () =>
    Effect.gen(function* () {
      const { leaves, spines } = yield* Fabric
      const [one, two] = leaves
      const [first] = spines
      assert.isDefined(one)
      assert.isDefined(two)
      assert.isDefined(first)
      for (const leaf of leaves) {
        yield* vni(leaf, "a", 1001)
        yield* vni(leaf, "b", 1002)
      }
      const guest = (leaf: EvpnFabric.Node, tenant: string, number: number, last: number) =>
        leaf.plug({
          name: `${tenant}${last}`,
          mac: `02:0${number}:00:00:00:${last}`,
          addresses: [`10.0.0.${last}/24`],
          device: `${tenant}${last}`,
          bridge: tenant
        })
      const a11 = yield* guest(one, "a", 1, 11)
      const b11 = yield* guest(one, "b", 2, 11)
      const a12 = yield* guest(two, "a", 1, 12)
      const b12 = yield* guest(two, "b", 2, 12)
      for (const server of [a12, b12]) yield* server.serve({ protocol: "tcp", port: 80 })
      const asks = (client: EvpnFabric.Guest, server: string) =>
        client.probe({ protocol: "tcp", to: "10.0.0.12", port: 80 }).pipe(
          Effect.filterOrFail((answer) => answer._tag === "Answered" && answer.server === server),
          Effect.retry({ schedule: Schedule.spaced("100 millis"), times: 30 })
        )
      yield* asks(a11, "a12")
      yield* asks(b11, "b12")
      assert.include(yield* one.vtysh(["show evpn mac vni 1001 json"]), "02:01:00:00:00:12")
      yield* first.kill
      yield* asks(a11, "a12")
      yield* first.start
      const third = leaves[2]
      assert.isDefined(third)
      yield* a12.move(third, { device: "moved", bridge: "a" })
      yield* a12.exec(["ping", "-n", "-c", "1", "-w", "20", "10.0.0.11"])
      yield* asks(a11, "a12")
    }).pipe(Effect.scoped)
  )
})

describe("options", () => {
  it.live("are checked before anything starts", () =>
    Effect.gen(function* () {
      const none = yield* Effect.flip(Effect.scoped(EvpnFabric.make({ leaves: 0 })))
      assert.strictEqual(none.reason._tag, "InvalidOption")
    })
  )
})
