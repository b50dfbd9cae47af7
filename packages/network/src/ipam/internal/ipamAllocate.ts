/**
 * Handing out addresses: which one for which wish, and writing it down.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Mac from "../../Mac.ts"
import * as Prefix from "../../Prefix.ts"
import type { FreeSpace } from "../FreeSpace.ts"
import type { Address } from "../IpamModel.ts"
import { type AddressStrategy, batchMax } from "../IpamRequest.ts"
import { isEnded, settle, tidy, tidySubnet } from "./ipamExpire.ts"
import type { Refused } from "./ipamInput.ts"
import * as input from "./ipamInput.ts"
import { keyOf, ofKey } from "./ipamKeys.ts"
import { addressOf, type AddressRow, instant } from "./ipamRows.ts"
import { isOneOf } from "./ipamSql.ts"
import { excludedBy, type SubnetInfo } from "./ipamSubnet.ts"
import * as memories from "./ipamMemory.ts"
import { TakeAgain, type Trouble, type Turn } from "./ipamTurn.ts"
import { identity, type Wish } from "./ipamWish.ts"

/** What the addresses become. */
export type Target = "allocated" | "reserved" | "held"

/** Further interface identifiers that are tried (RFC 7217 section 6, IDGEN_RETRIES). */
const privacyRetries = 3

type Choice = Result.Result<Ip.Ip, Refused>

const fail = (reason: Refused["reason"]): Choice => Result.fail(new input.Refused({ reason }))

/** Whether a named address can be had in the subnet, apart from who has it. */
const admit = (info: SubnetInfo, ip: Ip.Ip, from: Wish["from"], target: Target): Choice => {
  const { prefix, record } = info
  const value = Ip.format(ip)
  if (ip.family !== prefix.family)
    return fail({ _tag: "WrongFamily", value, expected: prefix.family, found: ip.family })
  if (!Prefix.contains(prefix, ip)) return fail({ _tag: "OutsideSubnet", value, subnet: record.id, cidr: record.cidr })
  const by = target === "held" ? undefined : excludedBy(info, ip, from)
  return by === undefined
    ? Result.succeed(ip)
    : fail({ _tag: "Excluded", address: Ip.toText(ip), subnet: record.id, by })
}

const inUse = (row: AddressRow, ip: Ip.Ip): Refused => {
  const until = row.ends_at === null ? null : instant(row.ends_at)
  return new input.Refused({
    reason: { _tag: "InUse", address: Ip.format(ip), state: row.state, owner: row.owner, until }
  })
}

/** An IPv6 strategy needs 64 bits for the interface. */
const needs64 = ({ prefix, record }: SubnetInfo): Choice | undefined => {
  if (prefix.family === 4) return fail({ _tag: "WrongFamily", value: record.cidr, expected: 6, found: 4 })
  if (prefix.length <= 64) return undefined
  return fail({ _tag: "InvalidRequest", field: "strategy", detail: `${record.cidr} has no 64 bits for interfaces` })
}

/** The names of addresses that a strategy computes, in the order in which they are to be tried. */
const computed = (
  info: SubnetInfo,
  strategy: Exclude<AddressStrategy, string>
): Result.Result<ReadonlyArray<Ip.Ip>, Refused> =>
  Result.gen(function* () {
    const refused = needs64(info)
    if (refused !== undefined) yield* refused
    const network = Prefix.of(info.prefix, 64)
    if ("eui64" in strategy) {
      const mac = yield* Result.mapError(
        Mac.parse(strategy.eui64),
        ({ message }) =>
          new input.Refused({
            reason: { _tag: "InvalidText", field: "eui64", text: strategy.eui64.slice(0, 100), problem: message }
          })
      )
      return [Mac.eui64(network, mac)]
    }
    const { secret } = strategy.stablePrivacy
    if (Redacted.value(secret).length < 16) {
      yield* fail({ _tag: "InvalidRequest", field: "stablePrivacy.secret", detail: "less than 16 bytes" })
    }
    return Array.from({ length: privacyRetries + 1 }, (_, dadCounter) =>
      Mac.stablePrivacy({ ...strategy.stablePrivacy, prefix: network, dadCounter })
    )
  })

/** What a turn of allocating knows. */
interface Setting {
  readonly turn: Turn
  readonly target: Target
  readonly infos: ReadonlyMap<string, SubnetInfo>
  readonly spaces: ReadonlyMap<string, FreeSpace>
  /** Rows by address that are in the way; empty when trusting. */
  readonly rows: ReadonlyMap<string, AddressRow>
  readonly random: () => number
}

const isTaken = (setting: Setting, info: SubnetInfo, ip: Ip.Ip): boolean => {
  if (setting.rows.has(keyOf(ip))) return true
  const space = memories.spaceFor(setting.turn.memory, info, ip)
  return space !== undefined && !space.isFree(Prefix.host(ip))
}

