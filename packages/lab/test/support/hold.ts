/** Starts one part, prints its directory on stdout when it is ready, and holds it until it is killed. */
import * as Effect from "effect/Effect"
import {
  EvpnFabric,
  LibvirtHosts,
  NetLab,
  OvnCluster,
  OvnDummy,
  OvsdbServers,
  Postgres,
  SshServer
} from "../../src/index.ts"
import { mine } from "./traces.ts"

const parts = {
  EvpnFabric: EvpnFabric.make({ leaves: 2 }),
  LibvirtHosts: LibvirtHosts.make({ hosts: 2, tls: true, ssh: true }),
  NetLab: NetLab.make({ hypervisors: 2 }),
  OvnCluster: OvnCluster.make({ chassis: 2 }),
  OvnDummy: OvnDummy.make,
  OvsdbServers: OvsdbServers.make({ members: 3, tls: true }),
  Postgres: Postgres.make,
  SshServer: SshServer.make()
}

const part = Object.entries(parts).find(([name]) => name === process.argv[2])
if (part === undefined) throw new Error(`no part ${process.argv[2]}`)

void Effect.runPromise(
  Effect.asVoid(part[1] as Effect.Effect<unknown>).pipe(
    Effect.andThen(Effect.sync(() => process.stdout.write(`${mine()[0]}\n`))),
    Effect.andThen(Effect.never),
    Effect.scoped
  )
)
