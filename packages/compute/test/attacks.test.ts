/** Rows of the attack table that concern hypervisor drivers, on the simulated one. */
import { AbsolutePath } from "@cloudwright/core/DiskSource"
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import { MacAddress, NicBinding } from "@cloudwright/core/NicBinding"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type Hypervisor, Hypervisors } from "../src/Hypervisor.ts"
import type { HypervisorError } from "../src/HypervisorError.ts"
import * as Simulated from "../src/SimulatedHypervisor.ts"
import { VirtualTime } from "../src/testing/index.ts"
import { DiskTarget, VmDisk, VmGraphics, VmName, VmNic, VmSpec } from "../src/VmSpec.ts"

const one = HostRef.HostRef.make("kvm-1")
const two = HostRef.HostRef.make("kvm-2")
const id = Ids.VmId.make("00000000-0000-4000-8000-000000000001")
const mac = MacAddress.make("52:54:00:00:00:01")

const spec = VmSpec.make({
  id,
  name: VmName.make("web"),
  vcpus: 1,
  maxVcpus: 2,
  memory: ByteSize.gibibytes(1),
  maxMemory: ByteSize.gibibytes(1),
  disks: [
    VmDisk.make({
      target: DiskTarget.make("vda"),
      source: { _tag: "File", path: AbsolutePath.make("/images/web.qcow2"), format: "qcow2" }
    })
  ],
  nics: [VmNic.make({ binding: NicBinding.cases.User.make({ mac }) })]
})

const attack = (
  name: string,
  body: (
    world: Simulated.SimulatedHypervisor["Service"],
    host: Hypervisor,
    hypervisors: Hypervisors["Service"]
  ) => Effect.Effect<void, HypervisorError>
) =>
  it.effect(name, () =>
    VirtualTime.run(
      Effect.gen(function* () {
        const hypervisors = yield* Hypervisors
        yield* body(yield* Simulated.SimulatedHypervisor, yield* hypervisors.get(one), hypervisors)
      })
    ).pipe(Effect.provide(Simulated.layer({ seed: 11, hosts: [{ host: one }, { host: two }] })))
  )

const tagOf = <A>(call: Effect.Effect<A, HypervisorError>) =>
  Effect.match(call, { onSuccess: () => "success", onFailure: ({ reason }) => reason._tag })

const running = (host: Hypervisor, of: VmSpec = spec) =>
  Effect.gen(function* () {
    yield* host.define(of)
    yield* host.start(of.id)
    yield* Effect.sleep("30 seconds")
  })

describe("S8 an open graphical console", () => {
  it("cannot be expressed: no address, no port, no empty or short password", () => {
    const accepts = Schema.is(VmGraphics)
    for (const password of ["", "short", "a space", "nine-long"]) {
      assert.isFalse(accepts({ _tag: "VncLoopback", password: Redacted.make(password) }), password)
    }
    assert.isFalse(accepts({ _tag: "VncLoopback" }))
    assert.isFalse(accepts({ _tag: "Vnc", listen: "0.0.0.0" }))
    const decode = Schema.decodeUnknownSync(Schema.toType(VmGraphics))
    assert.deepStrictEqual(decode({ _tag: "VncSocket", listen: "0.0.0.0", port: 5900 }), { _tag: "VncSocket" })
  })

  for (const graphics of [
    VmGraphics.cases.None.make({}),
    VmGraphics.cases.VncSocket.make({}),
    VmGraphics.cases.VncLoopback.make({ password: Redacted.make("Sesame1!") })
  ]) {
    attack(`stays as it is after snapshot, revert, managed save, restart: ${graphics._tag}`, (_, host) =>
      Effect.gen(function* () {
        const closed = Effect.map(host.get(id), (domain) => {
          assert.deepStrictEqual(domain.spec?.graphics, graphics)
          if (domain.live !== undefined) assert.deepStrictEqual(domain.live.graphics, graphics)
        })
        yield* running(host, { ...spec, graphics })
        yield* closed
        yield* host.createSnapshot(id, { name: "one", kind: "internal" })
        yield* host.revertSnapshot(id, "one")
        yield* closed
        yield* host.managedSave(id)
        yield* closed
        yield* host.start(id)
        yield* closed
        yield* host.destroy(id)
        yield* host.start(id)
        yield* closed
      })
    )
  }
})

