import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import { SshServer } from "@cloudwright/lab"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type * as Socket from "effect/socket/Socket"
import * as Net from "node:net"
import * as SshRemoteSockets from "../src/SshRemoteSockets.ts"
import * as SshSocket from "../src/SshSocket.ts"
import { sshLayer } from "./support/lab.ts"

/** A local server; `handle` gets each connection. */
const serve = (listen: Net.ListenOptions, handle: (socket: Net.Socket) => void) =>
  Effect.acquireRelease(
    Effect.callback<Net.Server>((resume) => {
      const open = new Set<Net.Socket>()
      const server = Net.createServer({ allowHalfOpen: true }, (socket) => {
        open.add(socket)
        socket.on("error", () => {})
        socket.on("close", () => open.delete(socket))
        handle(socket)
      })
      server.on("close", () => {
        for (const socket of open) socket.destroy()
      })
      server.listen(listen, () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  )

const echo = (socket: Net.Socket) => socket.pipe(socket)

const roundTrip = Effect.fnUntraced(function* (socket: Socket.Socket, text: string) {
  const reader = yield* socket.reader
  yield* Effect.scoped(Effect.flatMap(socket.writer, (writer) => writer.write(text)))
  const parts: Array<string> = []
  const decoder = new TextDecoder()
  const end = yield* reader.pull.pipe(
    Effect.map((chunks) => {
      for (const chunk of chunks)
        parts.push(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))
    }),
    Effect.forever,
    Effect.flip
  )
  return { text: parts.join(""), end }
}, Effect.scoped)

layer(Layer.provideMerge(sshLayer(), SshServer.layer()), { timeout: "60 seconds", excludeTestServices: true })(
  "SshSocket",
  (it) => {
    it.effect("a unix socket on the remote machine: both ways, half-close, end", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const path = `${server.directory}/echo.sock`
        yield* serve({ path }, echo)
        const socket = yield* SshSocket.makeUnix(path)
        const answer = yield* roundTrip(socket, "hello over ssh")
        assert.strictEqual(answer.text, "hello over ssh")
        assert.strictEqual(answer.end.reason._tag, "SocketCloseError")
        assert.strictEqual((yield* roundTrip(socket, "and again")).text, "and again")
      })
    )

    it.effect("releasing the reader disconnects, and loses nothing that was written before", () =>
      Effect.gen(function* () {
        const { directory } = yield* SshServer.SshServer
        const path = `${directory}/slow.sock`
        const total = 4 * 1024 * 1024
        const seen = yield* Deferred.make<number>()
        yield* serve({ path }, (peer) => {
          let read = 0
          peer.on("readable", () => {
            // The first byte is taken at once, the rest late.
            const chunk = read === 0 ? (peer.read(1) as Buffer | null) : (peer.read() as Buffer | null)
            read += chunk?.length ?? 0
            if (read === 1) peer.write("begun")
          })
          peer.on("end", () => Deferred.doneUnsafe(seen, Exit.succeed(read)))
        })
        const socket = yield* SshSocket.makeUnix(path)
        // Outlives the reader, so it is not its end that the peer sees.
        const writer = yield* socket.writer
        yield* Effect.scoped(
          Effect.gen(function* () {
            const reader = yield* socket.reader
            yield* writer.write(new Uint8Array(total))
            yield* reader.pull
          })
        )
        assert.strictEqual(yield* Deferred.await(seen), total)
      })
    )

    it.effect("a TCP port as seen from the remote machine", () =>
      Effect.gen(function* () {
        const server = yield* serve({ port: 0, host: "127.0.0.1" }, echo)
        const { port } = server.address() as Net.AddressInfo
        const socket = yield* SshSocket.makeTcp("127.0.0.1", port)
        assert.strictEqual((yield* roundTrip(socket, "tcp")).text, "tcp")
      })
    )

    it.effect("a missing unix socket fails to open, with the refusal as the cause", () =>
      Effect.gen(function* () {
        const socket = yield* SshSocket.makeUnix("/nowhere/missing.sock")
        const error = yield* Effect.flip(socket.reader)
        assert.strictEqual(error.reason._tag, "SocketOpenError")
        assert.match(
          String((error.reason as { readonly cause?: unknown }).cause),
          /refused unix socket \/nowhere\/missing.sock/
        )
      })
    )

    it.effect("a slow reader stops the remote writer; nothing is lost", () =>
      Effect.gen(function* () {
        const total = 24 * 1024 * 1024
        let written = 0
        const server = yield* serve({ port: 0, host: "127.0.0.1" }, (socket) => {
          const chunk = Buffer.alloc(64 * 1024, 7)
          const more = () => {
            while (written < total) {
              written += chunk.length
              if (!socket.write(chunk)) {
                socket.once("drain", more)
                return
              }
            }
            socket.end()
          }
          more()
        })
        const { port } = server.address() as Net.AddressInfo
        const socket = yield* SshSocket.makeTcp("127.0.0.1", port)
        const reader = yield* socket.reader
        let read = 0
        let stalledAt = -1
        while (stalledAt !== written) {
          stalledAt = written
          yield* Effect.sleep("300 millis")
        }
        assert.isBelow(written, total)
        const end = yield* reader.pull.pipe(
          Effect.map((chunks) => {
            for (const chunk of chunks) read += chunk.length
          }),
          Effect.forever,
          Effect.flip
        )
        assert.strictEqual(end.reason._tag, "SocketCloseError")
        assert.strictEqual(read, total)
      })
    )

    it.effect("a peer that does not read makes writing wait", () =>
      Effect.gen(function* () {
        const server = yield* serve({ port: 0, host: "127.0.0.1" }, (socket) => socket.pause())
        const { port } = server.address() as Net.AddressInfo
        const socket = yield* SshSocket.makeTcp("127.0.0.1", port)
        yield* socket.reader
        const writer = yield* socket.writer
        let accepted = 0
        const chunk = new Uint8Array(256 * 1024)
        const fiber = yield* writer
          .write(chunk)
          .pipe(
            Effect.andThen(Effect.sync(() => (accepted += chunk.length))),
            Effect.repeat({ times: 400 }),
            Effect.forkChild
          )
        let stalledAt = -1
        while (stalledAt !== accepted) {
          stalledAt = accepted
          yield* Effect.sleep("300 millis")
        }
        assert.isBelow(accepted, 64 * 1024 * 1024)
        yield* Fiber.interrupt(fiber)
      })
    )
  }
)

