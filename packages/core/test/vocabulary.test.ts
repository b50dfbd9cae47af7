import { DiskSource, HostRef, Ids, NicBinding, Progress, Quantity, RemoteSockets } from "@cloudwright/core"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"

const accepts = (schema: Schema.ConstraintDecoder<unknown>, value: unknown) =>
  Result.isSuccess(Schema.decodeUnknownResult(schema)(value))

const table = (
  schema: Schema.ConstraintDecoder<unknown>,
  good: ReadonlyArray<unknown>,
  bad: ReadonlyArray<unknown>
) => {
  for (const value of good) assert.isTrue(accepts(schema, value), `${String(value)} must be accepted`)
  for (const value of bad) assert.isFalse(accepts(schema, value), `${String(value)} must be refused`)
}

describe("Ids", () => {
  it.effect("generated ids are UUIDv7, unique and in the order of their making", () =>
    Effect.gen(function* () {
      const ids = yield* Effect.replicateEffect(Ids.generate(Ids.VmId), 1000)
      assert.strictEqual(new Set(ids).size, 1000)
      assert.deepStrictEqual([...ids].toSorted(), ids)
      for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/)
    }).pipe(Effect.provide(SecureRandom.layerWebCrypto))
  )

  it("refuses what is not a lower-case UUID", () =>
    table(
      Ids.VmId,
      ["0197f3a0-0000-7000-8000-000000000001", "123e4567-e89b-42d3-a456-426614174000"],
      [
        "",
        "vm-1",
        "0197F3A0-0000-7000-8000-000000000001",
        "0197f3a0-0000-7000-8000-00000000000",
        "../../etc/passwd",
        "0197f3a0-0000-7000-8000-000000000001\n",
        7
      ]
    ))
})

describe("HostRef", () => {
  it("is a DNS host name", () =>
    table(
      HostRef.HostRef,
      ["kvm-1", "a", "kvm-1.example.org", "a--b", "a".repeat(63)],
      ["", "-a", "a-", "A", "a b", "a\n", "a..b", "a-.b", "a.-b", ".a", "a.", "a".repeat(64)]
    ))
})

describe("Quantity", () => {
  it("rates are whole and not negative", () =>
    table(
      Quantity.BytesPerSecond,
      [0, 10_240_000, Number.MAX_SAFE_INTEGER],
      [-1, 0.5, Number.NaN, Infinity, 2 ** 53, "1"]
    ))
})

describe("DiskSource", () => {
  it("paths are absolute and canonical", () =>
    table(
      DiskSource.AbsolutePath,
      ["/a", "/var/lib/images/disk-1.qcow2", "/srv/ü/…", "/a/..b", "/a/.hidden", "/abcd".repeat(819)],
      ["", "/", "a", "./a", "/a/", "/a//b", "/a/../b", "/..", "/a/.", "/a\u0000", "/a\nb", "/\ud800"].concat(
        `${"/abcd".repeat(819)}e`,
        "/ü…".repeat(700)
      )
    ))

  it("an end point is a host name, an IPv4 or an IPv6 address", () => {
    const at = (host: string) => ({ host, port: 10_809 })
    table(
      DiskSource.Endpoint,
      ["nbd", "ceph-1.example.org", "10.0.0.1", "::1", "2001:db8::", "2001:db8::1", "::ffff:10.0.0.1"].map(at),
      ["", "-a", "a..b", "a.", "a b", "[::1]", "a:b", ":", "a,b=c", "nbd\n", "a".repeat(254)].map(at)
    )
  })

  it("a Ceph name cannot hold a separator", () => {
    const rbd = (image: string) => ({
      _tag: "Rbd",
      pool: "vms",
      image,
      monitors: [{ host: "10.0.0.1", port: 3300 }],
      user: "vms",
      secret: "0197f3a0-0000-7000-8000-000000000001"
    })
    table(
      DiskSource.DiskSource,
      [rbd("disk-1"), rbd("a.b")],
      [rbd("a/b"), rbd("a@b"), rbd("a:b=c"), rbd(""), { ...rbd("a"), monitors: [] }, { ...rbd("a"), secret: "key" }]
    )
  })

  it("only a file has a format to choose", () => {
    const path = DiskSource.AbsolutePath.make("/dev/vg/lv")
    assert.strictEqual(DiskSource.format({ _tag: "Block", path }), "raw")
    assert.strictEqual(DiskSource.format({ _tag: "File", path, format: "qcow2" }), "qcow2")
  })

  // One property for each kind: a schema whose values cannot be generated would drop out of a union unnoticed.
  for (const [kind, schema] of Object.entries(DiskSource.DiskSource.cases)) {
    it.prop(`a ${kind} source survives JSON`, [Arbitrary.schema(schema)], ([source]) => {
      const codec = Schema.fromJsonString(Schema.toCodecJson(DiskSource.DiskSource))
      assert.deepStrictEqual(Schema.decodeSync(codec)(Schema.encodeSync(codec)(source)), source)
    })
  }
})

