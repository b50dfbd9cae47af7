/**
 * Runs one of our own short scripts on the remote machine.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { Ssh } from "../Ssh.ts"
import * as Launch from "./launch.ts"

/** Its exit code; -1 when a signal ended it. `urgent`: see `Ssh.exec`. */
export const run = Effect.fnUntraced(function* (
  ssh: Ssh["Service"],
  script: string,
  options?: { readonly urgent?: boolean | undefined }
) {
  const channel = yield* ssh.exec(Launch.bootstrap, options)
  yield* channel.write(Buffer.from(script))
  yield* channel.end
  const exit = yield* channel.exit
  return exit._tag === "Code" ? exit.code : -1
}, Effect.scoped)
