/** What the address manager does, on whichever database. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { blue, everything, type Suite } from "../support/databases.ts"
import { addressesOf, includes, owners, reasonOf, tagOf, take } from "../support/ipamAsk.ts"

export const suite: Suite = (it) => {
  it.effect("two tenants have the same subnet, and their addresses never meet", () =>
    Effect.gen(function* () {
      const { acme, ipam } = yield* blue
      const other = ipam.as("other")
      yield* other.createScope({ id: "green" })
      const cidr = "10.0.0.0/24"
      const mine = yield* acme.createSubnet({ scope: "blue", cidr, gateway: "first" })
      const theirs = yield* other.createSubnet({ scope: "green", cidr, gateway: "first" })
      assert.deepStrictEqual({ ...mine, scope: "green" }, theirs)
      const a = yield* acme.allocate({ scope: "blue", subnet: mine.id, owner: "port-1" })
      const b = yield* other.allocate({ scope: "green", subnet: theirs.id, owner: "port-1" })
      assert.deepStrictEqual([a.address, b.address], ["10.0.0.2", "10.0.0.2"])
      assert.deepStrictEqual((yield* acme.whoHas({ address: "10.0.0.2" })).items, [
        {
          scope: mine.scope,
          address: a.address,
          pool: null,
          subnet: mine.id,
          delegation: null,
          state: "allocated",
          owner: a.owner
        }
      ])
      const all = yield* ipam.operator.whoHas({ address: "10.0.0.2", limit: 1 })
      assert.deepStrictEqual([all.items[0]?.scope as string, all.next], ["blue", "blue"])
      const rest = yield* ipam.operator.whoHas({ address: "10.0.0.2", after: "blue" })
      assert.deepStrictEqual([rest.items.length, rest.items[0]?.scope as string, rest.next], [1, "green", null])
    })
  )

  it.effect("doing it twice is doing it once, and other content under the same id is a conflict", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      const pool = { scope: "blue", id: "all", cidr: "10.0.0.0/8" }
      const subnet = { scope: "blue", id: "web", pool: "all", length: 24, gateway: "last", comment: "web" } as const
      const prefix = { scope: "blue", pool: "all", length: 28, owner: "cpe-1" } as const
      const address = { scope: "blue", subnet: "web", owner: "port-1", key: "eth0" }
      const first = [
        yield* acme.createScope({ id: "blue" }),
        yield* acme.createPool(pool),
        yield* acme.createSubnet(subnet),
        yield* acme.delegate(prefix),
        yield* acme.allocate(address)
      ]
      const before = yield* everything(sql)
      const second = [
        yield* acme.createScope({ id: "blue" }),
        yield* acme.createPool(pool),
        yield* acme.createSubnet(subnet),
        yield* acme.delegate(prefix),
        yield* acme.allocate(address)
      ]
      assert.deepStrictEqual(second.slice(1), first.slice(1))
      assert.deepStrictEqual(yield* everything(sql), before)
      const conflicts = [
        yield* reasonOf(acme.createScope({ id: "blue", comment: "x" })),
        yield* reasonOf(acme.createPool({ ...pool, cidr: "11.0.0.0/8" })),
        yield* reasonOf(acme.createSubnet({ ...subnet, gateway: "first" })),
        yield* reasonOf(acme.delegate({ ...prefix, length: 29 })),
        yield* reasonOf(acme.allocate({ ...address, address: "10.0.0.77" }))
      ]
      assert.deepStrictEqual(
        conflicts.map((reason) => (reason._tag === "Conflict" ? [reason.kind, ...reason.fields] : reason)),
        [
          ["scope", "comment"],
          ["pool", "cidr"],
          ["subnet", "gateway"],
          ["delegation", "cidr"],
          ["address", "address"]
        ]
      )
      assert.deepStrictEqual(yield* everything(sql), before)
    })
  )

  it.effect("/31, /32, /127, /128: every address; first and last of larger ones: not", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const all = Effect.fnUntraced(function* (cidr: string) {
        const { id } = yield* acme.createSubnet({ scope: "blue", cidr })
        const found: Array<string> = []
        for (;;) {
          const owner = `port-${found.length}`
          const next = yield* Effect.result(acme.allocate({ scope: "blue", subnet: id, owner }))
          if (Result.isSuccess(next)) found.push(next.success.address)
          else {
            includes(next.failure.reason, { _tag: "Exhausted", free: 0n, largestFree: null, asked: 1 })
            return found
          }
        }
      })
      assert.deepStrictEqual(yield* all("192.0.2.0/30"), ["192.0.2.1", "192.0.2.2"])
      assert.deepStrictEqual(yield* all("192.0.2.4/31"), ["192.0.2.4", "192.0.2.5"])
      assert.deepStrictEqual(yield* all("192.0.2.6/32"), ["192.0.2.6"])
      assert.deepStrictEqual(yield* all("2001:db8::/126"), ["2001:db8::1", "2001:db8::2", "2001:db8::3"])
      assert.deepStrictEqual(yield* all("2001:db8::4/127"), ["2001:db8::4", "2001:db8::5"])
      assert.deepStrictEqual(yield* all("2001:db8::6/128"), ["2001:db8::6"])
    })
  )

  it.effect("strategies choose as they say, and skip gateway, exclusions, DHCP range and what is taken", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({
        scope: "blue",
        cidr: "10.0.0.0/27",
        gateway: "10.0.0.1",
        exclusions: [{ first: "10.0.0.2", last: "10.0.0.3" }],
        dhcp: { first: "10.0.0.24", last: "10.0.0.30" }
      })
      const at = (owner: string, more: object) =>
        Effect.map(acme.allocate({ scope: "blue", subnet: id, owner, ...more }), ({ address }) => address as string)
      assert.strictEqual(yield* at("a", {}), "10.0.0.4")
      assert.strictEqual(yield* at("b", { strategy: "highest" }), "10.0.0.23")
      assert.strictEqual(yield* at("c", { strategy: "sparse" }), "10.0.0.8")
      assert.strictEqual(yield* at("d", { from: "dhcp" }), "10.0.0.24")
      assert.strictEqual(yield* at("e", { address: "10.0.0.5" }), "10.0.0.5")
      assert.strictEqual(yield* at("f", {}), "10.0.0.6")
      const random = yield* at("g", { strategy: "random" })
      assert.match(random, /^10\.0\.0\.(7|9|1\d|2[0-2])$/)
      const by = yield* Effect.forEach(["10.0.0.0", "10.0.0.31", "10.0.0.1", "10.0.0.3", "10.0.0.25"], (address) =>
        reasonOf(acme.allocate({ scope: "blue", subnet: id, owner: "x", address }))
      )
      assert.deepStrictEqual(
        by.map((reason) => (reason._tag === "Excluded" ? reason.by : reason._tag)),
        ["network", "broadcast", "gateway", "exclusion", "dhcp"]
      )
    })
  )

  it.effect("addresses outside the ranges can be named, and do not come back to the ranges", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const range = { first: "10.0.0.10", last: "10.0.0.11" }
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/24", ranges: [range] })
      yield* acme.allocate({ scope: "blue", subnet: id, owner: "named", address: "10.0.0.200" })
      assert.deepStrictEqual(addressesOf(yield* take(acme, id, 2)), ["10.0.0.10", "10.0.0.11"])
      yield* acme.release({ scope: "blue", address: "10.0.0.200", owner: "named" })
      assert.strictEqual(yield* tagOf(take(acme, id, 1, 9)), "Exhausted")
    })
  )

  it.effect("what is refused says why, with figures, and changes nothing", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      yield* acme.createPool({ scope: "blue", id: "ten", cidr: "10.0.0.0/24" })
      yield* acme.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/28", pool: "ten" })
      yield* take(acme, "web", 3)
      const before = yield* everything(sql)
      const ask = (more: object) => acme.allocate({ scope: "blue", subnet: "web", owner: "x", ...more })
      const seen = yield* Effect.all({
        inUse: reasonOf(ask({ address: "10.0.0.2" })),
        outsideSubnet: reasonOf(ask({ address: "10.0.0.99" })),
        wrongFamily: reasonOf(ask({ address: "2001:db8::1" })),
        invalidText: reasonOf(ask({ address: "10.0.0.02" })),
        noSubnet: reasonOf(ask({ subnet: "db" })),
        exhausted: reasonOf(take(acme, "web", 12, 20)),
        hostBits: reasonOf(acme.createSubnet({ scope: "blue", cidr: "10.0.0.17/28" })),
        overlaps: reasonOf(acme.createSubnet({ scope: "blue", cidr: "10.0.0.8/29" })),
        overlapsInner: reasonOf(acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/16" })),
        poolTwice: reasonOf(acme.createPool({ scope: "blue", id: "again", cidr: "10.0.0.0/24" })),
        poolInside: reasonOf(acme.createPool({ scope: "blue", cidr: "10.0.0.8/29" })),
        outsidePool: reasonOf(acme.createSubnet({ scope: "blue", cidr: "10.1.0.0/28", pool: "ten" })),
        poolExhausted: reasonOf(acme.createSubnet({ scope: "blue", pool: "ten", length: 24 })),
        length: reasonOf(acme.createSubnet({ scope: "blue", pool: "ten", length: 23 })),
        gateway: reasonOf(acme.createSubnet({ scope: "blue", cidr: "10.9.0.0/24", gateway: "10.8.0.1" })),
        range: reasonOf(
          acme.createSubnet({ scope: "blue", cidr: "10.9.0.0/24", dhcp: { first: "10.9.0.9", last: "10.9.0.8" } })
        ),
        notEmpty: reasonOf(acme.removeSubnet({ scope: "blue", subnet: "web" })),
        scopeNotEmpty: reasonOf(acme.removeScope("blue")),
        noScope: reasonOf(acme.createPool({ scope: "red", cidr: "10.0.0.0/8" })),
        badId: reasonOf(acme.createPool({ scope: "blue", id: "a b", cidr: "11.0.0.0/8" })),
        badOwner: reasonOf(ask({ owner: "a\nb" })),
        twice: reasonOf(
          acme.allocateMany({ scope: "blue", addresses: [0, 1].map(() => ({ subnet: "web", owner: "same" })) })
        ),
        tooMany: reasonOf(take(acme, "web", 10_001)),
        lease: reasonOf(ask({ lease: "-1 seconds" }))
      })
      assert.deepStrictEqual(seen.inUse, {
        _tag: "InUse",
        address: "10.0.0.2",
        state: "allocated",
        owner: "port-1",
        until: null
      })
      includes(seen.outsideSubnet, { _tag: "OutsideSubnet", value: "10.0.0.99", subnet: "web" })
      includes(seen.wrongFamily, { _tag: "WrongFamily", expected: 4, found: 6 })
      includes(seen.invalidText, { _tag: "InvalidText", field: "address", text: "10.0.0.02" })
      includes(seen.noSubnet, { _tag: "NotFound", kind: "subnet", id: "db" })
      includes(seen.exhausted, { _tag: "Exhausted", in: "subnet", id: "web", asked: 12, length: 32 })
      includes(seen.hostBits, { _tag: "HostBitsSet", text: "10.0.0.17/28", corrected: "10.0.0.16/28" })
      const web = { kind: "subnet", id: "web", cidr: "10.0.0.0/28" }
      const ten = { kind: "pool", id: "ten", cidr: "10.0.0.0/24" }
      assert.deepStrictEqual(seen.overlaps, { _tag: "Overlaps", cidr: "10.0.0.8/29", with: web } as never)
      assert.deepStrictEqual(seen.overlapsInner, { _tag: "Overlaps", cidr: "10.0.0.0/16", with: ten } as never)
      assert.deepStrictEqual(seen.poolTwice, { _tag: "Overlaps", cidr: "10.0.0.0/24", with: ten } as never)
      assert.deepStrictEqual(seen.poolInside, { _tag: "Overlaps", cidr: "10.0.0.8/29", with: web } as never)
      includes(seen.outsidePool, { _tag: "OutsidePool", value: "10.1.0.0/28", pool: "ten" })
      includes(seen.poolExhausted, { _tag: "Exhausted", in: "pool", free: 240n, largestFree: 25, length: 24 })
      includes(seen.length, { _tag: "InvalidRequest", field: "length" })
      includes(seen.gateway, { _tag: "OutsideSubnet", value: "10.8.0.1" })
      includes(seen.range, { _tag: "InvalidRequest", field: "dhcp" })
      includes(seen.notEmpty, { _tag: "NotEmpty", kind: "subnet", count: 3, example: "10.0.0.1" })
      includes(seen.scopeNotEmpty, { _tag: "NotEmpty", kind: "scope", count: 2 })
      includes(seen.noScope, { _tag: "NotFound", kind: "scope", id: "red" })
      includes(seen.badId, { _tag: "InvalidText", field: "id" })
      includes(seen.badOwner, { _tag: "InvalidText", field: "owner" })
      includes(seen.twice, { _tag: "InvalidRequest", field: "addresses" })
      includes(seen.tooMany, { _tag: "LimitExceeded", asked: 10_001, limit: 10_000 })
      includes(seen.lease, { _tag: "InvalidRequest", field: "lease" })
      assert.deepStrictEqual(yield* everything(sql), before)
    })
  )

  it.effect("many at once: all or none, over several subnets and both families", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      yield* acme.createSubnet({ scope: "blue", id: "four", cidr: "10.0.0.0/29" })
      yield* acme.createSubnet({ scope: "blue", id: "six", cidr: "2001:db8::/64" })
      const gang = (owner: string) =>
        acme.allocateMany({ scope: "blue", addresses: ["four", "six"].map((subnet) => ({ subnet, owner })) })
      assert.deepStrictEqual(addressesOf(yield* gang("port-a")), ["10.0.0.1", "2001:db8::1"])
      yield* take(acme, "four", 5)
      const before = yield* everything(sql)
      // Exhaustion of IPv4 while IPv6 is free: the gang gets neither.
      assert.strictEqual(yield* tagOf(gang("port-b")), "Exhausted")
      assert.deepStrictEqual(yield* everything(sql), before)
      assert.strictEqual(
        (yield* acme.allocate({ scope: "blue", subnet: "six", owner: "port-b" })).address,
        "2001:db8::2"
      )
      // What was chosen before one failed is there for the next.
      const backwards = ["six", "four"].map((subnet) => ({ subnet, owner: "port-c" }))
      assert.strictEqual(yield* tagOf(acme.allocateMany({ scope: "blue", addresses: backwards })), "Exhausted")
      assert.strictEqual(
        (yield* acme.allocate({ scope: "blue", subnet: "six", owner: "port-d" })).address,
        "2001:db8::3"
      )
      // Named ones come first, so that the others do not get them.
      yield* acme.createSubnet({ scope: "blue", id: "mixed", cidr: "10.0.1.0/29" })
      const mixed = yield* acme.allocateMany({
        scope: "blue",
        addresses: [
          { subnet: "mixed", owner: "any" },
          { subnet: "mixed", owner: "named", address: "10.0.1.1" }
        ]
      })
      assert.deepStrictEqual(addressesOf(mixed), ["10.0.1.2", "10.0.1.1"])
    })
  )

  it.effect("a large batch is one event after the other, and a part of it that is granted already stays", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/16" })
      const long = "x".repeat(180)
      const wishes = owners(3000).map((owner) => ({ subnet: id, owner: `${owner}-${long}` }))
      yield* acme.allocateMany({ scope: "blue", addresses: wishes.slice(1000, 1100) })
      const granted = yield* acme.allocateMany({ scope: "blue", addresses: wishes })
      assert.strictEqual(new Set(addressesOf(granted)).size, 3000)
      assert.deepStrictEqual(
        granted.map(({ owner }) => owner as string),
        wishes.map(({ owner }) => owner)
      )
      assert.deepStrictEqual(addressesOf(granted.slice(1000, 1002)), ["10.0.0.1", "10.0.0.2"])
      const events = yield* sql`SELECT 1 FROM event_log WHERE type = 'IpamAddressesChanged'`
      assert.isAbove(events.length, 10)
      const [entry] = (yield* acme.history({ scope: "blue", address: granted[2999]!.address })).items
      includes(entry, { change: "allocated", owner: wishes[2999]!.owner, actor: "acme" })
    })
  )

  it.effect("a release frees only what is its own: twice, late, for somebody else", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/29" })
      const [one] = yield* take(acme, id, 2)
      const { address } = one!
      const release = (owner: string) => acme.release({ scope: "blue", address, owner })
      assert.deepStrictEqual(yield* release("port-1"), { _tag: "NotOwner", address, owner: one!.owner })
      assert.deepStrictEqual(yield* release("port-0"), { _tag: "Released", address, freeAt: null })
      const before = yield* everything(sql)
      assert.deepStrictEqual(yield* release("port-0"), { _tag: "AlreadyFree", address, freeAt: null })
      assert.deepStrictEqual(yield* everything(sql), before)
      const again = yield* acme.allocate({ scope: "blue", subnet: id, owner: "next" })
      assert.strictEqual(again.address, address)
      // Late: somebody else has it by now.
      assert.strictEqual((yield* release("port-0"))._tag, "NotOwner")
      assert.deepStrictEqual(yield* acme.release({ scope: "blue", address, token: "4deadbeef-1" }), {
        _tag: "StaleLease",
        address,
        fence: null
      })
      const many = yield* acme.releaseMany({
        scope: "blue",
        addresses: [
          { address, owner: "next" },
          { address, owner: "next" },
          { address: "10.0.0.2", owner: "port-0" },
          { address: "10.0.0.5", owner: "port-0" }
        ]
      })
      assert.deepStrictEqual(
        many.map(({ _tag }) => _tag),
        ["Released", "AlreadyFree", "NotOwner", "AlreadyFree"]
      )
      assert.deepStrictEqual(
        (yield* acme.listAddresses({ scope: "blue" })).items.map(({ owner }) => owner as string),
        ["port-1"]
      )
    })
  )

  it.effect("wrap-around: when the end is reached, what was freed is given in the order of the addresses", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/29" })
      yield* take(acme, id, 6)
      for (const n of [5, 2, 3]) yield* acme.release({ scope: "blue", address: `10.0.0.${n}`, owner: `port-${n - 1}` })
      assert.deepStrictEqual(addressesOf(yield* take(acme, id, 3, 10)), ["10.0.0.2", "10.0.0.3", "10.0.0.5"])
      assert.strictEqual(yield* tagOf(take(acme, id, 1, 20)), "Exhausted")
    })
  )

  it.effect("an address that was just freed can be asked for by name", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/29" })
      const [one] = yield* take(acme, id, 1)
      yield* acme.release({ scope: "blue", address: one!.address, owner: "port-0" })
      const again = yield* acme.allocate({ scope: "blue", subnet: id, owner: "port-9", address: one!.address })
      assert.strictEqual(again.address, one!.address)
      assert.deepStrictEqual(
        (yield* acme.history({ scope: "blue", address: one!.address })).items.map(({ change, owner }) => [
          change,
          owner
        ]),
        [
          ["allocated", "port-9"],
          ["freed", "port-0"],
          ["allocated", "port-0"]
        ] as never
      )
    })
  )

  it.effect("a pool that is exhausted does not borrow from the pool around it or from another", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createPool({ scope: "blue", id: "outer", cidr: "10.0.0.0/16" })
      const inner = yield* acme.createPool({ scope: "blue", id: "inner", pool: "outer", length: 24 })
      includes(inner, { cidr: "10.0.0.0/24", parent: "outer" })
      for (const id of ["a", "b"]) {
        const subnet = yield* acme.createSubnet({ scope: "blue", id, pool: "inner", length: 25 })
        assert.strictEqual(subnet.pool as string, "inner")
      }
      const refused = yield* reasonOf(acme.createSubnet({ scope: "blue", id: "c", pool: "inner", length: 28 }))
      includes(refused, { _tag: "Exhausted", in: "pool", id: "inner", asked: 1, length: 28, free: 0n })
      const c = yield* acme.createSubnet({ scope: "blue", id: "c", pool: "outer", length: 28 })
      includes(c, { cidr: "10.0.1.0/28", pool: "outer" })
      // Without the inner pool its subnets are the outer pool's, and their space stays taken.
      yield* acme.removePool({ scope: "blue", pool: "inner" })
      yield* acme.removePool({ scope: "blue", pool: "inner" })
      assert.strictEqual((yield* acme.getSubnet({ scope: "blue", subnet: "a" })).pool as string, "outer")
      const d = yield* acme.createSubnet({ scope: "blue", id: "d", pool: "outer", length: 25 })
      assert.strictEqual(d.cidr, "10.0.1.128/25")
      // A pool around existing blocks takes them in.
      yield* acme.createPool({ scope: "blue", id: "middle", cidr: "10.0.0.0/23" })
      assert.deepStrictEqual(
        (yield* acme.listSubnets({ scope: "blue" })).items.map(({ id, pool }) => `${id} ${pool}`),
        ["a middle", "b middle", "c middle", "d middle"]
      )
    })
  )

  it.effect("reservations wait for their owner, holds for nobody", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/28" })
      const [reserved] = yield* acme.reserve({
        scope: "blue",
        addresses: [{ subnet: id, owner: "printer", address: "10.0.0.2", comment: "2nd floor" }]
      })
      assert.strictEqual(reserved!.state, "reserved")
      const held = yield* acme.hold({
        scope: "blue",
        subnet: id,
        first: "10.0.0.3",
        last: "10.0.0.5",
        owner: "ops",
        comment: "conflict seen"
      })
      assert.strictEqual(held.length, 3)
      assert.deepStrictEqual(addressesOf(yield* take(acme, id, 2)), ["10.0.0.1", "10.0.0.6"])
      const taken = yield* reasonOf(acme.allocate({ scope: "blue", subnet: id, owner: "x", address: "10.0.0.2" }))
      includes(taken, { _tag: "InUse", state: "reserved", owner: "printer" })
      const notHere = yield* reasonOf(acme.allocate({ scope: "blue", subnet: id, owner: "x", address: "10.0.0.4" }))
      includes(notHere, { _tag: "InUse", state: "held", owner: "ops" })
      const mine = yield* acme.allocate({ scope: "blue", subnet: id, owner: "printer" })
      includes(mine, { address: "10.0.0.2", state: "allocated", comment: "2nd floor" })
      const released = yield* acme.release({ scope: "blue", address: "10.0.0.4", owner: "ops" })
      assert.strictEqual(released._tag, "Released")
      const states = yield* acme.listAddresses({ scope: "blue", subnet: id, states: ["held"] })
      assert.deepStrictEqual(addressesOf(states.items), ["10.0.0.3", "10.0.0.5"])
    })
  )

  it.effect("IPv6 addresses from MAC addresses and from secrets", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "2001:db8::/64" })
      const eui64 = { eui64: "52:54:00:12:34:56" }
      const one = yield* acme.allocate({ scope: "blue", subnet: id, owner: "a", strategy: eui64 })
      assert.strictEqual(one.address, "2001:db8::5054:ff:fe12:3456")
      assert.strictEqual(
        yield* tagOf(acme.allocate({ scope: "blue", subnet: id, owner: "b", strategy: eui64 })),
        "InUse"
      )
      const secret = Redacted.make(new Uint8Array(16).fill(7))
      const stable = (owner: string) =>
        acme.allocate({ scope: "blue", subnet: id, owner, strategy: { stablePrivacy: { interface: "eth0", secret } } })
      const first = yield* stable("c")
      assert.strictEqual((yield* stable("c")).address, first.address)
      // Taken: the next of the series.
      const second = yield* stable("d")
      assert.notStrictEqual(second.address, first.address)
      yield* stable("e")
      yield* stable("f")
      assert.strictEqual(yield* tagOf(stable("g")), "InUse")
      yield* acme.createSubnet({ scope: "blue", id: "v4", cidr: "10.0.0.0/24" })
      assert.strictEqual(
        yield* tagOf(acme.allocate({ scope: "blue", subnet: "v4", owner: "a", strategy: eui64 })),
        "WrongFamily"
      )
    })
  )

  it.effect("prefixes are delegated to their owners and taken back from them only", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createPool({ scope: "blue", id: "six", cidr: "2001:db8::/32" })
      const one = yield* acme.delegate({ scope: "blue", pool: "six", length: 56, owner: "cpe-1" })
      includes(one, { id: "cpe-1", cidr: "2001:db8::/56", owner: "cpe-1", pool: "six" })
      const two = yield* acme.delegate({ scope: "blue", cidr: "2001:db8:0:100::/56", owner: "cpe-2" })
      assert.strictEqual(two.id, "2001:db8:0:100::/56")
      const overlap = yield* reasonOf(acme.createSubnet({ scope: "blue", cidr: "2001:db8::/64" }))
      includes(overlap, { _tag: "Overlaps" })
      const foreign = yield* reasonOf(acme.undelegate({ scope: "blue", delegation: one.id, owner: "cpe-2" }))
      includes(foreign, { _tag: "InUse", owner: "cpe-1" })
      assert.isTrue(yield* acme.undelegate({ scope: "blue", delegation: one.id, owner: "cpe-1" }))
      assert.isFalse(yield* acme.undelegate({ scope: "blue", delegation: one.id, owner: "cpe-1" }))
      const next = yield* acme.delegate({ scope: "blue", pool: "six", length: 56, owner: "cpe-3" })
      assert.strictEqual(next.cidr, "2001:db8::/56")
      const [where] = (yield* acme.whoHas({ address: "2001:db8:0:100::1" })).items
      includes(where, { pool: "six", subnet: null, delegation: two.id, owner: "cpe-2", state: null })
    })
  )

  it.effect("a subnet's settings change at once what is handed out", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/28" })
      yield* take(acme, id, 1)
      const changed = yield* acme.updateSubnet({
        scope: "blue",
        subnet: id,
        gateway: "10.0.0.2",
        exclusions: [{ first: "10.0.0.1", last: "10.0.0.3" }]
      })
      includes(changed, { gateway: "10.0.0.2", comment: "", quarantineMillis: 0 })
      assert.deepStrictEqual(addressesOf(yield* take(acme, id, 1, 5)), ["10.0.0.4"])
      // What was there before stays, and when it is released it does not come back.
      yield* acme.release({ scope: "blue", address: "10.0.0.1", owner: "port-0" })
      assert.deepStrictEqual(addressesOf(yield* take(acme, id, 1, 6)), ["10.0.0.5"])
      yield* acme.updateSubnet({ scope: "blue", subnet: id, exclusions: [], gateway: null })
      assert.deepStrictEqual(addressesOf(yield* take(acme, id, 3, 7)), ["10.0.0.1", "10.0.0.2", "10.0.0.3"])
    })
  )
}
