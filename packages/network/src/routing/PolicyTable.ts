/**
 * Policy routing: which table a packet is looked up in, by its source, destination and mark.
 *
 * Rules are tried by priority, the lowest number first. A rule whose table has no route for the packet is passed over
 * and the next one is tried, as Linux does; a blackhole is a route and ends the search. A value without state: rules
 * are tried one after the other, so this is for dozens of rules, not for a rule per guest.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import type * as RouteTable from "./RouteTable.ts"

/**
 * A rule: packets that fit all its conditions are looked up in `table`. A mark fits if `(packet's mark & mask) ===
 * value`; marks have 32 bits (ip-rule(8), `fwmark`). Without `source` and `destination` a rule is for both families.
 *
 * @since 0.1.0
 * @category models
 */
export interface Rule {
  readonly priority: number
  readonly source?: Prefix.Prefix
  readonly destination?: Prefix.Prefix
  readonly mark?: { readonly value: number; readonly mask: number }
  readonly table: string
}

/**
 * What rules look at. The mark is 0 unless given.
 *
 * @since 0.1.0
 * @category models
 */
export interface Packet {
  readonly source: Ip.Ip
  readonly destination: Ip.Ip
  readonly mark?: number
}

/**
 * Rules in the order in which they are tried. Made by `make`.
 *
 * @since 0.1.0
 * @category models
 */
export interface PolicyTable {
  readonly rules: ReadonlyArray<Rule>
}

const maximumPriority = 0xffff_ffff
const maximumMark = 0xffff_ffff

/**
 * Why rules are refused. No retry helps.
 *
 * - `PriorityOutOfRange`: not a whole number from 0 to 2^32 - 1.
 * - `PriorityTwice`: two rules have it, so the order between them would be an accident; `tables` are those they lead
 *   to.
 * - `MixedFamilies`: source and destination of one rule cannot be in one packet.
 * - `MarkOutOfRange`: value and mask are not both whole numbers from 0 to 2^32 - 1. `MarkNeverFits`: the mark's value
 *   has bits that its mask has not.
 *
 * @since 0.1.0
 * @category errors
 */
export const PolicyProblemReason = Schema.TaggedUnion({
  // What was asked may be no number at all.
  // @effect-diagnostics-next-line schemaNumber:off
  PriorityOutOfRange: { priority: Schema.Number },
  PriorityTwice: { priority: Schema.Natural, tables: Schema.Tuple([Schema.String, Schema.String]) },
  MixedFamilies: { priority: Schema.Natural, source: Schema.String, destination: Schema.String },
  // @effect-diagnostics-next-line schemaNumber:off
  MarkOutOfRange: { priority: Schema.Natural, value: Schema.Number, mask: Schema.Number },
  // @effect-diagnostics-next-line schemaNumber:off
  MarkNeverFits: { priority: Schema.Natural, value: Schema.Number, mask: Schema.Number }
})

/**
 * Why rules are refused.
 *
 * @since 0.1.0
 * @category errors
 */
export type PolicyProblemReason = typeof PolicyProblemReason.Type

/**
 * Rules are refused.
 *
 * @since 0.1.0
 * @category errors
 */
export class PolicyProblem extends Schema.TaggedError<PolicyProblem>()("PolicyProblem", {
  reason: PolicyProblemReason
}) {
  override get message(): string {
    return PolicyProblemReason.match(this.reason, {
      PriorityOutOfRange: ({ priority }) => `${priority} is no priority from 0 to ${maximumPriority}`,
      PriorityTwice: ({ priority, tables }) => `two rules have priority ${priority}: for ${tables.join(" and ")}`,
      MixedFamilies: ({ destination, priority, source }) =>
        `rule ${priority}: no packet goes from ${source} to ${destination}`,
      MarkOutOfRange: ({ mask, priority, value }) =>
        `rule ${priority}: mark ${value} and mask ${mask} must be whole numbers from 0 to ${maximumMark}`,
      MarkNeverFits: ({ mask, priority, value }) => `rule ${priority}: no mark & ${mask} is ${value}`
    })
  }
}

const isWhole = (n: number, maximum: number): boolean => Number.isInteger(n) && n >= 0 && n <= maximum

const refused = (rules: ReadonlyArray<Rule>): PolicyProblemReason | undefined => {
  for (const [at, { destination, mark, priority, source, table }] of rules.entries()) {
    if (!isWhole(priority, maximumPriority)) return { _tag: "PriorityOutOfRange", priority }
    const before = rules[at - 1]
    if (before?.priority === priority) return { _tag: "PriorityTwice", priority, tables: [before.table, table] }
    if (source !== undefined && destination !== undefined && source.family !== destination.family) {
      const [from, to] = [Prefix.format(source), Prefix.format(destination)]
      return { _tag: "MixedFamilies", priority, source: from, destination: to }
    }
    if (mark === undefined) continue
    const { mask, value } = mark
    if (!isWhole(value, maximumMark) || !isWhole(mask, maximumMark)) {
      return { _tag: "MarkOutOfRange", priority, value, mask }
    }
    if ((value & ~mask) !== 0) return { _tag: "MarkNeverFits", priority, value, mask }
  }
  return undefined
}

/**
 * Rules in any order as a policy.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (rules: Iterable<Rule>): Result.Result<PolicyTable, PolicyProblem> => {
  const sorted = [...rules].sort((x, y) => x.priority - y.priority)
  const reason = refused(sorted)
  return reason === undefined ? Result.succeed({ rules: sorted }) : Result.fail(new PolicyProblem({ reason }))
}

/**
 * Whether a packet fits a rule.
 *
 * @since 0.1.0
 * @category predicates
 */
export const fits = (rule: Rule, packet: Packet): boolean =>
  (rule.source === undefined || Prefix.contains(rule.source, packet.source)) &&
  (rule.destination === undefined || Prefix.contains(rule.destination, packet.destination)) &&
  (rule.mark === undefined || (((packet.mark ?? 0) ^ rule.mark.value) & rule.mark.mask) === 0)

/**
 * The first rule that a packet fits, whatever its table knows.
 *
 * @since 0.1.0
 * @category combinators
 */
export const first = (policy: PolicyTable, packet: Packet): Rule | undefined =>
  policy.rules.find((rule) => fits(rule, packet))

/**
 * The first rule that a packet fits and whose table has a route for it, with what was found there. A table that is not
 * in `tables` is empty.
 *
 * @since 0.1.0
 * @category combinators
 */
export const lookup = (
  policy: PolicyTable,
  tables: ReadonlyMap<string, RouteTable.RouteSnapshot>,
  packet: Packet
): { readonly rule: Rule; readonly match: RouteTable.Match } | undefined => {
  for (const rule of policy.rules) {
    const match = fits(rule, packet) ? tables.get(rule.table)?.explain(packet.destination) : undefined
    if (match !== undefined) return { rule, match }
  }
  return undefined
}
