/**
 * What is asked of the address manager and what it answers, beside the records themselves. Pure.
 *
 * Ids, addresses and blocks in a request are plain text: they are checked when the request is made, and what cannot be
 * read is the reason `InvalidText` (or `HostBitsSet`).
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import type * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import type * as Prefix from "../Prefix.ts"
import { AddressState, Owner, PoolId, ScopeId, SubnetId } from "./IpamModel.ts"

/**
 * Most addresses of one `allocateMany`, `releaseMany` or hold.
 *
 * @since 0.1.0
 * @category constants
 */
export const batchMax = 10_000

/**
 * Most records of one page.
 *
 * @since 0.1.0
 * @category constants
 */
export const pageMax = 1000

/**
 * Most tenants that a scope names as readers; `"everyone"` is not one of them.
 *
 * @since 0.1.0
 * @category constants
 */
export const readersMax = 500

/**
 * Most ranges, and most exclusions, of a subnet.
 *
 * @since 0.1.0
 * @category constants
 */
export const rangesMax = 1000

/**
 * Addresses from `first` to `last` as text, both included.
 *
 * @since 0.1.0
 * @category models
 */
export interface RangeText {
  readonly first: string
  readonly last: string
}

/**
 * A new scope. `tenant` is the owner: the acting tenant unless the operator says otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateScope {
  readonly id: string
  readonly tenant?: string | undefined
  /** Tenants that may read it, or all of them. Default nobody. */
  readonly readers?: "everyone" | ReadonlyArray<string> | undefined
  readonly comment?: string | undefined
}

/**
 * How a block is chosen where none is named:
 *
 * - `lowest`, `highest`: the first from below or above that fits.
 * - `sparse`: from the largest free block, so that what is there can grow.
 * - `random`: anywhere.
 *
 * @since 0.1.0
 * @category models
 */
export type BlockStrategy = "lowest" | "highest" | "sparse" | "random"

/**
 * A block by its text, or of `length` out of a pool.
 *
 * @since 0.1.0
 * @category models
 */
export type BlockChoice =
  | { readonly cidr: string; readonly pool?: string | undefined }
  | { readonly pool: string; readonly length: number; readonly strategy?: BlockStrategy | undefined }

/**
 * A new pool: anywhere in the scope, or nested in another one. `id` is the block's text unless given; give one when
 * the block is to be chosen, so that the call can be repeated.
 *
 * @since 0.1.0
 * @category models
 */
export type CreatePool = BlockChoice & {
  readonly scope: string
  readonly id?: string | undefined
  readonly comment?: string | undefined
}

/**
 * What can be said of a subnet beside its block; see `Subnet`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SubnetOptions {
  /** `"first"` and `"last"` stand for the first and last address that could be handed out. Default none. */
  readonly gateway?: string | null | undefined
  readonly ranges?: ReadonlyArray<RangeText> | undefined
  readonly exclusions?: ReadonlyArray<RangeText> | undefined
  readonly dhcp?: RangeText | null | undefined
  /** How long a released address stays out of use. Default not at all. */
  readonly quarantine?: Duration.Input | undefined
  readonly comment?: string | undefined
}

/**
 * A new subnet. `id` is the block's text unless given; give one when the block is to be chosen, so that the call can
 * be repeated.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateSubnet = BlockChoice & SubnetOptions & { readonly scope: string; readonly id?: string | undefined }

/**
 * A change of a subnet: what is left out stays.
 *
 * @since 0.1.0
 * @category models
 */
export interface UpdateSubnet extends SubnetOptions {
  readonly scope: string
  readonly subnet: string
}

/**
 * A prefix to delegate. The same `id` is the same delegation; without one it is the block's text, or, when the block
 * is to be chosen, the owner: an owner has one delegation unless ids are given, and needs one where its name is no id.
 *
 * @since 0.1.0
 * @category models
 */
export type Delegate = BlockChoice & {
  readonly scope: string
  readonly owner: string
  readonly id?: string | undefined
  readonly comment?: string | undefined
}

/**
 * How an address is chosen where none is named: as a block of one address, or computed for IPv6:
 *
 * - `eui64`: from a MAC address (RFC 4291 appendix A).
 * - `stablePrivacy`: from a secret and the interface's name, different in each subnet (RFC 7217). When taken, the next
 *   of the series is tried, at most three more.
 *
 * @since 0.1.0
 * @category models
 */
export type AddressStrategy =
  | BlockStrategy
  | { readonly eui64: string }
  | {
      readonly stablePrivacy: {
        readonly interface: string
        readonly secret: Redacted.Redacted<Uint8Array>
        readonly networkId?: string | undefined
      }
    }

/**
 * An address wanted in a subnet. The same owner and key in the same subnet get the same address again, just as it was
 * granted: a lease of another length changes nothing (`renew` does), and one where there is none, or none where there is
 * one, is a `Conflict`.
 *
 * @since 0.1.0
 * @category models
 */
export interface AddressWish {
  readonly subnet: string
  readonly owner: string
  /** Tells apart several addresses of one owner in one subnet. */
  readonly key?: string | undefined
  /** This one and no other; the strategy does not matter then. */
  readonly address?: string | undefined
  /** Default `lowest`. */
  readonly strategy?: AddressStrategy | undefined
  /**
   * From the subnet's ranges (the default) or from its DHCP range, out of which nobody gets an address who does not say so.
   * An address that is named may also lie outside of both.
   */
  readonly from?: "ranges" | "dhcp" | undefined
  /** The grant ends after this time unless it is renewed. Default: it does not end. */
  readonly lease?: Duration.Input | undefined
  readonly comment?: string | undefined
}

