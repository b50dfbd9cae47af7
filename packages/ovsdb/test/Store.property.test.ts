import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { Store } from "../src/internal/store.ts"
import { OvsdbError } from "../src/OvsdbError.ts"
import * as OvsdbReplica from "../src/OvsdbReplica.ts"
import * as Table from "../src/Table.ts"
import type { Uuid } from "../src/Uuid.ts"

interface Host {
  readonly _uuid: Uuid
  readonly name: string
  readonly tags: ReadonlySet<string>
  readonly ids: ReadonlyMap<string, string>
  readonly note: string | undefined
}

const Hosts = Table.make<"Host", Host, Partial<Host>>("Db", "Host", {
  columns: {
    name: { type: "string" },
    tags: { type: { key: "string", min: 0, max: "unlimited" } },
    ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    note: { type: { key: "string", min: 0 } }
  }
})

const hosts = OvsdbReplica.watch(Hosts)
const byName = OvsdbReplica.index(hosts, (row) => row.name)
const byTag = OvsdbReplica.index(hosts, (row) => row.tags)
const byOwner = OvsdbReplica.index(hosts, (row) => row.ids.get("owner"))

const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as Uuid

const letter = fc.constantFrom("a", "b", "c", "d")
const cells = fc.record({
  name: letter,
  tags: fc.uniqueArray(letter, { maxLength: 4 }),
  ids: fc.dictionary(fc.constantFrom("owner", "x"), letter, { noNullPrototype: true }),
  note: fc.option(letter, { nil: undefined })
})
type Cells = { name: string; tags: Array<string>; ids: Record<string, string>; note: string | undefined }

const wire = ({ ids, name, note, tags }: Cells) => ({
  name,
  tags: ["set", tags],
  ids: ["map", Object.entries(ids)],
  note: note ?? ["set", []]
})

/** The difference of two rows as ovsdb-server(7) section 4.1.14 defines it, written anew. */
const difference = (before: Cells, after: Cells) => ({
  ...(before.name === after.name ? {} : { name: after.name }),
  tags: [
    "set",
    [...before.tags, ...after.tags].filter((tag) => before.tags.includes(tag) !== after.tags.includes(tag))
  ],
  ids: [
    "map",
    [...new Set([...Object.keys(before.ids), ...Object.keys(after.ids)])].flatMap((key) => {
      if (before.ids[key] === after.ids[key]) return []
      return [[key, after.ids[key] ?? before.ids[key]]]
    })
  ],
  ...(before.note === after.note ? {} : { note: after.note ?? ["set", []] })
})

type Model = Map<Uuid, Cells>
type Step =
  | {
      readonly _tag: "Update"
      readonly rows: ReadonlyArray<readonly [number, Cells | undefined]>
      readonly v1: boolean
    }
  | { readonly _tag: "Reload"; readonly rows: ReadonlyArray<readonly [number, Cells]> }
  | { readonly _tag: "Snapshot" }
  | {
      readonly _tag: "Broken"
      readonly rows: ReadonlyArray<readonly [number, Cells | undefined]>
      readonly kind: number
    }

const key = fc.nat(7)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      _tag: fc.constant("Update" as const),
      rows: fc.array(fc.tuple(key, fc.option(cells, { nil: undefined })), { maxLength: 5 }),
      v1: fc.boolean()
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant("Reload" as const),
      rows: fc.array(fc.tuple(key, cells), { maxLength: 6 })
    })
  },
  { weight: 2, arbitrary: fc.constant({ _tag: "Snapshot" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant("Broken" as const),
      rows: fc.array(fc.tuple(key, fc.option(cells, { nil: undefined })), { maxLength: 3 }),
      kind: fc.nat(4)
    })
  }
)

/** The wire's form of the way from the model to what the rows shall be; the model follows. */
const updateOf = (model: Model, rows: ReadonlyArray<readonly [number, Cells | undefined]>, v1: boolean) => {
  const host: Record<string, unknown> = {}
  for (const [uuid, after] of new Map(rows.map(([n, row]) => [uuidOf(n), row]))) {
    const before = model.get(uuid)
    if (after === undefined) {
      if (before === undefined) continue
      host[uuid] = v1 ? { old: wire(before) } : { delete: null }
      model.delete(uuid)
    } else {
      if (v1) host[uuid] = { new: wire(after), ...(before === undefined ? {} : { old: {} }) }
      else host[uuid] = before === undefined ? { insert: wire(after) } : { modify: difference(before, after) }
      model.set(uuid, after)
    }
  }
  return { differences: !v1, transactionId: undefined, tables: { Host: host } }
}

