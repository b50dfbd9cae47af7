/**
 * From the cells of a line to values, one schema for each table. Cells that are empty are not there.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { Address, AddressState, Owner, PoolId, Scope, ScopeId, Tenant } from "../IpamModel.ts"
import type { Cells, Table } from "./planCells.ts"

/** Names of NetBox may have blanks, ids here have hyphens instead. */
const slug = <A extends string>(id: Schema.Codec<A, string>) =>
  Schema.String.pipe(
    Schema.decodeTo(
      id,
      SchemaTransformation.transform({
        decode: (name: string) => name.trim().replaceAll(/\s+/g, "-"),
        encode: (text: string) => text
      })
    )
  )

/** An address with or without the length of its subnet. */
const HostText = Schema.String.pipe(
  Schema.decodeTo(
    Ip.Text,
    SchemaTransformation.transformEffect({
      decode: (text: string, options) => {
        const [address = "", length, ...rest] = text.split("/")
        const bits = address.includes(":") ? 128 : 32
        return rest.length > 0 || (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= bits))
          ? Effect.fail(new SchemaIssue.InvalidValue({ message: "this is no address with a length" }, text, options))
          : Effect.succeed(address)
      },
      encode: (text) => Effect.succeed(text)
    })
  )
)

const natural = Schema.FiniteFromString.pipe(
  Schema.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
)

const oneOf = <const L extends ReadonlyArray<string>>(literals: L) =>
  Schema.String.pipe(
    Schema.decodeTo(
      Schema.Literals(literals),
      SchemaTransformation.transform({
        decode: (text: string) => text.toLowerCase() as L[number],
        encode: (text) => text
      })
    )
  )

const optional = Schema.optionalKey

const comment = Scope.fields.comment

const Readers = Schema.String.pipe(
  Schema.decodeTo(
    Scope.fields.readers,
    SchemaTransformation.transform({
      decode: (text: string): "everyone" | ReadonlyArray<string> => (text === "*" ? "everyone" : text.split(",")),
      encode: (readers: "everyone" | ReadonlyArray<string>) => (readers === "everyone" ? "*" : readers.join(","))
    })
  )
)

const Vrf = Schema.Struct({
  name: slug(ScopeId),
  tenant: optional(slug(Tenant)),
  description: optional(comment),
  cf_cloudwright_readers: optional(Readers),
  cf_cloudwright_version: optional(natural)
})

const PrefixLine = Schema.Struct({
  prefix: Prefix.Text,
  vrf: optional(slug(ScopeId)),
  status: optional(oneOf(["container", "active", "reserved", "deprecated"])),
  description: optional(comment),
  cf_cloudwright_kind: optional(oneOf(["pool", "subnet", "delegation"])),
  cf_cloudwright_id: optional(PoolId),
  cf_cloudwright_gateway: optional(Ip.Text),
  cf_cloudwright_quarantine_ms: optional(natural),
  cf_cloudwright_owner: optional(Owner)
})

const RangeLine = Schema.Struct({
  start_address: HostText,
  end_address: HostText,
  vrf: optional(slug(ScopeId)),
  status: optional(oneOf(["active", "reserved", "deprecated"])),
  role: optional(Schema.String),
  cf_cloudwright_kind: optional(oneOf(["range", "exclusion", "dhcp"]))
})

const AddressLine = Schema.Struct({
  address: HostText,
  vrf: optional(slug(ScopeId)),
  status: optional(oneOf(["active", "reserved", "deprecated", "dhcp", "slaac"])),
  description: optional(comment),
  tenant: optional(Owner),
  dns_name: optional(Owner),
  device: optional(Owner),
  virtual_machine: optional(Owner),
  interface: optional(Owner),
  assigned_object: optional(Owner),
  cf_cloudwright_state: optional(oneOf(AddressState.literals)),
  cf_cloudwright_owner: optional(Owner),
  cf_cloudwright_key: optional(Address.fields.key),
  cf_cloudwright_since: optional(Schema.DateTimeUtcFromString),
  cf_cloudwright_free_at: optional(Schema.DateTimeUtcFromString),
  cf_cloudwright_lease_token: optional(Schema.String),
  cf_cloudwright_lease_fence: optional(natural),
  cf_cloudwright_lease_expires: optional(Schema.DateTimeUtcFromString)
})

/** The schemas of the tables. */
const lineSchemas = {
  vrfs: Vrf,
  prefixes: PrefixLine,
  "ip-ranges": RangeLine,
  "ip-addresses": AddressLine
} satisfies Record<Table, unknown>

/** A decoded line of a table. */
export type LineOf<T extends Table> = (typeof lineSchemas)[T]["Type"]

/** What is wrong with a cell. */
export interface CellProblem {
  readonly field: string
  readonly detail: string
}

const standard = SchemaIssue.makeFormatterStandardSchemaV1()

/** The values of a line, or everything that is wrong with its cells. */
export const decodeLine = <T extends Table>(
  table: T,
  cells: Cells
): Result.Result<LineOf<T>, ReadonlyArray<CellProblem>> => {
  const present = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ""))
  const schema: Schema.Codec<LineOf<T>, unknown> = lineSchemas[table]
  return Schema.decodeResult(schema)(present, { errors: "all" }).pipe(
    Result.mapError(({ issue }) =>
      standard(issue).issues.map(({ path, message }) => ({
        field: typeof path?.[0] === "string" ? path[0] : "",
        detail: message.replaceAll(/\s+/g, " ")
      }))
    )
  )
}
