import type * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as SshRemoteSockets from "../src/SshRemoteSockets.ts"
import * as FakeSshServer from "../src/testing/FakeSshServer.ts"
import { tcpPeer, until } from "./support/peers.ts"

const auth = [{ _tag: "Password", password: Redacted.make("x") }] as const
const address: RemoteSockets.RemoteAddress = { _tag: "Unix", path: "/run/some.sock" }
const make = (options: SshRemoteSockets.Options = {}) =>
  SshRemoteSockets.make({ auth, username: "tester", idleTimeToLive: 0, ...options }).pipe(
    Effect.provide(NodeServices.layer)
  )

/** Opens a socket, sends a word and takes it back from the echo. */
const roundTrip = (remote: RemoteSockets.RemoteSockets["Service"], host: RemoteSockets.RemoteHost) =>
  Effect.scoped(
    Effect.gen(function* () {
      const socket = yield* remote.open(host, address)
      const reader = yield* socket.reader
      const writer = yield* socket.writer
      yield* writer.write("ping")
      const chunks = yield* reader.pull
      return chunks.map(String).join("")
    })
  )

const hostOf = (fake: { readonly port: number }): RemoteSockets.RemoteHost => ({
  host: "127.0.0.1",
  port: fake.port,
  hostKeys: "insecure-ignore"
})

describe("SshRemoteSockets", () => {
  it.live("equal hosts share a connection, whatever the order of their fields; it closes after the last", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const remote = yield* make({ idleTimeToLive: "1 minute" })
      const reordered = { hostKeys: "insecure-ignore", port: fake.port, host: "127.0.0.1" } as const
      const words = yield* Effect.forEach([hostOf(fake), reordered, hostOf(fake)], (host) => roundTrip(remote, host), {
        concurrency: 3
      })
      assert.strictEqual(words.length, 3)
      yield* roundTrip(remote, reordered)
      assert.strictEqual(fake.seen.connections, 1)
      // Another way of logging in is another connection.
      yield* roundTrip(remote, { ...hostOf(fake), user: "other" })
      assert.strictEqual(fake.seen.connections, 2)
    })
  )

  it.live("a failure is not remembered", () =>
    Effect.gen(function* () {
      const remote = yield* make({ idleTimeToLive: "1 minute" })
      const scope = yield* Scope.make()
      const refusing = yield* Scope.provide(FakeSshServer.make({ accepts: [] }), scope)
      const error = yield* Effect.flip(roundTrip(remote, hostOf(refusing)))
      assert.strictEqual(error._tag === "RemoteSocketError" && error.reason._tag, "AuthenticationFailed")
      const again = yield* Effect.flip(roundTrip(remote, hostOf(refusing)))
      assert.strictEqual(again._tag === "RemoteSocketError" && again.reason._tag, "AuthenticationFailed")
      assert.strictEqual(refusing.seen.connections, 2)
      yield* Scope.close(scope, Exit.void)
    })
  )

  it.live("a connection that was lost is dialled again for the next socket", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const remote = yield* make({ idleTimeToLive: "1 minute" })
      const socket = yield* remote.open(hostOf(fake), address)
      const reader = yield* socket.reader
      yield* fake.dropAll
      const lost = yield* Effect.flip(reader.pull)
      assert.strictEqual(lost.reason._tag, "SocketReadError")
      yield* roundTrip(remote, hostOf(fake))
      assert.strictEqual(fake.seen.connections, 2)
    })
  )

  it.live("whoever is interrupted leaves the connection to the others", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const remote = yield* make({ idleTimeToLive: "1 minute" })
      const open = remote.open(hostOf(fake), address)
      const leaving = yield* Effect.forkChild(Effect.scoped(open), { startImmediately: true })
      const staying = yield* Effect.forkChild(Effect.scoped(open), { startImmediately: true })
      yield* Fiber.interrupt(leaving)
      yield* roundTrip(remote, hostOf(fake))
      yield* Fiber.join(staying)
      assert.strictEqual(fake.seen.connections, 1)
    })
  )

  it.live("releasing the reader ends reading, while the channel stays open", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const remote = yield* make()
      const socket = yield* remote.open(hostOf(fake), address)
      const scope = yield* Scope.make()
      const reader = yield* Scope.provide(socket.reader, scope)
      const reading = yield* Effect.forkChild(Effect.flip(reader.pull), { startImmediately: true })
      yield* Scope.close(scope, Exit.void)
      const { reason } = yield* Fiber.join(reading)
      assert.deepStrictEqual([reason._tag, "code" in reason && reason.code], ["SocketCloseError", 1006])
    })
  )

  it.live("interrupting an attempt closes the socket", () =>
    Effect.gen(function* () {
      const peer = yield* tcpPeer(() => {})
      const remote = yield* make({ idleTimeToLive: "1 minute" })
      const fiber = yield* Effect.forkChild(Effect.scoped(remote.open(hostOf(peer), address)))
      yield* until(() => peer.open.size === 1)
      yield* Fiber.interrupt(fiber)
      yield* until(() => peer.open.size === 0)
    })
  )
})
