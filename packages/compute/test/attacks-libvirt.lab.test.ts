/** Attacks on the libvirt driver, on real hosts: one named test per row of the threat model that libvirt is part of. */
import * as Ids from "@cloudwright/core/Ids"
import { HostRef } from "@cloudwright/core/HostRef"
import { MacAddress } from "@cloudwright/core/NicBinding"
import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import { assert, describe, layer } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import * as fs from "node:fs"
import * as DomainXml from "../src/DomainXml.ts"
import { type Hypervisor, Hypervisors } from "../src/Hypervisor.ts"
import type { HypervisorError } from "../src/HypervisorError.ts"
import * as LibvirtHypervisor from "../src/LibvirtHypervisor.ts"
import { DiskTarget, VmBoot, VmDisk, VmGraphics, VmName, VmSpec } from "../src/VmSpec.ts"
import * as Lab from "./support/libvirtLab.ts"
import { vmSpec } from "./support/specs.ts"

const lab = Lab.hypervisors.pipe(
  Layer.provideMerge(LibvirtHosts.layer({ hosts: 1, ssh: true, tls: true })),
  Layer.provideMerge(TinyGuest.layer)
)

const driver = Effect.flatMap(Hypervisors, (all) => all.get(Lab.refOf(0)))
const host = LibvirtHosts.LibvirtHosts.use(({ hosts: [first] }) =>
  first === undefined ? Effect.die("no host") : Effect.succeed(first)
)

let counter = 0

/** A defined VM that is removed when the scope closes. */
const defined = (adapt: (spec: VmSpec, guest: TinyGuest.TinyGuest["Service"]) => VmSpec = (spec) => spec) =>
  Effect.gen(function* () {
    const on = yield* driver
    const { shared } = yield* LibvirtHosts.LibvirtHosts
    const n = ++counter
    const source = yield* Lab.makeDisk(shared, `attack-${n}`, "qcow2", 8n << 20n)
    const plain = VmSpec.make({
      id: Ids.VmId.make(`a77a0000-0000-4000-8000-${String(n).padStart(12, "0")}`),
      name: VmName.make(`attack-${n}`),
      acceleration: "tcg",
      vcpus: 1,
      maxVcpus: 1,
      memory: ByteSize.mebibytes(64),
      maxMemory: ByteSize.mebibytes(64),
      boot: VmBoot.cases.Disks.make({}),
      disks: [VmDisk.make({ target: DiskTarget.make("vda"), source })],
      nics: [Lab.bridged(MacAddress.make(`52:54:00:a7:00:${n.toString(16).padStart(2, "0")}`))]
    })
    const spec = adapt(plain, yield* TinyGuest.TinyGuest)
    yield* Effect.acquireRelease(on.define(spec), () =>
      Effect.ignore(on.destroy(spec.id)).pipe(Effect.andThen(Effect.ignore(on.undefine(spec.id))))
    )
    return spec
  })

const booted = (spec: VmSpec, guest: TinyGuest.TinyGuest["Service"]): VmSpec => ({
  ...spec,
  memory: ByteSize.mebibytes(192),
  maxMemory: ByteSize.mebibytes(192),
  boot: Lab.guestBoot(guest, spec.name)
})

const eventually = <A, E, R>(ask: Effect.Effect<A, E, R>, good: (answer: A) => boolean) =>
  ask.pipe(Effect.repeat({ until: good, schedule: Schedule.spaced("200 millis") }), Effect.timeout("60 seconds"))

/** Asks one host that is reached in a bad way; what it says, once and on the second attempt. */
const refused = (uri: string) =>
  Effect.gen(function* () {
    const all = yield* Hypervisors
    const on = yield* all.get(HostRef.make("bad"))
    const errors: Array<HypervisorError> = []
    for (const call of [on.capacity, Effect.asVoid(on.list)]) errors.push(yield* Effect.flip(call))
    for (const error of errors) {
      assert.strictEqual(error.outcome, "not-done")
      assert.isFalse(error.isRetryable)
    }
    return errors.map((error) => error.reason._tag)
  }).pipe(Effect.provide(LibvirtHypervisor.layer({ hosts: { bad: uri } })))

/** Connections of this machine to an address that are still open. */
const connections = (address: string, port: number) =>
  Lab.exec("ss", ["-Htn", "state", "established", "dst", `${address}:${port}`]).pipe(
    Effect.map((lines) => lines.split("\n").filter((line) => line !== ""))
  )

