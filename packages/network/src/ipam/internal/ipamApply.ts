/**
 * A scope as a plan, and carrying out the steps of a change that was planned on it.
 *
 * Steps are data that may come from anywhere: every one is checked as if a caller had asked for it, and what they lead
 * to is checked again at the end.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { SqlError } from "effect/sql/SqlError"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import * as AddressPlan from "../AddressPlan.ts"
import type { Address, Scope, Subnet } from "../IpamModel.ts"
import { batchMax } from "../IpamRequest.ts"
import { PlanStep } from "../PlanStep.ts"
import type { SubnetPlan } from "../SubnetPlan.ts"
import { settingsOf } from "./ipamBlocks.ts"
import * as input from "./ipamInput.ts"
import { keyOf, ofKey } from "./ipamKeys.ts"
import * as memories from "./ipamMemory.ts"
import * as place from "./ipamPlace.ts"
import {
  addressOf,
  addressRows,
  type AddressRow,
  type BlockRow,
  delegationOf,
  delegationRow,
  poolOf,
  poolRow,
  rowOfAddress,
  subnetOf,
  subnetRow
} from "./ipamRows.ts"
import * as scopes from "./ipamScopes.ts"
import { isOneOf } from "./ipamSql.ts"
import { infoOf } from "./ipamSubnet.ts"
import type { Actor, Tools, Trouble, Turn } from "./ipamTurn.ts"
import { identity } from "./ipamWish.ts"
import { edgeOf, isUsable, keyAfter } from "./planCheck.ts"
import { blockOf, ipOf } from "./planText.ts"

const everything = Number.MAX_SAFE_INTEGER

/** Everything in a scope, leases and quarantines as they are recorded. To be run in one snapshot. */
export const plan = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  id: string
): Effect.fn.Return<AddressPlan.AddressPlan, input.Refused | SqlError> {
  const { sql } = tools
  const scope = yield* scopes.withReaders(tools, yield* scopes.readable(tools, actor, id))
  const blocks = yield* sql<BlockRow>`SELECT * FROM ipam_blocks WHERE scope = ${id}`.withoutTransform
  const addresses = yield* addressRows(sql, id, sql`1 = 1`, everything)
  const ofKind = <A>(kind: BlockRow["kind"], record: (row: BlockRow) => A): ReadonlyArray<A> =>
    blocks.filter((row) => row.kind === kind).map(record)
  const made = AddressPlan.make({
    scopes: [scope],
    pools: ofKind("pool", poolOf),
    subnets: ofKind("subnet", subnetOf),
    delegations: ofKind("delegation", delegationOf),
    addresses: addresses.map((row) => addressOf(id, row))
  })
  if (Result.isSuccess(made)) return made.success
  const detail = `the tables contradict themselves: ${made.failure.message}`
  return yield* input.refuse({ _tag: "Storage", detail, retryable: false, outcome: "not-done" })
})

const wrong = (detail: string) => input.refuse({ _tag: "InvalidRequest", field: "plan", detail })

const checked = Effect.fnUntraced(function* (subnet: Subnet): Effect.fn.Return<Prefix.Prefix, Trouble> {
  const prefix = yield* Effect.fromResult(input.cidr("cidr", subnet.cidr))
  const { comment, dhcp, exclusions, gateway, ranges } = subnet
  const options = { gateway, ranges, exclusions, dhcp, quarantine: subnet.quarantineMillis, comment }
  const none = { gateway: null, ranges: [], exclusions: [], dhcp: null, quarantineMillis: 0, comment: "" }
  yield* Effect.fromResult(settingsOf(subnet.id, prefix, options, none))
  return prefix
})

/** Where addresses may not fit any more when all is done. */
type Touched = Array<Prefix.Prefix>

const createBlock = Effect.fnUntraced(function* (
  turn: Turn,
  touched: Touched,
  row: BlockRow
): Effect.fn.Return<void, Trouble> {
  const prefix = blockOf(row.cidr as Prefix.Text)
  if ((yield* place.find(turn, row.kind, row.id)) !== undefined) {
    return yield* input.refuse({ _tag: "Conflict", kind: row.kind, id: row.id, fields: ["id"] })
  }
  const pool = yield* place.locate(turn, row.kind, prefix)
  yield* place.insert(turn, { ...row, pool })
  touched.push(prefix)
})

