import { runOn, sqlite } from "./databases.ts"
import { suite } from "./Migrations.suite.ts"

runOn("Migrations on SQLite", sqlite, suite)
