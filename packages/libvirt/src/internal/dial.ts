/**
 * Opens the byte stream that a URI names: unix, TCP and TLS by Node, ssh through `RemoteSockets`.
 *
 * @since 0.1.0
 */
import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import { readFile } from "node:fs/promises"
import { isIP } from "node:net"
import { connect } from "node:tls"
import { LibvirtError, type LibvirtErrorReason } from "../LibvirtError.ts"
import { type LibvirtUri, socketPath } from "../LibvirtUri.ts"
import { type Attach, overNet, overSocket, socketDetail } from "./transport.ts"

/** Certificates for the TLS transport, as PEM text. */
export interface TlsMaterial {
  readonly ca: string
  readonly cert: string
  readonly key: Redacted.Redacted
}

const failed = (reason: LibvirtErrorReason) => new LibvirtError({ operation: "connect", reason })

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string" ? cause.code : ""

const detailOf = (error: Socket.SocketError): { readonly code: string; readonly detail: string } => {
  const { reason } = error
  return { code: "cause" in reason ? codeOf(reason.cause) : "", detail: socketDetail(error) }
}

/** Codes that need a person: a missing socket file may yet appear with its daemon, a refused permission stays. */
const hopeless = new Set(["EACCES", "EPERM", "ENOTFOUND", "ENOTSOCK", "ENAMETOOLONG"])

const connectFailed = (address: string) => (error: Socket.SocketError) => {
  const { code, detail } = detailOf(error)
  return failed({ _tag: "ConnectFailed", address, detail, retryable: !hopeless.has(code) })
}

const netFailed = (address: string) => (cause: unknown) =>
  failed({
    _tag: "ConnectFailed",
    address,
    detail: cause instanceof Error ? cause.message : String(cause),
    retryable: !hopeless.has(codeOf(cause))
  })

type TlsProblem = Extract<LibvirtErrorReason, { readonly _tag: "TlsFailed" }>["problem"]
const untrusted =
  /SELF_SIGNED|UNABLE_TO|CERT_UNTRUSTED|CERT_SIGNATURE|CERT_CHAIN|INVALID_CA|CERT_REVOKED|INVALID_PURPOSE|CERT_REJECTED/

/** What Node's TLS says, in the terms of our error. */
const tlsProblem = (code: string, detail: string): TlsProblem | undefined => {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "WrongName"
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "Expired"
  if (untrusted.test(code)) return "UntrustedAuthority"
  if (/alert|certificate required/i.test(detail)) return "ClientRefused"
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS") || code === "EPROTO") return "Handshake"
  return undefined
}

const tlsFailed = (address: string) => (error: Socket.SocketError) => {
  const { code, detail } = detailOf(error)
  const problem = tlsProblem(code, detail)
  return problem === undefined
    ? connectFailed(address)(error)
    : failed({ _tag: "TlsFailed", address, problem, detail: code === "" ? detail : `${code}: ${detail}` })
}

/** Acquires both sides of a socket. */
export const fromSocket = Effect.fnUntraced(function* (
  socket: Socket.Socket,
  onError: (error: Socket.SocketError) => LibvirtError
): Effect.fn.Return<Attach, LibvirtError, Scope.Scope> {
  const pull = yield* Effect.mapError(Socket.readerBytes(socket), onError)
  return overSocket(pull, yield* socket.writer)
})

/** Makes the error of a socket that was handed to us. */
export const givenSocketFailed = connectFailed("the given socket")

const pem = (address: string, path: string) =>
  Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: (cause) => failed({ _tag: "TlsFailed", address, problem: "Files", detail: `${path}: ${codeOf(cause)}` })
  })

/** Where libvirt's own client looks without `pkipath`. */
const systemPki = {
  ca: "/etc/pki/CA/cacert.pem",
  cert: "/etc/pki/libvirt/clientcert.pem",
  key: "/etc/pki/libvirt/private/clientkey.pem"
}

const tlsFiles = Effect.fnUntraced(function* (address: string, pkipath: string | undefined) {
  const files =
    pkipath === undefined
      ? systemPki
      : { ca: `${pkipath}/cacert.pem`, cert: `${pkipath}/clientcert.pem`, key: `${pkipath}/clientkey.pem` }
  const [ca, cert, key] = yield* Effect.all([pem(address, files.ca), pem(address, files.cert), pem(address, files.key)])
  return { ca, cert, key: Redacted.make(key) } satisfies TlsMaterial
})

