/**
 * Connection URIs, as libvirt's own tools take them: `driver[+transport]://[user@][host][:port]/path[?parameters]`.
 *
 * | example | reaches |
 * | --- | --- |
 * | `qemu:///system` | the local daemon by its default unix socket |
 * | `qemu+unix:///system?socket=/run/x.sock` | a unix socket |
 * | `qemu+tcp://kvm-1:16509/system` | a TCP port, unencrypted |
 * | `qemu+tls://kvm-1/system?pkipath=/etc/pki/me` | a TLS port with client certificate |
 * | `qemu+ssh://root@kvm-1:2222/system?keyfile=/root/key&socket=/run/x.sock&known_hosts=/root/known` | a unix socket over ssh |
 *
 * Parameters: `socket` (unix, ssh), `mode=legacy|direct` (unix, ssh: which default socket), `pkipath` (tls; a directory
 * with `cacert.pem`, `clientcert.pem`, `clientkey.pem`), `keyfile` and `known_hosts` (ssh), and `name` (the URI that the
 * remote daemon opens). Any other parameter is refused, and so is `no_verify`: peers are always verified.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import { LibvirtError } from "./LibvirtError.ts"

/**
 * How the daemon is reached.
 *
 * @category models
 * @since 0.1.0
 */
export type Transport =
  | { readonly _tag: "Unix"; readonly socket: string | undefined; readonly mode: SocketMode }
  | { readonly _tag: "Tcp"; readonly host: string; readonly port: number }
  | { readonly _tag: "Tls"; readonly host: string; readonly port: number; readonly pkipath: string | undefined }
  | {
      readonly _tag: "Ssh"
      readonly host: string
      readonly port: number | undefined
      readonly user: string | undefined
      readonly keyfile: string | undefined
      readonly knownHosts: string | undefined
      readonly socket: string | undefined
      readonly mode: SocketMode
    }

/**
 * Which daemon's default socket is meant: the one daemon for all drivers, or the driver's own.
 *
 * @category models
 * @since 0.1.0
 */
export type SocketMode = "legacy" | "direct"

/**
 * A parsed URI. `path` begins with a slash (`/system`). `name` is the URI for the remote daemon when it was given.
 *
 * @category models
 * @since 0.1.0
 */
export interface LibvirtUri {
  readonly driver: string
  readonly path: string
  readonly name: string | undefined
  readonly transport: Transport
}

const allowed: Record<Transport["_tag"], ReadonlyArray<string>> = {
  Unix: ["name", "socket", "mode"],
  Tcp: ["name"],
  Tls: ["name", "pkipath"],
  Ssh: ["name", "socket", "mode", "keyfile", "known_hosts"]
}

/**
 * Default port of the TCP transport.
 *
 * @category constants
 * @since 0.1.0
 */
export const tcpPort = 16_509

/**
 * Default port of the TLS transport.
 *
 * @category constants
 * @since 0.1.0
 */
export const tlsPort = 16_514

