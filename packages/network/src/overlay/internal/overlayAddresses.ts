/**
 * The addresses that records take, kept in the address manager.
 *
 * Subnets of networks are subnets there, with the block's text as id, in the scope of the network. One that was there before is used
 * as it is and stays when the network goes. The gateway of a subnet and upstream routers are nobody's to take there.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { Ipam } from "../../ipam/Ipam.ts"
import type { IpamError } from "../../ipam/IpamError.ts"
import { batchMax } from "../../ipam/IpamRequest.ts"
import type { RangeText } from "../../ipam/IpamRequest.ts"
import * as Prefix from "../../Prefix.ts"
import { ipOf, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import type { OverlayRecord, RecordKind, RecordOf } from "../OverlayRecord.ts"
import type { Change, OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import type { Actor } from "./overlayAuthority.ts"
import { addresses as refusalOf, type Refused, refuse } from "./overlayRefusal.ts"

type Network = RecordOf<"Network">
type Subnet = Network["subnets"][number]

/** The comment of subnets that were made for networks. */
const mark = "made for an overlay network"

const scopeOf = (network: Network): string => network.scope ?? network.tenant

/** An address that a record takes. */
interface Taken {
  readonly scope: string
  readonly subnet: string
  readonly address: string
  readonly owner: string
}

const takenIn = (network: Network | undefined, address: string, owner: string): ReadonlyArray<Taken> => {
  const subnet = network?.subnets.find(({ cidr }) => Prefix.contains(prefixOf(cidr), ipOf(address)))
  if (network === undefined || subnet === undefined || subnet.gateway === address) return []
  if (network.external?.upstreams?.some((upstream) => upstream === address) === true) return []
  return [{ scope: scopeOf(network), subnet: subnet.cidr, address, owner }]
}

/** What a record takes. */
const takenBy = (state: OverlayState, { kind, record }: OverlayRecord): ReadonlyArray<Taken> => {
  const owner = `${kind}:${record.id}`
  const network = (id: string | undefined) => (id === undefined ? undefined : State.get(state, "Network", id))
  switch (kind) {
    case "Port":
      return record.addresses.flatMap(({ address }) => takenIn(network(record.network), address, owner))
    case "Router": {
      const { gateway, interfaces } = record
      const inside = interfaces.flatMap((each) =>
        each.addresses.flatMap((address) => takenIn(network(each.network), address, `${owner}/${each.id}`))
      )
      const outside = gateway?.addresses.flatMap((address) => takenIn(network(gateway.network), address, owner)) ?? []
      return [...inside, ...outside]
    }
    case "FloatingIp":
      return takenIn(network(record.network), record.address, owner)
    case "ServiceAttachment": {
      const service = State.get(state, "ServiceNetwork", record.service)
      return takenIn(network(service?.network), record.address, owner)
    }
    case "LoadBalancer": {
      const on = record.attachments.flatMap((each) => {
        if (each._tag === "Network") return [each.network]
        const router = State.get(state, "Router", each.router)
        const inside = router?.interfaces.map((one) => one.network) ?? []
        return router?.gateway === undefined ? inside : [router.gateway.network, ...inside]
      })
      const all = [...new Set(on)].flatMap((id) => takenIn(network(id), record.address, owner))
      return all.slice(0, 1)
    }
    default:
      return []
  }
}

/** The records whose addresses a change may concern. */
const concerned = (state: OverlayState, changes: ReadonlyArray<Change>): ReadonlyArray<OverlayRecord> => {
  const found = new Map<string, OverlayRecord>()
  const add = (record: OverlayRecord) => found.set(`${record.kind} ${record.record.id}`, record)
  const users = (kind: RecordKind, id: string): void => {
    for (const user of State.usersOf(state, { kind, id })) {
      add(user)
      if (user.kind === "ServiceNetwork") users(user.kind, user.record.id)
      if (user.kind === "Router" && kind === "Network") users(user.kind, user.record.id)
    }
  }
  for (const change of changes) {
    const id = change._tag === "Put" ? change.record.id : change.id
    const record = State.get(state, change.kind, id)
    if (record !== undefined) add({ kind: change.kind, record } as OverlayRecord)
    if (change.kind === "Network" || change.kind === "Router" || change.kind === "ServiceNetwork")
      users(change.kind, id)
  }
  return [...found.values()]
}

