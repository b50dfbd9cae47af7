import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { generateKeyPairSync } from "node:crypto"
import * as KnownHosts from "../src/KnownHosts.ts"
import * as Ssh from "../src/Ssh.ts"
import type { SshConfig } from "../src/SshConfig.ts"
import { SshError, type SshErrorReason } from "../src/SshError.ts"
import * as FakeSshServer from "../src/testing/FakeSshServer.ts"
import { cuttingProxy, mutingProxy, tcpPeer, until } from "./support/peers.ts"

const password = Redacted.make("canary-7f3a")

const configFor = (
  fake: { readonly port: number; readonly publicKey?: string },
  more: Partial<SshConfig> = {}
): SshConfig => ({
  host: "127.0.0.1",
  port: fake.port,
  username: "tester",
  auth: [{ _tag: "Password", password }],
  hostKeys: { _tag: "Pinned", keys: fake.publicKey === undefined ? [] : [fake.publicKey] },
  ...more
})

const connecting = (config: SshConfig) => Ssh.Ssh.make(config).pipe(Effect.provide(NodeServices.layer))
const failure = (config: SshConfig) => Effect.flip(Effect.scoped(connecting(config)))
const reason = <Tag extends SshErrorReason["_tag"]>(error: SshError, tag: Tag) => {
  assert.strictEqual(error.reason._tag, tag, error.message)
  return error.reason as Extract<SshErrorReason, { readonly _tag: Tag }>
}
/** A `known_hosts` file for the test. */
const knownHosts = (lines: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fs.makeTempFileScoped()
    yield* fs.writeFileString(file, lines.join("\n"))
    return file
  }).pipe(Effect.provide(NodeServices.layer))

const anotherKey = Effect.map(FakeSshServer.makeKey, ({ publicKey }) => publicKey)

describe("S24 the peer is verified before any secret is sent", () => {
  const nothingSent = (fake: FakeSshServer.FakeSshServer) =>
    Effect.sync(() => {
      assert.strictEqual(fake.seen.connections, 1)
      assert.deepStrictEqual(fake.seen.offers, [])
    })

  it.live("S24 an unknown key is refused", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const file = yield* knownHosts([`elsewhere ${fake.publicKey}`])
      const error = yield* failure(configFor(fake, { hostKeys: { _tag: "Strict", files: [file, "/no/such/file"] } }))
      const { certificateAuthority, files, fingerprint, keyType } = reason(error, "HostKeyUnknown")
      assert.strictEqual(keyType, "ssh-ed25519")
      assert.strictEqual(fingerprint, KnownHosts.fingerprint(Buffer.from(fake.publicKey.split(" ")[1] ?? "", "base64")))
      assert.deepStrictEqual(files, [file, "/no/such/file"])
      assert.isFalse(certificateAuthority)
      assert.isFalse(error.isRetryable)
      yield* nothingSent(fake)
    })
  )

  it.live("S24 a changed key is refused, naming the expected one and its line", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const other = yield* anotherKey
      const file = yield* knownHosts(["# comment", `[127.0.0.1]:${fake.port} ${other}`])
      const error = yield* failure(configFor(fake, { hostKeys: { _tag: "Strict", files: [file] } }))
      const { expected } = reason(error, "HostKeyChanged")
      const fingerprint = KnownHosts.fingerprint(Buffer.from(other.split(" ")[1] ?? "", "base64"))
      assert.deepStrictEqual(expected, [{ keyType: "ssh-ed25519", fingerprint, file, line: 2 }])
      yield* nothingSent(fake)
    })
  )

  it.live("S24 a changed key is refused also where new ones are accepted, and is not recorded", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const file = yield* knownHosts([`[127.0.0.1]:${fake.port} ${yield* anotherKey}`])
      const fs = yield* FileSystem.FileSystem
      const before = yield* fs.readFileString(file)
      const error = yield* failure(configFor(fake, { hostKeys: { _tag: "AcceptNew", files: [file] } }))
      reason(error, "HostKeyChanged")
      assert.strictEqual(yield* fs.readFileString(file), before)
      yield* nothingSent(fake)
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("S24 a revoked key is refused although it is also trusted", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const file = yield* knownHosts([`[127.0.0.1]:${fake.port} ${fake.publicKey}`, `@revoked * ${fake.publicKey}`])
      for (const tag of ["Strict", "AcceptNew"] as const) {
        const error = yield* failure(configFor(fake, { hostKeys: { _tag: tag, files: [file] } }))
        assert.strictEqual(reason(error, "HostKeyRevoked").line, 2)
      }
      assert.deepStrictEqual(fake.seen.offers, [])
    })
  )

  it.live("S24 a certificate authority is no reason to trust, and the error says that there is one", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const file = yield* knownHosts([`@cert-authority * ${fake.publicKey}`])
      const error = yield* failure(configFor(fake, { hostKeys: { _tag: "Strict", files: [file] } }))
      assert.isTrue(reason(error, "HostKeyUnknown").certificateAuthority)
      yield* nothingSent(fake)
    })
  )

  it.live("S24 without a policy an unknown host is refused", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      reason(yield* failure({ ...configFor(fake), hostKeys: undefined }), "HostKeyUnknown")
      yield* nothingSent(fake)
    })
  )

  it.live("S24 agent forwarding is never asked for", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const ssh = yield* connecting(
            configFor(fake, {
              auth: [
                { _tag: "Agent", socket: "/no/such/agent" },
                { _tag: "Password", password }
              ]
            })
          )
          const channel = yield* ssh.exec("true")
          yield* channel.exit
        })
      )
      assert.strictEqual(fake.seen.forwardings, 0)
    })
  )

  it.live("S24 no secret in any error", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ accepts: [] })
      const error = yield* failure(configFor(fake))
      reason(error, "AuthenticationFailed")
      for (const text of [error.message, String(error), JSON.stringify(error), error.stack ?? ""]) {
        assert.notInclude(text, "canary-7f3a")
      }
    })
  )
})

