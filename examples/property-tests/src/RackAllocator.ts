/** Addresses of machines by rack: every rack has a block, and what was free longest is given next. */
import { Ip, Prefix } from "@cloudwright/network"
import { Effect, Result } from "effect"

export interface Rack {
  readonly name: string
  readonly cidr: string
}

/** Mistakes of the kind that reviews miss, to see whether the laws find them. */
export type Mistake = "a /31 ends one address late" | "the second turn ignores owners"

const addressesOf = (cidr: string, mistake?: Mistake): ReadonlyArray<string> => {
  const prefix = Result.getOrThrow(Prefix.parse(cidr))
  const count = Number(Prefix.hostCount(prefix))
  const { first } = Prefix.hosts(prefix)
  const skipped = mistake === "a /31 ends one address late" && count === 2 ? 1 : 0
  return Array.from({ length: count }, (_, index) => Ip.format(Ip.add(first, index + skipped)!))
}

export const make = (racks: ReadonlyArray<Rack>, mistake?: Mistake) => {
  const shelves = new Map(
    racks.map(({ cidr, name }) => [
      name,
      { addresses: addressesOf(cidr, mistake), next: 0, owners: new Map<string, string>() }
    ])
  )
  const shelfOf = (rack: string) => shelves.get(rack)!

  const take = (rack: string, machine: string) =>
    Effect.suspend(() => {
      const shelf = shelfOf(rack)
      const { addresses, next, owners } = shelf
      for (let turn = next; turn < next + addresses.length; turn++) {
        const address = addresses[turn % addresses.length]!
        const unseen = mistake === "the second turn ignores owners" && turn >= addresses.length
        if (owners.has(address) && !unseen) continue
        owners.set(address, machine)
        shelf.next = (turn % addresses.length) + 1
        return Effect.succeed(address)
      }
      return Effect.fail(`${rack} is full`)
    })

  const giveBack = (rack: string, machine: string, address: string) =>
    Effect.sync(() => {
      const { owners } = shelfOf(rack)
      return owners.get(address) === machine && owners.delete(address)
    })

  return {
    take,
    giveBack,
    machines: (rack: string) => Effect.sync(() => [...shelfOf(rack).owners]),
    room: (rack: string) => Effect.sync(() => shelfOf(rack).addresses.length - shelfOf(rack).owners.size)
  }
}
