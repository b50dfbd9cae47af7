/**
 * Finds where a command's own output begins behind what login scripts printed.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type { SshPull } from "../SshChannel.ts"
import type { SshError } from "../SshError.ts"

/** Login scripts may print this much. */
const noiseLimit = 1024 * 1024

/**
 * Reads up to the line that starts with `marker` (anywhere in a line: what came before may lack a line end). Gives the
 * rest of that line, trimmed, and the output behind it; nothing when the output ends or exceeds the limit before.
 */
export const after = (
  pull: SshPull,
  marker: string
): Effect.Effect<{ readonly line: string; readonly rest: SshPull } | undefined, SshError> => {
  const search = (seen: Buffer): ReturnType<typeof after> =>
    Effect.flatMap(pull, (chunks) => {
      const bytes = Buffer.concat([seen, ...chunks])
      const at = bytes.indexOf(marker)
      const end = at === -1 ? -1 : bytes.indexOf("\n", at)
      if (end === -1) return bytes.length > noiseLimit ? Effect.undefined : search(bytes)
      let left: Uint8Array | undefined = end + 1 < bytes.length ? bytes.subarray(end + 1) : undefined
      const rest: SshPull = Effect.suspend(() => {
        if (left === undefined) return pull
        const chunk = left
        left = undefined
        return Effect.succeed([chunk] as const)
      })
      return Effect.succeed({ line: bytes.toString("utf8", at + marker.length, end).trim(), rest })
    }).pipe(Effect.catchIf(Cause.isDone, () => Effect.undefined))
  return search(Buffer.alloc(0))
}
