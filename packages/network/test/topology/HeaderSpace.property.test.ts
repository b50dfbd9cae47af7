/** Header spaces against single packets: membership, set laws, boxes, and the packets the model speaks of. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Ip from "../../src/Ip.ts"
import { all, Bdd } from "../../src/topology/internal/bdd.ts"
import * as Fields from "../../src/topology/internal/fields.ts"
import { modelled, properBits } from "../../src/topology/internal/modelled.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Packet from "../../src/topology/Packet.ts"

const runs = 100

const made = (match: HeaderSpace.Match) => Result.getOrThrow(HeaderSpace.match(match))

const addresses4 = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "192.0.2.1", "0.0.0.1", "255.255.255.254"]
const addresses6 = ["2001:db8::1", "2001:db8::2", "fd00::1", "2001:db8:0:1::1"]
const prefixes4 = ["10.0.0.0/24", "10.0.0.0/31", "10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/32", "128.0.0.0/1"]
const prefixes6 = ["2001:db8::/64", "2001:db8::/32", "::/0", "fd00::/8"]
const ports = [0, 1, 79, 80, 81, 443, 65_535]

/** A header of a small universe, so that spaces meet. */
const drawHeader = (prng: Seed.Prng): HeaderSpace.Header => {
  const four = prng.chance(0.6)
  const pool = four ? addresses4 : addresses6
  const protocol = prng.pick([6, 17, four ? 1 : 58, 47])
  return {
    source: Ip.toText(Result.getOrThrow(Ip.parse(prng.pick(pool)))),
    destination: Ip.toText(Result.getOrThrow(Ip.parse(prng.pick(pool)))),
    protocol,
    ...(protocol === 6 || protocol === 17 ? { sourcePort: prng.pick(ports), destinationPort: prng.pick(ports) } : {}),
    ...(protocol === 1 || protocol === 58
      ? { icmpType: prng.pick([0, 8, 128, 129]), icmpCode: prng.pick([0, 1, 255]) }
      : {})
  }
}

const drawMatch = (prng: Seed.Prng): HeaderSpace.Match => {
  const four = prng.chance(0.6)
  const prefixes = four ? prefixes4 : prefixes6
  const range = () => {
    const [a, b] = [prng.pick(ports), prng.pick(ports)]
    return [Math.min(a, b), Math.max(a, b)] as const
  }
  return {
    ...(prng.chance(0.3) ? { family: four ? 4 : 6 } : {}),
    ...(prng.chance(0.5)
      ? { source: prng.pick([prng.pick(prefixes), [prng.pick(prefixes), prng.pick(prefixes)]]) }
      : {}),
    ...(prng.chance(0.5) ? { destination: prng.pick(prefixes) } : {}),
    ...(prng.chance(0.4) ? { protocol: prng.pick(["tcp", "udp", "icmp", "icmp6", 47, "any"] as const) } : {}),
    ...(prng.chance(0.3) ? { ports: range() } : {}),
    ...(prng.chance(0.2) ? { sourcePorts: range() } : {}),
    ...(prng.chance(0.1) ? { icmp: prng.pick([{ type: 8 }, { type: 128, code: 1 }]) } : {})
  }
}

/** Membership, field by field. */
const selects = (match: HeaderSpace.Match, header: HeaderSpace.Header): boolean => {
  const family = header.source.includes(":") ? 6 : 4
  const within = (prefixes: string | ReadonlyArray<string> | undefined, address: string) =>
    prefixes === undefined ||
    (typeof prefixes === "string" ? [prefixes] : prefixes).some((prefix) => {
      const [network, length] = prefix.split("/") as [string, string]
      const [a, b] = [network, address].map((text) => Result.getOrThrow(Ip.parse(text))) as [Ip.Ip, Ip.Ip]
      if (a.family !== b.family) return false
      const shift = BigInt(Ip.bits(a.family) - Number(length))
      return Ip.toBigInt(a) >> shift === Ip.toBigInt(b) >> shift
    })
  const inRange = (range: HeaderSpace.Match["ports"], value: number | undefined) => {
    if (range === undefined) return true
    const [first, last] = typeof range === "number" ? [range, range] : range
    return value !== undefined && value >= first && value <= last
  }
  const protocol = Packet.protocolNumber(match.protocol ?? "any")
  return (
    (match.family === undefined || match.family === family) &&
    within(match.source, header.source) &&
    within(match.destination, header.destination) &&
    (protocol === undefined || protocol === header.protocol) &&
    inRange(match.ports, header.destinationPort) &&
    inRange(match.sourcePorts, header.sourcePort) &&
    (match.icmp === undefined ||
      (header.icmpType === match.icmp.type && (match.icmp.code === undefined || match.icmp.code === header.icmpCode)))
  )
}

