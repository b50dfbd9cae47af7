import * as OvnDummy from "@cloudwright/lab/OvnDummy"
import * as Sb from "@cloudwright/ovsdb/generated/OvnSouthbound"
import * as Operation from "@cloudwright/ovsdb/Operation"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as OvsdbClient from "@cloudwright/ovsdb/OvsdbClient"
import * as Result from "effect/Result"
import * as Struct from "effect/Struct"
import * as Ip from "../../../src/Ip.ts"
import * as Prefix from "../../../src/Prefix.ts"
import * as Intent from "../../../src/overlay/Intent.ts"
import { NorthboundCompiler } from "../../../src/overlay/ovn/Northbound.ts"
import * as Packet from "../../../src/topology/Packet.ts"
import type * as Topology from "../../../src/topology/Topology.ts"
import * as Trace from "../../../src/topology/Trace.ts"
import * as OverlayArbitraries from "../../../src/testing/OverlayArbitraries.ts"
import * as fc from "fast-check"
import { unsupported } from "../../../src/overlay/ovn/OvnCapabilities.ts"
import * as OvnOverlay from "../../../src/overlay/ovn/OvnOverlay.ts"
import { byName, states } from "../states.ts"
import { intentOf } from "./readable.ts"

const gatewayHosts = [{ host: "dummy", priority: 1 }]

const Lab = OvnDummy.layer

const driverOf = Effect.gen(function* () {
  const { northbound, southbound } = yield* OvnDummy.OvnDummy
  return yield* OvnOverlay.make({
    northbound: yield* OvsdbClient.make({ database: "OVN_Northbound", remotes: northbound }),
    southbound: yield* OvsdbClient.make({ database: "OVN_Southbound", remotes: southbound }),
    gatewayHosts
  })
})

interface Probe {
  readonly packet: Packet.Packet
  readonly network: string
  readonly flow: string
}

/** Packets of every port to every address that somebody has, in the words of both. */
const probesOf = (intent: Intent.Intent): ReadonlyArray<Probe> => {
  const { loadBalancers, networks, ports, routers } = intent.topology
  const rows = new NorthboundCompiler(gatewayHosts).rows(intent)
  const macs = new Map<string, string>()
  for (const { cells, table } of rows.values()) {
    if (table.name !== "Logical_Router_Port") continue
    const { mac, networks: on } = cells as { readonly mac: string; readonly networks: ReadonlySet<string> }
    const router = String(cells["name"]).split("/")[0]
    for (const address of on) macs.set(`${router} ${address.split("/")[0]}`, mac)
  }
  const targets = new Set([
    ...ports.flatMap(({ addresses }) => addresses),
    ...routers.flatMap((router) => router.floatingAddresses.map(({ external }) => external)),
    ...routers.flatMap((router) => router.portForwards.map(({ external }) => external)),
    ...loadBalancers.map(({ address }) => address)
  ])
  return ports.flatMap((port) => {
    const network = networks.find(({ id }) => id === port.network)!
    return [...targets].flatMap((target): ReadonlyArray<Probe> => {
      const four = !target.includes(":")
      const source = port.addresses.find((address) => address.includes(":") !== four)
      if (source === undefined || source === target) return []
      const subnet = network.subnets.find(({ prefix }) => prefix.includes(":") !== four)
      const near =
        subnet !== undefined &&
        Prefix.contains(Result.getOrThrow(Prefix.parse(subnet.prefix)), Result.getOrThrow(Ip.parse(target)))
      const gateway = routers.find(({ interfaces }) =>
        interfaces.some(
          (on) => on.network === network.id && on.addresses.some((address) => address === subnet?.gateway)
        )
      )
      const mac = near
        ? ports.find((each) => each.network === network.id && each.addresses.some((address) => address === target))?.mac
        : gateway === undefined
          ? undefined
          : macs.get(`${gateway.id} ${subnet?.gateway}`)
      if (mac === undefined) return []
      return [22, 80, 443, 2222, 5432].map((destinationPort) => ({
        packet: Packet.make({
          entry: { _tag: "Port", port: port.id },
          source,
          destination: target,
          protocol: 6,
          sourcePort: 40_000,
          destinationPort
        }),
        network: network.id,
        flow: `inport == "${port.id}" && eth.src == ${port.mac} && eth.dst == ${mac} && ip${four ? 4 : 6}.src == ${source} && ip${four ? 4 : 6}.dst == ${target} && ip.ttl == 64 && tcp.src == 40000 && tcp.dst == ${destinationPort}`
      }))
    })
  })
}

