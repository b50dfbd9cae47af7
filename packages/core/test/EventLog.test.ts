import { runOn, sqlite } from "./databases.ts"
import { suite } from "./EventLog.suite.ts"

runOn("EventLog on SQLite", sqlite, suite)
