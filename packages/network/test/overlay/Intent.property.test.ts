import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Intent from "../../src/overlay/Intent.ts"
import type { IntentPart } from "../../src/overlay/IntentPart.ts"
import * as Ip from "../../src/Ip.ts"
import type { OverlayRecord } from "../../src/overlay/OverlayRecord.ts"
import * as Record from "../../src/overlay/OverlayRecord.ts"
import * as OverlayState from "../../src/overlay/OverlayState.ts"
import * as OverlayArbitraries from "../../src/testing/OverlayArbitraries.ts"
import { states } from "./states.ts"
import * as Topology from "../../src/topology/Topology.ts"

const options = (numRuns: number, seed: number) => ({ numRuns, seed })

const partsOf = (intent: Intent.Intent): ReadonlyArray<readonly [string, IntentPart]> =>
  [...intent.parts].sort(([a], [b]) => (a < b ? -1 : 1))

const same = (a: Result.Result<Intent.Intent, unknown>, b: Result.Result<Intent.Intent, unknown>): void => {
  if (Result.isFailure(a) || Result.isFailure(b)) return assert.deepStrictEqual(a, b)
  assert.deepStrictEqual(partsOf(a.success), partsOf(b.success))
  assert.deepStrictEqual(a.success.topology, b.success.topology)
}

