/**
 * The verbs of `Ipam`, each for an actor.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { IpamView } from "../Ipam.ts"
import { IpamError } from "../IpamError.ts"
import type { ReleaseOutcome } from "../IpamRequest.ts"
import { grant, type Target } from "./ipamAllocate.ts"
import * as applying from "./ipamApply.ts"
import * as blocks from "./ipamBlocks.ts"
import { tidy } from "./ipamExpire.ts"
import * as input from "./ipamInput.ts"
import * as reads from "./ipamReads.ts"
import * as releasing from "./ipamRelease.ts"
import * as scopes from "./ipamScopes.ts"
import * as turns from "./ipamTurn.ts"
import { usage } from "./ipamUsage.ts"
import * as wishes from "./ipamWish.ts"

type Verb<Request, A> = (actor: turns.Actor, request: Request) => Effect.Effect<A, IpamError>

interface InScope {
  readonly scope: string
}

/** Makes the service. */
export const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const log = yield* EventLog.EventLog
  const random = yield* SecureRandom.SecureRandom
  const tools = turns.tools(sql, log, yield* random.uuidV7())

  /** A verb that changes a scope. */
  const change = <Request extends InScope, A>(
    operation: string,
    body: (turn: turns.Turn, request: Request) => Effect.Effect<A, turns.Trouble>
  ): Verb<Request, A> =>
    Effect.fn(`Ipam.${operation}`)((actor: turns.Actor, request: Request) =>
      turns.take(tools, { operation, actor, scope: request.scope }, (turn) => body(turn, request))
    )

  /** A verb whose request is read before the scope is asked for. */
  const parsed = <Request extends InScope, Input, A>(
    operation: string,
    parse: (request: Request) => Result.Result<Input, input.Refused>,
    body: (turn: turns.Turn, value: Input) => Effect.Effect<A, turns.Trouble>
  ): Verb<Request, A> =>
    Effect.fn(`Ipam.${operation}`)((actor: turns.Actor, request: Request) => {
      const { scope } = request
      return Result.match(parse(request), {
        onFailure: ({ reason }) => Effect.fail(new IpamError({ operation, scope, reason })),
        onSuccess: (value) => turns.take(tools, { operation, actor, scope }, (turn) => body(turn, value))
      })
    })

  /** A verb that only reads. */
  const look = <Request, A>(
    operation: string,
    scopeOf: (request: Request) => string | undefined,
    read: (tools: turns.Tools, actor: turns.Actor, request: Request) => Effect.Effect<A, input.Refused | SqlError>
  ): Verb<Request, A> =>
    Effect.fn(`Ipam.${operation}`)((actor: turns.Actor, request: Request) =>
      reads.reading(operation, scopeOf(request), read(tools, actor, request))
    )

  const inScope = ({ scope }: InScope): string => scope
  const whole = (scope: string): string => scope
  const anywhere = (): undefined => undefined
  const granting = (target: Target) => (turn: turns.Turn, list: ReadonlyArray<wishes.Wish>) => grant(turn, list, target)
  const first = <A>([value]: ReadonlyArray<A>): A => value!

  const createScope = Effect.fn("Ipam.createScope")(
    (actor: turns.Actor, request: Parameters<IpamView["createScope"]>[0]) => scopes.create(tools, actor, request)
  )
  const updateScope = change("updateScope", (turn, request: Parameters<IpamView["updateScope"]>[0]) =>
    scopes.update(turn, request)
  )
  const removeScope = change("removeScope", scopes.remove)
  const getScope = look("getScope", whole, reads.scope)
  const listScopes = look("listScopes", anywhere, reads.scopes)

  const createPool = change("createPool", blocks.createPool)
  const removePool = change("removePool", (turn, { pool }: InScope & { readonly pool: string }) =>
    blocks.removePool(turn, pool)
  )
  const listPools = look("listPools", inScope, reads.pools)
  const createSubnet = change("createSubnet", blocks.createSubnet)
  const updateSubnet = change("updateSubnet", blocks.updateSubnet)
  const removeSubnet = change("removeSubnet", (turn, { subnet }: InScope & { readonly subnet: string }) =>
    blocks.removeSubnet(turn, subnet)
  )
  const getSubnet = look("getSubnet", inScope, reads.subnet)
  const listSubnets = look("listSubnets", inScope, reads.subnets)
  const delegate = change("delegate", blocks.delegate)
  const undelegate = change("undelegate", (turn, request: Parameters<IpamView["undelegate"]>[0]) =>
    blocks.undelegate(turn, request)
  )
  const listDelegations = look("listDelegations", inScope, reads.delegations)

  const one = (request: Parameters<IpamView["allocate"]>[0]) =>
    wishes.read({ scope: request.scope, addresses: [request] })
  const allocate = parsed("allocate", one, (turn, list) => Effect.map(grant(turn, list, "allocated"), first))
  const allocateMany = parsed("allocateMany", wishes.read, granting("allocated"))
  const reserve = parsed("reserve", wishes.read, granting("reserved"))
  const hold = parsed("hold", wishes.readHold, granting("held"))
  const release = parsed(
    "release",
    (request: Parameters<IpamView["release"]>[0]) => releasing.read([request]),
    (turn, list): Effect.Effect<ReleaseOutcome, turns.Trouble> => Effect.map(releasing.release(turn, list), first)
  )
  const releaseMany = parsed(
    "releaseMany",
    (request: Parameters<IpamView["releaseMany"]>[0]) => releasing.read(request.addresses),
    releasing.release
  )
  const renew = change("renew", (turn, request: Parameters<IpamView["renew"]>[0]) => releasing.renew(turn, request))
  const expire = change<InScope, number>("expire", tidy)

  const getAddress = look("getAddress", inScope, reads.address)
  const listAddresses = look("listAddresses", inScope, reads.addresses)
  const whoHas = look("whoHas", anywhere, reads.whoHas)
  const history = look("history", inScope, reads.history)
  const usageOf = look("usage", whole, (_, actor, scope: string) => reads.snapshot(sql, usage(tools, actor, scope)))
  const plan = look("plan", whole, (_, actor, scope: string) => reads.snapshot(sql, applying.plan(tools, actor, scope)))
  const apply = change("apply", applying.apply)

  const view = (actor: turns.Actor): IpamView => ({
    createScope: (request) => createScope(actor, request),
    updateScope: (request) => updateScope(actor, request),
    removeScope: (scope) =>
      Effect.catchIf(
        removeScope(actor, { scope }),
        ({ reason }) => reason._tag === "NotFound",
        () => Effect.void
      ),
    getScope: (scope) => getScope(actor, scope),
    listScopes: (page = {}) => listScopes(actor, page),
    createPool: (request) => createPool(actor, request),
    removePool: (where) => removePool(actor, where),
    listPools: (page) => listPools(actor, page),
    createSubnet: (request) => createSubnet(actor, request),
    updateSubnet: (request) => updateSubnet(actor, request),
    removeSubnet: (where) => removeSubnet(actor, where),
    getSubnet: (where) => getSubnet(actor, where),
    listSubnets: (page) => listSubnets(actor, page),
    delegate: (request) => delegate(actor, request),
    undelegate: (where) => undelegate(actor, where),
    listDelegations: (page) => listDelegations(actor, page),
    allocate: (request) => allocate(actor, request),
    allocateMany: (request) => allocateMany(actor, request),
    reserve: (request) => reserve(actor, request),
    hold: (request) => hold(actor, request),
    release: (request) => release(actor, request),
    releaseMany: (request) => releaseMany(actor, request),
    renew: (request) => renew(actor, request),
    expire: (scope) => expire(actor, { scope }),
    getAddress: (where) => getAddress(actor, where),
    listAddresses: (selection) => listAddresses(actor, selection),
    whoHas: (request) => whoHas(actor, request),
    history: (request) => history(actor, request),
    usage: (scope) => usageOf(actor, scope),
    plan: (scope) => plan(actor, scope),
    apply: (plan) => apply(actor, plan)
  })
  return { as: (tenant: string) => view(input.actor(tenant)), operator: view(undefined) }
})
