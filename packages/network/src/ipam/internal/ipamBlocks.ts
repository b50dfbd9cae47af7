/**
 * Making, changing and removing pools, subnets and delegated prefixes.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { AddressRange, Delegation, Pool, Subnet } from "../IpamModel.ts"
import {
  type BlockChoice,
  type CreatePool,
  type CreateSubnet,
  type Delegate,
  rangesMax,
  type SubnetOptions,
  type UpdateSubnet
} from "../IpamRequest.ts"
import { remove as removeAddresses, tidySubnet } from "./ipamExpire.ts"
import * as input from "./ipamInput.ts"
import { ofKey, span } from "./ipamKeys.ts"
import * as place from "./ipamPlace.ts"
import { type BlockRow, delegationOf, delegationRow, poolOf, poolRow, subnetOf, subnetRow } from "./ipamRows.ts"
import { infoOf } from "./ipamSubnet.ts"
import type { Trouble, Turn } from "./ipamTurn.ts"
import { edgeOf } from "./planCheck.ts"
import { blockOf } from "./planText.ts"

const idOf = <A extends string>(
  read: (field: string, text: string) => Result.Result<A, input.Refused>,
  given: string | undefined,
  prefix: Prefix.Prefix
): Effect.Effect<A, input.Refused> => Effect.fromResult(read("id", given ?? Prefix.format(prefix)))

/** The block that exists already under the id of a request, which is known unless a pool is to choose the block. */
const existing = Effect.fnUntraced(function* (
  turn: Turn,
  kind: place.Kind,
  choice: BlockChoice,
  id: string | undefined
): Effect.fn.Return<BlockRow | undefined, Trouble> {
  if (id !== undefined) return yield* place.find(turn, kind, id)
  if (!("cidr" in choice)) return undefined
  const prefix = yield* Effect.fromResult(input.cidr("cidr", choice.cidr))
  return yield* place.find(turn, kind, Prefix.format(prefix))
})

const differing = (same: Readonly<Record<string, boolean>>): ReadonlyArray<string> =>
  Object.entries(same).flatMap(([field, equal]) => (equal ? [] : [field]))

/** Makes a pool. */
export const createPool = Effect.fnUntraced(function* (
  turn: Turn,
  request: CreatePool
): Effect.fn.Return<Pool, Trouble> {
  const comment = yield* Effect.fromResult(input.optional("comment", request.comment))
  const found = yield* existing(turn, "pool", request, request.id)
  if (found !== undefined) {
    const same = { cidr: yield* place.isWhatWasChosen(turn, found, request), comment: comment === found.comment }
    yield* place.conflict("pool", found.id, differing(same))
    return poolOf(found)
  }
  const { pool: parent, prefix } = yield* place.place(turn, "pool", request)
  const id = yield* idOf(input.poolId, request.id, prefix)
  const pool: Pool = {
    scope: turn.scope as Pool["scope"],
    id,
    cidr: Prefix.toText(prefix),
    parent: parent as Pool["parent"],
    comment
  }
  yield* place.insert(turn, poolRow(pool))
  return pool
})

/** Removes a block, if it is there. */
export const removePool = Effect.fnUntraced(function* (turn: Turn, id: string): Effect.fn.Return<void, Trouble> {
  const row = yield* place.find(turn, "pool", id)
  if (row !== undefined) yield* place.remove(turn, row)
})

type Settings = Pick<Subnet, "gateway" | "ranges" | "exclusions" | "dhcp" | "quarantineMillis" | "comment">

const none: Settings = { gateway: null, ranges: [], exclusions: [], dhcp: null, quarantineMillis: 0, comment: "" }