const forSeeds = (salt: string, check: (prng: Seed.Prng, hint: string) => void) =>
  Effect.map(Seed.forRuns({ runs }), (seeds) => {
    for (const seed of seeds) check(Seed.prng(Seed.derive(seed, salt)), `seed ${seed}`)
  })

describe("header spaces", () => {
  it.effect("hold the packets that their fields select, and combine like sets", () =>
    forSeeds("sets", (prng, hint) => {
      const [left, right] = [drawMatch(prng), drawMatch(prng)]
      const [a, b] = [made(left), made(right)]
      const combined = {
        union: HeaderSpace.union(a, b),
        intersection: HeaderSpace.intersection(a, b),
        difference: HeaderSpace.difference(a, b),
        complement: HeaderSpace.complement(a)
      }
      for (let n = 0; n < 100; n++) {
        const header = drawHeader(prng)
        const text = `${hint} ${JSON.stringify([left, right, header])}`
        const [inA, inB] = [selects(left, header), selects(right, header)]
        assert.strictEqual(HeaderSpace.has(a, header), inA, text)
        assert.strictEqual(HeaderSpace.has(b, header), inB, text)
        assert.strictEqual(HeaderSpace.has(combined.union, header), inA || inB, text)
        assert.strictEqual(HeaderSpace.has(combined.intersection, header), inA && inB, text)
        assert.strictEqual(HeaderSpace.has(combined.difference, header), inA && !inB, text)
        assert.strictEqual(HeaderSpace.has(combined.complement, header), !inA, text)
      }
    })
  )

  it.effect("obey the laws of sets, whichever engine they come from", () =>
    forSeeds("laws", (prng, hint) => {
      const [a, b, c] = [made(drawMatch(prng)), made(drawMatch(prng)), made(drawMatch(prng))]
      const { complement, difference, equals, intersection, isSubset, overlaps, union } = HeaderSpace
      assert.isTrue(equals(union(a, b), union(b, a)), hint)
      assert.isTrue(equals(intersection(a, union(b, c)), union(intersection(a, b), intersection(a, c))), hint)
      assert.isTrue(equals(complement(union(a, b)), intersection(complement(a), complement(b))), hint)
      assert.isTrue(equals(complement(complement(a)), a), hint)
      assert.isTrue(equals(union(difference(a, b), intersection(a, b)), a), hint)
      assert.isTrue(HeaderSpace.isEmpty(difference(a, a)), hint)
      assert.isTrue(isSubset(intersection(a, b), a), hint)
      assert.strictEqual(overlaps(a, b), !HeaderSpace.isEmpty(intersection(b, a)), hint)
      assert.strictEqual(equals(a, b), isSubset(a, b) && isSubset(b, a), hint)
    })
  )

  it.effect("are the same when they come back from boxes, and name members", () =>
    forSeeds("boxes", (prng, hint) => {
      const space = [drawMatch(prng), drawMatch(prng), drawMatch(prng)]
        .map(made)
        .reduce((sum, one, index) => (index === 1 ? HeaderSpace.difference(sum, one) : HeaderSpace.union(sum, one)))
      const boxes = Result.getOrThrow(HeaderSpace.boxes(space, 10_000))
      assert.isTrue(HeaderSpace.equals(Result.getOrThrow(HeaderSpace.fromBoxes(boxes)), space), hint)
      for (const member of [HeaderSpace.witness(space), HeaderSpace.sample(space, prng.fraction)]) {
        assert.strictEqual(member === undefined, HeaderSpace.isEmpty(space), hint)
        if (member !== undefined) assert.isTrue(HeaderSpace.has(space, member), hint)
      }
    })
  )

  it.effect("know the packets of the model: those that the check of packets lets pass", () =>
    forSeeds("modelled", (prng, hint) => {
      const engine = new Bdd(Fields.levels, 1 << 20)
      const set = modelled(engine)
      const edges = [
        "1.0.0.0",
        "0.255.255.255",
        "126.255.255.255",
        "128.0.0.0",
        "169.254.0.0",
        "169.255.0.0",
        "223.255.255.255",
        "224.0.0.0",
        "255.255.255.255",
        "240.0.0.1"
      ]
      const edges6 = ["::", "::1", "::2", "fe80::1", "fec0::", "febf::1", "ff00::1", "feff::1", "2001:db8::1"]
      for (let n = 0; n < 40; n++) {
        const four = prng.chance(0.5)
        const pool = four ? edges : edges6
        const protocol = prng.pick([0, 1, 6, 17, 43, 44, 47, 51, 58, 60, 135, 139, 140, 253, 254, 255, prng.below(256)])
        const packet = Packet.make({
          entry: { _tag: "Port", port: "p" },
          source: prng.pick(pool),
          destination: prng.pick(pool),
          protocol,
          ...(protocol === 6 || protocol === 17
            ? { sourcePort: prng.below(65_536), destinationPort: prng.pick([66, 67, 68, 69, 545, 546, 547, 548]) }
            : {}),
          ...(protocol === 1 || protocol === 58
            ? { icmpType: prng.pick([0, 7, 8, 9, 127, 128, 129]), icmpCode: prng.below(256) }
            : {})
        })
        const refusal = Packet.check(packet)
        if (refusal === "ToItself") continue
        const text = `${hint} ${JSON.stringify(packet)} ${refusal}`
        assert.strictEqual(engine.has(set, Fields.bitsOf(Fields.valuesOf(packet))), refusal === undefined, text)
      }
    })
  )
})

