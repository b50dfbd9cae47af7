import { runOn } from "./databases.ts"
import { postgres } from "./databasesLab.ts"
import { suite } from "./ReplayCheck.suite.ts"

runOn("ReplayCheck on PostgreSQL", postgres, suite)
