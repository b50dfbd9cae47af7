import * as DiskSource from "@cloudwright/core/DiskSource"
import * as Ids from "@cloudwright/core/Ids"
import * as NicBinding from "@cloudwright/core/NicBinding"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as DomainXml from "../src/DomainXml.ts"
import { DiskTarget, VmBoot, VmDisk, VmGraphics, VmName, VmNic, VmSpec } from "../src/VmSpec.ts"

const mac = NicBinding.MacAddress.make("52:54:00:00:00:01")
const path = DiskSource.AbsolutePath.make("/images/root.raw")
const vda = DiskTarget.make("vda")

const spec = VmSpec.make({
  id: Ids.VmId.make("019a0000-0000-7000-8000-000000000001"),
  name: VmName.make("web-1"),
  acceleration: "tcg",
  vcpus: 1,
  maxVcpus: 2,
  memory: ByteSize.mebibytes(192),
  maxMemory: ByteSize.mebibytes(256),
  disks: [VmDisk.make({ target: vda, source: DiskSource.DiskSource.cases.File.make({ path, format: "raw" }) })],
  nics: [
    VmNic.make({
      binding: NicBinding.NicBinding.cases.Bridge.make({ mac, bridge: NicBinding.InterfaceName.make("br0") })
    })
  ]
})

/** Our mark with its namespace, as libvirt adds it. */
const markOf = (...args: Parameters<typeof DomainXml.encodeMark>) =>
  DomainXml.encodeMark(...args).pipe(
    Effect.map((mark) => mark.replace("<domain", `<domain xmlns="${DomainXml.namespace}"`))
  )

const reason = <A>(effect: Effect.Effect<A, DomainXml.DomainXmlError>) =>
  effect.pipe(
    Effect.flip,
    Effect.map((error) => error.reason)
  )
const tag = <A>(effect: Effect.Effect<A, DomainXml.DomainXmlError>) =>
  reason(effect).pipe(Effect.map(({ _tag }) => _tag))

