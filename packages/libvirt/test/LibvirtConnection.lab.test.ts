import { LibvirtHosts } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { promisify } from "node:util"
import * as LibvirtConnection from "../src/LibvirtConnection.ts"
import { DomainEventType, ErrorNumber } from "../src/generated/Constants.ts"
import type { LibvirtError } from "../src/LibvirtError.ts"
import * as TypedParams from "../src/TypedParams.ts"

const xmlOf = (name: string) =>
  `<domain type='qemu'><name>${name}</name><memory unit='MiB'>64</memory><currentMemory unit='MiB'>48</currentMemory>` +
  `<vcpu>2</vcpu><os><type arch='x86_64'>hvm</type></os><devices><console type='pty'/></devices></domain>`

const python = (program: string) =>
  Effect.promise(() => promisify(execFile)("/usr/bin/python3", ["-c", program])).pipe(
    Effect.map(({ stdout }) => JSON.parse(stdout) as unknown)
  )

const defined = (connection: LibvirtConnection.LibvirtConnection["Service"], name: string) =>
  Effect.acquireRelease(
    Effect.map(connection.call.domainDefineXml({ xml: xmlOf(name) }), ({ dom }) => dom),
    (dom) =>
      Effect.ignore(
        Effect.andThen(Effect.ignore(connection.call.domainDestroy({ dom })), connection.call.domainUndefine({ dom }))
      )
  )

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")

