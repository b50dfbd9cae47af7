/**
 * Names in the records of the overlay. All of them are closed alphabets without blanks, quotes and control characters, so
 * no name can end a line of a daemon's configuration or begin an option of a command.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The id of a record, a tenant, a scope or a part of a record: 1 to 40 ASCII letters, digits and `_ . -`, the first a letter
 * or digit. UUIDs are such names. Every one is also an `ElementId`; the colon that those may contain is left out, because
 * ids of what is derived from a record have one.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RecordId = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, { expected: "a name of 1 to 40 characters" }))
)

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"

/**
 * One label of a domain name as hosts have it (RFC 1123 section 2.1), in lower case: 1 to 63 letters, digits and hyphens.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HostName = Schema.String.pipe(
  Schema.check(Schema.isPattern(new RegExp(`^${label}$`), { expected: "a host name of 1 to 63 characters" }))
)

/**
 * A domain name of at most 253 characters in lower case, without the dot at the end.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DomainName = Schema.String.pipe(
  Schema.check(
    Schema.isMaxLength(253),
    Schema.isPattern(new RegExp(`^${label}(?:\\.${label})*$`), { expected: "a domain name in lower case" })
  )
)

/**
 * A name in a zone, relative to it: labels as in `DomainName` that may begin with an underscore (`_sip._tcp`), `*` in front
 * for all names, `@` for the zone itself.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ZoneLabel = Schema.String.pipe(
  Schema.check(
    Schema.isMaxLength(200),
    Schema.isPattern(new RegExp(`^(?:@|(?:\\*|_?${label})(?:\\._?${label})*)$`), { expected: "a name in a zone" })
  )
)

/**
 * The name under which a `Secrets` service knows a secret: 1 to 80 letters, digits and `_ . / -`. Records hold such names,
 * never what they stand for.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SecretName = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9_./-]{0,79}$/, { expected: "the name of a secret" }))
)

/**
 * The path of a URL: a slash, then up to 199 letters, digits, `/ _ . ~ -` and bytes as `%2f`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const UrlPath = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(/^\/(?:[A-Za-z0-9/_.~-]|%[0-9A-Fa-f]{2}){0,199}$/, { expected: "a path with a slash in front" })
  )
)

/**
 * An interface's maximum transmission unit in bytes, 576 to 9216.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Mtu = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 576, maximum: 9216 })))