/** The settings of a subnet: what is given, else what is there. */
export const settingsOf = (
  subnet: string,
  prefix: Prefix.Prefix,
  options: SubnetOptions,
  before: Settings
): Result.Result<Settings, input.Refused> => {
  const cidr = Prefix.toText(prefix)
  const outside = (value: string) =>
    Result.fail(new input.Refused({ reason: { _tag: "OutsideSubnet", value, subnet, cidr } }))
  const range = (field: string, given: { readonly first: string; readonly last: string }) =>
    Result.gen(function* () {
      const { first, last } = yield* input.range(field, given, prefix.family)
      for (const end of [first, last]) if (!Prefix.contains(prefix, end)) return yield* outside(Ip.format(end))
      return { first: Ip.toText(first), last: Ip.toText(last) } satisfies AddressRange
    })
  const rangesOf = (field: string, given: SubnetOptions["ranges"], kept: ReadonlyArray<AddressRange>) =>
    given === undefined
      ? Result.succeed(kept)
      : Result.andThen(input.limited(field, given.length, rangesMax), () =>
          Result.all(given.map((one, index) => range(`${field}[${index}]`, one)))
        )
  return Result.gen(function* () {
    return {
      gateway: options.gateway === undefined ? before.gateway : yield* gatewayOf(subnet, prefix, options.gateway),
      ranges: yield* rangesOf("ranges", options.ranges, before.ranges),
      exclusions: yield* rangesOf("exclusions", options.exclusions, before.exclusions),
      dhcp:
        options.dhcp === undefined ? before.dhcp : options.dhcp === null ? null : yield* range("dhcp", options.dhcp),
      quarantineMillis:
        options.quarantine === undefined
          ? before.quarantineMillis
          : yield* input.millis("quarantine", options.quarantine, 0),
      comment: options.comment === undefined ? before.comment : yield* input.optional("comment", options.comment)
    }
  })
}

const gatewayOf = (
  subnet: string,
  prefix: Prefix.Prefix,
  text: string | null
): Result.Result<Ip.Text | null, input.Refused> => {
  if (text === null) return Result.succeed(null)
  const hosts = Prefix.hosts(prefix)
  if (text === "first" || text === "last") return Result.succeed(Ip.toText(hosts[text]))
  return Result.flatMap(input.ipOf("gateway", text, prefix.family), (ip) => {
    const no = (reason: input.Refused["reason"]) => Result.fail(new input.Refused({ reason }))
    const address = Ip.toText(ip)
    if (!Prefix.contains(prefix, ip)) {
      return no({ _tag: "OutsideSubnet", value: address, subnet, cidr: Prefix.toText(prefix) })
    }
    const by = edgeOf(prefix, ip)
    return by === undefined ? Result.succeed(address) : no({ _tag: "Excluded", address, subnet, by })
  })
}

const settingNames = ["gateway", "ranges", "exclusions", "dhcp", "quarantineMillis", "comment"] as const

/** The settings in which two differ. */
const differingSettings = (a: Settings, b: Settings): ReadonlyArray<string> =>
  settingNames.filter((name) => !Equal.equals(a[name], b[name]))

/** Makes a subnet. */
export const createSubnet = Effect.fnUntraced(function* (
  turn: Turn,
  request: CreateSubnet
): Effect.fn.Return<Subnet, Trouble> {
  const found = yield* existing(turn, "subnet", request, request.id)
  if (found !== undefined) {
    const subnet = subnetOf(found)
    const isThere = yield* place.isWhatWasChosen(turn, found, request)
    yield* place.conflict("subnet", found.id, isThere ? [] : ["cidr"])
    const settings = yield* Effect.fromResult(settingsOf(found.id, blockOf(subnet.cidr), request, none))
    yield* place.conflict("subnet", found.id, differingSettings(settings, subnet))
    return subnet
  }
  const { pool, prefix } = yield* place.place(turn, "subnet", request)
  const id = yield* idOf(input.subnetId, request.id, prefix)
  const settings = yield* Effect.fromResult(settingsOf(id, prefix, request, none))
  const subnet: Subnet = {
    scope: turn.scope as Subnet["scope"],
    id,
    cidr: Prefix.toText(prefix),
    pool: pool as Subnet["pool"],
    ...settings
  }
  yield* place.insert(turn, subnetRow(subnet))
  return subnet
})

