/**
 * Random operations of the address manager as data, what they ask for once it is known what there is, and the same
 * question put to the address manager and to the reference.
 */
import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import type { IpamView } from "../../src/ipam/Ipam.ts"
import type { IpamError, IpamErrorReason } from "../../src/ipam/IpamError.ts"
import type { Address } from "../../src/ipam/IpamModel.ts"
import type * as Request from "../../src/ipam/IpamRequest.ts"
import * as Prefix from "../../src/Prefix.ts"
import type { IpamReference, State } from "../../src/testing/IpamReference.ts"

export const scopes = ["blue", "green"] as const
export const tenant = "acme"

/** An operation on the `which`-th thing there is (modulo their number), with choices made by `a` and `b`. */
export interface Operation {
  readonly kind: (typeof kinds)[number]
  readonly scope: (typeof scopes)[number]
  readonly which: number
  readonly a: number
  readonly b: number
  readonly strategy: Request.BlockStrategy
}

const kinds = [
  "create pool",
  "carve pool",
  "remove pool",
  "create subnet",
  "carve subnet",
  "repeat subnet",
  "remove subnet",
  "delegate",
  "undelegate",
  "allocate",
  "claim",
  "allocate again",
  "allocate from the DHCP range",
  "lease",
  "renew",
  "allocate many",
  "claim many",
  "reserve",
  "hold",
  "release",
  "release by token",
  "release as a stranger",
  "expire",
  "let time pass"
] as const

/** Those whose outcome depends on the clock. */
const timed: ReadonlyArray<string> = ["lease", "renew", "release by token", "let time pass"]

const weights: Partial<Record<Operation["kind"], number>> = {
  allocate: 6,
  claim: 4,
  lease: 3,
  "allocate many": 3,
  release: 6,
  "create subnet": 3,
  "carve subnet": 3,
  "let time pass": 3
}

/** Operations; with `timeless` none that depends on the clock or leaves a choice of addresses. */
export const operation = (options: { readonly timeless: boolean }): fc.Arbitrary<Operation> =>
  fc.record({
    kind: fc.oneof(
      ...kinds
        .filter((kind) => !(options.timeless && timed.includes(kind)))
        .map((kind) => ({ weight: weights[kind] ?? 1, arbitrary: fc.constant(kind) }))
    ),
    scope: fc.constantFrom(...scopes),
    which: fc.nat({ max: 31 }),
    a: fc.oneof({ weight: 15, arbitrary: fc.nat({ max: 255 }) }, { weight: 1, arbitrary: fc.constantFrom(200, 201) }),
    b: fc.nat({ max: 15 }),
    strategy: fc.constantFrom<Request.BlockStrategy>(
      ...(options.timeless ? (["lowest", "highest"] as const) : (["lowest", "highest", "sparse", "random"] as const))
    )
  })

/** A question in full. */
export type Question =
  | { readonly method: "createPool"; readonly request: Request.CreatePool }
  | { readonly method: "removePool"; readonly request: { readonly scope: string; readonly pool: string } }
  | { readonly method: "createSubnet"; readonly request: Request.CreateSubnet }
  | { readonly method: "removeSubnet"; readonly request: { readonly scope: string; readonly subnet: string } }
  | { readonly method: "delegate"; readonly request: Request.Delegate }
  | {
      readonly method: "undelegate"
      readonly request: { readonly scope: string; readonly delegation: string; readonly owner: string }
    }
  | { readonly method: "allocate"; readonly request: Request.Allocate }
  | { readonly method: "allocateMany" | "reserve"; readonly request: Request.AllocateMany }
  | { readonly method: "hold"; readonly request: Request.Hold }
  | { readonly method: "release"; readonly request: { readonly scope: string } & Request.Release }
  | {
      readonly method: "renew"
      readonly request: {
        readonly scope: string
        readonly address: string
        readonly token: string
        readonly lease: number
      }
    }
  | { readonly method: "expire"; readonly request: string }
  | { readonly method: "pass"; readonly request: number }

const ipv6 = Prefix.make(6, 112, 0x20010db8)
const ipv4 = Prefix.make(4, 22, 0x0a000000)

/** A block of the small world: `bits` of address are free in it. */
const blockAt = (six: boolean, bits: number, index: number) => {
  const length = (six ? 128 : 32) - bits
  const world = six ? ipv6 : ipv4
  return Prefix.subnet(world, length, index % Number(2n ** BigInt(length - world.length)))!
}

const addressAt = (cidr: string, index: number) => {
  const block = Result.getOrThrow(Prefix.parse(cidr))
  return Ip.format(Ip.add(block, BigInt(index) % Prefix.size(block))!)
}

