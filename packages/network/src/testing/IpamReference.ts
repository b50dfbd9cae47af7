/**
 * The address manager in its naive form: records in arrays, linear scans, no index, no transaction, nothing clever. What
 * another implementation answers is compared with what this one answers.
 *
 * ```ts
 * let now = 0
 * const reference = IpamReference.make({ now: () => now })
 * reference.createScope({ id: "blue", tenant: "acme" })
 * reference.createSubnet({ scope: "blue", cidr: "10.0.0.0/30", gateway: "first" })
 * reference.allocate({ scope: "blue", subnet: "10.0.0.0/30", owner: "port-1" }) // 10.0.0.2
 * reference.allocate({ scope: "blue", subnet: "10.0.0.0/30", owner: "port-2" }) // Exhausted
 * ```
 *
 * - Answers are records or *all* reasons why not, in no particular order: an implementation may tell any of them.
 * - Where a strategy leaves a choice (`random`, `sparse`), `given` is what the other implementation chose: the reference
 *   takes it if it could be chosen, else something else.
 * - State is one immutable value, so that it can be kept and gone back to.
 *
 * It knows scopes, pools, subnets, delegated prefixes and addresses with leases and quarantines. It does not know tenants'
 * rights, computed IPv6 addresses, updates, paging, versions and events, and it expects text that can be read.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import type { IpamErrorReason, IpamKind } from "../ipam/IpamError.ts"
import type { Address, Delegation, Pool, Scope, Subnet } from "../ipam/IpamModel.ts"
import type {
  Allocate,
  AllocateMany,
  BlockChoice,
  CreatePool,
  CreateScope,
  CreateSubnet,
  Delegate,
  Hold,
  PoolUsage,
  Release,
  ReleaseOutcome,
  SubnetUsage
} from "../ipam/IpamRequest.ts"
import * as Prefix from "../Prefix.ts"
import * as Addresses from "./internal/referenceAddresses.ts"
import { blockOf, choose, freeBlocks, largest, spanOf, total } from "./internal/referenceSpace.ts"

/**
 * A record, or every reason why not.
 *
 * @since 0.1.0
 * @category models
 */
export type Answer<A> = Result.Result<A, ReadonlyArray<IpamErrorReason>>

/**
 * Everything there is.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  readonly scopes: ReadonlyArray<Scope>
  readonly pools: ReadonlyArray<Pool>
  readonly subnets: ReadonlyArray<Subnet>
  readonly delegations: ReadonlyArray<Delegation>
  /** Also ended leases and quarantines, as long as nobody else has the address. */
  readonly addresses: ReadonlyArray<Address>
  /** The fencing number of the latest grant. */
  readonly fence: number
}

/**
 * The reference; methods mean what those of `Ipam` of the same name mean. Lists are in the order of the addresses.
 *
 * @since 0.1.0
 * @category models
 */
export interface IpamReference {
  readonly state: () => State
  readonly restore: (state: State) => void
  readonly createScope: (request: CreateScope & { readonly tenant: string }) => Answer<Scope>
  readonly removeScope: (scope: string) => Answer<void>
  readonly createPool: (request: CreatePool, given?: string) => Answer<Pool>
  readonly removePool: (where: { readonly scope: string; readonly pool: string }) => Answer<void>
  readonly createSubnet: (request: CreateSubnet, given?: string) => Answer<Subnet>
  readonly removeSubnet: (where: { readonly scope: string; readonly subnet: string }) => Answer<void>
  readonly delegate: (request: Delegate, given?: string) => Answer<Delegation>
  readonly undelegate: (where: {
    readonly scope: string
    readonly delegation: string
    readonly owner: string
  }) => Answer<boolean>
  readonly allocate: (request: Allocate, given?: string) => Answer<Address>
  readonly allocateMany: (request: AllocateMany, given?: ReadonlyArray<string>) => Answer<ReadonlyArray<Address>>
  readonly reserve: (request: AllocateMany, given?: ReadonlyArray<string>) => Answer<ReadonlyArray<Address>>
  readonly hold: (request: Hold) => Answer<ReadonlyArray<Address>>
  readonly release: (request: Release & { readonly scope: string }) => Answer<ReleaseOutcome>
  readonly renew: (request: {
    readonly scope: string
    readonly address: string
    readonly token: string
    readonly lease: Duration.Input
  }) => Answer<Address>
  /** What is not free in a scope, with ended leases and quarantines counted as such. */
  readonly addresses: (scope: string) => ReadonlyArray<Address>
  readonly poolUsage: (scope: string) => ReadonlyArray<PoolUsage>
  readonly subnetUsage: (scope: string) => ReadonlyArray<SubnetUsage>
}

