import { assert, describe, it } from "@effect/vitest"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { createHmac } from "node:crypto"
import * as Ip from "../src/Ip.ts"
import * as Mac from "../src/Mac.ts"
import * as Prefix from "../src/Prefix.ts"
import * as IpArbitraries from "../src/testing/IpArbitraries.ts"

const seed = 802

const prefix = (text: string) => Result.getOrThrow(Prefix.parse(text))
const rule = (result: Result.Result<unknown, Mac.MacProblem>) =>
  Result.match(result, { onSuccess: () => "none", onFailure: (problem) => `${problem.rule} at ${problem.position}` })

describe("text", () => {
  it("every notation of every address is read, and written as core wants it", () => {
    fc.assert(
      fc.property(
        IpArbitraries.mac.chain((mac) => fc.tuple(fc.constant(mac), IpArbitraries.macSpelling(mac))),
        ([mac, text]) => {
          assert.strictEqual(Result.getOrThrow(Mac.parse(text)), mac)
          const address = Schema.decodeSync(Mac.Text)(text)
          assert.strictEqual(address, Mac.toAddress(mac))
          assert.strictEqual(address, Mac.format(mac) as never)
          assert.strictEqual(Mac.fromAddress(address), mac)
          assert.isFalse(Mac.isMulticast(mac))
        }
      ),
      { seed, numRuns: 1000 }
    )
    assert.strictEqual(Mac.format(0x525400123456), "52:54:00:12:34:56")
    assert.strictEqual(Mac.format(-1), "ff:ff:ff:ff:ff:ff")
  })

  it.each([
    ["", "Shape at 0"],
    ["52:54:00:12:34:5", "Shape at 0"],
    ["52:54:00-12:34:56", "Shape at 8"],
    ["52.54.00.12.34.56", "Shape at 2"],
    ["5254-0012-3456", "Shape at 4"],
    ["52:54:00:12:34:5g", "NotHexadecimal at 16"],
    ["52540012345\uff16", "NotHexadecimal at 11"],
    ["5:25:40:01:23:456", "Shape at 2"]
  ])("%j is no MAC address: %s", (text, expected) => {
    assert.strictEqual(rule(Mac.parse(text)), expected)
  })

  it("addresses of groups and zero belong to no interface", () => {
    assert.isUndefined(Mac.toAddress(0))
    assert.isUndefined(Mac.toAddress(0x01005e000001))
    assert.strictEqual(Result.getOrThrow(Mac.parse("ff:ff:ff:ff:ff:ff")), 2 ** 48 - 1)
    const refused = (text: string) => String(Schema.decodeResult(Mac.Text)(text))
    assert.include(refused("01:00:5e:00:00:01"), "multicast")
    assert.include(refused("00:00:00:00:00:00"), "zero")
  })

  it("the bits of the first octet", () => {
    const of = (text: string) => Result.getOrThrow(Mac.parse(text))
    assert.deepStrictEqual(
      ["52:54:00:00:00:01", "00:1b:21:00:00:01", "33:33:00:00:00:01", "01:00:5e:00:00:01"].map((text) => [
        Mac.isLocal(of(text)),
        Mac.isMulticast(of(text))
      ]),
      [
        [true, false],
        [false, false],
        [true, true],
        [false, true]
      ]
    )
  })
})

describe("blocks", () => {
  it("of whole pairs and of bits", () => {
    const block = Result.getOrThrow(Mac.parseBlock("52:54:00"))
    assert.deepStrictEqual(block, { address: 0x525400000000, length: 24 })
    assert.strictEqual(Mac.blockSize(block), 2 ** 24)
    assert.strictEqual(Mac.format(Mac.at(block, 0x123456)!), "52:54:00:12:34:56")
    assert.isUndefined(Mac.at(block, 2 ** 24))
    assert.isUndefined(Mac.at(block, -1))
    assert.isUndefined(Mac.at(block, 0.5))
    assert.deepStrictEqual(Result.getOrThrow(Mac.parseBlock("70-B3-D5-12-30/36")), {
      address: 0x70b3d5123000,
      length: 36
    })
    assert.strictEqual(Mac.blockSize(Result.getOrThrow(Mac.parseBlock("52:54:00:12:34:56"))), 1)
  })

  it.each([
    ["", "Shape at 0"],
    ["52:54:0", "Shape at 0"],
    ["52:54:00:12:34:56:78", "Shape at 0"],
    ["52:5g", "NotHexadecimal at 4"],
    ["53:54:00", "Multicast at 0"],
    ["52:54:01/20", "BlockLength at 9"],
    ["52/4", "BlockLength at 3"],
    ["52:54:00/49", "BlockLength at 9"],
    ["52:54:00/", "BlockLength at 9"],
    ["70:b3:d5:12:34/36", "BlockLength at 15"]
  ])("%j is no block: %s", (text, expected) => {
    assert.strictEqual(rule(Mac.parseBlock(text)), expected)
  })

  it("numbering is one to one", () => {
    fc.assert(
      fc.property(IpArbitraries.mac, fc.integer({ min: 8, max: 48 }), fc.nat(), (mac, length, nat) => {
        const size = 2 ** (48 - length)
        const block = { address: mac - (mac % size), length }
        const index = nat % size
        assert.strictEqual(Mac.indexIn(block, Mac.at(block, index)!), index)
        assert.strictEqual(Mac.at(block, Mac.indexIn(block, mac)!), mac)
        assert.isUndefined(Mac.indexIn(block, block.address + size))
        assert.isUndefined(Mac.indexIn(block, block.address - 1))
      }),
      { seed, numRuns: 500 }
    )
  })
})

