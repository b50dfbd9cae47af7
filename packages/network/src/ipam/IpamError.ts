/**
 * The one error of the address manager, and what may be its reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { AddressState } from "./IpamModel.ts"

/**
 * What has an id of its own.
 *
 * @since 0.1.0
 * @category schemas
 */
export const IpamKind = Schema.Literals(["scope", "pool", "subnet", "delegation", "address", "mac-pool"])

/**
 * What has an id of its own.
 *
 * @since 0.1.0
 * @category models
 */
export type IpamKind = typeof IpamKind.Type

/**
 * Why the address manager refused. Unless it is `Storage` with the outcome `unknown`, nothing was changed.
 *
 * - `Exhausted`: `asked` blocks of prefix length `length` (32 and 128 are addresses, 48 MAC addresses) from pool or subnet `id` that has
 *   `free` addresses left besides those that the call names, the largest free block having the length `largestFree`, or
 *   null when nothing is free, and for MAC addresses.
 * - `Overlaps`: the block `cidr` shares addresses with the block `with`. Choose another one. Blocks of MAC addresses are
 *   written as `first-last` here.
 * - `OutsideSubnet`, `OutsidePool`: it must lie in `cidr`.
 * - `InUse`: the address has that state and that owner; if it is quarantined or leased, until `until`.
 * - `NotEmpty`: `count` things are still in it, `example` for one.
 * - `Excluded`: the subnet never hands this address out, because of what `by` says.
 * - `WrongFamily`: an address of family `found` where only `expected` can be.
 * - `HostBitsSet`: the text has bits behind its prefix length; perhaps `corrected` was meant.
 * - `InvalidText`: `text` (cut to 100 characters) of `field` cannot be read: `problem`.
 * - `InvalidRequest`: fields that do not go together.
 * - `LimitExceeded`: at most `limit` of `what` at a time.
 * - `NotFound`: there is none of that id.
 * - `Conflict`: the id, or the same owner and key, is in use for something else; `fields` differ.
 * - `Forbidden`: the tenant may not do this in the scope: only its owner writes, only owner and readers read, and only
 *   the operator creates scopes for others. For MAC addresses `scope` is the pool.
 * - `StaleLease`: the token is not that of the current lease; `fence` is the current one's number, null without one.
 * - `StalePlan`: the scope has changed since the plan was read. Read and plan again.
 * - `Storage`: the database failed.
 *
 * @since 0.1.0
 * @category errors
 */
export const IpamErrorReason = Schema.TaggedUnion({
  Exhausted: {
    in: IpamKind,
    id: Schema.String,
    asked: Schema.Int,
    length: Schema.Int,
    free: Schema.BigInt,
    largestFree: Schema.NullOr(Schema.Int)
  },
  Overlaps: {
    cidr: Schema.String,
    with: Schema.Struct({ kind: IpamKind, id: Schema.String, cidr: Schema.String })
  },
  OutsideSubnet: { value: Schema.String, subnet: Schema.String, cidr: Prefix.Text },
  OutsidePool: { value: Schema.String, pool: Schema.String, cidr: Schema.String },
  InUse: {
    address: Schema.String,
    state: AddressState,
    owner: Schema.String,
    until: Schema.NullOr(Schema.DateTimeUtcFromString)
  },
  NotEmpty: { kind: IpamKind, id: Schema.String, count: Schema.Int, example: Schema.String },
  Excluded: {
    address: Ip.Text,
    subnet: Schema.String,
    by: Schema.Literals(["network", "broadcast", "gateway", "exclusion", "dhcp"])
  },
  WrongFamily: { value: Schema.String, expected: Schema.Literals([4, 6]), found: Schema.Literals([4, 6]) },
  HostBitsSet: { field: Schema.String, text: Schema.String, corrected: Prefix.Text },
  InvalidText: { field: Schema.String, text: Schema.String, problem: Schema.String },
  InvalidRequest: { field: Schema.String, detail: Schema.String },
  LimitExceeded: { what: Schema.String, asked: Schema.Finite, limit: Schema.Int },
  NotFound: { kind: IpamKind, id: Schema.String },
  Conflict: { kind: IpamKind, id: Schema.String, fields: Schema.Array(Schema.String) },
  Forbidden: { tenant: Schema.String, scope: Schema.String },
  StaleLease: { address: Schema.String, token: Schema.String, fence: Schema.NullOr(Schema.Int) },
  StalePlan: { scope: Schema.String, planned: Schema.Int, version: Schema.Int },
  Storage: { detail: Schema.String, retryable: Schema.Boolean, outcome: Schema.Literals(["not-done", "unknown"]) }
})

/**
 * Why the address manager refused.
 *
 * @since 0.1.0
 * @category models
 */
export type IpamErrorReason = typeof IpamErrorReason.Type

/**
 * An operation of the address manager failed.
 *
 * @since 0.1.0
 * @category errors
 */
export class IpamError extends Schema.TaggedError<IpamError>()("IpamError", {
  operation: Schema.String,
  scope: Schema.optionalKey(Schema.String),
  reason: IpamErrorReason
}) {
  /** Whether the same call may succeed later with nothing else changed by the caller. */
  get isRetryable(): boolean {
    switch (this.reason._tag) {
      case "Storage":
        return this.reason.retryable
      case "Exhausted":
        return true
      case "InUse":
        return this.reason.until !== null
      default:
        return false
    }
  }

  /** `unknown` when the reply to a commit was lost. Repeat the call: with the same ids, owners and keys it is safe. */
  get outcome(): "not-done" | "unknown" {
    return this.reason._tag === "Storage" ? this.reason.outcome : "not-done"
  }

  override get message(): string {
    const { _tag, ...figures } = this.reason
    const facts = Object.entries(figures).map(([key, value]) => `${key}=${shown(value)}`)
    const message = `${this.operation}${this.scope === undefined ? "" : ` in ${this.scope}`}: ${[_tag, ...facts].join(" ")}`
    return message.replaceAll(unfit, "\ufffd")
  }
}

/** What would end a line of a log, command a terminal or turn text around: reasons repeat what others have written. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

const shown = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part))
    : String(value)
