import { runOn } from "./databases.ts"
import { postgres } from "./databasesLab.ts"
import { suite } from "./Migrations.suite.ts"

runOn("Migrations on PostgreSQL", postgres, suite)
