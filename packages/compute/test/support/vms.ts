/** What the tests of `Vms` share: requests, an application over a world and a database, and what must always hold. */
import * as DiskSource from "@cloudwright/core/DiskSource"
import * as EventLog from "@cloudwright/core/EventLog"
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import * as NicBinding from "@cloudwright/core/NicBinding"
import * as Sqlite from "@cloudwright/core/Sqlite"
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as SqlClient from "effect/sql/SqlClient"
import { CloudInit } from "../../src/CloudInit.ts"
import { type Hypervisor, Hypervisors } from "../../src/Hypervisor.ts"
import { SeedImages } from "../../src/SeedImages.ts"
import * as SimulatedHypervisor from "../../src/SimulatedHypervisor.ts"
import { VirtualTime } from "../../src/testing/index.ts"
import { VmStatus } from "../../src/VmRecord.ts"
import type { CreateVm } from "../../src/VmRequest.ts"
import * as Vms from "../../src/Vms.ts"
import { isSettled, settle } from "../../src/VmState.ts"

export const host = HostRef.HostRef.make("kvm-1")
export const otherHost = HostRef.HostRef.make("kvm-2")
export const vmId = (last: number): Ids.VmId =>
  Ids.VmId.make(`019a0000-0000-7000-8000-${last.toString(16).padStart(12, "0")}`)
export const file = (path: string): DiskSource.DiskSource =>
  DiskSource.DiskSource.cases.File.make({ path: DiskSource.AbsolutePath.make(path), format: "qcow2" })
export const mac = (last: number): NicBinding.MacAddress =>
  NicBinding.MacAddress.make(`52:54:00:00:00:${last.toString(16).padStart(2, "0")}`)
export const binding = (last: number): NicBinding.NicBinding =>
  NicBinding.NicBinding.cases.User.make({ mac: mac(last) })

export const cloudInit = CloudInit.make({ users: [{ name: "debian", sudo: true }], packages: ["nginx"] })

export const request = (last = 1): CreateVm & Required<Pick<CreateVm, "id" | "cloudInit">> => ({
  id: vmId(last),
  host,
  name: `web-${last}`,
  labels: { app: "web" },
  disks: [file(`/images/root-${last}.qcow2`)],
  nics: [binding(last)],
  cloudInit
})

/** A world and a database: what outlives the application. */
export interface Setting {
  readonly world: SimulatedHypervisor.World
  readonly sql: SqlClient.SqlClient
  readonly control: SimulatedHypervisor.SimulatedHypervisor["Service"]
  /** What somebody else does to the first host. */
  readonly driver: Hypervisor
}

export const makeSetting = (
  options: Partial<SimulatedHypervisor.Options> = {}
): Effect.Effect<Setting, never, Scope.Scope> =>
  Effect.gen(function* () {
    const world = yield* SimulatedHypervisor.makeWorld({ seed: 7, hosts: [{ host }, { host: otherHost }], ...options })
    const database = yield* Effect.orDie(Layer.build(Layer.fresh(Sqlite.layerMemory)))
    const simulated = yield* Layer.build(Layer.fresh(SimulatedHypervisor.layerWorld(world)))
    return {
      world,
      sql: Context.get(database, SqlClient.SqlClient),
      control: Context.get(simulated, SimulatedHypervisor.SimulatedHypervisor),
      driver: yield* Effect.orDie(Context.get(simulated, Hypervisors).get(host))
    }
  })

export interface App {
  readonly vms: Vms.Vms["Service"]
}

/** One process of the application. It ends with the scope. */
export const startApp = (
  setting: Setting,
  options: {
    readonly follow?: boolean
    readonly killer?: Killer
    readonly images?: Layer.Layer<SeedImages>
    readonly wrap?: (hypervisor: Hypervisor) => Hypervisor
  } = {}
): Effect.Effect<App, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { killer } = options
    const hypervisors = Layer.effect(
      Hypervisors,
      Effect.map(Hypervisors, (all) => {
        const wrap = (one: Hypervisor) => {
          const wrapped = options.wrap?.(one) ?? one
          return killer === undefined ? wrapped : dieingHypervisor(killer, wrapped)
        }
        return Hypervisors.of({ hosts: all.hosts, get: (ref) => Effect.map(all.get(ref), wrap) })
      })
    ).pipe(Layer.provide(SimulatedHypervisor.layerWorld(setting.world)))
    const database = Layer.succeed(
      SqlClient.SqlClient,
      killer === undefined ? setting.sql : dieingDatabase(killer, setting.sql)
    )
    const layer = Vms.layerWith({ follow: options.follow ?? false }).pipe(
      Layer.provide([hypervisors, database, options.images ?? SeedImages.layerSimulated])
    )
    const context = yield* Effect.orDie(Layer.build(Layer.fresh(layer)))
    return { vms: Context.get(context, Vms.Vms) }
  })

/** Runs with one process of the application and its time going on by itself. */
export const withApp = <A, E>(
  setting: Setting,
  body: (vms: Vms.Vms["Service"]) => Effect.Effect<A, E, Scope.Scope>,
  options?: Parameters<typeof startApp>[1]
): Effect.Effect<A, E> =>
  VirtualTime.run(Effect.scoped(Effect.flatMap(startApp(setting, options), ({ vms }) => body(vms))))

/** Ends the process at its n-th point; counts the points it passed. */
export interface Killer {
  readonly at: number
  passed: number
  last: string
  readonly dead: Deferred.Deferred<void>
}

