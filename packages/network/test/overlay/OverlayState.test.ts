import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type { OverlayRecord } from "../../src/overlay/OverlayRecord.ts"
import * as Record from "../../src/overlay/OverlayRecord.ts"
import * as OverlayState from "../../src/overlay/OverlayState.ts"
import * as OverlayArbitraries from "../../src/testing/OverlayArbitraries.ts"
import { network, open, port, records, stateOf } from "./inputs.ts"
import { byName } from "./states.ts"

const faults = (state: OverlayState.OverlayState): ReadonlyArray<string> =>
  [...OverlayState.faults(state)].map(({ _tag }) => _tag).sort()

describe("OverlayState", () => {
  it("changes nothing when a record is there already, or not there at all", () => {
    const { state } = byName("peering")
    for (const record of OverlayState.records(state)) {
      assert.strictEqual(OverlayState.put(state, { ...record, record: { ...record.record } } as OverlayRecord), state)
    }
    assert.strictEqual(OverlayState.remove(state, Record.ref("Port", "nobody")), state)
  })

  it("knows who refers to whom", () => {
    const { state } = byName("groups with a remote group")
    const users = (kind: Record.RecordKind, id: string) =>
      OverlayState.usersOf(state, Record.ref(kind, id)).map(({ kind: of, record }) => `${of} ${record.id}`)
    assert.deepStrictEqual(users("SecurityGroup", "blue-app"), ["Port blue-4", "SecurityGroup blue-sql"])
    assert.deepStrictEqual(users("Network", "internet"), ["Router blue-edge"])
    assert.deepStrictEqual(users("Port", "blue-4"), [])
  })

  it("finds references that lead nowhere, whichever came first", () => {
    const [group, blue, one] = records(open("blue"), network("blue", "n"), port("blue", "p", "n", "10.0.0.5", 5))
    const orphan = OverlayState.fromRecords([one!])
    assert.deepStrictEqual(faults(orphan), ["UnknownReference", "UnknownReference"])
    const half = OverlayState.put(orphan, blue!)
    assert.deepStrictEqual(faults(half), ["UnknownReference"])
    const whole = OverlayState.put(half, group!)
    assert.deepStrictEqual(faults(whole), [])
    assert.deepStrictEqual(faults(OverlayState.remove(whole, Record.ref("Network", "n"))), ["UnknownReference"])
    assert.deepStrictEqual(faults(OverlayState.remove(half, Record.ref("Port", "p"))), [])
  })

  it("finds references to what is another tenant's, also after it changed hands", () => {
    const own = stateOf(open("blue"), network("blue", "n"), port("blue", "p", "n", "10.0.0.5", 5))
    const [sold, shared] = records(network("green", "n"), network("green", "n", "10.0.0.0/24", { kind: "shared" }))
    assert.deepStrictEqual(faults(OverlayState.put(own, sold!)), ["ForeignReference"])
    assert.deepStrictEqual(faults(OverlayState.put(own, shared!)), [])
  })

  it("lets others in where both agreed", () => {
    const { state } = byName("service network with three consumers of one range")
    const only = records(["ServiceNetwork", { id: "tools", tenant: "provider", network: "tools", consumers: ["blue"] }])
    assert.deepStrictEqual(faults(OverlayState.put(state, only[0]!)), ["ForeignReference", "ForeignReference"])
    const peered = byName("peering").state
    const wrong = records([
      "Peering",
      {
        id: "blue-red",
        tenant: "blue",
        router: "blue-edge",
        peer: { tenant: "green", router: "red-edge" },
        transit: ["100.64.0.0/30"]
      }
    ])
    assert.deepStrictEqual(faults(OverlayState.put(peered, wrong[0]!)), ["ForeignReference"])
  })

  it("tells which lookups changed since a state it came from, and only then", () => {
    const { state } = byName("one tenant, two ports")
    const [changed] = records(port("blue", "blue-2", "blue-web", "10.0.0.13", 2))
    const next = OverlayState.put(state, changed!)
    assert.deepStrictEqual(OverlayState.touchedSince(next, next), new Set())
    assert.deepStrictEqual(
      OverlayState.touchedSince(next, state),
      new Set(["Port blue-2", "Port<Network blue-web", "Port<SecurityGroup blue-open"])
    )
    assert.isUndefined(OverlayState.touchedSince(state, next))
    assert.isUndefined(OverlayState.touchedSince(next, byName("peering").state))
    assert.strictEqual(next.revision, state.revision + 1)
  })

  it("remembers a bounded number of changes", () => {
    const { state } = byName("one tenant, one port")
    const [a, b] = records(
      port("blue", "blue-1", "blue-web", "10.0.0.13", 1),
      port("blue", "blue-1", "blue-web", "10.0.0.14", 1)
    )
    let next = state
    for (let n = 0; n < 5000; n++) next = OverlayState.put(next, n % 2 === 0 ? a! : b!)
    assert.isUndefined(OverlayState.touchedSince(next, state))
    assert.strictEqual(next.revision, state.revision + 5000)
  })

  it("has an index, faults and sizes that do not depend on the way there", () =>
    fc.assert(
      fc.property(OverlayArbitraries.overlay, OverlayArbitraries.damaged, (from, to) => {
        const walked = OverlayState.apply(from.state, OverlayArbitraries.changes(from.state, to.state))
        const all = OverlayState.records(to.state)
        assert.deepStrictEqual(OverlayState.records(walked), all)
        assert.strictEqual(OverlayState.size(walked), all.length)
        assert.sameDeepMembers([...OverlayState.faults(walked)], [...OverlayState.faults(to.state)])
        const targets = new Set(
          all.flatMap((record) => Record.references(record).map(({ target }) => Record.print(target)))
        )
        for (const [kind, id] of [...targets].map((text) => text.split(" ") as [Record.RecordKind, string])) {
          const target = Record.ref(kind, id)
          const naive = all.filter((each) =>
            Record.references(each).some((reference) => reference.target.kind === kind && reference.target.id === id)
          )
          assert.deepStrictEqual(OverlayState.usersOf(walked, target), naive)
        }
        assert.deepStrictEqual(OverlayState.apply(walked, []), walked)
      }),
      { numRuns: 150, seed: 11 }
    ))
})
