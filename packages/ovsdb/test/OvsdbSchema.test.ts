import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"
import { schema as suite } from "../src/testing/OvsdbServerSuite.ts"

const stored = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../generator/schemas/${file}`, import.meta.url), "utf8"))

const problem = (json: unknown): string => {
  const read = OvsdbSchema.fromJson(json)
  if (Result.isSuccess(read)) return "nothing"
  assert.strictEqual(read.failure.reason._tag, "InvalidSchema")
  return read.failure.message
}

const withColumn = (column: unknown) => ({ name: "D", version: "1.0.0", tables: { T: { columns: { c: column } } } })

describe("OvsdbSchema", () => {
  for (const file of ["ovn-nb.ovsschema", "ovn-sb.ovsschema", "vswitch.ovsschema"]) {
    it(`reads ${file} and writes what it read`, () => {
      const schema = Result.getOrThrow(OvsdbSchema.fromJson(stored(file)))
      assert.isAbove(schema.tables.size, 15)
      const again = Result.getOrThrow(OvsdbSchema.fromJson(JSON.parse(JSON.stringify(OvsdbSchema.toJson(schema)))))
      assert.deepStrictEqual(OvsdbSchema.toJson(again), OvsdbSchema.toJson(schema))
      for (const table of schema.tables.values()) {
        const { columns, indexes, isRoot, maxRows } = again.tables.get(table.name) ?? assert.fail(table.name)
        assert.deepStrictEqual(
          { indexes, isRoot, maxRows },
          { indexes: table.indexes, isRoot: table.isRoot, maxRows: table.maxRows }
        )
        assert.deepStrictEqual([...columns.keys()], [...table.columns.keys()])
      }
    })
  }

  it("knows the shape of a column by its type", () => {
    const shapes = Array.from(suite.tables.get("Thing")?.columns.values() ?? [], ({ name, shape }) => [name, shape])
    assert.deepInclude(Object.fromEntries(shapes), { name: "scalar", size: "optional", tags: "set", ids: "map" })
  })

  it("makes every table root when none is, and a weak reference mutable", () => {
    const json = {
      name: "D",
      tables: {
        A: {
          columns: { b: { type: { key: { type: "uuid", refTable: "B", refType: "weak" }, min: 0 }, mutable: false } }
        },
        B: { columns: {} }
      }
    }
    const { tables, version } = Result.getOrThrow(OvsdbSchema.fromJson(json))
    assert.deepStrictEqual(
      Array.from(tables.values(), ({ isRoot }) => isRoot),
      [true, true]
    )
    assert.isTrue(tables.get("A")?.columns.get("b")?.mutable)
    assert.isUndefined(version)
  })

  it("offers the two columns that every row has", () => {
    const table = suite.tables.get("Thing") ?? assert.fail()
    assert.include(OvsdbSchema.columnOf(table, "_uuid"), { name: "_uuid", mutable: false, shape: "scalar" })
    assert.include(OvsdbSchema.columnOf(table, "_version"), { ephemeral: true })
    assert.isUndefined(OvsdbSchema.columnOf(table, "_other"))
  })

  const malformed: Record<string, readonly [json: unknown, message: RegExp]> = {
    "no object": [1, /InvalidSchema/],
    "no tables": [{ name: "D" }, /tables/],
    "a name that is no identifier": [{ name: "a b", tables: {} }, /"a b" is not an <id>/],
    "a version of another form": [{ name: "D", version: "1", tables: {} }, /x\.y\.z/],
    "a column that begins with _": [{ name: "D", tables: { T: { columns: { _c: { type: "string" } } } } }, /"_c"/],
    "an unknown type": [withColumn({ type: "text" }), /Expected "integer"/],
    "a reference to an absent table": [
      withColumn({ type: { key: { type: "uuid", refTable: "X" } } }),
      /column c: refers to X/
    ],
    "a reference that is no UUID": [
      withColumn({ type: { key: { type: "string", refTable: "T" } } }),
      /refTable of a string/
    ],
    "bounds the wrong way round": [
      withColumn({ type: { key: { type: "integer", minInteger: 2, maxInteger: 1 } } }),
      /minInteger exceeds maxInteger/
    ],
    "bounds of another type": [
      withColumn({ type: { key: { type: "string", minInteger: 2 } } }),
      /minInteger of a string/
    ],
    "an empty enum": [withColumn({ type: { key: { type: "string", enum: ["set", []] } } }), /without members/],
    "an enum of another type": [
      withColumn({ type: { key: { type: "integer", enum: ["set", ["a"]] } } }),
      /enum member a/
    ],
    "a minimum above one": [withColumn({ type: { key: "string", min: 2 } }), /min is 2/],
    "a maximum below one": [withColumn({ type: { key: "string", max: 0 } }), /max is 0/],
    "an index on no column": [{ name: "D", tables: { T: { columns: {}, indexes: [["x"]] } } }, /an index on x/],
    "an index on an ephemeral column": [
      { name: "D", tables: { T: { columns: { x: { type: "string", ephemeral: true } }, indexes: [["x"]] } } },
      /an index on x/
    ],
    "no rows at all": [{ name: "D", tables: { T: { columns: {}, maxRows: 0 } } }, /maxRows is 0/]
  }
  for (const [name, [json, message]] of Object.entries(malformed)) {
    it(`refuses ${name}`, () => assert.match(problem(json), message))
  }
})