describe("DomainXml documents", () => {
  it.effect("the document of a small machine", () =>
    Effect.gen(function* () {
      const xml = yield* DomainXml.encode({ ...spec, hotplugPorts: 1 })
      assert.strictEqual(
        xml.replaceAll(/<(\w+:?\w*)((?: [^<>]*)?)><\/\1>/g, "<$1$2/>"),
        `<domain type="qemu"><name>web-1</name><uuid>019a0000-0000-7000-8000-000000000001</uuid>` +
          `<metadata><cw:domain xmlns:cw="https://cloudwright.dev/xmlns/domain/1" machine="q35" hotplugPorts="1"/></metadata>` +
          `<memory unit="KiB">262144</memory><currentMemory unit="KiB">196608</currentMemory>` +
          `<vcpu placement="static" current="1">2</vcpu><os><type arch="x86_64" machine="q35">hvm</type></os>` +
          `<features><acpi/><apic/></features><cpu mode="maximum" check="none"/><clock offset="utc"/>` +
          `<on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash><devices>` +
          `<disk type="file" device="disk"><driver name="qemu" type="raw" cache="none" discard="unmap"/>` +
          `<source file="/images/root.raw"/><backingStore/><target dev="vda" bus="virtio"/><boot order="1"/></disk>` +
          `<controller type="pci" model="pcie-root"/><controller type="usb" model="none"/><controller type="virtio-serial"/>` +
          `<controller type="pci" model="pcie-root-port"/>`.repeat(6) +
          `<interface type="bridge"><mac address="52:54:00:00:00:01"/><source bridge="br0"/><model type="virtio"/>` +
          `<boot order="2"/></interface><serial type="pty"><target port="0"/></serial>` +
          `<console type="pty"><target type="serial" port="0"/></console>` +
          `<channel type="unix"><target type="virtio" name="org.qemu.guest_agent.0"/></channel>` +
          `<video><model type="vga"/></video><memballoon model="virtio"><stats period="5"/></memballoon>` +
          `<rng model="virtio"><backend model="random">/dev/urandom</backend></rng></devices></domain>`
      )
    })
  )

  it.effect("what is not a spec is refused, whatever its type says", () =>
    Effect.gen(function* () {
      const forged = { ...spec, name: "x</name><devices>" as VmName }
      assert.strictEqual(yield* tag(DomainXml.encode(forged)), "InvalidSpec")
      assert.strictEqual(yield* tag(DomainXml.encode({ ...spec, title: "bell \u0007" })), "InvalidSpec")
      assert.strictEqual(yield* tag(DomainXml.encode({ ...spec, vcpus: 0 })), "InvalidSpec")
      const other = { ...spec, id: Ids.VmId.make("019a0000-0000-7000-8000-000000000002") }
      assert.strictEqual(yield* tag(DomainXml.update(yield* DomainXml.encode(spec), other)), "InvalidSpec")
    })
  )

  it("a cdrom is read-only and on a bus that has such drives", () => {
    const source = { _tag: "File", path: "/iso", format: "raw" }
    const disk = { target: "sda", source, kind: "cdrom", readOnly: true }
    const accepts = Schema.is(VmDisk)
    assert.isTrue(accepts(disk))
    assert.isFalse(accepts({ ...disk, readOnly: false }))
    assert.isFalse(accepts({ ...disk, target: "vda" }))
  })

  it.effect("S8 an open display cannot be made, and is not believed when read", () =>
    Effect.gen(function* () {
      const password = Redacted.make("s3cret!")
      const xml = yield* DomainXml.encode({ ...spec, graphics: VmGraphics.cases.VncLoopback.make({ password }) })
      const closed = (document: string) =>
        DomainXml.facts(document).pipe(Effect.map(({ graphics }) => graphics.map((each) => each.closed)))
      assert.deepStrictEqual(yield* closed(xml), [true])
      for (const open of [
        xml.replaceAll("127.0.0.1", "0.0.0.0"),
        xml.replace(` passwd="s3cret!"`, ""),
        xml.replace(` passwd="s3cret!"`, ` passwd=""`),
        xml.replace(`type="vnc"`, `type="spice"`).replaceAll("127.0.0.1", "::")
      ]) {
        assert.deepStrictEqual(yield* closed(open), [false])
        assert.deepInclude(yield* reason(DomainXml.decode(open)), { _tag: "NoTypedForm", field: "graphics" })
      }
    })
  )

  it.effect("S6 entities and document types are refused", () =>
    Effect.gen(function* () {
      const xml = yield* DomainXml.encode(spec)
      const xxe = `<!DOCTYPE domain [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace("web-1", "&x;")}`
      assert.include(["DoctypeRefused", "Malformed"], yield* tag(DomainXml.decode(xxe)))
      assert.strictEqual(yield* tag(DomainXml.decode(`<!DOCTYPE domain>${xml}`)), "DoctypeRefused")
      assert.strictEqual(yield* tag(DomainXml.decode(`<!DOCTYPE domain SYSTEM "http://x/">${xml}`)), "DoctypeRefused")
      assert.strictEqual(yield* tag(DomainXml.decode(xml.replace("web-1", "&x;"))), "Malformed")
    })
  )

  it.effect("S28 deep and large documents are refused at the stated limits", () =>
    Effect.gen(function* () {
      const deep = (levels: number) => `${"<a>".repeat(levels)}${"</a>".repeat(levels)}`
      assert.strictEqual(yield* tag(DomainXml.facts(deep(65))), "LimitExceeded")
      assert.strictEqual(yield* tag(DomainXml.decode(deep(64))), "NoTypedForm")
      assert.strictEqual(yield* tag(DomainXml.decode(deep(100_000))), "LimitExceeded")
      const xml = yield* DomainXml.encode(spec)
      const padded = (size: number) => xml.replace("</domain>", `${" ".repeat(size - xml.length)}</domain>`)
      assert.strictEqual(yield* tag(DomainXml.facts(padded(4_194_305))), "LimitExceeded")
      assert.deepStrictEqual(yield* DomainXml.decode(padded(1_000_000)), spec)
      assert.strictEqual(yield* tag(DomainXml.decode(`<domain a="${"x".repeat(1_100_000)}"/>`)), "LimitExceeded")
    })
  )

  it.effect("broken documents are typed errors", () =>
    Effect.gen(function* () {
      const xml = yield* DomainXml.encode(spec)
      for (const broken of [
        "",
        "text",
        "<domain>",
        "<domain></other>",
        `${xml}<x/>`,
        xml.slice(0, -1),
        "<domain a=1/>"
      ]) {
        assert.strictEqual(yield* tag(DomainXml.decode(broken)), "Malformed")
      }
      for (let cut = 1; cut < xml.length; cut += 7) {
        assert.strictEqual(yield* tag(DomainXml.decode(xml.slice(0, cut))), "Malformed")
      }
    })
  )
})

