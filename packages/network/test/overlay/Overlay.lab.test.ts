import { runOn } from "../support/databases.ts"
import { postgres } from "../support/databasesLab.ts"
import { suite } from "./Overlay.suite.ts"

runOn("Overlay on PostgreSQL", postgres, suite)
