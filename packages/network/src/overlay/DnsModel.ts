/**
 * Zones of a tenant: names that only guests on its networks can ask for.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import { flag, list, some, whole } from "./internal/fields.ts"
import { DomainName, RecordId, ZoneLabel } from "./OverlayName.ts"

const ipv4 = Ip.Text.pipe(
  Schema.check(Schema.makeFilter((text: string) => (text.includes(":") ? "expected an IPv4 address" : undefined)))
)
const ipv6 = Ip.Text.pipe(
  Schema.check(Schema.makeFilter((text: string) => (text.includes(":") ? undefined : "expected an IPv6 address")))
)
const text = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[\x21\x23-\x5b\x5d-\x7e ]{1,255}$/, { expected: 'printable ASCII without " and \\' }))
)

/**
 * The data of a name. Names in them are absolute.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DnsData = Schema.TaggedUnion({
  A: { addresses: some(ipv4, 32) },
  AAAA: { addresses: some(ipv6, 32) },
  CNAME: { target: DomainName },
  SRV: { priority: whole(0, 65_535), weight: whole(0, 65_535), port: whole(0, 65_535), target: DomainName },
  TXT: { texts: some(text, 16) }
})

/**
 * The data of a name.
 *
 * @since 0.1.0
 * @category models
 */
export type DnsData = typeof DnsData.Type

/**
 * A record of a zone. Of one name and type there is one record, of `SRV` several.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DnsRecord = Schema.Struct({ id: RecordId, name: ZoneLabel, data: DnsData })

/**
 * A record of a zone.
 *
 * @since 0.1.0
 * @category models
 */
export type DnsRecord = typeof DnsRecord.Type

/**
 * A zone. Guests on `networks` can ask for it, nobody else; when `automatic`, the host names of ports on these networks are
 * in it. Addresses are answered backwards as well.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DnsZone = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  name: DomainName,
  networks: list(RecordId, 1024),
  automatic: flag(true),
  ttlSeconds: whole(0, 86_400).pipe(Schema.withDecodingDefaultKey(Effect.succeed(60))),
  records: list(DnsRecord, 4096)
})

/**
 * A zone.
 *
 * @since 0.1.0
 * @category models
 */
export type DnsZone = typeof DnsZone.Type