interface Block {
  readonly id: string
  readonly scope: string
  readonly cidr: Prefix.Text
}

const empty: State = { scopes: [], pools: [], subnets: [], delegations: [], addresses: [], fence: 0 }

const no = (...reasons: ReadonlyArray<IpamErrorReason>) => Result.fail(reasons)

/**
 * A reference without anything in it. `now` is the time in milliseconds since 1970.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: { readonly now: () => number }): IpamReference => {
  let state = empty
  const noon = () => DateTime.makeUnsafe(options.now())

  /** The new state counts only when nothing failed. */
  const commit = <A>(answer: Answer<readonly [state: State, value: A]>): Answer<A> => {
    if (Result.isFailure(answer)) return Result.fail(answer.failure)
    state = answer.success[0]
    return Result.succeed(answer.success[1])
  }
  const inScope = <A>(scope: string, then: () => Answer<A>): Answer<A> =>
    state.scopes.some(({ id }) => id === scope) ? then() : no({ _tag: "NotFound", kind: "scope", id: scope })

  /** Everything that has a block in a scope, pools among them or not. */
  const blocksIn = (scope: string) => [
    ...state.subnets.filter((one) => one.scope === scope).map((one) => ({ kind: "subnet" as const, ...one })),
    ...state.delegations.filter((one) => one.scope === scope).map((one) => ({ kind: "delegation" as const, ...one }))
  ]
  const poolsIn = (scope: string) => state.pools.filter((pool) => pool.scope === scope)

  /** The smallest pool around a block, other than the one of this very id. */
  const innermost = (pools: ReadonlyArray<Pool>, block: Prefix.Prefix, except?: string) =>
    pools
      .filter((pool) => pool.id !== except && Prefix.contains(blockOf(pool.cidr), block))
      .toSorted((left, right) => blockOf(right.cidr).length - blockOf(left.cidr).length)[0]?.id ?? null

  const freeOf = (pool: Pool) =>
    freeBlocks(
      blockOf(pool.cidr),
      [...poolsIn(pool.scope).filter(({ parent }) => parent === pool.id), ...blocksIn(pool.scope)]
        .map(({ cidr }) => blockOf(cidr))
        .filter((block) => Prefix.contains(blockOf(pool.cidr), block))
        .map(spanOf)
    )

  /** The block that is meant, unless something is in its way. */
  const place = (
    kind: "pool" | "subnet" | "delegation",
    scope: string,
    choice: BlockChoice,
    given: string | undefined
  ): Answer<Prefix.Prefix> => {
    const pool = poolsIn(scope).find(({ id }) => id === choice.pool)
    if (choice.pool !== undefined && pool === undefined) return no({ _tag: "NotFound", kind: "pool", id: choice.pool })
    if ("length" in choice) {
      const free = freeOf(pool!)
      const block = choose(
        free,
        choice.length,
        choice.strategy ?? "lowest",
        given === undefined ? given : blockOf(given)
      )
      if (block !== undefined) return Result.succeed(block)
      const figures = { asked: 1, length: choice.length, free: total(free), largestFree: largest(free) }
      return no({ _tag: "Exhausted", in: "pool", id: pool!.id, ...figures })
    }
    const block = blockOf(choice.cidr)
    const others = [
      ...blocksIn(scope).filter(({ cidr }) =>
        kind === "pool" ? Prefix.contains(blockOf(cidr), block) : Prefix.overlaps(blockOf(cidr), block)
      ),
      ...poolsIn(scope)
        .map((one) => ({ kind: "pool" as const, ...one }))
        .filter(({ cidr }) => {
          const other = blockOf(cidr)
          return kind === "pool"
            ? Prefix.equals(other, block)
            : !Prefix.equals(other, block) && Prefix.contains(block, other)
        })
    ]
    const reasons: ReadonlyArray<IpamErrorReason> = [
      ...others.map((other) => ({
        _tag: "Overlaps" as const,
        cidr: Prefix.toText(block),
        with: { kind: other.kind, id: other.id, cidr: other.cidr }
      })),
      ...(pool === undefined || Prefix.contains(blockOf(pool.cidr), block)
        ? []
        : [{ _tag: "OutsidePool" as const, value: Prefix.format(block), pool: pool.id, cidr: pool.cidr }])
    ]
    return reasons.length > 0 ? Result.fail(reasons) : Result.succeed(block)
  }

  /** The same id is the same thing, if everything that is asked of it is as it is. */
  const again = <A extends Block>(kind: IpamKind, there: A, choice: BlockChoice, wanted: A): Answer<A> => {
    const block = blockOf(there.cidr)
    const pool = state.pools.find(({ id, scope }) => scope === there.scope && id === choice.pool)
    const differing = [
      ...("cidr" in choice && !Prefix.equals(blockOf(choice.cidr), block) ? ["cidr"] : []),
      ...("length" in choice && choice.length !== block.length ? ["length"] : []),
      ...(pool !== undefined && !Prefix.contains(blockOf(pool.cidr), block) ? ["pool"] : []),
      ...Object.entries(wanted)
        .filter(([name]) => name !== "cidr" && name !== "pool" && name !== "parent")
        .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(there[name as keyof A]))
        .map(([name]) => name)
    ]
    return differing.length === 0
      ? Result.succeed(there)
      : no({ _tag: "Conflict", kind, id: there.id, fields: differing })
  }

  const byBlock = <A extends { readonly cidr: string }>(items: ReadonlyArray<A>) =>
    items.toSorted((left, right) => Prefix.compare(blockOf(left.cidr), blockOf(right.cidr)))

  /** Pools know the pool around them, and so does what lies in them. */
  const withParents = (next: State): State => ({
    ...next,
    pools: byBlock(next.pools).map((pool) => ({
      ...pool,
      parent: innermost(
        next.pools.filter(({ scope }) => scope === pool.scope),
        blockOf(pool.cidr),
        pool.id
      )
    })),
    subnets: byBlock(next.subnets).map((subnet) => ({
      ...subnet,
      pool: innermost(
        next.pools.filter(({ scope }) => scope === subnet.scope),
        blockOf(subnet.cidr)
      )
    })),
    delegations: byBlock(next.delegations).map((delegation) => ({
      ...delegation,
      pool: innermost(
        next.pools.filter(({ scope }) => scope === delegation.scope),
        blockOf(delegation.cidr)
      )
    }))
  })

  const create = <A extends Block>(
    kind: "pool" | "subnet" | "delegation",
    request: BlockChoice & { readonly scope: string; readonly id?: string | undefined },
    given: string | undefined,
    list: (state: State) => ReadonlyArray<A>,
    record: (block: Prefix.Prefix, id: string) => A,
    add: (made: A) => Partial<State>
  ): Answer<A> =>
    inScope(request.scope, () => {
      const asked = request.id ?? ("cidr" in request ? Prefix.format(blockOf(request.cidr)) : undefined)
      const named = (id: string | undefined) => list(state).find((one) => one.scope === request.scope && one.id === id)
      const there = named(asked)
      if (there !== undefined) return again(kind, there, request, record(blockOf(there.cidr), there.id))
      return Result.map(place(kind, request.scope, request, given), (block) => {
        const id = asked ?? Prefix.format(block)
        state = withParents({ ...state, ...add(record(block, id)) })
        return named(id)!
      })
    })

  const notEmpty = (kind: IpamKind, id: string, inside: ReadonlyArray<string>): Answer<void> =>
    inside.length === 0
      ? Result.succeed(undefined)
      : Result.fail(inside.map((example) => ({ _tag: "NotEmpty", kind, id, count: inside.length, example })))

  const addresses = (scope: string) => Addresses.current(state, options.now(), scope)

  return {
    state: () => state,
    restore: (earlier) => {
      state = earlier
    },
    createScope: ({ comment = "", id, readers = [], tenant }) => {
      const there = state.scopes.find((scope) => scope.id === id)
      if (there !== undefined) {
        return there.tenant === tenant
          ? Result.succeed(there)
          : no({ _tag: "Conflict", kind: "scope", id, fields: ["tenant"] })
      }
      const scope = { id, tenant, readers, comment, version: 0 } as Scope
      return commit(Result.succeed([{ ...state, scopes: [...state.scopes, scope] }, scope]))
    },
    removeScope: (scope) => {
      const inside = [...poolsIn(scope), ...blocksIn(scope)].map(({ id }) => id)
      return Result.map(notEmpty("scope", scope, inside), () => {
        state = { ...state, scopes: state.scopes.filter(({ id }) => id !== scope) }
      })
    },
    createPool: (request, given) =>
      create(
        "pool",
        request,
        given,
        ({ pools }) => pools,
        (block, id) => {
          const { comment = "", scope } = request
          return { scope, id, cidr: Prefix.toText(block), parent: null, comment } as Pool
        },
        (pool) => ({ pools: [...state.pools, pool] })
      ),
    removePool: ({ pool, scope }) =>
      inScope(scope, () => {
        const rest = state.pools.filter((one) => !(one.scope === scope && one.id === pool))
        return commit(Result.succeed([withParents({ ...state, pools: rest }), undefined]))
      }),
    createSubnet: (request, given) =>
      create(
        "subnet",
        request,
        given,
        ({ subnets }) => subnets,
        (block, id) => Addresses.subnet(request, block, id),
        (subnet) => ({ subnets: [...state.subnets, subnet] })
      ),
    removeSubnet: ({ scope, subnet }) =>
      inScope(scope, () => {
        const inside = addresses(scope).filter((one) => one.subnet === subnet && one.state !== "quarantined")
        return Result.map(
          notEmpty(
            "subnet",
            subnet,
            inside.map(({ address }) => address)
          ),
          () => {
            const gone = (one: { readonly scope: string }, id: string) => one.scope === scope && id === subnet
            state = {
              ...state,
              subnets: state.subnets.filter((one) => !gone(one, one.id)),
              addresses: state.addresses.filter((one) => !gone(one, one.subnet))
            }
          }
        )
      }),
    delegate: (request, given) =>
      create(
        "delegation",
        { ...request, id: request.id ?? ("length" in request ? request.owner : undefined) },
        given,
        ({ delegations }) => delegations,
        (block, id) => {
          const { comment = "", owner, scope } = request
          return { scope, id, cidr: Prefix.toText(block), pool: null, owner, comment } as Delegation
        },
        (delegation) => ({ delegations: [...state.delegations, delegation] })
      ),
    undelegate: ({ delegation, owner, scope }) =>
      inScope(scope, () => {
        const there = state.delegations.find((one) => one.scope === scope && one.id === delegation)
        if (there === undefined) return Result.succeed(false)
        if (there.owner !== owner) {
          return no({ _tag: "InUse", address: there.cidr, state: "allocated", owner: there.owner, until: null })
        }
        state = { ...state, delegations: state.delegations.filter((one) => one !== there) }
        return Result.succeed(true)
      }),
    allocate: ({ scope, ...wish }, given) =>
      inScope(scope, () =>
        Result.map(
          commit(
            Addresses.grant(
              state,
              noon(),
              "allocated",
              { scope, addresses: [wish] },
              given === undefined ? [] : [given]
            )
          ),
          ([address]) => address!
        )
      ),
    allocateMany: (request, given = []) =>
      inScope(request.scope, () => commit(Addresses.grant(state, noon(), "allocated", request, given))),
    reserve: (request, given = []) =>
      inScope(request.scope, () => commit(Addresses.grant(state, noon(), "reserved", request, given))),
    hold: (request) => inScope(request.scope, () => commit(Addresses.hold(state, noon(), request))),
    release: (request) =>
      inScope(request.scope, () => commit(Result.succeed(Addresses.release(state, noon(), request)))),
    renew: (request) => inScope(request.scope, () => commit(Addresses.renew(state, noon(), request))),
    addresses,
    poolUsage: (scope) =>
      poolsIn(scope).map((pool) => {
        const free = freeOf(pool)
        const size = Prefix.size(blockOf(pool.cidr))
        return { pool: pool.id, cidr: pool.cidr, size, free: total(free), largestFree: largest(free) }
      }),
    subnetUsage: (scope) =>
      state.subnets
        .filter((subnet) => subnet.scope === scope)
        .map((subnet) => Addresses.usage(subnet, addresses(scope)))
  }
}
