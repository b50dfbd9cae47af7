import { assert, describe, it } from "@effect/vitest"
import {
  EvpnFabric,
  LibvirtHosts,
  NetLab,
  OvnCluster,
  OvnDummy,
  OvsdbServers,
  Postgres,
  SshServer,
  type LabError
} from "@cloudwright/lab"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as ChildProcess from "effect/process/ChildProcess"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as NodeChildProcess from "node:child_process"
import * as NodeFs from "node:fs"
import * as NodeUrl from "node:url"
import * as Traces from "./support/traces.ts"

type Start = Effect.Effect<unknown, LabError.LabError, Scope.Scope>

/** With a guest in it that has a program running and a server listening, and a program of the hypervisor's own. */
const busyNetLab = Effect.gen(function* () {
  const { hypervisors } = yield* NetLab.make({ hypervisors: 2 })
  for (const hypervisor of hypervisors) {
    const options = { mac: "02:00:00:00:00:01", addresses: ["10.0.0.1/24"], device: "tap1" }
    const guest = yield* hypervisor.plug({ name: "guest", ...options })
    yield* guest.serve({ protocol: "tcp", port: 80 })
    yield* guest.watch()
    yield* Effect.orDie(hypervisor.spawner.spawn(ChildProcess.make("sleep", ["1000"])))
    yield* hypervisor.exec(["ip", "netns", "add", "router"])
  }
})

const busyOvnCluster = Effect.gen(function* () {
  const { chassis, nbctl } = yield* OvnCluster.make({ chassis: 2 })
  yield* nbctl(["ls-add", "a", "--", "lsp-add", "a", "a1"])
  for (const one of chassis) {
    const guest = yield* one.plug({ port: "a1", mac: "02:00:00:00:00:01", addresses: ["10.0.0.1/24"] })
    yield* guest.serve({ protocol: "tcp", port: 80 })
  }
})

const parts: Readonly<Record<string, { readonly start: Start; readonly stages: ReadonlyArray<string> }>> = {
  SshServer: { start: SshServer.make(), stages: ["host_key", "sshd_config", "known_hosts"] },
  Postgres: { start: Postgres.make, stages: ["socket", "data/cluster/PG_VERSION", "data/cluster/postmaster.pid"] },
  OvsdbServers: {
    start: OvsdbServers.make({ members: 3, tls: true }),
    stages: ["pki/cakey.pem", "m1/db", "m2/sock", "m3/sock"]
  },
  NetLab: { start: busyNetLab, stages: ["s", "hv2"] },
  EvpnFabric: { start: EvpnFabric.make({ leaves: 2 }), stages: ["spine1/frr.conf", "leaf2/bgpd.vty"] },
  OvnDummy: { start: OvnDummy.make, stages: ["nb1/db.sock", "northd/ctl", "chassis/br-int.mgmt"] },
  OvnCluster: {
    start: busyOvnCluster,
    stages: ["s", "nb1/db", "northd/ctl", "hv1/db", "hv2/vswitchd.ctl", "hv1/br-int.mgmt", "s/g2"]
  },
  LibvirtHosts: {
    start: LibvirtHosts.make({ hosts: 2, tls: true, ssh: true }),
    stages: ["pki/cakey.pem", "h2/sshd_config", "h1/run", "h1/run/libvirt-sock"]
  }
}

const eventually = <A>(look: () => A | undefined) =>
  Effect.suspend(() => {
    const found = look()
    return found === undefined ? Effect.fail("not yet" as const) : Effect.succeed(found)
  }).pipe(Effect.retry(Schedule.spaced("1 millis")), Effect.timeout("60 seconds"))

const directoryOf = eventually(() => Traces.mine()[0])

for (const [name, { stages, start }] of Object.entries(parts)) {
  describe(`${name} leaves nothing`, () => {
    it.live("when its scope closes", () =>
      Effect.gen(function* () {
        const [directory, remembered] = yield* Effect.gen(function* () {
          yield* start
          const made = yield* directoryOf
          assert.isNotEmpty(Traces.processes(made))
          return [made, Traces.namespacesOf(made)] as const
        }).pipe(Effect.scoped)
        assert.deepStrictEqual(Traces.of(directory, remembered), [])
      })
    )

    it.live("when it is interrupted while it runs", () =>
      Effect.gen(function* () {
        const ready = yield* Deferred.make<void>()
        const using = start.pipe(Effect.andThen(Deferred.succeed(ready, undefined)), Effect.andThen(Effect.never))
        const fiber = yield* Effect.forkChild(Effect.scoped(using))
        yield* Effect.raceFirst(Deferred.await(ready), Fiber.join(fiber))
        const directory = yield* directoryOf
        const remembered = Traces.namespacesOf(directory)
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(Traces.of(directory, remembered), [])
      })
    )

    // "owner" stands for the moment after the directory was made.
    for (const stage of ["owner", ...stages]) {
      it.live(`when it is interrupted as soon as ${stage} is there`, () =>
        Effect.gen(function* () {
          const fiber = yield* Effect.forkChild(Effect.scoped(Effect.andThen(start, Effect.never)))
          const directory = yield* directoryOf
          yield* eventually(() => (NodeFs.existsSync(`${directory}/${stage}`) ? true : undefined))
          const remembered = Traces.namespacesOf(directory)
          yield* Fiber.interrupt(fiber)
          assert.deepStrictEqual(Traces.of(directory, remembered), [])
        })
      )
    }

    it.live("when its process is killed with -9 and another one starts something", () =>
      Effect.gen(function* () {
        const program = NodeUrl.fileURLToPath(new URL("support/hold.ts", import.meta.url))
        const child = yield* Effect.acquireRelease(
          Effect.sync(() =>
            NodeChildProcess.spawn(process.execPath, [program, name], { stdio: ["ignore", "pipe", "inherit"] })
          ),
          (holder) => Effect.sync(() => holder.kill("SIGKILL"))
        )
        const directory = yield* Effect.callback<string>((resume) => {
          child.stdout.once("data", (line: Buffer) => resume(Effect.succeed(line.toString().trim())))
          child.once("exit", () => resume(Effect.succeed("the holder has ended")))
        })
        assert.isNotEmpty(Traces.processes(directory), directory)
        const remembered = Traces.namespacesOf(directory)

        yield* Effect.scoped(SshServer.make())
        assert.isTrue(NodeFs.existsSync(directory), "what a living process uses was removed")
        assert.isNotEmpty(Traces.processes(directory))

        yield* Effect.callback<void>((resume) => {
          child.once("exit", () => resume(Effect.void))
          child.kill("SIGKILL")
        })
        yield* Effect.scoped(SshServer.make())
        assert.deepStrictEqual(Traces.of(directory, remembered), [])
      })
    )
  })
}