/** The address for a wish that names or computes it. */
const chooseNamed = (setting: Setting, wish: Wish, info: SubnetInfo, taken: Set<string>): Choice =>
  Result.gen(function* () {
    const { rows, target } = setting
    if (wish.ip !== undefined) {
      const ip = yield* admit(info, wish.ip, wish.from, target)
      const row = rows.get(keyOf(ip))
      if (row !== undefined) return yield* Result.fail(inUse(row, ip))
      if (taken.has(keyOf(ip))) {
        return yield* fail({ _tag: "InvalidRequest", field: "address", detail: `${Ip.format(ip)} is wanted twice` })
      }
      return ip
    }
    const series = yield* computed(info, wish.strategy as Exclude<AddressStrategy, string>)
    const free = series.find((ip) => !isTaken(setting, info, ip) && !taken.has(keyOf(ip)))
    const ip = free ?? series.at(-1)!
    yield* admit(info, ip, wish.from, target)
    const row = rows.get(keyOf(ip))
    return row === undefined ? ip : yield* Result.fail(inUse(row, ip))
  })

/** The address for a wish that leaves it to us, or none. */
const chooseAny = ({ infos, random, spaces, turn }: Setting, wish: Wish): Ip.Ip | undefined => {
  const length = Ip.bits(infos.get(wish.subnet)!.prefix.family)
  const strategy = wish.strategy as Extract<AddressStrategy, string>
  return turn.choose(spaces.get(spaceName(wish))!, length, strategy === "random" ? random : strategy)
}

/** What there was for the wishes that `wish` shares its addresses with, when the first of them had got none yet. */
const exhausted = (
  { infos, spaces, turn }: Setting,
  wish: Wish,
  wishes: ReadonlyArray<Wish>,
  chosen: ReadonlyMap<Wish, Ip.Ip>
): Result.Result<never, Refused> => {
  const space = spaces.get(spaceName(wish))!
  const sharing = wishes.filter((one) => spaceName(one) === spaceName(wish))
  for (const one of sharing) {
    const ip = chosen.get(one)
    if (ip !== undefined) turn.mark(space, Prefix.host(ip), false)
  }
  return Result.fail(
    new input.Refused({
      reason: {
        _tag: "Exhausted",
        in: "subnet",
        id: wish.subnet,
        asked: sharing.length,
        length: Ip.bits(infos.get(wish.subnet)!.prefix.family),
        free: space.free,
        largestFree: space.largestFree() ?? null
      }
    })
  )
}

const spaceName = (wish: Wish): string => memories.spaceOf[wish.from](wish.subnet)

const isAny = (wish: Wish): boolean => wish.ip === undefined && typeof wish.strategy === "string"

/** Addresses for wishes that have none yet: those that are named first, so that no other wish gets them. */
const choose = (setting: Setting, wishes: ReadonlyArray<Wish>): Result.Result<ReadonlyMap<Wish, Ip.Ip>, Refused> => {
  const chosen = new Map<Wish, Ip.Ip>()
  const taken = new Set<string>()
  const any: Array<Wish> = []
  for (const wish of wishes) {
    if (isAny(wish)) {
      any.push(wish)
      continue
    }
    const info = setting.infos.get(wish.subnet)!
    const named = chooseNamed(setting, wish, info, taken)
    if (Result.isFailure(named)) return Result.fail(named.failure)
    const ip = named.success
    taken.add(keyOf(ip))
    setting.turn.mark(memories.spaceFor(setting.turn.memory, info, ip), Prefix.host(ip), true)
    chosen.set(wish, ip)
  }
  for (const wish of any) {
    const ip = chooseAny(setting, wish)
    if (ip === undefined) return exhausted(setting, wish, any, chosen)
    chosen.set(wish, ip)
  }
  return Result.succeed(chosen)
}

/** Rows that owners of wishes have in their subnets already, and rows of addresses that are named. */
const lookUp = Effect.fnUntraced(function* (
  turn: Turn,
  wishes: ReadonlyArray<Wish>,
  infos: ReadonlyMap<string, SubnetInfo>
): Effect.fn.Return<ReadonlyArray<AddressRow>, Trouble> {
  const { sql } = turn
  const owners = [...new Set(wishes.map(({ owner }) => owner))]
  const keys = [...new Set(wishes.map(({ key }) => key))]
  const named = wishes.flatMap((wish) => {
    if (wish.ip !== undefined) return [wish.ip]
    if (isAny(wish)) return []
    return Result.getOrElse(
      computed(infos.get(wish.subnet)!, wish.strategy as Exclude<AddressStrategy, string>),
      () => []
    )
  })
  const owned = sql`state <> 'quarantined' AND ${isOneOf(sql, "owner", owners)}
    AND ${isOneOf(sql, "subnet", [...infos.keys()])} AND ${isOneOf(sql, "key", keys)}`
  const there = named.length === 0 ? sql`1 = 0` : isOneOf(sql, "address", named.map(keyOf))
  const find = Effect.map(
    Effect.all([turn.rows(owned, rowsMax), turn.rows(there, rowsMax)]),
    ([byOwner, byAddress]) => [...byOwner, ...byAddress]
  )
  const rows = yield* find
  const ended = new Map(rows.filter((row) => isEnded(row, turn.now)).map((row) => [row.address, row]))
  if (ended.size === 0) return rows
  yield* settle(turn, [...ended.values()])
  return yield* find
})

