/** What is particular to the libvirt driver, on real hosts: faults of the daemon, of QEMU, of the guest and of the wire. */
import * as Ids from "@cloudwright/core/Ids"
import { HostRef } from "@cloudwright/core/HostRef"
import { MacAddress } from "@cloudwright/core/NicBinding"
import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import { assert, describe, layer } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as DomainXml from "../src/DomainXml.ts"
import { type Hypervisor, Hypervisors } from "../src/Hypervisor.ts"
import type { HypervisorError } from "../src/HypervisorError.ts"
import type { HypervisorEvent } from "../src/HypervisorEvent.ts"
import * as LibvirtHypervisor from "../src/LibvirtHypervisor.ts"
import { DiskTarget, VmBoot, VmDisk, VmName, VmSpec } from "../src/VmSpec.ts"
import * as Lab from "./support/libvirtLab.ts"
import { vmSpec } from "./support/specs.ts"

const lab = Lab.hypervisors.pipe(
  Layer.provideMerge(LibvirtHosts.layer({ hosts: 2, ssh: true })),
  Layer.provideMerge(TinyGuest.layer)
)

const driver = Effect.flatMap(Hypervisors, (all) => all.get(Lab.refOf(0)))
const host = LibvirtHosts.LibvirtHosts.use(({ hosts: [first] }) =>
  first === undefined ? Effect.die("no host") : Effect.succeed(first)
)

const reasonOf = <A, R>(call: Effect.Effect<A, HypervisorError, R>) =>
  call.pipe(
    Effect.flip,
    Effect.map((error) => error.reason)
  )
const tagOf = <A, R>(call: Effect.Effect<A, HypervisorError, R>) => Effect.map(reasonOf(call), ({ _tag }) => _tag)

let counter = 0
const idOf = (n: number) => Ids.VmId.make(`d41e0000-0000-4000-8000-${String(n).padStart(12, "0")}`)

/** A spec with one qcow2 disk; a guest's kernel where words are given. */
const newSpec = (...words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { shared } = yield* LibvirtHosts.LibvirtHosts
    const guest = yield* TinyGuest.TinyGuest
    const n = ++counter
    const source = yield* Lab.makeDisk(shared, `driver-${n}`, "qcow2", 8n << 20n)
    return VmSpec.make({
      id: idOf(n),
      name: VmName.make(`driver-${n}`),
      acceleration: "tcg",
      boot: words.length === 0 ? VmBoot.cases.Disks.make({}) : Lab.guestBoot(guest, `d${n}`, ...words),
      vcpus: 1,
      maxVcpus: 2,
      memory: ByteSize.mebibytes(words.length === 0 ? 64 : 192),
      maxMemory: ByteSize.mebibytes(words.length === 0 ? 64 : 192),
      disks: [VmDisk.make({ target: DiskTarget.make("vda"), source })],
      nics: [Lab.bridged(MacAddress.make(`52:54:00:d4:00:${n.toString(16).padStart(2, "0")}`))]
    })
  })

/** A defined VM that is removed when the scope closes. */
const defined = (...words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const on = yield* driver
    const spec = yield* newSpec(...words)
    yield* Effect.acquireRelease(on.define(spec), () =>
      Effect.ignore(on.destroy(spec.id)).pipe(Effect.andThen(Effect.ignore(on.undefine(spec.id))))
    )
    return spec
  })

const eventually = <A, E, R>(ask: Effect.Effect<A, E, R>, good: (answer: A) => boolean) =>
  ask.pipe(Effect.repeat({ until: good, schedule: Schedule.spaced("200 millis") }), Effect.timeout("60 seconds"))

const agentAnswers = (on: Hypervisor, id: Ids.VmId) => eventually(on.get(id), (domain) => domain.agentConnected)

/** The events of the host from now on. */
const listen = (on: Hypervisor) =>
  Effect.gen(function* () {
    const events = yield* Queue.bounded<HypervisorEvent>(4096)
    yield* on.events.pipe(
      Stream.runForEach((event) => Queue.offer(events, event)),
      Effect.forkScoped({ startImmediately: true })
    )
    // An event of our own making shows that the subscription stands.
    const probe = yield* newSpec()
    yield* eventually(
      on.define(probe).pipe(
        Effect.andThen(Effect.timeoutOption(Queue.take(events), "200 millis")),
        Effect.tap(() => on.undefine(probe.id))
      ),
      (heard) => heard._tag === "Some"
    )
    return events
  })

