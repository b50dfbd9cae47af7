/**
 * The schema of the database `_Server`, in which a server describes itself (ovsdb-server(5)): version 1.2.0.
 *
 * @since 0.1.0
 */
import * as OvsdbSchema from "../../OvsdbSchema.ts"
import * as Table from "../../Table.ts"

const optional = (type: OvsdbSchema.AtomicType) => ({ type: { key: { type }, min: 0, max: 1 } })

/** The table `Database`: one row for each database of the server. */
const Database = Table.make("_Server", "Database", {
  columns: {
    name: { type: "string" },
    model: { type: { key: { type: "string", enum: ["set", ["standalone", "clustered", "relay"]] } } },
    connected: { type: "boolean" },
    leader: { type: "boolean" },
    schema: optional("string"),
    cid: optional("uuid"),
    sid: optional("uuid"),
    index: optional("integer")
  },
  isRoot: true
})

/** The schema of `_Server`. */
export const schema = OvsdbSchema.fromTables({ name: "_Server", version: "1.2.0", cksum: "3009684573 744" }, [Database])