describe("host keys", () => {
  it.live("an accepted new key is recorded once, and trusted strictly from then on", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const fs = yield* FileSystem.FileSystem
      const directory = yield* fs.makeTempDirectoryScoped()
      const file = `${directory}/new/known_hosts`
      const config = configFor(fake, { hostKeys: { _tag: "AcceptNew", files: [file] } })
      yield* Effect.scoped(connecting(config))
      const line = `[127.0.0.1]:${fake.port} ${fake.publicKey}\n`
      assert.strictEqual(yield* fs.readFileString(file), line)
      assert.strictEqual((yield* fs.stat(file)).mode & 0o777, 0o600)
      yield* Effect.scoped(connecting(config))
      assert.strictEqual(yield* fs.readFileString(file), line)
      yield* Effect.scoped(connecting({ ...config, hostKeys: { _tag: "Strict", files: [file] } }))
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("a file without a final line end gets one first", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const fs = yield* FileSystem.FileSystem
      const file = yield* knownHosts(["other ssh-ed25519 AAAA"])
      yield* Effect.scoped(connecting(configFor(fake, { hostKeys: { _tag: "AcceptNew", files: [file] } })))
      assert.strictEqual((yield* fs.readFileString(file)).split("\n").length, 3)
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("a new key that cannot be recorded is not used", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const error = yield* failure(
        configFor(fake, { hostKeys: { _tag: "AcceptNew", files: ["/dev/null/known_hosts"] } })
      )
      reason(error, "InvalidConfig")
      assert.deepStrictEqual(fake.seen.offers, [])
    })
  )

  it.live("only by its name is the check switched off", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      yield* Effect.scoped(connecting(configFor(fake, { hostKeys: { _tag: "InsecureAcceptAny" } })))
      assert.strictEqual(fake.seen.offers.length, 1)
    })
  )
})

