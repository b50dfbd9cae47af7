import { runOn, sqlite } from "../support/databases.ts"
import { suite } from "./Overlay.suite.ts"

runOn("Overlay on SQLite", sqlite, suite)