describe("DomainXml of documents by others", () => {
  it.effect("what has no typed form says which part has not", () =>
    Effect.gen(function* () {
      const xml = yield* DomainXml.encode(spec)
      const cases: ReadonlyArray<readonly [string, string]> = [
        [xml.replace(`type="qemu"`, `type="lxc"`), "acceleration"],
        [xml.replace(`bus="virtio"`, `bus="scsi"`), "disks.vda"],
        [xml.replace(`device="disk"`, `device="lun"`), "disks.vda"],
        [xml.replace(`<source file="/images/root.raw"></source>`, ""), "disks.vda"],
        [xml.replace(`interface type="bridge"`, `interface type="network"`), `nics.${mac}`],
        [xml.replace("KiB", "furlongs"), "maxMemory"],
        [xml.replace("<name>web-1", "<name>two words"), "domain"],
        ["<network/>", "domain"]
      ]
      for (const [document, field] of cases) {
        assert.deepInclude(yield* reason(DomainXml.decode(document)), { _tag: "NoTypedForm", field })
      }
    })
  )

  it.effect("units, defaults and the mark's absence", () =>
    Effect.gen(function* () {
      const xml = yield* DomainXml.encode(spec)
      const foreign = xml
        .replace(/<metadata>.*<\/metadata>/, "")
        .replace(/<currentMemory.*?<\/currentMemory>/, "")
        .replace(`<memory unit="KiB">262144`, `<memory unit="MiB">256`)
        .replace(` current="1"`, "")
        .replace(`machine="q35"`, `machine="pc-q35-7.2"`)
      assert.isFalse((yield* DomainXml.facts(foreign)).managed)
      assert.deepStrictEqual(yield* DomainXml.decode(foreign), {
        ...spec,
        machine: "pc-q35-7.2",
        vcpus: 2,
        memory: spec.maxMemory,
        // Ports nobody has an address on: the six devices have none yet.
        hotplugPorts: 13
      })
    })
  )

  it.effect("markup of other namespaces, character data and references survive a change", () =>
    Effect.gen(function* () {
      const arg = `<qemu:commandline><qemu:arg value="a&#10;b &amp; &lt;&quot;"/></qemu:commandline>`
      const entry = `<sysinfo type="smbios"><bios><entry name="vendor"><![CDATA[L<E>N&OVO]]></entry></bios></sysinfo>`
      const before = (yield* DomainXml.encode(spec))
        .replace("<domain ", `<domain xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0" `)
        .replace("</devices>", `<!-- theirs --></devices>${arg}${entry}`)
        .replace("</metadata>", `<o:x xmlns:o="urn:o" a="1">t<o:y/>u</o:x></metadata>`)
      const next = { ...spec, title: "changed", vcpus: 2 }
      const after = yield* DomainXml.update(before, next)
      assert.deepStrictEqual(yield* DomainXml.decode(after), next)
      assert.include(after, `xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"`)
      assert.match(after, /<qemu:arg value="a(&#10;|&#xA;)b &amp; &lt;&quot;">?/i)
      assert.match(after, />L&lt;E(>|&gt;)N&amp;OVO<\/entry>/)
      assert.match(after, /<o:x xmlns:o="urn:o" a="1">t<o:y(><\/o:y>|\/>)u<\/o:x>/)
    })
  )

  it.effect("the mark is known by its namespace, not by its prefix", () =>
    Effect.gen(function* () {
      const managed = (metadata: string) =>
        DomainXml.facts(`<domain><metadata>${metadata}</metadata></domain>`).pipe(Effect.map((facts) => facts.managed))
      const uri = DomainXml.namespace
      assert.isTrue(yield* managed(`<cw:domain xmlns:cw="${uri}"/>`))
      assert.isTrue(yield* managed(`<domain xmlns="${uri}"/>`))
      assert.isTrue(yield* managed(`<a:x xmlns:a="urn:a"/><z:domain xmlns:z="${uri}"/>`))
      assert.isFalse(yield* managed(`<cw:domain xmlns:cw="${uri}/other"/>`))
      assert.isFalse(yield* managed(`<cw:domain xmlns:cw="urn:x" xmlns:z="${uri}"/>`))
      assert.isFalse(yield* managed(`<domain/>`))
      assert.isFalse(yield* managed(``))
    })
  )

  it.effect("a change by another tool wins over what the mark remembers", () =>
    Effect.gen(function* () {
      const xml = yield* DomainXml.encode({ ...spec, title: "two\nlines", description: "" })
      assert.include(xml, "<title>two lines</title>")
      assert.strictEqual((yield* DomainXml.decode(xml)).title, "two\nlines")
      const edited = xml
        .replace("<title>two lines", "<title>edited")
        .replace(`machine="q35">`, `machine="pc-i440fx-7.2">`)
      const seen = yield* DomainXml.decode(edited)
      assert.strictEqual(seen.title, "edited")
      assert.strictEqual(seen.machine, "pc-i440fx-7.2")
      assert.strictEqual(
        (yield* DomainXml.decode(xml.replace(`machine="q35">`, `machine="pc-q35-7.2">`))).machine,
        "q35"
      )
    })
  )
})