export const makeKiller = (at: number): Killer => ({ at, passed: 0, last: "", dead: Deferred.makeUnsafe() })

/** A dead process does nothing more, whatever it is about to do. */
const point = (killer: Killer, name: string): Effect.Effect<void> =>
  Effect.suspend(() => {
    killer.passed += 1
    killer.last = name
    return killer.passed < killer.at
      ? Effect.void
      : Effect.andThen(Deferred.succeed(killer.dead, undefined), Effect.never)
  })

const around = <A, E, R>(killer: Killer, name: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.gen(function* () {
    yield* point(killer, `before ${name}`)
    const exit = yield* Effect.exit(effect)
    yield* point(killer, `after ${name}`)
    return yield* exit
  })

const dieingHypervisor = (killer: Killer, hypervisor: Hypervisor): Hypervisor =>
  // Every member keeps its name and type; `fromEntries` forgets both.
  Object.fromEntries(
    Object.entries(hypervisor).map(([name, member]: [string, unknown]) => {
      if (name === "host" || name === "events") return [name, member]
      if (Effect.isEffect(member)) return [name, around(killer, name, member)]
      const method = member as (...args: ReadonlyArray<unknown>) => Effect.Effect<unknown, unknown>
      return [name, (...args: ReadonlyArray<unknown>) => around(killer, name, method(...args))]
    })
  ) as unknown as Hypervisor

const dieingDatabase = (killer: Killer, sql: SqlClient.SqlClient): SqlClient.SqlClient => {
  const withTransaction: SqlClient.SqlClient["withTransaction"] = (effect) =>
    around(killer, "transaction", sql.withTransaction(Effect.tap(effect, () => point(killer, "before commit"))))
  return new Proxy(sql, {
    get: (target, key) => (key === "withTransaction" ? withTransaction : Reflect.get(target, key))
  })
}

/** Runs a process until it ends or is killed; whether it was killed. */
export const runUntilKilled = <E>(
  setting: Setting,
  killer: Killer,
  body: (vms: Vms.Vms["Service"]) => Effect.Effect<unknown, E>
): Effect.Effect<boolean> =>
  VirtualTime.run(
    Effect.scoped(
      Effect.gen(function* () {
        const process = yield* Effect.forkChild(
          Effect.scoped(Effect.flatMap(startApp(setting, { killer }), ({ vms }) => Effect.exit(body(vms))))
        )
        const ended = yield* Effect.raceFirst(
          Effect.as(Fiber.await(process), false),
          Effect.as(Deferred.await(killer.dead), true)
        )
        yield* Fiber.interrupt(process)
        return ended
      })
    )
  )

const decodeStatus = Schema.decodeUnknownSync(VmStatus)

/** Every event of VMs, in order. */
export const events = (setting: Setting): Effect.Effect<ReadonlyArray<VmStatus>> =>
  Effect.scoped(
    Effect.gen(function* () {
      const context = yield* Layer.build(
        Layer.fresh(EventLog.EventLog.layer).pipe(Layer.provide(Layer.succeed(SqlClient.SqlClient, setting.sql)))
      )
      const page = yield* Context.get(context, EventLog.EventLog).read({ limit: 1000 })
      return page.events.filter((event) => event.subject.kind === "vm").map((event) => decodeStatus(event.payload))
    })
  ).pipe(Effect.orDie)

/**
 * What holds whenever nothing is under way: records match hosts, nothing is without a record, every record is as it
 * should be, and the event log tells each record's whole story.
 */
export const checkInvariants = (setting: Setting): Effect.Effect<void> =>
  Effect.gen(function* () {
    const truths = [yield* setting.control.truth(host), yield* setting.control.truth(otherHost)]
    const domains = truths.flatMap((truth) => truth.domains).filter((domain) => domain.managed)
    const seeds = truths.flatMap((truth) => truth.seeds)
    const { vms } = yield* withApp(setting, (service) => service.list({ limit: 1000 }))
    for (const domain of domains) {
      assert.isTrue(
        vms.some((record) => record.id === domain.id),
        `domain ${domain.name} has a record`
      )
    }
    for (const id of seeds) {
      const seed = vms.find((record) => record.id === id)?.desired.seed
      assert.isTrue(seed !== undefined && seed !== null, `seed ${id} belongs to a VM`)
    }
    const log = yield* events(setting)
    for (const record of vms) {
      assert.isTrue(isSettled(record.state), `${record.name} is settled: ${record.state}`)
      const domain =
        domains.find((candidate) => candidate.id === record.id) ?? assert.fail(`${record.name} has a domain`)
      assert.strictEqual(record.state, settle(domain), "the record is what is")
      const text = yield* withApp(setting, (service) => service.plan(record.id))
      assert.include(text, "nothing to do")
      const story = log.filter((status) => status.id === record.id)
      const born = story.findLastIndex((status) => status.state === "removed") + 1
      const generations = story.slice(born).map((status) => status.generation)
      assert.deepStrictEqual(
        generations,
        Array.from({ length: record.generation }, (_, index) => index + 1)
      )
      assert.strictEqual(story.at(-1)?.state, record.state)
    }
    const gone = new Set(log.map((status) => status.id).filter((id) => !vms.some((record) => record.id === id)))
    for (const id of gone) {
      assert.strictEqual(log.findLast((status) => status.id === id)?.state, "removed", "the log knows it is gone")
    }
  }).pipe(Effect.orDie)
