/**
 * Puts the records of an import beside those that are there, and says what collides.
 *
 * @since 0.1.0
 */
import * as Equal from "effect/Equal"
import type { PlanProblem, PlanRecords, RecordRef } from "../AddressPlan.ts"
import { formatProblem } from "../AddressPlan.ts"
import type { Address } from "../IpamModel.ts"
import type { Table } from "./planCells.ts"
import { check, keyOf } from "./planCheck.ts"
import { type Conflict, conflict, type Entry, party } from "./planConflict.ts"
import { draft, type Draft, type Wanted } from "./planDraft.ts"
import type { Line } from "./planLines.ts"
import { placed } from "./planPlaces.ts"

/** All records, and what was in the way of others. `unchanged` counts lines that say what was there before. */
export interface Resolved {
  readonly records: PlanRecords
  readonly conflicts: ReadonlyArray<Conflict>
  readonly unchanged: number
}

type Entries = Omit<Draft, "conflicts">

/** Resolves the lines; with `skip` what collides is left out until nothing does. */
export const resolve = (
  lines: Readonly<Record<Table, ReadonlyArray<Line>>>,
  wanted: Wanted,
  skip: boolean
): Resolved => {
  const drafted = draft(lines, wanted)
  const conflicts: Array<Conflict> = [...drafted.conflicts]
  const fresh = withoutKnown(drafted, wanted, conflicts)
  let entries = fresh.entries
  while (true) {
    const records = recordsOf(entries)
    const blamed = new Set<unknown>()
    for (const problem of check(records)) {
      const found = blame(entries, problem)
      blamed.add(found.entry)
      conflicts.push(found.conflict)
    }
    if (blamed.size === 0 || !skip) return { records, conflicts, unchanged: fresh.unchanged }
    entries = without(entries, blamed)
  }
}

const before = <A>(records: ReadonlyArray<A>): ReadonlyArray<Entry<A>> =>
  records.map((record) => ({ record, line: undefined }))

/** What was there and what comes, in this order; lines that say what was there are left out. */
const withoutKnown = (
  drafted: Draft,
  { into }: Wanted,
  conflicts: Array<Conflict>
): { readonly entries: Entries; readonly unchanged: number } => {
  let unchanged = 0
  const fresh = <A extends { readonly scope: string }>(
    known: ReadonlyArray<A>,
    coming: ReadonlyArray<Entry<A>>,
    idOf: (record: A) => string,
    same: (known: A, coming: Entry<A>) => boolean
  ): ReadonlyArray<Entry<A>> => {
    const byId = new Map(known.map((record) => [keyOf(record.scope, idOf(record)), record]))
    const left = coming.filter((entry) => {
      const old = byId.get(keyOf(entry.record.scope, idOf(entry.record)))
      if (old === undefined || !same(old, entry)) return true
      unchanged++
      return false
    })
    return [...before(known), ...left]
  }
  const scopes = new Map(into.scopes.map((scope) => [scope.id, scope]))
  const newScopes = drafted.scopes.filter(({ record, line }) => {
    const old = scopes.get(record.id)
    if (old === undefined) return true
    if (line !== undefined && (line.cells["tenant"] ?? "") !== "" && record.tenant !== old.tenant) {
      const other = party("scope", old.id, old.id, undefined)
      conflicts.push(conflict(line, "tenant", record.tenant, "Duplicate", `the scope belongs to ${old.tenant}`, other))
    } else unchanged++
    return false
  })
  const idOf = ({ id }: { readonly id: string }): string => id
  const entries: Entries = {
    scopes: [...before(into.scopes), ...newScopes],
    pools: fresh(into.pools, drafted.pools, idOf, (old, { record }) =>
      Equal.equals(old, { ...record, parent: old.parent })
    ),
    subnets: fresh(into.subnets, drafted.subnets, idOf, (old, { record }) =>
      Equal.equals(old, { ...record, pool: old.pool })
    ),
    delegations: fresh(into.delegations, drafted.delegations, idOf, (old, { record }) =>
      Equal.equals(old, { ...record, pool: old.pool })
    ),
    addresses: fresh(into.addresses, drafted.addresses, ({ address }) => address, sameAddress)
  }
  return { entries, unchanged }
}

/** A line without a time says nothing of it. */
const sameAddress = (old: Address, { record, line }: Entry<Address>): boolean =>
  Equal.equals(old, (line?.cells["cf_cloudwright_since"] ?? "") === "" ? { ...record, since: old.since } : record)

const recordsOf = (entries: Entries): PlanRecords => {
  const plain = <A>(list: ReadonlyArray<Entry<A>>): ReadonlyArray<A> => list.map(({ record }) => record)
  return {
    scopes: plain(entries.scopes),
    ...placed({
      pools: plain(entries.pools),
      subnets: plain(entries.subnets),
      delegations: plain(entries.delegations)
    }),
    addresses: plain(entries.addresses)
  }
}

const lists = {
  scope: "scopes",
  pool: "pools",
  subnet: "subnets",
  delegation: "delegations",
  address: "addresses"
} as const

const entryOf = (entries: Entries, ref: RecordRef): Entry<unknown> | undefined =>
  ref.kind === "mac-pool" ? undefined : entries[lists[ref.kind]][ref.index]

/** The column of a record's field. */
const columnOf = (kind: RecordRef["kind"], field: string): string => {
  switch (field) {
    case "id":
      return kind === "scope" ? "name" : "cf_cloudwright_id"
    case "scope":
      return "vrf"
    case "owner":
      return "cf_cloudwright_owner"
    case "freeAt":
      return "cf_cloudwright_free_at"
    case "gateway":
      return "cf_cloudwright_gateway"
    case "lease":
      return "cf_cloudwright_lease_token"
    case "address":
    case "subnet":
      return "address"
    default:
      return "prefix"
  }
}

/** The line that is to blame: what was there before never is. */
const blame = (
  entries: Entries,
  problem: PlanProblem
): { readonly entry: Entry<unknown> | undefined; readonly conflict: Conflict } => {
  const { record, other, code, field, value } = problem
  const own = entryOf(entries, record)
  const others = other === null ? undefined : entryOf(entries, other)
  const turned = own?.line === undefined && other !== null && others?.line !== undefined
  const [guilty, ref, victim, entry] = turned ? [others, other, record, own] : [own, record, other, others]
  const line = guilty?.line
  const cell = columnOf(ref.kind, field)
  return {
    entry: guilty,
    conflict: conflict(
      { table: line?.table ?? "prefixes", row: line?.row ?? 0 },
      cell,
      turned ? (line?.cells[cell] ?? "") : value,
      code,
      formatProblem(problem),
      victim === null ? null : party(victim.kind, victim.scope, victim.id, entry?.line)
    )
  }
}

const without = (entries: Entries, blamed: ReadonlySet<unknown>): Entries => {
  const keep = <A>(list: ReadonlyArray<Entry<A>>): ReadonlyArray<Entry<A>> =>
    list.filter((entry) => entry.line === undefined || !blamed.has(entry))
  return {
    scopes: keep(entries.scopes),
    pools: keep(entries.pools),
    subnets: keep(entries.subnets),
    delegations: keep(entries.delegations),
    addresses: keep(entries.addresses)
  }
}
