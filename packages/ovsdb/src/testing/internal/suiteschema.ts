/**
 * The database of the suite: every shape, constraint, kind of reference and limit that a schema can have.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as OvsdbSchema from "../../OvsdbSchema.ts"

const many = { min: 0, max: "unlimited" } as const
const weak = (refTable: string) => ({ type: "uuid", refTable, refType: "weak" }) as const
const strong = (refTable: string) => ({ type: "uuid", refTable }) as const

/** The JSON of its schema. */
export const json: OvsdbSchema.SchemaJson = {
  name: "Suite",
  version: "1.0.0",
  tables: {
    Thing: {
      columns: {
        name: { type: "string" },
        number: { type: { key: { type: "integer", minInteger: -5, maxInteger: 100 } } },
        ratio: { type: "real" },
        on: { type: "boolean" },
        kind: { type: { key: { type: "string", enum: ["set", ["", "red", "green"]] } } },
        size: { type: { key: { type: "integer", enum: ["set", [1, 2, 3]] }, min: 0 } },
        note: { type: { key: { type: "string", minLength: 1, maxLength: 4 }, min: 0 } },
        tags: { type: { key: "string", min: 0, max: 3 } },
        numbers: { type: { key: "integer", ...many } },
        ids: { type: { key: "string", value: "string", ...many } },
        weights: { type: { key: { type: "string", enum: ["set", ["a", "b"]] }, value: "integer", ...many } },
        plain: { type: { key: "uuid", min: 0 } },
        fixed: { type: "string", mutable: false },
        part: { type: { key: strong("Part"), min: 0 } },
        parts: { type: { key: strong("Part"), ...many } },
        friends: { type: { key: weak("Thing"), ...many } },
        byName: { type: { key: "string", value: weak("Thing"), ...many } },
        owned: { type: { key: "string", value: strong("Part"), ...many } }
      },
      indexes: [["name"]],
      isRoot: true
    },
    Part: {
      columns: {
        label: { type: "string" },
        next: { type: { key: strong("Part"), min: 0 } },
        leaves: { type: { key: strong("Leaf"), min: 0, max: 2 } }
      }
    },
    Leaf: { columns: { label: { type: "string" }, thing: { type: { key: weak("Thing"), min: 0 } } } },
    Pair: {
      columns: { left: { type: "string" }, right: { type: { key: "integer", ...many } }, free: { type: "integer" } },
      indexes: [["left", "right"]],
      isRoot: true
    },
    Only: { columns: { value: { type: "integer" } }, maxRows: 1, isRoot: true },
    Needy: {
      columns: {
        thing: { type: { key: weak("Thing") } },
        things: { type: { key: weak("Thing"), min: 1, max: "unlimited" } }
      },
      isRoot: true
    }
  }
}

/** The schema. */
export const schema: OvsdbSchema.DatabaseSchema = Result.getOrThrow(OvsdbSchema.fromJson(json))
