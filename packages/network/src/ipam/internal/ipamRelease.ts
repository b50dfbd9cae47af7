/**
 * Taking addresses back from those who have them, and prolonging leases.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import type { Address } from "../IpamModel.ts"
import type { Release, ReleaseOutcome } from "../IpamRequest.ts"
import { effective, isEnded, quarantine, remove } from "./ipamExpire.ts"
import * as input from "./ipamInput.ts"
import { keyOf, ofKey } from "./ipamKeys.ts"
import { addressOf, type AddressRow, instant, tokenOf } from "./ipamRows.ts"
import { isOneOf } from "./ipamSql.ts"
import type { Trouble, Turn } from "./ipamTurn.ts"

interface Wish {
  readonly key: string
  readonly owner: string | undefined
  readonly token: string | undefined
}

/** The releases of a request. */
export const read = (releases: ReadonlyArray<Release>): Result.Result<ReadonlyArray<Wish>, input.Refused> =>
  Result.gen(function* () {
    yield* input.batch("addresses", releases.length)
    const wishes: Array<Wish> = []
    for (const { address, owner, token } of releases) {
      const key = keyOf(yield* input.ip("address", address))
      if ((owner === undefined) === (token === undefined)) {
        const detail = "a release names the owner or the token, and not both"
        yield* Result.fail(new input.Refused({ reason: { _tag: "InvalidRequest", field: "owner", detail } }))
      }
      wishes.push({ key, owner, token })
    }
    return wishes
  })

/** The fencing number of a lease that is in force. */
const fenceOf = (row: AddressRow): number | null => (row.state === "quarantined" ? null : row.fence)

/** What becomes of a release; `row` is what the address counts as now, and is freed if that is the outcome. */
const judge = ({ key, owner, token }: Wish, row: AddressRow | undefined, freeAt: number | null): ReleaseOutcome => {
  const address = Ip.toText(ofKey(key))
  if (row === undefined) return { _tag: "AlreadyFree", address, freeAt: null }
  if (row.state === "quarantined") {
    return { _tag: "AlreadyFree", address, freeAt: row.ends_at === null ? null : instant(row.ends_at) }
  }
  if (token !== undefined && (row.fence === null || token !== tokenOf(row))) {
    return { _tag: "StaleLease", address, fence: fenceOf(row) }
  }
  if (owner !== undefined && owner !== row.owner) {
    return { _tag: "NotOwner", address, owner: row.owner as Address["owner"] }
  }
  return { _tag: "Released", address, freeAt: freeAt === null ? null : instant(freeAt) }
}

/** Releases addresses, each for itself; the outcomes are in the order of the wishes. */
export const release = Effect.fnUntraced(function* (
  turn: Turn,
  wishes: ReadonlyArray<Wish>
): Effect.fn.Return<ReadonlyArray<ReleaseOutcome>, Trouble> {
  const { now, sql } = turn
  const found = yield* turn.rows(
    isOneOf(
      sql,
      "address",
      wishes.map(({ key }) => key)
    )
  )
  const rows = new Map<string, AddressRow>()
  const freed = new Map<string, Array<AddressRow>>()
  const outcomes: Array<ReleaseOutcome> = []
  for (const row of found) {
    const { record } = yield* turn.subnet(row.subnet)
    const counts = effective(row, record.quarantineMillis, now)
    if (counts !== undefined) rows.set(row.address, counts)
  }
  for (const wish of wishes) {
    const row = rows.get(wish.key)
    const millis = row === undefined ? 0 : (yield* turn.subnet(row.subnet)).record.quarantineMillis
    const endsAt = millis === 0 ? null : now + millis
    const outcome = judge(wish, row, endsAt)
    outcomes.push(outcome)
    if (outcome._tag !== "Released" || row === undefined) continue
    const others = freed.get(row.subnet)
    if (others === undefined) freed.set(row.subnet, [row])
    else others.push(row)
    // A second release of it in the same call finds what the first has left.
    if (endsAt === null) rows.delete(wish.key)
    else rows.set(wish.key, { ...row, state: "quarantined", ends_at: endsAt })
  }
  for (const [subnet, ofSubnet] of freed) {
    const info = yield* turn.subnet(subnet)
    if (info.record.quarantineMillis === 0) yield* remove(turn, "freed", info, ofSubnet)
    else yield* quarantine(turn, "quarantined", info, ofSubnet)
  }
  return outcomes
})

/** Prolongs a lease from now on. */
export const renew = Effect.fnUntraced(function* (
  turn: Turn,
  request: { readonly address: string; readonly token: string; readonly lease: Duration.Input }
): Effect.fn.Return<Address, Trouble> {
  const { now, scope, sql } = turn
  const ip = yield* Effect.fromResult(input.ip("address", request.address))
  const millis = yield* Effect.fromResult(input.millis("lease", request.lease, 1))
  const key = keyOf(ip)
  const [row] = yield* turn.rows(sql`address = ${key}`)
  const current = row === undefined || isEnded(row, now) ? undefined : row
  if (current === undefined || fenceOf(current) === null || tokenOf(current) !== request.token) {
    const fence = current === undefined ? null : fenceOf(current)
    const token = request.token.slice(0, 100)
    return yield* input.refuse({ _tag: "StaleLease", address: Ip.format(ip), token, fence })
  }
  const renewed: AddressRow = { ...current, ends_at: now + millis }
  if (renewed.ends_at === current.ends_at) return addressOf(scope, current)
  yield* sql`UPDATE ipam_addresses SET ends_at = ${renewed.ends_at} WHERE scope = ${scope} AND address = ${key}`
    .withoutTransform
  const info = yield* turn.subnet(renewed.subnet)
  yield* turn.ours
  turn.changed("renewed", info, true, [renewed])
  return addressOf(scope, renewed)
})