describe("intentOf", () => {
  it("makes a topology of every well-formed overlay", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, ({ settings, state }) => {
        const { topology } = Result.getOrThrow(Intent.intentOf(state, { settings }))
        assert.deepStrictEqual(Result.getOrThrow(Topology.make(topology)), topology)
      }),
      options(200, 1)
    ))

  it("never throws, and what it lets pass is a topology", () => {
    const seen = { passed: 0, refused: 0 }
    fc.assert(
      fc.property(OverlayArbitraries.damaged, ({ settings, state }) => {
        const intent = Intent.intentOf(state, { settings })
        if (Result.isFailure(intent)) {
          seen.refused++
          assert.isNotEmpty(intent.failure.problems)
          assert.isNotEmpty(intent.failure.message)
        } else {
          seen.passed++
          assert.deepStrictEqual(Topology.check(intent.success.topology), [])
        }
      }),
      options(600, 2)
    )
    assert.isAbove(seen.passed, 50)
    assert.isAbove(seen.refused, 150)
  })

  it("does not depend on the order in which records came", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, fc.infiniteStream(fc.nat()), ({ records, settings, state }, dice) => {
        const shuffled = records
          .map((record) => [dice.next().value, record] as const)
          .sort(([a], [b]) => a - b)
          .map(([, record]) => record)
        const other = OverlayState.fromRecords([...shuffled, ...shuffled])
        assert.deepStrictEqual(OverlayState.records(other), OverlayState.records(state))
        same(Intent.intentOf(other, { settings }), Intent.intentOf(state, { settings }))
      }),
      options(60, 3)
    ))

  it("is the same after changes, whatever it was worked out from", () =>
    fc.assert(
      fc.property(OverlayArbitraries.pair, fc.boolean(), ([from, to], each) => {
        const { settings } = from
        let intent = Result.getOrThrow(Intent.intentOf(from.state, { settings }))
        let state = from.state
        for (const change of OverlayArbitraries.changes(from.state, to.state)) {
          state = OverlayState.apply(state, [change])
          if (!each) continue
          const next = Intent.intentOf(state, { settings, previous: intent })
          same(next, Intent.intentOf(state, { settings }))
          if (Result.isSuccess(next)) intent = next.success
        }
        const fresh = Intent.intentOf(to.state, { settings })
        same(Intent.intentOf(state, { settings, previous: intent }), fresh)
        assert.isTrue(Result.isSuccess(fresh))
      }),
      options(50, 4)
    ))

  it("is the same from damage to damage", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, OverlayArbitraries.damaged, (from, to) => {
        const { settings } = from
        const intent = Result.getOrThrow(Intent.intentOf(from.state, { settings }))
        const state = OverlayState.apply(from.state, OverlayArbitraries.changes(from.state, to.state))
        same(Intent.intentOf(state, { settings, previous: intent }), Intent.intentOf(to.state, { settings }))
      }),
      options(100, 5)
    ))

  it("keeps the parts that a change does not concern", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, fc.nat(), ({ settings, state }, dice) => {
        const before = Result.getOrThrow(Intent.intentOf(state, { settings }))
        const ports = OverlayState.list(state, "Port").filter(({ tenant }) => tenant !== "provider")
        const port = ports[dice % ports.length]!
        const changed: OverlayRecord = { kind: "Port", record: { ...port, enabled: !port.enabled } }
        const next = OverlayState.put(state, changed)
        const after = Result.getOrThrow(Intent.intentOf(next, { settings, previous: before }))
        const home = partsOf(before).find(([, { topology }]) => topology.ports.some(({ id }) => id === port.id))![0]
        assert.deepStrictEqual(Intent.changedParts(before, after), [home])
        assert.isTrue(Result.isSuccess(Topology.make(Intent.topologyOf(after, [home]))))
        const again = OverlayState.put(next, { kind: "Port", record: port })
        same(Intent.intentOf(again, { settings, previous: after }), Result.succeed(before))
      }),
      options(100, 6)
    ))

  it("leaves tenants alone that have nothing to do with the one that changes", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, ({ settings, state }) => {
        const before = Result.getOrThrow(Intent.intentOf(state, { settings }))
        const mine = OverlayState.records(state).filter(({ record }) => record.tenant === "t0")
        const without = OverlayState.apply(
          state,
          [...mine, ...OverlayState.list(state, "Peering").map((record) => ({ kind: "Peering", record }) as const)].map(
            ({ kind, record }) => ({ _tag: "Remove", kind, id: record.id }) as const
          )
        )
        const after = Result.getOrThrow(Intent.intentOf(without, { settings, previous: before }))
        const peers = new Set(OverlayState.list(state, "Peering").flatMap(({ peer, tenant }) => [peer.tenant, tenant]))
        for (const [id, part] of partsOf(before)) {
          if (part.tenants.some((tenant) => tenant === "t0" || peers.has(tenant)) || id === "external:internet")
            continue
          assert.strictEqual(after.parts.get(id), part)
        }
      }),
      options(100, 7)
    ))

  it("follows what is upstream: renamed and moved, all that hangs on it is as if made so at first", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, ({ records, settings, state }) => {
        // Every address of the provider's network, its gateway, and the MTU of each network change.
        const move = (text: string) => text.replaceAll("198.51.100.", "192.0.2.").replaceAll("::ffff::", "::eeee::")
        const moved = records.map((each): OverlayRecord => {
          const record = JSON.parse(move(JSON.stringify(each.record)))
          return Result.getOrThrow(
            Record.decode(each.kind, each.kind === "Network" ? { ...record, mtu: 1280 } : record)
          )
        })
        const before = Result.getOrThrow(Intent.intentOf(state, { settings }))
        const next = OverlayState.apply(
          state,
          moved.map((record) => ({ _tag: "Put", ...record }) as const)
        )
        const after = Result.getOrThrow(Intent.intentOf(next, { settings, previous: before }))
        same(Result.succeed(after), Intent.intentOf(OverlayState.fromRecords(moved), { settings }))
        const text = JSON.stringify([...after.parts.values()])
        assert.notMatch(text, /198\.51\.100\./)
        // Nothing is left of the old, and nothing else changed.
        const segments = [...after.parts.values()].flatMap((part) => part.segments)
        for (const { mtu, role } of segments) if (role !== "transit" && role !== "vpn") assert.strictEqual(mtu, 1280)
        const plain = (parts: Intent.Intent["parts"]) =>
          JSON.stringify([...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { topology }]) => topology))
        assert.strictEqual(plain(after.parts), move(plain(before.parts)))
      }),
      options(60, 8)
    ))

  it("changes the default routes of all routers and nothing of their neighbours when the upstream gateway changes", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, ({ settings, state }) => {
        const before = Result.getOrThrow(Intent.intentOf(state, { settings }))
        const internet = OverlayState.get(state, "Network", "internet")!
        const [four, ...rest] = internet.subnets
        const subnets = [{ ...four!, gateway: Ip.Text.make("198.51.100.254") }, ...rest]
        const next = OverlayState.put(state, { kind: "Network", record: { ...internet, subnets } })
        const after = Result.getOrThrow(Intent.intentOf(next, { settings, previous: before }))
        const leading = OverlayState.list(state, "Router").filter(({ gateway }) => gateway !== undefined)
        const changed = new Set(Intent.changedParts(before, after))
        assert.isTrue(changed.delete("external:internet"))
        for (const { id } of leading) {
          const defaults = after.topology.routers
            .find((router) => router.id === id)!
            .routes.filter(({ id: route }) => route.startsWith("default4"))
          for (const { via } of defaults)
            assert.deepStrictEqual<unknown>(via, [{ address: "198.51.100.254", interface: "gateway:internet" }])
          const owners = partsOf(after).filter(([, { topology }]) =>
            topology.routers.some((router) => router.id === id)
          )
          // Where a tunnel takes everything there is no default route to change.
          if (defaults.length > 0) assert.isTrue(changed.has(owners[0]![0]))
          changed.delete(owners[0]![0])
        }
        assert.deepStrictEqual([...changed], [])
      }),
      options(60, 9)
    ))

  it("goes from any named state to any other", () => {
    const intents = states.map(({ settings, state }) => Result.getOrThrow(Intent.intentOf(state, { settings })))
    for (const [start, from] of states.entries()) {
      for (const [at, to] of states.entries()) {
        const { settings } = to
        const previous = intents[start]!
        const state = OverlayState.apply(from.state, OverlayArbitraries.changes(from.state, to.state))
        same(Intent.intentOf(state, { settings, previous }), Result.succeed(intents[at]!))
      }
    }
  })
})
