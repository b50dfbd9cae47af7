/**
 * The whole plan of one or more scopes as one immutable value: what is planned, exported, drawn and reasoned about
 * without a database. Pure.
 *
 * A value that `make` has accepted keeps the rules of the address manager: within a scope blocks do not overlap, every
 * address is in its subnet, on an address that a host may have, and has one record. Between scopes anything may overlap.
 *
 * Leases and quarantines count as they stand in the records: no clock is read here. All records are in memory, about
 * 1 KiB for an address with its index.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { check } from "./internal/planCheck.ts"
import { edit } from "./internal/planEdit.ts"
import { scopesOf } from "./internal/planIndex.ts"
import { blockOf, ipOf } from "./internal/planText.ts"
import { usageOf } from "./internal/planUsage.ts"
import type { Address, Delegation, Pool, Scope, ScopeId, Subnet } from "./IpamModel.ts"
import { IpamKind } from "./IpamError.ts"
import type { Usage, Whereabouts } from "./IpamRequest.ts"
import { PlanStep } from "./PlanStep.ts"

/**
 * The records of a plan, in any order.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlanRecords {
  readonly scopes: ReadonlyArray<Scope>
  readonly pools: ReadonlyArray<Pool>
  readonly subnets: ReadonlyArray<Subnet>
  readonly delegations: ReadonlyArray<Delegation>
  readonly addresses: ReadonlyArray<Address>
}

/**
 * A plan: valid records in order, scopes by id, the others by scope and then by block or address. Two plans of the same
 * records are equal. Made by `make`.
 *
 * @since 0.1.0
 * @category models
 */
export interface AddressPlan extends PlanRecords {
  readonly "~cloudwright/AddressPlan": true
}

/**
 * A record of the input: the `index`-th of its kind. `id` is the address for an address.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RecordRef = Schema.Struct({
  kind: IpamKind,
  index: Schema.Natural,
  scope: Schema.String,
  id: Schema.String
})

/**
 * A record of the input.
 *
 * @since 0.1.0
 * @category models
 */
export interface RecordRef extends Schema.Schema.Type<typeof RecordRef> {}

/**
 * One thing wrong with the records: `value` of `field` of `record`, because of `other` where there is one.
 *
 * - `NoScope`, `NoSubnet`: it names one that is not there.
 * - `Duplicate`: the id, or the address, is that of `other`.
 * - `Overlaps`: the block shares addresses with `other`.
 * - `WrongPool`: the innermost pool around it is `other`, or none.
 * - `OutsideSubnet`: the address lies outside its subnet `other`; a gateway or range lies outside its own, or backwards.
 * - `NoHost`: the address, or the gateway, is the network or broadcast address of its subnet `other`.
 * - `OwnerTwice`: owner and key are those of `other` in the same subnet, and neither is in quarantine.
 * - `WrongState`: an address has a `freeAt` and is not in quarantine, or has none and is, or is and has a lease.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PlanProblem = Schema.Struct({
  code: Schema.Literals([
    "NoScope",
    "NoSubnet",
    "Duplicate",
    "Overlaps",
    "WrongPool",
    "OutsideSubnet",
    "NoHost",
    "OwnerTwice",
    "WrongState"
  ]),
  record: RecordRef,
  field: Schema.String,
  value: Schema.String,
  other: Schema.NullOr(RecordRef)
})

/**
 * One thing wrong with the records.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlanProblem extends Schema.Schema.Type<typeof PlanProblem> {}

const named = ({ kind, scope, id }: RecordRef): string => (kind === "scope" ? `scope ${id}` : `${kind} ${scope} ${id}`)

/**
 * A problem in words.
 *
 * @since 0.1.0
 * @category getters
 */
export const formatProblem = ({ code, record, field, value, other }: PlanProblem): string => {
  const of = other === null ? "" : ` ${named(other)}`
  const why: { readonly [C in PlanProblem["code"]]: string } = {
    NoScope: "there is no such scope",
    NoSubnet: "there is no such subnet",
    Duplicate: `it is also that of${of}`,
    Overlaps: `it overlaps${of}`,
    WrongPool: other === null ? "no pool is around it" : `the innermost pool around it is${of}`,
    OutsideSubnet: other === null ? "it is outside of the subnet, or backwards" : `it is outside of${of}`,
    NoHost: `it is the network or broadcast address of${of}`,
    OwnerTwice: `owner and key are also those of${of}`,
    WrongState: "exactly the quarantined ones have an end of the quarantine, and none of these a lease"
  }
  return `${named(record)}: ${field} ${value}: ${why[code]}`
}

/**
 * The records are no plan: everything that is wrong with them.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidPlan extends Schema.TaggedError<InvalidPlan>()("InvalidPlan", {
  problems: Schema.NonEmptyArray(PlanProblem)
}) {
  override get message(): string {
    const shown = this.problems.slice(0, 5).map(formatProblem)
    const more = this.problems.length - shown.length
    return [`${this.problems.length} problems`, ...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n  ")
  }
}

/**
 * A step could not be taken: `step` is its number, from 1. `Stale` when the records are not those that the steps were
 * planned on, `Invalid` when the result would be no plan. Plan again.
 *
 * @since 0.1.0
 * @category errors
 */
