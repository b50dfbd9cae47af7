/**
 * Row identifiers: canonical UUID text, branded, and branded by table where the table is known.
 *
 * @since 0.1.0
 */
import type * as Brand from "effect/Brand"

/**
 * A UUID as OVSDB prints it: 36 characters, lower case, any version (RFC 7047 section 3.1, `<uuid>`).
 *
 * @category models
 * @since 0.1.0
 */
export type Uuid = string & Brand.Brand<"Uuid">

/**
 * A reference to a row of one table. It is either a UUID, or, inside the transaction that inserts the row, the name which
 * that transaction gave it (`<named-uuid>`, see {@link named}): both go wherever the table's references go. What a server
 * sends holds UUIDs only.
 *
 * @category models
 * @since 0.1.0
 */
export type Ref<Table extends string> = Uuid & Brand.Brand<`Ref<${Table}>`>

/**
 * The UUID of zeros: the default of a required reference, and the transaction id before the first transaction.
 *
 * @category constants
 * @since 0.1.0
 */
export const zero = "00000000-0000-0000-0000-000000000000" as Uuid

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Whether a text is a UUID in canonical form.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isUuid = (text: string): text is Uuid => canonical.test(text)

/**
 * Whether a text can name a row, a column, a table or a lock (RFC 7047 section 3.1, `<id>`).
 *
 * @category predicates
 * @since 0.1.0
 */
export const isIdentifier = (text: string): boolean => identifier.test(text)

/**
 * The canonical form of a UUID text in either case, or `undefined` when it is none.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromString = (text: string): Uuid | undefined => {
  const lower = text.toLowerCase()
  return isUuid(lower) ? lower : undefined
}

/**
 * Takes a UUID for a reference to a row of a table. Nothing checks that such a row exists.
 *
 * @category constructors
 * @since 0.1.0
 */
export const ref = <Table extends string>(uuid: Uuid): Ref<Table> => uuid as Ref<Table>

/**
 * The reference to a row that the same transaction inserts under this name. A name is an `<id>`, so it never looks like a
 * UUID; a transaction with another text is refused before it is sent.
 *
 * @category constructors
 * @since 0.1.0
 */
export const named = <Table extends string>(name: string): Ref<Table> => name as Ref<Table>
