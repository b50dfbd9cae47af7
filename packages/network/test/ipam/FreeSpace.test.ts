import { assert, describe, it } from "@effect/vitest"
import { Seed } from "@cloudwright/core/testing"
import * as Result from "effect/Result"
import { FreeSpace } from "../../src/ipam/FreeSpace.ts"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"

const p = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))
const ip = (text: string): Ip.Ip => Result.getOrThrow(Ip.parse(text))
const text = (prefix: Prefix.Prefix | undefined): string | undefined => prefix && Prefix.format(prefix)
const texts = (prefixes: Iterable<Prefix.Prefix>): ReadonlyArray<string> => Array.from(prefixes, Prefix.format)
const emptyBytes = 2048

/** The drawing in the documentation. */
const drawing = (): FreeSpace => {
  const space = FreeSpace.make(p("192.0.2.0/24"))
  for (const used of ["192.0.2.0/28", "192.0.2.32/27", "192.0.2.80/28", "192.0.2.192/28"]) {
    assert.isTrue(space.reserve(p(used)))
  }
  return space
}

describe("FreeSpace: strategies", () => {
  it("take what the drawing shows", () => {
    assert.strictEqual(text(drawing().allocate(28)), "192.0.2.16/28")
    assert.strictEqual(text(drawing().allocate(28, "lowest")), "192.0.2.16/28")
    assert.strictEqual(text(drawing().allocate(28, "sparse")), "192.0.2.128/28")
    assert.strictEqual(text(drawing().allocate(28, "highest")), "192.0.2.240/28")
  })

  it("sparse bisects, so that every block has room to grow in place", () => {
    const space = FreeSpace.make(p("10.0.0.0/24"))
    const got = Array.from({ length: 8 }, () => text(space.allocate(30, "sparse")))
    const starts = ["0", "128", "64", "192", "32", "96", "160", "224"]
    assert.deepStrictEqual(
      got,
      starts.map((start) => `10.0.0.${start}/30`)
    )
  })

  it("lowest fills up without gaps, whatever sizes come", () => {
    const space = FreeSpace.make(p("10.0.0.0/24"))
    assert.strictEqual(text(space.allocate(30)), "10.0.0.0/30")
    assert.strictEqual(text(space.allocate(26)), "10.0.0.64/26")
    assert.strictEqual(text(space.allocate(32)), "10.0.0.4/32")
    assert.strictEqual(text(space.allocate(31)), "10.0.0.6/31")
    assert.strictEqual(text(space.allocate(32)), "10.0.0.5/32")
  })

  it("lowest of a smaller size goes back before a run of a larger one", () => {
    const space = FreeSpace.make(p("10.0.0.0/24"))
    space.reserve(p("10.0.0.0/24"))
    for (const freed of ["10.0.0.1/32", "10.0.0.128/28"]) space.release(p(freed))
    assert.strictEqual(text(space.allocate(31)), "10.0.0.128/31")
    assert.strictEqual(text(space.allocate(31)), "10.0.0.130/31")
    assert.strictEqual(text(space.allocate(32)), "10.0.0.1/32")
    assert.strictEqual(text(space.allocate(32)), "10.0.0.132/32")
  })

  it("after goes round: what was just released comes last", () => {
    const space = FreeSpace.make(p("10.0.0.0/29"))
    let after = ip("10.0.0.0")
    const next = (): string | undefined => {
      const got = space.allocate(32, { after })
      if (got !== undefined) after = Ip.add(got, 1) ?? Ip.lowest(4)
      return text(got)
    }
    assert.deepStrictEqual([next(), next()], ["10.0.0.0/32", "10.0.0.1/32"])
    assert.isTrue(space.release(p("10.0.0.0/31")))
    assert.deepStrictEqual(
      Array.from({ length: 9 }, next),
      [2, 3, 4, 5, 6, 7, 0, 1].map((host): string | undefined => `10.0.0.${host}/32`).concat(undefined)
    )
  })

  it("a range need not be aligned; nothing outside of it is granted", () => {
    const space = FreeSpace.make(p("10.0.0.0/24"))
    const range = { first: ip("10.0.0.3"), last: ip("10.0.0.20") }
    assert.strictEqual(text(space.allocate(29, "lowest", range)), "10.0.0.8/29")
    assert.strictEqual(text(space.allocate(30, "sparse", range)), "10.0.0.4/30")
    assert.strictEqual(text(space.allocate(31, "highest", range)), "10.0.0.18/31")
    assert.isUndefined(space.allocate(29, "lowest", range))
    assert.isUndefined(space.allocate(32, "lowest", { first: ip("10.0.0.30"), last: ip("10.0.0.29") }))
    assert.isUndefined(space.allocate(32, "lowest", { first: ip("10.0.1.0") }))
    assert.isUndefined(space.allocate(32, "lowest", { last: ip("9.255.255.255") }))
    assert.isUndefined(space.allocate(32, "lowest", { first: ip("::") }))
    assert.strictEqual(text(space.allocate(32, "highest", { last: ip("255.0.0.0") })), "10.0.0.255/32")
    const lanes = space.allocateMany(8, 32, Seed.prng(1).fraction, { first: ip("10.0.0.64"), last: ip("10.0.0.71") })
    assert.deepStrictEqual(
      Array.from(lanes ?? []).sort((x, y) => x - y),
      Array.from({ length: 8 }, (_, n) => 0x0a000040 + n)
    )
  })

  it("random is even over the free places", () => {
    const random = Seed.prng(7).fraction
    const seen = Array.from({ length: 16 }, () => 0)
    for (let round = 0; round < 4000; round++) {
      const space = FreeSpace.make(p("10.0.0.0/24"))
      space.reserve(p("10.0.0.128/25"))
      const got = space.allocate(28, random)
      assert.isDefined(got)
      seen[(got.a & 255) >> 4]! += 1
    }
    // 8 places with 500 expected each; the standard deviation is 21.
    for (const count of seen.slice(0, 8)) assert.isTrue(count > 390 && count < 610, `${count}`)
    assert.deepStrictEqual(
      seen.slice(8),
      Array.from({ length: 8 }, () => 0)
    )
  })

  it("random finds the one place that is left", () => {
    const space = FreeSpace.make(p("2001:db8::/112"))
    space.reserve(p("2001:db8::/112"))
    space.release(p("2001:db8::beef/128"))
    assert.strictEqual(text(space.allocate(128, Seed.prng(3).fraction)), "2001:db8::beef/128")
    assert.isUndefined(space.allocate(128, Seed.prng(3).fraction))
  })

  it("random uses all bits of a /64", () => {
    const space = FreeSpace.make(p("2001:db8::/64"))
    const lanes = space.allocateMany(1000, 128, Seed.prng(9).fraction)
    assert.isDefined(lanes)
    const union = [0, 0]
    for (let at = 0; at < lanes.length; at += 4) {
      assert.deepStrictEqual([lanes[at], lanes[at + 1]], [0x2001_0db8, 0])
      union[0]! |= lanes[at + 2]!
      union[1]! |= lanes[at + 3]!
    }
    assert.deepStrictEqual(union, [-1, -1])
  })
})

