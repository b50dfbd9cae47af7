/** What `Overlay` promises, on either database. */
import * as EventLog from "@cloudwright/core/EventLog"
import { Seed } from "@cloudwright/core/testing"
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type * as SqlClient from "effect/sql/SqlClient"
import * as Fs from "node:fs"
import { intentOf } from "../../src/overlay/Intent.ts"
import { RecordChanged } from "../../src/overlay/OverlayEvent.ts"
import { unsupported } from "../../src/overlay/internal/needs.ts"
import type { OverlayCapabilities } from "../../src/overlay/OverlayCapabilities.ts"
import * as OverlayPlan from "../../src/overlay/OverlayPlan.ts"
import * as State from "../../src/overlay/OverlayState.ts"
import { changes } from "../../src/testing/OverlayArbitraries.ts"
import * as Packet from "../../src/topology/Packet.ts"
import { Databases, type Suite } from "../support/databases.ts"
import { group, internet, mac, network as net, open, port, router } from "./inputs.ts"
import { byName, states } from "./states.ts"
import { fresh, network, puts, reasonOf, requests, startProcess } from "./support.ts"

const web = [open("blue"), net("blue", "web"), port("blue", "p1", "web", "10.0.0.11", 1)] as const
const put2 = port("blue", "p2", "web", "10.0.0.12", 2)
const ping = (from: string, source: string, destination: string) =>
  Packet.make({ entry: { _tag: "Port", port: from }, source, destination, protocol: 1, icmpType: 8, icmpCode: 0 })

const rowsOf = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const tables = [
    "overlay_records",
    "overlay_head",
    "overlay_revisions",
    "ipam_addresses",
    "ipam_blocks",
    "event_log_head"
  ]
  const rows: Record<string, ReadonlyArray<string>> = {}
  for (const table of tables) {
    const found = yield* sql`SELECT * FROM ${sql(table)}`.withoutTransform
    rows[table] = found
      .map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)))
      .sort()
  }
  return rows
})

