/**
 * What has to be done to grow, shrink, split, merge or renumber a subnet: a pure function from a plan and a wish to
 * steps, which can be printed before `Ipam.apply` carries them out, or to a refusal that says what is in the way.
 *
 * Nothing is ever lost on the way: no step removes an address record, and a wish that would put one outside of every
 * subnet, or where no host may be, is refused. Quarantined addresses are in the way like others: freeing them early
 * would undo the quarantine.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import type { AddressPlan } from "./AddressPlan.ts"
import { AddressState, Owner, ScopeId, SubnetId } from "./IpamModel.ts"
import * as obstacles from "./internal/planObstacles.ts"
import * as planSubnets from "./internal/planSubnets.ts"
import * as PlanStep from "./PlanStep.ts"

/**
 * Most parts of one split or merge: 1024.
 *
 * @since 0.1.0
 * @category constants
 */
export const partsMax: number = obstacles.partsMax

/**
 * Most addresses, blocks or values that a refusal lists: 100; it counts the others.
 *
 * @since 0.1.0
 * @category constants
 */
export const listedMax: number = obstacles.listedMax

/**
 * What is wished for.
 *
 * - `Grow`: the block becomes `cidr`, which contains it. Ranges stay: where there are any, the new part is handed out by
 *   name only.
 * - `Shrink`: the block becomes `cidr`, which it contains. Ranges, exclusions and DHCP range are cut.
 * - `Split`: into all parts of `length`. The first keeps the id, `others` names the following ones in their order. Each
 *   part gets what lies in it of gateway, ranges, exclusions and DHCP range.
 * - `Merge`: `into` becomes the block that it and `others` make up together.
 * - `Renumber`: the block becomes `cidr`, anywhere in the scope. Gateway, ranges, exclusions and DHCP range keep their
 *   distance from the first address of the block. So do addresses where they can; the order of all of them stays, and so
 *   do their owners.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SubnetWish = Schema.TaggedUnion({
  Grow: { scope: ScopeId, subnet: SubnetId, cidr: Prefix.Text },
  Shrink: { scope: ScopeId, subnet: SubnetId, cidr: Prefix.Text },
  Split: { scope: ScopeId, subnet: SubnetId, length: Schema.Int, others: Schema.Array(SubnetId) },
  Merge: { scope: ScopeId, into: SubnetId, others: Schema.Array(SubnetId) },
  Renumber: { scope: ScopeId, subnet: SubnetId, cidr: Prefix.Text }
})

/**
 * What is wished for, in plain text.
 *
 * @since 0.1.0
 * @category models
 */
export type SubnetWish = typeof SubnetWish.Encoded

/**
 * Steps for one scope, made for its state at `version`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SubnetPlan = Schema.Struct({
  scope: ScopeId,
  version: Schema.Natural,
  title: Schema.String,
  steps: Schema.Array(PlanStep.PlanStep)
})

/**
 * Steps for one scope, made for its state at `version`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SubnetPlan extends Schema.Schema.Type<typeof SubnetPlan> {}

const Obstacle = Schema.Struct({
  kind: Schema.Literals(["pool", "subnet", "delegation"]),
  id: Schema.String,
  cidr: Prefix.Text
})

const Place = Schema.Literals(["outside", "network", "broadcast"])

/**
 * Why there is no plan. Lists have at most 100 entries, the first ones; `count` counts all. The same wish is refused
 * again until the scope has changed.
 *
 * - `InvalidWish`: a text of the wish cannot be read, or says the same thing twice.
 * - `NotFound`: there is no such scope or subnet.
 * - `IdTaken`: a part should get the id of another subnet.
 * - `NotWider`, `NotNarrower`, `SameBlock`, `WrongFamily`: the new block does not suit the old one.
 * - `WrongParts`: a split makes `needed` further parts, and `given` ids were given.
 * - `LimitExceeded`: at most `limit` parts.
 * - `Overlaps`: the new block shares addresses with other blocks.
 * - `AddressesInTheWay`: addresses that would be outside of the block, or its network or broadcast address.
 * - `GatewayInTheWay`: the same of the gateway.
 * - `SettingOutside`: a range, exclusion or DHCP range would be outside of the block.
 * - `RangesVanish`: none of the ranges is in the block, and no ranges would mean all of it.
 * - `NotSiblings`: the blocks do not make up one; `missing` is what `whole`, the smallest around them, has besides.
 * - `SettingsDiffer`: the subnets differ in what a merged one can have once only.
 * - `OwnerTwice`: an owner has an address under the same key in several of the subnets.
 * - `TooSmall`: `needed` addresses are in use, the new block has room for `available`.
 *
 * @since 0.1.0
 * @category errors
 */
export const SubnetPlanReason = Schema.TaggedUnion({
  InvalidWish: { detail: Schema.String },
  NotFound: { kind: Schema.Literals(["scope", "subnet"]), id: Schema.String },
  IdTaken: { id: SubnetId, cidr: Prefix.Text },
  NotWider: { from: Prefix.Text, to: Prefix.Text },
  NotNarrower: { from: Prefix.Text, to: Prefix.Text },
  SameBlock: { cidr: Prefix.Text },
  WrongFamily: { from: Prefix.Text, to: Prefix.Text },
  WrongParts: { needed: Schema.Natural, given: Schema.Natural },
  LimitExceeded: { parts: Schema.Finite, limit: Schema.Natural },
  Overlaps: { cidr: Prefix.Text, count: Schema.Natural, with: Schema.Array(Obstacle) },
  AddressesInTheWay: {
    cidr: Prefix.Text,
    count: Schema.Natural,
    addresses: Schema.Array(Schema.Struct({ address: Ip.Text, state: AddressState, owner: Owner, would: Place }))
  },
  GatewayInTheWay: { cidr: Prefix.Text, gateway: Ip.Text, would: Place },
  SettingOutside: {
    cidr: Prefix.Text,
    setting: Schema.Literals(["ranges", "exclusions", "dhcp"]),
    value: Schema.String
  },
  RangesVanish: { cidr: Prefix.Text, ranges: Schema.String },
  NotSiblings: { whole: Prefix.Text, count: Schema.Natural, missing: Schema.Array(Prefix.Text) },
  SettingsDiffer: {
    setting: Schema.Literals(["gateway", "dhcp", "quarantineMillis"]),
    values: Schema.Array(Schema.Struct({ subnet: SubnetId, value: Schema.String }))
  },
  OwnerTwice: { owner: Owner, key: Schema.String, addresses: Schema.Array(Ip.Text) },
  TooSmall: { cidr: Prefix.Text, needed: Schema.Natural, available: Schema.BigInt }
})

