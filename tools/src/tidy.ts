/** The house rules that a machine can check, as functions from a parsed file to lines of complaint. */
import { dirname, join, normalize } from "node:path"
import { walk, type Source } from "./source.ts"

const at = (file: Source, offset: number, what: string) => `${file.path}:${file.lineOf(offset)}: ${what}`

type Node = Record<string, unknown>

const memberPath = (node: unknown): string => {
  const { type, object, property, name, computed } = (node ?? {}) as Node
  if (type === "Identifier") return String(name)
  if (type === "MemberExpression" && computed !== true) return `${memberPath(object)}.${memberPath(property)}`
  return ""
}

/** What library code never names, with what it uses instead. */
const bannedNames: ReadonlyArray<readonly [RegExp, string]> = [
  [/^console\b/, "libraries do not print: return a value, a Stream or use Effect's Logger in the application"],
  [/^process\.(env|exit|stdout|stderr|argv)\b/, "use Config and Effect's services"],
  [/^Date\.now$/, "use Clock"],
  [/^Math\.random$/, "use Random"],
  [/^Effect\.run(?!WithServices)[A-Z]\w*$/, "an application runs effects, a library returns them"],
  [/^(setTimeout|setInterval|setImmediate)$/, "use Effect.sleep or a Schedule"]
]

const offset = (node: Node): number => Number(node["start"] ?? 0)

/** Calls and names that library code must not contain. */
export const bannedCode = (file: Source): ReadonlyArray<string> => {
  const found: Array<string> = []
  const local = new Set<unknown>() // a variable of the file's own may have a global's name
  walk(file.program, (node) => {
    if (node["type"] === "VariableDeclarator") local.add((node["id"] as Node)["name"])
  })
  walk(file.program, (node) => {
    const name =
      node["type"] === "MemberExpression" || node["type"] === "CallExpression"
        ? memberPath(node["type"] === "CallExpression" ? node["callee"] : node)
        : ""
    const banned = local.has(name.split(".")[0]) ? undefined : bannedNames.find(([pattern]) => pattern.test(name))
    if (banned !== undefined) found.push(at(file, offset(node), `${name}: ${banned[1]}`))
    if (
      node["type"] === "NewExpression" &&
      memberPath(node["callee"]) === "Date" &&
      (node["arguments"] as []).length === 0
    ) {
      found.push(at(file, offset(node), "new Date(): use DateTime or Clock"))
    }
    if (
      node["type"] === "Property" &&
      memberPath(node["key"]) === "shell" &&
      ["string", "boolean"].includes(typeof (node["value"] as Node)["value"]) &&
      (node["value"] as Node)["value"] !== false
    ) {
      found.push(at(file, offset(node), "shell: commands are argument vectors"))
    }
    if (node["type"] === "Literal" && /^(ba|da)?sh$/.test(String(node["value"]))) {
      found.push(at(file, offset(node), "a shell: commands are argument vectors"))
    }
  })
  return [...new Set(found)]
}

const categories = new Set([
  "models",
  "schemas",
  "services",
  "layers",
  "constructors",
  "errors",
  "combinators",
  "getters",
  "predicates",
  "codecs",
  "testing",
  "constants",
  "references",
  "accessors",
  "generators"
])

/** Exports without a doc comment; those that others can import also without a version or exactly one known category. */
export const undocumentedExports = (file: Source): ReadonlyArray<string> => {
  let previous = ""
  return file.program.body.flatMap((statement): ReadonlyArray<string> => {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) return []
    const declaration = statement.declaration as unknown as Node
    const declared = (declaration["id"] ??
      (declaration["declarations"] as ReadonlyArray<Node> | undefined)?.[0]?.["id"]) as Node | undefined
    const name = typeof declared?.["name"] === "string" ? declared["name"] : ""
    if (name === previous && declaration["type"] !== "VariableDeclaration") return [] // a further overload
    previous = name
    const comment = file.comments.findLast((one) => one.end <= statement.start && one.value.startsWith("*"))
    const attached = comment !== undefined && /^\s*$/.test(file.text.slice(comment.end, statement.start))
    if (!attached) return [at(file, statement.start, `${name} has no doc comment`)]
    if (file.path.includes("/internal/")) return []
    const tags = [...comment.value.matchAll(/@category\s+(\S+)/g)].map((match) => match[1] ?? "")
    const complaints: Array<string> = []
    if (tags.length !== 1 || !categories.has(tags[0] ?? "")) {
      complaints.push(at(file, statement.start, `${name} needs exactly one known @category, has "${tags.join(" ")}"`))
    }
    if (!/@since \d+\.\d+\.\d+/.test(comment.value)) complaints.push(at(file, statement.start, `${name} has no @since`))
    return complaints
  })
}

/** Marks of unfinished work in comments, and tests that are switched off or alone. */
export const strayMarkers = (file: Source): ReadonlyArray<string> => [
  ...file.comments
    .filter((comment) => /\b(TODO|FIXME|XXX|HACK)\b/.test(comment.value))
    .map((comment) => at(file, comment.start, "a mark of unfinished work")),
  ...[...file.text.matchAll(/\b(?:it|test|describe)(?:\.\w+)*\.(?:only|todo|fails)\b/g)].map((match) =>
    at(file, match.index, `${match[0]}: a test that is switched off or alone`)
  )
]

/** A module's first thing is a doc comment with `@since` that says what it is. */
export const missingHeader = (file: Source): ReadonlyArray<string> => {
  const first = file.comments[0]
  return first !== undefined && first.start === 0 && first.value.startsWith("*") && first.value.includes("@since")
    ? []
    : [`${file.path}:1: the module has no header comment`]
}

/** Files so long that they must hold more than one concept. */
export const tooLong = (file: Source, limit: number): ReadonlyArray<string> => {
  const lines = file.text.split("\n").length
  return lines > limit ? [`${file.path}: ${lines} lines, at most ${limit}`] : []
}

/** Files below `src` that no other file of the repository imports; entry points are named by the caller. */
export const orphans = (
  library: ReadonlyArray<Source>,
  everyone: ReadonlyArray<Source>,
  entries: RegExp
): ReadonlyArray<string> => {
  const imported = new Set(
    everyone.flatMap((file) =>
      file.imports.flatMap(({ specifier }) => {
        if (specifier.startsWith(".")) return [normalize(join(dirname(file.path), specifier))]
        const match = /^@cloudwright\/([^/]+)\/(.+)$/.exec(specifier)
        return match === null ? [] : [`packages/${match[1]}/src/${match[2]}.ts`]
      })
    )
  )
  return library
    .filter((file) => !imported.has(file.path) && !entries.test(file.path))
    .map((file) => `${file.path}: nobody imports it`)
}