export const suite: Suite = (it) => {
  it.effect("plans, applies, and what is realised lets packets pass", () =>
    Effect.gen(function* () {
      const { overlay, simulated } = yield* fresh()
      const plan = yield* overlay.operator.plan(puts(...web, put2))
      assert.strictEqual(plan.base, 0)
      assert.deepStrictEqual((yield* overlay.state).revision, 0)
      const applied = yield* overlay.operator.apply(plan)
      assert.strictEqual(applied.revision, 1)
      assert.isAbove(applied.realised!.changes, 0)
      const { verdict } = yield* simulated.send(ping("p1", "10.0.0.11", "10.0.0.12"))
      assert.deepStrictEqual(verdict, { _tag: "Delivered", to: { _tag: "Port", port: "p2", addressed: true } })
      assert.deepStrictEqual(yield* overlay.drift, [])
    })
  )

  it.effect("doing anything twice leaves no trace", () =>
    Effect.gen(function* () {
      const { overlay, sql } = yield* fresh()
      const plan = yield* overlay.operator.plan(puts(...web))
      yield* overlay.operator.apply(plan)
      const before = yield* rowsOf(sql)
      const again = yield* overlay.operator.apply(plan)
      assert.deepStrictEqual(again.changes, [])
      assert.isUndefined(again.realised)
      assert.deepStrictEqual((yield* overlay.operator.change(puts(...web))).changes, [])
      assert.deepStrictEqual((yield* overlay.operator.plan(puts(...web))).steps, [])
      yield* overlay.operator.change([{ _tag: "Remove", kind: "Port", id: "nobody" }])
      assert.deepStrictEqual(yield* rowsOf(sql), before)
    })
  )

  it.effect("refuses a plan for an older state, with both revisions", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      const { operator } = overlay
      yield* operator.change(puts(...web))
      const plan = yield* operator.plan(puts(put2))
      yield* operator.change(puts(port("blue", "p3", "web", "10.0.0.13", 3)))
      assert.deepStrictEqual(yield* reasonOf(operator.apply(plan)), { _tag: "StalePlan", planned: 1, revision: 2 })
      // Also if it could not be done by now.
      const removal = yield* operator.plan([{ _tag: "Remove", kind: "SecurityGroup", id: "other" }, ...puts(put2)])
      yield* operator.change([...puts(port("blue", "p4", "web", "10.0.0.12", 4))])
      assert.strictEqual((yield* reasonOf(operator.apply(removal)))._tag, "StalePlan")
      assert.strictEqual((yield* overlay.state).revision, 3)
    })
  )

  it.effect("does nothing of what it refuses", () =>
    Effect.gen(function* () {
      const { overlay, sql, simulated } = yield* fresh()
      const { operator } = overlay
      yield* operator.change(puts(...web))
      const before = [yield* rowsOf(sql), yield* simulated.held]
      const bad: ReadonlyArray<readonly [string, ReturnType<typeof puts>]> = [
        ["Problems", puts(put2, port("blue", "p3", "web", "10.0.9.1", 3))],
        ["Problems", puts(put2, net("blue", "db", "10.0.0.128/25", {}, { gateway: "10.0.0.129" }))],
        ["Problems", puts(put2, net("blue", "x", "10.7.0.0/24", {}, { gateway: "10.8.0.1" }))],
        [
          "Problems",
          puts(
            put2,
            group("blue", "g", [{ id: "r", direction: "ingress", family: 4, remote: { _tag: "Group", group: "no" } }])
          )
        ],
        ["Problems", puts(put2, port("blue", "p3", "web", "10.0.0.11", 3))],
        ["Invalid", puts(put2, ["Network", { id: "bad id", tenant: "blue" }])],
        ["Invalid", puts(put2, ["Network", { id: "x", tenant: "blue", subnets: [{ id: "a", cidr: "10.0.0.1/24" }] }])],
        ["InUse", [...puts(put2), { _tag: "Remove", kind: "Network", id: "web" }]],
        [
          "AlreadyExists",
          [...puts(put2), { _tag: "Create", kind: "Network", record: { id: "web", tenant: "blue", subnets: [] } }]
        ],
        ["NotFound", [...puts(put2), { _tag: "Update", kind: "Network", id: "nobody", fields: { mtu: 1400 } }]]
      ]
      for (const [reason, asked] of bad) {
        assert.strictEqual((yield* reasonOf(operator.change(asked)))._tag, reason)
        assert.strictEqual((yield* reasonOf(operator.plan(asked)))._tag, reason)
      }
      assert.deepStrictEqual([yield* rowsOf(sql), yield* simulated.held], before)
    })
  )

  it.effect("names all users of what is to go", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      yield* overlay.operator.change(
        puts(...web, put2, internet, router("blue", "edge", [["web", "10.0.0.1"]], "198.51.100.10"))
      )
      assert.deepStrictEqual(
        yield* reasonOf(overlay.operator.change([{ _tag: "Remove", kind: "Network", id: "web" }])),
        {
          _tag: "InUse",
          record: { kind: "Network", id: "web" },
          users: [
            { kind: "Port", id: "p1" },
            { kind: "Port", id: "p2" },
            { kind: "Router", id: "edge" }
          ]
        }
      )
    })
  )

  it.effect("tells the event log of each record that changed, and who did it", () =>
    Effect.gen(function* () {
      const { client, overlay } = yield* fresh()
      const acme = overlay.as("blue")
      yield* acme.change(puts(...web))
      yield* acme.change([{ _tag: "Update", kind: "Port", id: "p1", fields: { enabled: false } }])
      yield* acme.change([{ _tag: "Remove", kind: "Port", id: "p1" }])
      const context = yield* Layer.build(Layer.fresh(EventLog.EventLog.layer.pipe(Layer.provide(client))))
      const { events } = yield* Context.get(context, EventLog.EventLog).read({ limit: 1000 })
      const told = yield* Effect.forEach(events, EventLog.decoder([RecordChanged]))
      assert.deepStrictEqual<unknown>(
        told.flatMap((each) =>
          each._tag === "Known"
            ? [[each.record.actor, each.payload.change, each.payload.id, each.payload.revision, each.payload.fields]]
            : []
        ),
        [
          ["blue", "created", "web", 1, []],
          ["blue", "created", "p1", 1, []],
          ["blue", "created", "blue-open", 1, []],
          ["blue", "changed", "p1", 2, ["enabled"]],
          ["blue", "removed", "p1", 3, []]
        ].toSorted((a, b) => Number(a[3]) - Number(b[3]))
      )
    })
  )

  it.effect("keeps addresses in the address manager: taken with the record, free after it", () =>
    Effect.gen(function* () {
      const { ipam, overlay } = yield* fresh()
      const owners = Effect.map(ipam.operator.listAddresses({ scope: "blue" }), ({ items }) =>
        items.map(({ address, owner }) => `${address} ${owner}`)
      )
      yield* overlay.operator.change(
        puts(...web, internet, router("blue", "edge", [["web", "10.0.0.2"]], "198.51.100.10"))
      )
      assert.deepStrictEqual(yield* owners, ["10.0.0.2 Router:edge/web", "10.0.0.11 Port:p1"])
      const outside = yield* ipam.operator.listAddresses({ scope: "provider" })
      assert.deepStrictEqual(
        outside.items.map(({ address, owner }) => `${address} ${owner}`),
        ["198.51.100.10 Router:edge"]
      )
      yield* overlay.operator.change([
        { _tag: "Remove", kind: "Port", id: "p1" },
        ...puts(port("blue", "p9", "web", "10.0.0.11", 9))
      ])
      assert.deepStrictEqual(yield* owners, ["10.0.0.2 Router:edge/web", "10.0.0.11 Port:p9"])
      yield* overlay.operator.change([
        { _tag: "Remove", kind: "Port", id: "p9" },
        { _tag: "Remove", kind: "Router", id: "edge" },
        { _tag: "Remove", kind: "Network", id: "web" }
      ])
      assert.deepStrictEqual(yield* owners, [])
      assert.deepStrictEqual((yield* ipam.operator.listSubnets({ scope: "blue" })).items, [])
    })
  )

  it.effect("chooses addresses and MAC addresses, and the same again", () =>
    Effect.gen(function* () {
      const { ipam, overlay } = yield* fresh()
      const blue = overlay.as("blue")
      yield* blue.change(puts(...web))
      const asked = [
        { _tag: "Create", kind: "Port", record: { id: "a", network: "web" } },
        { _tag: "Create", kind: "Port", record: { id: "b", network: "web" } }
      ] as const
      const plan = yield* blue.plan(asked)
      assert.strictEqual((yield* ipam.operator.listAddresses({ scope: "blue" })).items.length, 1)
      yield* blue.apply(plan)
      const addresses = Effect.map(blue.list("Port"), (ports) =>
        ports.map(({ addresses: [one] }) => one?.address as string)
      )
      assert.deepStrictEqual(yield* addresses, ["10.0.0.2", "10.0.0.3", "10.0.0.11"])
      const ports = yield* blue.list("Port")
      assert.strictEqual(new Set(ports.map((each) => each.mac)).size, 3)
      assert.deepStrictEqual((yield* blue.change(asked)).changes, [])
      // What somebody else took in the meantime is refused as the address manager says it.
      const next = yield* blue.plan([{ _tag: "Create", kind: "Port", record: { id: "c", network: "web" } }])
      yield* ipam.operator.allocate({ scope: "blue", subnet: "10.0.0.0/24", owner: "somebody" })
      assert.strictEqual((yield* reasonOf(blue.apply(next)))._tag, "Addresses")
    })
  )

  it.effect("says when a subnet is full", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      const blue = overlay.as("blue")
      yield* blue.change(puts(net("blue", "small", "10.0.0.0/30")))
      yield* blue.change([{ _tag: "Create", kind: "Port", record: { id: "a", network: "small" } }])
      const reason = yield* reasonOf(
        blue.change([{ _tag: "Create", kind: "Port", record: { id: "b", network: "small" } }])
      )
      assert.isTrue(reason._tag === "Addresses" && reason.reason._tag === "Exhausted")
    })
  )

  it.effect("keeps tenants apart", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      const [blue, red] = [overlay.as("blue"), overlay.as("red")]
      yield* overlay.operator.change(puts(internet, net("provider", "common", "10.50.0.0/24", { kind: "shared" })))
      yield* blue.change(puts(...web))
      yield* red.change(puts(open("red"), net("red", "red-web"), port("red", "r1", "red-web", "10.0.0.11", 1)))
      assert.deepStrictEqual(
        (yield* red.list("Network")).map(({ id }) => id),
        ["common", "internet", "red-web"]
      )
      assert.strictEqual((yield* reasonOf(red.get("Port", "p1")))._tag, "NotFound")
      assert.strictEqual((yield* reasonOf(red.binding("p1")))._tag, "NotFound")
      const refused: ReadonlyArray<readonly [string, ReturnType<typeof puts>]> = [
        ["Forbidden", [{ _tag: "Remove", kind: "Port", id: "p1" }]],
        ["NotFound", [{ _tag: "Update", kind: "Port", id: "p1", fields: { enabled: false } }]],
        ["Forbidden", [{ _tag: "Update", kind: "Network", id: "common", fields: { mtu: 1300 } }]],
        ["Forbidden", puts(port("red", "p1", "red-web", "10.0.0.12", 2))],
        ["Forbidden", puts(port("blue", "new", "web", "10.0.0.12", 2))],
        ["Forbidden", puts(net("red", "mine", "10.1.0.0/24", { kind: "shared" }))],
        ["Forbidden", puts(net("red", "mine", "10.1.0.0/24", { scope: "blue" }))],
        ["Forbidden", puts(net("red", "mine", "10.1.0.0/24", { scope: "nobodys" }))],
        ["Forbidden", puts(port("red", "mine", "common", "10.50.0.9", 9, { portSecurity: false, securityGroups: [] }))],
        [
          "Forbidden",
          puts(port("red", "mine", "common", "10.50.0.9", 9, { addressPairs: [{ prefix: "10.50.0.10/32" }] }))
        ],
        ["Problems", puts(port("red", "mine", "web", "10.0.0.12", 2))]
      ]
      for (const [tag, asked] of refused) {
        assert.strictEqual((yield* reasonOf(red.change(asked)))._tag, tag, JSON.stringify(asked))
        assert.strictEqual((yield* reasonOf(red.plan(asked)))._tag, tag, JSON.stringify(asked))
      }
      // A plan is not a warrant: who applies it is asked again.
      const plan = yield* blue.plan([{ _tag: "Remove", kind: "Port", id: "p1" }])
      assert.strictEqual((yield* reasonOf(red.apply(plan)))._tag, "Forbidden")
      yield* overlay.operator.change(puts(port("red", "mine", "common", "10.50.0.9", 9)))
      assert.strictEqual((yield* red.get("Port", "mine")).tenant, "red")
    })
  )

  it.effect("tells a tenant nothing of others: in plans and statuses", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      yield* overlay.operator.change(
        puts(
          open("blue"),
          open("red"),
          net("provider", "common", "10.50.0.0/24", { kind: "shared" }),
          port("blue", "p1", "common", "10.50.0.11", 1),
          port("red", "r1", "common", "10.50.0.12", 2)
        )
      )
      const asked = puts(port("blue", "p2", "common", "10.50.0.13", 3))
      const whole = OverlayPlan.print(yield* overlay.operator.plan(asked))
      assert.match(whole, /port r1/)
      const own = OverlayPlan.print(yield* overlay.as("blue").plan(asked))
      assert.match(own, /port p1, port p2 -> port p2, port p1/)
      assert.notMatch(own, /r1|10\.50\.0\.12/)
      const [status] = yield* Stream.runCollect(Stream.take(overlay.as("red").statuses, 1))
      assert.deepStrictEqual(status, { _tag: "Port", port: "r1", up: true, host: undefined })
    })
  )

  it.effect("refuses what the driver cannot do, before anything is stored", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      const { driver } = yield* network
      const able: OverlayCapabilities = { ...driver.capabilities, features: new Set(["ipv6"]), mtuMax: 1400 }
      const { overlay } = yield* startProcess(client, { ...driver, unsupported: (intent) => unsupported(intent, able) })
      const refused = yield* reasonOf(
        overlay.operator.change(requests(changes(State.empty, byName("DHCP, DNS and metadata").state)))
      )
      assert.deepStrictEqual(
        refused._tag === "Unsupported" ? [...new Set(refused.elements.map(({ feature }) => feature))].sort() : [],
        ["dhcp", "dns", "metadata"]
      )
      const large = yield* reasonOf(overlay.operator.change(puts(...web)))
      assert.isTrue(large._tag === "Unsupported" && large.elements[0]?.feature === "limit")
      assert.strictEqual((yield* overlay.state).revision, 0)
    })
  )

  it.effect("lets the asked tenant accept a peering, and nobody else", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      const [blue, red] = [overlay.as("blue"), overlay.as("red")]
      yield* blue.change(puts(...web, router("blue", "edge", [["web", "10.0.0.1"]])))
      yield* red.change(puts(net("red", "app", "10.9.0.0/24"), router("red", "red-edge", [["app", "10.9.0.1"]])))
      const peering = {
        id: "peer",
        router: "edge",
        peer: { tenant: "red", router: "red-edge" },
        transit: ["100.64.0.0/30"]
      }
      const accepted = { _tag: "Update", kind: "Peering", id: "peer", fields: { accepted: true } } as const
      assert.strictEqual(
        (yield* reasonOf(blue.change([{ _tag: "Put", kind: "Peering", record: { ...peering, accepted: true } }])))._tag,
        "Forbidden"
      )
      yield* blue.change([{ _tag: "Put", kind: "Peering", record: peering }])
      assert.strictEqual((yield* reasonOf(blue.change([accepted])))._tag, "Forbidden")
      assert.strictEqual((yield* reasonOf(overlay.as("green").change([accepted])))._tag, "NotFound")
      const more = { ...accepted, fields: { accepted: true, exports: ["10.0.0.0/8"] } }
      assert.strictEqual((yield* reasonOf(red.change([more])))._tag, "Forbidden")
      yield* red.change([accepted])
      // Who asked cannot widen what was accepted.
      const wider = { _tag: "Update", kind: "Peering", id: "peer", fields: { imports: ["10.0.0.0/8"] } } as const
      assert.strictEqual((yield* reasonOf(blue.change([wider])))._tag, "Forbidden")
      assert.isTrue((yield* blue.get("Peering", "peer")).accepted)
    })
  )

  it.effect("repairs what a crash between storing and realising left, and what others changed", () =>
    Effect.gen(function* () {
      const { client, driver, overlay, simulated } = yield* fresh()
      yield* overlay.operator.change(puts(...web))
      yield* simulated.control.fail("unreachable")
      const reason = yield* reasonOf(overlay.operator.change(puts(put2)))
      assert.isTrue(reason._tag === "NotRealised" && reason.revision === 2 && reason.retryable)
      const { realised, revision } = yield* overlay.state
      assert.deepStrictEqual([revision, realised], [2, 1])
      // Another process starts.
      const other = yield* startProcess(client, driver)
      const found = yield* other.overlay.reconcile
      assert.isAbove(found.drift.length, 0)
      assert.deepStrictEqual(yield* other.overlay.drift, [])
      assert.strictEqual((yield* overlay.state).realised, 2)
      yield* simulated.control.tamper("ports", "p1", undefined)
      yield* simulated.control.tamper("ports", "intruder", { id: "intruder" })
      assert.deepStrictEqual((yield* overlay.drift).map(({ kind }) => kind).sort(), ["left-over", "missing"])
      assert.strictEqual((yield* overlay.reconcile).realised?.changes, 2)
      assert.deepStrictEqual(yield* overlay.drift, [])
      assert.isUndefined((yield* overlay.reconcile).realised)
    })
  )

  it.effect("a process that dies after the commit leaves what the next one makes real", () =>
    Effect.gen(function* () {
      const { client, driver, overlay, simulated } = yield* fresh()
      yield* overlay.operator.change(puts(...web))
      const reached = yield* Deferred.make<void>()
      const stuck = { ...driver, realise: () => Effect.andThen(Deferred.succeed(reached, undefined), Effect.never) }
      const dying = yield* startProcess(client, stuck)
      const fiber = yield* Effect.forkChild(dying.overlay.operator.change(puts(put2)))
      yield* Deferred.await(reached)
      yield* Fiber.interrupt(fiber)
      assert.isFalse((yield* simulated.held).some(({ id }) => id === "p2"))
      const next = yield* startProcess(client, driver)
      yield* next.overlay.reconcile
      assert.isTrue((yield* simulated.held).some(({ id }) => id === "p2"))
      const { realised, revision } = yield* next.overlay.state
      assert.deepStrictEqual([revision, realised], [2, 2])
    })
  )

  it.effect("gets from any named state to any other, in one change", () =>
    Effect.gen(function* () {
      const { ipam, overlay, simulated } = yield* fresh()
      const random = Seed.prng(7)
      const named = states.filter(({ settings }) => settings.hosts.length === 0)
      for (const { name, state: target } of random.shuffle(named)) {
        const { state } = yield* overlay.state
        const asked = requests(changes(state, target))
        const plan = yield* overlay.operator.plan(asked, { flows: false })
        yield* overlay.operator.apply(plan)
        assert.deepStrictEqual<unknown>(State.records((yield* overlay.state).state), State.records(target), name)
        assert.deepStrictEqual(yield* overlay.drift, [], name)
        const alone = yield* network
        yield* alone.driver.realise(Result.getOrThrow(intentOf(target)))
        assert.deepStrictEqual(yield* simulated.held, yield* alone.simulated.held, name)
      }
      const { state } = yield* overlay.state
      yield* overlay.operator.change(requests(changes(state, State.empty)))
      const { items: scopes } = yield* ipam.operator.listScopes()
      for (const { id: scope } of scopes) {
        assert.deepStrictEqual((yield* ipam.operator.listAddresses({ scope })).items, [], scope)
        assert.deepStrictEqual((yield* ipam.operator.listSubnets({ scope })).items, [], scope)
      }
    })
  )

  it.effect("goes on where it was left when the same is applied again", () =>
    Effect.gen(function* () {
      const { overlay, simulated } = yield* fresh()
      for (const [at, fault] of (["unreachable", "lost-before", "lost-after", "refuse"] as const).entries()) {
        const added = port("blue", fault, "web", `10.0.0.${50 + at}`, 50 + at)
        const plan = yield* overlay.operator.plan(puts(...web, added))
        yield* simulated.control.fail(fault)
        assert.strictEqual((yield* reasonOf(overlay.operator.apply(plan)))._tag, "NotRealised")
        const again = yield* overlay.operator.apply(plan)
        assert.isDefined(again.realised)
        assert.deepStrictEqual(yield* overlay.drift, [])
      }
    })
  )

  it.effect("lets several processes plan and apply at once: none is lost, the newest stays", () =>
    Effect.gen(function* () {
      const { client, driver, ipam, overlay } = yield* fresh()
      yield* overlay.operator.change(puts(...web))
      const processes = [
        overlay,
        ...(yield* Effect.forEach([1, 2], () => startProcess(client, driver))).map((each) => each.overlay)
      ]
      const add = (at: number, n: number) => {
        const view = processes[at]!.as("blue")
        const asked = [{ _tag: "Create", kind: "Port", record: { id: `n${at}-${n}`, network: "web" } }] as const
        const once = Effect.flatMap(view.plan(asked, { flows: false }), view.apply)
        return Effect.retry(once, { while: ({ reason }) => reason._tag === "StalePlan", times: 50 })
      }
      yield* Effect.forEach(
        processes.flatMap((_, at) => [0, 1, 2, 3].map((n) => [at, n] as const)),
        ([at, n]) => add(at, n),
        { concurrency: "unbounded", discard: true }
      )
      const { revision, state } = yield* overlay.state
      assert.strictEqual(revision, 13)
      assert.strictEqual(State.list(state, "Port").length, 13)
      const addresses = State.list(state, "Port").flatMap((each) => each.addresses.map(({ address }) => address))
      assert.strictEqual(new Set(addresses).size, 13)
      assert.strictEqual((yield* ipam.operator.listAddresses({ scope: "blue" })).items.length, 13)
      assert.deepStrictEqual(yield* overlay.drift, [])
      for (const each of processes) assert.strictEqual((yield* each.state).revision, 13)
    })
  )

  it.effect("reads back what it stored: a process that starts later means the same", () =>
    Effect.gen(function* () {
      const { client, overlay } = yield* fresh()
      const { driver } = yield* network
      for (const name of ["DHCP, DNS and metadata", "peering of chosen prefixes", "IPsec to an office"]) {
        const { revision, state } = yield* overlay.state
        const target = byName(name).state
        const gone = State.records(state)
          .map(({ kind, record: { id } }) => ({ _tag: "Remove", kind, id }) as const)
          .reverse()
        yield* overlay.operator.change([
          ...gone,
          ...requests(State.records(target).map((each) => ({ _tag: "Put", ...each })))
        ])
        const other = yield* startProcess(client, driver)
        const read = yield* other.overlay.state
        assert.isAbove(read.revision, revision)
        assert.deepStrictEqual<unknown>(State.records(read.state), State.records(target))
        assert.deepStrictEqual((yield* other.overlay.intent).topology, (yield* overlay.intent).topology)
      }
    })
  )

  it.effect("tells what a plan does, in words", () =>
    Effect.gen(function* () {
      const { overlay } = yield* fresh()
      const { operator } = overlay
      const texts: Array<string> = []
      const next = (asked: Parameters<typeof operator.plan>[0]) =>
        Effect.gen(function* () {
          const plan = yield* operator.plan(asked)
          texts.push(OverlayPlan.print(plan))
          yield* operator.apply(plan)
        })
      yield* next(puts(...web, put2))
      yield* next(puts(internet, router("blue", "edge", [["web", "10.0.0.1"]], "198.51.100.10")))
      yield* next(
        puts(["FloatingIp", { id: "ip", tenant: "blue", network: "internet", address: "198.51.100.50", port: "p1" }])
      )
      yield* next([{ _tag: "Update", kind: "Port", id: "p2", fields: { mac: mac(9), enabled: false } }])
      yield* next([{ _tag: "Remove", kind: "FloatingIp", id: "ip" }])
      yield* next([{ _tag: "Remove", kind: "FloatingIp", id: "ip" }])
      const file = new URL("../golden/overlay-plans.txt", import.meta.url)
      const text = `${texts.join("\n\n")}\n`
      // To write it anew, remove it and run this on SQLite.
      if (!Fs.existsSync(file)) Fs.writeFileSync(file, text)
      assert.strictEqual(text, Fs.readFileSync(file, "utf8"))
    })
  )
}
