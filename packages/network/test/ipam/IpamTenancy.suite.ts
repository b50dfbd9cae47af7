/** S27: who may do what in whose scope; every method against every kind of actor. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { IpamView } from "../../src/ipam/Ipam.ts"
import type { IpamError } from "../../src/ipam/IpamError.ts"
import { blue, everything, type Suite } from "../support/databases.ts"

type Calls = { readonly [Method in keyof IpamView]: (view: IpamView) => Effect.Effect<unknown, IpamError> }

const scope = "blue"
const where = { scope, subnet: "web", owner: "x" }

/** A call of every method, about the scope `blue`. */
const calls: Calls = {
  createScope: (view) => view.createScope({ id: scope, tenant: "acme" }),
  updateScope: (view) => view.updateScope({ scope, comment: "mine now", readers: "everyone" }),
  removeScope: (view) => view.removeScope(scope),
  getScope: (view) => view.getScope(scope),
  listScopes: (view) => view.listScopes(),
  createPool: (view) => view.createPool({ scope, cidr: "172.16.0.0/12" }),
  removePool: (view) => view.removePool({ scope, pool: "ten" }),
  listPools: (view) => view.listPools({ scope }),
  createSubnet: (view) => view.createSubnet({ scope, cidr: "172.16.0.0/24" }),
  updateSubnet: (view) => view.updateSubnet({ scope, subnet: "web", comment: "mine now" }),
  removeSubnet: (view) => view.removeSubnet({ scope, subnet: "web" }),
  getSubnet: (view) => view.getSubnet({ scope, subnet: "web" }),
  listSubnets: (view) => view.listSubnets({ scope }),
  delegate: (view) => view.delegate({ scope, cidr: "10.9.0.0/24", owner: "x" }),
  undelegate: (view) => view.undelegate({ scope, delegation: "cpe", owner: "cpe" }),
  listDelegations: (view) => view.listDelegations({ scope }),
  allocate: (view) => view.allocate(where),
  allocateMany: (view) => view.allocateMany({ scope, addresses: [where] }),
  reserve: (view) => view.reserve({ scope, addresses: [where] }),
  hold: (view) => view.hold({ scope, subnet: "web", first: "10.0.0.9", owner: "x", comment: "" }),
  release: (view) => view.release({ scope, address: "10.0.0.1", owner: "port-1" }),
  releaseMany: (view) => view.releaseMany({ scope, addresses: [{ address: "10.0.0.1", owner: "port-1" }] }),
  renew: (view) => view.renew({ scope, address: "10.0.0.1", token: "x", lease: "1 minute" }),
  expire: (view) => view.expire(scope),
  getAddress: (view) => view.getAddress({ scope, address: "10.0.0.1" }),
  listAddresses: (view) => view.listAddresses({ scope }),
  whoHas: (view) => view.whoHas({ address: "10.0.0.1" }),
  history: (view) => view.history({ scope, address: "10.0.0.1" }),
  usage: (view) => view.usage(scope),
  plan: (view) => view.plan(scope),
  apply: (view) => view.apply({ scope: scope as never, version: 5, title: "", steps: [] })
}

/** Those that tell of what the actor may see, and never fail for want of a right. */
const aboutAll = ["listScopes", "whoHas"]

const reads = [
  "getScope",
  "listPools",
  "getSubnet",
  "listSubnets",
  "listDelegations",
  "getAddress",
  "listAddresses",
  "history",
  "usage",
  "plan"
]

const furnished = Effect.gen(function* () {
  const setting = yield* blue
  const { acme } = setting
  yield* acme.createPool({ scope, id: "ten", cidr: "10.0.0.0/8" })
  yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
  yield* acme.delegate({ scope, id: "cpe", cidr: "10.1.0.0/24", owner: "cpe" })
  yield* acme.allocate({ scope, subnet: "web", owner: "port-1" })
  return setting
})

const outcomes = Effect.fnUntraced(function* (view: IpamView) {
  const found: Record<string, string> = {}
  for (const [method, call] of Object.entries(calls)) {
    found[method] = yield* Effect.match(call(view), {
      onFailure: ({ reason }) => reason._tag,
      onSuccess: () => "done"
    })
  }
  return found
})

const expected = (may: (method: string) => boolean) =>
  Object.fromEntries(Object.keys(calls).map((method) => [method, may(method) ? "done" : "Forbidden"]))

export const suite: Suite = (it) => {
  it.effect("S27: a stranger may do nothing, sees nothing and changes nothing", () =>
    Effect.gen(function* () {
      const { ipam, sql } = yield* furnished
      const before = yield* everything(sql)
      const stranger = ipam.as("other")
      assert.deepStrictEqual(
        yield* outcomes(stranger),
        expected((method) => aboutAll.includes(method))
      )
      assert.deepStrictEqual((yield* stranger.listScopes()).items, [])
      assert.deepStrictEqual((yield* stranger.whoHas({ address: "10.0.0.1" })).items, [])
      assert.deepStrictEqual(yield* everything(sql), before)
    })
  )

  it.effect("S27: a reader, by name or as everyone, may read everything and change nothing", () =>
    Effect.gen(function* () {
      const { acme, ipam, sql } = yield* furnished
      for (const readers of [["reader", "another"], "everyone"] as const) {
        yield* acme.updateScope({ scope, readers })
        const before = yield* everything(sql)
        const reader = ipam.as("reader")
        assert.deepStrictEqual(
          yield* outcomes(reader),
          expected((method) => aboutAll.includes(method) || reads.includes(method))
        )
        assert.strictEqual((yield* reader.whoHas({ address: "10.0.0.1" })).items[0]?.owner as string, "port-1")
        assert.deepStrictEqual((yield* reader.listScopes()).items, [yield* acme.getScope(scope)])
        assert.deepStrictEqual(yield* everything(sql), before)
      }
      yield* acme.updateScope({ scope, readers: [] })
      assert.strictEqual((yield* outcomes(ipam.as("reader"))).getAddress, "Forbidden")
    })
  )

  it.effect("S27: names that nobody can have are nobody; the operator names the tenant of a scope", () =>
    Effect.gen(function* () {
      const { acme, ipam } = yield* furnished
      for (const name of ["", "*", "*operator", "acme\n", "acme' OR '1'='1"]) {
        assert.strictEqual((yield* outcomes(ipam.as(name))).getScope, "Forbidden", JSON.stringify(name))
        assert.strictEqual((yield* Effect.flip(ipam.as(name).createScope({ id: "new" }))).reason._tag, "InvalidText")
      }
      // Who forgets the tenant, in a language without types, is nobody and not the operator.
      const unnamed = yield* outcomes(ipam.as(undefined as unknown as string))
      assert.deepStrictEqual([unnamed.getScope, unnamed.removeScope], ["Forbidden", "Forbidden"])
      const { operator } = ipam
      assert.strictEqual((yield* Effect.flip(operator.createScope({ id: "new" }))).reason._tag, "InvalidRequest")
      yield* operator.createScope({ id: "new", tenant: "other" })
      assert.strictEqual((yield* Effect.flip(acme.getScope("new"))).reason._tag, "Forbidden")
      const mine = yield* Effect.flip(acme.createScope({ id: "third", tenant: "other" }))
      assert.strictEqual(mine.reason._tag, "Forbidden")
      yield* operator.allocate({ scope, subnet: "web", owner: "by-operator" })
      const [entry] = (yield* acme.history({ scope, address: "10.0.0.2" })).items
      assert.strictEqual(entry?.actor, "*operator")
    })
  )
}
