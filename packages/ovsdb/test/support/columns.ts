/** One column of a table made for the purpose. */
import * as Result from "effect/Result"
import * as OvsdbSchema from "../../src/OvsdbSchema.ts"

export const columnOf = (json: OvsdbSchema.TableJson["columns"][string]): OvsdbSchema.Column => {
  const table = Result.getOrThrow(OvsdbSchema.tableFromJson("T", { columns: { c: json } }))
  const column = table.columns.get("c")
  if (column === undefined) throw new Error("no column")
  return column
}
