/** Arbitrary wishes for a subnet. */
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import type { Subnet } from "../../src/ipam/IpamModel.ts"
import type * as SubnetPlan from "../../src/ipam/SubnetPlan.ts"
import * as Prefix from "../../src/Prefix.ts"

const prefixOf = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))
const ipOf = (text: string): Ip.Ip => Result.getOrThrow(Ip.parse(text))

/** To grow, shrink, split or renumber it. */
export const wishFor = (subnet: Subnet): fc.Arbitrary<SubnetPlan.SubnetWish> => {
  const block = prefixOf(subnet.cidr)
  const bits = Ip.bits(block.family)
  const at = { scope: subnet.scope, subnet: subnet.id }
  const nearby = fc.integer({ min: Math.max(0, block.length - 3), max: Math.min(bits, block.length + 3) })
  const elsewhere = fc
    .tuple(nearby, fc.constantFrom("10.0.0.0", "10.200.0.0", "2001:db8::", "2001:db8:ff::", subnet.cidr.split("/")[0]!))
    .map(([length, address]) => {
      const ip = ipOf(address)
      const fits = ip.family === block.family ? ip : block
      return Prefix.format(Prefix.of(fits, length))
    })
  return fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((by): SubnetPlan.SubnetWish => ({
      _tag: "Grow",
      ...at,
      cidr: Prefix.format(Prefix.supernet(block, Math.max(0, block.length - by)))
    })),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([by, high]): SubnetPlan.SubnetWish => {
      const length = Math.min(bits, block.length + by)
      return { _tag: "Shrink", ...at, cidr: Prefix.format(Prefix.of(high ? Prefix.last(block) : block, length)) }
    }),
    fc.integer({ min: 1, max: 3 }).map((by) => split(subnet, by)),
    elsewhere.map((cidr): SubnetPlan.SubnetWish => ({ _tag: "Renumber", ...at, cidr }))
  )
}

/** To split it into parts that are longer by so many bits. */
export const split = (subnet: Subnet, by: number): Extract<SubnetPlan.SubnetWish, { readonly _tag: "Split" }> => ({
  _tag: "Split",
  scope: subnet.scope,
  subnet: subnet.id,
  length: prefixOf(subnet.cidr).length + by,
  others: Array.from({ length: 2 ** by - 1 }, (_, index) => `new-${index}`)
})
