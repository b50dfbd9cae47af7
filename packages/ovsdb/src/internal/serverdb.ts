/**
 * The database `_Server`, in which a server describes its databases (ovsdb-server(5), since Open vSwitch 2.9): as much of its
 * one table as clients need.
 *
 * @since 0.1.0
 */
import * as Table from "../Table.ts"
import type { Uuid } from "../Uuid.ts"

/**
 * How a server sees one of its databases. Of a standalone one only `name` and `model` mean anything. `index` is the log entry
 * that the server has reached; `schema` is absent until it has joined its cluster.
 */
export interface ServedDatabase {
  readonly _uuid: Uuid
  readonly name: string
  readonly model: string
  readonly connected: boolean
  readonly leader: boolean
  readonly schema: string | undefined
  readonly cid: Uuid | undefined
  readonly sid: Uuid | undefined
  readonly index: number | undefined
}

const optional = (type: "string" | "uuid" | "integer") => ({ type: { key: type, min: 0 } })

/** The table `Database`. */
export const Database = Table.make<"Database", ServedDatabase, never>("_Server", "Database", {
  columns: {
    name: { type: "string" },
    model: { type: "string" },
    connected: { type: "boolean" },
    leader: { type: "boolean" },
    schema: optional("string"),
    cid: optional("uuid"),
    sid: optional("uuid"),
    index: optional("integer")
  }
})