/**
 * Why there is no plan.
 *
 * @since 0.1.0
 * @category models
 */
export type SubnetPlanReason = typeof SubnetPlanReason.Type

const more = (count: number, shown: number): string => (count > shown ? ` and ${count - shown} more` : "")

const explain = (reason: SubnetPlanReason): string =>
  SubnetPlanReason.match(reason, {
    InvalidWish: ({ detail }) => detail,
    NotFound: ({ kind, id }) => `there is no ${kind} ${id}`,
    IdTaken: ({ id, cidr }) => `the subnet ${id} is there already (${cidr})`,
    NotWider: ({ from, to }) => `${to} is not wider than ${from}`,
    NotNarrower: ({ from, to }) => `${to} is no part of ${from}`,
    SameBlock: ({ cidr }) => `it has the block ${cidr} already`,
    WrongFamily: ({ from, to }) => `${from} and ${to} are of different families`,
    WrongParts: ({ needed, given }) => `${needed} further parts need a name, ${given} were given`,
    LimitExceeded: ({ parts, limit }) => `${parts} parts, at most ${limit}`,
    Overlaps: ({ cidr, count, with: list }) =>
      `${cidr} overlaps ${list.map((one) => `${one.kind} ${one.id} (${one.cidr})`).join(", ")}${more(count, list.length)}`,
    AddressesInTheWay: ({ cidr, count, addresses }) =>
      `${count === 1 ? "1 address is" : `${count} addresses are`} in the way of ${cidr}: ${addresses
        .map(({ address, state, owner, would }) => `${address} (${state}, ${owner}, ${would})`)
        .join(", ")}${more(count, addresses.length)}`,
    GatewayInTheWay: ({ cidr, gateway, would }) => `the gateway ${gateway} is in the way of ${cidr} (${would})`,
    SettingOutside: ({ cidr, setting, value }) => `${setting} ${value} would be outside of ${cidr}`,
    RangesVanish: ({ cidr, ranges }) => `none of the ranges ${ranges} is in ${cidr}, and none would mean all of it`,
    NotSiblings: ({ whole, count, missing }) =>
      `they do not make up one block: ${whole} also has ${missing.join(", ")}${more(count, missing.length)}`,
    SettingsDiffer: ({ setting, values }) =>
      `${setting} differs: ${values.map(({ subnet, value }) => `${subnet} ${value}`).join(", ")}`,
    OwnerTwice: ({ owner, key, addresses }) =>
      `${owner}${key === "" ? "" : ` (${key})`} has an address in several of them: ${addresses.join(", ")}`,
    TooSmall: ({ cidr, needed, available }) => `${needed} addresses are in use, ${cidr} has room for ${available}`
  })

/**
 * There is no plan for a wish.
 *
 * @since 0.1.0
 * @category errors
 */
export class SubnetPlanRefused extends Schema.TaggedError<SubnetPlanRefused>()("SubnetPlanRefused", {
  wish: Schema.String,
  reason: SubnetPlanReason
}) {
  override get message(): string {
    return `${this.wish} is refused: ${explain(this.reason)}`
  }
}

/**
 * The steps that a wish needs, or why it cannot be. The plan may have other scopes: they play no part.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (current: AddressPlan, wish: SubnetWish): Result.Result<SubnetPlan, SubnetPlanRefused> =>
  Schema.decodeResult(SubnetWish)(wish, { errors: "all" }).pipe(
    Result.mapError(({ message }): SubnetPlanReason => ({ _tag: "InvalidWish", detail: message })),
    Result.flatMap((decoded) => planSubnets.plan(current, decoded)),
    Result.map(({ scope, steps }) => ({ scope: scope.id, version: scope.version, title: titleOf(wish), steps })),
    Result.mapError((reason) => new SubnetPlanRefused({ wish: titleOf(wish), reason }))
  )

const titleOf = (wish: SubnetWish): string => {
  switch (wish._tag) {
    case "Merge":
      return `merge subnets ${[wish.into, ...wish.others].join(", ")} of ${wish.scope}`
    case "Split":
      return `split subnet ${wish.subnet} of ${wish.scope} into /${wish.length}`
    default:
      return `${wish._tag.toLowerCase()} subnet ${wish.subnet} of ${wish.scope} to ${wish.cidr}`
  }
}

/**
 * A plan as text that an operator reads: what is wished for and a numbered line for each step.
 *
 * @since 0.1.0
 * @category getters
 */
export const format = ({ title, version, steps }: SubnetPlan): string => {
  const lines = steps.flatMap((step, index) =>
    PlanStep.format(step)
      .split("\n")
      .map((line, part) => (part === 0 ? `  ${index + 1}. ${line}` : `     ${line}`))
  )
  return [`${title} (version ${version})`, ...(lines.length === 0 ? ["  nothing to do"] : lines), ""].join("\n")
}