export class StepsRefused extends Schema.TaggedError<StepsRefused>()("StepsRefused", {
  reason: Schema.TaggedUnion({
    Stale: { step: Schema.Natural, what: PlanStep, detail: Schema.String },
    Invalid: { problems: Schema.NonEmptyArray(PlanProblem) }
  })
}) {
  override get message(): string {
    return this.reason._tag === "Stale"
      ? `step ${this.reason.step} (${this.reason.what._tag}): ${this.reason.detail}`
      : ["the result would be no plan", ...this.reason.problems.slice(0, 5).map(formatProblem)].join("\n  ")
  }
}

const byText = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)

const byBlock = <A extends { readonly scope: string; readonly cidr: Prefix.Text }>(
  records: ReadonlyArray<A>
): ReadonlyArray<A> =>
  records
    .map((record) => ({ record, prefix: blockOf(record.cidr) }))
    .sort((x, y) => byText(x.record.scope, y.record.scope) || Prefix.compare(x.prefix, y.prefix))
    .map(({ record }) => record)

/** The records in the order of a plan; whoever calls knows that they are one. */
const inOrder = (records: PlanRecords): AddressPlan => ({
  "~cloudwright/AddressPlan": true,
  scopes: records.scopes.toSorted((x, y) => byText(x.id, y.id)),
  pools: byBlock(records.pools),
  subnets: byBlock(records.subnets),
  delegations: byBlock(records.delegations),
  addresses: records.addresses
    .map((record) => ({ record, ip: ipOf(record.address) }))
    .sort((x, y) => byText(x.record.scope, y.record.scope) || Ip.compare(x.ip, y.ip))
    .map(({ record }) => record)
})

/**
 * The plan without anything in it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty: AddressPlan = inOrder({ scopes: [], pools: [], subnets: [], delegations: [], addresses: [] })

/**
 * The plan of these records, or everything that is wrong with them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (records: PlanRecords): Result.Result<AddressPlan, InvalidPlan> => {
  const [first, ...others] = check(records)
  return first === undefined
    ? Result.succeed(inOrder(records))
    : Result.fail(new InvalidPlan({ problems: [first, ...others] }))
}

/**
 * The part of a plan that is one scope; empty when there is none of that id.
 *
 * @since 0.1.0
 * @category combinators
 */
export const only = (plan: AddressPlan, scope: ScopeId): AddressPlan => {
  const inScope = (record: { readonly scope: ScopeId }): boolean => record.scope === scope
  return {
    "~cloudwright/AddressPlan": true,
    scopes: plan.scopes.filter(({ id }) => id === scope),
    pools: plan.pools.filter(inScope),
    subnets: plan.subnets.filter(inScope),
    delegations: plan.delegations.filter(inScope),
    addresses: plan.addresses.filter(inScope)
  }
}

/**
 * The plan after the steps, all of them or none. The versions of the scopes stay: they count changes of the durable
 * records.
 *
 * @since 0.1.0
 * @category combinators
 */
export const apply = (plan: AddressPlan, steps: ReadonlyArray<PlanStep>): Result.Result<AddressPlan, StepsRefused> => {
  const edited = edit(plan, steps)
  if (edited._tag === "Stale") return Result.fail(new StepsRefused({ reason: edited }))
  return Result.mapError(
    make(edited.records),
    ({ problems }) => new StepsRefused({ reason: { _tag: "Invalid", problems } })
  )
}

/**
 * How full the pools and subnets of a scope are, or `undefined` when there is none of that id.
 *
 * @since 0.1.0
 * @category getters
 */
export const usage = (plan: AddressPlan, scope: ScopeId): Usage | undefined => {
  const index = scopesOf(plan).get(scope)
  return index === undefined ? undefined : usageOf(index)
}

/**
 * Where an address lies and who has it, in every scope that has it in a pool, a subnet or a delegated prefix.
 *
 * @since 0.1.0
 * @category getters
 */
export const whoHas = (plan: AddressPlan, address: Ip.Text): ReadonlyArray<Whereabouts> => {
  const ip = ipOf(address)
  const found: Array<Whereabouts> = []
  for (const { scope, pools, subnets, delegations, hosts } of scopesOf(plan).values()) {
    const around = <B extends { readonly prefix: Prefix.Prefix }>(blocks: ReadonlyArray<B>): B | undefined =>
      blocks.findLast(({ prefix }) => Prefix.contains(prefix, ip))
    const pool = around(pools)?.record
    const subnet = around(subnets)?.record
    const delegation = around(delegations)?.record
    if (pool === undefined && subnet === undefined && delegation === undefined) continue
    const host =
      subnet === undefined ? undefined : hosts.get(subnet.id)?.find(({ record }) => record.address === address)
    found.push({
      scope: scope.id,
      address,
      pool: pool?.id ?? null,
      subnet: subnet?.id ?? null,
      delegation: delegation?.id ?? null,
      state: host?.record.state ?? null,
      owner: host?.record.owner ?? delegation?.owner ?? null
    })
  }
  return found
}