const keyOf = ({ address, owner, scope, subnet }: Taken): string => JSON.stringify([scope, subnet, address, owner])

const allTaken = (state: OverlayState, changes: ReadonlyArray<Change>): ReadonlyMap<string, Taken> =>
  new Map(concerned(state, changes).flatMap((record) => takenBy(state, record).map((taken) => [keyOf(taken), taken])))

const byScope = (list: ReadonlyArray<Taken>): ReadonlyArray<readonly [string, ReadonlyArray<Taken>]> => {
  const scopes = new Map<string, Array<Taken>>()
  for (const each of list) {
    const known = scopes.get(each.scope)
    if (known === undefined) scopes.set(each.scope, [each])
    else known.push(each)
  }
  const batches = [...scopes].flatMap(([scope, all]) =>
    Array.from({ length: Math.ceil(all.length / batchMax) }, (_, at) => {
      return [scope, all.slice(at * batchMax, (at + 1) * batchMax)] as const
    })
  )
  return batches.sort(([a], [b]) => (a < b ? -1 : 1))
}

interface Block {
  readonly network: Network
  readonly subnet: Subnet
}

const blocksOf = (state: OverlayState, changes: ReadonlyArray<Change>): ReadonlyMap<string, Block> =>
  new Map(
    changes.flatMap((change) => {
      if (change.kind !== "Network") return []
      const network = State.get(state, "Network", change._tag === "Put" ? change.record.id : change.id)
      return (network?.subnets ?? []).map((subnet) => {
        return [JSON.stringify([scopeOf(network!), subnet.cidr]), { network: network!, subnet }] as const
      })
    })
  )

const isMissing = (error: IpamError): boolean => error.reason._tag === "NotFound"

/** The address manager, as the overlay uses it: within a transaction of its caller. */
export class Addresses {
  readonly #ipam: Ipam["Service"]["operator"]

  constructor(ipam: Ipam["Service"]) {
    this.#ipam = ipam.operator
  }