/** An owner may have many addresses under other keys. */
const rowsMax = 1_000_000

/** What a wish finds that is granted already. */
const kept = (wish: Wish, row: AddressRow, target: Target): Result.Result<void, Refused> => {
  if ((row.state === "held") !== (target === "held")) return Result.fail(inUse(row, ofKey(row.address)))
  const fields = [
    ...(wish.ip !== undefined && keyOf(wish.ip) !== row.address ? ["address"] : []),
    ...(wish.comment !== undefined && wish.comment !== row.comment && row.state === target ? ["comment"] : []),
    ...((wish.leaseMillis !== undefined) !== (row.fence !== null) && row.state === target ? ["lease"] : [])
  ]
  if (fields.length === 0) return Result.void
  return Result.fail(new input.Refused({ reason: { _tag: "Conflict", kind: "address", id: wish.owner, fields } }))
}

const rowFor = (turn: Turn, wish: Wish, address: string, state: Target): AddressRow => ({
  scope: turn.scope,
  address,
  subnet: wish.subnet,
  state,
  owner: wish.owner,
  key: wish.key,
  comment: wish.comment ?? "",
  fence: wish.leaseMillis === undefined ? null : turn.version,
  ends_at: wish.leaseMillis === undefined ? null : turn.now + wish.leaseMillis,
  since: turn.now
})

/** Makes reservations allocations. */
const promote = Effect.fnUntraced(function* (turn: Turn, rows: ReadonlyArray<AddressRow>) {
  const { scope, sql } = turn
  for (const row of rows) {
    yield* sql`UPDATE ipam_addresses SET state = 'allocated', comment = ${row.comment}, fence = ${row.fence},
      ends_at = ${row.ends_at}, since = ${row.since} WHERE scope = ${scope} AND address = ${row.address}`
      .withoutTransform
  }
})

/** Grants every wish or fails; the addresses are in the order of the wishes. */
export const grant = Effect.fnUntraced(function* (
  turn: Turn,
  wishes: ReadonlyArray<Wish>,
  target: Target
): Effect.fn.Return<ReadonlyArray<Address>, Trouble> {
  const { scope } = turn
  const tidied = yield* tidy(turn)
  const infos = new Map<string, SubnetInfo>()
  for (const subnet of new Set(wishes.map((wish) => wish.subnet))) infos.set(subnet, yield* turn.subnet(subnet))
  // There may be more, and what has ended in these subnets counts as such now.
  if (tidied === batchMax) for (const info of infos.values()) yield* tidySubnet(turn, info)
  const found = turn.care === "trusting" ? [] : yield* lookUp(turn, wishes, infos)
  const granted = new Map(found.filter(({ state }) => state !== "quarantined").map((row) => [identity(row), row]))

  const spaces = new Map<string, FreeSpace>()
  const fresh = granted.size === 0 ? wishes : wishes.filter(({ who }) => !granted.has(who))
  for (const [name, wish] of new Map(fresh.filter(isAny).map((wish) => [spaceName(wish), wish]))) {
    spaces.set(name, yield* turn.space(infos.get(wish.subnet)!, wish.from))
  }
  const random = yield* Random.Random
  yield* turn.ours
  const rows = new Map(found.map((row) => [row.address, row]))
  const setting: Setting = { turn, target, infos, spaces, rows, random: () => random.nextDoubleUnsafe() }
  const chosen = choose(setting, fresh)
  // Perhaps an owner has an address already, which a careful look would find.
  if (Result.isFailure(chosen) && turn.care === "trusting") return yield* new TakeAgain()
  const addresses = yield* Effect.fromResult(chosen)

  const inserted: Array<AddressRow> = []
  const promoted: Array<AddressRow> = []
  const answer: Array<Address> = []
  const now = instant(turn.now)
  for (const wish of wishes) {
    const ip = addresses.get(wish)
    if (ip !== undefined) {
      const row = rowFor(turn, wish, keyOf(ip), target)
      inserted.push(row)
      answer.push(addressOf(scope, row, ip, now))
      continue
    }
    const row = granted.get(wish.who)!
    yield* Effect.fromResult(kept(wish, row, target))
    if (target === "allocated" && row.state === "reserved") {
      const after = { ...rowFor(turn, wish, row.address, target), comment: wish.comment ?? row.comment }
      promoted.push(after)
      answer.push(addressOf(scope, after))
    } else answer.push(addressOf(scope, row))
  }
  turn.insertAtEnd(inserted)
  yield* promote(turn, promoted)
  yield* turn.ours
  // What was chosen is marked in memory already.
  for (const [subnet, rows] of Map.groupBy([...inserted, ...promoted], (row) => row.subnet)) {
    turn.note(target, subnet, true, rows)
  }
  return answer
})
