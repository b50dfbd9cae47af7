/**
 * Where an OVSDB server listens, in the words of Open vSwitch: `unix:PATH`, `tcp:HOST[:PORT]`, `ssl:HOST[:PORT]`, with IPv6
 * addresses in brackets (ovsdb(7), "Connection Methods", active methods). For two more ways it has no words: through ssh, see
 * {@link throughSsh}, and over any Effect `Socket` (unstable there), see {@link overSocket}.
 *
 * @since 0.1.0
 */
import type { RemoteAddress, RemoteHost } from "@cloudwright/core/RemoteSockets"
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type * as Socket from "effect/socket/Socket"
import { OvsdbError } from "./OvsdbError.ts"

/**
 * An address of a server. `Ssh` is a unix socket or a TCP address as seen from another machine; `Socket` is opened anew for every
 * connection, and `name` tells people what it is.
 *
 * @category models
 * @since 0.1.0
 */
export type OvsdbAddress =
  | { readonly _tag: "Unix"; readonly path: string }
  | { readonly _tag: "Tcp"; readonly host: string; readonly port: number }
  | { readonly _tag: "Ssl"; readonly host: string; readonly port: number }
  | { readonly _tag: "Ssh"; readonly host: RemoteHost; readonly address: RemoteAddress }
  | {
      readonly _tag: "Socket"
      readonly name: string
      readonly open: Effect.Effect<Socket.Socket, Socket.SocketError, Scope.Scope>
    }

/**
 * The port of OVSDB when an address names none (registered with IANA).
 *
 * @category constants
 * @since 0.1.0
 */
export const defaultPort = 6640

const network = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/

const invalid = (address: string, detail: string) =>
  Result.fail(new OvsdbError({ operation: "connect", reason: { _tag: "InvalidAddress", address, detail } }))

/**
 * Reads an address. Fails with `InvalidAddress`.
 *
 * @category codecs
 * @since 0.1.0
 */
export const parse = (text: string): Result.Result<OvsdbAddress, OvsdbError> => {
  const [, method, rest = ""] = /^([a-z]+):(.*)$/s.exec(text) ?? []
  if (method === "unix") {
    return rest === "" ? invalid(text, "a path must follow unix:") : Result.succeed({ _tag: "Unix", path: rest })
  }
  if (method !== "tcp" && method !== "ssl") return invalid(text, "expected unix:PATH, tcp:HOST:PORT or ssl:HOST:PORT")
  const found = network.exec(rest)
  const host = found?.[1] ?? found?.[2]
  const port = found?.[3] === undefined ? defaultPort : Number(found[3])
  if (host === undefined || port < 1 || port > 65_535) return invalid(text, `expected ${method}:HOST:PORT`)
  return Result.succeed({ _tag: method === "tcp" ? "Tcp" : "Ssl", host, port })
}

const hostAndPort = (host: string, port: number) => `${host.includes(":") ? `[${host}]` : host}:${port}`

/**
 * The text of an address; of one through ssh or over a socket, a text for people.
 *
 * @category codecs
 * @since 0.1.0
 */
export const format = (address: OvsdbAddress): string => {
  switch (address._tag) {
    case "Unix":
      return `unix:${address.path}`
    case "Tcp":
      return `tcp:${hostAndPort(address.host, address.port)}`
    case "Ssl":
      return `ssl:${hostAndPort(address.host, address.port)}`
    case "Ssh":
      return `${format(address.address)} on ${address.host.host}`
    case "Socket":
      return address.name
  }
}

/**
 * A server that another machine reaches by an address of its own. Opening it needs core's `RemoteSockets` in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const throughSsh = (host: RemoteHost, address: RemoteAddress): OvsdbAddress => ({ _tag: "Ssh", host, address })

/**
 * A server at the other end of a socket that this effect opens, for each connection anew.
 *
 * @category constructors
 * @since 0.1.0
 */
export const overSocket = (
  name: string,
  open: Effect.Effect<Socket.Socket, Socket.SocketError, Scope.Scope>
): OvsdbAddress => ({ _tag: "Socket", name, open })
