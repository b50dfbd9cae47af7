import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { Dns } from "../../src/overlay/Dns.ts"
import { FloatingIps } from "../../src/overlay/FloatingIps.ts"
import { LoadBalancers } from "../../src/overlay/LoadBalancers.ts"
import { Networks } from "../../src/overlay/Networks.ts"
import { Overlay } from "../../src/overlay/Overlay.ts"
import { Peerings } from "../../src/overlay/Peerings.ts"
import { PortForwards } from "../../src/overlay/PortForwards.ts"
import { Ports } from "../../src/overlay/Ports.ts"
import { Qos } from "../../src/overlay/Qos.ts"
import { Routers } from "../../src/overlay/Routers.ts"
import { SecurityGroups } from "../../src/overlay/SecurityGroups.ts"
import { ServiceNetworks } from "../../src/overlay/ServiceNetworks.ts"
import { Vpns } from "../../src/overlay/Vpns.ts"
import { runOn, sqlite, type Suite } from "../support/databases.ts"
import { internet } from "./inputs.ts"
import { fresh, puts, reasonOf } from "./support.ts"

const all = Layer.mergeAll(
  Networks.layer,
  Ports.layer,
  Routers.layer,
  SecurityGroups.layer,
  FloatingIps.layer,
  PortForwards.layer,
  LoadBalancers.layer,
  Vpns.layer,
  Dns.layer,
  Qos.layer,
  Peerings.layer,
  ServiceNetworks.layer
)