describe("S12 a guest that sends an endless line, lies or never answers", () => {
  const ping = { execute: "guest-ping" }

  for (const [agent, tag] of [
    ["silent", "AgentTimedOut"],
    ["endless", "AgentReplyInvalid"],
    ["refuses", "AgentRefused"],
    ["absent", "AgentUnavailable"]
  ] as const) {
    attack(`its agent is ${agent}: ${tag}`, (world, host) =>
      Effect.gen(function* () {
        yield* world.setGuest(id, { agent })
        yield* running(host)
        assert.strictEqual(yield* tagOf(host.agent(id, ping, { timeout: "5 seconds" })), tag)
      })
    )
  }

  attack("a slow agent is answered within the limit or not at all", (world, host) =>
    Effect.gen(function* () {
      yield* world.setGuest(id, { agent: "slow" })
      yield* running(host)
      const outcomes = yield* Effect.forEach(Array.from({ length: 20 }), () => tagOf(host.agent(id, ping)))
      assert.deepStrictEqual([...new Set(outcomes)].sort(), ["AgentTimedOut", "success"])
    })
  )

  attack("what a lying agent says does not decode", (world, host) =>
    Effect.gen(function* () {
      yield* world.setGuest(id, { agent: "lies" })
      yield* running(host)
      const reply = yield* host.agent(id, { execute: "guest-network-get-interfaces" })
      const Interfaces = Schema.Array(Schema.Struct({ name: Schema.String, "hardware-address": Schema.String }))
      assert.isFalse(Schema.is(Interfaces)(reply))
    })
  )

  attack("a silent agent does not hold the machine", (world, host) =>
    Effect.gen(function* () {
      yield* world.setGuest(id, { agent: "silent" })
      yield* running(host)
      const asked = yield* Effect.forkChild(tagOf(host.agent(id, ping, { timeout: "10 minutes" })), {
        startImmediately: true
      })
      yield* host.setLink(id, mac, "down")
      yield* host.suspend(id)
      yield* host.resume(id)
      yield* host.managedSave(id)
      yield* host.start(id)
      yield* host.destroy(id)
      assert.isUndefined(asked.pollUnsafe())
      assert.strictEqual(yield* Fiber.join(asked), "AgentTimedOut")
    })
  )

  attack("an endless console waits for its reader, and one nobody reads is bounded", (world, host) =>
    Effect.scoped(
      Effect.gen(function* () {
        yield* world.setGuest(id, { console: "endless" })
        yield* running(host)
        const socket = yield* host.console(id)
        const { pull } = yield* Effect.orDie(socket.reader)
        let bytes = 0
        for (let reads = 0; reads < 1_000; reads++) {
          for (const chunk of yield* Effect.orDie(pull)) bytes += chunk.length
        }
        assert.isAtMost(bytes, 1_000 * 64 * 1024)
        yield* world.setGuest(id, { console: "shell" })
        const writer = yield* socket.writer
        for (let lines = 0; lines < 5_000; lines++) yield* Effect.orDie(writer.write("echo x\n"))
        assert.isAtMost((yield* Effect.orDie(pull)).length, 1_024)
        yield* Effect.orDie(writer.write("x".repeat(100_000)))
        yield* host.destroy(id)
      })
    )
  )
})

for (const [row, problem, tag] of [
  ["S24 a host whose key is not the known one", "HostKeyRejected", "HostKeyRejected"],
  ["S25 a host whose certificate is not trusted", "CertificateRejected", "CertificateRejected"],
  ["S25 a host that does not accept our certificate", "AuthenticationFailed", "AuthenticationFailed"]
] as const) {
  attack(`${row} is refused before anything is asked of it, and is not retried`, (world, host, hypervisors) =>
    Effect.gen(function* () {
      yield* world.rejectConnections(one, problem)
      for (const call of [host.define(spec), host.start(id), host.putSeed(id, new Uint8Array(8)), host.list]) {
        const error = yield* Effect.flip(Effect.asVoid(call)).pipe(Effect.catch(() => Effect.die("it succeeded")))
        assert.deepInclude(error, { host: one, outcome: "not-done", isRetryable: false })
        assert.strictEqual(error.reason._tag, tag)
      }
      const { domains, seeds } = yield* world.truth(one)
      assert.deepStrictEqual({ domains, seeds }, { domains: [], seeds: [] })
      yield* (yield* hypervisors.get(two)).define(spec)
      yield* world.restoreHost(one)
      yield* host.list
    })
  )
}
