/**
 * The driver for OVN: writes the northbound database alone, and reads the southbound one to see how far hosts are.
 *
 * An intent is compiled to rows (`Northbound`), compared with a replica of the database (`RowDiff`), and made real in one
 * transaction; whatever is there, the same intent twice changes nothing. When somebody else changed a row in between, the
 * transaction is refused, the replica brought up to date, and the difference taken anew, five times at most. Connections that
 * were let through are cut when their rule goes.
 *
 * Limits: both databases are held in memory as far as their tables are read (of the northbound one all tables that the driver writes,
 * rows of others included).
 *
 * @since 0.1.0
 */
import { InterfaceName, NicBinding } from "@cloudwright/core/NicBinding"
import { PortId } from "@cloudwright/core/Ids"
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import * as Sb from "@cloudwright/ovsdb/generated/OvnSouthbound"
import * as Operation from "@cloudwright/ovsdb/Operation"
import * as OvsdbClient from "@cloudwright/ovsdb/OvsdbClient"
import type { OvsdbError } from "@cloudwright/ovsdb/OvsdbError"
import * as OvsdbReplica from "@cloudwright/ovsdb/OvsdbReplica"
import type * as Table from "@cloudwright/ovsdb/Table"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Intent } from "../Intent.ts"
import type { Drift, Realised, Settled, Status } from "../OverlayDriver.ts"
import { OverlayDriver, OverlayDriverError } from "../OverlayDriver.ts"
import type { GatewayHost } from "../RouterModel.ts"
import { driverError, elementOf, isStale } from "./internal/errors.ts"
import { statusesOf } from "./internal/statuses.ts"
import { NorthboundCompiler } from "./Northbound.ts"
import { tables } from "./NorthboundRow.ts"
import * as OvnCapabilities from "./OvnCapabilities.ts"
import type { ActualTable } from "./RowDiff.ts"
import * as RowDiff from "./RowDiff.ts"

/**
 * - `northbound`, `southbound`: clients of both databases.
 * - `owner`: the mark on rows; drivers with different owners leave each other's rows alone. Default `cloudwright`.
 * - `gatewayHosts`: carry routers' external interfaces that name no hosts. A host's id is the name of its chassis.
 * - `bridge`: the integration bridge of hosts; default `br-int`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly northbound: OvsdbClient.OvsdbClient["Service"]
  readonly southbound: OvsdbClient.OvsdbClient["Service"]
  readonly owner?: string
  readonly gatewayHosts?: ReadonlyArray<GatewayHost>
  readonly bridge?: string
}

const watched = tables.map((table) => OvsdbReplica.watch(table))
const global = OvsdbReplica.watch(Nb.NbGlobal, { columns: ["nb_cfg"] })

const bindings = OvsdbReplica.watch(Sb.PortBinding, { columns: ["logical_port", "type", "up", "chassis"] })
const chassis = OvsdbReplica.watch(Sb.Chassis, { columns: ["name"] })
const progress = OvsdbReplica.watch(Sb.ChassisPrivate, { columns: ["name", "nb_cfg", "chassis"] })
const southGlobal = OvsdbReplica.watch(Sb.SbGlobal, { columns: ["nb_cfg"] })
const monitors = OvsdbReplica.watch(Sb.ServiceMonitor, {
  columns: ["ip", "port", "protocol", "logical_port", "status"]
})

type NorthSnapshot = OvsdbReplica.Snapshot<OvsdbReplica.AnyWatch>
type SouthWatch = typeof bindings | typeof chassis | typeof progress | typeof southGlobal | typeof monitors

const rowsIn = (snapshot: NorthSnapshot): ReadonlyArray<ActualTable> =>
  tables.map((table, at) => ({ table, rows: snapshot.all(watched[at]!) as ReadonlyArray<Operation.Cells> }))

const attempts = 5

/** What asks every chassis to tell when it is as far as this transaction. */
const asking = (snapshot: NorthSnapshot): readonly [Operation.Operation, Operation.Operation] => {
  const there = snapshot.all(global).length > 0
  return [
    there ? Operation.mutate(Nb.NbGlobal, [], [["nb_cfg", "+=", 1]]) : Operation.insert(Nb.NbGlobal, { nb_cfg: 1 }),
    Operation.select(Nb.NbGlobal, [], ["nb_cfg"])
  ]
}

