/** Runs a program with its output passed through, and tells how it ended. */
import { spawnSync } from "node:child_process"
import { root } from "./source.ts"

/** Runs a program in the checkout; `false` when it failed. */
export const run = (
  program: string,
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
): boolean => {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } })
  if (error !== undefined) console.error(`${program}: ${error.message}`)
  return status === 0
}
