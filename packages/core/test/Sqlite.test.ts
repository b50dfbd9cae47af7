import { runOn, sqlite } from "./databases.ts"
import { suite } from "./Sqlite.suite.ts"

runOn("SQLite client", sqlite, suite)
