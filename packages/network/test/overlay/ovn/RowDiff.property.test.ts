import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import * as Operation from "@cloudwright/ovsdb/Operation"
import * as OvsdbAddress from "@cloudwright/ovsdb/OvsdbAddress"
import * as OvsdbClient from "@cloudwright/ovsdb/OvsdbClient"
import * as Uuid from "@cloudwright/ovsdb/Uuid"
import * as OvsdbServer from "@cloudwright/ovsdb/testing/OvsdbServer"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Intent from "../../../src/overlay/Intent.ts"
import { NorthboundCompiler } from "../../../src/overlay/ovn/Northbound.ts"
import type { DesiredRows } from "../../../src/overlay/ovn/NorthboundRow.ts"
import { tables } from "../../../src/overlay/ovn/NorthboundRow.ts"
import * as RowDiff from "../../../src/overlay/ovn/RowDiff.ts"
import * as OverlayArbitraries from "../../../src/testing/OverlayArbitraries.ts"
import { byName } from "../states.ts"
import { gatewayHosts, print, rowsOf } from "./readable.ts"

const owner = "test"

const connect = Effect.gen(function* () {
  const server = yield* OvsdbServer.make({ schemas: [Nb.schema] })
  const remotes = [OvsdbAddress.overSocket("memory", server.connect)]
  return yield* OvsdbClient.make({ database: "OVN_Northbound", remotes })
})

type Client = OvsdbClient.OvsdbClient["Service"]

const read = (client: Client) =>
  Effect.forEach(tables, (table) =>
    Effect.map(
      client.transact([{ op: "select", table, where: [], columns: ["_uuid", ...table.columns.keys()] } as const]),
      ([rows]) => ({
        table,
        rows: rows as unknown as ReadonlyArray<Operation.Cells>
      })
    )
  )

const apply = Effect.fnUntraced(function* (client: Client, rows: DesiredRows, as = owner) {
  const diff = RowDiff.make(as, rows, yield* read(client))
  yield* client.transact(diff.operations)
  assert.deepStrictEqual(RowDiff.make(as, rows, yield* read(client)), { operations: [], about: [], drift: [] })
  return diff
})

const compile = ({ settings, state }: OverlayArbitraries.Overlay): DesiredRows =>
  new NorthboundCompiler(gatewayHosts).rows(Result.getOrThrow(Intent.intentOf(state, { settings })))

const theirs = Effect.fnUntraced(function* (client: Client, of: string) {
  const all = yield* read(client)
  return all.flatMap(({ rows }) => rows.filter((row) => RowDiff.keyOf(of, row) !== undefined))
})

describe("RowDiff", () => {
  it("compiles the same rows whether or not parts were compiled before", () =>
    fc.assert(
      fc.property(OverlayArbitraries.pair, ([from, to]) => {
        const before = Result.getOrThrow(Intent.intentOf(from.state, { settings: from.settings }))
        const after = Result.getOrThrow(Intent.intentOf(to.state, { settings: from.settings, previous: before }))
        const compiler = new NorthboundCompiler(gatewayHosts)
        compiler.rows(before)
        assert.strictEqual(print(compiler.rows(after)), print(compile({ ...to, settings: from.settings })))
      }),
      { numRuns: 100, seed: 1 }
    ))

  it.effect("takes any rows to any others, leaves another owner's alone, and finds nothing to do after", () =>
    Effect.gen(function* () {
      const pairs = fc.sample(OverlayArbitraries.pair, { numRuns: 40, seed: 2 })
      for (const [from, to] of pairs) {
        const client = yield* connect
        const empty = rowsOf(byName("empty"))
        yield* apply(client, compile(from))
        const note = Operation.insert(Nb.LogicalSwitch, {
          name: "theirs",
          external_ids: new Map([
            [RowDiff.marks.owner, "other"],
            [RowDiff.marks.key, "network/theirs"]
          ])
        })
        yield* client.transact([note])
        const before = yield* theirs(client, "other")
        assert.lengthOf(before, 1)
        yield* apply(client, compile(to))
        yield* apply(client, empty)
        assert.deepStrictEqual(yield* theirs(client, "other"), before)
        const left = yield* read(client)
        assert.deepStrictEqual(left.flatMap(({ rows }) => rows).length, 1)
      }
    }).pipe(Effect.scoped)
  )

  it.effect("is as large as the change, not as what is there", () =>
    Effect.gen(function* () {
      const client = yield* connect
      yield* apply(client, rowsOf(byName("one tenant, one port")))
      const { about } = yield* apply(client, rowsOf(byName("one tenant, two ports")))
      assert.deepStrictEqual([...new Set(about)].sort(), [
        "Logical_Switch network/blue-web",
        "Logical_Switch_Port port/blue-2",
        "Port_Group group/blue-open",
        "Port_Group guard/blue-web"
      ])
    }).pipe(Effect.scoped)
  )

  it.effect("keeps one of two rows with one key", () =>
    Effect.gen(function* () {
      const client = yield* connect
      const rows = rowsOf(byName("one tenant, one port"))
      yield* apply(client, rows)
      const marks = new Map([
        [RowDiff.marks.owner, owner],
        [RowDiff.marks.key, "network/blue-web"]
      ])
      yield* client.transact([Operation.insert(Nb.LogicalSwitch, { name: "double", external_ids: marks })])
      const { drift } = yield* apply(client, rows)
      assert.deepStrictEqual(
        drift.map(({ kind, what }) => `${kind} ${what}`),
        ["left-over Logical_Switch network/blue-web"]
      )
      const [left] = yield* client.transact([Operation.select(Nb.LogicalSwitch, [], ["name"])])
      assert.deepStrictEqual(left, [{ name: "blue-web" }])
    }).pipe(Effect.scoped)
  )

  it.effect("is refused when a row has changed or gone since", () =>
    Effect.gen(function* () {
      const client = yield* connect
      yield* apply(client, rowsOf(byName("one tenant, two ports")))
      const stale = RowDiff.make(owner, rowsOf(byName("disabled port")), yield* read(client))
      yield* client.transact([
        Operation.update(Nb.LogicalSwitchPort, [["name", "==", "blue-2"]], { enabled: undefined })
      ])
      const changed = yield* Effect.flip(client.transact(stale.operations))
      assert.strictEqual(changed.reason._tag, "TimedOut")
      const gone = RowDiff.make(owner, rowsOf(byName("disabled port")), yield* read(client))
      yield* client.transact([Operation.update(Nb.LogicalSwitch, [], { ports: new Set<never>() })])
      assert.strictEqual((yield* Effect.flip(client.transact(gone.operations))).reason._tag, "TimedOut")
    }).pipe(Effect.scoped)
  )

  it("gives new rows the UUIDs that follow from owner and key", () => {
    const { operations } = RowDiff.make(owner, rowsOf(byName("one tenant, one port")), [])
    const { operations: again } = RowDiff.make(owner, rowsOf(byName("one tenant, one port")), [])
    const { operations: other } = RowDiff.make("other", rowsOf(byName("one tenant, one port")), [])
    const refs = (list: ReadonlyArray<Operation.Operation>) =>
      list.map((each) => (each.op === "insert" ? each.ref : undefined))
    assert.isTrue(refs(operations).every((each) => each !== undefined && Uuid.isUuid(each)))
    assert.deepStrictEqual(refs(operations), refs(again))
    assert.isTrue(refs(operations).every((each, at) => each !== refs(other)[at]))
  })
})
