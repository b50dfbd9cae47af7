import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as LibvirtUri from "../src/LibvirtUri.ts"

const parsed = (uri: string) => Result.getOrThrow(LibvirtUri.parse(uri))
const refusal = (uri: string) => {
  const { reason } = Result.getOrThrow(Result.flip(LibvirtUri.parse(uri)))
  return reason._tag === "InvalidUri" ? reason.detail : assert.fail(reason._tag)
}
const ssh = {
  host: "kvm-1",
  port: undefined,
  user: undefined,
  keyfile: undefined,
  knownHosts: undefined,
  socket: undefined,
  mode: "legacy" as const
}

describe("LibvirtUri", () => {
  it("reads each transport with libvirt's defaults", () => {
    assert.deepStrictEqual(parsed("qemu:///system").transport, { _tag: "Unix", socket: undefined, mode: "legacy" })
    assert.deepStrictEqual(parsed("qemu+unix:///system?socket=/run/x.sock&mode=direct").transport, {
      _tag: "Unix",
      socket: "/run/x.sock",
      mode: "direct"
    })
    assert.deepStrictEqual(parsed("qemu+tcp://10.0.0.1/system").transport, {
      _tag: "Tcp",
      host: "10.0.0.1",
      port: 16_509
    })
    assert.deepStrictEqual(parsed("qemu+tls://kvm-1/system?pkipath=/etc/me").transport, {
      _tag: "Tls",
      host: "kvm-1",
      port: 16_514,
      pkipath: "/etc/me"
    })
    assert.deepStrictEqual(parsed("qemu://kvm-1/system").transport._tag, "Tls")
    assert.deepStrictEqual(parsed("qemu+ssh://root@kvm-1:2222/system?keyfile=/k&known_hosts=/h&socket=/s").transport, {
      ...ssh,
      _tag: "Ssh",
      port: 2222,
      user: "root",
      keyfile: "/k",
      knownHosts: "/h",
      socket: "/s"
    })
    assert.deepStrictEqual(parsed("qemu+tcp://[fd00::1]:1/system").transport, { _tag: "Tcp", host: "fd00::1", port: 1 })
  })

  it("knows what the daemon opens, and which socket is its default", () => {
    assert.strictEqual(LibvirtUri.daemonUri(parsed("qemu+tls://kvm-1/system")), "qemu:///system")
    assert.strictEqual(
      LibvirtUri.daemonUri(parsed("qemu+tls://kvm-1/?name=test%3A%2F%2F%2Fdefault")),
      "test:///default"
    )
    assert.strictEqual(LibvirtUri.socketPath(parsed("qemu:///system"), false), "/var/run/libvirt/libvirt-sock")
    assert.strictEqual(
      LibvirtUri.socketPath(parsed("qemu:///system?mode=direct"), true),
      "/var/run/libvirt/virtqemud-sock-ro"
    )
    assert.strictEqual(LibvirtUri.socketPath(parsed("qemu+ssh://kvm-1/system?socket=/s"), true), "/s")
    assert.isUndefined(LibvirtUri.socketPath(parsed("qemu:///session"), false))
  })

  it("refuses what it does not understand, and says what", () => {
    assert.include(refusal("qemu+tls://kvm-1/system?no_verify=1"), "always verified")
    assert.include(refusal("qemu+ssh://kvm-1/system?no_verify=1"), "always verified")
    assert.include(refusal("qemu+tcp://kvm-1/system?socket=/s"), "socket")
    assert.include(refusal("qemu+ssh://kvm-1/system?command=/bin/sh"), "command")
    assert.include(refusal("qemu+ssh://kvm-1/system?keyfile=/a&keyfile=/b"), "twice")
    assert.include(refusal("qemu+ssh://root:secret@kvm-1/system"), "password")
    assert.include(refusal("qemu+ssh:///system"), "no host")
    assert.include(refusal("qemu+unix://kvm-1/system"), "host")
    assert.include(refusal("qemu+tcp://root@kvm-1/system"), "user")
    assert.include(refusal("qemu+tcp://kvm-1:0/system"), "port")
    assert.include(refusal("qemu+tcp://kvm-1:65536/system"), "port")
    assert.include(refusal("qemu+libssh2://kvm-1/system"), "transport")
    assert.include(refusal("qemu+unix:///system?socket="), "socket")
    assert.include(refusal("qemu+unix:///system?socket=%zz"), "socket")
    assert.include(refusal("qemu+unix:///system?socket=/a%00b"), "socket")
    assert.include(refusal("qemu+unix:///system?mode=auto"), "mode")
    for (const uri of ["", "qemu", "qemu:/system", "://", "qemu+unix:///system#x", "qemu+tcp://a b/system"]) {
      assert.isTrue(Result.isFailure(LibvirtUri.parse(uri)) || uri === "qemu+tcp://a b/system", uri)
    }
  })

  const text = Schema.String.check(Schema.isPattern(/^[ -~é漢]{1,12}$/))
  const optional = Schema.UndefinedOr(text)
  const port = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))
  const name = Schema.String.check(Schema.isPattern(/^[a-z0-9.-]{1,12}$/))
  const arbitrary = Arbitrary.schema(
    Schema.Struct({
      driver: Schema.Literals(["qemu", "test", "lxc"]),
      path: Schema.Literals(["/", "/system", "/session", "/a b/c%d"]),
      name: optional,
      transport: Schema.Union([
        Schema.TaggedStruct("Unix", { socket: optional, mode: Schema.Literals(["legacy", "direct"]) }),
        Schema.TaggedStruct("Tcp", { host: name, port }),
        Schema.TaggedStruct("Tls", {
          host: Schema.Literals(["fd00::1", "kvm-1", "10.0.0.1"]),
          port,
          pkipath: optional
        }),
        Schema.TaggedStruct("Ssh", {
          host: name,
          port: Schema.UndefinedOr(port),
          user: Schema.UndefinedOr(name),
          keyfile: optional,
          knownHosts: optional,
          socket: optional,
          mode: Schema.Literals(["legacy", "direct"])
        })
      ])
    })
  )

  it.prop(
    "format and parse are inverse",
    [arbitrary],
    ([uri]) => {
      assert.deepStrictEqual(Result.getOrThrow(LibvirtUri.parse(LibvirtUri.format(uri))), uri)
    },
    { arbitrary: { runs: 500, seed: 11 } }
  )

  it.prop(
    "any text is parsed or refused, never thrown at",
    [Schema.String],
    ([anything]) => {
      for (const uri of [anything, `qemu+ssh://${anything}/system`, `qemu+unix:///system?${anything}`])
        LibvirtUri.parse(uri)
    },
    { arbitrary: { runs: 1000, seed: 12 } }
  )
})
