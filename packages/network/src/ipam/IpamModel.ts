/**
 * The records of the address manager: scopes, pools, subnets, delegated prefixes and addresses. Pure.
 *
 * - A *scope* (routing domain, VRF) is the uniqueness domain: within it nothing that is allocated overlaps, between
 *   scopes anything may. Everything else lives in one scope and is named within it.
 * - A *pool* is address space to carve from, by prefix length. Pools nest: a nested pool is carved out of the one
 *   around it.
 * - A *subnet* is a block whose addresses are handed out one by one; a *delegated prefix* is a block handed out whole.
 *   Subnets and delegated prefixes of a scope never overlap. They may lie in a pool or outside all of them.
 * - An *address* has a record only while it is not free.
 *
 * Addresses and blocks are canonical text (`10.0.0.5`, `2001:db8::/64`).
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"

/**
 * Most characters of an id and of a tenant's name.
 *
 * @since 0.1.0
 * @category constants
 */
export const nameLengthMax = 80

/**
 * Most characters of an owner, a key and a comment.
 *
 * @since 0.1.0
 * @category constants
 */
export const textLengthMax = 200

const name = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9._:/@+-]{1,80}$/, {
    expected: "1 to 80 letters, digits and . _ : / @ + -"
  })
)

const text = Schema.String.check(
  Schema.isPattern(/^[^\p{Cc}\p{Cs}]{1,200}$/u, { expected: "1 to 200 characters, none of them control characters" })
)

const optionalText = Schema.String.check(
  Schema.isPattern(/^[^\p{Cc}\p{Cs}]{0,200}$/u, { expected: "at most 200 characters, none of them control characters" })
)

/**
 * Name of a tenant: whatever the application calls its customers, for example a `TenantId` of core.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Tenant = name.pipe(Schema.brand("Tenant"))

/**
 * Name of a tenant: whatever the application calls its customers, for example a `TenantId` of core.
 *
 * @since 0.1.0
 * @category models
 */
export type Tenant = typeof Tenant.Type

/**
 * Id of a scope, unique in the database: 1 to 80 letters, digits and `. _ : / @ + -`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ScopeId = name.pipe(Schema.brand("ScopeId"))

/**
 * Id of a scope, unique in the database: 1 to 80 letters, digits and `.
 *
 * @since 0.1.0
 * @category models
 */
export type ScopeId = typeof ScopeId.Type

/**
 * Id of a pool, unique among the pools of its scope.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PoolId = name.pipe(Schema.brand("PoolId"))

/**
 * Id of a pool, unique among the pools of its scope.
 *
 * @since 0.1.0
 * @category models
 */
export type PoolId = typeof PoolId.Type

/**
 * Id of a subnet, unique among the subnets of its scope.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SubnetId = name.pipe(Schema.brand("SubnetId"))

/**
 * Id of a subnet, unique among the subnets of its scope.
 *
 * @since 0.1.0
 * @category models
 */
export type SubnetId = typeof SubnetId.Type

/**
 * Id of a delegated prefix, unique among those of its scope.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DelegationId = name.pipe(Schema.brand("DelegationId"))

/**
 * Id of a delegated prefix, unique among those of its scope.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegationId = typeof DelegationId.Type

/**
 * Who has an address or a delegated prefix, in the words of the application: a port id, a MAC address, a customer.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Owner = text.pipe(Schema.brand("Owner"))

/**
 * Who has an address or a delegated prefix, in the words of the application: a port id, a MAC address, a customer.
 *
 * @since 0.1.0
 * @category models
 */
export type Owner = typeof Owner.Type

/**
 * Addresses from `first` to `last`, both included.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressRange = Schema.Struct({ first: Ip.Text, last: Ip.Text })

/**
 * Addresses from `first` to `last`, both included.
 *
 * @since 0.1.0
 * @category models
 */
export interface AddressRange extends Schema.Schema.Type<typeof AddressRange> {}

