import { assert, describe, it } from "@effect/vitest"
import { Installer, LabError, Packages, TinyGuest } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { hostFiles } from "../src/internal/hostfiles.ts"
import { loadOrder, nameOf } from "../src/internal/modules.ts"
import { collides, networkOf, preferredIndex, uplinkOf } from "../src/internal/network.ts"
import { parsePing } from "../src/internal/guesttools.ts"
import * as Pcap from "../src/internal/pcap.ts"
import { isAlive, parseStat } from "../src/internal/processes.ts"

describe("/proc/<pid>/stat", () => {
  const rest = "S 7 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 1"
  it("is read whatever the program is called", () => {
    for (const name of ["sh", "a b", ") Z 1 (", "((", ""]) {
      assert.deepStrictEqual(
        parseStat(`42 (${name}) ${rest}`),
        Option.some({ pid: 42, state: "S", parent: 7, threads: 1, start: "98765" })
      )
    }
  })
  it("that is cut short is none", () => {
    assert.deepStrictEqual(parseStat(""), Option.none())
    assert.deepStrictEqual(parseStat("42 (sh) S 7"), Option.none())
  })
})

describe("a process", () => {
  const file = (stat: string) => FileSystem.makeNoop({ readFileString: () => Effect.succeed(stat) })
  const line = (state: string, threads: number) =>
    `42 (libvirtd) ${state} 7 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 ${threads} 0 98765 1`
  it.effect("is alive until its last thread has ended, its parent's notice not awaited", () =>
    Effect.gen(function* () {
      const cases: ReadonlyArray<readonly [string, number, boolean]> = [
        ["S", 1, true],
        ["R", 9, true],
        ["T", 1, true],
        ["Z", 3, true],
        ["Z", 1, false]
      ]
      for (const [state, threads, alive] of cases) {
        assert.strictEqual(yield* isAlive(file(line(state, threads)), 42), alive, `${state} ${threads}`)
      }
    })
  )
})

describe("kernel modules", () => {
  const dep = [
    "kernel/a/virtio-rng.ko: kernel/b/virtio.ko kernel/b/virtio_ring.ko",
    "kernel/b/virtio.ko: kernel/b/virtio_ring.ko",
    "kernel/b/virtio_ring.ko:",
    "kernel/c/isofs.ko.xz:",
    ""
  ].join("\n")
  it("are named alike with hyphens, underscores and compressed", () => {
    assert.deepStrictEqual(["x/virtio-rng.ko", "isofs.ko.xz"].map(nameOf), ["virtio_rng", "isofs"])
  })
  it("come after what they need, once; unknown ones are left out", () => {
    assert.deepStrictEqual(loadOrder(dep, ["virtio_rng", "built_in", "virtio", "isofs"]), [
      "kernel/b/virtio_ring.ko",
      "kernel/b/virtio.ko",
      "kernel/a/virtio-rng.ko",
      "kernel/c/isofs.ko.xz"
    ])
  })
})

describe("lab networks", () => {
  const Index = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 16383 })))
  it.prop(
    "lie in 100.64.0.0/10, apart, with a link name the kernel takes",
    [Index, Index],
    ([a, b]) => {
      const network = networkOf(a)
      assert.isTrue(collides(network, "100.64.0.0/10"))
      assert.strictEqual(collides(network, networkOf(b).cidr), a === b)
      assert.strictEqual(uplinkOf(network) === uplinkOf(networkOf(b)), a === b)
      assert.isAtMost(uplinkOf(network).length, 15)
      assert.strictEqual(network.cidr, `${network.address(0)}/24`)
      assert.match(network.mac(12), /^02(:[0-9a-f]{2}){5}$/)
    },
    { arbitrary: { runs: 300, seed: 5 } }
  )
  it("collide with routes that contain or touch them", () => {
    const network = networkOf(3)
    assert.strictEqual(network.cidr, "100.64.3.0/24")
    for (const route of ["100.64.3.7", "100.64.3.0/24", "100.64.3.128/25", "100.0.0.0/8", "0.0.0.0/0"]) {
      assert.isTrue(collides(network, route), route)
    }
    for (const route of ["default", "100.64.4.0/24", "100.64.2.255", "10.0.0.0/8", "100.128.0.0/10", "fd00::/64"]) {
      assert.isFalse(collides(network, route), route)
    }
  })
  it("are spread", () => {
    const seen = new Set(Array.from({ length: 200 }, (_, i) => preferredIndex(`/tmp/cw-${i}`)))
    assert.isAbove(seen.size, 190)
  })
})

