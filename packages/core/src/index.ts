/**
 * The vocabulary that Cloudwright's packages share. `@cloudwright/core/Postgres` is an entry of its own, because it
 * needs the optional peer `@effect/sql-pg`.
 *
 * @since 0.1.0
 */
export * as DiskSource from "./DiskSource.ts"
export * as EventLog from "./EventLog.ts"
export * as HostRef from "./HostRef.ts"
export * as Ids from "./Ids.ts"
export * as Migrations from "./Migrations.ts"
export * as NicBinding from "./NicBinding.ts"
export * as Progress from "./Progress.ts"
export * as Quantity from "./Quantity.ts"
export * as RemoteSockets from "./RemoteSockets.ts"
export * as ReplayCheck from "./ReplayCheck.ts"
export * as Sqlite from "./Sqlite.ts"
export * as Transaction from "./Transaction.ts"
