/**
 * The addresses of the reference address manager: what they are at a moment, and what a request makes of them. Every
 * function is from a state to a new one.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import type { IpamErrorReason } from "../../ipam/IpamError.ts"
import type { Address, Subnet } from "../../ipam/IpamModel.ts"
import type {
  AddressWish,
  AllocateMany,
  CreateSubnet,
  Hold,
  RangeText,
  Release,
  ReleaseOutcome,
  SubnetUsage
} from "../../ipam/IpamRequest.ts"
import * as Prefix from "../../Prefix.ts"
import type { Answer, State } from "../IpamReference.ts"
import {
  blockOf,
  choose,
  freeBlocks,
  gaps,
  isIn,
  largest,
  numberOf,
  type Span,
  spanBetween,
  spanOf,
  total
} from "./referenceSpace.ts"

type Change<A> = Answer<readonly [state: State, value: A]>

const no = (...reasons: ReadonlyArray<IpamErrorReason>) => Result.fail(reasons)

const later = (time: DateTime.Utc, millis: number) => DateTime.makeUnsafe(DateTime.toEpochMillis(time) + millis)

/** What a record has become by `now`; `undefined` when its address is free. */
const at = (state: State, now: number, record: Address): Address | undefined => {
  if (record.freeAt !== null) return DateTime.toEpochMillis(record.freeAt) > now ? record : undefined
  if (record.lease === null || DateTime.toEpochMillis(record.lease.expiresAt) > now) return record
  const { quarantineMillis } = subnetOf(state, record.scope, record.subnet)!
  const since = record.lease.expiresAt
  const ended: Address = { ...record, state: "quarantined", lease: null, since, freeAt: later(since, quarantineMillis) }
  return quarantineMillis === 0 ? undefined : at(state, now, ended)
}

/** What is not free in a scope. */
export const current = (state: State, now: number, scope: string): ReadonlyArray<Address> =>
  state.addresses
    .filter((record) => record.scope === scope)
    .flatMap((record) => at(state, now, record) ?? [])
    .toSorted((left, right) => compare(left.address, right.address))

const compare = (left: string, right: string) =>
  Ip.compare(Result.getOrThrow(Ip.parse(left)), Result.getOrThrow(Ip.parse(right)))

const subnetOf = (state: State, scope: string, id: string) =>
  state.subnets.find((subnet) => subnet.scope === scope && subnet.id === id)

const canonical = (text: string): Ip.Text => Ip.toText(Result.getOrThrow(Ip.parse(text)))

/** The record of a new subnet. */
export const subnet = (request: CreateSubnet, block: Prefix.Prefix, id: string): Subnet => {
  const { first, last } = Prefix.hosts(block)
  const range = (text: RangeText) => ({ first: canonical(text.first), last: canonical(text.last) })
  const { dhcp = null, gateway = null } = request
  return {
    scope: request.scope as Subnet["scope"],
    id: id as Subnet["id"],
    cidr: Prefix.toText(block),
    pool: null,
    gateway:
      gateway === null
        ? null
        : gateway === "first"
          ? Ip.toText(first)
          : gateway === "last"
            ? Ip.toText(last)
            : canonical(gateway),
    ranges: (request.ranges ?? []).map(range),
    exclusions: (request.exclusions ?? []).map(range),
    dhcp: dhcp === null ? null : range(dhcp),
    quarantineMillis: Duration.toMillis(Duration.fromInputUnsafe(request.quarantine ?? 0)),
    comment: request.comment ?? ""
  }
}

const spans = (ranges: ReadonlyArray<RangeText>) => ranges.map(({ first, last }) => spanBetween(first, last))

const single = (text: string): Span => spanBetween(text, text)

/** Why a subnet never hands an address out, or not to those who ask for no address of the DHCP range. */
const forbidden = (of: Subnet): ReadonlyArray<{ readonly by: Excluded["by"]; readonly span: Span }> => {
  const block = blockOf(of.cidr)
  const ends = { network: Prefix.network(block), broadcast: Prefix.broadcast(block) }
  return [
    ...(["network", "broadcast"] as const).flatMap((by) => {
      const ip = ends[by]
      return ip === undefined ? [] : [{ by, span: single(Ip.format(ip)) }]
    }),
    ...(of.gateway === null ? [] : [{ by: "gateway" as const, span: single(of.gateway) }]),
    ...spans(of.exclusions).map((span) => ({ by: "exclusion" as const, span })),
    ...(of.dhcp === null ? [] : [{ by: "dhcp" as const, span: spanBetween(of.dhcp.first, of.dhcp.last) }])
  ]
}

type Excluded = Extract<IpamErrorReason, { readonly _tag: "Excluded" }>

