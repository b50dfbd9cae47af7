import { runOn } from "./databases.ts"
import { postgres } from "./databasesLab.ts"
import { suite } from "./Sqlite.suite.ts"

runOn("PostgreSQL client", postgres, suite)