const dialTls = Effect.fnUntraced(function* (host: string, port: number, material: TlsMaterial, address: string) {
  const open = Effect.acquireRelease(
    Effect.sync(() => ({ socket: undefined as ReturnType<typeof connect> | undefined })),
    (holder) => Effect.sync(() => holder.socket?.destroy())
  ).pipe(
    Effect.flatMap((holder) =>
      Effect.callback<NonNullable<typeof holder.socket>, Socket.SocketError>((resume) => {
        const failWith = (cause: unknown) =>
          resume(
            Effect.fail(new Socket.SocketError({ reason: new Socket.SocketOpenError({ kind: "Unknown", cause }) }))
          )
        try {
          const socket = connect({
            host,
            port,
            ca: material.ca,
            cert: material.cert,
            key: Redacted.value(material.key),
            rejectUnauthorized: true,
            ...(isIP(host) === 0 ? { servername: host } : {})
          })
          holder.socket = socket
          socket.setNoDelay(true)
          socket.once("secureConnect", () => resume(Effect.succeed(socket)))
          socket.on("error", failWith)
        } catch (cause) {
          // Unusable key or certificate text is thrown at once.
          failWith(cause)
        }
      })
    )
  )
  const socket = yield* NodeSocket.fromDuplex(open)
  const read = yield* Effect.mapError(Socket.readerBytes(socket), tlsFailed(address))
  const writer = yield* socket.writer
  // The server's verdict on our certificate: one byte, 1 for good (virNetTLSSession in libvirt's daemon).
  const refused = (detail: string) => failed({ _tag: "TlsFailed", address, problem: "ClientRefused", detail })
  const first = yield* Effect.mapError(read, (error) => refused(detailOf(error).detail))
  const bytes = first.find((chunk) => chunk.length > 0)
  if (bytes?.[0] !== 1) return yield* refused("the server did not accept the client certificate")
  let rest: ReadonlyArray<Uint8Array> | undefined = [bytes.subarray(1), ...first.slice(first.indexOf(bytes) + 1)]
  const pull = Effect.suspend(() => {
    if (rest === undefined) return read
    const chunks = rest
    rest = undefined
    return Effect.succeed(chunks)
  })
  return overSocket(pull, writer)
})

/** Opens the connection that the URI names. */
export const dial = Effect.fnUntraced(function* (
  uri: LibvirtUri,
  readOnly: boolean,
  tls: TlsMaterial | undefined
): Effect.fn.Return<Attach, LibvirtError, Scope.Scope> {
  const { transport } = uri
  switch (transport._tag) {
    case "Unix": {
      const path = socketPath(uri, readOnly)
      if (path === undefined) return yield* sessionSocket(uri)
      return yield* Effect.mapError(overNet({ path }), netFailed(path))
    }
    case "Tcp": {
      const { host, port } = transport
      return yield* Effect.mapError(overNet({ host, port }), netFailed(`${host}:${port}`))
    }
    case "Tls": {
      const { host, pkipath, port } = transport
      const address = `${host}:${port}`
      return yield* dialTls(host, port, tls ?? (yield* tlsFiles(address, pkipath)), address)
    }
    case "Ssh": {
      const path = socketPath(uri, readOnly)
      if (path === undefined) return yield* sessionSocket(uri)
      const { host, keyfile, knownHosts, port, user } = transport
      const remote = yield* Effect.serviceOption(RemoteSockets.RemoteSockets)
      const address = `${path} on ${host}`
      if (Option.isNone(remote)) {
        const detail = "the ssh transport needs the RemoteSockets service of @cloudwright/core, which is not provided"
        return yield* failed({ _tag: "ConnectFailed", address, detail, retryable: false })
      }
      const socket = yield* remote.value
        .open(
          {
            host,
            ...(port === undefined ? {} : { port }),
            ...(user === undefined ? {} : { user }),
            ...(keyfile === undefined ? {} : { identityFile: keyfile }),
            ...(knownHosts === undefined ? {} : { knownHostsFile: knownHosts })
          },
          { _tag: "Unix", path }
        )
        .pipe(
          Effect.mapError((error) =>
            failed({
              _tag: "ConnectFailed",
              address,
              detail: error.message,
              retryable: error.isRetryable,
              remote: error.reason
            })
          )
        )
      return yield* fromSocket(socket, connectFailed(address))
    }
  }
})

const sessionSocket = (uri: LibvirtUri) =>
  failed({
    _tag: "InvalidUri",
    uri: uri.path,
    detail: "the socket of a session daemon must be named by the socket parameter"
  })