describe("authentication", () => {
  const locked = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "sec1", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" }
  }).privateKey

  it.live("offers in order, and only what the server accepts", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ accepts: ["password"] })
      yield* Effect.scoped(
        connecting(
          configFor(fake, {
            auth: [
              { _tag: "Key", key: Redacted.make((yield* FakeSshServer.makeKey).privateKey) },
              { _tag: "Key", key: Redacted.make(locked), passphrase: Redacted.make("open sesame") },
              { _tag: "Password", password }
            ]
          })
        )
      )
      assert.deepStrictEqual(
        fake.seen.offers.map(({ method }) => method),
        ["publickey", "password"]
      )
    })
  )

  it.live("says what was tried and what the server would take", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ accepts: ["publickey"] })
      const error = yield* failure(configFor(fake))
      const { allowed, tried, username } = reason(error, "AuthenticationFailed")
      assert.deepStrictEqual([username, tried, allowed], ["tester", ["password"], ["publickey"]])
    })
  )

  it.live("an agent that is not there is passed over, and named when nothing else works", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const agent = { _tag: "Agent", socket: "/no/such/agent" } as const
      yield* Effect.scoped(connecting(configFor(fake, { auth: [agent, { _tag: "Password", password }] })))
      const error = yield* failure(configFor(fake, { auth: [agent] }))
      assert.match(reason(error, "AuthenticationFailed").detail, /agent/)
    })
  )

  it.live("unusable keys and missing ways are found before anything is dialled", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const field = (auth: SshConfig["auth"]) =>
        Effect.map(failure(configFor(fake, { auth })), (error) => {
          assert.notInclude(error.message, "open sesame")
          return reason(error, "InvalidConfig").field
        })
      assert.strictEqual(yield* field([]), "auth: auth")
      assert.strictEqual(yield* field([{ _tag: "Key", key: Redacted.make("rubbish") }]), "auth: inline key")
      assert.strictEqual(yield* field([{ _tag: "Key", key: Redacted.make(locked) }]), "auth: inline key")
      assert.strictEqual(
        yield* field([{ _tag: "Key", key: Redacted.make(locked), passphrase: Redacted.make("wrong") }]),
        "auth: inline key"
      )
      assert.strictEqual(yield* field([{ _tag: "Key", key: Redacted.make(yield* anotherKey) }]), "auth: inline key")
      assert.strictEqual(yield* field([{ _tag: "KeyFile", path: "/no/such/key" }]), "auth: /no/such/key")
      assert.strictEqual(fake.seen.connections, 0)
    })
  )

  it.live("a configuration that cannot be meant is refused", () =>
    Effect.gen(function* () {
      const field = (more: Partial<SshConfig>) =>
        Effect.map(failure(configFor({ port: 1 }, more)), (error) => reason(error, "InvalidConfig").field)
      assert.strictEqual(yield* field({ host: "" }), "host")
      assert.strictEqual(yield* field({ host: "a b" }), "host")
      assert.strictEqual(yield* field({ port: 0 }), "port")
      assert.strictEqual(yield* field({ username: "" }), "username")
      assert.strictEqual(yield* field({ maxSessions: 2 }), "maxSessions")
      assert.strictEqual(yield* field({ hostKeys: { _tag: "Pinned", keys: [] } }), "hostKeys: Pinned")
    })
  )
})

describe("peers that misbehave", () => {
  const limits = { connectTimeout: "150 millis" } as const

  it.live("nobody listens", () =>
    Effect.gen(function* () {
      const error = yield* failure(configFor({ port: 1, publicKey: yield* anotherKey }))
      assert.strictEqual(reason(error, "HostUnreachable").code, "ECONNREFUSED")
      assert.isTrue(error.isRetryable)
    })
  )

  it.live("one that accepts and says nothing: a time-out, and the socket is closed", () =>
    Effect.gen(function* () {
      const peer = yield* tcpPeer(() => {})
      const error = yield* failure(configFor({ ...peer, publicKey: yield* anotherKey }, limits))
      assert.strictEqual(reason(error, "TimedOut").phase, "handshake")
      yield* until(() => peer.open.size === 0)
    })
  )

  it.live("one that says something else", () =>
    Effect.gen(function* () {
      const peer = yield* tcpPeer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
      const error = yield* failure(configFor({ ...peer, publicKey: yield* anotherKey }))
      assert.include(["ProtocolError", "ConnectionLost"], error.reason._tag)
    })
  )

  it.live("one that never ends its banner", () =>
    Effect.gen(function* () {
      for (const line of ["x".repeat(1000), "a line\r\n"]) {
        const peer = yield* tcpPeer((socket) => {
          const more = () => {
            while (!socket.destroyed && socket.write(line));
          }
          socket.on("drain", more)
          more()
        })
        const error = yield* failure(
          configFor({ ...peer, publicKey: yield* anotherKey }, { connectTimeout: "5 seconds" })
        )
        reason(error, "ProtocolError")
        yield* until(() => peer.open.size === 0)
      }
    })
  )

  it.live("garbage behind the banner", () =>
    Effect.gen(function* () {
      for (let seed = 0; seed < 40; seed++) {
        const peer = yield* tcpPeer((socket) => {
          socket.write("SSH-2.0-Fake\r\n")
          socket.write(Buffer.from(Array.from({ length: 300 }, (_, i) => (i * i * 31 + seed * 97) & 255)))
        })
        const error = yield* failure(configFor({ ...peer, publicKey: yield* anotherKey }, limits))
        assert.include(["ProtocolError", "TimedOut", "ConnectionLost"], error.reason._tag)
      }
    })
  )

  it.live("one that goes away at any byte of the way", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const seen = new Set<string>()
      let succeeded = false
      for (let bytes = 1; !succeeded && bytes < 20_000; bytes += bytes < 30 ? 7 : 61) {
        const proxy = yield* cuttingProxy(fake.port, bytes)
        const exit = yield* Effect.exit(
          Effect.scoped(
            connecting({ ...configFor({ ...fake, port: proxy.port }), connectTimeout: "2 seconds" }).pipe(
              Effect.flatMap((ssh) => ssh.exec("true")),
              Effect.flatMap((channel) => channel.exit)
            )
          ).pipe(Effect.flip)
        )
        if (Exit.isSuccess(exit)) seen.add(exit.value.reason._tag)
        else succeeded = true
      }
      assert.isTrue(succeeded)
      assert.isTrue(seen.has("ConnectionLost"), [...seen].join())
      for (const tag of seen) assert.include(["ConnectionLost", "ProtocolError", "AuthenticationFailed"], tag)
    })
  )

  it.live("interrupting an attempt closes the socket", () =>
    Effect.gen(function* () {
      const peer = yield* tcpPeer(() => {})
      const fiber = yield* Effect.forkChild(failure(configFor({ ...peer, publicKey: yield* anotherKey })))
      yield* until(() => peer.open.size === 1)
      yield* Fiber.interrupt(fiber)
      yield* until(() => peer.open.size === 0)
    })
  )
})

