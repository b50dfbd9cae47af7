/**
 * Wishes for addresses, read from a request. Pure.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import type { Subnet } from "../IpamModel.ts"
import type { AddressStrategy, AddressWish, AllocateMany, Hold } from "../IpamRequest.ts"
import * as input from "./ipamInput.ts"
import type { Refused } from "./ipamInput.ts"

/** A wish whose text has been read. */
export interface Wish {
  /** See {@link identity}. */
  readonly who: string
  readonly subnet: Subnet["id"]
  readonly owner: string
  readonly key: string
  readonly ip: Ip.Ip | undefined
  readonly strategy: AddressStrategy
  readonly from: "ranges" | "dhcp"
  readonly leaseMillis: number | undefined
  readonly comment: string | undefined
}

/** What the same is that a repeated wish is for. */
export const identity = (wish: { readonly subnet: string; readonly owner: string; readonly key: string }): string =>
  `${wish.subnet}\n${wish.owner}\n${wish.key}`

const strategies = new Set<unknown>(["lowest", "highest", "sparse", "random"])

const isStrategy = (strategy: AddressStrategy): boolean =>
  strategies.has(strategy) || (typeof strategy === "object" && ("eui64" in strategy || "stablePrivacy" in strategy))

const invalid = (field: string, detail: string): Refused =>
  new input.Refused({ reason: { _tag: "InvalidRequest", field, detail } })

const refused = (field: string, detail: string): Result.Result<never, Refused> => Result.fail(invalid(field, detail))

/** The wishes of a request, or what is wrong with the first that is wrong. */
export const read = (request: AllocateMany): Result.Result<ReadonlyArray<Wish>, Refused> => {
  const { addresses } = request
  const size = input.batch("addresses", addresses.length)
  if (Result.isFailure(size)) return Result.fail(size.failure)
  const checked = new Set<string>()
  const seen = new Set<string>()
  const wishes: Array<Wish> = []
  for (const given of addresses) {
    const wish = readOne(given, checked)
    if (wish instanceof input.Refused) return Result.fail(wish)
    if (seen.has(wish.who)) return refused("addresses", `${wish.owner} is named twice with the same key`)
    seen.add(wish.who)
    wishes.push(wish)
  }
  return Result.succeed(wishes)
}

/** `checked` has the ids of subnets that are well formed: they come again and again in a batch. */
const readOne = (given: AddressWish, checked: Set<string>): Wish | Refused => {
  const { comment, from = "ranges", strategy = "lowest" } = given
  if (!isStrategy(strategy)) return invalid("strategy", "there is no such strategy")
  if (from !== "ranges" && from !== "dhcp") return invalid("from", `not "ranges" or "dhcp"`)
  if (!checked.has(given.subnet)) {
    const subnet = input.subnetId("subnet", given.subnet)
    if (Result.isFailure(subnet)) return subnet.failure
    checked.add(given.subnet)
  }
  const owner = input.owner("owner", given.owner)
  if (Result.isFailure(owner)) return owner.failure
  const key = input.optional("key", given.key)
  if (Result.isFailure(key)) return key.failure
  const text = input.optional("comment", comment)
  if (Result.isFailure(text)) return text.failure
  const ip = given.address === undefined ? undefined : input.ip("address", given.address)
  if (ip !== undefined && Result.isFailure(ip)) return ip.failure
  const lease = given.lease === undefined ? undefined : input.millis("lease", given.lease, 1)
  if (lease !== undefined && Result.isFailure(lease)) return lease.failure
  return {
    who: identity({ subnet: given.subnet, owner: owner.success, key: key.success }),
    subnet: given.subnet as Subnet["id"],
    owner: owner.success,
    key: key.success,
    ip: ip?.success,
    strategy,
    from,
    leaseMillis: lease?.success,
    comment
  }
}

/** The wishes of a hold: one for each address, whose text is the key. */
export const readHold = (hold: Hold): Result.Result<ReadonlyArray<Wish>, Refused> =>
  Result.gen(function* () {
    const subnet = yield* input.subnetId("subnet", hold.subnet)
    const owner = yield* input.owner("owner", hold.owner)
    const comment = yield* input.optional("comment", hold.comment)
    const first = yield* input.ip("first", hold.first)
    const last = hold.last === undefined ? first : yield* input.ipOf("last", hold.last, first.family)
    if (Ip.compare(first, last) > 0) {
      return yield* refused("last", `${Ip.format(first)} is above ${Ip.format(last)}`)
    }
    yield* input.batch("addresses", Number(Ip.toBigInt(last) - Ip.toBigInt(first) + 1n))
    const common = { subnet, owner, strategy: "lowest", from: "ranges", leaseMillis: undefined, comment } as const
    const wishes: Array<Wish> = []
    for (let ip: Ip.Ip | undefined = first; ip !== undefined && Ip.compare(ip, last) <= 0; ip = Ip.add(ip, 1)) {
      const key = Ip.format(ip)
      wishes.push({ who: identity({ subnet, owner, key }), ...common, key, ip })
    }
    return wishes
  })