  /** Refuses a tenant's network in a scope that is not the tenant's. */
  authorise(actor: Actor, changes: ReadonlyArray<Change>): Effect.Effect<void, Refused> {
    const scopes = changes.flatMap((change) => {
      if (actor === undefined || change._tag !== "Put" || change.kind !== "Network") return []
      const record = { kind: change.kind, id: change.record.id }
      return [{ record, scope: scopeOf(change.record), tenant: actor }]
    })
    return Effect.forEach(
      scopes,
      ({ record, scope, tenant }) => {
        const denied = refuse({ _tag: "Forbidden", tenant, record, what: `scope ${scope}` })
        return this.#ipam.getScope(scope).pipe(
          Effect.matchEffect({
            onSuccess: (found) => (found.tenant === tenant ? Effect.void : denied),
            onFailure: (error): Effect.Effect<void, Refused> => {
              if (!isMissing(error)) return Effect.fail(refusalOf(error))
              // A tenant's first network makes the scope that is called like it; others are made in the address manager.
              return scope === tenant ? Effect.void : denied
            }
          })
        )
      },
      { discard: true }
    )
  }

  #ensure({ network, subnet }: Block): Effect.Effect<void, IpamError> {
    const ipam = this.#ipam
    const scope = scopeOf(network)
    const { cidr, gateway } = subnet
    const exclusions = (network.external?.upstreams ?? []).flatMap((address): ReadonlyArray<RangeText> => {
      const inside = address !== gateway && Prefix.contains(prefixOf(cidr), ipOf(address))
      return inside ? [{ first: address, last: address }] : []
    })
    return Effect.gen(function* () {
      yield* Effect.catchIf(ipam.getScope(scope), isMissing, () =>
        ipam.createScope({ id: scope, tenant: network.tenant })
      )
      const existing = yield* Effect.catchIf(ipam.getSubnet({ scope, subnet: cidr }), isMissing, () =>
        ipam.createSubnet({ scope, id: cidr, cidr, gateway: gateway ?? null, exclusions, comment: mark })
      )
      if (existing.comment !== mark) return
      const same =
        existing.gateway === (gateway ?? null) &&
        JSON.stringify(existing.exclusions.map(({ first }) => first)) ===
          JSON.stringify(exclusions.map(({ first }) => first))
      if (!same) yield* ipam.updateSubnet({ scope, subnet: cidr, gateway: gateway ?? null, exclusions })
    })
  }

  #drop({ network, subnet }: Block): Effect.Effect<void, IpamError> {
    const where = { scope: scopeOf(network), subnet: subnet.cidr }
    return this.#ipam.getSubnet(where).pipe(
      Effect.flatMap(({ comment }) => (comment === mark ? this.#ipam.removeSubnet(where) : Effect.void)),
      Effect.catchIf(isMissing, () => Effect.void)
    )
  }

  /** A free address, taken under a name for the time being. */
  pick(
    network: Network,
    subnet: Subnet,
    name: string,
    mac: string | undefined
  ): Effect.Effect<{ readonly scope: string; readonly address: string }, Refused> {
    const scope = scopeOf(network)
    const slaac = mac !== undefined && subnet.dhcp?._tag === "V6" && subnet.dhcp.mode === "slaac"
    const wish = { scope, subnet: subnet.cidr, owner: name, ...(slaac ? { strategy: { eui64: mac } } : {}) }
    return this.#ensure({ network, subnet }).pipe(
      Effect.andThen(this.#ipam.allocate(wish)),
      Effect.mapBoth({ onSuccess: ({ address }) => ({ scope, address }), onFailure: refusalOf })
    )
  }

  /** Gives back what was picked. */
  putBack(
    picked: ReadonlyArray<{ readonly scope: string; readonly address: string; readonly owner: string }>
  ): Effect.Effect<void, Refused> {
    return Effect.forEach(picked, (each) => this.#ipam.release(each), { discard: true }).pipe(
      Effect.mapError(refusalOf)
    )
  }

  /** Brings the address manager from what a state takes to what the next one takes. */
  move(before: OverlayState, after: OverlayState, changes: ReadonlyArray<Change>): Effect.Effect<void, Refused> {
    const ipam = this.#ipam
    const [old, now] = [allTaken(before, changes), allTaken(after, changes)]
    const released = byScope([...old.values()].filter((each) => !now.has(keyOf(each))))
    const [oldBlocks, newBlocks] = [blocksOf(before, changes), blocksOf(after, changes)]
    const gone = [...oldBlocks].filter(([key]) => !newBlocks.has(key)).map(([, block]) => block)
    const taken = byScope([...now.values()].filter((each) => !old.has(keyOf(each))))
    const ensure = (block: Block) => this.#ensure(block)
    const drop = (block: Block) => this.#drop(block)
    return Effect.gen(function* () {
      for (const [scope, addresses] of released) {
        yield* ipam.releaseMany({ scope, addresses: addresses.map(({ address, owner }) => ({ address, owner })) })
      }
      for (const block of gone) yield* drop(block)
      for (const block of newBlocks.values()) yield* ensure(block)
      for (const [scope, addresses] of taken) {
        yield* ipam.allocateMany({
          scope,
          addresses: addresses.map(({ address, owner, subnet }) => ({ subnet, owner, address, key: address }))
        })
      }
    }).pipe(Effect.mapError(refusalOf))
  }
}