/** The row of a subnet that is still what it was when the steps were planned. */
const unchanged = Effect.fnUntraced(function* (turn: Turn, planned: Subnet): Effect.fn.Return<BlockRow, Trouble> {
  const row = yield* place.require(turn, "subnet", planned.id)
  return Equal.equals(subnetOf(row), planned) ? row : yield* wrong(`subnet ${planned.id} is not as it was planned on`)
})

const changeSubnet = Effect.fnUntraced(function* (
  turn: Turn,
  touched: Touched,
  { after, before }: typeof PlanStep.cases.ChangeSubnet.Type
): Effect.fn.Return<void, Trouble> {
  const row = yield* unchanged(turn, before)
  const prefix = yield* checked(after)
  const pool = yield* place.locate(turn, "subnet", prefix, { kind: "subnet", id: before.id })
  yield* place.change(turn, row, { ...subnetRow(after), scope: turn.scope, id: row.id, pool })
  touched.push(prefix, blockOf(before.cidr))
})

const deleteSubnet = Effect.fnUntraced(function* (
  turn: Turn,
  touched: Touched,
  { subnet }: typeof PlanStep.cases.DeleteSubnet.Type
): Effect.fn.Return<void, Trouble> {
  const row = yield* unchanged(turn, subnet)
  yield* place.remove(turn, row)
  touched.push(blockOf(subnet.cidr))
})

/** The row with a lease that nobody has the token of yet, if it has one: a token names the address and the fence. */
const granted = (turn: Turn, row: AddressRow): AddressRow =>
  row.fence === null ? row : { ...row, fence: turn.version }

const createAddresses = Effect.fnUntraced(function* (
  turn: Turn,
  touched: Touched,
  records: ReadonlyArray<Address>
): Effect.fn.Return<void, Trouble> {
  const rows: Array<AddressRow> = []
  for (const record of records) {
    yield* Effect.fromResult(input.owner("owner", record.owner))
    const ip = yield* Effect.fromResult(input.ip("address", record.address))
    const row = rowOfAddress(record, ip)
    const isQuarantined = record.state === "quarantined"
    if (isQuarantined !== (record.freeAt !== null) || (isQuarantined && record.lease !== null)) {
      return yield* wrong(
        `${record.address}: exactly the quarantined ones have an end of that, and none of these a lease`
      )
    }
    rows.push(granted(turn, row))
    touched.push(Prefix.host(ip))
  }
  yield* insertNew(turn, rows)
  yield* noteMoved(turn, rows, (row) => row.state)
})

/** Inserts rows, unless an address or an owner's key in a subnet is in another one. */
const insertNew = Effect.fnUntraced(function* (
  turn: Turn,
  rows: ReadonlyArray<AddressRow>
): Effect.fn.Return<void, Trouble> {
  const { scope, sql } = turn
  const conflict = ({ owner }: AddressRow) =>
    input.refuse({ _tag: "Conflict", kind: "address", id: owner, fields: ["address"] })
  const addresses = new Set<string>()
  const holders = new Set<string>()
  for (const row of rows) {
    if (addresses.has(row.address) || holders.has(identity(row))) return yield* conflict(row)
    addresses.add(row.address)
    if (row.state !== "quarantined") holders.add(identity(row))
  }
  for (let start = 0; start < rows.length; start += batchMax) {
    const some = rows.slice(start, start + batchMax)
    const isOne = (column: "address" | "subnet" | "owner" | "key") =>
      isOneOf(sql, column, [...new Set(some.map((row) => row[column]))])
    const held = sql`state <> 'quarantined' AND ${isOne("subnet")} AND ${isOne("owner")} AND ${isOne("key")}`
    for (const row of yield* turn.rows(sql`(${isOne("address")} OR (${held}))`, everything)) {
      if (addresses.has(row.address)) {
        const { address, freeAt, lease, owner, state } = addressOf(scope, row)
        return yield* input.refuse({ _tag: "InUse", address, state, owner, until: lease?.expiresAt ?? freeAt })
      }
      if (holders.has(identity(row))) return yield* conflict(row)
    }
  }
  yield* turn.insertAddresses.all(rows)
})