const markOf = (rows: ReadonlyArray<{ readonly nb_cfg: number }>): string => String(rows[0]?.nb_cfg ?? 0)

const decodeBridge = Schema.decodeSync(InterfaceName)
const decodePort = Schema.decodeUnknownOption(PortId)

/**
 * The driver, for the rest of the scope. Fails when a database lacks tables or columns, or cannot be reached.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.fn("OvnOverlay.make")(function* (
  options: Options
): Effect.fn.Return<OverlayDriver["Service"], OverlayDriverError, Scope.Scope> {
  const { bridge = "br-int", gatewayHosts = [], northbound, owner = "cloudwright", southbound } = options
  const compiler = new NorthboundCompiler(gatewayHosts)
  const fail = (operation: string, backEnd: string) => (error: OvsdbError) => driverError(operation, backEnd, error)
  const all: ReadonlyArray<OvsdbReplica.AnyWatch> = [...watched, global]
  const north = yield* Effect.mapError(northbound.replica(all), fail("make", northbound.database))
  const south: OvsdbReplica.OvsdbReplica<SouthWatch> = yield* Effect.mapError(
    southbound.replica<SouthWatch>([bindings, chassis, progress, southGlobal, monitors]),
    fail("make", southbound.database)
  )
  const memory = new RowDiff.RowMemory()
  const bridgeName = decodeBridge(bridge)

  const attempt = Effect.fnUntraced(function* (
    intent: Intent,
    left: number
  ): Effect.fn.Return<Realised, OverlayDriverError> {
    const snapshot = yield* north.snapshot
    const { about, drift, operations } = RowDiff.make(owner, compiler.rows(intent), rowsIn(snapshot), memory)
    if (operations.length === 0) return { changes: 0, mark: markOf(snapshot.all(global)) }
    const result = yield* Effect.result(northbound.transact([...operations, ...asking(snapshot)]))
    if (result._tag === "Success") {
      const last = result.success.at(-1) as ReadonlyArray<{ readonly nb_cfg: number }>
      return { changes: drift.length, mark: markOf(last) }
    }
    const error = result.failure
    if (left > 1 && isStale(error)) {
      yield* Effect.mapError(north.synced, fail("realise", northbound.database))
      return yield* attempt(intent, left - 1)
    }
    const name = error.index === undefined ? undefined : about[error.index]
    return yield* driverError("realise", northbound.database, error, name === undefined ? undefined : elementOf(name))
  })

  const realise = Effect.fn("OvnOverlay.realise")(function* (intent: Intent) {
    const [refused] = OvnCapabilities.unsupported(intent, gatewayHosts)
    if (refused !== undefined) {
      const reason = { _tag: "Unsupported", ...refused } as const
      return yield* new OverlayDriverError({ operation: "realise", retryable: false, reason })
    }
    return yield* attempt(intent, attempts)
  })

  const drift = Effect.fn("OvnOverlay.drift")(function* (
    intent: Intent
  ): Effect.fn.Return<ReadonlyArray<Drift>, OverlayDriverError> {
    yield* Effect.mapError(north.synced, fail("drift", northbound.database))
    return RowDiff.make(owner, compiler.rows(intent), rowsIn(yield* north.snapshot)).drift
  })

  /** How far hosts are, and whether the northbound database has been read so far. */
  const far = (snapshot: OvsdbReplica.Snapshot<SouthWatch>, mark: number) => {
    // A chassis that was removed leaves its private row behind.
    const rows = snapshot.all(progress).filter((row) => row.chassis !== undefined)
    const name = (done: boolean) => rows.filter((row) => row.nb_cfg >= mark === done).map((row) => row.name)
    const read = snapshot.all(southGlobal).some((row) => row.nb_cfg >= mark)
    return { read, settled: { hosts: name(true).sort(), absent: name(false).sort() } satisfies Settled }
  }

  const settled = Effect.fn("OvnOverlay.settled")(function* (
    realised: Realised,
    limit: Duration.Input
  ): Effect.fn.Return<Settled, OverlayDriverError> {
    const mark = Number(realised.mark)
    const waiting = south.waitFor((snapshot) => {
      const found = far(snapshot, mark)
      return found.read && found.settled.absent.length === 0 ? found.settled : undefined
    })
    const done = yield* Effect.timeoutOption(Effect.mapError(waiting, fail("settled", southbound.database)), limit)
    if (Option.isSome(done)) return done.value
    const found = far(yield* south.snapshot, mark)
    if (found.read) return found.settled
    const seconds = Duration.toSeconds(Duration.fromInputUnsafe(limit))
    const reason = { _tag: "TimeLimit", what: "ovn-northd, which reads the northbound database,", seconds } as const
    return yield* new OverlayDriverError({ operation: "settled", retryable: true, reason })
  })

  const current = Effect.gen(function* () {
    const from = yield* north.snapshot
    const now = yield* south.snapshot
    return statusesOf(
      owner,
      {
        ports: rowsOf(from, Nb.LogicalSwitchPort),
        interfaces: rowsOf(from, Nb.LogicalRouterPort),
        balancers: rowsOf(from, Nb.LoadBalancer)
      },
      {
        bindings: now.all(bindings),
        hosts: new Map(now.all(chassis).map((row) => [row._uuid as string, row.name])),
        monitors: now.all(monitors)
      }
    )
  })

  const statuses: Stream.Stream<Status, OverlayDriverError> = Stream.unwrap(
    Effect.gen(function* () {
      const before = new Map<string, string>()
      // Changes are asked for before the first look, so that none is lost between.
      const { changes: northern } = yield* north.subscribe
      const { changes: southern } = yield* south.subscribe
      const look = Effect.map(current, (found) =>
        [...found].flatMap(([name, status]) => {
          const text = JSON.stringify(status)
          if (before.get(name) === text) return []
          before.set(name, text)
          return [status]
        })
      )
      const ticks = Stream.merge(
        Stream.map(northern, () => undefined),
        Stream.map(southern, () => undefined)
      )
      return Stream.concat(Stream.make(undefined), ticks).pipe(
        Stream.mapError(fail("statuses", southbound.database)),
        Stream.mapEffect(() => look),
        Stream.flatMap((found) => Stream.fromIterable(found))
      )
    })
  )

  const binding = (intent: Intent, id: string): NicBinding | undefined => {
    const port = decodePort(id)
    if (Option.isNone(port)) return undefined
    for (const part of intent.parts.values()) {
      const found = part.topology.ports.find((each) => each.id === id)
      if (found === undefined) continue
      const mtu = part.segments.find(({ network }) => network === found.network)?.mtu
      const base = { mac: found.mac, bridge: bridgeName, port: port.value }
      return NicBinding.cases.Ovs.make(mtu === undefined ? base : { ...base, mtu })
    }
    return undefined
  }

  return OverlayDriver.of({
    capabilities: OvnCapabilities.capabilities,
    unsupported: (intent) => OvnCapabilities.unsupported(intent, gatewayHosts),
    realise: (intent) => realise(intent),
    drift,
    settled,
    statuses,
    binding
  })
})