describe("FreeSpace: blocks", () => {
  it("are a set of addresses: released otherwise than granted", () => {
    const space = FreeSpace.make(p("10.0.0.0/16"))
    assert.isTrue(space.reserve(p("10.0.0.0/24")))
    assert.isTrue(space.reserve(p("10.0.1.0/24")))
    assert.deepStrictEqual(texts(space.usedPrefixes()), ["10.0.0.0/23"])
    assert.isTrue(space.release(p("10.0.0.128/25")))
    assert.isTrue(space.isUsed(p("10.0.0.0/25")))
    assert.isFalse(space.isUsed(p("10.0.0.0/24")))
    assert.isFalse(space.isFree(p("10.0.0.0/24")))
    assert.isFalse(space.release(p("10.0.0.0/23")), "partly free")
    assert.deepStrictEqual(texts(space.usedPrefixes()), ["10.0.0.0/25", "10.0.1.0/24"])
    assert.strictEqual(space.used, 384n)
  })

  it("collision names the largest used block in the way, the lowest of several", () => {
    const space = drawing()
    assert.strictEqual(text(space.collision(p("192.0.2.0/24"))), "192.0.2.0/28")
    assert.strictEqual(text(space.collision(p("192.0.2.64/26"))), "192.0.2.80/28")
    assert.strictEqual(text(space.collision(p("192.0.2.33/32"))), "192.0.2.32/27")
    assert.isUndefined(space.collision(p("192.0.2.128/26")))
    assert.isUndefined(space.collision(p("192.0.3.0/24")))
  })

  it("what cannot be is refused and changes nothing", () => {
    const space = drawing()
    const before = texts(space.usedPrefixes())
    for (const outside of ["192.0.3.0/28", "192.0.0.0/16", "0.0.0.0/0", "2001:db8::/64", "c000:200::/24"]) {
      const prefix = p(outside)
      assert.isFalse(space.reserve(prefix), outside)
      assert.isFalse(space.release(prefix), outside)
      assert.isFalse(space.isFree(prefix), outside)
      assert.isFalse(space.isUsed(prefix), outside)
    }
    for (const length of [-1, 0, 23, 33, 24.5, Number.NaN, Infinity]) {
      assert.isUndefined(space.allocate(length), `${length}`)
      assert.isUndefined(space.allocateMany(1, length), `${length}`)
      assert.isFalse(space.reserveMany(Uint32Array.of(0xc000_0210), length), `${length}`)
    }
    for (const count of [-1, 0.5, Number.NaN, Infinity, 257])
      assert.isUndefined(space.allocateMany(count, 32), `${count}`)
    assert.isFalse(space.reserveMany(Uint32Array.of(0xc000_0210, 0xc000_0210), 28), "twice the same")
    assert.isUndefined(space.allocate(28, { after: ip("::1") }))
    assert.isUndefined(space.allocate(24, "sparse"))
    assert.deepStrictEqual(texts(space.usedPrefixes()), before)
    assert.strictEqual(space.used, 80n)
  })

  it("many: all or none", () => {
    const space = drawing()
    assert.deepStrictEqual(space.allocateMany(0, 28), new Uint32Array(0))
    assert.isUndefined(space.allocateMany(12, 28), "11 are free")
    assert.strictEqual(space.used, 80n)
    const lanes = space.allocateMany(11, 28, "highest")
    assert.isDefined(lanes)
    assert.strictEqual(lanes.length, 11)
    assert.strictEqual(space.free, 0n)
    assert.isUndefined(space.largestFree())
    assert.isFalse(space.releaseMany(Uint32Array.of(...lanes, 0xc000_0300), 28))
    assert.strictEqual(space.free, 0n)
    assert.isTrue(space.releaseMany(lanes, 28))
    assert.deepStrictEqual(texts(space.freePrefixes()), texts(drawing().freePrefixes()))
  })

  it("a clone goes its own way, also in the middle of a run of grants", () => {
    const space = FreeSpace.make(p("10.0.0.0/24"))
    for (let n = 0; n < 5; n++) space.allocate(32)
    const copy = space.clone()
    assert.strictEqual(text(copy.allocate(32)), "10.0.0.5/32")
    assert.isTrue(copy.release(p("10.0.0.0/30")))
    assert.strictEqual(text(space.allocate(32)), "10.0.0.5/32")
    assert.deepStrictEqual([space.used, copy.used], [6n, 2n])
  })

  it("a run of grants is seen by every question at once", () => {
    const ask: ReadonlyArray<(space: FreeSpace) => unknown> = [
      (space) => space.used,
      (space) => space.largestFree(),
      (space) => texts(space.freePrefixes()),
      (space) => space.isUsed(p("10.0.0.2/32")),
      (space) => text(space.collision(p("10.0.0.2/31"))),
      (space) => text(space.clone().allocate(32, "highest")),
      (space) => text(space.clone().allocate(31, "sparse")),
      (space) => text(space.clone().allocate(31))
    ]
    for (const question of ask) {
      const run = FreeSpace.make(p("10.0.0.0/29"))
      for (let n = 0; n < 3; n++) run.allocate(32)
      const same = FreeSpace.make(p("10.0.0.0/29"))
      same.reserve(p("10.0.0.0/31"))
      same.reserve(p("10.0.0.2/32"))
      assert.deepStrictEqual(question(run), question(same))
    }
  })

  it("the space may change while its blocks are listed", () => {
    const space = FreeSpace.make(p("10.0.0.0/28"))
    const seen: Array<string> = []
    for (const block of space.freePrefixes()) {
      seen.push(Prefix.format(block))
      space.reserve(block)
      space.release(p("10.0.0.0/32"))
      if (seen.length === 1) space.reserve(p("10.0.0.0/32"))
    }
    assert.deepStrictEqual(seen, ["10.0.0.0/28"])
  })
})