/** Notes rows that are now where they are. */
const noteMoved = Effect.fnUntraced(function* (
  turn: Turn,
  rows: ReadonlyArray<AddressRow>,
  change: (row: AddressRow) => "allocated" | "reserved" | "held" | "quarantined" | "moved"
): Effect.fn.Return<void, Trouble> {
  for (const [subnet, ofSubnet] of Map.groupBy(rows, (row) => row.subnet)) {
    const info = infoOf(subnetOf(yield* place.require(turn, "subnet", subnet)))
    yield* turn.ours
    for (const [kind, ofKind] of Map.groupBy(ofSubnet, change)) turn.changed(kind, info, true, ofKind)
  }
})

const moveAddresses = Effect.fnUntraced(function* (
  turn: Turn,
  touched: Touched,
  { count, first, from, last, to }: typeof PlanStep.cases.MoveAddresses.Type
): Effect.fn.Return<void, Trouble> {
  const { scope, sql } = turn
  const [low, high] = [keyOf(ipOf(first)), keyOf(ipOf(last))]
  const rows = yield* turn.rows(sql`subnet = ${from} AND address BETWEEN ${low} AND ${high}`, everything)
  if (rows.length !== count) return yield* wrong(`${rows.length} addresses from ${first} to ${last}, not ${count}`)
  yield* sql`UPDATE ipam_addresses SET subnet = ${to}
    WHERE scope = ${scope} AND subnet = ${from} AND address BETWEEN ${low} AND ${high}`.withoutTransform
  yield* noteMoved(
    turn,
    rows.map((row) => ({ ...row, subnet: to })),
    () => "moved"
  )
  for (const row of rows) touched.push(Prefix.host(ofKey(row.address)))
})

const renumber = Effect.fnUntraced(function* (
  turn: Turn,
  touched: Touched,
  { moves, subnet }: typeof PlanStep.cases.RenumberAddresses.Type
): Effect.fn.Return<void, Trouble> {
  const { scope, sql } = turn
  // What an earlier move has brought to an address goes on from there.
  const target = new Map<string, string>()
  const origin = new Map<string, string>()
  for (const { from, to } of moves) {
    const [here, there] = [keyOf(ipOf(from)), keyOf(ipOf(to))]
    const start = origin.get(here) ?? here
    origin.delete(here)
    origin.set(there, start)
    target.set(start, there)
  }
  const rows: Array<AddressRow> = []
  const keys = [...target.keys()]
  for (let start = 0; start < keys.length; start += batchMax) {
    rows.push(...(yield* turn.rows(isOneOf(sql, "address", keys.slice(start, start + batchMax)))))
  }
  if (rows.length !== keys.length || rows.some((row) => row.subnet !== subnet)) {
    return yield* wrong(`${rows.length} of ${keys.length} addresses of ${subnet} to be renumbered are there`)
  }
  yield* sql`DELETE FROM ipam_addresses WHERE scope = ${scope} AND ${isOneOf(sql, "address", keys)}`.withoutTransform
  // With the fence of before, the token of a lease could be that of the address which its own one has now got.
  const after = rows.map((row) => {
    const address = target.get(row.address)!
    const key = keyAfter(row, Ip.format(ofKey(row.address)), Ip.format(ofKey(address)))
    return granted(turn, { ...row, address, key })
  })
  const arrived = new Set(after.map(({ address }) => address))
  yield* insertNew(turn, after)
  const info = infoOf(subnetOf(yield* place.require(turn, "subnet", subnet)))
  yield* turn.ours
  turn.changed(
    "moved",
    info,
    false,
    rows.filter(({ address }) => !arrived.has(address))
  )
  turn.changed("moved", info, true, after)
  for (const row of after) touched.push(Prefix.host(ofKey(row.address)))
})

/** What does not fit now that all is done. */
const verify = Effect.fnUntraced(function* (turn: Turn, touched: Touched): Effect.fn.Return<void, Trouble> {
  const { scope, sql } = turn
  for (const range of PrefixSet.toRanges(PrefixSet.fromPrefixes(touched))) {
    const [first, last] = [keyOf(range.first), keyOf(range.last)]
    const [lost] = yield* sql<{ readonly address: string; readonly subnet: string }>`SELECT a.address, a.subnet
      FROM ipam_addresses a
      LEFT JOIN ipam_blocks b ON b.scope = a.scope AND b.kind = 'subnet' AND b.id = a.subnet
      WHERE a.scope = ${scope} AND a.address BETWEEN ${first} AND ${last}
      AND (b.id IS NULL OR a.address < b.first OR a.address > b.last) LIMIT 1`.withoutTransform
    if (lost !== undefined) return yield* wrong(`${Ip.format(ofKey(lost.address))} is not in its subnet ${lost.subnet}`)
  }
})

