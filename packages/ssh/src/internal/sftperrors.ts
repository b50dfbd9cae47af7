/**
 * Finds out what a refused SFTP request would have been called on the local machine.
 *
 * The protocol has one status, 4, for most refusals, and OpenSSH's server says "no such file" (2) also for a file in the
 * place of a directory and for a loop of links. What is meant is looked up afterwards, so a change in between may make the
 * name of an error wrong, never an error a success.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { SystemErrorTag } from "effect/PlatformError"
import { posix } from "node:path"
import type { Sftp, SftpStatus } from "../Sftp.ts"
import type { SshError } from "../SshError.ts"

/** The paths of a request, and what each has to be for it to succeed. */
export interface Situation {
  readonly path: string
  readonly mustNotExist?: string | undefined
  readonly mustBeDirectory?: string | undefined
  readonly mustBeFile?: string | undefined
}

/** By the type bits of a mode (stat(2)). */
export const isDirectory = (mode: number): boolean => (mode & 0o170000) === 0o040000
/** By the type bits of a mode, as `lstat` gives them. */
export const isSymbolicLink = (mode: number): boolean => (mode & 0o170000) === 0o120000

/** Links are followed this far, as Linux does. */
const maximumLinks = 40

type Look<A> = Effect.Effect<A, SshError>

const modeOf = (look: Effect.Effect<{ readonly mode: number }, SftpStatus | SshError>): Look<number | undefined> =>
  look.pipe(
    Effect.map(({ mode }) => mode),
    Effect.catchTag("SftpStatus", () => Effect.undefined)
  )

const whyMissing = Effect.fnUntraced(function* (sftp: Sftp, path: string): Effect.fn.Return<SystemErrorTag, SshError> {
  let at = path
  for (let links = 0; links < maximumLinks; links++) {
    // The nearest ancestor that exists tells: a directory has no such entry, anything else has no entries.
    for (let up = posix.dirname(at); ; up = posix.dirname(up)) {
      const mode = yield* modeOf(sftp.stat(up))
      if (mode !== undefined) {
        if (!isDirectory(mode)) return "BadResource"
        break
      }
      if (up === posix.dirname(up)) break
    }
    const mode = yield* modeOf(sftp.lstat(at))
    if (mode === undefined || !isSymbolicLink(mode)) return "NotFound"
    const target = yield* Effect.catchTag(sftp.readlink(at), "SftpStatus", () => Effect.succeed(""))
    at = posix.resolve(posix.dirname(at), target)
  }
  return "BadResource"
})

/** The local name of a refusal. */
export const classify = Effect.fnUntraced(function* (
  sftp: Sftp,
  status: SftpStatus,
  { mustBeDirectory, mustBeFile, mustNotExist, path }: Situation
): Effect.fn.Return<SystemErrorTag, SshError> {
  if (status.code === 3) return "PermissionDenied"
  if (status.code !== 2 && status.code !== 4) return "Unknown"
  if (mustNotExist !== undefined && (yield* modeOf(sftp.lstat(mustNotExist))) !== undefined) return "AlreadyExists"
  const directory = mustBeDirectory === undefined ? undefined : yield* modeOf(sftp.stat(mustBeDirectory))
  if (directory !== undefined && !isDirectory(directory)) return "BadResource"
  const file = mustBeFile === undefined ? undefined : yield* modeOf(sftp.stat(mustBeFile))
  if (file !== undefined && isDirectory(file)) return "BadResource"
  return status.code === 2 ? yield* whyMissing(sftp, path) : "Unknown"
})