describe("telling a space plainly", () => {
  it.effect("keeps the packets of the model", () =>
    forSeeds("plain", (prng, hint) => {
      const space = HeaderSpace.union(made(drawMatch(prng)), made(drawMatch(prng)))
      const plain = HeaderSpace.plain(space)
      const model = { engine: space.engine, node: modelled(space.engine) }
      const [a, b] = [space, plain].map((each) => HeaderSpace.intersection(each, model))
      assert.isTrue(HeaderSpace.equals(a!, b!), hint)
    })
  )
})

describe("choosing a packet that does not go to itself", () => {
  it("finds one if there is one", () => {
    const engine = new Bdd(Fields.levels, 1 << 20)
    const pairs = (list: ReadonlyArray<readonly [string, string]>) =>
      engine.orAll(
        list.map(([source, destination]) => {
          const space = made({ source, destination })
          return engine.adopt(space.engine, space.node)
        })
      )
    const itself = pairs([
      ["10.0.0.1", "10.0.0.1"],
      ["10.0.0.2", "10.0.0.2"],
      ["fd00::1", "fd00::1"]
    ])
    assert.isUndefined(properBits(engine, itself))
    assert.isUndefined(properBits(engine, 0))
    for (const other of [
      ["10.0.0.2", "10.0.0.3"],
      ["10.0.0.2/31", "10.0.0.2"],
      ["fd00::1", "fd00::/127"]
    ] as const) {
      const bits = properBits(engine, engine.or(itself, pairs([other])))!
      const header = Fields.headerOf(Fields.valuesAt(bits))
      assert.notStrictEqual(header.source, header.destination)
    }
    assert.isDefined(properBits(engine, all))
  })
})

describe("text and limits", () => {
  it("says what a space holds in lines", () => {
    const web = made({ source: "10.0.0.0/24", destination: "192.0.2.1", protocol: "tcp", ports: 443 })
    const ping = made({ family: 6, icmp: { type: 128, code: 0 }, protocol: "icmp6" })
    assert.deepStrictEqual(HeaderSpace.format(web), ["tcp 10.0.0.0/24 -> 192.0.2.1 port 443"])
    assert.deepStrictEqual(HeaderSpace.format(ping), ["icmp6 any IPv6 -> any IPv6 type/code 128/0"])
    assert.deepStrictEqual(HeaderSpace.format(HeaderSpace.empty()), [])
    assert.deepStrictEqual(HeaderSpace.format(HeaderSpace.everything()), [
      "any protocol any IPv4 -> any IPv4",
      "any protocol any IPv6 -> any IPv6"
    ])
  })

  it("covers a union by the boxes that it was made of", () => {
    const a = made({ destination: "10.0.0.0/8" })
    const b = made({ family: 4, protocol: "tcp", ports: [80, 81] })
    assert.sameMembers(HeaderSpace.format(HeaderSpace.union(a, b)) as Array<string>, [
      "any protocol any IPv4 -> 10.0.0.0/8",
      "tcp any IPv4 -> any IPv4 port 80-81"
    ])
  })

  it("refuses what is no address, no range, and what is too much", () => {
    const reason = (match: HeaderSpace.Match, limit?: number) =>
      Result.match(HeaderSpace.match(match, limit), { onFailure: ({ reason }) => reason._tag, onSuccess: () => "fine" })
    assert.strictEqual(reason({ source: "10.0.0.1/24" }), "NoAddress")
    assert.strictEqual(reason({ destination: "example.org" }), "NoAddress")
    assert.strictEqual(reason({ ports: [443, 80] }), "NoRange")
    assert.strictEqual(reason({ ports: 65_536 }), "NoRange")
    assert.strictEqual(reason({ icmp: { type: 256 } }), "NoRange")
    assert.strictEqual(reason({ source: "10.0.0.1", destination: "10.0.0.2" }, 50), "TooComplex")
    assert.isTrue(Result.isFailure(HeaderSpace.boxes(HeaderSpace.everything(), 1)))
    const odd = made({ protocol: "tcp", ports: 1 })
    assert.isTrue(
      Result.isFailure(HeaderSpace.attempt(() => HeaderSpace.union(Result.getOrThrow(HeaderSpace.match({}, 10)), odd)))
    )
  })
})