/**
 * A scope. It belongs to `tenant`, who alone changes what is in it; the tenants of `readers` (or everyone) may read it.
 * `version` counts its changes and is the fencing number of what is granted in it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Scope = Schema.Struct({
  id: ScopeId,
  tenant: Tenant,
  readers: Schema.Union([Schema.Literal("everyone"), Schema.Array(Tenant)]),
  comment: optionalText,
  version: Schema.Natural
})

/**
 * A scope.
 *
 * @since 0.1.0
 * @category models
 */
export interface Scope extends Schema.Schema.Type<typeof Scope> {}

/**
 * A pool. `parent` is the innermost pool around it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Pool = Schema.Struct({
  scope: ScopeId,
  id: PoolId,
  cidr: Prefix.Text,
  parent: Schema.NullOr(PoolId),
  comment: optionalText
})

/**
 * A pool.
 *
 * @since 0.1.0
 * @category models
 */
export interface Pool extends Schema.Schema.Type<typeof Pool> {}

/**
 * A subnet.
 *
 * - `pool`: the innermost pool around it.
 * - `gateway`: never handed out.
 * - `ranges`: where the automatic strategies look; empty stands for the whole subnet. An address outside them can still
 *   be asked for by name.
 * - `exclusions`: never handed out.
 * - `dhcp`: handed out only to those who ask for an address of the DHCP range.
 * - `quarantineMillis`: how long a released address stays out of use, 0 for not at all.
 *
 * Network and broadcast addresses are not handed out where they exist: IPv4 up to /30; of IPv6 the first address up to
 * /126 (subnet-router anycast, RFC 4291 section 2.6.1).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Subnet = Schema.Struct({
  scope: ScopeId,
  id: SubnetId,
  cidr: Prefix.Text,
  pool: Schema.NullOr(PoolId),
  gateway: Schema.NullOr(Ip.Text),
  ranges: Schema.Array(AddressRange),
  exclusions: Schema.Array(AddressRange),
  dhcp: Schema.NullOr(AddressRange),
  quarantineMillis: Schema.Natural,
  comment: optionalText
})

/**
 * A subnet.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subnet extends Schema.Schema.Type<typeof Subnet> {}

/**
 * A prefix delegated whole to its owner, as to a customer's router. `pool` is the innermost pool around it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Delegation = Schema.Struct({
  scope: ScopeId,
  id: DelegationId,
  cidr: Prefix.Text,
  pool: Schema.NullOr(PoolId),
  owner: Owner,
  comment: optionalText
})

/**
 * A delegated prefix.
 *
 * @since 0.1.0
 * @category models
 */
export interface Delegation extends Schema.Schema.Type<typeof Delegation> {}

/**
 * What an address with a record is:
 *
 * - `allocated`: in use by its owner.
 * - `reserved`: set aside for its owner, who gets it by allocating in the subnet.
 * - `held`: kept out of use by its owner, for the reason in `comment`.
 * - `quarantined`: released by its owner and not yet free again.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressState = Schema.Literals(["allocated", "reserved", "held", "quarantined"])

/**
 * What an address with a record is.
 *
 * @since 0.1.0
 * @category models
 */
export type AddressState = typeof AddressState.Type

/**
 * A grant that ends by itself. `token` names it; `fence` is larger than that of every earlier grant in the scope: what
 * the holder writes to should remember the largest it has seen and refuse smaller ones.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Lease = Schema.Struct({
  token: Schema.String,
  fence: Schema.Natural,
  expiresAt: Schema.DateTimeUtcFromString
})

/**
 * A grant that ends by itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lease extends Schema.Schema.Type<typeof Lease> {}

/**
 * An address that is not free. `key` tells apart several addresses of one owner in a subnet and is empty for most.
 * `freeAt` is the end of the quarantine, null in the other states. `since` is when the state began.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Address = Schema.Struct({
  scope: ScopeId,
  subnet: SubnetId,
  address: Ip.Text,
  state: AddressState,
  owner: Owner,
  key: optionalText,
  comment: optionalText,
  lease: Schema.NullOr(Lease),
  freeAt: Schema.NullOr(Schema.DateTimeUtcFromString),
  since: Schema.DateTimeUtcFromString
})

/**
 * An address that is not free.
 *
 * @since 0.1.0
 * @category models
 */
export interface Address extends Schema.Schema.Type<typeof Address> {}
