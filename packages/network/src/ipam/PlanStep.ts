/**
 * The steps that change an address plan: each is one statement or one batch of statements in a database, and all steps
 * of a change belong into one transaction.
 *
 * After every single step no two blocks of a scope overlap, no two records share an address, and no address has got
 * lost. That every address lies in its subnet holds again after the last step: a split, for example, narrows the subnet
 * before the addresses of its other half can move to their new one.
 *
 * A step carries the whole record that it changes or removes, as it was when the steps were planned. Whoever takes the
 * step compares, so that steps planned on older state are refused, and can go back.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { Address, type AddressRange, Delegation, Pool, ScopeId, Subnet, SubnetId } from "./IpamModel.ts"
import { blockOf, ipOf } from "./internal/planText.ts"

/**
 * One step.
 *
 * - `CreatePool`: what lies in it and was in the pool around it, or in none, is in it from now on.
 * - `CreateSubnet`, `CreateDelegation`, `CreateAddress`: a record that is not there yet.
 * - `ChangeSubnet`: `before` becomes `after`; scope and id stay.
 * - `DeleteSubnet`: no address refers to the subnet any more.
 * - `MoveAddresses`: every record of the subnet `from` whose address is in `first` to `last`, `count` in all, now belongs
 *   to the subnet `to`. The addresses stay what they are.
 * - `RenumberAddresses`: records of `subnet` get other addresses, in this order: no move lands on an address that is
 *   still taken.
 *
 * In a database a lease that is created or renumbered gets another token and fencing number, since these name the address
 * and the grant of it; its end stays.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PlanStep = Schema.TaggedUnion({
  CreatePool: { pool: Pool },
  CreateSubnet: { subnet: Subnet },
  ChangeSubnet: { before: Subnet, after: Subnet },
  DeleteSubnet: { subnet: Subnet },
  CreateDelegation: { delegation: Delegation },
  CreateAddress: { address: Address },
  MoveAddresses: {
    scope: ScopeId,
    from: SubnetId,
    to: SubnetId,
    first: Ip.Text,
    last: Ip.Text,
    count: Schema.Natural
  },
  RenumberAddresses: {
    scope: ScopeId,
    subnet: SubnetId,
    moves: Schema.Array(Schema.Struct({ from: Ip.Text, to: Ip.Text }))
  }
})

/**
 * One step.
 *
 * @since 0.1.0
 * @category models
 */
export type PlanStep = typeof PlanStep.Type

const orNone = (text: string | null): string => text ?? "none"

/**
 * Ranges in words; `empty` is what an empty list stands for.
 *
 * @since 0.1.0
 * @category getters
 */
export const formatRanges = (ranges: ReadonlyArray<AddressRange>, empty = "none"): string =>
  ranges.length === 0
    ? empty
    : ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(", ")

/** What a subnet has, by the words that a change names, in the order of a text. */
const facts = (subnet: Subnet): ReadonlyArray<readonly [name: string, value: string]> => [
  ["block", subnet.cidr],
  ["pool", orNone(subnet.pool)],
  ["host addresses", Prefix.hostCount(blockOf(subnet.cidr)).toString()],
  ["gateway", orNone(subnet.gateway)],
  ["ranges", formatRanges(subnet.ranges, "all")],
  ["exclusions", formatRanges(subnet.exclusions)],
  ["DHCP range", formatRanges(subnet.dhcp === null ? [] : [subnet.dhcp])],
  ["quarantine", subnet.quarantineMillis === 0 ? "none" : `${subnet.quarantineMillis / 1000} s`],
  ["comment", subnet.comment === "" ? "none" : JSON.stringify(subnet.comment)]
]

const changes = (before: Subnet, after: Subnet): string => {
  const old = facts(before)
  const changed = facts(after).flatMap(([name, value], index) =>
    old[index]?.[1] === value ? [] : [`${name} ${old[index]?.[1]} -> ${value}`]
  )
  return changed.length === 0 ? "nothing" : changed.join("\n  ")
}

/** The most lines of one step; what is beyond is counted. */
const linesMax = 40

/** Moves of neighbours to neighbours in one line. */
const runs = (moves: ReadonlyArray<{ readonly from: Ip.Text; readonly to: Ip.Text }>): ReadonlyArray<string> => {
  const sorted = moves
    .map(({ from, to }) => ({ from: ipOf(from), to: ipOf(to) }))
    .sort((x, y) => Ip.compare(x.from, y.from))
  const found: Array<{ first: (typeof sorted)[number]; last: (typeof sorted)[number] }> = []
  const follows = (x: Ip.Ip, y: Ip.Ip): boolean => {
    const next = Ip.add(x, 1)
    return next !== undefined && Ip.equals(next, y)
  }
  for (const move of sorted) {
    const run = found.at(-1)
    if (run !== undefined && follows(run.last.from, move.from) && follows(run.last.to, move.to)) run.last = move
    else found.push({ first: move, last: move })
  }
  const span = (first: Ip.Ip, last: Ip.Ip): string =>
    Ip.equals(first, last) ? Ip.format(first) : `${Ip.format(first)}-${Ip.format(last)}`
  return found.map(({ first, last }) => `${span(first.from, last.from)} -> ${span(first.to, last.to)}`)
}

const counted = (count: number): string => `${count} address${count === 1 ? "" : "es"}`

/**
 * A step in words, for an operator: one line, then further ones with details, at most 41 in all.
 *
 * @since 0.1.0
 * @category getters
 */
export const format = (step: PlanStep): string =>
  PlanStep.match(step, {
    CreatePool: ({ pool }) => `create pool ${pool.id}: ${pool.cidr} in ${orNone(pool.parent)}`,
    CreateSubnet: ({ subnet }) =>
      `create subnet ${subnet.id}\n  ${facts(subnet)
        .filter(([, value]) => value !== "none" && value !== "all")
        .map(([name, value]) => `${name} ${value}`)
        .join("\n  ")}`,
    ChangeSubnet: ({ before, after }) => `change subnet ${before.id}\n  ${changes(before, after)}`,
    DeleteSubnet: ({ subnet }) => `remove subnet ${subnet.id} (${subnet.cidr})`,
    CreateDelegation: ({ delegation }) =>
      `delegate ${delegation.cidr} to ${JSON.stringify(delegation.owner)} as ${delegation.id}`,
    CreateAddress: ({ address }) =>
      `record ${address.address} in subnet ${address.subnet}: ${address.state}, owner ${JSON.stringify(address.owner)}`,
    MoveAddresses: ({ from, to, first, last, count }) =>
      `move ${counted(count)} of subnet ${from} between ${first} and ${last} to subnet ${to}`,
    RenumberAddresses: ({ subnet, moves }) => {
      const lines = runs(moves)
      const shown = lines.length > linesMax ? lines.slice(0, linesMax - 1) : lines
      const rest = lines.length - shown.length
      return [
        `renumber ${counted(moves.length)} of subnet ${subnet}`,
        ...shown.map((line) => `  ${line}`),
        ...(rest === 0 ? [] : [`  and ${rest} further runs`])
      ].join("\n")
    }
  })
