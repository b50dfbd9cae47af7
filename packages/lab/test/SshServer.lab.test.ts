import { assert, describe, it, layer } from "@effect/vitest"
import { SshServer } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as NodeFs from "node:fs"
import * as NodeChildProcess from "node:child_process"

type Server = SshServer.SshServer["Service"]

/** The independent observer: OpenSSH's own client, which never asks anything. */
const client = (server: Server, args: ReadonlyArray<string>, identity = server.privateKeyFile) =>
  [
    ["-F", "none", "-p", String(server.port), "-i", identity, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
    ["-o", `UserKnownHostsFile=${server.knownHostsFile}`, "-o", "GlobalKnownHostsFile=none"],
    ["-o", "StrictHostKeyChecking=yes", `${server.user}@${server.host}`, ...args]
  ].flat()
const ssh = (server: Server, args: ReadonlyArray<string>, identity?: string) =>
  Effect.callback<string>((resume) => {
    NodeChildProcess.execFile(
      "ssh",
      client(server, args, identity),
      { env: { PATH: "/usr/bin:/bin" } },
      (_, out, err) => resume(Effect.succeed(out + err))
    )
  })

/** A zombie counts as dead: whoever adopted it reaps it when it likes. */
const isAlive = (pid: number) =>
  NodeFs.existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(NodeFs.readFileSync(`/proc/${pid}/stat`, "utf8"))

layer(SshServer.layer(), { excludeTestServices: true })("SshServer", (it) => {
  it.effect("logs in with its key, its host key known", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.SshServer
      assert.strictEqual(yield* ssh(server, ["id", "-un"]), `${server.user}\n`)
    })
  )

  it.effect("refuses a stranger's key", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.SshServer
      assert.match(yield* ssh(server, ["true"], server.strangerKeyFile), /Permission denied/)
    })
  )

  it.effect("the encrypted key does not log in without its passphrase", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.SshServer
      assert.match(yield* ssh(server, ["true"], server.encryptedKey.privateKeyFile), /Permission denied/)
    })
  )

  it.effect("after a rotation the known key no longer fits, until it is trusted", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.SshServer
      yield* server.rotateHostKey
      assert.match(yield* ssh(server, ["true"]), /REMOTE HOST IDENTIFICATION HAS CHANGED/)
      yield* server.trustHostKey
      assert.strictEqual(yield* ssh(server, ["echo", "again"]), "again\n")
    })
  )

  it.effect("kill ends the server, its sessions and what they started", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.SshServer
      const started = yield* ssh(server, ["setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!"])
      const background = Number(started)
      assert.isTrue(isAlive(background), `no process id: ${started}`)
      yield* server.kill
      assert.isFalse(isAlive(background))
      assert.match(yield* ssh(server, ["true"]), /Connection refused/)
      yield* server.start
      assert.strictEqual(yield* ssh(server, ["echo", "back"]), "back\n")
    })
  )
})

describe("SshServer options", () => {
  it.live("lines of configuration win over ours", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.make({ config: ["ForceCommand echo forced"] })
      assert.strictEqual(yield* ssh(server, ["echo", "mine"]), "forced\n")
    }).pipe(Effect.scoped)
  )

  it.effect("waits by the real clock where a test has its own", () =>
    Effect.gen(function* () {
      const server = yield* SshServer.make()
      yield* server.kill
      yield* server.start
      assert.strictEqual(yield* ssh(server, ["echo", "here"]), "here\n")
    }).pipe(Effect.scoped)
  )
})