/** The free blocks in which the automatic strategies look. */
const automatic = (of: Subnet, records: ReadonlyArray<Address>, from: "ranges" | "dhcp") => {
  const block = blockOf(of.cidr)
  const where = from === "dhcp" ? (of.dhcp === null ? [] : spans([of.dhcp])) : spans(of.ranges)
  const outside = where.length === 0 && from === "ranges" ? [] : gaps(spanOf(block), where)
  const never = forbidden(of).filter(({ by }) => !(by === "dhcp" && from === "dhcp"))
  const taken = records.filter((record) => record.subnet === of.id).map(({ address }) => single(address))
  return freeBlocks(block, [...outside, ...never.map(({ span }) => span), ...taken])
}

/** All wishes, one after the other, or none of them. */
export const grant = (
  state: State,
  now: DateTime.Utc,
  as: "allocated" | "reserved",
  request: AllocateMany,
  given: ReadonlyArray<string>
): Change<ReadonlyArray<Address>> => {
  let next = state
  const granted: Array<Address> = []
  for (const [index, wish] of request.addresses.entries()) {
    const one = grantOne(next, now, as, request.scope, wish, given[index])
    if (Result.isFailure(one)) return Result.fail(one.failure)
    next = one.success[0]
    granted.push(one.success[1])
  }
  return Result.succeed([next, granted])
}

const grantOne = (
  state: State,
  now: DateTime.Utc,
  as: "allocated" | "reserved",
  scope: string,
  wish: AddressWish,
  given: string | undefined
): Change<Address> => {
  const of = subnetOf(state, scope, wish.subnet)
  if (of === undefined) return no({ _tag: "NotFound", kind: "subnet", id: wish.subnet })
  const records = current(state, DateTime.toEpochMillis(now), scope)
  const { key = "" } = wish
  const mine = records.find(
    (record) =>
      record.subnet === of.id &&
      record.owner === wish.owner &&
      record.key === key &&
      (record.state === "allocated" || record.state === "reserved")
  )
  if (mine !== undefined) {
    if (wish.address !== undefined && canonical(wish.address) !== mine.address) {
      return no({ _tag: "Conflict", kind: "address", id: mine.address, fields: ["address"] })
    }
    if (as === "reserved" || mine.state === "allocated") return Result.succeed([state, mine])
  }
  const chosen = mine === undefined ? find(of, records, wish, given) : Result.succeed(mine.address)
  if (Result.isFailure(chosen)) return Result.fail(chosen.failure)
  const fence = state.fence + 1
  const record = {
    scope,
    subnet: of.id,
    address: chosen.success,
    state: as,
    owner: wish.owner,
    key,
    comment: wish.comment ?? "",
    lease:
      wish.lease === undefined
        ? null
        : {
            token: `${chosen.success}#${fence}`,
            fence,
            expiresAt: later(now, Duration.toMillis(Duration.fromInputUnsafe(wish.lease)))
          },
    freeAt: null,
    since: now
  } as Address
  return Result.succeed([put({ ...state, fence }, record), record])
}

/** The address that a wish is given. */
const find = (
  of: Subnet,
  records: ReadonlyArray<Address>,
  wish: AddressWish,
  given: string | undefined
): Answer<Ip.Text> => {
  const block = blockOf(of.cidr)
  if (wish.address !== undefined) {
    const ip = Result.getOrThrow(Ip.parse(wish.address))
    const address = Ip.toText(ip)
    if (ip.family !== block.family)
      return no({ _tag: "WrongFamily", value: address, expected: block.family, found: ip.family })
    if (!Prefix.contains(block, ip)) return no({ _tag: "OutsideSubnet", value: address, subnet: of.id, cidr: of.cidr })
    const holder = records.find((record) => record.address === address)
    const reasons: ReadonlyArray<IpamErrorReason> = [
      ...forbidden(of)
        .filter(({ by, span }) => isIn([span], numberOf(address)) && !(by === "dhcp" && wish.from === "dhcp"))
        .map(({ by }) => ({ _tag: "Excluded" as const, address, subnet: of.id, by })),
      ...(holder === undefined ? [] : [inUse(holder)])
    ]
    return reasons.length > 0 ? Result.fail(reasons) : Result.succeed(address)
  }
  const { from = "ranges", strategy = "lowest" } = wish
  const free = automatic(of, records, from)
  const length = Ip.bits(block.family)
  const host = given === undefined ? undefined : Prefix.host(Result.getOrThrow(Ip.parse(given)))
  const found = choose(free, length, typeof strategy === "string" ? strategy : "random", host)
  if (found !== undefined) return Result.succeed(Ip.toText(Prefix.first(found)))
  return no({ _tag: "Exhausted", in: "subnet", id: of.id, asked: 1, length, free: 0n, largestFree: null })
}

const inUse = ({ address, freeAt, lease, owner, state }: Address): IpamErrorReason => ({
  _tag: "InUse",
  address,
  state,
  owner,
  until: freeAt ?? lease?.expiresAt ?? null
})

/** The record in the place of whatever was there. */
const put = (state: State, record: Address): State => ({
  ...state,
  addresses: [...without(state, record).addresses, record]
})