describe("NicBinding", () => {
  it("MAC addresses are unicast, lower case, with colons", () =>
    table(
      NicBinding.MacAddress,
      ["52:54:00:12:34:56", "00:00:00:00:00:01"],
      [
        "00:00:00:00:00:00",
        "53:54:00:12:34:56",
        "52:54:00:12:34:5",
        "52-54-00-12-34-56",
        "52:54:00:AB:34:56",
        "52:54:00:12:34:56\n"
      ]
    ))

  it("interface names fit the kernel", () =>
    table(
      NicBinding.InterfaceName,
      ["br0", "eth0.100", "a23456789012345"],
      ["", ".", "..", "a/b", "a b", "-br0", "vnet%d", "a234567890123456"]
    ))
})

describe("NicBinding, HostRef", () => {
  for (const [kind, schema] of Object.entries(NicBinding.NicBinding.cases)) {
    it.prop(`a ${kind} binding survives JSON`, [Arbitrary.schema(schema)], ([binding]) => {
      const codec = Schema.fromJsonString(Schema.toCodecJson(NicBinding.NicBinding))
      assert.deepStrictEqual(Schema.decodeSync(codec)(Schema.encodeSync(codec)(binding)), binding)
    })
  }

  it.prop("host names can be generated", [Arbitrary.schema(HostRef.HostRef)], ([name]) =>
    assert.isTrue(accepts(HostRef.HostRef, name))
  )
})

describe("Progress", () => {
  const at = (done: bigint, total?: bigint): Progress.Progress => ({
    phase: "copy",
    unit: "bytes",
    done,
    ...(total === undefined ? {} : { total })
  })

  it("the fraction is unknown without a total, whole at zero, and never above one", () => {
    assert.isUndefined(Progress.fraction(at(5n)))
    assert.strictEqual(Progress.fraction(at(0n, 0n)), 1)
    assert.strictEqual(Progress.fraction(at(1n, 4n)), 0.25)
    assert.strictEqual(Progress.fraction(at(9n, 4n)), 1)
    assert.strictEqual(Progress.fraction(at(2n ** 62n, 2n ** 63n)), 0.5)
  })
})

describe("RemoteSockets", () => {
  const error = (reason: RemoteSockets.RemoteSocketError["reason"]) =>
    new RemoteSockets.RemoteSocketError({ host: { host: "kvm-1" }, address: { _tag: "Unix", path: "/run/x" }, reason })

  it("a lost connection may be retried, a changed key may not, and both say where", () => {
    assert.isTrue(error({ _tag: "ConnectionLost", detail: "reset" }).isRetryable)
    const changed = error({
      _tag: "HostKeyChanged",
      keyType: "ssh-ed25519",
      fingerprint: "SHA256:x",
      expected: [],
      knownHostsFile: "/k"
    })
    assert.isFalse(changed.isRetryable)
    assert.strictEqual(changed.message, "HostKeyChanged: /run/x on kvm-1 could not be opened")
  })
})
