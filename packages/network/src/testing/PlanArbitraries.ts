/**
 * Random address plans: what an address manager might hold after a while.
 *
 * ```ts
 * fc.assert(
 *   fc.property(PlanArbitraries.plan(), (plan) => Result.isSuccess(AddressPlan.make(plan)))
 * )
 * ```
 *
 * Plans have one to three scopes with overlapping blocks of both families, nested pools, subnets with and without
 * gateway, exclusions, DHCP range and quarantine, delegated prefixes, and addresses in every state. They are made by the
 * reference address manager, so they keep its rules. They shrink to one scope with nothing in it.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../Ip.ts"
import * as AddressPlan from "../ipam/AddressPlan.ts"
import type { Subnet } from "../ipam/IpamModel.ts"
import type { SubnetOptions } from "../ipam/IpamRequest.ts"
import * as Prefix from "../Prefix.ts"
import * as IpamReference from "./IpamReference.ts"

interface SubnetPlan {
  readonly pool: number
  readonly bits: number
  readonly strategy: "lowest" | "highest" | "sparse"
  readonly options: number
  readonly addresses: ReadonlyArray<AddressPlan>
}

interface AddressPlan {
  readonly state: "allocated" | "reserved" | "held" | "quarantined"
  readonly at: number
  readonly lease: boolean
}

interface ScopePlan {
  readonly pools: ReadonlyArray<{ readonly six: boolean; readonly index: number; readonly nested: number }>
  readonly subnets: ReadonlyArray<SubnetPlan>
  readonly delegations: ReadonlyArray<number>
}

const scopePlan = (options: Options): fc.Arbitrary<ScopePlan> =>
  fc.record({
    pools: fc.array(fc.record({ six: fc.boolean(), index: fc.nat({ max: 3 }), nested: fc.nat({ max: 3 }) }), {
      maxLength: 3
    }),
    subnets: fc.array(
      fc.record({
        pool: fc.nat({ max: 15 }),
        bits: fc.constantFrom(3, 0, 1, 2, 4, 6),
        strategy: fc.constantFrom("lowest", "highest", "sparse"),
        options: fc.nat({ max: 63 }),
        addresses: fc.array(
          fc.record({
            state: fc.constantFrom("allocated", "allocated", "reserved", "held", "quarantined"),
            at: fc.nat({ max: 63 }),
            lease: fc.boolean()
          }),
          { maxLength: options.addresses ?? 6 }
        )
      }),
      { maxLength: options.subnets ?? 5 }
    ),
    delegations: fc.array(fc.nat({ max: 15 }), { maxLength: 2 })
  })

/**
 * At most so many `scopes` (default 3), `subnets` in each (default 5), `addresses` in each of these (default 6).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly scopes?: number | undefined
  readonly subnets?: number | undefined
  readonly addresses?: number | undefined
}

/**
 * Address plans.
 *
 * @since 0.1.0
 * @category generators
 */
export const plan = (options: Options = {}): fc.Arbitrary<AddressPlan.AddressPlan> =>
  fc.array(scopePlan(options), { minLength: 1, maxLength: options.scopes ?? 3 }).map((scopes) => {
    const reference = IpamReference.make({ now: () => epoch })
    for (const [index, scope] of scopes.entries()) fill(reference, `scope-${index + 1}`, scope)
    return Result.getOrThrow(AddressPlan.make(reference.state()))
  })

/** 2025-01-01T00:00:00Z, so that texts of plans are readable. */
const epoch = 1_735_689_600_000

const hour = 3_600_000

const fill = (reference: IpamReference.IpamReference, scope: string, plan: ScopePlan): void => {
  reference.createScope({ id: scope, tenant: "acme" })
  const world = { 4: Prefix.make(4, 16, 0x0a000000), 6: Prefix.make(6, 48, 0x20010db8) }
  for (const [number, { index, nested, six }] of plan.pools.entries()) {
    const outer = six ? Prefix.subnet(world[6], 56, index)! : Prefix.subnet(world[4], 24, index)!
    const id = `pool-${number}`
    reference.createPool({ scope, id, cidr: Prefix.format(outer) })
    if (nested > 1) reference.createPool({ scope, id: `${id}-inner`, pool: id, length: outer.length + nested })
  }
  const here = <A extends { readonly scope: string }>(items: ReadonlyArray<A>) =>
    items.filter((item) => item.scope === scope)
  const poolAt = (index: number) => {
    const pools = here(reference.state().pools)
    return pools[index % pools.length]
  }
  for (const [number, subnet] of plan.subnets.entries()) {
    const pool = poolAt(subnet.pool)
    if (pool === undefined) break
    const block = Result.getOrThrow(Prefix.parse(pool.cidr))
    // IPv6 subnets have 64 bits of their own.
    const bits = block.family === 6 && block.length <= 64 - subnet.bits ? 64 : subnet.bits
    const length = Ip.bits(block.family) - bits
    const made = reference.createSubnet({
      scope,
      id: `subnet-${number}`,
      pool: pool.id,
      length,
      strategy: subnet.strategy,
      ...optionsFor(subnet)
    })
    if (Result.isSuccess(made)) fillSubnet(reference, made.success, subnet.addresses)
  }
  for (const [number, at] of plan.delegations.entries()) {
    const pool = poolAt(at)
    if (pool === undefined) break
    const { family } = Result.getOrThrow(Prefix.parse(pool.cidr))
    const length = family === 4 ? 29 : 60
    reference.delegate({ scope, owner: `router-${number}`, pool: pool.id, length, strategy: "highest" })
  }
}

const optionsFor = ({ bits, options }: SubnetPlan): SubnetOptions =>
  bits < 2
    ? {}
    : {
        gateway: options % 3 === 0 ? null : options % 3 === 1 ? "first" : "last",
        quarantine: (options & 8) === 0 ? 0 : hour,
        comment: (options & 16) === 0 ? "" : "made at random"
      }

const fillSubnet = (
  reference: IpamReference.IpamReference,
  { cidr, id: subnet, scope }: Subnet,
  addresses: ReadonlyArray<AddressPlan>
): void => {
  const block = Result.getOrThrow(Prefix.parse(cidr))
  const count = Prefix.hostCount(block)
  for (const [number, { at, lease, state }] of addresses.entries()) {
    const owner = `port-${number}`
    const address = Ip.format(Ip.add(Prefix.hosts(block).first, BigInt(at) % count)!)
    const wish = { subnet, owner, address, ...(lease && { lease: hour }) }
    switch (state) {
      case "held":
        reference.hold({ scope, subnet, first: address, owner, comment: "kept" })
        break
      case "reserved":
        reference.reserve({ scope, addresses: [{ subnet, owner, address }] })
        break
      default:
        if (Result.isSuccess(reference.allocate({ scope, ...wish })) && state === "quarantined") {
          reference.release({ scope, address, owner })
        }
    }
  }
}
