import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Result, Stream } from "effect"
import { Xml } from "effect/encoding"
import * as fc from "fast-check"
import * as AddressMap from "../../src/ipam/AddressMap.ts"
import type * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import * as hilbert from "../../src/ipam/internal/hilbert.ts"
import { contrast, free, ink, kinds, paper, shades, textOn } from "../../src/ipam/internal/mapColours.ts"
import * as Prefix from "../../src/Prefix.ts"
import { address, arbitraryPlan, delegation, planOf, pool, provider, scope, subnet } from "../support/plans.ts"

const prefixOf = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))

/** The elements of a document: it must be well-formed. */
const elementsOf = (svg: string) =>
  Stream.make(svg).pipe(
    Stream.pipeThroughChannel(Xml.decodeString()),
    Stream.runCollect,
    Effect.map((events) => ({
      names: events.flatMap((event) => (event._tag === "StartElement" ? [event.name] : [])),
      attributes: events.flatMap((event) => (event._tag === "StartElement" ? Object.keys(event.attributes) : [])),
      texts: events.flatMap((event) => (event._tag === "Text" ? [event.text] : []))
    }))
  )

/** The pool of the guide's picture. */
const guide: AddressPlan.AddressPlan = planOf({
  scopes: [scope("blue")],
  pools: [pool("blue", "site", "10.0.0.0/20"), pool("blue", "racks", "10.0.8.0/21")],
  subnets: [
    ...["web", "app", "db"].map((id, n) => subnet("blue", id, `10.0.${n}.0/24`, { gateway: `10.0.${n}.1` })),
    subnet("blue", "office", "10.0.4.0/23"),
    subnet("blue", "lab", "10.0.3.0/25"),
    ...Array.from({ length: 4 }, (_, n) => subnet("blue", `rack-${n}`, `10.0.8.${64 * n}/26`)),
    ...Array.from({ length: 6 }, (_, n) => subnet("blue", `link-${n}`, `10.0.15.${2 * n}/31`))
  ],
  delegations: [delegation("blue", "cust-1", "10.0.12.0/23", "customer 1")],
  addresses: [
    ...Array.from({ length: 230 }, (_, n) => address("blue", "web", `10.0.0.${n + 2}`, `port-${n}`)),
    ...Array.from({ length: 120 }, (_, n) => address("blue", "app", `10.0.1.${n + 2}`, `port-${n}`)),
    ...Array.from({ length: 12 }, (_, n) => address("blue", "db", `10.0.2.${n + 2}`, `port-${n}`)),
    ...Array.from({ length: 40 }, (_, n) => address("blue", "rack-0", `10.0.8.${n + 1}`, `port-${n}`)),
    ...Array.from({ length: 20 }, (_, n) => address("blue", "rack-1", `10.0.8.${n + 66}`, `port-${n}`))
  ]
})

describe("the Hilbert layout", () => {
  it("gives every cell its own place, each beside the one before", () => {
    const root = prefixOf("10.0.0.0/16")
    const places = [...Prefix.subnets(root, 28)].map((cell) => hilbert.place(root, cell))
    assert.lengthOf(places, 4096)
    assert.strictEqual(new Set(places.map(({ x, y }) => `${x} ${y}`)).size, 4096)
    for (const [index, { x, y, width, height }] of places.entries()) {
      assert.deepStrictEqual([width, height], [1, 1])
      const before = places[index - 1]
      if (before !== undefined) assert.strictEqual(Math.abs(x - before.x) + Math.abs(y - before.y), 1)
    }
    assert.deepStrictEqual([places[0]!.x, places[0]!.y], [0, 0])
    assert.deepStrictEqual([places[4095]!.x, places[4095]!.y], [0, hilbert.side - 1])
  })

  it("a block is the rectangle around its cells and has their area", () => {
    const cases = fc.tuple(
      fc.constantFrom("10.0.0.0/8", "192.0.0.0/21", "2001:db8::/48", "::/0", "2001:db8::/63", "2001:db8::/97"),
      fc.integer({ min: 0, max: 9 }),
      fc.nat()
    )
    fc.assert(
      fc.property(cases, ([text, deeper, at]) => {
        const root = prefixOf(text)
        const block = Prefix.subnet(root, root.length + deeper, at % 2 ** deeper)!
        const found = hilbert.place(root, block)
        assert.strictEqual(found.width * found.height, hilbert.side ** 2 / 2 ** deeper)
        for (const part of Prefix.subnets(block, block.length + 2)) {
          const inner = hilbert.place(root, part)
          assert.isAtLeast(inner.x, found.x)
          assert.isAtLeast(inner.y, found.y)
          assert.isAtMost(inner.x + inner.width, found.x + found.width)
          assert.isAtMost(inner.y + inner.height, found.y + found.height)
        }
      }),
      { numRuns: 300, seed: 5 }
    )
  })
})

describe("the picture of the guide", () => {
  const draw = () => Effect.runPromise(AddressMap.draw(guide, { scope: "blue", pool: "site" }))

  it("is what its data gives, each time", async () => {
    const svg = await draw()
    assert.strictEqual(await draw(), svg)
    await expect(svg).toMatchFileSnapshot("../../../../docs/guides/address-map.svg")
  })
})