const rowsOf = <T extends Table.Any>(snapshot: NorthSnapshot, table: T): ReadonlyArray<Table.Row<T>> =>
  snapshot.all(watched[tables.indexOf(table)]!) as ReadonlyArray<Table.Row<T>>

/**
 * How the databases are reached, and the options of the driver.
 *
 * @since 0.1.0
 * @category models
 */
export interface LayerOptions extends Omit<Options, "northbound" | "southbound"> {
  readonly northbound: Omit<OvsdbClient.ClientOptions, "database">
  readonly southbound: Omit<OvsdbClient.ClientOptions, "database">
}

/**
 * The driver with clients of its own. Bind it to a constant.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = ({
  northbound,
  southbound,
  ...options
}: LayerOptions): Layer.Layer<OverlayDriver, OverlayDriverError> =>
  Layer.effect(
    OverlayDriver,
    Effect.gen(function* () {
      const connect = (database: string, to: Omit<OvsdbClient.ClientOptions, "database">) =>
        Effect.mapError(OvsdbClient.make({ ...to, database }), (error) => driverError("make", database, error))
      const north = yield* connect("OVN_Northbound", northbound)
      const south = yield* connect("OVN_Southbound", southbound)
      return yield* make({ ...options, northbound: north, southbound: south })
    })
  )
