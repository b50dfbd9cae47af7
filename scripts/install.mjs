#!/usr/bin/env node
/**
 * Installs the development dependencies when they are missing or older than the lockfile. It runs on whatever Node the
 * machine has, before anything is installed; the steps after it run on the Node that the dependencies bring.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const installed = join(root, "node_modules", ".package-lock.json")
const lockfile = join(root, "package-lock.json")

const versions = (file) => JSON.parse(readFileSync(file, "utf8")).packages

/** Whether every package of the lockfile that this platform can have is installed in the locked version. */
const upToDate = () => {
  if (!existsSync(installed) || !existsSync(join(root, "node_modules", ".bin", "node"))) return false
  if (statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return true
  const have = versions(installed)
  return Object.entries(versions(lockfile)).every(
    ([name, wanted]) =>
      name === "" ||
      wanted.optional === true ||
      wanted.link === true ||
      !name.startsWith("node_modules/") ||
      have[name]?.version === wanted.version
  )
}

if (!upToDate()) {
  console.error("installing development dependencies (about a minute)")
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2]
  })
  if (status !== 0) {
    console.error("npm install failed: see above")
    process.exit(status ?? 1)
  }
}
