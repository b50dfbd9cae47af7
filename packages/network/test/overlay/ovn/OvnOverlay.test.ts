import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import * as Sb from "@cloudwright/ovsdb/generated/OvnSouthbound"
import * as Operation from "@cloudwright/ovsdb/Operation"
import * as OvsdbAddress from "@cloudwright/ovsdb/OvsdbAddress"
import * as OvsdbClient from "@cloudwright/ovsdb/OvsdbClient"
import { PortId } from "@cloudwright/core/Ids"
import { InterfaceName, MacAddress } from "@cloudwright/core/NicBinding"
import * as OvsdbServer from "@cloudwright/ovsdb/testing/OvsdbServer"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as OvnOverlay from "../../../src/overlay/ovn/OvnOverlay.ts"
import { marks } from "../../../src/overlay/ovn/RowDiff.ts"
import { unsupported } from "../../../src/overlay/ovn/OvnCapabilities.ts"
import * as OverlaySettings from "../../../src/overlay/OverlaySettings.ts"
import { network, open, port, stateOf } from "../inputs.ts"
import { byName, states } from "../states.ts"
import { gatewayHosts, intentOf } from "./readable.ts"

const setUp = Effect.fnUntraced(function* (fault?: (request: OvsdbServer.Request) => OvsdbServer.Fault | undefined) {
  const server = yield* OvsdbServer.make({ schemas: [Nb.schema, Sb.schema], ...(fault === undefined ? {} : { fault }) })
  const remotes = [OvsdbAddress.overSocket("memory", server.connect)]
  const northbound = yield* OvsdbClient.make({ database: "OVN_Northbound", remotes })
  const southbound = yield* OvsdbClient.make({ database: "OVN_Southbound", remotes })
  const driver = yield* OvnOverlay.make({ northbound, southbound, gatewayHosts })
  return { server, northbound, southbound, driver }
})

const supported = states.filter((named) => unsupported(intentOf(named), gatewayHosts).length === 0)

/** What of the database is ours, without what the way there leaves behind. */
const dump = Effect.fnUntraced(function* (northbound: OvsdbClient.OvsdbClient["Service"]) {
  const tables = [...Nb.schema.tables.keys()]
  assert.isAbove(tables.length, 20)
  const all: Array<string> = []
  for (const table of [
    Nb.LogicalSwitch,
    Nb.LogicalSwitchPort,
    Nb.LogicalRouter,
    Nb.LogicalRouterPort,
    Nb.PortGroup,
    Nb.Acl,
    Nb.AddressSet,
    Nb.Nat,
    Nb.LoadBalancer,
    Nb.LogicalRouterPolicy,
    Nb.LogicalRouterStaticRoute,
    Nb.GatewayChassis,
    Nb.DhcpOptions,
    Nb.QoS,
    Nb.Dns,
    Nb.Meter,
    Nb.MeterBand,
    Nb.LoadBalancerHealthCheck
  ]) {
    const [rows] = yield* northbound.transact([Operation.select(table, [])])
    for (const row of rows) {
      const cells = Object.entries(row).map(([name, value]) => [
        name,
        value instanceof Set || value instanceof Map ? [...value].map((each) => JSON.stringify(each)).sort() : value
      ])
      all.push(`${table.name} ${JSON.stringify(cells)}`)
    }
  }
  return all.sort()
})