/** Gateways, ranges and so on that suit the block: ranges and exclusions in large ones only, and apart from each other. */
const subnetOptions = (block: Prefix.Prefix, a: number): Request.SubnetOptions => {
  const size = Prefix.size(block)
  const at = (n: number) => Ip.format(Ip.add(block, n)!)
  const gateway = a % 3 === 0 ? null : size < 4n ? null : a % 3 === 1 ? "first" : "last"
  const quarantine = a % 4 === 3 ? 3_600_000 : a % 4 === 2 ? 5000 : 0
  if (size < 16n) return { gateway, quarantine }
  return {
    gateway,
    quarantine,
    ...((a >> 3) % 2 === 0 && { exclusions: [{ first: at(5), last: at(7) }] }),
    ...((a >> 4) % 3 === 0 && { dhcp: { first: at(10), last: at(12) } }),
    ...((a >> 5) % 3 === 0 && { ranges: [{ first: at(2), last: at(8) }] })
  }
}

/** What an operation means in a state; `undefined` when there is nothing to do it with. */
export const resolve = (
  state: State,
  current: (scope: string) => ReadonlyArray<Address>,
  { a, b, kind, scope, strategy, which }: Operation,
  serial: number,
  timeless: boolean
): Question | undefined => {
  const nth = <A extends { readonly scope: string }>(items: ReadonlyArray<A>): A | undefined => {
    const here = items.filter((item) => item.scope === scope)
    return here[which % here.length]
  }
  const pool = nth(state.pools)
  const subnet = nth(state.subnets)
  const record = nth(current(scope))
  const leased = nth(current(scope).filter(({ lease }) => lease !== null)) ?? record
  const owner = `port-${a % 24}`
  const wanted = subnet && { subnet: subnet.id, owner, strategy }
  // Now and then one that cannot be in it.
  const strange = a === 200 ? "192.0.2.77" : a === 201 ? "2001:db8:ffff::1" : undefined
  const address = subnet === undefined ? undefined : (strange ?? addressAt(subnet.cidr, b * 17 + a))
  switch (kind) {
    case "create pool": {
      const cidr = Prefix.format(blockAt(b % 4 === 3, 7 + (b % 4 === 3 ? 3 : (b >> 2) % 3), a))
      return { method: "createPool", request: { scope, cidr, ...(b > 7 && { id: `pool-${which % 4}` }) } }
    }
    case "carve pool": {
      if (pool === undefined) return undefined
      const block = Result.getOrThrow(Prefix.parse(pool.cidr))
      const length = block.length + 1 + (b % 2)
      if (length > (block.family === 4 ? 25 : 121)) return undefined
      return { method: "createPool", request: { scope, pool: pool.id, length, strategy, id: `carved-${a % 4}` } }
    }
    case "remove pool":
      return { method: "removePool", request: { scope, pool: pool?.id ?? "none" } }
    case "create subnet": {
      const block = blockAt(b % 3 === 2, (b >> 2) % 6, a % 12)
      const cidr = Prefix.format(block)
      const other = a % 5 === 4 ? { id: `other-${serial}` } : {}
      const inPool = b === 15 && pool !== undefined ? { pool: pool.id } : {}
      return { method: "createSubnet", request: { scope, cidr, ...inPool, ...other, ...options(block, a, timeless) } }
    }
    case "carve subnet": {
      if (pool === undefined) return undefined
      const block = Result.getOrThrow(Prefix.parse(pool.cidr))
      const length = Ip.bits(block.family) - (b % 6)
      const quarantine = timeless ? 0 : a % 3 === 0 ? 5000 : 0
      const id = `subnet-${serial}`
      return { method: "createSubnet", request: { scope, pool: pool.id, length, strategy, id, quarantine } }
    }
    case "repeat subnet":
      // The same id for another block.
      return subnet && { method: "createSubnet", request: { scope, id: subnet.id, cidr: "192.0.2.0/24" } }
    case "remove subnet":
      return { method: "removeSubnet", request: { scope, subnet: subnet?.id ?? "none" } }
    case "delegate": {
      if (pool === undefined) return undefined
      const length = Ip.bits(Result.getOrThrow(Prefix.parse(pool.cidr)).family) - 2 - (b % 4)
      return { method: "delegate", request: { scope, pool: pool.id, length, strategy, owner: `router-${a % 4}` } }
    }
    case "undelegate": {
      const delegation = nth(state.delegations)
      const by = b % 4 === 0 ? "router-x" : (delegation?.owner ?? "router-x")
      return { method: "undelegate", request: { scope, delegation: delegation?.id ?? "none", owner: by } }
    }
    case "allocate":
      return { method: "allocate", request: { scope, owner, strategy, subnet: subnet?.id ?? "none" } }
    case "allocate again": {
      if (record === undefined || (record.state !== "allocated" && record.state !== "reserved")) return undefined
      const again = { scope, subnet: record.subnet, owner: record.owner, key: record.key }
      // A reservation is taken up without a lease; what has one is asked for as it was the first time.
      return { method: "allocate", request: record.lease === null ? again : { ...again, lease: 7000 } }
    }
    case "claim":
      if (wanted === undefined || address === undefined) return undefined
      return { method: "allocate", request: { scope, ...wanted, key: `k${b}`, address } }
    case "allocate from the DHCP range":
      if (subnet === undefined || subnet.dhcp === null) return undefined
      return { method: "allocate", request: { scope, ...wanted!, owner: `guest-${serial}`, from: "dhcp" } }
    case "lease":
      return wanted && { method: "allocate", request: { scope, ...wanted, owner: `guest-${serial}`, lease: 7000 } }
    case "allocate many":
      return (
        wanted && {
          method: "allocateMany",
          request: {
            scope,
            addresses: Array.from({ length: 1 + (b % 6) }, (_, index) => ({
              ...wanted,
              key: `many-${serial}-${index}`
            }))
          }
        }
      )
    case "claim many": {
      if (wanted === undefined || subnet === undefined) return undefined
      // A batch that names an address twice is no request.
      const named = [...new Set([0, 1, 2].map((index) => addressAt(subnet.cidr, a + index * (1 + (b % 3)))))]
      const addresses = named.map((one, index) => ({ ...wanted, key: `named-${serial}-${index}`, address: one }))
      return { method: "allocateMany", request: { scope, addresses } }
    }
    case "reserve": {
      const addresses = [0, 1].map((index) => ({ ...wanted!, owner: `later-${serial}`, key: `r${index}` }))
      return wanted && { method: "reserve", request: { scope, addresses } }
    }
    case "hold":
      if (subnet === undefined || address === undefined) return undefined
      return {
        method: "hold",
        request: {
          scope,
          subnet: subnet.id,
          owner: `operator-${a % 2}`,
          comment: "kept",
          first: address,
          last: Ip.format(Ip.add(Result.getOrThrow(Ip.parse(address)), b % 3)!)
        }
      }
    case "release":
      return record && { method: "release", request: { scope, address: record.address, owner: record.owner } }
    case "release as a stranger":
      if (address === undefined) return undefined
      return { method: "release", request: { scope, address, owner: "stranger" } }
    case "release by token": {
      const token = b % 3 === 0 ? "no-such-token" : (leased?.lease?.token ?? "no-such-token")
      return leased && { method: "release", request: { scope, address: leased.address, token } }
    }
    case "renew": {
      const token = b % 3 === 0 ? "no-such-token" : (leased?.lease?.token ?? "no-such-token")
      return leased && { method: "renew", request: { scope, address: leased.address, token, lease: 9000 } }
    }
    case "expire":
      return { method: "expire", request: scope }
    case "let time pass":
      // Never a whole second, so that nothing ends at the very moment at which it is looked at.
      return { method: "pass", request: 1000 * (1 + (a % 6)) + 1 }
  }
}

