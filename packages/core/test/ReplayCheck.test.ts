import { runOn, sqlite } from "./databases.ts"
import { suite } from "./ReplayCheck.suite.ts"

runOn("ReplayCheck on SQLite", sqlite, suite)