describe("OvnOverlay", () => {
  it.effect("makes any state of any other, as if made afresh", () =>
    Effect.gen(function* () {
      const { driver, northbound } = yield* setUp()
      for (const [at, named] of [...supported, ...supported.toReversed()].entries()) {
        // A walk in a scattered order, the same each time.
        const { name } = supported[(at * 17) % supported.length] ?? named
        const intent = intentOf(byName(name))
        yield* driver.realise(intent)
        assert.deepStrictEqual(yield* driver.drift(intent), [], name)
        assert.strictEqual((yield* driver.realise(intent)).changes, 0, name)
        const fresh = yield* setUp()
        yield* fresh.driver.realise(intent)
        assert.deepStrictEqual(yield* dump(northbound), yield* dump(fresh.northbound), name)
      }
    }).pipe(Effect.scoped)
  )

  it.effect("leaves rows and members of others alone, and repairs its own", () =>
    Effect.gen(function* () {
      const { driver, northbound } = yield* setUp()
      const intent = intentOf(byName("floating address"))
      yield* driver.realise(intent)
      const foreign = Operation.insert(Nb.LogicalSwitchPort, { name: "foreign" }, "port")
      yield* northbound.transact([
        foreign,
        Operation.mutate(
          Nb.LogicalSwitch,
          [["name", "==", "blue-web"]],
          [
            ["ports", "insert", new Set([foreign.ref])],
            ["external_ids", "insert", new Map([["note", "theirs"]])]
          ]
        ),
        Operation.insert(Nb.LogicalRouter, { name: "foreign" })
      ])
      assert.deepStrictEqual(yield* driver.drift(intent), [])
      yield* northbound.transact([
        Operation.update(Nb.LogicalSwitchPort, [["name", "==", "blue-1"]], {
          addresses: new Set(["unknown"]),
          external_ids: new Map()
        }),
        Operation.update(Nb.LogicalRouter, [["name", "==", "blue-edge"]], { nat: new Set<never>() }),
        Operation.insert(Nb.AddressSet, {
          name: "old",
          external_ids: new Map([
            [marks.owner, "cloudwright"],
            [marks.key, "set4/old"]
          ])
        })
      ])
      const drift = yield* driver.drift(intent)
      assert.deepStrictEqual(drift.map(({ kind, what }) => `${kind} ${what}`).sort(), [
        "different Logical_Router router/blue-edge",
        "different Logical_Switch_Port port/blue-1",
        "left-over Address_Set set4/old",
        "missing NAT floating/blue-edge/blue-ip",
        "missing NAT snat/blue-edge/snat:gateway:internet:10.0.0.0-24"
      ])
      assert.strictEqual((yield* driver.realise(intent)).changes, drift.length)
      assert.deepStrictEqual(yield* driver.drift(intent), [])
      yield* driver.realise(intentOf(byName("empty")))
      const [routers] = yield* northbound.transact([Operation.select(Nb.LogicalRouter, [], ["name"])])
      assert.deepStrictEqual(routers, [{ name: "foreign" }])
    }).pipe(Effect.scoped)
  )

  it.effect("takes the difference anew when somebody came in between", () =>
    Effect.gen(function* () {
      let intruder: Effect.Effect<unknown> = Effect.void
      let due = false
      const { driver, northbound, server } = yield* setUp(({ method, params }) => {
        if (method !== "transact" || params[0] !== "OVN_Northbound" || !due) return undefined
        due = false
        return { _tag: "Delay", millis: 1000 }
      })
      yield* driver.realise(intentOf(byName("one tenant, two ports")))
      const other = yield* OvsdbClient.make({
        database: "OVN_Northbound",
        remotes: [OvsdbAddress.overSocket("other", server.connect)]
      })
      intruder = other
        .transact([
          Operation.update(Nb.LogicalSwitchPort, [["name", "==", "blue-2"]], {
            enabled: true,
            external_ids: new Map()
          }),
          Operation.update(Nb.LogicalSwitch, [["name", "==", "blue-web"]], { ports: new Set<never>() })
        ])
        .pipe(Effect.orDie)
      due = true
      const intent = intentOf(byName("disabled port"))
      const fiber = yield* Effect.forkChild(driver.realise(intent), { startImmediately: true })
      yield* Effect.yieldNow
      yield* intruder
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* driver.drift(intent), [])
      const [ports] = yield* northbound.transact([Operation.select(Nb.LogicalSwitchPort, [], ["name", "enabled"])])
      assert.deepInclude(ports, { name: "blue-2", enabled: false })
    }).pipe(Effect.scoped)
  )

  it.effect("says unknown when the reply was lost, and finds all done when asked again", () =>
    Effect.gen(function* () {
      let fault: OvsdbServer.Fault | undefined
      const { driver } = yield* setUp(({ method, params }) => {
        const due = method === "transact" && params[0] === "OVN_Northbound" ? fault : undefined
        if (due !== undefined) fault = undefined
        return due
      })
      const intent = intentOf(byName("two tenants with one range and gateways"))
      fault = { _tag: "CloseAfter" }
      const lost = yield* Effect.flip(driver.realise(intent))
      assert.deepInclude(lost.reason, { _tag: "Unreachable", outcome: "unknown" })
      assert.isTrue(lost.retryable)
      assert.deepStrictEqual(yield* driver.drift(intent), [])
      assert.strictEqual((yield* driver.realise(intent)).changes, 0)
      fault = { _tag: "Refuse", error: "resources exhausted", details: "full" }
      const full = yield* Effect.flip(driver.realise(intentOf(byName("empty"))))
      assert.deepInclude(full.reason, { _tag: "Refused", code: "resources exhausted" })
      assert.deepStrictEqual(yield* driver.drift(intent), [])
    }).pipe(Effect.scoped)
  )

  it.effect("names the row's element when somebody has its name already", () =>
    Effect.gen(function* () {
      const { driver, northbound } = yield* setUp()
      const foreign = Operation.insert(Nb.LogicalSwitchPort, { name: "blue-1" }, "port")
      yield* northbound.transact([
        foreign,
        Operation.insert(Nb.LogicalSwitch, { name: "theirs", ports: new Set([foreign.ref]) })
      ])
      const refused = yield* Effect.flip(driver.realise(intentOf(byName("one tenant, one port"))))
      assert.deepInclude(refused.reason, { _tag: "Refused", code: "constraint violation" })
      const [switches] = yield* northbound.transact([Operation.select(Nb.LogicalSwitch, [], ["name"])])
      assert.deepStrictEqual(switches, [{ name: "theirs" }])
    }).pipe(Effect.scoped)
  )

  it.effect("refuses as a whole what is not supported", () =>
    Effect.gen(function* () {
      const { driver, northbound } = yield* setUp()
      const refused = yield* Effect.flip(driver.realise(intentOf(byName("WireGuard to an office"))))
      assert.deepInclude(refused.reason, { _tag: "Unsupported", feature: "wireguard" })
      const [switches] = yield* northbound.transact([Operation.select(Nb.LogicalSwitch, [], ["name"])])
      assert.deepStrictEqual(switches, [])
    }).pipe(Effect.scoped)
  )

  it.effect("settles on the chassis that answer and names the dead ones", () =>
    Effect.gen(function* () {
      const { driver, southbound } = yield* setUp()
      const realised = yield* driver.realise(intentOf(byName("one tenant, two ports")))
      assert.strictEqual(realised.mark, "1")
      const northd = yield* Effect.forkChild(Effect.flip(driver.settled(realised, "5 seconds")), {
        startImmediately: true
      })
      yield* TestClock.adjust("5 seconds")
      assert.deepInclude((yield* Fiber.join(northd)).reason, { _tag: "TimeLimit", seconds: 5 })
      const chassis = (name: string, nb_cfg: number) => {
        const encap = Operation.insert(
          Sb.Encap,
          { type: "geneve", ip: "127.0.0.1", chassis_name: name },
          `encap_${name}`
        )
        const row = Operation.insert(Sb.Chassis, { name, encaps: new Set([encap.ref]) }, `chassis_${name}`)
        return [encap, row, Operation.insert(Sb.ChassisPrivate, { name, chassis: row.ref, nb_cfg })]
      }
      yield* southbound.transact([
        Operation.insert(Sb.SbGlobal, { nb_cfg: 1 }),
        ...chassis("hv1", 1),
        Operation.insert(Sb.ChassisPrivate, { name: "removed", nb_cfg: 0 })
      ])
      assert.deepStrictEqual(yield* driver.settled(realised, "5 seconds"), { hosts: ["hv1"], absent: [] })
      const encap = Operation.insert(Sb.Encap, { type: "geneve", ip: "127.0.0.2", chassis_name: "hv2" }, "encap")
      const dead = Operation.insert(Sb.Chassis, { name: "hv2", encaps: new Set([encap.ref]) }, "dead")
      yield* southbound.transact([encap, dead, Operation.insert(Sb.ChassisPrivate, { name: "hv2", chassis: dead.ref })])
      const fiber = yield* Effect.forkChild(driver.settled(realised, "5 seconds"), { startImmediately: true })
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* Fiber.join(fiber), { hosts: ["hv1"], absent: ["hv2"] })
    }).pipe(Effect.scoped)
  )

  it.effect("tells which ports are up and where, and which members answer", () =>
    Effect.gen(function* () {
      const { driver, southbound } = yield* setUp()
      yield* driver.realise(intentOf(byName("balancer on a network")))
      const seen = yield* Effect.forkChild(
        driver.statuses.pipe(
          Stream.takeUntil((status) => status._tag === "Member" && !status.healthy),
          Stream.runCollect
        ),
        { startImmediately: true }
      )
      yield* TestClock.adjust("1 second")
      const encap = Operation.insert(Sb.Encap, { type: "geneve", ip: "127.0.0.1", chassis_name: "hv1" }, "encap")
      const host = Operation.insert(Sb.Chassis, { name: "hv1", encaps: new Set([encap.ref]) }, "host")
      const path = Operation.insert(Sb.DatapathBinding, { tunnel_key: 1 }, "path")
      const bind = (logical_port: string, tunnel_key: number) =>
        Operation.insert(Sb.PortBinding, { logical_port, tunnel_key, datapath: path.ref, chassis: host.ref, up: true })
      yield* southbound.transact([encap, host, path, bind("blue-1", 1), bind("cr-blue-edge/gateway:internet", 2)])
      yield* southbound.transact([
        Operation.insert(Sb.ServiceMonitor, {
          ip: "10.0.0.12",
          port: 8080,
          protocol: "tcp",
          logical_port: "blue-2",
          status: "offline"
        })
      ])
      const statuses = [...(yield* Fiber.join(seen))]
      assert.deepInclude(statuses, { _tag: "Port", port: "blue-1", up: false, host: undefined })
      assert.deepInclude(statuses, { _tag: "Port", port: "blue-1", up: true, host: "hv1" })
      assert.deepInclude(statuses, { _tag: "Gateway", router: "blue-edge", interface: "gateway:internet", host: "hv1" })
      assert.deepStrictEqual(statuses.at(-1), { _tag: "Member", member: "blue-lb/http/m2", healthy: false })
    }).pipe(Effect.scoped)
  )

  it.effect("binds a NIC by the id of its port", () =>
    Effect.gen(function* () {
      const { driver } = yield* setUp()
      const id = "00000000-0000-4000-8000-000000000001"
      const state = stateOf(open("blue"), network("blue", "blue-web"), port("blue", id, "blue-web", "10.0.0.11", 1))
      const intent = intentOf({ name: "", settings: OverlaySettings.standard, state })
      assert.deepStrictEqual(
        { ...driver.binding(intent, id) },
        {
          _tag: "Ovs",
          mac: MacAddress.make("02:00:00:00:00:01"),
          bridge: InterfaceName.make("br-int"),
          port: PortId.make(id),
          mtu: 1442
        }
      )
      assert.isUndefined(driver.binding(intent, "00000000-0000-4000-8000-000000000002"))
      // The port of a NIC is a UUID; nothing else can be plugged in.
      assert.isUndefined(driver.binding(intentOf(byName("one tenant, one port")), "blue-1"))
    }).pipe(Effect.scoped)
  )
})
