import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Types from "../src/Types.ts"
import * as Xdr from "../src/Xdr.ts"

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"))
const text = Xdr.codec<string>(
  "Text",
  (r) => r.string(8),
  (w, v) => w.string(v, 8)
)
const list = Xdr.codec<ReadonlyArray<number>>(
  "List",
  (r) => r.array(4, (x) => x.int()),
  (w, v) => w.array(v, 4, (x, n) => x.int(n))
)
const reasonOf = <A>(result: Result.Result<A, Xdr.XdrError>) => Result.getOrThrow(Result.flip(result)).reason

describe("Xdr", () => {
  it("writes a domain as libvirt does", () => {
    // name length 2, "t1", two bytes of padding, 16 bytes of UUID, id -1
    const wire = "00000002 74310000 c4a92a87eadb4d0eaa9429925b9fd791 ffffffff"
    const domain = { name: "t1", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id: -1 }
    assert.strictEqual(hex(Result.getOrThrow(Xdr.encode(Types.Domain, domain))), wire.replaceAll(" ", ""))
    assert.deepStrictEqual(Result.getOrThrow(Xdr.decode(Types.Domain, bytes(wire))), domain)
  })

  it("keeps 64-bit integers exact at their ends", () => {
    const wire = "00000005 ffffffffffffffff 7fffffffffffffff 00000001 0020000000000001"
    const info = { state: 5, maxMem: 2n ** 64n - 1n, memory: 2n ** 63n - 1n, nrVirtCpu: 1, cpuTime: 2n ** 53n + 1n }
    assert.deepStrictEqual(Result.getOrThrow(Xdr.decode(Types.DomainGetInfoRet, bytes(wire))), info)
    assert.strictEqual(hex(Result.getOrThrow(Xdr.encode(Types.DomainGetInfoRet, info))), wire.replaceAll(" ", ""))
  })

  it("reads a C string from a char array", () => {
    const node = { model: "x86_64", memory: 1n, cpus: 2, mhz: 3, nodes: 4, sockets: 5, cores: 6, threads: 7 }
    const wire = Result.getOrThrow(Xdr.encode(Types.NodeGetInfoRet, node))
    assert.strictEqual(wire.length, 32 * 4 + 8 + 6 * 4)
    assert.deepStrictEqual(Result.getOrThrow(Xdr.decode(Types.NodeGetInfoRet, wire)), node)
  })

  it("refuses what is longer than the limit, both ways, and takes what is exactly as long", () => {
    const eight = Result.getOrThrow(Xdr.encode(text, "12345678"))
    assert.strictEqual(Result.getOrThrow(Xdr.decode(text, eight)), "12345678")
    assert.deepStrictEqual(reasonOf(Xdr.encode(text, "123456789")), {
      _tag: "LimitExceeded",
      what: "string",
      asked: 9,
      limit: 8
    })
    // Five characters, ten bytes: the limit counts bytes.
    assert.deepStrictEqual(reasonOf(Xdr.encode(text, "ééééé")), {
      _tag: "LimitExceeded",
      what: "string",
      asked: 10,
      limit: 8
    })
    assert.deepStrictEqual(reasonOf(Xdr.decode(text, bytes("00000009 313233343536373839000000"))), {
      _tag: "LimitExceeded",
      what: "string",
      asked: 9,
      limit: 8
    })
    assert.strictEqual(reasonOf(Xdr.encode(list, [1, 2, 3, 4, 5]))._tag, "LimitExceeded")
    assert.strictEqual(reasonOf(Xdr.decode(list, bytes("00000005")))._tag, "LimitExceeded")
  })

  it("finds a lie about the number of elements before it reserves memory", () => {
    const huge = Xdr.codec<ReadonlyArray<number>>(
      "Huge",
      (r) => r.array(2 ** 30, (x) => x.int()),
      () => undefined
    )
    assert.deepStrictEqual(reasonOf(Xdr.decode(huge, bytes("3fffffff 00000001"))), {
      _tag: "Truncated",
      wanted: 0x3fffffff * 4,
      available: 4
    })
  })

  it("refuses trailing bytes, numbers out of range, unknown variants, bad booleans and bad UUIDs", () => {
    assert.deepStrictEqual(reasonOf(Xdr.decode(text, bytes("00000000 00000000"))), { _tag: "TrailingBytes", count: 4 })
    assert.strictEqual(reasonOf(Xdr.decode(Types.TypedParamValue, bytes("00000008 00000000")))._tag, "BadValue")
    const optional = Xdr.codec<number | null>(
      "Maybe",
      (r) => r.optional((x) => x.int()),
      () => undefined
    )
    assert.strictEqual(reasonOf(Xdr.decode(optional, bytes("00000002 00000000")))._tag, "BadValue")
    for (const id of [2 ** 31, 1.5, Number.NaN]) {
      const domain = { name: "a", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id }
      assert.strictEqual(reasonOf(Xdr.encode(Types.Domain, domain))._tag, "BadValue")
    }
    for (const uuid of [
      "",
      "c4a92a87",
      "g4a92a87-eadb-4d0e-aa94-29925b9fd791",
      "c4a92a87-eadb-4d0e-aa94-29925b9fd791\n"
    ]) {
      assert.strictEqual(reasonOf(Xdr.encode(Types.Domain, { name: "a", uuid, id: 1 }))._tag, "BadValue")
    }
    for (const value of [-1n, 2n ** 64n]) {
      assert.strictEqual(reasonOf(Xdr.encode(Types.TypedParamValue, { type: 4, value }))._tag, "BadValue")
    }
  })

  it("refuses a text with a zero character, which C would cut", () => {
    assert.strictEqual(reasonOf(Xdr.encode(text, "a\0b"))._tag, "BadValue")
  })

  it("shares no memory with its input", () => {
    const wire = bytes("00000002 abcd0000")
    const opaque = Xdr.codec<Uint8Array>(
      "Opaque",
      (r) => r.opaque(8),
      () => undefined
    )
    const value = Result.getOrThrow(Xdr.decode(opaque, wire))
    wire.fill(0)
    assert.strictEqual(hex(value), "abcd")
  })

  it("reads text that is not UTF-8 with replacement characters", () => {
    assert.strictEqual(Result.getOrThrow(Xdr.decode(text, bytes("00000002 61ff0000"))), "a\ufffd")
  })
})
