/**
 * An OVSDB (RFC 7047) client over any Socket, with typed tables, replicas and an in-memory server.
 *
 * @since 0.1.0
 */
export * as MessageReader from "./MessageReader.ts"
export * as OpenVswitch from "./generated/OpenVswitch.ts"
export * as Operation from "./Operation.ts"
export * as OvnNorthbound from "./generated/OvnNorthbound.ts"
export * as OvnSouthbound from "./generated/OvnSouthbound.ts"
export * as OvsdbAddress from "./OvsdbAddress.ts"
export * as OvsdbClient from "./OvsdbClient.ts"
export * as OvsdbConnection from "./OvsdbConnection.ts"
export * as OvsdbError from "./OvsdbError.ts"
export * as OvsdbReplica from "./OvsdbReplica.ts"
export * as OvsdbSchema from "./OvsdbSchema.ts"
export * as OvsdbValue from "./OvsdbValue.ts"
export * as Table from "./Table.ts"
export * as Uuid from "./Uuid.ts"
