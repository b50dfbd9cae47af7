/** The repository's own source files, parsed: what the floors check and the tidy test look at. */
import { parseSync, type Comment, type Program } from "oxc-parser"
import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"

/** The top of the checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "")

/** One import or re-export, static or dynamic, of a value or a type. */
interface Import {
  readonly specifier: string
  readonly line: number
}

/** One parsed file; `path` is relative to the top of the checkout. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly program: Program
  readonly comments: ReadonlyArray<Comment>
  readonly imports: ReadonlyArray<Import>
  readonly lineOf: (offset: number) => number
}

/** Walks every node of a syntax tree, parents first. */
export const walk = (node: unknown, visit: (node: Record<string, unknown>) => void): void => {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit)
  } else if (typeof node === "object" && node !== null) {
    const record = node as Record<string, unknown>
    if (typeof record["type"] === "string") visit(record)
    for (const value of Object.values(record)) walk(value, visit)
  }
}

/** Parses a TypeScript file; a syntax error is thrown, since the compiler would have found it first. */
export const parse = (path: string, text: string): Source => {
  const { program, comments, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`)
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length
  const imports: Array<Import> = []
  walk(program, (node) => {
    const source = (node["source"] ?? (node["type"] === "TSImportType" ? node["source"] : undefined)) as
      | { readonly type?: string; readonly value?: unknown; readonly start?: number }
      | undefined
    if (source?.type === "Literal" && typeof source.value === "string") {
      imports.push({ specifier: source.value, line: lineOf(source.start ?? 0) })
    }
  })
  return { path, text, program, comments, imports, lineOf }
}

const skipped = new Set(["node_modules", "dist", "generated", ".turbo", ".results"])

/** The TypeScript files below a folder, sorted; generated and built ones are left out. */
const typescriptFiles = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) =>
      skipped.has(entry.name)
        ? []
        : entry.isDirectory()
          ? typescriptFiles(join(folder, entry.name))
          : entry.name.endsWith(".ts")
            ? [relative(root, join(root, folder, entry.name))]
            : []
    )
    .toSorted()

/** Reads and parses the TypeScript files below a folder. */
export const sources = (folder: string): ReadonlyArray<Source> =>
  typescriptFiles(folder).map((path) => parse(path, readFileSync(join(root, path), "utf8")))

/** The folders of a workspace directory, `packages` for example. */
export const folders = (directory: string): ReadonlyArray<string> =>
  readdirSync(join(root, directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => entry.name)
    .toSorted()