describe("DomainXml of running domains", () => {
  const live = (xml: string) =>
    xml
      .replace(`<boot order="1">`, `<alias name="virtio-disk0"/><address type="pci" bus="0x02"/><boot order="1">`)
      .replace(`<boot order="2">`, `<target dev="vnet3"/><alias name="net0"/><boot order="2">`)
      .replace(
        `<console type="pty">`,
        `<console type="pty" tty="/dev/pts/4"><source path="/dev/pts/4"/><alias name="serial0"/>`
      )
      .replace(`name="org.qemu.guest_agent.0"`, `name="org.qemu.guest_agent.0" state="connected"`)
      .replace(`file="/images/root.raw"`, `file="/images/root.s1"`)
      .replace(
        `<backingStore></backingStore>`,
        `<backingStore type="file"><format type="raw"/><source file="/images/root.raw"/><backingStore/></backingStore>`
      )

  it.effect("facts", () =>
    Effect.gen(function* () {
      const facts = yield* DomainXml.facts(live(yield* DomainXml.encode(spec)))
      assert.deepInclude(facts, { id: spec.id, name: "web-1", managed: true, machine: "q35", agentConnected: true })
      assert.deepStrictEqual(facts.disks, [
        { target: "vda", alias: "virtio-disk0", path: "/images/root.s1", format: "raw", backing: ["/images/root.raw"] }
      ])
      assert.deepStrictEqual(facts.nics, [{ mac, alias: "net0", device: "vnet3" }])
      assert.deepStrictEqual(facts.console, { alias: "serial0", pty: "/dev/pts/4" })
    })
  )

  it.effect("a spec from before a snapshot does not take the overlays away", () =>
    Effect.gen(function* () {
      const overlays = [
        { target: "vda", top: "/images/root.s0", base: path },
        { target: "vda", top: "/images/root.s1", base: "/images/root.s0" }
      ]
      const overlaid = live(yield* DomainXml.encode(spec)).replace(
        `<driver name="qemu" type="raw"`,
        `<driver name="qemu" type="qcow2"`
      )
      const marked = overlaid.replace(/<cw:domain.*<\/cw:domain>/, yield* markOf(spec, overlays))
      const facts = yield* DomainXml.facts(marked)
      assert.deepStrictEqual(facts.overlays, overlays)
      const now = yield* DomainXml.decode(marked)
      assert.deepStrictEqual(DomainXml.withOverlays(spec, facts), now)
      assert.deepStrictEqual(DomainXml.withOverlays(now, facts), now)
      const renamed = yield* DomainXml.update(marked, { ...now, name: VmName.make("web-2") })
      assert.include(renamed, "/images/root.s1")
      assert.deepStrictEqual((yield* DomainXml.facts(renamed)).overlays, overlays)
      const block = VmDisk.make({ target: vda, source: DiskSource.DiskSource.cases.Block.make({ path }) })
      const other = { ...spec, disks: [block] }
      assert.deepStrictEqual(DomainXml.withOverlays(other, facts), other)
      // Once the overlay is merged, or replaced by hand, what is remembered of it counts for nothing.
      const merged = { ...facts, disks: facts.disks.map((disk) => ({ ...disk, path: "/images/else" })) }
      assert.deepStrictEqual(DomainXml.withOverlays(spec, merged), spec)
    })
  )

  it.effect("devices to detach or change are taken as they stand there", () =>
    Effect.gen(function* () {
      const xml = live(yield* DomainXml.encode(spec))
      assert.include(yield* DomainXml.deviceOf(xml, { disk: vda }), `<alias name="virtio-disk0">`)
      assert.include(yield* DomainXml.withLink(xml, mac, "down"), `<link state="down">`)
      assert.include(yield* DomainXml.withLink(xml, mac, "down"), `<target dev="vnet3">`)
      assert.deepStrictEqual(yield* reason(DomainXml.deviceOf(xml, { disk: DiskTarget.make("vdb") })), {
        _tag: "NoSuchDevice",
        device: "vdb"
      })
    })
  )

  it.effect("ports taken by hot-plugged devices are replaced by the next change", () =>
    Effect.gen(function* () {
      const port = (index: number) => `<controller type="pci" index="${index}" model="pcie-root-port"/>`
      const defined = `<domain type="qemu"><name>web-1</name><uuid>${spec.id}</uuid><metadata>${yield* markOf({ ...spec, disks: [], nics: [], hotplugPorts: 2 }, [])}</metadata><memory unit="KiB">262144</memory><currentMemory unit="KiB">196608</currentMemory><vcpu current="1">2</vcpu><os><type arch="x86_64" machine="pc-q35-7.2">hvm</type></os><devices>${port(1)}${port(2)}${port(3)}<controller type="virtio-serial"><address type="pci" bus="0x01"/></controller><rng model="virtio"><address type="pci" bus="0x02"/></rng></devices></domain>`
      const old = yield* DomainXml.decode(defined)
      const ports = (xml: string) => xml.split("pcie-root-port").length - 1
      assert.strictEqual(old.hotplugPorts, 2)
      assert.strictEqual(ports(yield* DomainXml.update(defined, { ...old, title: "t" })), 4)
      assert.strictEqual(ports(yield* DomainXml.update(defined, { ...old, hotplugPorts: 5 })), 7)
      assert.strictEqual(ports(yield* DomainXml.update(defined, { ...old, disks: spec.disks })), 5)
    })
  )

  it.effect("a machine alias stays what it became, a kernel replaces the firmware", () =>
    Effect.gen(function* () {
      const defined = (yield* DomainXml.encode({ ...spec, boot: VmBoot.cases.Disks.make({ firmware: "uefi" }) }))
        .replace(`machine="q35">`, `machine="pc-q35-7.2">`)
        .replace("</os>", `<loader type="pflash">/code</loader><nvram>/vars</nvram></os>`)
      const same = yield* DomainXml.update(defined, {
        ...(yield* DomainXml.decode(defined)),
        name: VmName.make("web-2")
      })
      assert.include(same, `machine="pc-q35-7.2">`)
      assert.include(same, "<nvram>/vars</nvram>")
      const kernel = VmBoot.cases.Kernel.make({ kernel: path, commandLine: "console=ttyS0" })
      const direct = yield* DomainXml.update(defined, { ...spec, boot: kernel })
      assert.notInclude(direct, "nvram")
      assert.notInclude(direct, "firmware")
      assert.deepStrictEqual((yield* DomainXml.decode(direct)).boot, kernel)
    })
  )
})