/** Whether nobody uses the network or broadcast address of a subnet. */
const verifyEdges = Effect.fnUntraced(function* (turn: Turn, id: string): Effect.fn.Return<void, Trouble> {
  const row = yield* place.find(turn, "subnet", id)
  if (row === undefined) return
  const prefix = blockOf(row.cidr as Prefix.Text)
  const rows = yield* turn.rows(turn.sql`address IN (${row.first}, ${row.last})`)
  for (const one of rows) {
    const by = edgeOf(prefix, ofKey(one.address))
    const record = addressOf(turn.scope, one)
    if (by !== undefined && isUsable(record)) {
      return yield* input.refuse({ _tag: "Excluded", address: record.address, subnet: id, by })
    }
  }
})

/** Steps of which consecutive ones that make addresses are one. */
type Batch = Exclude<PlanStep, { readonly _tag: "CreateAddress" }> | ReadonlyArray<Address>

const batches = (steps: ReadonlyArray<PlanStep>): ReadonlyArray<Batch> => {
  const found: Array<Batch> = []
  let open: Array<Address> | undefined
  for (const step of steps) {
    if (step._tag !== "CreateAddress") {
      open = undefined
      found.push(step)
    } else if (open === undefined) found.push((open = [step.address]))
    else open.push(step.address)
  }
  return found
}

const scopeIn = (step: PlanStep): string => {
  switch (step._tag) {
    case "CreatePool":
      return step.pool.scope
    case "CreateSubnet":
    case "DeleteSubnet":
      return step.subnet.scope
    case "CreateDelegation":
      return step.delegation.scope
    case "CreateAddress":
      return step.address.scope
    case "ChangeSubnet":
      return step.after.scope
    default:
      return step.scope
  }
}

const isAddresses = (batch: Batch): batch is ReadonlyArray<Address> => Array.isArray(batch)

const run = (turn: Turn, touched: Touched, batch: Batch): Effect.Effect<void, Trouble> => {
  if (isAddresses(batch)) return createAddresses(turn, touched, batch)
  switch (batch._tag) {
    case "CreatePool":
      return createBlock(turn, [], poolRow(batch.pool))
    case "CreateDelegation":
      return createBlock(turn, touched, delegationRow(batch.delegation))
    case "CreateSubnet":
      return Effect.andThen(checked(batch.subnet), createBlock(turn, touched, subnetRow(batch.subnet)))
    case "ChangeSubnet":
      return changeSubnet(turn, touched, batch)
    case "DeleteSubnet":
      return deleteSubnet(turn, touched, batch)
    case "MoveAddresses":
      return moveAddresses(turn, touched, batch)
    case "RenumberAddresses":
      return renumber(turn, touched, batch)
  }
}

const isStep = Schema.is(PlanStep)

/** Carries out a plan. */
export const apply = Effect.fnUntraced(function* (turn: Turn, plan: SubnetPlan): Effect.fn.Return<Scope, Trouble> {
  const version = turn.version - 1
  if (plan.version !== version) {
    return yield* input.refuse({ _tag: "StalePlan", scope: turn.scope, planned: plan.version, version })
  }
  const odd = plan.steps.findIndex((step) => !isStep(step))
  if (odd >= 0) return yield* wrong(`step ${odd + 1} is none, or has a value that no record can have`)
  const foreign = plan.steps.find((step) => scopeIn(step) !== turn.scope)
  if (foreign !== undefined) return yield* wrong(`a step is about the scope ${scopeIn(foreign)}`)
  memories.clear(turn.memory)
  turn.memory.undo.push(() => memories.clear(turn.memory))
  const touched: Touched = []
  for (const batch of batches(plan.steps)) yield* run(turn, touched, batch)
  yield* verify(turn, touched)
  const subnets = new Set(
    plan.steps.flatMap((step) => {
      switch (step._tag) {
        case "CreateSubnet":
          return [step.subnet.id]
        case "ChangeSubnet":
          return [step.after.id]
        case "CreateAddress":
          return [step.address.subnet]
        case "MoveAddresses":
          return [step.to]
        case "RenumberAddresses":
          return [step.subnet]
        default:
          return []
      }
    })
  )
  for (const id of subnets) yield* verifyEdges(turn, id)
  const scope = yield* scopes.current(turn)
  return turn.changes.isEmpty ? { ...scope, version } : scope
})