layer(LibvirtHosts.layer({ hosts: 1, tls: true }), { excludeTestServices: true })("against real libvirtd", (it) => {
  const host = Effect.map(LibvirtHosts.LibvirtHosts, ({ hosts }) => hosts[0]!)

  it.effect("unix, TCP and TLS reach the same daemon, which virsh sees too", () =>
    Effect.gen(function* () {
      const lab = yield* LibvirtHosts.LibvirtHosts
      const { tcpUri, tlsUri, uri, virsh } = yield* host
      const hostname = (yield* virsh(["hostname"])).trim()
      for (const each of [uri, tcpUri, `${tlsUri}?pkipath=${lab.pki!.directory}`]) {
        const { call } = yield* LibvirtConnection.open(each)
        assert.strictEqual((yield* call.connectGetHostname()).hostname, hostname)
        assert.isAbove((yield* call.nodeGetInfo()).cpus, 0)
        assert.strictEqual((yield* call.connectGetUri()).uri, "qemu:///system")
      }
    }).pipe(Effect.scoped)
  )

  it.effect("calls agree with virsh and with python3-libvirt", () =>
    Effect.gen(function* () {
      const { uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.open(uri)
      const { call } = connection
      const dom = yield* defined(connection, "agree")
      assert.include(lines(yield* virsh(["list", "--all", "--name"])), "agree")
      assert.strictEqual((yield* virsh(["domuuid", "agree"])).trim(), dom.uuid)
      assert.strictEqual(
        (yield* call.domainGetXmlDesc({ dom, flags: 0 })).xml.trim(),
        (yield* virsh(["dumpxml", "agree"])).trim()
      )
      const info = yield* call.domainGetInfo({ dom })
      assert.deepStrictEqual(
        [info.state, Number(info.maxMem), Number(info.memory), info.nrVirtCpu, Number(info.cpuTime)],
        yield* python(
          `import libvirt, json; print(json.dumps(libvirt.openReadOnly(${JSON.stringify(uri)}).lookupByName("agree").info()))`
        )
      )
      yield* call.domainCreate({ dom })
      assert.strictEqual((yield* virsh(["domstate", "agree"])).trim(), "running")
      const stats = yield* call.connectGetAllDomainStats({ doms: [dom], stats: 0, flags: 0 })
      const ours = TypedParams.decode(stats.retStats[0]!.params)
      const theirs = Object.fromEntries(
        lines(yield* virsh(["domstats", "agree"]))
          .slice(1)
          .map((line) => line.split("=") as [string, string])
      )
      assert.includeMembers(Object.keys(ours), Object.keys(theirs))
      for (const name of ["state.state", "balloon.maximum", "vcpu.current", "vcpu.maximum", "block.count"]) {
        assert.strictEqual(String(ours[name]), theirs[name], name)
      }
      yield* call.domainSuspend({ dom })
      assert.strictEqual((yield* virsh(["domstate", "agree"])).trim(), "paused")
      yield* call.domainDestroy({ dom })
      assert.strictEqual((yield* virsh(["domstate", "agree"])).trim(), "shut off")
    }).pipe(Effect.scoped)
  )

  it.effect("keeps values above 2^53 exact, both ways", () =>
    Effect.gen(function* () {
      const { exec, uri, virsh } = yield* host
      const { call } = yield* LibvirtConnection.open(uri)
      // A sparse file in memory may be as large as the file offset allows.
      yield* virsh(["pool-create-as", "wide", "dir", "--target", "/dev/shm"])
      const { pool } = yield* call.storagePoolLookupByName({ name: "wide" })
      const capacity = 2n ** 53n + 1n
      const name = `cloudwright-wide-${process.pid}.raw`
      const { vol } = yield* call.storageVolCreateXml({
        pool,
        xml: `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>`,
        flags: 0
      })
      assert.strictEqual((yield* call.storageVolGetInfo({ vol })).capacity, capacity)
      assert.strictEqual((yield* exec(["stat", "-c", "%s", `/dev/shm/${name}`])).trim(), String(capacity))
      yield* call.storageVolResize({ vol, capacity: capacity + 2n, flags: 0 })
      assert.strictEqual((yield* exec(["stat", "-c", "%s", `/dev/shm/${name}`])).trim(), String(capacity + 2n))
      yield* call.storageVolDelete({ vol, flags: 0 })
      yield* virsh(["pool-destroy", "wide"])
    }).pipe(Effect.scoped)
  )

  it.effect("errors keep libvirt's code and text", () =>
    Effect.gen(function* () {
      const { call } = yield* LibvirtConnection.open((yield* host).uri)
      const missing = yield* Effect.flip(call.domainLookupByName({ name: "nobody" }))
      assert.deepInclude(missing.reason, { _tag: "NoDomain", code: 42, domain: 10 })
      const broken = yield* Effect.flip(call.domainDefineXml({ xml: "<domain>" }))
      assert.deepInclude(broken.reason, { _tag: "InvalidArgument", code: ErrorNumber.VIR_ERR_XML_DETAIL })
    }).pipe(Effect.scoped)
  )

  it.effect("a taken name is AlreadyExists", () =>
    Effect.gen(function* () {
      const connection = yield* LibvirtConnection.open((yield* host).uri)
      yield* defined(connection, "taken")
      const other = xmlOf("taken").replace("<name>", "<uuid>11111111-2222-3333-4444-555555555555</uuid><name>")
      const error = yield* Effect.flip(connection.call.domainDefineXml({ xml: other }))
      assert.strictEqual(error.reason._tag, "AlreadyExists")
    }).pipe(Effect.scoped)
  )

  it.effect("a read-only connection reads and is refused every change", () =>
    Effect.gen(function* () {
      const { uri, virsh } = yield* host
      const full = yield* LibvirtConnection.open(uri)
      const dom = yield* defined(full, "looked-at")
      const { call } = yield* LibvirtConnection.open(uri, { readOnly: true })
      assert.strictEqual((yield* call.domainGetInfo({ dom })).nrVirtCpu, 2)
      for (const change of [
        call.domainCreate({ dom }),
        call.domainUndefine({ dom }),
        call.domainDefineXml({ xml: xmlOf("new") })
      ]) {
        assert.strictEqual(
          (yield* Effect.flip(Effect.asVoid(change as Effect.Effect<unknown, LibvirtError>))).reason._tag,
          "AccessDenied"
        )
      }
      assert.strictEqual((yield* virsh(["domstate", "looked-at"])).trim(), "shut off")
    }).pipe(Effect.scoped)
  )

  it.effect("shows what virsh does as events", () =>
    Effect.gen(function* () {
      const { uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.open(uri)
      const dom = yield* defined(connection, "watched")
      const events = yield* connection.events.domain.subscribe(["lifecycle"], dom)
      yield* virsh(["start", "watched"])
      yield* virsh(["suspend", "watched"])
      yield* virsh(["resume", "watched"])
      yield* virsh(["destroy", "watched"])
      const seen = yield* events.pipe(
        Stream.map((one) => (one._tag === "Event" ? one.body.event : -1)),
        Stream.takeUntil((event) => event === DomainEventType.VIR_DOMAIN_EVENT_STOPPED),
        Stream.runCollect
      )
      assert.deepStrictEqual(seen, [
        DomainEventType.VIR_DOMAIN_EVENT_RESUMED,
        DomainEventType.VIR_DOMAIN_EVENT_STARTED,
        DomainEventType.VIR_DOMAIN_EVENT_SUSPENDED,
        DomainEventType.VIR_DOMAIN_EVENT_RESUMED,
        DomainEventType.VIR_DOMAIN_EVENT_SHUTDOWN,
        DomainEventType.VIR_DOMAIN_EVENT_STOPPED
      ])
    }).pipe(Effect.scoped, Effect.timeout("60 seconds"))
  )

  it.effect("storage pool and QEMU monitor events come too", () =>
    Effect.gen(function* () {
      const lab = yield* LibvirtHosts.LibvirtHosts
      const { uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.open(uri)
      const pools = yield* connection.events.storagePool.subscribe(["lifecycle", "refresh"])
      const dom = yield* defined(connection, "monitored")
      const monitor = yield* connection.events.qemuMonitor.subscribe(["qemuMonitor"], { domain: dom, event: "STOP" })
      yield* virsh(["pool-create-as", "seen", "dir", "--target", lab.shared])
      yield* virsh(["pool-refresh", "seen"])
      yield* virsh(["pool-destroy", "seen"])
      const names = yield* Stream.runCollect(Stream.take(pools, 3))
      assert.deepStrictEqual(
        names.map((one) => (one._tag === "Event" ? one.event : "")),
        ["lifecycle", "refresh", "lifecycle"]
      )
      yield* virsh(["start", "monitored"])
      yield* virsh(["suspend", "monitored"])
      const [stop] = yield* Stream.runCollect(Stream.take(monitor, 1))
      assert.isTrue(stop?._tag === "Event" && stop.body.event === "STOP")
    }).pipe(Effect.scoped, Effect.timeout("60 seconds"))
  )

  it.effect("a volume goes up and down with the same SHA-256, sparse and full", () =>
    Effect.gen(function* () {
      const lab = yield* LibvirtHosts.LibvirtHosts
      const { exec, uri, virsh } = yield* host
      const { call, stream } = yield* LibvirtConnection.open(uri)
      yield* virsh(["pool-create-as", "vols", "dir", "--target", lab.shared])
      const { pool } = yield* call.storagePoolLookupByName({ name: "vols" })
      const size = 9_000_001
      const { vol } = yield* call.storageVolCreateXml({
        pool,
        xml: `<volume><name>v.raw</name><capacity>${size}</capacity><target><format type='raw'/></target></volume>`,
        flags: 0
      })
      const data = Buffer.alloc(size)
      // Data at both ends, nothing between: a hole for the sparse way.
      data.fill("begin", 0, 300_000)
      data.fill("end", size - 300_000)
      const digest = createHash("sha256").update(data).digest("hex")
      const up = yield* stream.storageVolUpload({ vol, offset: 0n, length: BigInt(size), flags: 0 })
      yield* Stream.run(Stream.fromArray([data.subarray(0, 1234), data.subarray(1234)]), up.sink)
      assert.include(yield* exec(["sha256sum", `${lab.shared}/v.raw`]), digest)

      const sha = (flags: number) =>
        Effect.gen(function* () {
          const down = yield* stream.storageVolDownload({ vol, offset: 0n, length: 0n, flags })
          const hash = createHash("sha256")
          yield* Stream.runForEach(down.read, (chunk) => Effect.sync(() => hash.update(chunk)))
          return hash.digest("hex")
        }).pipe(Effect.scoped)
      assert.strictEqual(yield* sha(0), digest)
      assert.strictEqual(yield* sha(1), digest)

      // Sparse upload: the hole is sent as such, into a volume of ones.
      yield* exec(["dd", "if=/dev/zero", `of=${lab.shared}/v.raw`, `bs=${size}`, "count=1", "conv=notrunc"])
      const sparse = yield* stream.storageVolUpload({ vol, offset: 0n, length: BigInt(size), flags: 1 })
      yield* sparse.write(data.subarray(0, 300_000))
      yield* sparse.writeHole(BigInt(size - 600_000))
      yield* sparse.write(data.subarray(size - 300_000))
      yield* sparse.finish
      assert.include(yield* exec(["sha256sum", `${lab.shared}/v.raw`]), digest)

      // An upload that is given up leaves the connection usable.
      yield* Effect.scoped(
        Effect.flatMap(stream.storageVolUpload({ vol, offset: 0n, length: BigInt(size), flags: 0 }), (half) =>
          half.write(data.subarray(0, 5000))
        )
      )
      assert.strictEqual((yield* call.storageVolGetInfo({ vol })).capacity, BigInt(size))
      yield* call.storageVolDelete({ vol, flags: 0 })
      yield* virsh(["pool-destroy", "vols"])
    }).pipe(Effect.scoped, Effect.timeout("100 seconds"))
  )

  it.effect("a stream that libvirt refuses fails with its error", () =>
    Effect.gen(function* () {
      const connection = yield* LibvirtConnection.open((yield* host).uri)
      const dom = yield* defined(connection, "no-console")
      const error = yield* Effect.flip(connection.stream.domainOpenConsole({ dom, devName: null, flags: 0 }))
      assert.strictEqual(error.reason._tag, "OperationInvalid")
    }).pipe(Effect.scoped)
  )

  it.effect("a screenshot comes as a stream with its type", () =>
    Effect.gen(function* () {
      const { uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.open(uri)
      const xml = xmlOf("seen").replace("</devices>", "<video><model type='vga'/></video></devices>")
      const { dom } = yield* connection.call.domainDefineXml({ xml })
      yield* virsh(["start", "seen"])
      const shot = yield* connection.stream.domainScreenshot({ dom, screen: 0, flags: 0 })
      const bytes = Buffer.concat(yield* Stream.runCollect(shot.read))
      assert.match(shot.reply.mime ?? "", /^image\//)
      assert.isAbove(bytes.length, 1000)
      yield* virsh(["destroy", "seen"])
      yield* virsh(["undefine", "seen"])
    }).pipe(Effect.scoped, Effect.timeout("60 seconds"))
  )

  it.effect("300 screenshots in a row on one connection are all whole", () =>
    Effect.gen(function* () {
      const lab = yield* LibvirtHosts.LibvirtHosts
      const { exec, uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.open(uri)
      const xml = xmlOf("shots").replace("</devices>", "<video><model type='vga'/></video></devices>")
      const { dom } = yield* connection.call.domainDefineXml({ xml })
      // Paused, so that the picture stays the same.
      yield* virsh(["start", "--paused", "shots"])
      const file = `${lab.directory}/shot`
      yield* virsh(["screenshot", "shots", file])
      const expected = Number((yield* exec(["stat", "-c", "%s", file])).trim())
      const shot = Effect.scoped(
        Effect.gen(function* () {
          const stream = yield* connection.stream.domainScreenshot({ dom, screen: 0, flags: 0 })
          return yield* Stream.runFold(
            stream.read,
            () => 0,
            (sum, chunk) => sum + chunk.length
          )
        })
      )
      const one = Effect.forEach(Array.from({ length: 150 }), () => shot)
      const four = Effect.forEach(Array.from({ length: 150 }), () => shot, { concurrency: 4 })
      const sizes = [...(yield* one), ...(yield* four)]
      assert.deepStrictEqual([...new Set(sizes)], [expected])
      yield* virsh(["destroy", "shots"])
      yield* virsh(["undefine", "shots"])
    }).pipe(Effect.scoped, Effect.timeout("100 seconds"))
  )

  it.effect("several subscriptions to the same events of one connection all get them", () =>
    Effect.gen(function* () {
      const { uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.open(uri)
      const dom = yield* defined(connection, "shared")
      const { domain } = connection.events
      const all = yield* domain.subscribe(["lifecycle", "reboot"])
      const mine = yield* domain.subscribe(["lifecycle"], dom)
      const again = yield* domain.subscribe(["lifecycle"], { ...dom, id: 7 })
      yield* Effect.scoped(
        Effect.all(
          Array.from({ length: 20 }, () => Effect.asVoid(domain.subscribe(["lifecycle"], dom))),
          { concurrency: "unbounded" }
        )
      )
      yield* virsh(["start", "shared"])
      for (const stream of [all, mine, again]) {
        const [first] = yield* Stream.runCollect(Stream.take(stream, 1))
        assert.isTrue(first?._tag === "Event" && first.event === "lifecycle")
      }
      // Many come and go; the daemon would refuse a registration that an earlier one left behind.
      const brief = Effect.scoped(Effect.asVoid(domain.subscribe(["rtcChange"])))
      yield* Effect.forEach(Array.from({ length: 50 }), () => brief, { concurrency: 10 })
      yield* brief
    }).pipe(Effect.scoped, Effect.timeout("60 seconds"))
  )

  it.effect("survives kill -9 of libvirtd: typed errors, reconnection, a gap, events again", () =>
    Effect.gen(function* () {
      const { killDaemon, startDaemon, uri, virsh } = yield* host
      const connection = yield* LibvirtConnection.openReconnecting(uri)
      const { call } = connection
      const { dom } = yield* call.domainDefineXml({ xml: xmlOf("survivor") })
      yield* call.domainCreate({ dom })
      const events = yield* connection.events.domain.subscribe(["lifecycle"], dom)
      // Many calls at once, until one fails.
      const calling = yield* Effect.forkChild(
        Effect.forEach(
          [1, 2, 3, 4],
          () => Effect.flip(Effect.forever(Effect.andThen(call.domainGetInfo({ dom }), Effect.sleep("1 millis")))),
          { concurrency: "unbounded" }
        ),
        { startImmediately: true }
      )
      yield* killDaemon
      for (const error of yield* Fiber.join(calling)) {
        assert.include(["ConnectionLost", "ConnectFailed"], error.reason._tag)
        assert.isTrue(error.isRetryable)
        assert.strictEqual(error.outcome, "none")
      }
      const meanwhile = yield* Effect.flip(call.domainGetInfo({ dom }))
      assert.isTrue(meanwhile.isRetryable)
      yield* startDaemon
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(events, 1)), [
        { _tag: "Gap", cause: "reconnected", missed: undefined }
      ])
      // The guest has survived, and events flow again.
      assert.strictEqual((yield* virsh(["domstate", "survivor"])).trim(), "running")
      yield* connection.statusChanges.pipe(
        Stream.filter((status) => status._tag === "Connected"),
        Stream.take(1),
        Stream.runDrain
      )
      assert.strictEqual((yield* call.domainGetInfo({ dom })).state, 1)
      yield* virsh(["destroy", "survivor"])
      const ending = yield* Stream.runCollect(Stream.take(events, 2))
      assert.deepStrictEqual(
        ending.map((one) => (one._tag === "Event" ? one.body.event : -1)),
        [DomainEventType.VIR_DOMAIN_EVENT_SHUTDOWN, DomainEventType.VIR_DOMAIN_EVENT_STOPPED]
      )
      yield* virsh(["undefine", "survivor"])
    }).pipe(Effect.scoped, Effect.timeout("100 seconds"))
  )

  it.effect("S25: TLS is verified both ways: wrong authority, wrong name, expired, refused client", () =>
    Effect.gen(function* () {
      const { pki } = yield* LibvirtHosts.LibvirtHosts
      const { serveCertificate, tlsUri } = yield* host
      if (pki === undefined || tlsUri === undefined) return assert.fail("the lab has no TLS")
      const problem = (directory: string) =>
        Effect.map(Effect.flip(Effect.scoped(LibvirtConnection.open(`${tlsUri}?pkipath=${directory}`))), ({ reason }) =>
          reason._tag === "TlsFailed" ? reason.problem : reason
        )
      // We trust an authority that did not sign the server's certificate.
      assert.strictEqual(yield* problem(pki.untrusted.directory), "UntrustedAuthority")
      // We trust the server, and it does not trust our certificate.
      const fs = yield* Effect.promise(() => import("node:fs/promises"))
      const read = (path: string) => Effect.promise(() => fs.readFile(path, "utf8"))
      const stranger = {
        ca: yield* read(pki.caCert),
        cert: yield* read(pki.untrusted.clientCert),
        key: Redacted.make(yield* read(pki.untrusted.clientKey))
      }
      const refused = yield* Effect.flip(Effect.scoped(LibvirtConnection.open(tlsUri, { tls: stranger })))
      assert.isTrue(refused.reason._tag === "TlsFailed" && refused.reason.problem === "ClientRefused", refused.message)
      assert.isFalse(refused.isRetryable)
      yield* serveCertificate(pki.wrongName)
      assert.strictEqual(yield* problem(pki.directory), "WrongName")
      yield* serveCertificate(pki.expired)
      assert.strictEqual(yield* problem(pki.expired.directory), "Expired")
      yield* serveCertificate(pki)
      yield* Effect.scoped(LibvirtConnection.open(`${tlsUri}?pkipath=${pki.directory}`))
      const missing = yield* problem("/nonexistent")
      assert.strictEqual(missing, "Files")
    }).pipe(Effect.scoped, Effect.timeout("100 seconds"))
  )
})