const without = (state: State, { address, scope }: Pick<Address, "scope" | "address">): State => ({
  ...state,
  addresses: state.addresses.filter((one) => !(one.scope === scope && one.address === address))
})

/** Holds each address of the range, or none of them. */
export const hold = (state: State, now: DateTime.Utc, request: Hold): Change<ReadonlyArray<Address>> => {
  const of = subnetOf(state, request.scope, request.subnet)
  if (of === undefined) return no({ _tag: "NotFound", kind: "subnet", id: request.subnet })
  const block = blockOf(of.cidr)
  const records = current(state, DateTime.toEpochMillis(now), request.scope)
  const last = Result.getOrThrow(Ip.parse(request.last ?? request.first))
  const held: Array<Address> = []
  const reasons: Array<IpamErrorReason> = []
  let next = state
  for (
    let ip: Ip.Ip | undefined = Result.getOrThrow(Ip.parse(request.first));
    ip !== undefined && Ip.compare(ip, last) <= 0;
    ip = Ip.add(ip, 1)
  ) {
    const address = Ip.toText(ip)
    const holder = records.find((record) => record.address === address)
    if (ip.family !== block.family) {
      return no({ _tag: "WrongFamily", value: address, expected: block.family, found: ip.family })
    }
    if (!Prefix.contains(block, ip)) {
      reasons.push({ _tag: "OutsideSubnet", value: address, subnet: of.id, cidr: of.cidr })
    } else if (holder !== undefined && !(holder.state === "held" && holder.owner === request.owner)) {
      reasons.push(inUse(holder))
    } else {
      const record =
        holder ??
        ({
          scope: request.scope,
          subnet: of.id,
          address,
          state: "held",
          owner: request.owner as Address["owner"],
          // An owner may hold many addresses of a subnet.
          key: String(address),
          comment: request.comment,
          lease: null,
          freeAt: null,
          since: now
        } as Address)
      next = put(next, record)
      held.push(record)
    }
  }
  return reasons.length > 0 ? Result.fail(reasons) : Result.succeed([next, held])
}

/** Frees what the owner, or the token, has a right to, and nothing else. */
export const release = (
  state: State,
  now: DateTime.Utc,
  request: Release & { readonly scope: string }
): readonly [state: State, outcome: ReleaseOutcome] => {
  const address = canonical(request.address)
  const record = current(state, DateTime.toEpochMillis(now), request.scope).find((one) => one.address === address)
  if (record === undefined) return [state, { _tag: "AlreadyFree", address, freeAt: null }]
  if (record.state === "quarantined") return [state, { _tag: "AlreadyFree", address, freeAt: record.freeAt }]
  if (request.token !== undefined && record.lease?.token !== request.token) {
    return [state, { _tag: "StaleLease", address, fence: record.lease?.fence ?? null }]
  }
  if (request.owner !== undefined && record.owner !== request.owner) {
    return [state, { _tag: "NotOwner", address, owner: record.owner }]
  }
  const { quarantineMillis } = subnetOf(state, record.scope, record.subnet)!
  if (quarantineMillis === 0) return [without(state, record), { _tag: "Released", address, freeAt: null }]
  const freeAt = later(now, quarantineMillis)
  const resting: Address = { ...record, state: "quarantined", lease: null, freeAt, since: now }
  return [put(state, resting), { _tag: "Released", address, freeAt }]
}

/** Prolongs a lease that has not ended. */
export const renew = (
  state: State,
  now: DateTime.Utc,
  request: {
    readonly scope: string
    readonly address: string
    readonly token: string
    readonly lease: Duration.Input
  }
): Change<Address> => {
  const address = canonical(request.address)
  const record = current(state, DateTime.toEpochMillis(now), request.scope).find((one) => one.address === address)
  if (record === undefined || record.lease === null || record.lease.token !== request.token) {
    return no({ _tag: "StaleLease", address, token: request.token, fence: record?.lease?.fence ?? null })
  }
  const expiresAt = later(now, Duration.toMillis(Duration.fromInputUnsafe(request.lease)))
  const renewed: Address = { ...record, lease: { ...record.lease, expiresAt } }
  return Result.succeed([put(state, renewed), renewed])
}

/** How full a subnet is. */
export const usage = (of: Subnet, records: ReadonlyArray<Address>): SubnetUsage => {
  const block = blockOf(of.cidr)
  const never = forbidden(of).filter(({ by }) => by !== "dhcp")
  const free = automatic(of, records, "ranges")
  const count = (state: Address["state"]) =>
    records.filter((record) => record.subnet === of.id && record.state === state).length
  return {
    subnet: of.id,
    cidr: of.cidr,
    size: Prefix.size(block),
    usable: total(
      freeBlocks(
        block,
        never.map(({ span }) => span)
      )
    ),
    allocated: count("allocated"),
    reserved: count("reserved"),
    held: count("held"),
    quarantined: count("quarantined"),
    free: total(free),
    largestFree: largest(free)
  }
}