/**
 * One address.
 *
 * @since 0.1.0
 * @category models
 */
export interface Allocate extends AddressWish {
  readonly scope: string
}

/**
 * Many addresses of one or several subnets of a scope: all of them or none.
 *
 * @since 0.1.0
 * @category models
 */
export interface AllocateMany {
  readonly scope: string
  readonly addresses: ReadonlyArray<AddressWish>
}

/**
 * Addresses to keep out of use, with the reason; all of them or none. Also such as are not handed out anyway. The key of
 * each is the address itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface Hold {
  readonly scope: string
  readonly subnet: string
  readonly first: string
  /** Default: only `first`. */
  readonly last?: string | undefined
  readonly owner: string
  readonly comment: string
}

/**
 * An address to release, and by what right: as its owner, whatever grant of the address it has by now, or with the token
 * of a lease, that one and no later one.
 *
 * @since 0.1.0
 * @category models
 */
export type Release = { readonly address: string } & (
  | { readonly owner: string; readonly token?: undefined }
  | { readonly token: string; readonly owner?: undefined }
)

/**
 * What became of a release:
 *
 * - `Released`: it was the owner's, and is free now or at `freeAt`.
 * - `AlreadyFree`: it was free, or in quarantine until `freeAt`, or its lease had ended.
 * - `NotOwner`: it belongs to `owner`. Nothing was freed.
 * - `StaleLease`: the token is not that of the current lease. Nothing was freed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ReleaseOutcome = Schema.TaggedUnion({
  Released: { address: Ip.Text, freeAt: Schema.NullOr(Schema.DateTimeUtcFromString) },
  AlreadyFree: { address: Ip.Text, freeAt: Schema.NullOr(Schema.DateTimeUtcFromString) },
  NotOwner: { address: Ip.Text, owner: Owner },
  StaleLease: { address: Ip.Text, fence: Schema.NullOr(Schema.Natural) }
})

/**
 * What became of a release.
 *
 * @since 0.1.0
 * @category models
 */
export type ReleaseOutcome = typeof ReleaseOutcome.Type

/**
 * A part of a list: at most `limit` (default 100, at most 1000) records, those behind `after`.
 *
 * @since 0.1.0
 * @category models
 */
export interface PageRequest {
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/**
 * A part of a list. `next` is null at its end.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly next: string | null
}

/**
 * Which addresses of a scope.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListAddresses extends PageRequest {
  readonly scope: string
  readonly subnet?: string | undefined
  readonly owner?: string | undefined
  readonly states?: ReadonlyArray<AddressState> | undefined
}

/**
 * Where an address lies in a scope and who has it. `owner` and `state` are null when it is free there.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Whereabouts = Schema.Struct({
  scope: ScopeId,
  address: Ip.Text,
  pool: Schema.NullOr(PoolId),
  subnet: Schema.NullOr(SubnetId),
  delegation: Schema.NullOr(Schema.String),
  state: Schema.NullOr(AddressState),
  owner: Schema.NullOr(Owner)
})

/**
 * Where an address lies in a scope and who has it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Whereabouts extends Schema.Schema.Type<typeof Whereabouts> {}

/**
 * What happened to addresses: they became what the word says. `freed` is the end without a quarantine, `expired` that of
 * a lease (quarantined or free then), `renewed` and `moved` (to another subnet record) leave the owner.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressChange = Schema.Literals([
  "allocated",
  "reserved",
  "held",
  "renewed",
  "quarantined",
  "freed",
  "expired",
  "moved"
])

/**
 * What happened to addresses.
 *
 * @since 0.1.0
 * @category models
 */
export type AddressChange = typeof AddressChange.Type

/**
 * One thing that happened to an address: at this place of the event log, by this actor.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HistoryEntry = Schema.Struct({
  position: EventLog.Position,
  time: Schema.DateTimeUtcFromString,
  actor: Schema.NullOr(Schema.String),
  change: AddressChange,
  subnet: SubnetId,
  owner: Schema.NullOr(Owner),
  version: Schema.Natural
})

/**
 * One thing that happened to an address.
 *
 * @since 0.1.0
 * @category models
 */
export interface HistoryEntry extends Schema.Schema.Type<typeof HistoryEntry> {}

/**
 * How full a subnet is: `size` addresses, of which `usable` can be handed out at all, so many in each state, and
 * `free` that the automatic strategies can still give, which the DHCP range is not part of. `largestFree` is the length of
 * the largest free block.
 *
 * @since 0.1.0
 * @category models
 */
export interface SubnetUsage {
  readonly subnet: SubnetId
  readonly cidr: Prefix.Text
  readonly size: bigint
  readonly usable: bigint
  readonly allocated: number
  readonly reserved: number
  readonly held: number
  readonly quarantined: number
  readonly free: bigint
  readonly largestFree: number | null
}

/**
 * How full a pool is: `size` addresses, `free` of them in no nested pool, subnet or delegated prefix. `largestFree` is
 * the length of the largest free block.
 *
 * @since 0.1.0
 * @category models
 */
export interface PoolUsage {
  readonly pool: PoolId
  readonly cidr: Prefix.Text
  readonly size: bigint
  readonly free: bigint
  readonly largestFree: number | null
}

/**
 * How full a scope is, as of `version`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Usage {
  readonly scope: ScopeId
  readonly version: number
  readonly pools: ReadonlyArray<PoolUsage>
  readonly subnets: ReadonlyArray<SubnetUsage>
}
