/**
 * Branded identifiers of everything Cloudwright keeps a record of.
 *
 * Every id is a lower-case UUID text. Ids that Cloudwright generates are version 7 (RFC 9562 section 5.7), so they sort
 * by the time of their creation; ids chosen by a caller may be of any version, which makes a mutation idempotent: the
 * same id is the same thing. Generating needs Effect's `SecureRandom` (unstable), for example
 * `SecureRandom.layerWebCrypto`.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SecureRandom from "effect/crypto/SecureRandom"

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const uuidText = Schema.String.pipe(Schema.check(Schema.isPattern(uuid, { expected: "a lower-case UUID" })))

/**
 * Id of a virtual machine; on libvirt also the domain's UUID.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmId = uuidText.pipe(Schema.brand("VmId"))

/**
 * Id of a virtual machine.
 *
 * @since 0.1.0
 * @category models
 */
export type VmId = typeof VmId.Type

/**
 * Id of a network port, the thing a NIC is plugged into.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PortId = uuidText.pipe(Schema.brand("PortId"))

/**
 * Id of a network port.
 *
 * @since 0.1.0
 * @category models
 */
export type PortId = typeof PortId.Type

/**
 * Id of a volume, a disk with a life of its own.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VolumeId = uuidText.pipe(Schema.brand("VolumeId"))

/**
 * Id of a volume.
 *
 * @since 0.1.0
 * @category models
 */
export type VolumeId = typeof VolumeId.Type

/**
 * Id of a tenant, the owner of resources.
 *
 * @since 0.1.0
 * @category schemas
 */
export const TenantId = uuidText.pipe(Schema.brand("TenantId"))

/**
 * Id of a tenant.
 *
 * @since 0.1.0
 * @category models
 */
export type TenantId = typeof TenantId.Type

/**
 * A new UUIDv7 as an id of the given kind: `Ids.generate(Ids.VmId)`. Ids from one process sort in the order they were
 * generated. They are not secrets.
 *
 * @since 0.1.0
 * @category constructors
 */
export const generate = <A extends string>(kind: {
  readonly make: (text: string) => A
}): Effect.Effect<A, never, SecureRandom.SecureRandom> =>
  SecureRandom.SecureRandom.use((random) => random.uuidV7()).pipe(Effect.map((text) => kind.make(text)))
