/**
 * Reads what a `HostKeyPolicy` refers to before a connection is made, and records a new key after the handshake proved it.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { homedir } from "node:os"
import { dirname } from "node:path"
import * as KnownHosts from "../KnownHosts.ts"
import { type HostKeyPolicy, type SshHop, targetOf } from "../SshConfig.ts"
import { SshError, type SshErrorReason } from "../SshError.ts"

/** `known_hosts` files beyond this are refused. */
const maximumFileBytes = 16 * 1024 * 1024

/** `~/` at the beginning is the home directory of who runs this process. */
export const expandHome = (path: string): string => (path.startsWith("~/") ? `${homedir()}${path.slice(1)}` : path)

/** The failure of reading or judging, in terms of the hop. */
const fail = (hop: SshHop, reason: SshErrorReason) =>
  new SshError({ target: targetOf(hop), operation: "connect", reason })

/** A policy made ready: `preferred` key types for the negotiation, `judge` for the key, `record` for a new one. */
export interface HostKeyCheck {
  readonly preferred: ReadonlyArray<string>
  /** The reason to refuse, or `undefined`; `isNew` tells that the key is to be recorded. */
  readonly judge: (blob: Uint8Array) => { readonly refusal?: SshErrorReason; readonly isNew?: boolean }
  readonly record: (blob: Uint8Array) => Effect.Effect<void, SshError>
}

const readEntries = Effect.fnUntraced(function* (hop: SshHop, files: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const entries: Array<KnownHosts.Entry> = []
  for (const file of files) {
    const invalid = (detail: string) => fail(hop, { _tag: "InvalidConfig", field: `hostKeys: ${file}`, detail })
    const text = yield* fs.stat(file).pipe(
      Effect.flatMap((info) =>
        info.size > maximumFileBytes
          ? Effect.fail(invalid(`larger than ${maximumFileBytes} bytes`))
          : Effect.mapError(fs.readFileString(file), (error) => invalid(error.message))
      ),
      Effect.catchTag("PlatformError", (error) =>
        error.reason._tag === "NotFound" ? Effect.succeed("") : Effect.fail(invalid(error.message))
      )
    )
    for (const entry of KnownHosts.parse(text, file)) entries.push(entry)
  }
  return entries
})

/**
 * One `write` with O_APPEND, so that lines of several writers never mix. A file that does not end in a line end gets one
 * first; an empty line is harmless.
 */
const append = Effect.fnUntraced(function* (file: string, line: string) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.makeDirectory(dirname(file), { recursive: true, mode: 0o700 })
  const size = yield* fs.stat(file).pipe(
    Effect.map((info) => Number(info.size)),
    Effect.catchTag("PlatformError", (error) =>
      error.reason._tag === "NotFound" ? Effect.succeed(0) : Effect.fail(error)
    )
  )
  const last = size === 0 ? "\n" : yield* lastByte(file, size)
  yield* fs.writeFileString(file, `${last === "\n" ? "" : "\n"}${line}\n`, { flag: "a", mode: 0o600 })
})

const lastByte = (file: string, size: number) =>
  Effect.scoped(
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const opened = yield* fs.open(file)
      yield* opened.seek(BigInt(size - 1), "start")
      const buffer = new Uint8Array(1)
      return (yield* opened.read(buffer)) === 1 ? String.fromCharCode(buffer[0] ?? 10) : "\n"
    })
  )

const defaultFiles = ["~/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"]

const pinned = (hop: SshHop, keys: ReadonlyArray<string>) => {
  const name = KnownHosts.hostName(hop.host, hop.port ?? 22)
  const text = keys.map((key) => `${name} ${key}`).join("\n")
  const entries = KnownHosts.parse(text, "pinned")
  return entries.length === keys.length && keys.length > 0
    ? Effect.succeed(entries)
    : Effect.fail(
        fail(hop, { _tag: "InvalidConfig", field: "hostKeys: Pinned", detail: "each key must be '<type> <base64>'" })
      )
}

/** Makes the check for a hop; a file that does not exist counts as empty. */
export const prepare = Effect.fnUntraced(function* (hop: SshHop) {
  const fs = yield* FileSystem.FileSystem
  const policy: HostKeyPolicy = hop.hostKeys ?? { _tag: "Strict" }
  if (policy._tag === "InsecureAcceptAny") {
    const check: HostKeyCheck = { preferred: [], judge: () => ({}), record: () => Effect.void }
    return check
  }
  const files = policy._tag === "Pinned" ? ["pinned"] : (policy.files ?? defaultFiles).map(expandHome)
  const entries = yield* policy._tag === "Pinned" ? pinned(hop, policy.keys) : readEntries(hop, files)
  const port = hop.port ?? 22
  const judge = (blob: Uint8Array): ReturnType<HostKeyCheck["judge"]> => {
    const key = { keyType: KnownHosts.keyType(blob), fingerprint: KnownHosts.fingerprint(blob) }
    const verdict = KnownHosts.judge(entries, hop.host, port, blob)
    if (verdict._tag === "Trusted") return {}
    if (verdict._tag === "Changed") {
      return { refusal: { _tag: "HostKeyChanged", ...key, expected: verdict.expected, files } }
    }
    if (verdict._tag === "Revoked") {
      return { refusal: { _tag: "HostKeyRevoked", ...key, file: verdict.file, line: verdict.line } }
    }
    return policy._tag === "AcceptNew"
      ? { isNew: true }
      : { refusal: { _tag: "HostKeyUnknown", ...key, files, certificateAuthority: verdict.certificateAuthority } }
  }
  const file = files[0] ?? ""
  const check: HostKeyCheck = {
    preferred: KnownHosts.knownKeyTypes(entries, hop.host, port),
    judge,
    record: (blob) =>
      append(file, KnownHosts.formatLine(hop.host, port, blob)).pipe(
        Effect.provideService(FileSystem.FileSystem, fs),
        Effect.mapError((error) =>
          fail(hop, { _tag: "InvalidConfig", field: `hostKeys: ${file}`, detail: error.message })
        )
      )
  }
  return check
})
