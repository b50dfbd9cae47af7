/**
 * SSH key pairs and the files that name them.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { fromPlatform, System } from "./system.ts"

/**
 * Makes an Ed25519 key pair in `file` and `file.pub`; returns the public key as `type base64`, without a comment.
 *
 * @since 0.1.0
 * @category constructors
 */
export const generate = Effect.fnUntraced(function* (file: string, passphrase = "") {
  const { fs, run } = yield* System
  // The passphrase is part of a throw-away fixture and no secret; ssh-keygen takes it in no better way without a terminal.
  yield* run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "lab", "-f", file])
  const line = yield* fs.readFileString(`${file}.pub`).pipe(Effect.mapError(fromPlatform("read an SSH public key")))
  return line.trim().split(" ").slice(0, 2).join(" ")
})

/**
 * A line of `known_hosts`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const knownHost = (host: string, port: number, publicKey: string): string =>
  `${port === 22 ? host : `[${host}]:${port}`} ${publicKey}\n`
