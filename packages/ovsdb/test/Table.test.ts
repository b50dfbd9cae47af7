import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { LogicalSwitch, LogicalSwitchPort, schema } from "../src/generated/OvnNorthbound.ts"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"
import * as Table from "../src/Table.ts"
import * as Uuid from "../src/Uuid.ts"

const uuid = "10000000-0000-4000-8000-000000000001" as Uuid.Uuid

const altered = (change: (tables: Record<string, OvsdbSchema.TableJson>) => void): OvsdbSchema.DatabaseSchema => {
  const json = structuredClone(OvsdbSchema.toJson(schema)) as { tables: Record<string, OvsdbSchema.TableJson> }
  change(json.tables)
  return Result.getOrThrow(OvsdbSchema.fromJson(json))
}

describe("Table", () => {
  it("reads a row, with defaults for what is absent and nothing of what was not asked for", () => {
    const json = { name: "p", tag: 7, more: 1 }
    const row = Result.getOrThrow(
      Table.decodeRow(LogicalSwitchPort, json, { uuid, columns: ["name", "tag", "addresses"] })
    )
    assert.deepStrictEqual<object>(row, { _uuid: uuid, name: "p", tag: 7, addresses: new Set() })
    const whole = Result.getOrThrow(Table.decodeRow(LogicalSwitchPort, {}))
    assert.sameMembers(Object.keys(whole), [...LogicalSwitchPort.columns.keys()])
  })

  it("says which column does not fit", () => {
    const read = Table.decodeRow(LogicalSwitchPort, { tag: "7" })
    assert.isTrue(Result.isFailure(read))
    if (Result.isFailure(read)) {
      assert.deepInclude(read.failure.reason, { _tag: "Decode", table: "Logical_Switch_Port", column: "tag" })
    }
    assert.isTrue(Result.isFailure(Table.decodeRow(LogicalSwitchPort, {}, { columns: ["nothing"] })))
  })

  it("fits a server's schema that has more, and says what one lacks", () => {
    const tables = [LogicalSwitch, LogicalSwitchPort]
    const newer = altered((each) => {
      const { columns } = each["Logical_Switch"] ?? assert.fail()
      Object.assign(columns, { invented: { type: "string" } })
    })
    assert.deepStrictEqual(Table.mismatches(tables, newer), [])
    const older = altered((each) => {
      Reflect.deleteProperty(each["Logical_Switch"]?.columns ?? {}, "copp")
      Object.assign(each["Logical_Switch_Port"]?.columns ?? {}, { tag: { type: "integer" } })
    })
    assert.deepStrictEqual(Table.mismatches(tables, older), [
      "table Logical_Switch has no column copp",
      "column tag of table Logical_Switch_Port has another type"
    ])
    assert.deepStrictEqual(Table.mismatches([{ table: LogicalSwitch, columns: ["_uuid", "name"] }], older), [])
    const none = OvsdbSchema.fromTables({ name: "D" }, [])
    assert.deepStrictEqual(Table.mismatches([LogicalSwitch], none), ["table Logical_Switch is absent"])
  })
})

describe("Uuid", () => {
  it("is canonical text", () => {
    assert.isTrue(Uuid.isUuid(uuid))
    assert.strictEqual(Uuid.fromString("ABCDEF00-0000-4000-8000-00000000000F"), "abcdef00-0000-4000-8000-00000000000f")
    for (const text of ["", "x", `${uuid}0`, `{${uuid}}`, uuid.replaceAll("-", "")])
      assert.isUndefined(Uuid.fromString(text))
  })

  it("is never taken for a name", () => {
    for (const text of ["a", "_", "row_1", "Z9"]) assert.isTrue(Uuid.isIdentifier(text))
    for (const text of ["", "1a", "a-b", "a b", "ä", uuid]) assert.isFalse(Uuid.isIdentifier(text))
  })
})
