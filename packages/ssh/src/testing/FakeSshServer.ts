/**
 * An SSH server inside the test process, on 127.0.0.1: speaks the protocol, remembers what it was offered, and runs nothing.
 *
 * It answers a command with a given output and exit, and keeps a command without an answer open. There is no SFTP; forwarded
 * sockets are echoed. Not for anything but tests: it accepts whom it is told to and shows the credentials it saw.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { AddressInfo } from "node:net"
import ssh2 from "ssh2"

/**
 * What the server does.
 *
 * - `key`: its host key; made anew when absent.
 * - `accepts`: which authentication methods succeed; all by default.
 * - `maxSessions`: sessions per connection, beyond which it refuses as OpenSSH does; unlimited by default.
 * - `answer`: what a command line prints and its exit; `undefined` leaves it running. By default everything exits 0.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly key?: { readonly privateKey: string; readonly publicKey: string } | undefined
  readonly accepts?: ReadonlyArray<"password" | "publickey"> | undefined
  readonly maxSessions?: number | undefined
  readonly answer?:
    | ((commandLine: string) => { readonly stdout?: string; readonly exit: number } | undefined)
    | undefined
}

/**
 * A running server. `publicKey` is `<type> <base64>`. `seen` grows as clients connect: `offers` has every authentication
 * attempt with the password if there was one, `forwardings` the requests to forward an agent.
 *
 * @since 0.1.0
 * @category models
 */
export interface FakeSshServer {
  readonly port: number
  readonly publicKey: string
  readonly seen: {
    connections: number
    readonly offers: Array<{ readonly method: string; readonly username: string; readonly password?: string }>
    readonly commands: Array<string>
    forwardings: number
    openSessions: number
  }
  /** Ends all connections without a word, as a crash does. */
  readonly dropAll: Effect.Effect<void>
}

/**
 * A new Ed25519 key: the private one in OpenSSH's form, the public one as `<type> <base64>`.
 *
 * @since 0.1.0
 * @category generators
 */
export const makeKey: Effect.Effect<{ readonly privateKey: string; readonly publicKey: string }> = Effect.suspend(
  () => {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync("ed25519")
    const key = ssh2.utils.parseKey(privateKey)
    // The library pads one key in some hundred so that it cannot read it again.
    return key instanceof Error
      ? makeKey
      : Effect.succeed({ privateKey, publicKey: `${key.type} ${key.getPublicSSH().toString("base64")}` })
  }
)

/**
 * Starts a server that ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<FakeSshServer, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { privateKey, publicKey } = options.key ?? (yield* makeKey)
    const { fake } = yield* Effect.acquireRelease(
      Effect.callback<{ readonly fake: FakeSshServer; readonly close: () => void }>((resume) => {
        const seen: FakeSshServer["seen"] = {
          connections: 0,
          offers: [],
          commands: [],
          forwardings: 0,
          openSessions: 0
        }
        const connections = new Set<() => void>()
        const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
          seen.connections++
          let sessions = 0
          // Neither is in the published types: the switch against Nagle's delay, and the socket below the protocol.
          const inner = client as unknown as {
            readonly setNoDelay: (on: boolean) => void
            readonly _sock: { readonly destroy: () => void }
          }
          inner.setNoDelay(true)
          const drop = () => inner._sock.destroy()
          connections.add(drop)
          client.on("close", () => connections.delete(drop))
          client.on("error", () => {})
          client.on("authentication", (context) => {
            seen.offers.push({
              method: context.method,
              username: context.username,
              ...(context.method === "password" ? { password: context.password } : {})
            })
            const accepts = options.accepts ?? ["password", "publickey"]
            if (accepts.some((method) => method === context.method)) context.accept()
            else context.reject([...accepts])
          })
          client.on("session", (accept, reject) => {
            if (sessions >= (options.maxSessions ?? Number.POSITIVE_INFINITY)) {
              reject()
              return
            }
            sessions++
            seen.openSessions++
            const session = accept()
            // Announced once or twice, by the library or by us.
            let isOpen = true
            session.on("close", () => {
              if (!isOpen) return
              isOpen = false
              sessions--
              seen.openSessions--
            })
            session.on("auth-agent", (_accept, refuse) => {
              seen.forwardings++
              refuse()
            })
            session.on("exec", (acceptExec, _reject, info) => {
              seen.commands.push(info.command)
              const channel = acceptExec()
              channel.on("error", () => {})
              channel.on("close", () => session.emit("close"))
              channel.resume()
              const answer = options.answer === undefined ? { exit: 0 } : options.answer(info.command)
              if (answer === undefined) return
              if ("stdout" in answer && answer.stdout !== undefined) channel.write(answer.stdout)
              channel.exit(answer.exit)
              channel.end()
            })
          })
          client.on("tcpip", (accept) => {
            const channel = accept()
            channel.pipe(channel)
          })
          client.on("openssh.streamlocal", (accept) => {
            const channel = accept()
            channel.pipe(channel)
          })
        })
        const dropAll = () => {
          for (const drop of connections) drop()
        }
        server.listen(0, "127.0.0.1", () => {
          const fake: FakeSshServer = {
            port: (server.address() as AddressInfo).port,
            publicKey,
            seen,
            dropAll: Effect.sync(dropAll)
          }
          const close = () => {
            server.close()
            dropAll()
          }
          resume(Effect.succeed({ fake, close }))
        })
      }),
      ({ close }) => Effect.sync(close)
    )
    return fake
  })