const brokenRows = [
  { insert: { name: 7 } },
  { modify: { name: "z" } },
  { insert: { tags: ["set", "a"] } },
  { initial: [] },
  {}
]

const plain = (uuid: Uuid, { ids, name, note, tags }: Cells): Host => ({
  _uuid: uuid,
  name,
  tags: new Set(tags),
  ids: new Map(Object.entries(ids)),
  note
})

const sorted = (rows: Iterable<unknown>) =>
  [...(rows as Iterable<Host>)].toSorted((a, b) => a._uuid.localeCompare(b._uuid))

type Tables = Pick<Store, "table">

/** Rows and indexes are those of the model. */
const check = (tables: Tables, model: Model) => {
  const table = tables.table("Host")
  assert.isDefined(table)
  if (table === undefined) return
  const rows = sorted(Array.from(model, ([uuid, row]) => plain(uuid, row)))
  assert.deepStrictEqual(sorted(table.rows.values()), rows)
  for (const value of ["a", "b", "c", "d"]) {
    const found = (index: OvsdbReplica.Index<typeof hosts, string>) =>
      sorted(table.index(index).get(value)?.map.values() ?? [])
    assert.deepStrictEqual(
      found(byName),
      rows.filter(({ name }) => name === value)
    )
    assert.deepStrictEqual(
      found(byTag),
      rows.filter(({ tags }) => tags.has(value))
    )
    assert.deepStrictEqual(
      found(byOwner),
      rows.filter(({ ids }) => ids.get("owner") === value)
    )
  }
}

describe("Store", () => {
  it("equals a naive model after every update, and snapshots stay as they were", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const store = new Store([hosts])
        const model: Model = new Map()
        const kept: Array<{ readonly tables: Tables; readonly model: Model }> = []
        for (const one of steps) {
          if (one._tag === "Update") {
            const changes = store.update(updateOf(model, one.rows, one.v1))
            assert.notInstanceOf(changes, OvsdbError)
          } else if (one._tag === "Reload") {
            const before = new Map(model)
            model.clear()
            for (const [n, row] of one.rows) model.set(uuidOf(n), row)
            const initial = Object.fromEntries(Array.from(model, ([uuid, row]) => [uuid, { initial: wire(row) }]))
            const changes = store.reload({ differences: true, transactionId: undefined, tables: { Host: initial } })
            assert.notInstanceOf(changes, OvsdbError)
            if (changes instanceof OvsdbError) return
            // Exactly what differs is reported.
            const expected = new Set<string>()
            for (const [uuid, row] of model) {
              const old = before.get(uuid)
              if (old === undefined) expected.add(`Insert ${uuid}`)
              else if (JSON.stringify(plainKeys(old)) !== JSON.stringify(plainKeys(row))) expected.add(`Update ${uuid}`)
            }
            for (const uuid of before.keys()) if (!model.has(uuid)) expected.add(`Delete ${uuid}`)
            assert.deepStrictEqual(new Set(changes.map(({ _tag, uuid }) => `${_tag} ${uuid}`)), expected)
          } else if (one._tag === "Snapshot") {
            const view = store.view()
            kept.push({ tables: { table: (name) => view.get(name) }, model: new Map(model) })
          } else {
            // One bad row spoils the whole update.
            const update = updateOf(new Map(model), one.rows, false)
            const host = { ...update.tables.Host, [uuidOf(99)]: brokenRows[one.kind] }
            assert.instanceOf(store.update({ ...update, tables: { Host: host } }), OvsdbError)
          }
          check(store, model)
        }
        for (const { model: then, tables } of kept) check(tables, then)
      }),
      { numRuns: 300, seed: 7047 }
    )
  })

  it("refuses tables that were not asked for and rows without a UUID", () => {
    const store = new Store([hosts])
    const update = { differences: true, transactionId: undefined }
    assert.instanceOf(store.update({ ...update, tables: { Other: {} } }), OvsdbError)
    assert.instanceOf(store.update({ ...update, tables: { Host: { x: { insert: {} } } } }), OvsdbError)
    const named = JSON.parse('{"Host":{"__proto__":{"insert":{}}}}') as { readonly Host: Record<string, unknown> }
    assert.instanceOf(store.update({ ...update, tables: named }), OvsdbError)
    assert.strictEqual(store.table("Host")?.rows.size, 0)
  })
})

const plainKeys = ({ ids, name, note, tags }: Cells) => [
  name,
  note ?? null,
  tags.toSorted(),
  Object.entries(ids).toSorted(([a], [b]) => a.localeCompare(b))
]