describe("a connection", () => {
  it.live("closes with its scope, and an operation afterwards fails at once", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const scope = yield* Scope.make()
      const ssh = yield* Scope.provide(connecting(configFor(fake)), scope)
      yield* Scope.close(scope, Exit.void)
      const error = yield* Effect.flip(Effect.scoped(ssh.exec("true")))
      assert.match(reason(error, "ConnectionLost").detail, /scope of the connection/)
      assert.strictEqual(fake.seen.connections, 1)
    })
  )

  it.live("a lost one fails what is under way, is dialled again once for all, and goes on", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ answer: (line) => (line === "hang" ? undefined : { exit: 3 }) })
      const ssh = yield* connecting(configFor(fake))
      const hanging = yield* ssh.exec("hang")
      const waiting = yield* Effect.forkChild(Effect.flip(hanging.exit), { startImmediately: true })
      const reading = yield* Effect.forkChild(Effect.flip(hanging.stdout), { startImmediately: true })
      yield* until(() => fake.seen.commands.length === 1)
      yield* fake.dropAll
      reason(yield* Fiber.join(waiting), "ConnectionLost")
      const read = yield* Fiber.join(reading)
      assert.isTrue(read instanceof SshError && read.reason._tag === "ConnectionLost")
      const codes = yield* Effect.forEach(
        Array.from({ length: 10 }, () => "again"),
        (line) => Effect.scoped(Effect.flatMap(ssh.exec(line), (channel) => channel.exit)),
        { concurrency: 10 }
      )
      assert.deepStrictEqual(
        codes,
        Array.from({ length: 10 }, () => ({ _tag: "Code", code: 3 }) as const)
      )
      assert.strictEqual(fake.seen.connections, 2)
    })
  )

  it.live("when it cannot be dialled again the reason is typed", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const fake = yield* Scope.provide(FakeSshServer.make(), scope)
      const ssh = yield* connecting(configFor(fake, { reconnectAttempts: 1 }))
      yield* Scope.close(scope, Exit.void)
      const error = yield* Effect.flip(
        Effect.scoped(ssh.exec("true")).pipe(
          // The loss may be noticed only by the first use.
          Effect.andThen(Effect.fail("unexpected" as const)),
          Effect.retry({ times: 2, while: (e) => e !== "unexpected" && e.reason._tag === "ConnectionLost" })
        )
      )
      assert.isTrue(error instanceof SshError)
      if (error instanceof SshError) reason(error, "HostUnreachable")
    })
  )

  it.live("who waits for an attempt to dial again shares its failure", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const { mute, port } = yield* mutingProxy(fake.port)
      const limits = {
        connectTimeout: "300 millis",
        reconnectAttempts: 0,
        keepAlive: { interval: 20, count: 1 }
      } as const
      const ssh = yield* connecting(configFor({ ...fake, port }, limits))
      const channel = yield* ssh.unix("/x")
      yield* mute
      yield* Effect.flip(channel.exit)
      const operation = Effect.flip(Effect.scoped(ssh.exec("true")))
      const first = yield* Effect.forkChild(operation, { startImmediately: true })
      const others = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(operation, { startImmediately: true }))
      const error = yield* Fiber.join(first)
      reason(error, "TimedOut")
      for (const other of others) assert.strictEqual(yield* Fiber.join(other), error)
      // The next one to come dials for itself.
      assert.notStrictEqual(yield* operation, error)
    })
  )

  it.live("who waits for a session of a lost connection fails, although nobody gives one back", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ answer: () => undefined })
      const ssh = yield* connecting(configFor(fake, { maxSessions: 3 }))
      yield* ssh.exec("holds the only session")
      const waiting = yield* Effect.forkChild(Effect.flip(Effect.scoped(ssh.exec("waits"))), { startImmediately: true })
      yield* fake.dropAll
      reason(yield* Fiber.join(waiting), "ConnectionLost")
      yield* ssh.exec("after that")
      assert.deepStrictEqual(fake.seen.commands, ["holds the only session", "after that"])
    })
  )

  it.live("a session that opens after nobody waits for it any more is closed", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ answer: () => undefined })
      const ssh = yield* connecting(configFor(fake))
      const opening = yield* Effect.forkChild(Effect.scoped(ssh.exec("hangs")), { startImmediately: true })
      yield* Fiber.interrupt(opening)
      yield* until(() => fake.seen.commands.length === 1)
      yield* until(() => fake.seen.openSessions === 0)
    })
  )

  it.live("the first socket has one command run, which makes the server prompt; commands alone do not", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ answer: () => undefined })
      const ssh = yield* connecting(configFor(fake))
      yield* ssh.exec("first")
      yield* Effect.forEach(["/a", "/b"], (path) => Effect.scoped(ssh.unix(path)))
      yield* ssh.tcp("localhost", 1)
      yield* ssh.exec("last")
      assert.deepStrictEqual(fake.seen.commands, ["first", "exit 0", "last"])
      // What was only asked to start is not kept.
      yield* until(() => fake.seen.openSessions === 2)
    })
  )

  it.live("a reader ends with the channel's scope, also when the server says nothing", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const { mute, port } = yield* mutingProxy(fake.port)
      const ssh = yield* connecting(configFor({ ...fake, port }))
      const scope = yield* Scope.make()
      const channel = yield* Scope.provide(ssh.unix("/x"), scope)
      const reading = yield* Effect.forkChild(Effect.flip(channel.stdout), { startImmediately: true })
      yield* mute
      yield* Scope.close(scope, Exit.void)
      const error = yield* Fiber.join(reading)
      assert.isTrue(error instanceof SshError && error.reason._tag === "ChannelClosed")
    })
  )

  it.live("a server that answers no more: typed time-outs, each operation for itself", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ answer: () => undefined })
      const { mute, port } = yield* mutingProxy(fake.port)
      const ssh = yield* connecting(configFor({ ...fake, port }, { requestTimeout: "100 millis" }))
      yield* mute
      for (const operation of [ssh.exec("true"), ssh.unix("/x"), ssh.tcp("localhost", 1), ssh.sftp]) {
        reason(yield* Effect.flip(Effect.scoped<unknown, SshError, Scope.Scope>(operation)), "TimedOut")
      }
    })
  )

  it.live("a server without SFTP refuses it, typed", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make()
      const ssh = yield* connecting(configFor(fake))
      assert.strictEqual(reason(yield* Effect.flip(ssh.sftp), "ChannelRefused").channel, "sftp")
    })
  )

  it.live("waits for sessions, and never asks for more than the server allows", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ maxSessions: 4 })
      const ssh = yield* connecting(configFor(fake, { maxSessions: 4 }))
      const exits = yield* Effect.forEach(
        Array.from({ length: 50 }, (_, i) => `command ${i}`),
        (line) => Effect.scoped(Effect.flatMap(ssh.exec(line), (channel) => channel.exit)),
        { concurrency: 50 }
      )
      assert.strictEqual(exits.length, 50)
      assert.strictEqual(fake.seen.commands.length, 50)
    })
  )

  it.live("a server that refuses sessions for longer makes a typed refusal", () =>
    Effect.gen(function* () {
      const fake = yield* FakeSshServer.make({ maxSessions: 0 })
      const ssh = yield* connecting(configFor(fake))
      const error = yield* Effect.flip(Effect.scoped(ssh.exec("true")))
      assert.strictEqual(reason(error, "ChannelRefused").channel, "a session")
    })
  )
})

describe("jump hosts", () => {
  it.live("a hop that cannot be reached is named", () =>
    Effect.gen(function* () {
      const jump = yield* FakeSshServer.make({ accepts: [] })
      const error = yield* failure(
        configFor({ port: 22, publicKey: yield* anotherKey }, { host: "inner", jumps: [configFor(jump)] })
      )
      reason(error, "AuthenticationFailed")
      assert.include(error.target, `127.0.0.1:${jump.port}`)
    })
  )
})
