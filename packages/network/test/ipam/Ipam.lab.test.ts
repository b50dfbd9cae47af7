import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { processes, runOn, type Suite } from "../support/databases.ts"
import { postgres } from "../support/databasesLab.ts"
import * as Ipam from "./Ipam.suite.ts"
import * as Edges from "./IpamEdges.suite.ts"
import * as Leases from "./IpamLeases.suite.ts"
import * as Processes from "./IpamProcesses.suite.ts"
import * as Tenancy from "./IpamTenancy.suite.ts"
import * as Whole from "./IpamWhole.suite.ts"
import * as MacPools from "./MacPools.suite.ts"

/** What PostgreSQL refuses to whoever writes past the address manager. */
const guards: Suite = (it) => {
  it.effect("subnets and delegations that overlap in a scope are refused to raw SQL; pools and other scopes may", () =>
    Effect.gen(function* () {
      const [one] = yield* processes(1)
      const { ipam, sql } = one!
      const acme = ipam.as("acme")
      for (const id of ["blue", "green"]) yield* acme.createScope({ id })
      yield* acme.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/24" })
      yield* acme.delegate({ scope: "blue", id: "cpe", cidr: "2001:db8:0:100::/56", owner: "cpe" })
      const insert = (scope: string, kind: string, cidr: string) =>
        sql`INSERT INTO ipam_blocks (scope, kind, id, cidr, first, last, pool, owner, comment, options)
          VALUES (${scope}, ${kind}, ${`raw ${cidr}`}, ${cidr}, ${`first of ${cidr}`}, '', NULL, NULL, '', NULL)`
      const overlapping = [
        ["subnet", "10.0.0.0/24"],
        ["subnet", "10.0.0.128/25"],
        ["subnet", "10.0.0.0/16"],
        ["delegation", "10.0.0.5/32"],
        ["subnet", "2001:db8:0:100::/64"],
        ["delegation", "2001:db8::/32"]
      ] as const
      for (const [kind, cidr] of overlapping) {
        const { reason } = yield* Effect.flip(insert("blue", kind, cidr))
        assert.strictEqual(reason._tag, "ConstraintError", cidr)
      }
      yield* insert("green", "subnet", "10.0.0.0/24")
      yield* insert("blue", "subnet", "10.0.1.0/24")
      yield* insert("blue", "pool", "10.0.0.0/8")
      const moved = yield* Effect.flip(sql`UPDATE ipam_blocks SET cidr = '10.0.0.64/26' WHERE id = 'raw 10.0.1.0/24'`)
      assert.strictEqual(moved.reason._tag, "ConstraintError")
    })
  )
}

runOn("Ipam on PostgreSQL", postgres, Ipam.suite)
runOn("Ipam at the edges on PostgreSQL", postgres, Edges.suite)
runOn("A scope as a whole on PostgreSQL", postgres, Whole.suite)
runOn("Ipam and time on PostgreSQL", postgres, Leases.suite)
runOn("Ipam and tenants on PostgreSQL", postgres, Tenancy.suite)
runOn("Ipam in several processes on PostgreSQL", postgres, Processes.suite)
runOn("MacPools on PostgreSQL", postgres, MacPools.suite)
runOn("What PostgreSQL guards", postgres, guards)
