/** Reads schema files for the generator. */
import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"
import { emit } from "./emit.ts"

/** The module of a schema file. Throws when the file is no valid schema. */
export const generate = (file: string): string => {
  const json = Schema.decodeUnknownSync(OvsdbSchema.SchemaJson)(JSON.parse(readFileSync(file, "utf8")))
  return emit(Result.getOrThrow(OvsdbSchema.fromJson(json)), json)
}

/** The generated modules, and the schema file that each comes from. */
export const modules = {
  OvnNorthbound: "ovn-nb.ovsschema",
  OvnSouthbound: "ovn-sb.ovsschema",
  OpenVswitch: "vswitch.ovsschema"
} as const
