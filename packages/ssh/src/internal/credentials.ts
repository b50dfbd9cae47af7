/**
 * Makes ssh2's authentication methods from an `SshAuth` list, reading and decrypting keys before anything is dialled.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import ssh2 from "ssh2"
import type { AnyAuthMethod } from "ssh2"
import { type SshAuth, type SshHop, targetOf } from "../SshConfig.ts"
import { SshError } from "../SshError.ts"
import { expandHome } from "./hostkeys.ts"

/** One offer: `label` is for errors (no secrets), `method` is the name by which the server allows it. */
export interface Credential {
  readonly label: string
  readonly method: "publickey" | "password"
  readonly offer: AnyAuthMethod
}

const invalid = (hop: SshHop, field: string, detail: string) =>
  new SshError({
    target: targetOf(hop),
    operation: "connect",
    reason: { _tag: "InvalidConfig", field: `auth: ${field}`, detail }
  })

const fromKey = (hop: SshHop, label: string, text: string, passphrase: Redacted.Redacted | undefined) => {
  const parsed = ssh2.utils.parseKey(text, passphrase === undefined ? undefined : Redacted.value(passphrase))
  // A file in OpenSSH's form may hold several keys by its format; the parser then returns a list.
  const key = Array.isArray(parsed) ? (parsed[0] as Exclude<typeof parsed, Error>) : parsed
  if (key instanceof Error) return Effect.fail(invalid(hop, label, `not a usable private key: ${key.message}`))
  if (!key.isPrivateKey()) return Effect.fail(invalid(hop, label, "a public key, not a private one"))
  const credential: Credential = {
    label: `${label} (${key.type})`,
    method: "publickey",
    offer: { type: "publickey", username: hop.username, key }
  }
  return Effect.succeed(credential)
}

const fromAuth = Effect.fnUntraced(function* (hop: SshHop, auth: SshAuth) {
  if (auth._tag === "KeyFile") {
    const fs = yield* FileSystem.FileSystem
    const path = expandHome(auth.path)
    const text = yield* Effect.mapError(fs.readFileString(path), (error) => invalid(hop, path, error.message))
    return yield* fromKey(hop, path, text, auth.passphrase)
  }
  if (auth._tag === "Key") return yield* fromKey(hop, "inline key", Redacted.value(auth.key), auth.passphrase)
  const { username } = hop
  const credential: Credential =
    auth._tag === "Agent"
      ? { label: `agent ${auth.socket}`, method: "publickey", offer: { type: "agent", username, agent: auth.socket } }
      : {
          label: "password",
          method: "password",
          offer: { type: "password", username, password: Redacted.value(auth.password) }
        }
  return credential
})

/** The offers for a hop, in order. */
export const prepare = (hop: SshHop): Effect.Effect<ReadonlyArray<Credential>, SshError, FileSystem.FileSystem> =>
  hop.auth.length === 0
    ? Effect.fail(invalid(hop, "auth", "no way to authenticate is given"))
    : Effect.forEach(hop.auth, (auth) => fromAuth(hop, auth))