const suite: Suite = (it) => {
  it.effect("a tenant builds a network with everything on it, and takes it down", () =>
    Effect.gen(function* () {
      const { overlay, simulated } = yield* fresh()
      yield* overlay.operator.change(puts(internet))
      const services = yield* Layer.build(Layer.provide(all, Layer.succeed(Overlay, overlay)))
      const networks = Context.get(services, Networks).as("blue")
      const ports = Context.get(services, Ports).as("blue")
      const routers = Context.get(services, Routers).as("blue")
      const groups = Context.get(services, SecurityGroups).as("blue")
      const floating = Context.get(services, FloatingIps).as("blue")
      const forwards = Context.get(services, PortForwards).as("blue")
      const balancers = Context.get(services, LoadBalancers).as("blue")
      const vpns = Context.get(services, Vpns).as("blue")
      const dns = Context.get(services, Dns).as("blue")
      const qos = Context.get(services, Qos).as("blue")

      const subnets = [{ id: "a", cidr: "10.0.0.0/24", gateway: "10.0.0.1", dhcp: { _tag: "V4" as const } }]
      const network = { id: "web", subnets, metadata: true }
      assert.strictEqual((yield* networks.plan.create(network)).steps[0]?._tag, "Create")
      assert.strictEqual((yield* networks.create(network)).tenant, "blue")
      yield* networks.create(network)
      yield* groups.addressSets.create({ id: "trusted", prefixes: ["203.0.113.0/24"] })
      yield* groups.create({
        id: "ssh",
        rules: [
          { id: "in", direction: "ingress", family: 4, remote: { _tag: "AddressSet", addressSet: "trusted" } },
          { id: "out", direction: "egress", family: 4 }
        ]
      })
      const one = yield* ports.create({ id: "p1", network: "web", securityGroups: ["ssh"], hostname: "one" })
      assert.deepStrictEqual<unknown>(one.addresses, [{ subnet: "a", address: "10.0.0.2" }])
      const two = yield* ports.create({ id: "p2", network: "web", securityGroups: ["ssh"] })
      assert.deepStrictEqual(yield* ports.binding("p1"), { _tag: "User", mac: one.mac })
      yield* routers.create({
        id: "edge",
        interfaces: [{ id: "web", network: "web", addresses: ["10.0.0.1"] }],
        gateway: { network: "internet", addresses: ["198.51.100.10"] }
      })
      const address = yield* floating.create({ id: "ip", network: "internet" })
      assert.isUndefined(address.port)
      assert.strictEqual<string | undefined>((yield* floating.attach("ip", "p1")).port, "p1")
      assert.strictEqual((yield* floating.detach("ip")).address, address.address)
      assert.isFalse(Object.hasOwn(yield* floating.get("ip"), "port"))
      yield* forwards.create({
        id: "ssh",
        on: { _tag: "FloatingIp", floatingIp: "ip" },
        protocol: "tcp",
        externalPort: 2222,
        port: "p2",
        internalPort: 22
      })
      yield* balancers.create({
        id: "lb",
        address: "10.200.0.1",
        attachments: [{ _tag: "Network", network: "web" }],
        listeners: [{ id: "l", protocol: "tcp", port: 80, members: [{ id: "m", port: "p1", portNumber: 80 }] }]
      })
      yield* simulated.control.member("lb/l/m", false)
      const [member] = yield* Stream.runCollect(Stream.take(balancers.members, 1))
      assert.deepStrictEqual(member, { member: "lb/l/m", healthy: false })
      const publicKey = `${"a".repeat(42)}A=`
      const tunnel = {
        _tag: "WireGuard",
        privateKey: "red/key",
        peers: [{ id: "o", publicKey, allowedPrefixes: ["172.16.0.0/16"] }]
      } as const
      assert.strictEqual((yield* reasonOf(vpns.create({ id: "vpn", router: "edge", tunnel })))._tag, "Forbidden")
      yield* vpns.create({ id: "vpn", router: "edge", tunnel: { ...tunnel, privateKey: "blue/key" } })
      yield* dns.create({ id: "zone", name: "blue.example", networks: ["web"] })
      yield* qos.create({ id: "slow", ports: ["p1"], egress: { bitsPerSecond: 1_000_000 } })
      yield* ports.update("p2", { enabled: false })
      assert.deepStrictEqual((yield* ports.get("p2")).addresses, two.addresses)
      assert.deepStrictEqual(yield* overlay.drift, [])

      const inUse = yield* reasonOf(networks.remove("web"))
      assert.deepStrictEqual(inUse._tag === "InUse" && inUse.users.map(({ kind }) => kind), [
        "Port",
        "Port",
        "Router",
        "LoadBalancer",
        "DnsZone"
      ])
      yield* Effect.forEach(
        [qos.remove("slow"), dns.remove("zone"), vpns.remove("vpn"), balancers.remove("lb")],
        (each) => each
      )
      yield* Effect.forEach([forwards.remove("ssh"), floating.remove("ip"), routers.remove("edge")], (each) => each)
      yield* Effect.forEach(
        [ports.remove("p1"), ports.remove("p2"), networks.remove("web"), groups.remove("ssh")],
        (each) => each
      )
      assert.deepStrictEqual(
        (yield* groups.addressSets.list).map(({ id }) => id),
        ["trusted"]
      )
      assert.deepStrictEqual(
        (yield* networks.list).map(({ id }) => id),
        ["internet"]
      )
    })
  )

  it.effect("two tenants peer, and a third uses a service of the first, all with one range", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      const services = yield* Layer.build(Layer.provide(all, Layer.succeed(Overlay, overlay)))
      const networks = Context.get(services, Networks)
      const routers = Context.get(services, Routers)
      const peerings = Context.get(services, Peerings)
      const served = Context.get(services, ServiceNetworks)
      const build = Effect.fnUntraced(function* (tenant: string, cidr: string, gateway: string) {
        yield* networks.as(tenant).create({ id: `${tenant}-net`, subnets: [{ id: "a", cidr, gateway }] })
        const interfaces = [{ id: "net", network: `${tenant}-net`, addresses: [gateway] }]
        yield* routers.as(tenant).create({ id: `${tenant}-edge`, interfaces })
      })
      yield* build("blue", "10.0.0.0/24", "10.0.0.1")
      yield* build("red", "10.9.0.0/24", "10.9.0.1")
      yield* build("green", "10.0.0.0/24", "10.0.0.1")
      yield* peerings.as("blue").create({
        id: "peer",
        router: "blue-edge",
        peer: { tenant: "red", router: "red-edge" },
        transit: ["100.64.0.0/30"]
      })
      assert.deepStrictEqual(
        (yield* peerings.as("red").list).map(({ accepted, id }) => [id, accepted]),
        [["peer", false]]
      )
      assert.deepStrictEqual(yield* peerings.as("green").list, [])
      assert.isTrue((yield* peerings.as("red").accept("peer")).accepted)
      assert.isFalse((yield* peerings.as("red").reject("peer")).accepted)
      yield* networks.as("red").create({ id: "tools", subnets: [{ id: "a", cidr: "192.168.9.0/24" }] })
      yield* served.as("red").create({ id: "tools", network: "tools", consumers: ["green"] })
      assert.deepStrictEqual(yield* served.as("blue").list, [])
      const attachment = { id: "t", service: "tools", router: "green-edge" }
      assert.strictEqual<string>((yield* served.as("green").attachments.create(attachment)).address, "192.168.9.1")
      const refused = yield* reasonOf(
        served.as("blue").attachments.create({ ...attachment, id: "b", router: "blue-edge" })
      )
      assert.strictEqual(refused._tag, "Problems")
    })
  )
}

runOn("Services of tenants", sqlite, suite)
