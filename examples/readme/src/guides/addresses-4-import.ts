import { Sqlite } from "@cloudwright/core"
import { AddressPlan, Ipam, PlanExport, PlanImport } from "@cloudwright/network"
import { Effect, Layer } from "effect"

// What NetBox exports, or a spreadsheet with the same column names.
const files = {
  vrfs: "name,tenant\nblue,acme\n",
  prefixes: "prefix,vrf,status\n10.0.0.0/16,blue,container\n10.0.0.0/24,blue,active\n10.0.0.128/25,blue,active\n",
  "ip-addresses": "address,vrf,status,dns_name\n10.0.0.5/24,blue,active,www.example.org\n"
}

export const program = Effect.gen(function* () {
  const ipam = (yield* Ipam.Ipam).operator

  // Every conflict is reported, with row and field and what it collides with; nothing is imported.
  const error = yield* PlanImport.fromCsv(files, { tenant: "acme" }).pipe(Effect.flip)
  const conflicts = error.reason._tag === "Conflicts" ? error.reason.conflicts.map(PlanImport.formatConflict) : []

  // Without the lines that have one it can be had, if asked for.
  const imported = yield* PlanImport.fromCsv(files, { tenant: "acme", onConflict: "skip" })
  for (const { id, tenant } of imported.plan.scopes) {
    yield* ipam.createScope({ id, tenant })
    const current = yield* ipam.plan(id)
    yield* ipam.apply(yield* Effect.fromResult(PlanImport.additions(current, imported.plan, id)))
  }

  // And out again: CSV or JSON, which `PlanImport` reads back to the same plan.
  const blue = imported.plan.scopes[0]?.id
  const plan = blue === undefined ? AddressPlan.empty : yield* ipam.plan(blue)
  return { conflicts, csv: yield* PlanExport.toCsv(plan), json: PlanExport.toJson(plan) }
})

export const Live = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))