describe("maps", () => {
  it.effect("of a pool", () =>
    Effect.gen(function* () {
      const svg = yield* AddressMap.draw(guide, { scope: "blue", pool: "site" })
      const { names, texts } = yield* elementsOf(svg)
      assert.strictEqual(names[0], "svg")
      assert.include(texts, "Pool site of scope blue: 10.0.0.0/20")
      assert.include(texts, "subnet web: 10.0.0.0/24, 230 of 253 in use")
      assert.include(texts, "delegated to customer 1: 10.0.12.0/23")
      assert.include(texts, "pool racks: 10.0.8.0/21")
      assert.include(texts, "90 %")
    })
  )

  it.effect("of a subnet", () =>
    Effect.gen(function* () {
      const { texts } = yield* elementsOf(yield* AddressMap.draw(provider, { scope: "blue", subnet: "web" }))
      assert.include(texts, "4 of 249 addresses in use (1 %)")
      for (const title of [
        "10.0.0.10: allocated, port-0",
        "10.0.0.150: reserved, port-9",
        "10.0.0.151: quarantined, port-8",
        "10.0.0.1: gateway",
        "10.0.0.0: network or broadcast",
        "10.0.0.255: network or broadcast",
        "10.0.0.100/30: excluded",
        "10.0.0.200/29: free, DHCP range",
        "10.0.0.224/28: free, by name only"
      ]) {
        assert.include(texts, title)
      }
    })
  )

  it.effect("of a large block count what is too small to draw", () =>
    Effect.gen(function* () {
      const v6 = yield* AddressMap.draw(provider, { scope: "blue", subnet: "web6" })
      const { texts } = yield* elementsOf(v6)
      assert.include(texts, "2001:db8:1::/76: 1 × allocated, 1 × network or broadcast")
      const links = Array.from({ length: 300 }, (_, n) =>
        subnet("lab", `l${n}`, `10.${n % 3}.${n >> 7}.${2 * (n % 128)}/31`)
      )
      const plan = planOf({ scopes: [scope("lab")], pools: [pool("lab", "p", "10.0.0.0/8")], subnets: links })
      const big = yield* elementsOf(yield* AddressMap.draw(plan, { scope: "lab", pool: "p" }))
      assert.isTrue(big.texts.some((text) => /^10\.\d\.0\.0\/20: 100 × subnet$/.test(text)))
      assert.isBelow(big.names.filter((name) => name === "g").length, 10)
    })
  )

  it.effect("names what is not there", () =>
    Effect.gen(function* () {
      const missing = (subject: AddressMap.MapSubject) => Effect.flip(AddressMap.draw(provider, subject))
      assert.deepInclude(yield* missing({ scope: "red", pool: "site" }), { kind: "scope", id: "red" })
      assert.deepInclude(yield* missing({ scope: "blue", pool: "x" }), { kind: "pool", id: "x" })
      assert.deepInclude(yield* missing({ scope: "blue", subnet: "x" }), { kind: "subnet", id: "x" })
    })
  )
})

describe("hostile names", () => {
  const evil = `</title><script>alert(1)</script><![CDATA[ "&lt;' onload='x' \u202egpj.exe\uffff`

  it.effect("stay text", () =>
    Effect.gen(function* () {
      const records = (text: string) =>
        planOf({
          scopes: [scope("lab")],
          pools: [pool("lab", "p", "10.0.0.0/22", { comment: text })],
          subnets: [subnet("lab", "a", "10.0.0.0/24", { comment: text })],
          delegations: [delegation("lab", "d", "10.0.1.0/24", text)],
          addresses: [address("lab", "a", "10.0.0.5", text, { comment: text })]
        })
      for (const subject of [{ scope: "lab", pool: "p" } as const, { scope: "lab", subnet: "a" } as const]) {
        const calm = yield* elementsOf(yield* AddressMap.draw(records("calm"), subject))
        const svg = yield* AddressMap.draw(records(evil), subject)
        const wild = yield* elementsOf(svg)
        const known = ["svg", "title", "desc", "rect", "text", "g"]
        assert.deepStrictEqual([...new Set(wild.names)].toSorted(), known.toSorted())
        assert.deepStrictEqual(new Set(wild.attributes), new Set(calm.attributes))
        assert.isTrue(wild.texts.some((text) => text.includes("<script>alert(1)</script>")))
        assert.notMatch(svg, /<script|[\u202a-\u202e\uffff]/u)
      }
    })
  )

  it.live("whatever the plan is, the map is well-formed", () =>
    Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(arbitraryPlan, async (plan) => {
          for (const { scope, id } of plan.pools) {
            await Effect.runPromise(Effect.flatMap(AddressMap.draw(plan, { scope, pool: id }), elementsOf))
          }
          for (const { scope, id } of plan.subnets.slice(0, 2)) {
            await Effect.runPromise(Effect.flatMap(AddressMap.draw(plan, { scope, subnet: id }), elementsOf))
          }
        }),
        { numRuns: 40, seed: 6 }
      )
    )
  )
})

describe("contrast", () => {
  it("of text on every fill is at least 4.5, of lines at least 3", () => {
    for (const fill of [paper, free, ...shades, ...Object.values(kinds).map((kind) => kind.fill)]) {
      assert.isAtLeast(contrast(textOn(fill), fill), 4.5, fill)
    }
    assert.isAtLeast(contrast(ink, free), 3)
    assert.isAtLeast(contrast(ink, paper), 3)
    assert.strictEqual(Math.round(contrast("#000000", "#ffffff")), 21)
  })

  it("what may be side by side on a subnet has a letter of its own", () => {
    const letters = Object.values(kinds).flatMap(({ letter }) => (letter === "" ? [] : [letter]))
    assert.strictEqual(new Set(letters).size, letters.length)
  })
})