describe("the domain of the tiny guest", () => {
  const guest = TinyGuest.TinyGuest.of({ vmlinuz: "/k", initrd: "/i", diskRaw: "/r", diskQcow2: "/q" })
  const tags = (xml: string) => xml.match(/<[a-z]/g)?.length
  const domain = (text: string) =>
    TinyGuest.domainXml(guest, {
      name: text,
      uuid: text,
      mac: text,
      disk: { file: text, format: "raw" },
      seed: text,
      arguments: [text]
    })
  it.prop("no text breaks out of its place", [Schema.String], ([text]) => {
    assert.strictEqual(tags(domain(`${text}'"><a/>`)), tags(domain("plain")))
  })
  it("has a seed only when there is one", () => {
    const options = { name: "a", uuid: "b", mac: "c", disk: { file: "d", format: "qcow2" } } as const
    assert.notInclude(TinyGuest.domainXml(guest, options), "vdz")
    assert.include(TinyGuest.domainXml(guest, { ...options, seed: "/seed.iso" }), "<source file='/seed.iso'/>")
  })
})

describe("a host's configuration", () => {
  const facts = {
    directory: "/d",
    uuid: "u",
    address: "100.64.3.11",
    tls: false,
    maxClientRequests: 5,
    hosts: [{ name: "host1", address: "100.64.3.11" }],
    authorizedKeysFile: "none"
  }
  it("follows the options", () => {
    assert.match(hostFiles(facts)["etc/libvirtd.conf"] ?? "", /listen_tls = 0\n[^]*max_client_requests = 5\n/)
    assert.match(hostFiles({ ...facts, tls: true })["etc/libvirtd.conf"] ?? "", /listen_tls = 1\n/)
    assert.include(hostFiles(facts)["hosts"] ?? "", "100.64.3.11 host1\n")
  })
})

describe("packages", () => {
  it("are listed once each", () => {
    assert.deepStrictEqual(Packages.all, [...new Set(Packages.all)].toSorted())
    for (const name of Object.values(Packages.parts).flat()) assert.include(Packages.all, name)
  })
  it("are found by program, with or without a path", () => {
    assert.strictEqual(Packages.bringing("/usr/sbin/sshd"), "openssh-server")
    assert.strictEqual(Packages.bringing("virsh"), "libvirt-clients")
    assert.strictEqual(Packages.bringing("unheard-of"), "unheard-of")
  })
  it("count as installed in that state only", () => {
    const listing = "installed kmod\nconfig-files cpio\nnot-installed ovmf\ninstalled libkmod2\n"
    assert.deepStrictEqual(Installer.notInstalled(listing, ["cpio", "kmod", "ovmf", "absent"]), [
      "cpio",
      "ovmf",
      "absent"
    ])
  })
})

describe("LabError", () => {
  it("says what to do, and whether to try again", () => {
    const missing = LabError.because({ _tag: "MissingProgram", program: "sshd", debianPackage: "openssh-server" })
    assert.include(missing.message, "openssh-server")
    assert.isFalse(missing.isRetryable)
    const late = LabError.because({ _tag: "NotReady", what: "sshd", seconds: 20, log: "no hostkeys available" })
    assert.include(late.message, "no hostkeys available")
    assert.isTrue(late.isRetryable)
  })
})

describe("what ping says", () => {
  it("is read whether or not all was answered", () => {
    const said = (middle: string) => `PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data.\n\n${middle}\n`
    const line = (received: number, more = "") =>
      said(`3 packets transmitted, ${received} received,${more} 0% packet loss, time 401ms`)
    assert.deepStrictEqual(parsePing(line(3)), Option.some({ sent: 3, received: 3 }))
    assert.deepStrictEqual(parsePing(line(0, " +3 errors,")), Option.some({ sent: 3, received: 0 }))
    assert.deepStrictEqual(parsePing("ping: connect: Network is unreachable\n"), Option.none())
  })
})

describe("a capture file", () => {
  const header = Array.from({ length: 24 }, () => 0)
  const size = (bytes: number) => [bytes, 0, 0, 0]
  const record = (...bytes: ReadonlyArray<number>) => [
    ...Array.from({ length: 8 }, () => 0),
    ...size(bytes.length),
    ...size(bytes.length),
    ...bytes
  ]
  const file = Uint8Array.from([...header, ...record(1, 2, 3), ...record(), ...record(4)])
  it("has the frames whose records are whole, wherever it is cut", () => {
    const ends = [24, 43, 59, 76]
    for (let length = 0; length <= file.length; length++) {
      const whole = ends.filter((end) => end <= length && end > 24).length
      assert.deepStrictEqual(
        Pcap.frames(file.subarray(0, length)).map((frame) => [...frame]),
        [[1, 2, 3], [], [4]].slice(0, whole)
      )
    }
  })
})
