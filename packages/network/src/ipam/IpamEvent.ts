/**
 * What the address manager tells the event log. The subject of every event is the scope; the actor is the tenant, or
 * `operator`.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { Scope } from "./IpamModel.ts"
import { AddressChange } from "./IpamRequest.ts"

/**
 * The kind of subject of the address manager's events: a scope.
 *
 * @since 0.1.0
 * @category constants
 */
export const subject = "ipam-scope"

/**
 * A scope was created, changed or removed; this is what it is now, or last was.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ScopeChanged = EventLog.define({
  type: "IpamScopeChanged",
  subject,
  payload: Schema.Struct({ change: Schema.Literals(["created", "changed", "removed"]), scope: Scope })
})

/**
 * A pool, a subnet or a delegated prefix was created, changed or removed. `owner` is that of a delegation. `version` is
 * that of the scope with the change.
 *
 * @since 0.1.0
 * @category schemas
 */
export const BlockChanged = EventLog.define({
  type: "IpamBlockChanged",
  subject,
  payload: Schema.Struct({
    change: Schema.Literals(["created", "changed", "removed"]),
    kind: Schema.Literals(["pool", "subnet", "delegation"]),
    id: Schema.String,
    cidr: Prefix.Text,
    owner: Schema.NullOr(Schema.String),
    version: Schema.Natural
  })
})

/**
 * Consecutive addresses that changed together. `owners` has one entry for each of them, or a single one for all.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressRun = Schema.Struct({ first: Ip.Text, last: Ip.Text, owners: Schema.Array(Schema.String) })

/**
 * Addresses of a subnet changed in one transaction. Large batches are several events.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressesChanged = EventLog.define({
  type: "IpamAddressesChanged",
  subject,
  payload: Schema.Struct({
    change: AddressChange,
    subnet: Schema.String,
    version: Schema.Natural,
    runs: Schema.Array(AddressRun)
  })
})

/**
 * All definitions, for a decoder.
 *
 * @since 0.1.0
 * @category constants
 */
export const definitions = [ScopeChanged, BlockChanged, AddressesChanged] as const