const hear = (events: Queue.Dequeue<HypervisorEvent>, wanted: (event: HypervisorEvent) => boolean) =>
  Queue.take(events).pipe(Effect.repeat({ until: wanted }), Effect.timeout("60 seconds"))

describe("LibvirtHypervisor", () => {
  layer(lab, { timeout: "3 minutes", excludeTestServices: true })("on real hosts", (it) => {
    it.effect(
      "what libvirt stores of any spec decodes to that spec, and what update makes of it too",
      () =>
        Effect.gen(function* () {
          const { shared } = yield* LibvirtHosts.LibvirtHosts
          const { virsh } = yield* host
          const define = (xml: string) =>
            Effect.suspend(() => {
              fs.writeFileSync(`${shared}/any.xml`, xml)
              return virsh(["-q", "define", `${shared}/any.xml`])
            })
          const stored = (id: string) =>
            virsh(["-q", "dumpxml", "--inactive", "--security-info", id]).pipe(Effect.flatMap(DomainXml.decode))
          const machines = ["q35", "pc", "pc-q35-7.2", "pc-i440fx-7.2"]
          const samples = yield* Arbitrary.sampleEffect(vmSpec, { count: 24, seed: 7 })
          for (const [index, sample] of samples.entries()) {
            const vcpus = Math.min(sample.vcpus, 250)
            const spec: VmSpec = {
              ...sample,
              arch: "x86_64",
              acceleration: "tcg",
              machine: machines[index % 4] ?? "q35",
              vcpus,
              maxVcpus: Math.min(255, Math.max(sample.maxVcpus, vcpus)),
              // libvirt has no read-only SATA disks; the driver refuses them.
              disks: sample.disks.map((disk) =>
                disk.target.startsWith("sd") ? { ...disk, readOnly: disk.kind === "cdrom" } : disk
              )
            }
            yield* define(yield* DomainXml.encode(spec))
            assert.deepStrictEqual(yield* stored(spec.id), spec)
            const xml = yield* virsh(["-q", "dumpxml", "--inactive", "--security-info", spec.id])
            const next = {
              ...spec,
              description: "changed",
              disks: spec.disks.slice(1),
              maxMemory: ByteSize.bytes(spec.maxMemory * 2n)
            }
            yield* define(yield* DomainXml.update(xml, next))
            assert.deepStrictEqual(yield* stored(spec.id), next)
            yield* virsh(["-q", "undefine", "--nvram", spec.id])
          }
        }),
      120_000
    )

    it.effect(
      "kill -9 of libvirtd in the middle of calls: typed errors, then events flow again and the guest has survived",
      () =>
        Effect.gen(function* () {
          const on = yield* driver
          const at = yield* host
          const spec = yield* defined("tg.noacpi")
          yield* on.start(spec.id)
          yield* agentAnswers(on, spec.id)
          const pid = (yield* at.exec(["pgrep", "-f", `guest=${spec.name}`])).trim()
          const events = yield* listen(on)

          const reasons = new Set<string>()
          const storm = yield* Effect.forEach(
            Array.from({ length: 8 }, (_, index) => index),
            (index) =>
              Effect.forever(index % 2 === 0 ? on.stats : on.get(spec.id)).pipe(
                Effect.flip,
                Effect.tap((error) => {
                  reasons.add(error.reason._tag)
                  assert.strictEqual(error.outcome, "not-done")
                  return Effect.void
                })
              ),
            { concurrency: "unbounded" }
          ).pipe(Effect.forkScoped({ startImmediately: true }))
          const save = yield* on
            .putSeed(spec.id, new Uint8Array(8 << 20))
            .pipe(Effect.forever, Effect.flip, Effect.forkScoped({ startImmediately: true }))
          // Calls are known to be under way when some have been answered.
          yield* on.capacity
          yield* at.killDaemon
          yield* Fiber.join(storm).pipe(Effect.timeout("30 seconds"))
          for (const tag of reasons) assert.include(["ConnectionLost", "HostUnreachable"], tag)
          const change = yield* Fiber.join(save)
          assert.include(["ConnectionLost", "HostUnreachable"], change.reason._tag)
          assert.isTrue(change.isRetryable)
          assert.include(["ConnectionLost", "HostUnreachable"], yield* tagOf(on.suspend(spec.id)))

          yield* at.startDaemon
          yield* hear(events, (event) => event._tag === "Gap")
          assert.strictEqual((yield* at.exec(["pgrep", "-f", `guest=${spec.name}`])).trim(), pid)
          assert.strictEqual((yield* on.get(spec.id)).state, "running")
          yield* on.suspend(spec.id)
          yield* hear(
            events,
            (event) => event._tag === "StateChanged" && event.id === spec.id && event.state === "paused"
          )
          assert.strictEqual((yield* at.virsh(["-q", "domstate", spec.id])).trim(), "paused")
          yield* on.resume(spec.id)
          yield* agentAnswers(on, spec.id)
          yield* on.agent(spec.id, { execute: "guest-ping" })
          yield* on.removeSeed(spec.id)
          assert.deepStrictEqual(yield* on.listSeeds, [])

          // The guest does not answer the power button; the wait for it outlasts a dead daemon.
          const began = yield* on
            .shutdown(spec.id, { signal: "acpi", timeout: "5 seconds" })
            .pipe(Effect.flip, Effect.forkScoped({ startImmediately: true }))
          yield* Effect.sleep("1 second")
          yield* at.killDaemon
          yield* at.startDaemon
          const ignored = yield* Fiber.join(began)
          assert.include(["GuestIgnored", "ConnectionLost", "HostUnreachable"], ignored.reason._tag)
          assert.strictEqual(ignored.outcome, "unknown")

          yield* eventually(
            on.get(spec.id).pipe(Effect.option),
            (found) => found._tag === "Some" && found.value.agentConnected
          )
          const heard = yield* listen(on)
          yield* at.exec(["kill", "-9", pid])
          const off = yield* hear(heard, (event) => event._tag === "StateChanged" && event.id === spec.id)
          // libvirt's word for a QEMU that is suddenly gone.
          assert.deepInclude(off, { state: "off", cause: "failed" })
          assert.strictEqual((yield* on.get(spec.id)).state, "off")
          assert.strictEqual((yield* at.virsh(["-q", "domstate", spec.id])).trim(), "shut off")
        }).pipe(Effect.scoped),
      180_000
    )

    it.effect("a host that is down fails its own operations and nobody else's, and comes back", () =>
      Effect.gen(function* () {
        const all = yield* Hypervisors
        const { hosts } = yield* LibvirtHosts.LibvirtHosts
        const [one, two] = [yield* all.get(Lab.refOf(0)), yield* all.get(Lab.refOf(1))]
        yield* two.capacity
        yield* hosts[1]?.crash ?? Effect.void
        const down = yield* Effect.flip(two.capacity).pipe(
          Effect.retry({ schedule: Schedule.spaced("200 millis"), times: 100 })
        )
        assert.include(["ConnectionLost", "HostUnreachable"], down.reason._tag)
        yield* one.capacity
        yield* hosts[1]?.start ?? Effect.void
        yield* eventually(Effect.option(two.capacity), (answer) => answer._tag === "Some")
      })
    )

    it.effect("an unreachable host is typed, by every transport, and leaves no connection", () =>
      Effect.gen(function* () {
        const { hosts, shared, ssh } = yield* LibvirtHosts.LibvirtHosts
        const address = hosts[0]?.address ?? ""
        const known = `keyfile=${ssh?.privateKeyFile}&known_hosts=${ssh?.knownHostsFile}`
        const uris = {
          unix: `qemu+unix:///system?socket=${shared}/nobody`,
          tcp: `qemu+tcp://${address}:1/system`,
          ssh: `qemu+ssh://root@${address}:1/system?${known}`,
          socket: `qemu+ssh://root@${address}:2222/system?socket=/run/nobody&${known}`
        }
        yield* Effect.gen(function* () {
          const all = yield* Hypervisors
          for (const name of Object.keys(uris)) {
            const down = yield* all.get(HostRef.make(name))
            const error = yield* Effect.flip(down.capacity)
            assert.strictEqual(error.reason._tag, "HostUnreachable", `${name}: ${error.message}`)
            assert.strictEqual(error.outcome, "not-done")
            assert.isTrue(error.isRetryable)
            assert.strictEqual(yield* tagOf(Stream.runHead(down.events)), "HostUnreachable")
          }
          const unknown = yield* reasonOf(all.get(HostRef.make("elsewhere")))
          assert.deepStrictEqual(unknown, { _tag: "UnknownHost", known: all.hosts })
        }).pipe(Effect.provide(LibvirtHypervisor.layer({ hosts: uris })))
        assert.strictEqual(yield* Lab.exec("ss", ["-Htn", "state", "established", "dst", `${address}:2222`]), "")
      })
    )

    it.effect("works over ssh, and a seed image travels with it", () =>
      Effect.gen(function* () {
        const { hosts, ssh } = yield* LibvirtHosts.LibvirtHosts
        const at = yield* host
        const uri = `qemu+ssh://root@${hosts[0]?.address}:2222/system?keyfile=${ssh?.privateKeyFile}&known_hosts=${ssh?.knownHostsFile}`
        yield* Effect.gen(function* () {
          const all = yield* Hypervisors
          const [name] = all.hosts
          assert.strictEqual(name, LibvirtHypervisor.nameOf(uri))
          const on = yield* all.get(name ?? Lab.refOf(0))
          const spec = yield* newSpec()
          yield* on.define(spec)
          assert.include(yield* at.virsh(["-q", "list", "--all", "--name"]), spec.name)
          const image = new Uint8Array(300_000).map((_, index) => index * 7)
          const source = yield* on.putSeed(spec.id, image)
          const path = source._tag === "File" ? source.path : ""
          const sum = createHash("sha256").update(image).digest("hex")
          assert.strictEqual((yield* at.exec(["stat", "-c", "%a %s %U", path])).trim(), "600 300000 root")
          assert.strictEqual((yield* at.exec(["sha256sum", path])).split(" ")[0], sum)
          yield* on.removeSeed(spec.id)
          yield* on.undefine(spec.id)
        }).pipe(Effect.provide(LibvirtHypervisor.layer(uri)))
      })
    )

    it.effect("a spec from before an external snapshot does not throw the overlay away", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const spec = yield* defined()
        yield* on.createSnapshot(spec.id, { name: "one", kind: "external" })
        yield* on.createSnapshot(spec.id, { name: "two", kind: "external" })
        const overlaid = (yield* on.get(spec.id)).spec ?? spec
        assert.notDeepEqual(overlaid, spec)
        yield* on.define(spec)
        assert.deepStrictEqual((yield* on.get(spec.id)).spec, overlaid)
        yield* on.define({ ...spec, description: "other" })
        assert.deepStrictEqual((yield* on.get(spec.id)).spec, { ...overlaid, description: "other" })
        // The older of two overlays goes first: it is not on top.
        yield* on.start(spec.id)
        yield* on.deleteSnapshot(spec.id, "one")
        yield* on.deleteSnapshot(spec.id, "two")
        assert.deepStrictEqual((yield* on.get(spec.id)).spec, { ...spec, description: "other" })
        const { shared } = yield* LibvirtHosts.LibvirtHosts
        assert.deepStrictEqual(
          fs.readdirSync(shared).filter((name) => /\.(one|two)$/.test(name)),
          []
        )
      }).pipe(Effect.scoped)
    )

    it.effect("a managed save keeps disks from changing below it", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const spec = yield* defined()
        yield* on.createSnapshot(spec.id, { name: "one", kind: "external" })
        yield* on.start(spec.id)
        yield* on.managedSave(spec.id)
        assert.strictEqual(yield* tagOf(on.deleteSnapshot(spec.id, "one")), "ManagedSaveExists")
        assert.isTrue((yield* on.get(spec.id)).hasManagedSave)
        yield* on.discardManagedSave(spec.id)
        yield* on.deleteSnapshot(spec.id, "one")
      }).pipe(Effect.scoped)
    )

    it.effect("a broken managed save is a typed failure, and discarding it helps", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const spec = yield* defined()
        yield* on.start(spec.id)
        yield* on.managedSave(spec.id)
        const path = `/var/lib/libvirt/qemu/save/${spec.name}.save`
        yield* at.exec(["truncate", "-s", "4096", path])
        assert.strictEqual(yield* tagOf(on.start(spec.id)), "Failed")
        assert.strictEqual((yield* on.get(spec.id)).state, "off")
        yield* on.discardManagedSave(spec.id)
        yield* on.start(spec.id)
      }).pipe(Effect.scoped)
    )

    it.effect("firmware variables go with the definition", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const spec = { ...(yield* newSpec()), boot: VmBoot.cases.Disks.make({ firmware: "uefi" }) }
        const files = at.exec(["find", "/var/lib/libvirt/qemu/nvram", "-type", "f"])
        yield* on.define(spec)
        yield* on.start(spec.id, { paused: true })
        assert.include(yield* files, spec.name)
        yield* on.destroy(spec.id)
        yield* on.undefine(spec.id)
        assert.notInclude(yield* files, spec.name)
      })
    )

    it.effect("a missing bridge, kernel or name of a disk's directory leaves the machine off", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const spec = yield* defined("tg.noacpi")
        const broken =
          spec.boot._tag === "Kernel"
            ? { ...spec.boot, kernel: `${spec.boot.kernel}-missing` as typeof spec.boot.kernel }
            : spec.boot
        yield* on.define({ ...spec, boot: broken })
        assert.include(["Failed", "DiskMissing"], yield* tagOf(on.start(spec.id)))
        assert.strictEqual((yield* on.get(spec.id)).state, "off")
      }).pipe(Effect.scoped)
    )

    it.effect("an interrupted wait ends at once, and the next call works", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const spec = yield* defined()
        yield* on.start(spec.id)
        const waiting = yield* Effect.forkScoped(on.shutdown(spec.id, { signal: "acpi", timeout: "10 minutes" }), {
          startImmediately: true
        })
        yield* Effect.yieldNow
        yield* Fiber.interrupt(waiting)
        yield* on.destroy(spec.id)
        assert.strictEqual((yield* on.get(spec.id)).state, "off")
      }).pipe(Effect.scoped)
    )

    it.effect("a transient domain and a foreign one are listed and left alone", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const { shared } = yield* LibvirtHosts.LibvirtHosts
        const id = idOf(900)
        fs.writeFileSync(
          `${shared}/transient.xml`,
          `<domain type='qemu'><name>transient</name><uuid>${id}</uuid><memory>65536</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
          <devices><graphics type='spice'/></devices></domain>`
        )
        yield* at.virsh(["-q", "create", `${shared}/transient.xml`])
        const found = yield* on.get(id)
        assert.deepInclude(found, {
          managed: false,
          persistent: false,
          state: "running",
          spec: undefined,
          live: undefined
        })
        assert.isTrue((yield* on.list).some((domain) => domain.id === id && !domain.persistent))
        assert.strictEqual(yield* tagOf(on.destroy(id)), "NotManaged")
        yield* on.adopt(id)
        assert.isTrue((yield* on.get(id)).managed)
        assert.include(yield* at.virsh(["-q", "metadata", id, "--uri", DomainXml.namespace]), "<domain")
        yield* on.destroy(id)
        assert.strictEqual(yield* tagOf(on.get(id)), "NoSuchVm")
      })
    )

    it.effect("malformed configuration is refused before anything is connected", () =>
      Effect.gen(function* () {
        for (const config of [
          "nonsense",
          { hosts: { "kvm-1": "qemu+tls://x/system?no_verify=1" } },
          { hosts: { "Not a host": "qemu:///system" } }
        ]) {
          assert.strictEqual(yield* tagOf(Effect.scoped(Layer.build(LibvirtHypervisor.layer(config)))), "InvalidSpec")
        }
      })
    )
  })
})