const shape =
  /^([a-z][a-z0-9]*)(?:\+([a-z]+))?:\/\/(?:([^@/?#]*)@)?(\[[0-9a-fA-F:.]+(?:%25[^\]]+)?\]|[^:/?#@[\]]*)(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?$/

/** Percent-decodes, or gives nothing for malformed text and for control characters. */
const decodePart = (text: string): string | undefined => {
  try {
    const decoded = decodeURIComponent(text)
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
    return /[\u0000-\u001f\u007f]/.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}

/**
 * Parses a URI. Fails with reason `InvalidUri`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const parse = (uri: string): Result.Result<LibvirtUri, LibvirtError> => {
  const fail = (detail: string) =>
    Result.fail(new LibvirtError({ operation: "connect", reason: { _tag: "InvalidUri", uri, detail } }))
  const match = shape.exec(uri)
  if (match === null) return fail("not of the form driver[+transport]://[user@][host][:port]/path[?parameters]")
  const [, driver = "", transportName, rawUser, rawHost = "", rawPort, rawPath = "/", query] = match
  const host = decodePart(rawHost.replace(/^\[|\]$/g, ""))
  const user = rawUser === undefined ? undefined : decodePart(rawUser)
  const path = decodePart(rawPath)
  if (host === undefined || path === undefined || (rawUser !== undefined && user === undefined))
    return fail("malformed percent-encoding")
  if (user === "") return fail("an empty user")
  if (user?.includes(":") === true) return fail("a password in the URI")
  const port = rawPort === undefined || rawPort === "" ? undefined : Number(rawPort)
  if (port !== undefined && (port < 1 || port > 65_535)) return fail(`port ${rawPort}`)

  const tags: Record<string, Transport["_tag"]> = { unix: "Unix", tcp: "Tcp", tls: "Tls", ssh: "Ssh" }
  // As in libvirt's own client: a host without a transport means TLS, none means the local socket.
  const tag = transportName === undefined ? (host === "" ? "Unix" : "Tls") : tags[transportName]
  if (tag === undefined) return fail(`transport ${transportName} is not one of unix, tcp, tls, ssh`)

  const parameters = new Map<string, string>()
  for (const part of query === undefined || query === "" ? [] : query.split("&")) {
    const equals = part.indexOf("=")
    const name = equals < 0 ? part : part.slice(0, equals)
    const value = equals < 0 ? "" : decodePart(part.slice(equals + 1))
    if (name === "no_verify") return fail("no_verify is not supported: peers are always verified")
    if (!allowed[tag].includes(name)) return fail(`parameter ${name} is not known for transport ${tag.toLowerCase()}`)
    if (parameters.has(name)) return fail(`parameter ${name} occurs twice`)
    if (value === undefined || value === "") return fail(`parameter ${name} has no proper value`)
    parameters.set(name, value)
  }
  const mode = parameters.get("mode") ?? "legacy"
  if (mode !== "legacy" && mode !== "direct") return fail(`mode ${mode} is not one of legacy, direct`)
  const socket = parameters.get("socket")
  const common = { driver, path, name: parameters.get("name") }

  if (tag === "Unix") {
    if (host !== "" || user !== undefined || port !== undefined) return fail("a host in a URI of the unix transport")
    return Result.succeed({ ...common, transport: { _tag: "Unix", socket, mode } })
  }
  if (host === "") return fail(`no host in a URI of the ${tag.toLowerCase()} transport`)
  if (tag !== "Ssh" && user !== undefined) return fail(`a user in a URI of the ${tag.toLowerCase()} transport`)
  switch (tag) {
    case "Tcp":
      return Result.succeed({ ...common, transport: { _tag: "Tcp", host, port: port ?? tcpPort } })
    case "Tls": {
      const pkipath = parameters.get("pkipath")
      return Result.succeed({ ...common, transport: { _tag: "Tls", host, port: port ?? tlsPort, pkipath } })
    }
    case "Ssh": {
      const keyfile = parameters.get("keyfile")
      const knownHosts = parameters.get("known_hosts")
      return Result.succeed({
        ...common,
        transport: { _tag: "Ssh", host, port, user, keyfile, knownHosts, socket, mode }
      })
    }
  }
}

/**
 * Writes a URI; {@link parse} gives the same value back.
 *
 * @category getters
 * @since 0.1.0
 */
export const format = (self: LibvirtUri): string => {
  const { transport } = self
  const parameters: Array<readonly [string, string | undefined]> = [["name", self.name]]
  let authority = ""
  if (transport._tag !== "Unix") {
    const host = transport.host.includes(":")
      ? `[${encodeURIComponent(transport.host).replaceAll("%3A", ":")}]`
      : encodeURIComponent(transport.host)
    authority = transport.port === undefined ? host : `${host}:${transport.port}`
  }
  switch (transport._tag) {
    case "Unix":
      parameters.push(["socket", transport.socket], ["mode", transport.mode === "direct" ? "direct" : undefined])
      break
    case "Tls":
      parameters.push(["pkipath", transport.pkipath])
      break
    case "Ssh":
      if (transport.user !== undefined) authority = `${encodeURIComponent(transport.user)}@${authority}`
      parameters.push(
        ["keyfile", transport.keyfile],
        ["known_hosts", transport.knownHosts],
        ["socket", transport.socket],
        ["mode", transport.mode === "direct" ? "direct" : undefined]
      )
      break
    case "Tcp":
      break
  }
  const query = parameters
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join("&")
  const path = self.path.split("/").map(encodeURIComponent).join("/")
  return `${self.driver}+${transport._tag.toLowerCase()}://${authority}${path}${query === "" ? "" : `?${query}`}`
}

/**
 * The URI that the daemon itself opens: driver and path, without how it was reached.
 *
 * @category getters
 * @since 0.1.0
 */
export const daemonUri = (self: LibvirtUri): string => self.name ?? `${self.driver}://${self.path}`

/**
 * The unix socket on the daemon's machine, by the `socket` parameter or libvirt's defaults.
 *
 * @category getters
 * @since 0.1.0
 */
export const socketPath = (self: LibvirtUri, readOnly: boolean): string | undefined => {
  const { transport } = self
  if (transport._tag !== "Unix" && transport._tag !== "Ssh") return undefined
  if (transport.socket !== undefined) return transport.socket
  // The session daemon's socket is in a directory of the user, which only `socket` can name.
  if (self.path === "/session") return undefined
  const daemon = transport.mode === "direct" ? `virt${self.driver}d` : "libvirt"
  return `/var/run/libvirt/${daemon}-sock${readOnly ? "-ro" : ""}`
}