const options = (block: Prefix.Prefix, a: number, timeless: boolean): Request.SubnetOptions => {
  const all = subnetOptions(block, a)
  return timeless && all.quarantine === 5000 ? { ...all, quarantine: 3_600_000 } : all
}

/** What was answered: a value, or the reasons of which one was told. */
export type Answer = Result.Result<unknown, ReadonlyArray<IpamErrorReason>>

/** Puts the question to the address manager. Its answer has one reason at most. */
export const ask = (view: IpamView, question: Question): Effect.Effect<Answer, IpamError> => {
  const answer = (effect: Effect.Effect<unknown, IpamError>): Effect.Effect<Answer, IpamError> =>
    Effect.matchEffect(effect, {
      onSuccess: (value) => Effect.succeed(Result.succeed(value)),
      onFailure: (error) =>
        error.reason._tag === "Storage" ? Effect.fail(error) : Effect.succeed(Result.fail([error.reason]))
    })
  switch (question.method) {
    case "createPool":
      return answer(view.createPool(question.request))
    case "removePool":
      return answer(view.removePool(question.request))
    case "createSubnet":
      return answer(view.createSubnet(question.request))
    case "removeSubnet":
      return answer(view.removeSubnet(question.request))
    case "delegate":
      return answer(view.delegate(question.request))
    case "undelegate":
      return answer(view.undelegate(question.request))
    case "allocate":
      return answer(view.allocate(question.request))
    case "allocateMany":
      return answer(view.allocateMany(question.request))
    case "reserve":
      return answer(view.reserve(question.request))
    case "hold":
      return answer(view.hold(question.request))
    case "release":
      return answer(view.release(question.request))
    case "renew":
      return answer(view.renew(question.request))
    case "expire":
      return answer(Effect.asVoid(view.expire(question.request)))
    case "pass":
      return Effect.succeed(Result.succeed(undefined))
  }
}

