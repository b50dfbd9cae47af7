/**
 * The floors of the house: a package imports only from floors below its own.
 *
 * Checked against each import statement, the package's `package.json` and its TypeScript project references, which must
 * say the same.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folders, root, sources, type Source } from "./source.ts"

/** The floor of each package; a package that is not listed here has no place yet and may not be imported. */
const floors: Readonly<Record<string, number>> = {
  core: 1,
  ssh: 2,
  libvirt: 2,
  ovsdb: 2,
  compute: 3,
  storage: 3,
  network: 3,
  scheduler: 4,
  migrate: 4
}

/** Starts real daemons for tests and benchmarks: imports no package and is imported by no package's `src`. */
const lab = "lab"

const packageOf = (specifier: string): string | undefined => /^@cloudwright\/([^/]+)/.exec(specifier)?.[1]

/** What is wrong with one import of a library file, or nothing. */
const violation = (from: string, path: string, specifier: string): string | undefined => {
  if (specifier.startsWith(".")) {
    const depth = path.split("/").length - 3 // below packages/<name>/
    const up = specifier.split("/").filter((segment) => segment === "..").length
    return up >= depth ? `${specifier} leaves the package's src` : undefined
  }
  const to = packageOf(specifier)
  if (to === undefined) return undefined
  if (to === from) return `${specifier} imports its own package by name`
  if (to === lab || from === lab) return `${from} must not import ${to}: lab is for tests and benchmarks`
  const [below, above] = [floors[to], floors[from]]
  if (below === undefined || above === undefined) return `${to} or ${from} has no floor`
  if (below === above) return `${from} imports ${to} sideways: both are on floor ${above}`
  return below > above ? `${from} (floor ${above}) imports ${to} (floor ${below}) upwards` : undefined
}

/** The wrong imports of library files, one line each. */
export const wrongImports = (files: ReadonlyArray<Source>): ReadonlyArray<string> =>
  files.flatMap((file) => {
    const from = /^packages\/([^/]+)\/src\//.exec(file.path)?.[1]
    if (from === undefined) return []
    return file.imports.flatMap(({ specifier, line }) => {
      const wrong = violation(from, file.path, specifier)
      return wrong === undefined ? [] : [`${file.path}:${line}: ${wrong}`]
    })
  })

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Differences between a package's imports, its `package.json` and its project references, one line each. */
const wrongManifest = (name: string): ReadonlyArray<string> => {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, "packages", name, file), "utf8"))
  const manifest = read("package.json") as Manifest
  const project = read("tsconfig.src.json") as { readonly references: ReadonlyArray<{ readonly path: string }> }
  const imported = new Set(
    sources(`packages/${name}/src`).flatMap((file) => file.imports.flatMap((one) => packageOf(one.specifier) ?? []))
  )
  const declared = new Set(Object.keys(manifest.dependencies ?? {}).flatMap((one) => packageOf(one) ?? []))
  const referenced = new Set(project.references.map((one) => one.path.split("/").at(-2) ?? ""))
  const missing = (wanted: ReadonlySet<string>, given: ReadonlySet<string>, where: string) =>
    [...wanted.difference(given)].map((one) => `packages/${name}/${where}: ${one} is missing`)
  const extra = (given: ReadonlySet<string>, where: string) =>
    [...given.difference(imported)].map((one) => `packages/${name}/${where}: ${one} is not imported`)
  return [
    ...missing(imported, declared, "package.json dependencies"),
    ...missing(imported, referenced, "tsconfig.src.json references"),
    ...extra(declared, "package.json dependencies"),
    ...extra(referenced, "tsconfig.src.json references")
  ]
}

/** Everything that breaks the floors in this checkout, one line each; empty when all is well. */
export const brokenFloors = (): ReadonlyArray<string> =>
  folders("packages").flatMap((name) => [...wrongImports(sources(`packages/${name}/src`)), ...wrongManifest(name)])