// Python's and libxml's count of elements, for each of many documents.
const counting = `
import json, sys, xml.etree.ElementTree as E
print(json.dumps([[sum(1 for _ in E.fromstring(x).iter()), E.fromstring(x).findtext("title"), E.fromstring(x).findtext("description")] for x in json.load(sys.stdin)]))
`
const Counts = Schema.fromJsonString(
  Schema.Array(Schema.Tuple([Schema.Int, Schema.NullOr(Schema.String), Schema.NullOr(Schema.String)]))
)

describe("attacks", () => {
  layer(lab, { timeout: "3 minutes", excludeTestServices: true })("on the libvirt driver", (it) => {
    it.effect("S6 other parsers count the same elements, whatever the texts hold, and read the same texts", () =>
      Effect.gen(function* () {
        const { shared } = yield* LibvirtHosts.LibvirtHosts
        const samples = yield* Arbitrary.sampleEffect(vmSpec, { count: 100, seed: 6 })
        const hostile = samples.map((spec) => ({
          ...spec,
          title: `x${spec.title ?? ""}`.slice(0, 256).replace(/[\ud800-\udbff]$/, ""),
          description: `x${spec.description ?? ""}`
        }))
        const documents = yield* Effect.forEach(hostile, DomainXml.encode)
        const plain = yield* Effect.forEach(hostile, (spec) =>
          DomainXml.encode({ ...spec, title: "x", description: "x" })
        )
        const count = (texts: ReadonlyArray<string>) =>
          Lab.exec("python3", ["-c", counting], JSON.stringify(texts)).pipe(Effect.flatMap(Schema.decodeEffect(Counts)))
        const [seen, expected] = [yield* count(documents), yield* count(plain)]
        for (const [index, [elements, , description]] of seen.entries()) {
          assert.strictEqual(elements, expected[index]?.[0])
          assert.strictEqual(description, hostile[index]?.description)
        }
        for (const [index, xml] of documents.slice(0, 10).entries()) {
          fs.writeFileSync(`${shared}/s6.xml`, xml)
          const libxml = yield* Lab.exec("xmllint", ["--nonet", "--xpath", "count(//*)", `${shared}/s6.xml`])
          assert.strictEqual(Number(libxml), expected[index]?.[0])
        }
      })
    )

    it.effect("S6 a title that looks like a device stays a title in libvirt and does not reach QEMU's arguments", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const injection = `</title><devices><disk type='file'><source file='/etc/shadow'/><target dev='vdb'/></disk></devices>`
        const spec = yield* defined((plain) => ({
          ...plain,
          title: injection.slice(0, 256),
          description: "-device\nx\t<&>"
        }))
        yield* on.start(spec.id, { paused: true })
        assert.deepStrictEqual((yield* on.get(spec.id)).spec, spec)
        assert.deepStrictEqual((yield* on.get(spec.id)).live, spec)
        assert.notInclude(yield* at.virsh(["-q", "domblklist", spec.id]), "shadow")
        assert.notInclude(yield* at.exec(["ps", "-eo", "args"]), "shadow")
      }).pipe(Effect.scoped)
    )

    it.effect("S1 a qcow2 header inside a raw disk is data", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const { shared } = yield* LibvirtHosts.LibvirtHosts
        const spec = yield* defined()
        const raw = yield* Lab.makeDisk(shared, "planted", "raw", 1n << 20n)
        // What a guest with a raw disk can write: a qcow2 header that names a file of the host as its backing file.
        yield* Lab.exec("qemu-img", [
          "create",
          "-q",
          "-f",
          "qcow2",
          "-b",
          "/etc/passwd",
          "-F",
          "raw",
          `${raw.path}.header`,
          "1M"
        ])
        const header = fs.readFileSync(`${raw.path}.header`)
        const image = fs.readFileSync(raw.path)
        header.copy(image, 0, 0, Math.min(header.length, image.length))
        fs.writeFileSync(raw.path, image)
        yield* on.define({
          ...spec,
          disks: [...spec.disks, VmDisk.make({ target: DiskTarget.make("vdb"), source: raw })]
        })
        yield* on.start(spec.id, { paused: true })
        const facts = yield* DomainXml.facts(yield* at.virsh(["-q", "dumpxml", spec.id]))
        assert.deepInclude(
          facts.disks.find(({ target }) => target === "vdb"),
          { format: "raw", backing: [] }
        )
        assert.notInclude(yield* at.exec(["ps", "-eo", "args"]), "/etc/passwd")
      }).pipe(Effect.scoped)
    )

    it.effect("S8 a display is closed after set, snapshot, revert, save and restart", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const password = Redacted.make("pa55word")
        const spec = yield* defined((plain) => ({
          ...plain,
          graphics: VmGraphics.cases.VncLoopback.make({ password })
        }))
        const closed = (when: string) =>
          Effect.gen(function* () {
            const xml = yield* at.virsh(["-q", "dumpxml", "--security-info", spec.id])
            const { graphics } = yield* DomainXml.facts(xml)
            assert.deepStrictEqual(
              graphics.map((each) => [each.closed, each.address, each.password]),
              [[true, "127.0.0.1", "pa55word"]],
              when
            )
            // Nothing of QEMU listens on another address than the host's own.
            const listening = yield* at.exec(["ss", "-Hltnp"])
            const qemu = listening.split("\n").filter((line) => line.includes("qemu"))
            assert.isTrue(
              qemu.every((line) => /\s127\.0\.0\.1:/.test(line)),
              `${when}: ${qemu.join()}`
            )
            assert.deepStrictEqual((yield* on.get(spec.id)).spec?.graphics, spec.graphics)
            // RFC 6143 section 7.1.2: security type 2 is VNC authentication, 1 would be none.
            const port = graphics[0]?.port ?? 0
            const offered = yield* at.exec([
              "python3",
              "-c",
              `import socket
s=socket.create_connection(("127.0.0.1",${port}),5); s.recv(12); s.sendall(b"RFB 003.008\\n"); n=s.recv(1)[0]; print(list(s.recv(n)))`
            ])
            assert.strictEqual(offered.trim(), "[2]", when)
          })
        yield* on.start(spec.id)
        yield* closed("started")
        yield* on.createSnapshot(spec.id, { name: "one", kind: "internal" })
        yield* closed("snapshot")
        yield* on.revertSnapshot(spec.id, "one")
        yield* closed("reverted")
        yield* on.managedSave(spec.id)
        yield* on.start(spec.id)
        yield* closed("restored")
        yield* on.destroy(spec.id)
        yield* on.start(spec.id)
        yield* closed("restarted")
        yield* at.killDaemon
        yield* at.startDaemon
        yield* eventually(Effect.option(on.capacity), (answer) => answer._tag === "Some")
        yield* closed("daemon restarted")
      }).pipe(Effect.scoped)
    )

    it.effect("S8 a display that another tool opened is not started, reverted to or restored", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const { shared } = yield* LibvirtHosts.LibvirtHosts
        const spec = yield* defined()
        const open = (yield* at.virsh(["-q", "dumpxml", "--inactive", spec.id])).replace(
          "</devices>",
          "<graphics type='vnc' port='-1' listen='0.0.0.0'><listen type='address' address='0.0.0.0'/></graphics></devices>"
        )
        fs.writeFileSync(`${shared}/open.xml`, open)
        yield* at.virsh(["-q", "define", `${shared}/open.xml`])
        const graphics = (call: Effect.Effect<unknown, HypervisorError>, when: string) =>
          Effect.flip(call).pipe(
            Effect.tap(({ reason }) =>
              Effect.sync(() => assert.deepInclude(reason, { _tag: "InvalidSpec", field: "graphics" }, when))
            )
          )
        yield* graphics(on.start(spec.id), "start")
        assert.strictEqual((yield* on.get(spec.id)).state, "off")
        // An open display in a snapshot, and in a managed save.
        yield* at.virsh(["-q", "snapshot-create-as", spec.id, "open"])
        yield* at.virsh(["-q", "start", spec.id])
        yield* at.virsh(["-q", "managedsave", spec.id])
        yield* on.define(spec)
        yield* graphics(on.revertSnapshot(spec.id, "open"), "revert")
        yield* graphics(on.start(spec.id), "restore")
        assert.strictEqual((yield* on.get(spec.id)).state, "off")
        yield* on.discardManagedSave(spec.id)
        yield* on.start(spec.id)
        assert.deepStrictEqual((yield* on.get(spec.id)).live, spec)
      }).pipe(Effect.scoped)
    )

    it.effect("S10 a display's password is in no error, span, log, event or argument", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const canary = "cAn4ry!7"
        const lines: Array<string> = []
        const spans: Array<Tracer.NativeSpan> = []
        const show = (value: unknown) =>
          JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ?? ""
        yield* Effect.gen(function* () {
          const graphics = VmGraphics.cases.VncLoopback.make({ password: Redacted.make(canary) })
          const spec = yield* defined((plain) => ({ ...plain, graphics }))
          yield* on.start(spec.id)
          const other = yield* Effect.flip(
            on.define({ ...spec, id: Ids.VmId.make("a77a0000-0000-4000-8000-0000000000ff") })
          )
          const machine = yield* Effect.flip(on.define({ ...spec, machine: "pc-none" }))
          const forged = yield* Effect.flip(on.define({ ...spec, title: "\u0000" }))
          for (const error of [other, machine, forged]) {
            yield* Effect.logError("failed", error)
            lines.push(error.message, String(error), show(error), error.stack ?? "")
          }
          yield* Effect.logInfo(yield* on.get(spec.id))
          lines.push(show(yield* on.get(spec.id)), show(yield* on.list), show(yield* on.stats))
          lines.push(yield* at.exec(["ps", "-eo", "args"]))
        }).pipe(
          Effect.scoped,
          Effect.provide(Logger.layer([Logger.map(Logger.formatStructured, (entry) => lines.push(show(entry)))])),
          Effect.withTracer(
            Tracer.make({
              span: (options) => {
                const span = new Tracer.NativeSpan(options)
                spans.push(span)
                return span
              }
            })
          )
        )
        for (const span of spans)
          lines.push(span.name, show([...span.attributes]), show(span.events), show(span.status))
        assert.isAbove(spans.length, 3)
        assert.isAbove(lines.length, 20)
        for (const line of lines) assert.notInclude(line, canary)
      })
    )

    it.effect("S11 a seed image is readable by the hypervisor alone, and is gone when removed", () =>
      Effect.gen(function* () {
        const on = yield* driver
        const at = yield* host
        const id = Ids.VmId.make("a77a0000-0000-4000-8000-0000000000fe")
        const source = yield* on.putSeed(id, new Uint8Array(4096))
        const path = source._tag === "File" ? source.path : ""
        assert.strictEqual((yield* at.exec(["stat", "-c", "%a", path])).trim(), "600")
        const stranger = at.exec(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat", path])
        yield* Effect.flip(stranger)
        yield* Effect.flip(
          at.exec(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "ls", path.replace(/[^/]*$/, "")])
        )
        yield* on.removeSeed(id)
        yield* Effect.flip(at.exec(["stat", path]))
      })
    )

    it.effect(
      "S12 a guest agent that lies, floods or is silent holds up nobody",
      () =>
        Effect.gen(function* () {
          const on = yield* driver
          const spec = yield* defined(booted)
          yield* on.start(spec.id)
          yield* eventually(on.get(spec.id), (domain) => domain.agentConnected)
          yield* on.agent(spec.id, { execute: "guest-ping" })
          const shell = yield* rootShell(on, spec.id)
          const channel = "/dev/virtio-ports/org.qemu.guest_agent.0"
          const left = eventually(on.get(spec.id), (domain) => !domain.agentConnected)
          yield* shell("kill -9 $(cat /run/qga.pid)")
          yield* left

          const mac = spec.nics[0]?.binding.mac ?? MacAddress.make("52:54:00:00:00:00")
          const ask = on.agent(spec.id, { execute: "guest-info" }, { timeout: "3 seconds" })
          // An agent that answers the daemon's handshake as it should, and then whatever it is given as a program.
          yield* shell(`id() { echo "$1" | sed -n 's/.*"id": *\\([0-9]*\\).*/\\1/p'; }`)
          yield* shell(
            `liar() { exec 3<>${channel}; while :; do read -r l <&3 || { sleep 0.1; continue; }; i=$(id "$l"); if [ -n "$i" ]; then echo "{\\"return\\": $i}" >&3; else eval "$1" >&3; fi; done; }`
          )
          const answersWith = (what: string, program: string, allowed: ReadonlyArray<string>) =>
            Effect.gen(function* () {
              yield* left
              yield* shell(`(liar '${program}') >/dev/null 2>&1 & echo begun`)
              yield* eventually(on.get(spec.id), (domain) => domain.agentConnected)
              // Neither the VM nor the host is held up meanwhile.
              const [error] = yield* Effect.all(
                [
                  Effect.flip(ask),
                  Effect.repeat(Effect.andThen(on.setLink(spec.id, mac, "down"), on.setLink(spec.id, mac, "up")), {
                    times: 3
                  }),
                  on.stats
                ],
                { concurrency: "unbounded" }
              ).pipe(Effect.timeout("20 seconds"))
              assert.include(allowed, error.reason._tag, `${what}: ${error.message}`)
            })
          const invalid = ["AgentReplyInvalid"]
          const stop = shell("kill -9 $(jobs -p); wait")
          const timedOut = ["AgentTimedOut"]
          yield* answersWith("nothing", "true", timedOut)
          yield* stop
          yield* answersWith("an error", `echo "{\\"error\\": {\\"class\\": \\"C\\", \\"desc\\": \\"no\\"}}"`, [
            "AgentRefused"
          ])
          yield* stop
          yield* answersWith("no reply", `echo "{\\"nonsense\\": 1}"`, [...invalid, ...timedOut])
          yield* stop
          yield* answersWith("no JSON", `echo "{\\"return\\": {]}"`, [...invalid, ...timedOut])
          yield* stop
          yield* answersWith("a deep value", `echo "{\\"return\\": $(head -c 20000 /dev/zero | tr "\\0" "[")}"`, [
            ...invalid,
            ...timedOut
          ])
          yield* stop
          yield* answersWith("6 MiB", `echo "{\\"return\\": \\"$(head -c 6000000 /dev/zero | tr "\\0" a)\\"}"`, [
            ...invalid,
            ...timedOut
          ])
          yield* stop
          // The last: a writer that the host no longer reads cannot be taken off the port.
          yield* answersWith("an endless line", `cat /dev/zero | tr "\\0" a`, [
            ...invalid,
            ...timedOut,
            "AgentUnavailable"
          ])
          assert.strictEqual((yield* on.get(spec.id)).state, "running")
          yield* on.destroy(spec.id)
        }).pipe(Effect.scoped),
      180_000
    )

    it.effect("S24 a host whose key is unknown or another one is refused, before any secret and leaving nothing", () =>
      Effect.gen(function* () {
        const { hosts, shared, ssh } = yield* LibvirtHosts.LibvirtHosts
        const address = hosts[0]?.address ?? ""
        yield* Lab.exec("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", `${shared}/other`])
        const [type, key] = fs.readFileSync(`${shared}/other.pub`, "utf8").split(" ")
        fs.writeFileSync(`${shared}/changed`, `[${address}]:2222 ${type} ${key}\n`)
        fs.writeFileSync(`${shared}/empty`, "")
        for (const file of ["changed", "empty"]) {
          const uri = `qemu+ssh://root@${address}:2222/system?keyfile=${ssh?.privateKeyFile}&known_hosts=${shared}/${file}`
          assert.deepStrictEqual(yield* refused(uri), ["HostKeyRejected", "HostKeyRejected"], file)
        }
        assert.deepStrictEqual(yield* connections(address, 2222), [])
        const stranger = `qemu+ssh://root@${address}:2222/system?keyfile=${shared}/other&known_hosts=${ssh?.knownHostsFile}`
        assert.deepStrictEqual(yield* refused(stranger), ["AuthenticationFailed", "AuthenticationFailed"])
        assert.deepStrictEqual(yield* connections(address, 2222), [])
      })
    )

    it.effect(
      "S25 a certificate of another authority, name or time is refused, in both directions and leaving nothing",
      () =>
        Effect.gen(function* () {
          const { hosts, pki } = yield* LibvirtHosts.LibvirtHosts
          const at = hosts[0]
          if (at?.tlsUri === undefined || pki === undefined) return assert.fail("no TLS")
          const uri = (directory: string) => `${at.tlsUri}?pkipath=${directory}`
          const good = LibvirtHypervisor.layer({ hosts: { good: uri(pki.directory) } })
          yield* Effect.gen(function* () {
            const all = yield* Hypervisors
            yield* (yield* all.get(HostRef.make("good"))).capacity
          }).pipe(Effect.provide(good))
          const both = ["CertificateRejected", "CertificateRejected"]
          assert.deepStrictEqual(
            yield* refused(uri(pki.untrusted.directory)),
            both,
            "our authority is not the server's"
          )
          for (const name of ["untrusted", "expired", "wrongName"] as const) {
            yield* at.serveCertificate(pki[name])
            assert.deepStrictEqual(yield* refused(uri(pki.directory)), both, name)
          }
          yield* at.serveCertificate(pki)
          assert.deepStrictEqual(yield* connections(at.address, 16_514), [])
        }),
      120_000
    )
  })
})

/** A root shell on the guest's serial console; each command's output up to its own mark. */
const rootShell = (on: Hypervisor, id: Ids.VmId) =>
  Effect.gen(function* () {
    const socket = yield* on.console(id)
    const { pull } = yield* socket.reader
    const writer = yield* socket.writer
    const decoder = new TextDecoder()
    let n = 0
    return (command: string) =>
      Effect.gen(function* () {
        const mark = `mark-${++n}`
        // The echo of the line has the mark in two pieces.
        yield* writer.write(`\n${command}; echo ma''rk-${n}\n`)
        let text = ""
        yield* pull.pipe(
          Effect.map((chunks) => {
            for (const chunk of chunks) text += typeof chunk === "string" ? chunk : decoder.decode(chunk)
            return text.includes(mark)
          }),
          Effect.repeat({ until: (found) => found }),
          Effect.timeout("30 seconds")
        )
        return text
      })
  })