describe("FreeSpace: the smallest and the largest roots", () => {
  for (const [root, length] of [
    ["10.0.0.7/32", 32],
    ["2001:db8::7/128", 128]
  ] as const) {
    it(`${root} is one block`, () => {
      const space = FreeSpace.make(p(root))
      for (const strategy of ["lowest", "highest", "sparse", Seed.prng(1).fraction] as const) {
        assert.strictEqual(text(space.allocate(length, strategy)), root)
        assert.isUndefined(space.allocate(length, strategy))
        assert.deepStrictEqual([texts(space.freePrefixes()), texts(space.usedPrefixes())], [[], [root]])
        assert.isTrue(space.release(p(root)))
        assert.strictEqual(space.free, 1n)
      }
    })
  }

  for (const [root, length] of [
    ["10.0.0.6/31", 32],
    ["2001:db8::6/127", 128]
  ] as const) {
    it(`${root} has two addresses`, () => {
      const space = FreeSpace.make(p(root))
      assert.strictEqual(space.allocateMany(2, length)?.length, length === 32 ? 2 : 8)
      assert.isUndefined(space.allocate(length))
      assert.strictEqual(space.used, 2n)
    })
  }

  for (const [root, last] of [
    ["0.0.0.0/0", "255.255.255.255/32"],
    ["::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]
  ] as const) {
    it(`${root} can be taken from both ends and as a whole`, () => {
      const space = FreeSpace.make(p(root))
      const { length } = p(last)
      assert.strictEqual(space.memoryBytes, emptyBytes)
      assert.strictEqual(text(space.allocate(length, "highest")), last)
      assert.strictEqual(text(space.allocate(length)), last.includes(":") ? "::/128" : "0.0.0.0/32")
      assert.strictEqual(space.free, 2n ** BigInt(length) - 2n)
      assert.strictEqual(space.largestFree(), 2)
      assert.strictEqual([...space.freePrefixes()].length, 2 * (length - 1))
      assert.isFalse(space.reserve(p(root)))
      assert.strictEqual(space.memoryBytes, emptyBytes)
      for (const used of space.usedPrefixes()) space.release(used)
      assert.isTrue(space.reserve(p(root)))
      assert.strictEqual(space.free, 0n)
      assert.isUndefined(space.allocate(length))
      assert.isTrue(space.release(p(last)))
      assert.strictEqual(text(space.allocate(length, Seed.prng(5).fraction)), last)
    })
  }

  it("a /32 of IPv6 gives /48, /56, /64 and /128 side by side", () => {
    const space = FreeSpace.make(p("2001:db8::/32"))
    assert.strictEqual(text(space.allocate(64)), "2001:db8::/64")
    assert.strictEqual(text(space.allocate(48)), "2001:db8:1::/48")
    assert.strictEqual(text(space.allocate(128)), "2001:db8:0:1::/128")
    assert.strictEqual(text(space.allocate(56)), "2001:db8:0:100::/56")
    assert.strictEqual(text(space.allocate(64)), "2001:db8:0:2::/64")
    assert.strictEqual(text(space.allocate(48, "sparse")), "2001:db8:8000::/48")
    assert.strictEqual(space.size - space.free, 2n * 2n ** 64n + 2n * 2n ** 80n + 1n + 2n ** 72n)
  })
})

describe("FreeSpace: memory", () => {
  const shuffled = (lanes: Uint32Array, stride: number, seed: number): Uint32Array => {
    const order = Seed.prng(seed).shuffle(Array.from({ length: lanes.length / stride }, (_, n) => n * stride))
    return Uint32Array.from(order.flatMap((at) => Array.from(lanes.subarray(at, at + stride))))
  }

  it("a row of used addresses needs as much as one", () => {
    const space = FreeSpace.make(p("10.0.0.0/8"))
    space.allocateMany(1_000_000, 32)
    assert.strictEqual(space.used, 1_000_000n)
    assert.strictEqual(space.memoryBytes, emptyBytes)
  })

  it("is at most twice what the documentation says for scattered blocks, and is returned", () => {
    const count = 100_000
    for (const [root, length, bytes] of [
      ["10.0.0.0/12", 32, 24],
      ["10.0.0.0/8", 32, 124],
      ["2001:db8::/64", 128, 172]
    ] as const) {
      const space = FreeSpace.make(p(root))
      const lanes = space.allocateMany(count, length, Seed.prng(11).fraction)
      assert.isDefined(lanes)
      assert.isBelow(space.memoryBytes / count, bytes, root)
      assert.isTrue(space.releaseMany(shuffled(lanes, lanes.length / count, 12), length))
      assert.deepStrictEqual(texts(space.freePrefixes()), [root])
      assert.strictEqual(space.memoryBytes, emptyBytes)
    }
  })

  it("grants and releases in bulk leave no garbage", () => {
    const space = FreeSpace.make(p("10.0.0.0/8"))
    const random = Seed.prng(13)
    const lanes = Uint32Array.from({ length: 2000 }, () => (0x0a00_0000 | (random.uint32() & 0xff_ffff)) >>> 0)
    const unique = Uint32Array.from(new Set(lanes))
    const churn = (rounds: number): void => {
      for (let round = 0; round < rounds; round++) {
        assert.isTrue(space.reserveMany(unique, 32))
        assert.isTrue(space.releaseMany(unique, 32))
      }
    }
    churn(50)
    const before = process.memoryUsage().heapUsed
    churn(20)
    const operations = 20 * 2 * unique.length
    // A single object or boxed number for each operation would be 12 bytes or more.
    assert.isBelow((process.memoryUsage().heapUsed - before) / operations, 4)
  })
})
