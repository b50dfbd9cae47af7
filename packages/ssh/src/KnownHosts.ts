/**
 * `known_hosts` files: reading, matching and judging, as the SSH_KNOWN_HOSTS section of OpenSSH's sshd(8) defines them.
 * Pure and synchronous.
 *
 * Plain, hashed (`|1|salt|hash`), negated and wildcard names, `[host]:port`, and the `@revoked` marker are honoured. Host
 * certificates are not supported: an `@cert-authority` line never makes a key trusted, it is only reported. Lines that
 * cannot be read are skipped, as OpenSSH does. One rule is stricter than OpenSSH's: when a host is known by any key and
 * shows another one, of whatever type, the key counts as changed.
 *
 * @since 0.1.0
 */
import { createHash, createHmac } from "node:crypto"
import type { ExpectedKey } from "./SshError.ts"

/**
 * One line of a `known_hosts` file. `key` is the public key's blob in base64; `line` counts from 1.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entry {
  readonly file: string
  readonly line: number
  readonly marker: "none" | "revoked" | "cert-authority"
  readonly hosts: string
  readonly keyType: string
  readonly key: string
}

/**
 * The judgement of a host key. `Unknown.certificateAuthority`: a certificate authority is trusted for the host, which
 * does not help here. `Changed.expected`: what the host is known by.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict =
  | { readonly _tag: "Trusted" }
  | { readonly _tag: "Unknown"; readonly certificateAuthority: boolean }
  | { readonly _tag: "Changed"; readonly expected: ReadonlyArray<ExpectedKey> }
  | { readonly _tag: "Revoked"; readonly file: string; readonly line: number }

/**
 * The name of a host in `known_hosts`: the host alone on port 22, `[host]:port` elsewhere; lower case.
 *
 * @since 0.1.0
 * @category getters
 */
export const hostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`

/**
 * The key type that a public key's blob names itself (RFC 4253 section 6.6), or `unknown`.
 *
 * @since 0.1.0
 * @category getters
 */
export const keyType = (blob: Uint8Array): string => {
  if (blob.length < 4) return "unknown"
  const length = new DataView(blob.buffer, blob.byteOffset).getUint32(0)
  if (length === 0 || length > 64 || length > blob.length - 4) return "unknown"
  return Buffer.from(blob.subarray(4, 4 + length)).toString("latin1")
}

/**
 * `SHA256:` and the unpadded base64 of the key's hash, as `ssh-keygen -l` prints it.
 *
 * @since 0.1.0
 * @category getters
 */
export const fingerprint = (blob: Uint8Array): string =>
  `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`

const parseLine = (text: string, file: string, line: number): Entry | undefined => {
  const fields = text.trim().split(/[ \t]+/)
  if (fields[0] === "" || fields[0]?.startsWith("#")) return undefined
  let marker: Entry["marker"] = "none"
  if (fields[0]?.startsWith("@")) {
    if (fields[0] === "@revoked") marker = "revoked"
    else if (fields[0] === "@cert-authority") marker = "cert-authority"
    else return undefined
    fields.shift()
  }
  const [hosts, type, key] = fields
  if (hosts === undefined || type === undefined || key === undefined) return undefined
  const blob = Buffer.from(key, "base64")
  return keyType(blob) === type ? { file, line, marker, hosts, keyType: type, key: blob.toString("base64") } : undefined
}

/**
 * The entries of a file's text. `file` is only carried into them, for messages.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string, file: string): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  const lines = text.split("\n")
  for (let i = 0; i < lines.length; i++) {
    const entry = parseLine(lines[i] ?? "", file, i + 1)
    if (entry !== undefined) entries.push(entry)
  }
  return entries
}

/** Linear in the product of the lengths: one backtrack point suffices for `*`. */
const matchesWildcard = (pattern: string, name: string): boolean => {
  let p = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (p < pattern.length && pattern[p] === "*") {
      star = p++
      mark = n
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === name[n])) {
      p++
      n++
    } else if (star !== -1) {
      p = star + 1
      n = ++mark
    } else {
      return false
    }
  }
  while (pattern[p] === "*") p++
  return p === pattern.length
}

const matchesHashed = (hashed: string, name: string): boolean => {
  const [, version, salt, hash] = hashed.split("|")
  if (version !== "1" || salt === undefined || hash === undefined) return false
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash
}

/**
 * Whether the host field of an entry covers a name (see `hostName`). A negated pattern that matches rules the entry out.
 *
 * @since 0.1.0
 * @category predicates
 */
export const matches = (hosts: string, name: string): boolean => {
  if (hosts.startsWith("|")) return matchesHashed(hosts, name)
  let found = false
  for (const pattern of hosts.toLowerCase().split(",")) {
    if (pattern.startsWith("!")) {
      if (matchesWildcard(pattern.slice(1), name)) return false
    } else if (!found && pattern !== "" && matchesWildcard(pattern, name)) {
      found = true
    }
  }
  return found
}

/**
 * The entries that cover a host. On another port than 22, entries for the bare host are included only where nothing
 * names the port, as OpenSSH does.
 *
 * @since 0.1.0
 * @category getters
 */
export const entriesFor = (entries: ReadonlyArray<Entry>, host: string, port: number): ReadonlyArray<Entry> => {
  const exact = entries.filter((entry) => matches(entry.hosts, hostName(host, port)))
  if (port === 22 || exact.some((entry) => entry.marker === "none")) return exact
  const bare = entries.filter((entry) => matches(entry.hosts, hostName(host, 22)) && !exact.includes(entry))
  return exact.concat(bare)
}

/**
 * Judges the key that a host showed. Revocation comes first; any plain entry with the same key makes it trusted; other
 * plain entries make it changed. An entry that names only the bare host may make a key on another port trusted, but not
 * changed.
 *
 * @since 0.1.0
 * @category getters
 */
export const judge = (entries: ReadonlyArray<Entry>, host: string, port: number, blob: Uint8Array): Verdict => {
  const key = Buffer.from(blob).toString("base64")
  const covering = entriesFor(entries, host, port)
  const revoked = covering.find((entry) => entry.marker === "revoked" && entry.key === key)
  if (revoked !== undefined) return { _tag: "Revoked", file: revoked.file, line: revoked.line }
  const plain = covering.filter((entry) => entry.marker === "none")
  if (plain.some((entry) => entry.key === key)) return { _tag: "Trusted" }
  const name = hostName(host, port)
  const expected = plain
    .filter((entry) => matches(entry.hosts, name))
    .map((entry) => ({
      keyType: entry.keyType,
      fingerprint: fingerprint(Buffer.from(entry.key, "base64")),
      file: entry.file,
      line: entry.line
    }))
  if (expected.length > 0) return { _tag: "Changed", expected }
  return { _tag: "Unknown", certificateAuthority: covering.some((entry) => entry.marker === "cert-authority") }
}

/**
 * The types of the keys by which a host is known, in file order, so that negotiation can ask for one of them.
 *
 * @since 0.1.0
 * @category getters
 */
export const knownKeyTypes = (entries: ReadonlyArray<Entry>, host: string, port: number): ReadonlyArray<string> => [
  ...new Set(
    entriesFor(entries, host, port)
      .filter((entry) => entry.marker === "none")
      .map((entry) => entry.keyType)
  )
]

/**
 * A line, without a line end, that makes a key trusted for a host.
 *
 * @since 0.1.0
 * @category constructors
 */
export const formatLine = (host: string, port: number, blob: Uint8Array): string =>
  `${hostName(host, port)} ${keyType(blob)} ${Buffer.from(blob).toString("base64")}`
