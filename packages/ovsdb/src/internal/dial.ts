/**
 * Opens the byte stream of an address: unix, TCP and TLS by Node, ssh through core's `RemoteSockets`.
 *
 * @since 0.1.0
 */
import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import * as NodeNet from "node:net"
import * as NodeTls from "node:tls"
import { format, type OvsdbAddress } from "../OvsdbAddress.ts"
import type { TlsOptions } from "../OvsdbConnection.ts"
import { OvsdbError, type OvsdbErrorReason } from "../OvsdbError.ts"
import { type Attach, overNode, overSocket, socketDetail } from "./transport.ts"

const failed = (reason: OvsdbErrorReason) => new OvsdbError({ operation: "connect", reason })

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string" ? cause.code : ""

const detailOf = (cause: unknown): string => {
  if (Socket.isSocketError(cause)) return socketDetail(cause)
  // Node tries every address of a name, and then has a list of errors and no text.
  if (cause instanceof AggregateError) return cause.errors.map(detailOf).join("; ")
  return cause instanceof Error ? cause.message : String(cause)
}

/** Codes that need a person: a missing socket file may yet appear with its server, a refused permission stays. */
const hopeless = new Set(["EACCES", "EPERM", "ENOTSOCK", "ENAMETOOLONG", "EINVAL", "ERR_INVALID_ARG_VALUE"])

const connectFailed = (address: string) => (cause: unknown) => {
  const source = Socket.isSocketError(cause) && "cause" in cause.reason ? cause.reason.cause : cause
  return failed({ _tag: "ConnectFailed", address, detail: detailOf(cause), retryable: !hopeless.has(codeOf(source)) })
}

const untrusted =
  /SELF_SIGNED|UNABLE_TO|CERT_UNTRUSTED|CERT_SIGNATURE|CERT_CHAIN|INVALID_CA|CERT_REVOKED|INVALID_PURPOSE|CERT_REJECTED/

type TlsProblem = Extract<OvsdbErrorReason, { readonly _tag: "TlsFailed" }>["problem"]

/** What Node's TLS says, in the terms of our error. */
const tlsProblem = (code: string, detail: string): TlsProblem | undefined => {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "WrongName"
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "Expired"
  if (untrusted.test(code)) return "UntrustedAuthority"
  if (/alert|certificate required/i.test(detail)) return "ClientRefused"
  if (code.startsWith("ERR_OSSL") || /PEM|asn1|key values mismatch/i.test(detail)) return "Files"
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS") || code === "EPROTO") return "Handshake"
  return undefined
}

const tlsFailed = (address: string) => (cause: unknown) => {
  const code = codeOf(cause)
  const detail = detailOf(cause)
  const problem = tlsProblem(code, detail)
  return problem === undefined
    ? connectFailed(address)(cause)
    : failed({ _tag: "TlsFailed", address, problem, detail: code === "" ? detail : `${code}: ${detail}` })
}

/**
 * In TLS 1.3 the client is done before the server has seen its certificate: the refusal comes as the end of the connection,
 * when the first request is on its way.
 */
export const refusedLate =
  (address: OvsdbAddress) =>
  (error: OvsdbError): OvsdbError =>
    address._tag === "Ssl" && error.reason._tag === "Disconnected" && /alert|ECONNRESET/.test(error.reason.detail)
      ? failed({ _tag: "TlsFailed", address: format(address), problem: "ClientRefused", detail: error.reason.detail })
      : error

/** Acquires both sides of a socket. */
export const fromSocket = Effect.fnUntraced(function* (
  socket: Socket.Socket,
  name: string
): Effect.fn.Return<Attach, OvsdbError, Scope.Scope> {
  const pull = yield* Effect.mapError(Socket.readerBytes(socket), connectFailed(name))
  return overSocket(pull, yield* socket.writer)
})

const dialTls = (host: string, port: number, tls: TlsOptions) => () =>
  NodeTls.connect({
    host,
    port,
    rejectUnauthorized: true,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: Redacted.value(tls.key) }),
    ...(NodeNet.isIP(host) === 0 ? { servername: host } : {}),
    ...(tls.name === undefined
      ? {}
      : {
          checkServerIdentity: (_: string, certificate: NodeTls.PeerCertificate) =>
            tls.name === false ? undefined : NodeTls.checkServerIdentity(String(tls.name), certificate)
        })
  })

/** Opens the connection that an address names. */
export const dial = Effect.fnUntraced(function* (
  address: OvsdbAddress,
  tls: TlsOptions
): Effect.fn.Return<Attach, OvsdbError, Scope.Scope> {
  const name = format(address)
  switch (address._tag) {
    case "Unix":
      return yield* Effect.mapError(
        overNode(() => NodeNet.connect({ path: address.path }), "connect"),
        connectFailed(name)
      )
    case "Tcp":
      return yield* Effect.mapError(
        overNode(() => NodeNet.connect({ host: address.host, port: address.port }), "connect"),
        connectFailed(name)
      )
    case "Ssl":
      return yield* Effect.mapError(
        overNode(dialTls(address.host, address.port, tls), "secureConnect"),
        tlsFailed(name)
      )
    case "Socket":
      return yield* fromSocket(yield* Effect.mapError(address.open, connectFailed(name)), name)
    case "Ssh": {
      const remote = yield* Effect.serviceOption(RemoteSockets.RemoteSockets)
      if (Option.isNone(remote)) {
        const detail = "it needs the RemoteSockets service of @cloudwright/core, which is not provided"
        return yield* failed({ _tag: "ConnectFailed", address: name, detail, retryable: false })
      }
      const socket = yield* Effect.mapError(remote.value.open(address.host, address.address), (error) =>
        failed({
          _tag: "ConnectFailed",
          address: name,
          detail: error.message,
          retryable: error.isRetryable,
          remote: error.reason
        })
      )
      return yield* fromSocket(socket, name)
    }
  }
})
