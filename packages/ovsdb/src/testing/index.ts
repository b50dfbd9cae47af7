/**
 * An OVSDB server in memory, and the suite that every server passes.
 *
 * @since 0.1.0
 */
export * as OvsdbServer from "./OvsdbServer.ts"
export * as OvsdbServerSuite from "./OvsdbServerSuite.ts"
