/**
 * Rows of `MacPools`, the records they stand for, and requests read. Pure.
 *
 * @since 0.1.0
 */
import type { MacAddress } from "@cloudwright/core/NicBinding"
import * as Result from "effect/Result"
import * as Mac from "../../Mac.ts"
import type { MacGrant, MacPool, MacWish } from "../MacPools.ts"
import * as input from "./ipamInput.ts"
import { instant } from "./ipamRows.ts"
import type { Wide } from "./ipamSql.ts"

/** A row of `ipam_mac_pools`. */
export interface PoolRow {
  readonly id: string
  readonly tenant: string
  readonly first: string
  readonly last: string
  readonly comment: string
  readonly next: string
  readonly used: Wide
}

/** A row of `ipam_mac_addresses`. */
export interface GrantRow {
  readonly pool: string
  readonly address: string
  readonly owner: string
  readonly key: string
  readonly since: Wide
}

/** An address as it is stored. */
export const digits = (mac: number): string => mac.toString(16).padStart(12, "0")
/** The number of a stored address. */
export const numberOf = (text: string): number => Number.parseInt(text, 16)
/** The text of a stored address. */
export const addressOf = (text: string): MacAddress => Mac.format(numberOf(text)) as MacAddress

/** The record of a pool. */
export const poolOf = ({ comment, first, id, last, tenant }: PoolRow): MacPool =>
  ({ id, tenant, first: addressOf(first), last: addressOf(last), comment }) as MacPool

/** The record of an address. */
export const grantOf = ({ address, key, owner, pool, since }: GrantRow): MacGrant =>
  ({ pool, address: addressOf(address), owner, key, since: instant(Number(since)) }) as MacGrant

const invalid = (field: string, text: string, problem: string) =>
  new input.Refused({ reason: { _tag: "InvalidText", field, text: text.slice(0, 100), problem } })

/** An address of a request. */
export const macOf = (text: string): Result.Result<number, input.Refused> =>
  Result.flatMap(
    Result.mapError(Mac.parse(text), ({ message }) => invalid("address", text, message)),
    (mac) =>
      Mac.toAddress(mac) === undefined
        ? Result.fail(invalid("address", text, "multicast and zero belong to no interface"))
        : Result.succeed(mac)
  )

/** A block of a request. */
export const blockOf = (
  text: string
): Result.Result<{ readonly first: string; readonly last: string }, input.Refused> =>
  Result.flatMap(
    Result.mapError(Mac.parseBlock(text), ({ message }) => invalid("block", text, message)),
    (block) => {
      const last = block.address + Mac.blockSize(block) - 1
      return last === 0
        ? Result.fail(invalid("block", text, "the address zero belongs to no interface"))
        : Result.succeed({ first: digits(Math.max(block.address, 1)), last: digits(last) })
    }
  )

/** A wish whose text has been read. */
export interface Wish {
  readonly owner: string
  readonly key: string
  readonly address: string | undefined
}

/** What the same is that a repeated wish is for. */
export const identity = ({ key, owner }: { readonly key: string; readonly owner: string }): string => `${owner}\n${key}`

/** The wishes of a request. */
export const wishesOf = (given: ReadonlyArray<MacWish>): Result.Result<ReadonlyArray<Wish>, input.Refused> =>
  Result.gen(function* () {
    yield* input.batch("addresses", given.length)
    const wishes: Array<Wish> = []
    for (const { address, key, owner } of given) {
      wishes.push({
        owner: yield* input.owner("owner", owner),
        key: yield* input.optional("key", key),
        address: address === undefined ? undefined : digits(yield* macOf(address))
      })
    }
    if (new Set(wishes.map(identity)).size < wishes.length) {
      const detail = "an owner is named twice with the same key"
      yield* Result.fail(new input.Refused({ reason: { _tag: "InvalidRequest", field: "addresses", detail } }))
    }
    return wishes
  })

/** How many addresses of a pool nobody has. */
export const free = ({ first, last, used }: PoolRow): number => numberOf(last) - numberOf(first) + 1 - Number(used)
