/** Plans for tests: short ways to say records, one provider's plan, and arbitrary plans. */
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import * as Model from "../../src/ipam/IpamModel.ts"
import { edgeOf } from "../../src/ipam/internal/planCheck.ts"
import { placed } from "../../src/ipam/internal/planPlaces.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as PrefixSet from "../../src/PrefixSet.ts"
import * as IpArbitraries from "../../src/testing/IpArbitraries.ts"

const read =
  <S extends Schema.Codec<unknown, unknown>>(schema: S) =>
  (input: S["Encoded"]): S["Type"] =>
    Result.getOrThrow(Schema.decodeResult(schema)(input))

export const scope = (id: string, more: Partial<(typeof Model.Scope)["Encoded"]> = {}) =>
  read(Model.Scope)({ id, tenant: "acme", readers: [], comment: "", version: 7, ...more })

export const pool = (scope: string, id: string, cidr: string, more: Partial<(typeof Model.Pool)["Encoded"]> = {}) =>
  read(Model.Pool)({ scope, id, cidr, parent: null, comment: "", ...more })

export const subnet = (scope: string, id: string, cidr: string, more: Partial<(typeof Model.Subnet)["Encoded"]> = {}) =>
  read(Model.Subnet)({
    scope,
    id,
    cidr,
    pool: null,
    gateway: null,
    ranges: [],
    exclusions: [],
    dhcp: null,
    quarantineMillis: 0,
    comment: "",
    ...more
  })

export const delegation = (scope: string, id: string, cidr: string, owner: string) =>
  read(Model.Delegation)({ scope, id, cidr, pool: null, owner, comment: "" })

export const address = (
  scope: string,
  subnet: string,
  text: string,
  owner: string,
  more: Partial<(typeof Model.Address)["Encoded"]> = {}
) =>
  read(Model.Address)({
    scope,
    subnet,
    address: text,
    state: "allocated",
    owner,
    key: "",
    comment: "",
    lease: null,
    freeAt: null,
    since: "2026-01-02T03:04:05.678Z",
    ...more
  })

/** The plan of these records, each block in the pool around it. */
export const planOf = (records: Partial<AddressPlan.PlanRecords>): AddressPlan.AddressPlan => {
  const all = { ...AddressPlan.empty, ...records }
  return Result.getOrThrow(AddressPlan.make({ ...all, ...placed(all) }))
}

/** Two tenants with the same addresses, and IPv6. */
export const provider = planOf({
  scopes: [scope("blue"), scope("green", { tenant: "umbrella", readers: ["acme"] })],
  pools: [
    pool("blue", "site", "10.0.0.0/16"),
    pool("blue", "racks", "10.0.16.0/20"),
    pool("blue", "site6", "2001:db8:1::/48"),
    pool("green", "site", "10.0.0.0/16")
  ],
  subnets: [
    subnet("blue", "web", "10.0.0.0/24", {
      gateway: "10.0.0.1",
      ranges: [{ first: "10.0.0.10", last: "10.0.0.199" }],
      exclusions: [{ first: "10.0.0.100", last: "10.0.0.103" }],
      dhcp: { first: "10.0.0.200", last: "10.0.0.220" },
      quarantineMillis: 600_000,
      comment: "front ends"
    }),
    subnet("blue", "db", "10.0.2.0/25", { gateway: "10.0.2.1" }),
    subnet("blue", "db-b", "10.0.2.128/25"),
    subnet("blue", "rack-1", "10.0.16.0/26"),
    subnet("blue", "link", "10.0.255.0/31"),
    subnet("blue", "web6", "2001:db8:1::/64"),
    subnet("green", "web", "10.0.0.0/24", { gateway: "10.0.0.254" })
  ],
  delegations: [delegation("blue", "cust-1", "2001:db8:1:100::/56", "customer 1")],
  addresses: [
    ...["10.0.0.10", "10.0.0.11", "10.0.0.12"].map((text, n) => address("blue", "web", text, `port-${n}`)),
    address("blue", "web", "10.0.0.150", "port-9", { state: "reserved" }),
    address("blue", "web", "10.0.0.151", "port-8", { state: "quarantined", freeAt: "2026-01-02T03:14:05.678Z" }),
    address("blue", "db", "10.0.2.5", "port-1"),
    address("blue", "db-b", "10.0.2.130", "port-2", { state: "held", comment: "printer, do not touch" }),
    address("blue", "link", "10.0.255.0", "router-1"),
    address("blue", "link", "10.0.255.1", "router-2"),
    address("blue", "web6", "2001:db8:1::10", "port-0", {
      lease: { token: "t-1", fence: 3, expiresAt: "2026-02-01T00:00:00.000Z" }
    }),
    address("green", "web", "10.0.0.10", "port-0")
  ]
})

/** Texts that formats have trouble with. */
export const hostile = fc.oneof(
  fc.constantFrom(
    `=HYPERLINK("http://x","y")`,
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "''",
    "' @",
    `say "hi", please`,
    "<script>alert(1)</script>",
    "]]>&amp;",
    "\uff1dA1",
    "\ufeffx",
    "a;b\u00a0c",
    " padded ",
    "\u202ereversed",
    "null"
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(text))
)

const name = fc.stringMatching(/^[A-Za-z0-9._:/@+-]{1,12}$/)
const comment = fc.oneof(fc.constant(""), hostile)

const roots = ["10.0.0.0/16", "192.0.2.0/24", "2001:db8::/48"].map((text) => Result.getOrThrow(Prefix.parse(text)))

