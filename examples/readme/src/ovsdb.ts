import { Operation, OvnNorthbound, OvsdbClient, OvsdbReplica } from "@cloudwright/ovsdb"
import { Effect } from "effect"

const { LogicalSwitch, LogicalSwitchPort } = OvnNorthbound
const ports = OvsdbReplica.watch(LogicalSwitchPort, { columns: ["name", "up", "external_ids"] })
const byVm = OvsdbReplica.index(ports, (port) => port.external_ids.get("vm"))

export const program = Effect.gen(function* () {
  const nb = yield* OvsdbClient.OvsdbClient
  const replica = yield* nb.replica([ports])
  const port = Operation.insert(LogicalSwitchPort, { name: "web", external_ids: new Map([["vm", "vm-1"]]) }, "port")
  const [portId] = yield* nb.transact([
    port,
    Operation.insert(LogicalSwitch, { name: "blue", ports: new Set([port.ref]) }),
    Operation.comment("one transaction: both rows or none")
  ])
  const [row] = yield* replica.find(byVm, "vm-1") // there already: updates come before the result
  yield* replica.waitFor((now) => now.get(ports, portId)?.up || undefined).pipe(Effect.timeout("10 seconds"))
  return row?.name
}).pipe(
  Effect.scoped,
  Effect.provide(
    OvsdbClient.OvsdbClient.layer({
      database: "OVN_Northbound",
      remotes: "tcp:10.0.0.1:6641,tcp:10.0.0.2:6641,tcp:10.0.0.3:6641"
    })
  )
)
