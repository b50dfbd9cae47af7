import { runOn } from "./databases.ts"
import { postgres } from "./databasesLab.ts"
import { suite } from "./EventLog.suite.ts"

runOn("EventLog on PostgreSQL", postgres, suite)
