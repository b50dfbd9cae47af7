import { SshServer } from "@cloudwright/lab"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import * as KnownHosts from "../src/KnownHosts.ts"
import * as Ssh from "../src/Ssh.ts"
import type { SshConfig } from "../src/SshConfig.ts"
import * as SshErrors from "../src/SshError.ts"
import * as SshServices from "../src/SshServices.ts"
import { configFor } from "./support/lab.ts"
import { mutingProxy, tcpPeer } from "./support/peers.ts"
import * as Net from "node:net"

type Server = SshServer.SshServer["Service"]

const connecting = (config: SshConfig) => Ssh.Ssh.make(config)
const failure = (config: SshConfig) => Effect.flip(Effect.scoped(connecting(config)))
const tagOf = (error: SshErrors.SshError) => error.reason._tag

/** The services of the machine behind `config`, in the scope of the test. */
const remote = (config: SshConfig) =>
  Layer.build(
    SshServices.layer.pipe(Layer.provideMerge(Ssh.Ssh.layer(config)), Layer.provide(NodeServices.layer), Layer.fresh)
  )

const succeeds = (config: SshConfig) =>
  Effect.scoped(
    Effect.gen(function* () {
      const ssh = yield* connecting(config)
      const channel = yield* ssh.exec("exit 5")
      assert.deepStrictEqual(yield* channel.exit, { _tag: "Code", code: 5 })
    })
  )

const isAlive = (pid: number) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(`/proc/${pid}/stat`)).pipe(
    // A zombie has ended.
    Effect.map((stat) => !stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z")),
    Effect.orElseSucceed(() => false)
  )
const dies = (pid: number) =>
  isAlive(pid).pipe(
    Effect.flatMap((alive) => (alive ? Effect.fail("alive" as const) : Effect.void)),
    Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ times: 200 })))
  )

/** A way to the server that can be cut without the server's doing. */
const cuttable = (server: Server) =>
  Effect.map(
    tcpPeer((socket) => {
      const upstream = Net.connect({ port: server.port, host: server.host, noDelay: true })
      upstream.on("error", () => {})
      socket.on("close", () => upstream.destroy())
      upstream.on("close", () => socket.destroy())
      socket.setNoDelay(true)
      socket.pipe(upstream)
      upstream.pipe(socket)
    }),
    (peer) => ({
      config: configFor(server, {
        port: peer.port,
        hostKeys: { _tag: "Pinned", keys: [server.hostPublicKey.split(" ").slice(0, 2).join(" ")] }
      }),
      cut: Effect.sync(() => {
        for (const socket of peer.open) socket.destroy()
      })
    })
  )