/** Tells routers of each other's addresses, which they would otherwise ask for with the first packet. */
const introduce = Effect.fnUntraced(function* (intent: Intent.Intent) {
  const { southbound } = yield* OvnDummy.OvnDummy
  const client = yield* OvsdbClient.make({ database: "OVN_Southbound", remotes: southbound })
  const interfaces = [...new NorthboundCompiler(gatewayHosts).rows(intent).values()].flatMap(
    ({ cells, key, table }) => {
      if (table.name !== "Logical_Router_Port") return []
      const [, router, on] = key.split("/")
      const network = intent.topology.routers
        .find(({ id }) => id === router)
        ?.interfaces.find(({ id }) => id === on)?.network
      const { mac, name, networks } = cells as {
        readonly mac: string
        readonly name: string
        readonly networks: Set<string>
      }
      return [{ mac, name, network, addresses: [...networks].map((text) => text.split("/")[0]!) }]
    }
  )
  yield* client.transact([Operation.remove(Sb.MacBinding, [])])
  for (const one of interfaces) {
    const [[binding]] = yield* client.transact([
      Operation.select(Sb.PortBinding, [["logical_port", "==", one.name]], ["datapath"])
    ])
    const others = interfaces.filter((other) => other.network === one.network && other !== one)
    yield* client.transact(
      others.flatMap(({ addresses, mac }) =>
        addresses.map((ip) =>
          Operation.insert(Sb.MacBinding, { logical_port: one.name, ip, mac, datapath: binding!.datapath })
        )
      )
    )
  }
}, Effect.scoped)