layer(Layer.merge(SshServer.layer(), NodeServices.layer), { timeout: "60 seconds", excludeTestServices: true })(
  "SshRemoteSockets",
  (it) => {
    const host = Effect.map(SshServer.SshServer, (server): RemoteSockets.RemoteHost => ({
      host: server.host,
      port: server.port,
      user: server.user,
      identityFile: server.privateKeyFile,
      knownHostsFile: server.knownHostsFile
    }))

    it.effect("opens sockets on a shared connection and closes it when idle", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const target = yield* host
        const path = `${server.directory}/remote.sock`
        yield* serve({ path }, echo)
        yield* Effect.gen(function* () {
          const remote = yield* RemoteSockets.RemoteSockets
          const answers = yield* Effect.forEach(
            Array.from({ length: 20 }, (_, i) => `message ${i}`),
            (text) =>
              Effect.scoped(
                Effect.flatMap(remote.open(target, { _tag: "Unix", path }), (socket) => roundTrip(socket, text))
              ),
            { concurrency: 20 }
          )
          assert.deepStrictEqual(
            answers.map(({ text }) => text),
            Array.from({ length: 20 }, (_, i) => `message ${i}`)
          )
        }).pipe(Effect.provide(SshRemoteSockets.layer({ idleTimeToLive: 0 })))
      })
    )

    it.effect("says why: no such socket, stranger's key, unknown host key", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const target = yield* host
        const remote = yield* RemoteSockets.RemoteSockets
        const reasonOf = (host: RemoteSockets.RemoteHost) =>
          Effect.flip(Effect.scoped(remote.open(host, { _tag: "Unix", path: "/nowhere.sock" })))
        assert.strictEqual((yield* reasonOf(target)).reason._tag, "SocketRefused")
        const stranger = yield* reasonOf({ ...target, identityFile: server.strangerKeyFile })
        assert.strictEqual(stranger.reason._tag, "AuthenticationFailed")
        const unknown = yield* reasonOf({ ...target, knownHostsFile: "/dev/null" })
        assert.strictEqual(unknown.reason._tag, "HostKeyUnknown")
        const unreachable = yield* reasonOf({ ...target, port: 1 })
        assert.strictEqual(unreachable.reason._tag, "HostUnreachable")
        assert.isTrue(unreachable.isRetryable)
      }).pipe(Effect.provide(SshRemoteSockets.layer()))
    )
  }
)