layer(Layer.merge(SshServer.layer(), NodeServices.layer), { timeout: "60 seconds", excludeTestServices: true })(
  "Ssh with a real server",
  (it) => {
    it.effect("authenticates by key file, encrypted key and agent", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const { passphrase, privateKeyFile } = server.encryptedKey
        yield* succeeds(configFor(server))
        yield* succeeds(configFor(server, { auth: [{ _tag: "KeyFile", path: privateKeyFile, passphrase }] }))
        const socket = `${server.directory}/test-agent.sock`
        const spawner = yield* ChildProcessSpawner
        const agent = yield* spawner.spawn(ChildProcess.make("ssh-agent", ["-D", "-a", socket]))
        const fs = yield* FileSystem.FileSystem
        yield* fs.stat(socket).pipe(Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ times: 200 }))))
        const added = yield* spawner.exitCode(
          ChildProcess.make("ssh-add", ["-q", server.privateKeyFile], {
            env: { SSH_AUTH_SOCK: socket },
            extendEnv: true
          })
        )
        assert.strictEqual(added, 0 as never)
        yield* succeeds(configFor(server, { auth: [{ _tag: "Agent", socket }] }))
        // S24: the agent stays here.
        const services = yield* remote(configFor(server, { auth: [{ _tag: "Agent", socket }] }))
        const seen = yield* ChildProcessSpawner.use((there) =>
          there.string(ChildProcess.make("/bin/sh", ["-c", 'printf %s "${SSH_AUTH_SOCK-none}"']))
        ).pipe(Effect.provideContext(services))
        assert.strictEqual(seen, "none")
        yield* agent.kill()
      })
    )

    it.effect("refuses a stranger's key with what was tried", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const error = yield* failure(configFor(server, { auth: [{ _tag: "KeyFile", path: server.strangerKeyFile }] }))
        assert.strictEqual(tagOf(error), "AuthenticationFailed")
        if (error.reason._tag === "AuthenticationFailed") assert.deepStrictEqual(error.reason.allowed, ["publickey"])
      })
    )

    it.effect("S24 no word of a command is taken by a shell", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const services = yield* remote(configFor(server))
        const word = fc.string({ unit: "binary", maxLength: 60 }).map((text) => text.replaceAll("\0", ""))
        const lists = fc.sample(fc.array(word, { minLength: 1, maxLength: 400 }), { seed: 24, numRuns: 12 })
        yield* Effect.gen(function* () {
          const spawner = yield* ChildProcessSpawner
          for (const args of lists) {
            const out = yield* spawner.string(ChildProcess.make("printf", ["%s\\0", ...args]))
            assert.deepStrictEqual(out.split("\0").slice(0, -1), args)
          }
          const marker = `${server.directory}/pwned`
          for (const attack of [
            `$(touch ${marker})`,
            `\`touch ${marker}\``,
            `'; touch ${marker}; '`,
            `\ntouch ${marker}\n`
          ]) {
            assert.strictEqual(yield* spawner.string(ChildProcess.make("printf", ["%s", attack])), attack)
            yield* spawner.exitCode(ChildProcess.make(`/bin/true${attack}`)).pipe(Effect.exit)
            yield* spawner.exitCode(ChildProcess.make("true", [], { cwd: attack })).pipe(Effect.exit)
            yield* spawner.exitCode(ChildProcess.make("true", [], { env: { A: attack } }))
            yield* spawner.exitCode(ChildProcess.make("true", [], { env: { [attack]: "x" } })).pipe(Effect.exit)
          }
          const fs = yield* FileSystem.FileSystem
          assert.isFalse(yield* fs.exists(marker))
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("S24 secrets are not in any process list of the remote machine", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const services = yield* remote(configFor(server))
        const canary = "canary-c4f9e1"
        yield* Effect.gen(function* () {
          const spawner = yield* ChildProcessSpawner
          const handle = yield* spawner.spawn(
            ChildProcess.make("sleep", ["1000"], { env: { SECRET: canary, PATH: "/bin" } })
          )
          const list = yield* spawner.string(ChildProcess.make("ps", ["-eo", "args"]))
          assert.include(list, "sleep 1000")
          assert.notInclude(list, canary)
          yield* handle.kill()
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("agrees with ssh-keygen about who is known", () =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const spawner = yield* ChildProcessSpawner
        const file = yield* fs.makeTempFileScoped()
        const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGAQ4xqNLiuEgnlwpVeGhD8fs1l8jy8fFMmnpaPllKao"
        const plain = [
          `plain ${key}`,
          `many,names,10.0.0.1 ${key}`,
          `*.example.org,!secret.example.org ${key}`,
          `[ported]:2222 ${key}`,
          `h?st ${key}`
        ]
        yield* fs.writeFileString(file, `${plain.join("\n")}\n`)
        const names = [
          "plain",
          "names",
          "10.0.0.1",
          "a.example.org",
          "secret.example.org",
          "[ported]:2222",
          "ported",
          "host",
          "none"
        ]
        const compare = Effect.gen(function* () {
          const entries = KnownHosts.parse(yield* fs.readFileString(file), file)
          for (const name of names) {
            const theirs = (yield* spawner.exitCode(ChildProcess.make("ssh-keygen", ["-F", name, "-f", file]))) === 0
            const ours = entries.some((entry) => KnownHosts.matches(entry.hosts, name))
            assert.strictEqual(ours, theirs, name)
          }
        })
        yield* compare
        // Hashing leaves what has wildcards as it is.
        assert.strictEqual(
          yield* spawner.exitCode(ChildProcess.make("ssh-keygen", ["-q", "-H", "-f", file])),
          0 as never
        )
        assert.include(yield* fs.readFileString(file), "|1|")
        yield* compare
        const listing = yield* spawner.string(ChildProcess.make("ssh-keygen", ["-l", "-f", file]))
        assert.include(listing, KnownHosts.fingerprint(Buffer.from(key.split(" ")[1] ?? "", "base64")))
      })
    )

    it.effect("asks for the key type by which the host is known", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const spawner = yield* ChildProcessSpawner
        const rsa = `${server.directory}/other_host_key`
        yield* spawner.exitCode(ChildProcess.make("ssh-keygen", ["-q", "-t", "rsa", "-N", "", "-f", rsa]))
        const second = yield* SshServer.make({ config: [`HostKey ${rsa}`] })
        const fs = yield* FileSystem.FileSystem
        const publicKey = (yield* fs.readFileString(`${rsa}.pub`)).split(" ").slice(0, 2).join(" ")
        const file = yield* fs.makeTempFileScoped()
        yield* fs.writeFileString(file, `[127.0.0.1]:${second.port} ${publicKey}\n`)
        yield* succeeds(configFor(second, { hostKeys: { _tag: "Strict", files: [file] } }))
        yield* succeeds(configFor(second))
      })
    )

    it.effect("goes through jump hosts, each verified, and through both their sockets", () =>
      Effect.gen(function* () {
        const inner = yield* SshServer.SshServer
        const outer = yield* SshServer.make()
        const middle = yield* SshServer.make()
        const config = configFor(inner, { jumps: [configFor(outer), configFor(middle)] })
        yield* succeeds(config)
        const stranger = yield* failure(
          configFor(inner, {
            jumps: [configFor(outer), configFor(middle, { hostKeys: { _tag: "Strict", files: ["/dev/null"] } })]
          })
        )
        assert.strictEqual(tagOf(stranger), "HostKeyUnknown")
        assert.include(stranger.target, String(middle.port))
        const nowhere = yield* failure(configFor(inner, { port: 1, jumps: [configFor(outer)] }))
        assert.strictEqual(tagOf(nowhere), "HostUnreachable")
        const services = yield* remote(config)
        const size = yield* ChildProcessSpawner.use((spawner) =>
          Effect.scoped(
            Effect.flatMap(spawner.spawn(ChildProcess.make("head", ["-c", "8000000", "/dev/zero"])), (handle) =>
              Stream.runFold(
                handle.stdout,
                () => 0,
                (sum, chunk) => sum + chunk.length
              )
            )
          )
        ).pipe(Effect.provideContext(services))
        assert.strictEqual(size, 8_000_000)
      })
    )

    it.effect("a connection that breaks: transfers fail typed, the next operation goes on, the process is killed", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const { config, cut } = yield* cuttable(server)
        const services = yield* remote(config)
        yield* Effect.gen(function* () {
          const spawner = yield* ChildProcessSpawner
          const fs = yield* FileSystem.FileSystem
          const scope = yield* Scope.make()
          const sleeping = yield* Scope.provide(spawner.spawn(ChildProcess.make("sleep", ["1000"])), scope)
          const file = yield* fs.makeTempFile()
          const writing = yield* Effect.forkChild(
            Stream.run(
              Stream.repeat(Stream.make(new Uint8Array(60_000)), Schedule.recurs(100_000)),
              fs.sink(file)
            ).pipe(Effect.flip)
          )
          const reading = yield* Effect.forkChild(
            Effect.flip(
              Effect.scoped(Effect.flatMap(fs.open("/dev/zero"), (open) => Effect.forever(open.readAlloc(60_000))))
            )
          )
          yield* Effect.sleep("300 millis")
          yield* cut
          const written = SshErrors.fromPlatformError(yield* Fiber.join(writing))
          const outcome = Option.getOrThrow(written).reason
          assert.deepStrictEqual(
            [outcome._tag, "outcome" in outcome ? outcome.outcome : ""],
            ["ConnectionLost", "unknown"]
          )
          const read = Option.getOrThrow(SshErrors.fromPlatformError(yield* Fiber.join(reading))).reason
          assert.deepStrictEqual([read._tag, "outcome" in read ? read.outcome : ""], ["ConnectionLost", "none"])
          const ended = Option.getOrThrow(SshErrors.fromPlatformError(yield* Effect.flip(sleeping.exitCode))).reason
          assert.deepStrictEqual([ended._tag, "outcome" in ended ? ended.outcome : ""], ["ConnectionLost", "unknown"])
          assert.strictEqual(yield* spawner.string(ChildProcess.make("echo", ["again"])), "again\n")
          yield* fs.remove(file)
          assert.isTrue(yield* isAlive(sleeping.pid))
          yield* Scope.close(scope, Exit.void)
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("a process whose connection broke is killed over a new one", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const { config, cut } = yield* cuttable(server)
        const services = yield* remote(config)
        const scope = yield* Scope.make()
        const sleeping = yield* ChildProcessSpawner.use((spawner) =>
          Scope.provide(spawner.spawn(ChildProcess.make("sleep", ["1000"])), scope)
        ).pipe(Effect.provideContext(services))
        yield* cut
        yield* Effect.flip(sleeping.exitCode)
        assert.isTrue(yield* isAlive(sleeping.pid))
        yield* Scope.close(scope, Exit.void)
        yield* dies(sleeping.pid)
      })
    )

    it.effect("an interruption right after the start leaves no process", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const services = yield* remote(configFor(server))
        const marker = `31${Date.now() % 1_000_000}`
        yield* Effect.gen(function* () {
          const spawner = yield* ChildProcessSpawner
          for (const delay of [0, 5, 20, 50, 80, 100, 120, 200]) {
            const fiber = yield* Effect.forkChild(spawner.exitCode(ChildProcess.make("sleep", [marker])))
            yield* Effect.sleep(delay)
            yield* Fiber.interrupt(fiber)
          }
          const list = yield* spawner.string(ChildProcess.make("ps", ["-eo", "args"]))
          assert.notInclude(list, `sleep ${marker}`)
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("a server that stops answering is given up by keep-alive", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const { mute, port } = yield* mutingProxy(server.port)
        const ssh = yield* connecting(
          configFor(server, {
            port,
            hostKeys: { _tag: "InsecureAcceptAny" },
            keepAlive: { interval: "100 millis", count: 2 }
          })
        )
        const channel = yield* ssh.exec("sleep 1000")
        yield* mute
        const error = yield* Effect.flip(channel.exit)
        assert.strictEqual(tagOf(error), "ConnectionLost")
        assert.include(error.message, "Keepalive")
      })
    )

    it.effect("file requests that are not answered time out, saying whether anything may have changed", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const { mute, port } = yield* mutingProxy(server.port)
        const services = yield* remote(
          configFor(server, { port, hostKeys: { _tag: "InsecureAcceptAny" }, requestTimeout: "300 millis" })
        )
        yield* Effect.gen(function* () {
          const fs = yield* FileSystem.FileSystem
          yield* fs.stat("/etc")
          yield* mute
          for (const [operation, outcome] of [
            [fs.stat("/etc"), "none"],
            [fs.makeDirectory(`${server.directory}/never`), "unknown"]
          ] as const) {
            const error = yield* Effect.flip<unknown, PlatformError, never>(operation)
            assert.strictEqual(error.reason._tag, "TimedOut")
            const { reason } = Option.getOrThrow(SshErrors.fromPlatformError(error))
            assert.deepStrictEqual([reason._tag, "outcome" in reason && reason.outcome], ["TimedOut", outcome])
          }
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("fifty commands through ten sessions, while files are read", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const services = yield* remote(configFor(server))
        yield* Effect.gen(function* () {
          const spawner = yield* ChildProcessSpawner
          const fs = yield* FileSystem.FileSystem
          const [outputs, texts] = yield* Effect.all(
            [
              Effect.forEach(
                Array.from({ length: 50 }, (_, i) => i),
                (i) => spawner.string(ChildProcess.make("echo", [String(i)])),
                { concurrency: 50 }
              ),
              Effect.forEach(Array.from({ length: 50 }), () => fs.readFileString("/etc/hostname"), { concurrency: 50 })
            ],
            { concurrency: 2 }
          )
          assert.deepStrictEqual(
            outputs,
            Array.from({ length: 50 }, (_, i) => `${i}\n`)
          )
          assert.strictEqual(new Set(texts).size, 1)
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("sessions that the server grants no more: commands wait for it, then fail typed", () =>
      Effect.gen(function* () {
        const small = yield* SshServer.make({ maxSessions: 2 })
        const ssh = yield* connecting(configFor(small))
        const exits = yield* Effect.forEach(
          Array.from({ length: 8 }),
          () => Effect.scoped(Effect.flatMap(ssh.exec("true"), (channel) => channel.exit)),
          { concurrency: 8 }
        )
        assert.strictEqual(exits.length, 8)
        // Ends with its input, so that closing the channel need not wait for it.
        yield* ssh.exec("read line")
        yield* ssh.exec("read line")
        const error = yield* Effect.flip(ssh.exec("true"))
        assert.strictEqual(tagOf(error), "ChannelRefused")
      })
    )
  }
)

layer(Layer.merge(SshServer.layer(), NodeServices.layer), { timeout: "60 seconds", excludeTestServices: true })(
  "Ssh with a server that dies",
  (it) => {
    it.effect("killed with -9 in mid-transfer: typed failure; back again: works", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const services = yield* remote(configFor(server, { reconnectAttempts: 20 }))
        yield* Effect.gen(function* () {
          const fs = yield* FileSystem.FileSystem
          const transfer = yield* Effect.forkChild(Stream.runDrain(fs.stream("/dev/zero")))
          yield* Effect.sleep("300 millis")
          yield* server.kill
          const exit = yield* Fiber.await(transfer)
          assert.isTrue(Exit.isFailure(exit))
          if (Exit.isFailure(exit)) {
            const error = Option.getOrThrow(Cause.findErrorOption(exit.cause))
            const ssh = Option.getOrThrow(SshErrors.fromPlatformError(error))
            assert.strictEqual(tagOf(ssh), "ConnectionLost")
          }
          const again = yield* Effect.forkChild(fs.readFileString("/etc/hostname"))
          yield* Effect.sleep("300 millis")
          yield* server.start
          assert.isAbove((yield* Fiber.join(again)).length, 0)
        }).pipe(Effect.provideContext(services))
      })
    )

    it.effect("S24 a changed key is refused by the real server too, also when dialling again", () =>
      Effect.gen(function* () {
        const server = yield* SshServer.SshServer
        const ssh = yield* connecting(configFor(server))
        yield* server.rotateHostKey
        const first = yield* failure(configFor(server))
        assert.strictEqual(tagOf(first), "HostKeyChanged")
        const again = yield* Effect.flip(
          Effect.scoped(ssh.exec("true")).pipe(
            Effect.retry({ times: 2, while: (error) => error.reason._tag === "ConnectionLost" })
          )
        )
        assert.strictEqual(tagOf(again), "HostKeyChanged")
        yield* server.trustHostKey
        yield* succeeds(configFor(server))
      })
    )
  }
)
