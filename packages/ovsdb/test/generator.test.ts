import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { existsSync, readFileSync } from "node:fs"
import { emit, typeName } from "../generator/emit.ts"
import { generate, modules } from "../generator/read.ts"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"

const at = (path: string) => new URL(`../${path}`, import.meta.url)
const read = (path: string) => readFileSync(at(path), "utf8")

const installed: Record<string, string> = {
  "ovn-nb.ovsschema": "/usr/share/ovn/ovn-nb.ovsschema",
  "ovn-sb.ovsschema": "/usr/share/ovn/ovn-sb.ovsschema",
  "vswitch.ovsschema": "/usr/share/openvswitch/vswitch.ovsschema"
}

describe("the generator", () => {
  for (const [module, schema] of Object.entries(modules)) {
    it(`writes the ${module} that is in the repository`, () => {
      assert.strictEqual(generate(at(`generator/schemas/${schema}`).pathname), read(`src/generated/${module}.ts`))
    })

    const found = installed[schema] ?? ""
    it.runIf(existsSync(found))(`takes ${found} as well, if it is of the same version`, () => {
      const versionOf = (text: string) => (JSON.parse(text) as OvsdbSchema.SchemaJson).version
      if (versionOf(readFileSync(found, "utf8")) !== versionOf(read(`generator/schemas/${schema}`))) return
      assert.strictEqual(generate(found), read(`src/generated/${module}.ts`))
    })
  }

  it("names types in the way of TypeScript", () => {
    const names = ["NB_Global", "QoS", "sFlow", "ACL", "DHCP_Options", "Logical_Switch_Port", "BFD", "Bridge"]
    assert.deepStrictEqual(names.map(typeName), [
      "NbGlobal",
      "QoS",
      "SFlow",
      "Acl",
      "DhcpOptions",
      "LogicalSwitchPort",
      "Bfd",
      "Bridge"
    ])
  })

  it("writes a small schema to the letter", () => {
    const json: OvsdbSchema.SchemaJson = {
      name: "Small",
      version: "1.2.3",
      tables: {
        Top_Row: {
          columns: {
            name: { type: "string", mutable: false },
            kind: { type: { key: { type: "string", enum: ["set", ["b", "a"]] } } },
            level: { type: { key: { type: "integer", minInteger: 0, maxInteger: 7 }, min: 0 } },
            below: { type: { key: { type: "uuid", refTable: "Low" }, min: 0, max: 2 } },
            peer: { type: { key: { type: "uuid", refTable: "Low", refType: "weak" } } },
            ids: { type: { key: "string", value: "real", min: 0, max: "unlimited" }, ephemeral: true }
          },
          maxRows: 9,
          isRoot: true,
          indexes: [["name"], ["name", "kind"]]
        },
        Low: { columns: { any: { type: { key: "uuid", min: 0 } } } }
      }
    }
    const text = emit(Result.getOrThrow(OvsdbSchema.fromJson(json)), json)
    assert.strictEqual(text, read("test/golden/small.txt"))
  })

  it("refuses two tables that would share a name", () => {
    const json: OvsdbSchema.SchemaJson = { name: "D", tables: { A_B: { columns: {} }, AB: { columns: {} } } }
    const twins = { ...json, tables: { Ab: { columns: {} }, AB: { columns: {} } } }
    assert.throws(() => emit(Result.getOrThrow(OvsdbSchema.fromJson(twins)), twins), /share a type name/)
    assert.match(emit(Result.getOrThrow(OvsdbSchema.fromJson(json)), json), /interface AB /)
  })
})
