import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import * as Ip from "../src/Ip.ts"
import * as IpArbitraries from "../src/testing/IpArbitraries.ts"
import { bitsOf, numberOf } from "./golden/addresses.ts"

const seed = 791
const ip = IpArbitraries.ip()

const parsed = (text: string): Ip.Ip => Result.getOrThrow(Ip.parse(text))

const problem = (text: string): string =>
  Result.match(Ip.parse(text), {
    onSuccess: () => "none",
    onFailure: (failure) => `${failure.rule} at ${failure.position}`
  })

describe("text", () => {
  it("parse gives back what format wrote, and what any spelling means", () => {
    fc.assert(
      fc.property(
        ip.chain((address) => fc.tuple(fc.constant(address), IpArbitraries.spelling(address))),
        ([address, text]) => {
          assert.deepStrictEqual(parsed(Ip.format(address)), address)
          assert.deepStrictEqual(parsed(text), address, text)
        }
      ),
      { seed, numRuns: 5000 }
    )
  })

  it("is canonical: one address has one text, the shortest of its spellings in lower case", () => {
    fc.assert(
      fc.property(
        IpArbitraries.ip(6).chain((address) => fc.tuple(fc.constant(address), IpArbitraries.spelling(address))),
        ([address, text]) => {
          // RFC 5952 section 4.2.2 forbids :: for a single group, though that is one character shorter.
          const single = text.includes("::") && text.split(":").filter((word) => word !== "").length === 7
          const dotted = text.includes(".") || Ip.format(address).includes(".")
          if (!dotted && !single) assert.isAtMost(Ip.format(address).length, text.length)
          assert.strictEqual(Ip.format(parsed(text)), Ip.format(address))
        }
      ),
      { seed, numRuns: 2000 }
    )
  })

  it.each([
    // RFC 5952 sections 4.1 to 4.3 and 5, and RFC 4291 section 2.2.
    ["2001:0DB8::0001", "2001:db8::1"],
    ["2001:db8:0:0:0:0:2:1", "2001:db8::2:1"],
    ["2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["1:0:0:0:0:0:0:0", "1::"],
    ["::FFFF:129.144.52.38", "::ffff:129.144.52.38"],
    ["0:0:0:0:0:0:13.1.68.3", "::d01:4403"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["255.255.255.255", "255.255.255.255"],
    ["0.0.0.0", "0.0.0.0"]
  ])("%s is %s", (text, canonical) => {
    assert.strictEqual(Ip.format(parsed(text)), canonical)
    assert.strictEqual(Schema.decodeSync(Ip.Text)(text), canonical)
  })

  it.each([
    ["", "Empty at 0"],
    ["1".repeat(50), "TooLong at 49"],
    ["1.2.3", "OctetCount at 5"],
    ["1.2.3.", "UnexpectedCharacter at 6"],
    ["1.2.3.4.5", "OctetCount at 7"],
    ["1.2.3.256", "OctetTooLarge at 6"],
    ["1.2.3.4444", "OctetTooLarge at 6"],
    ["1.2.3.04", "LeadingZero at 6"],
    ["00.2.3.4", "LeadingZero at 0"],
    ["0x1.2.3.4", "UnexpectedCharacter at 1"],
    ["1..2.3", "UnexpectedCharacter at 2"],
    [" 1.2.3.4", "UnexpectedCharacter at 0"],
    ["1.2.3.4\n", "UnexpectedCharacter at 7"],
    ["1.2.3.4\0", "UnexpectedCharacter at 7"],
    ["-1.2.3.4", "UnexpectedCharacter at 0"],
    ["\u0661.2.3.4", "UnexpectedCharacter at 0"],
    ["1.2.3.\u0131", "UnexpectedCharacter at 6"],
    ["167772160", "OctetTooLarge at 3"],
    ["example.com", "UnexpectedCharacter at 0"],
    [":", "UnexpectedCharacter at 0"],
    [":1::", "UnexpectedCharacter at 0"],
    ["1:", "UnexpectedCharacter at 2"],
    ["1:::2", "UnexpectedCharacter at 3"],
    ["::1::", "SecondCompression at 3"],
    ["12345::", "GroupTooLong at 0"],
    ["1:2:3:4:5:6:7", "GroupCount at 13"],
    ["1:2:3:4:5:6:7:8:9", "GroupCount at 16"],
    ["1::2:3:4:5:6:7:8", "GroupCount at 16"],
    ["1:2:3:4:5:6:7:1.2.3.4", "GroupCount at 14"],
    ["::1.2.3", "OctetCount at 7"],
    ["::1.2.3.400", "OctetTooLarge at 8"],
    ["::1.2.3.4:5", "UnexpectedCharacter at 9"],
    ["::g", "UnexpectedCharacter at 2"],
    ["fe80::1%eth0", "ZoneId at 7"],
    ["[::1]", "UnexpectedCharacter at 0"],
    ["1.2.3.4/32", "UnexpectedCharacter at 7"]
  ])("%j is no address: %s", (text, expected) => {
    assert.strictEqual(problem(text), expected)
  })

  it("zone ids are read where they are asked for", () => {
    assert.deepStrictEqual(Result.getOrThrow(Ip.parseZoned("fe80::1%eth0")), {
      ip: parsed("fe80::1"),
      zone: "eth0" as never
    })
    assert.deepStrictEqual(Result.getOrThrow(Ip.parseZoned("::1")), { ip: parsed("::1"), zone: undefined })
    for (const text of ["fe80::1%", "fe80::1%a b", "fe80::1%../x", "1.2.3.4%eth0", "%eth0", "fe80::1%eth0%1"]) {
      assert.isTrue(Result.isFailure(Ip.parseZoned(text)), text)
    }
  })

  it("the schema's message shows the reason, and hostile text is cut", () => {
    const decode = Schema.decodeUnknownResult(Ip.Text)
    const message = (input: unknown) => Result.match(decode(input), { onFailure: String, onSuccess: () => "none" })
    assert.include(message("10.0.0.256"), '"10.0.0.256" is no IP address: an octet above 255 at position 7')
    assert.isBelow(message("1".repeat(10_000)).length, 300)
    assert.notStrictEqual(message(1), "none")
    assert.throws(() => Ip.Text.make("2001:DB8::1"))
    assert.strictEqual(Ip.toText(Ip.make(4, 1)), Ip.Text.make("0.0.0.1"))
  })

  it("parseInto reads strings and bytes, writes four lanes at its index, and no more", () => {
    fc.assert(
      fc.property(ip, fc.nat({ max: 3 }), fc.nat({ max: 5 }), (address, at, before) => {
        const text = `${" ".repeat(before)}${Ip.format(address)};`
        for (const source of [text, Buffer.from(text, "latin1")]) {
          const out = new Uint32Array(8).fill(77)
          assert.strictEqual(Ip.parseInto(source, out, at, before, text.length - 1), address.family)
          const wanted = new Uint32Array(8).fill(77)
          wanted.set([address.a, address.b, address.c, address.d], at)
          assert.deepStrictEqual(out, wanted)
          assert.isBelow(Ip.parseInto(source, out, at, before), 0)
        }
      }),
      { seed, numRuns: 500 }
    )
  })
})

describe("order and arithmetic", () => {
  it("the order is total, IPv4 before IPv6, and that of the numbers", () => {
    fc.assert(
      fc.property(ip, ip, ip, (x, y, z) => {
        const byNumber = numberOf(x) < numberOf(y) ? -1 : numberOf(x) > numberOf(y) ? 1 : 0
        assert.strictEqual(Ip.compare(x, y), x.family === y.family ? byNumber : x.family < y.family ? -1 : 1)
        assert.strictEqual(Ip.compare(x, y) + Ip.compare(y, x), 0)
        assert.strictEqual(Ip.compare(x, y) === 0, Ip.equals(x, y))
        if (Ip.compare(x, y) <= 0 && Ip.compare(y, z) <= 0) assert.isAtMost(Ip.compare(x, z), 0)
        assert.isTrue(Ip.equals(x, { ...x }) && Ip.compare(x, { ...x }) === 0)
      }),
      { seed, numRuns: 2000 }
    )
  })

  it("addition carries over lanes as big integers do, back and forth, and ends where the family ends", () => {
    const amount = fc.oneof(
      fc.maxSafeInteger(),
      fc.integer(),
      fc.constantFrom(0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
      fc.bigInt({ min: -(1n << 129n), max: 1n << 129n })
    )
    fc.assert(
      fc.property(ip, amount, (address, n) => {
        const sum = numberOf(address) + BigInt(n)
        const found = Ip.add(address, n)
        if (sum < 0n || sum >> bitsOf(address.family) !== 0n) return assert.isUndefined(found)
        assert.strictEqual(numberOf(found!), sum)
        assert.strictEqual(found!.family, address.family)
        assert.deepStrictEqual(Ip.add(found!, -n), address)
      }),
      { seed, numRuns: 5000 }
    )
    for (const n of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) assert.isUndefined(Ip.add(Ip.lowest(6), n))
    for (const family of [4, 6] as const) {
      assert.isUndefined(Ip.add(Ip.highest(family), 1))
      assert.isUndefined(Ip.add(Ip.lowest(family), -1))
      assert.deepStrictEqual(Ip.add(Ip.lowest(family), (1n << bitsOf(family)) - 1n), Ip.highest(family))
    }
  })

  it("numbers and addresses are one to one", () => {
    fc.assert(
      fc.property(ip, (address) => {
        assert.strictEqual(Ip.toBigInt(address), numberOf(address))
        assert.deepStrictEqual(Ip.fromBigInt(address.family, Ip.toBigInt(address)), address)
      }),
      { seed }
    )
    assert.isUndefined(Ip.fromBigInt(4, -1n))
    assert.isUndefined(Ip.fromBigInt(4, 1n << 32n))
    assert.isUndefined(Ip.fromBigInt(6, 1n << 128n))
  })
})