describe("IPv6 addresses", () => {
  const lan = prefix("2001:db8:1:2::/64")

  it("modified EUI-64", () => {
    // RFC 4291 appendix A: ff:fe in the middle, universal/local bit inverted. RFC 2464 section 4 has this example.
    const example = Result.getOrThrow(Mac.parse("34-56-78-9a-bc-de"))
    assert.strictEqual(Ip.format(Mac.eui64(lan, example)), "2001:db8:1:2:3656:78ff:fe9a:bcde")
    assert.strictEqual(Ip.format(Mac.eui64(lan, 0x525400123456)), "2001:db8:1:2:5054:ff:fe12:3456")
    fc.assert(
      fc.property(IpArbitraries.mac, (mac) => {
        const ip = Mac.eui64(lan, mac)
        assert.isTrue(Prefix.contains(lan, ip))
        // The MAC address can be read back, which is what is wrong with it.
        const id = (BigInt(ip.c) << 32n) | BigInt(ip.d)
        assert.strictEqual((id >> 24n) & 0xffffn, 0xfffen)
        const back = (((id >> 40n) << 24n) | (id & 0xffffffn)) ^ 0x020000000000n
        assert.strictEqual(Number(back), mac)
      }),
      { seed, numRuns: 500 }
    )
  })

  const secret = Redacted.make(new Uint8Array(16).fill(7))
  const stable = (change: Partial<Mac.StablePrivacy>) =>
    Mac.stablePrivacy({ prefix: lan, interface: "eth0", secret, ...change })

  it("stable privacy: the same for the same, different for anything else, always in the subnet", () => {
    const first = stable({})
    assert.deepStrictEqual(stable({}), first)
    assert.deepStrictEqual(stable({ networkId: "", dadCounter: 0 }), first)
    const others = [
      stable({ prefix: prefix("2001:db8:1:3::/64") }),
      stable({ interface: "eth1" }),
      stable({ networkId: "blue" }),
      stable({ dadCounter: 1 }),
      stable({ secret: Redacted.make(new Uint8Array(16).fill(8)) }),
      // Fields that run into each other must not look alike.
      stable({ interface: "eth0b", networkId: "lue" }),
      stable({ interface: "eth0blue" })
    ]
    const identifiers = [first, ...others].map(({ c, d }) => `${c}:${d}`)
    assert.strictEqual(new Set(identifiers).size, identifiers.length)
    for (const ip of others.slice(1)) assert.isTrue(Prefix.contains(lan, ip))
  })

  it("stable privacy is HMAC-SHA-256 over the fields with their lengths", () => {
    const message = ["17:2001:db8:1:2::/64", "4:eth0", "4:blue", "1:2"].join("")
    const digest = createHmac("sha256", new Uint8Array(16).fill(7)).update(message).digest()
    const ip = stable({ networkId: "blue", dadCounter: 2 })
    assert.deepStrictEqual([ip.c, ip.d], [digest.readUInt32BE(24), digest.readUInt32BE(28)])
  })

  it("reserved identifiers (RFC 5453) are known", () => {
    const reserved = (text: string) => {
      const { c, d } = Result.getOrThrow(Ip.parse(text))
      return Mac.isReservedIdentifier(c, d)
    }
    for (const text of [
      "::",
      "::200:5eff:fe00:0",
      "::200:5eff:feff:ffff",
      "::fdff:ffff:ffff:ff80",
      "::fdff:ffff:ffff:ffff"
    ]) {
      assert.isTrue(reserved(text), text)
    }
    for (const text of ["::1", "::200:5eff:fdff:ffff", "::200:5eff:ff00:0", "::fdff:ffff:ffff:ff7f", "::fe00:0:0:0"]) {
      assert.isFalse(reserved(text), text)
    }
  })

  it("needs an IPv6 /64 and a secret of 16 bytes", () => {
    for (const text of ["10.0.0.0/8", "2001:db8::/63", "2001:db8::/65"]) {
      assert.throws(() => Mac.eui64(prefix(text), 1), RangeError)
      assert.throws(() => stable({ prefix: prefix(text) }), RangeError)
    }
    assert.throws(() => stable({ secret: Redacted.make(new Uint8Array(15)) }), RangeError)
  })
})
