/**
 * Writes `src/generated/*.ts` from the schema files under `generator/schemas`. Run by hand in this package's directory:
 *
 *     npx node generator/main.ts                     # all three
 *     npx node generator/main.ts <file> <module>     # any schema file, to the file <module>
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { generate, modules } from "./read.ts"

const here = dirname(fileURLToPath(import.meta.url))
const [file, module] = process.argv.slice(2)
if (file !== undefined && module !== undefined) writeFileSync(module, generate(file))
else {
  const target = join(here, "..", "src", "generated")
  mkdirSync(target, { recursive: true })
  for (const [name, schema] of Object.entries(modules)) {
    writeFileSync(join(target, `${name}.ts`), generate(join(here, "schemas", schema)))
  }
}