const inOne = fc.constantFrom(...roots).chain((root) => IpArbitraries.prefixIn(root))

const disjoint = (prefixes: ReadonlyArray<Prefix.Prefix>): ReadonlyArray<Prefix.Prefix> =>
  prefixes.filter((one, index) => !prefixes.slice(0, index).some((other) => Prefix.overlaps(one, other)))

/** Sorted ranges of a block that do not touch each other. */
const rangesIn = (block: Prefix.Prefix): fc.Arbitrary<ReadonlyArray<Model.AddressRange>> =>
  fc
    .array(fc.tuple(IpArbitraries.ipIn(block), IpArbitraries.ipIn(block)), { maxLength: 3 })
    .map((pairs) =>
      pairs.reduce((set, [x, y]) => {
        const [first, last] = Ip.compare(x, y) <= 0 ? [x, y] : [y, x]
        return PrefixSet.union(set, PrefixSet.fromRange(first, last))
      }, PrefixSet.empty)
    )
    .map((set) =>
      [...PrefixSet.toRanges(set)].map(({ first, last }) => ({ first: Ip.toText(first), last: Ip.toText(last) }))
    )

const time = fc.integer({ min: 0, max: 4e12 }).map((millis) => DateTime.makeUnsafe(millis))

const subnetIn = (scopeId: string, id: string, block: Prefix.Prefix): fc.Arbitrary<Model.Subnet> => {
  const { first, last } = Prefix.hosts(block)
  return fc
    .record({
      gateway: fc.constantFrom(null, Ip.toText(first), Ip.toText(last)),
      ranges: rangesIn(block),
      exclusions: rangesIn(block),
      dhcp: rangesIn(block).map(([range]) => range ?? null),
      quarantineMillis: fc.constantFrom(0, 1, 600_000),
      comment
    })
    .map((options) => ({ ...subnet(scopeId, id, Prefix.format(block)), ...options }))
}

const addressesIn = (record: Model.Subnet, block: Prefix.Prefix): fc.Arbitrary<ReadonlyArray<Model.Address>> =>
  fc
    .array(
      fc.record({
        ip: IpArbitraries.ipIn(block),
        state: fc.constantFrom(...Model.AddressState.literals),
        owner: hostile,
        key: comment,
        comment,
        since: time,
        end: time,
        leased: fc.boolean(),
        fence: fc.nat()
      }),
      { maxLength: 8 }
    )
    .map((list) => {
      const seen = new Set<string>()
      return list.flatMap(({ ip, state, owner, key, comment, since, end, leased, fence }) => {
        const usable = state === "allocated" || state === "reserved"
        const own = JSON.stringify([owner, key])
        const twice = seen.has(Ip.format(ip)) || (state !== "quarantined" && seen.has(own))
        if (twice || (usable && edgeOf(block, ip) !== undefined)) return []
        seen.add(Ip.format(ip))
        if (state !== "quarantined") seen.add(own)
        return [
          {
            scope: record.scope,
            subnet: record.id,
            address: Ip.toText(ip),
            state,
            owner: Model.Owner.make(owner),
            key,
            comment,
            lease: leased && state === "allocated" ? { token: `t-${fence}`, fence, expiresAt: end } : null,
            freeAt: state === "quarantined" ? end : null,
            since
          }
        ]
      })
    })

const scopeOf = (id: string): fc.Arbitrary<Partial<AddressPlan.PlanRecords>> =>
  fc
    .record({
      pools: fc.array(inOne, { maxLength: 4 }),
      blocks: fc.array(inOne, { maxLength: 6 }),
      delegated: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      readers: fc.oneof(fc.constant("everyone" as const), fc.array(name, { maxLength: 2 })),
      comment
    })
    .chain(({ pools, blocks, delegated, readers, comment }) => {
      const kept = disjoint(blocks)
      const around = [...new Map(pools.map((one) => [Prefix.format(one), one])).values()].filter(
        (one) => !kept.some((block) => Prefix.contains(block, one) && !Prefix.equals(block, one))
      )
      const subnets = kept.filter((_, index) => delegated[index] !== true)
      return fc.tuple(...subnets.map((block, index) => subnetIn(id, `s${index}`, block))).chain((records) =>
        fc.tuple(...records.map((record, index) => addressesIn(record, subnets[index]!))).map((addresses) => ({
          scopes: [
            {
              ...scope(id),
              comment,
              readers: readers === "everyone" ? readers : readers.map((r) => Model.Tenant.make(r))
            }
          ],
          pools: around.map((one, index) => pool(id, `p${index}`, Prefix.format(one))),
          subnets: records,
          delegations: kept
            .filter((_, index) => delegated[index] === true)
            .map((one, index) => delegation(id, `d${index}`, Prefix.format(one), "customer")),
          addresses: addresses.flat()
        }))
      )
    })

/** A plan of one to three scopes with whatever may be in them. */
export const arbitraryPlan: fc.Arbitrary<AddressPlan.AddressPlan> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 3 })
  .chain((ids) => fc.tuple(...ids.map(scopeOf)))
  .map((parts) =>
    planOf({
      scopes: parts.flatMap((part) => part.scopes ?? []),
      pools: parts.flatMap((part) => part.pools ?? []),
      subnets: parts.flatMap((part) => part.subnets ?? []),
      delegations: parts.flatMap((part) => part.delegations ?? []),
      addresses: parts.flatMap((part) => part.addresses ?? [])
    })
  )