/** Puts the question to the reference; `given` is what the address manager chose. */
export const askReference = (
  reference: IpamReference,
  question: Question,
  given: ReadonlyArray<string> = []
): Answer => {
  switch (question.method) {
    case "createPool":
      return reference.createPool(question.request, given[0])
    case "removePool":
      return reference.removePool(question.request)
    case "createSubnet":
      return reference.createSubnet(question.request, given[0])
    case "removeSubnet":
      return reference.removeSubnet(question.request)
    case "delegate":
      return reference.delegate(question.request, given[0])
    case "undelegate":
      return reference.undelegate(question.request)
    case "allocate":
      return reference.allocate(question.request, given[0])
    case "allocateMany":
      return reference.allocateMany(question.request, given)
    case "reserve":
      return reference.reserve(question.request, given)
    case "hold":
      return reference.hold(question.request)
    case "release":
      return reference.release(question.request)
    case "renew":
      return reference.renew(question.request)
    case "expire":
    case "pass":
      return Result.succeed(undefined)
  }
}

/** The blocks or addresses that an answer names, in its order. */
export const chosen = (answer: Answer): ReadonlyArray<string> => {
  if (Result.isFailure(answer)) return []
  const items: ReadonlyArray<unknown> = Array.isArray(answer.success) ? answer.success : [answer.success]
  return items.flatMap((item) => {
    if (typeof item !== "object" || item === null) return []
    if ("cidr" in item) return [String(item.cidr)]
    return "address" in item ? [String(item.address)] : []
  })
}

/** What of a value both sides must agree on: everything but tokens, fencing numbers and versions. */
export const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(comparable)
  if (DateTime.isDateTime(value)) return DateTime.toEpochMillis(value)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !["token", "fence", "version"].includes(name))
      .map(([name, part]) => [name, comparable(part)])
  )
}

/** The same without times, for processes that have a clock of their own. */
export const timelessly = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(timelessly)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !["since", "freeAt", "expiresAt", "until"].includes(name))
      .map(([name, part]) => [name, timelessly(part)])
  )
}

/** Fails unless the address manager gave the reference's answer, or one of its reasons. */
export const agree = (
  question: Question,
  real: Answer,
  reference: Answer,
  seen: (value: unknown) => unknown = (value) => value
): void => {
  const what = `${question.method} ${JSON.stringify(question.request)}`
  const value = (answer: unknown) => seen(comparable(answer))
  if (Result.isSuccess(real)) {
    const shown = Result.isFailure(reference) ? reference.failure : value(reference.success)
    return assert.deepStrictEqual(value(real.success), shown, what)
  }
  const reason = (one: IpamErrorReason) => seen(essential(one))
  const [told] = real.failure.map(reason)
  if (Result.isSuccess(reference)) return assert.deepStrictEqual(told, value(reference.success), what)
  const admissible = reference.failure.map(reason)
  const same = admissible.some((one) => JSON.stringify(one) === JSON.stringify(told))
  if (!same) assert.deepStrictEqual(told, admissible[0], `${what}: one of ${JSON.stringify(admissible)}`)
}

/** A reason without the figures that a batch may count before or after, and without what may be told in several ways. */
const essential = (reason: IpamErrorReason): unknown => {
  const plain = Object.entries(comparable(reason) as Record<string, unknown>)
    .map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  const left = (names: ReadonlyArray<string>) => Object.fromEntries(plain.filter(([name]) => !names.includes(name)))
  switch (reason._tag) {
    case "Exhausted":
      return reason.in === "subnet" ? left(["asked", "free", "largestFree"]) : left([])
    case "Conflict":
      return left(["id", "fields"])
    case "InUse":
      return reason.state === "allocated" && reason.address.includes("/") ? left(["address"]) : left([])
    default:
      return left([])
  }
}

/** Everything that both hold, as the reference would tell it. */
export const picture = (reference: IpamReference, scope: string) => ({
  pools: reference.state().pools.filter((pool) => pool.scope === scope),
  subnets: reference.state().subnets.filter((subnet) => subnet.scope === scope),
  delegations: reference.state().delegations.filter((delegation) => delegation.scope === scope),
  addresses: reference.addresses(scope)
})

/** The same of the address manager. */
export const pictureOf = (view: IpamView, scope: string) =>
  Effect.all({
    pools: Effect.map(view.listPools({ scope, limit: 1000 }), ({ items }) => items),
    subnets: Effect.map(view.listSubnets({ scope, limit: 1000 }), ({ items }) => items),
    delegations: Effect.map(view.listDelegations({ scope, limit: 1000 }), ({ items }) => items),
    addresses: Effect.map(view.listAddresses({ scope, limit: 1000 }), ({ items }) => items)
  })
