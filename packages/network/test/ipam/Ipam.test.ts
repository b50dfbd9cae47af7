import { runOn, sqlite } from "../support/databases.ts"
import * as Ipam from "./Ipam.suite.ts"
import * as Edges from "./IpamEdges.suite.ts"
import * as Leases from "./IpamLeases.suite.ts"
import * as Processes from "./IpamProcesses.suite.ts"
import * as Tenancy from "./IpamTenancy.suite.ts"
import * as Whole from "./IpamWhole.suite.ts"
import * as MacPools from "./MacPools.suite.ts"

runOn("Ipam on SQLite", sqlite, Ipam.suite)
runOn("Ipam at the edges on SQLite", sqlite, Edges.suite)
runOn("A scope as a whole on SQLite", sqlite, Whole.suite)
runOn("Ipam and time on SQLite", sqlite, Leases.suite)
runOn("Ipam and tenants on SQLite", sqlite, Tenancy.suite)
runOn("Ipam in several processes on SQLite", sqlite, Processes.suite)
runOn("MacPools on SQLite", sqlite, MacPools.suite)