/** The ports at which a packet came out; wires lead outside. */
const outputs = (said: string): string =>
  [...said.matchAll(/output\("([^"]+)"\)/g)]
    .map(([, to]) => to!)
    .filter((to) => !to.startsWith("wire/"))
    .join()

/** Nobody is plugged in here, so members that are asked do not answer. */
const isAsked = (intent: Intent.Intent): boolean =>
  [...intent.parts.values()].some(({ balancing }) =>
    balancing.some(({ listeners }) => listeners.some(({ health }) => health !== undefined))
  )

const supported = states.filter(({ name }) => unsupported(intentOf(byName(name)), gatewayHosts).length === 0)

describe("OvnOverlay on real daemons", () => {
  it.live(
    "makes every state of every other, settles, and leaves nothing behind",
    () =>
      Effect.gen(function* () {
        const driver = yield* driverOf
        for (const { name } of [...supported, ...supported.toReversed()]) {
          const intent = intentOf(byName(name))
          const realised = yield* driver.realise(intent)
          const settled = yield* driver.settled(realised, "20 seconds")
          assert.deepStrictEqual(settled, { hosts: ["dummy"], absent: [] }, name)
          assert.deepStrictEqual(yield* driver.drift(intent), [], name)
          assert.strictEqual((yield* driver.realise(intent)).changes, 0, name)
        }
      }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Lab))),
    120_000
  )

  /** What ovn-trace says against what the topology says. */
  const disagreements = Effect.fnUntraced(function* (name: string, intent: Intent.Intent, most: number) {
    const { trace } = yield* OvnDummy.OvnDummy
    yield* introduce(intent)
    // To ovn-trace every host is one.
    const { topology: whole } = intent
    const topology: Topology.Topology = {
      ...whole,
      hosts: [],
      links: [],
      ports: whole.ports.map((port) => Struct.omit(port, ["host"])),
      routers: whole.routers.map((router) => ({
        ...router,
        interfaces: router.interfaces.map((on) => ({ ...on, gatewayHosts: [] }))
      }))
    }
    let asked = 0
    const wrong: Array<string> = []
    const probes = probesOf(intent)
    const step = Math.max(1, Math.floor(probes.length / most))
    for (const probe of probes.filter((_, at) => at % step === 0)) {
      const verdicts = Trace.all(topology, probe.packet).traces.map(({ verdict }) => verdict)
      if (verdicts.some((verdict) => verdict._tag === "Refused")) continue
      const said = yield* trace([
        ...Array.from({ length: 8 }, () => "--ct=new"),
        "--minimal",
        probe.network,
        probe.flow
      ])
      // A router asks for an address that several may have; who answers is not known here.
      if (said.includes("arp {")) continue
      asked++
      const got = outputs(said)
      const ends = verdicts.map((end) => (end._tag === "Delivered" && end.to._tag === "Port" ? end.to.port : ""))
      if (!ends.includes(got))
        wrong.push(
          `${name}: ${probe.flow}: ${ends.join(" or ")} (${JSON.stringify(verdicts[0])}), but ovn-trace: ${said}`
        )
    }
    return { asked, wrong }
  })

  it.live(
    "ovn-trace agrees with the topology on who reaches whom, in every named state",
    () =>
      Effect.gen(function* () {
        const driver = yield* driverOf
        let asked = 0
        const wrong: Array<string> = []
        for (const { name } of supported) {
          const intent = intentOf(byName(name))
          if (isAsked(intent)) continue
          yield* driver.settled(yield* driver.realise(intent), "20 seconds")
          const found = yield* disagreements(name, intent, 100)
          asked += found.asked
          wrong.push(...found.wrong)
        }
        assert.deepStrictEqual(wrong, [])
        assert.isAbove(asked, 300)
      }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Lab))),
    240_000
  )

  it.live(
    "ovn-trace agrees with the topology on who reaches whom, in random overlays",
    () =>
      Effect.gen(function* () {
        const driver = yield* driverOf
        let asked = 0
        const wrong: Array<string> = []
        for (const [at, { settings, state }] of fc
          .sample(OverlayArbitraries.overlay, { numRuns: 30, seed: 7 })
          .entries()) {
          const intent = Result.getOrThrow(Intent.intentOf(state, { settings }))
          if (isAsked(intent) || driver.unsupported(intent).length > 0) continue
          yield* driver.settled(yield* driver.realise(intent), "20 seconds")
          const found = yield* disagreements(`random ${at}`, intent, 40)
          asked += found.asked
          wrong.push(...found.wrong)
        }
        assert.deepStrictEqual(wrong, [])
        assert.isAbove(asked, 100)
      }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Lab))),
    240_000
  )

  it.live(
    "lets nothing in from outside that is not translated, though it is addressed to the router's MAC address",
    () =>
      Effect.gen(function* () {
        const { trace } = yield* OvnDummy.OvnDummy
        const driver = yield* driverOf
        const names = [
          "router with gateway and source NAT",
          "gateway without source NAT",
          "floating address",
          "port forward on the gateway"
        ]
        for (const name of names) {
          const intent = intentOf(byName(name))
          yield* driver.settled(yield* driver.realise(intent), "20 seconds")
          const rows = new NorthboundCompiler(gatewayHosts).rows(intent)
          const mac = String(rows.get("Logical_Router_Port interface/blue-edge/gateway:internet")?.cells["mac"])
          const send = (target: string, port: number) =>
            Effect.map(
              trace([
                ...Array.from({ length: 8 }, () => "--ct=new"),
                "--minimal",
                "internet",
                `inport == "wire/internet" && eth.src == 02:ff:00:00:00:01 && eth.dst == ${mac} && ip4.src == 203.0.113.9 && ip4.dst == ${target} && ip.ttl == 64 && tcp.src == 40000 && tcp.dst == ${port}`
              ]),
              outputs
            )
          assert.strictEqual(yield* send("10.0.0.11", 22), "", name)
          assert.strictEqual(yield* send("198.51.100.50", 22), name === "floating address" ? "blue-1" : "", name)
          assert.strictEqual(
            yield* send("198.51.100.10", 2222),
            name === "port forward on the gateway" ? "blue-1" : "",
            name
          )
        }
      }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Lab))),
    120_000
  )
})