/** Changes the settings of a subnet. */
export const updateSubnet = Effect.fnUntraced(function* (
  turn: Turn,
  request: UpdateSubnet
): Effect.fn.Return<Subnet, Trouble> {
  const row = yield* place.require(turn, "subnet", request.subnet)
  const before = subnetOf(row)
  const settings = yield* Effect.fromResult(settingsOf(row.id, blockOf(before.cidr), request, before))
  const after: Subnet = { ...before, ...settings }
  if (differingSettings(before, after).length === 0) return after
  // What has ended by now had the quarantine of before.
  if (after.quarantineMillis !== before.quarantineMillis) yield* tidySubnet(turn, infoOf(before))
  yield* place.change(turn, row, subnetRow(after))
  return after
})

/** Removes a subnet without addresses, if it is there. */
export const removeSubnet = Effect.fnUntraced(function* (turn: Turn, id: string): Effect.fn.Return<void, Trouble> {
  const row = yield* place.find(turn, "subnet", id)
  if (row === undefined) return
  const info = yield* turn.subnet(id)
  yield* tidySubnet(turn, info)
  const { sql } = turn
  const { first, last } = span(blockOf(subnetOf(row).cidr))
  const here = sql`address BETWEEN ${first} AND ${last}`
  const [used] = yield* sql<{ readonly count: number | bigint | string; readonly example: string | null }>`
    SELECT COUNT(*) AS count, MIN(address) AS example FROM ipam_addresses
    WHERE scope = ${turn.scope} AND ${here} AND state <> 'quarantined'`.withoutTransform
  if (used !== undefined && used.example !== null) {
    const example = Ip.format(ofKey(used.example))
    return yield* input.refuse({ _tag: "NotEmpty", kind: "subnet", id, count: Number(used.count), example })
  }
  for (;;) {
    const left = yield* turn.rows(here)
    if (left.length === 0) break
    yield* removeAddresses(turn, "freed", info, left)
  }
  yield* place.remove(turn, row)
})

/** Delegates a prefix. */
export const delegate = Effect.fnUntraced(function* (
  turn: Turn,
  request: Delegate
): Effect.fn.Return<Delegation, Trouble> {
  const owner = yield* Effect.fromResult(input.owner("owner", request.owner))
  const comment = yield* Effect.fromResult(input.optional("comment", request.comment))
  const named = request.id ?? ("cidr" in request ? undefined : owner)
  const found = yield* existing(turn, "delegation", request, named)
  if (found !== undefined) {
    const same = {
      cidr: yield* place.isWhatWasChosen(turn, found, request),
      owner: owner === found.owner,
      comment: comment === found.comment
    }
    yield* place.conflict("delegation", found.id, differing(same))
    return delegationOf(found)
  }
  const { pool, prefix } = yield* place.place(turn, "delegation", request)
  const id = yield* idOf(input.delegationId, named, prefix)
  const scope = turn.scope as Delegation["scope"]
  const delegation: Delegation = {
    scope,
    id,
    cidr: Prefix.toText(prefix),
    pool: pool as Delegation["pool"],
    owner,
    comment
  }
  yield* place.insert(turn, delegationRow(delegation))
  return delegation
})

/** Takes a delegated prefix back from its owner; says whether it was there. */
export const undelegate = Effect.fnUntraced(function* (
  turn: Turn,
  request: { readonly delegation: string; readonly owner: string }
): Effect.fn.Return<boolean, Trouble> {
  const row = yield* place.find(turn, "delegation", request.delegation)
  if (row === undefined) return false
  if (row.owner !== request.owner) {
    const owner = row.owner ?? ""
    return yield* input.refuse({ _tag: "InUse", address: row.cidr, state: "allocated", owner, until: null })
  }
  yield* place.remove(turn, row)
  return true
})
