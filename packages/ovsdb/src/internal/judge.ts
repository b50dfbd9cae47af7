/**
 * Whether a server is one to stay with, by what it says of its database in `_Server` (ovsdb-server(5)).
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { MonitorUpdate, OvsdbConnection } from "../OvsdbConnection.ts"
import { OvsdbError } from "../OvsdbError.ts"
import type { Uuid } from "../Uuid.ts"
import { Database, type ServedDatabase } from "./serverdb.ts"
import { type Row, Store } from "./store.ts"
import { isRefusal } from "./wire.ts"

const source = { table: Database, columns: ["name", "model", "connected", "leader", "schema", "cid", "index"] }

/** Judges one server after the other, and remembers how far the cluster had got. */
export class Judge {
  readonly #database: string
  readonly #server: "leader" | "any"
  #cluster: Uuid | undefined
  #index = 0

  constructor(database: string, server: "leader" | "any") {
    this.#database = database
    this.#server = server
  }

  /** Whether the servers have turned out to be the members of a cluster. */
  get isCluster(): boolean {
    return this.#cluster !== undefined
  }

  /**
   * Fails when the server is unfit, and calls `dismiss` when it becomes so later. A server without `_Server` cannot be in a
   * cluster: it must only have the database.
   */
  watch(
    connection: OvsdbConnection,
    dismiss: (because: OvsdbError) => void
  ): Effect.Effect<void, OvsdbError, Scope.Scope> {
    const store = new Store([source])
    const where = [["name", "==", this.#database]] as const
    let unfit: OvsdbError | undefined
    const look = (changes: ReturnType<Store["update"]>): OvsdbError | undefined => {
      if (changes instanceof OvsdbError) return changes
      const [row] = store.table(Database.name)?.rows.values() ?? []
      unfit = this.#judge(row, connection.address)
      return undefined
    }
    const request = { database: "_Server", tables: { Database: { columns: source.columns, where } } }
    const monitored = connection.monitor(request, {
      loaded: (update: MonitorUpdate) => look(store.reload(update)),
      updated: (update: MonitorUpdate) => {
        const broken = look(store.update(update))
        if (unfit !== undefined) dismiss(unfit)
        return broken
      },
      canceled: () => undefined
    })
    return monitored.pipe(
      Effect.flatMap(() => (unfit === undefined ? Effect.void : Effect.fail(unfit))),
      Effect.catchIf(
        (error) => error !== unfit && isRefusal(error),
        () =>
          Effect.flatMap(connection.listDatabases, (names) =>
            names.includes(this.#database) ? Effect.void : Effect.fail(this.#unknown(connection.address))
          )
      )
    )
  }

  #unknown(address: string): OvsdbError {
    const details = `${address} has no database ${this.#database}`
    return new OvsdbError({
      operation: "connect",
      reason: { _tag: "UnknownDatabase", error: "unknown database", details }
    })
  }

  #judge(row: Row | undefined, address: string): OvsdbError | undefined {
    if (row === undefined) return this.#unknown(address)
    // The table is chosen by what the server has, so its row's type is known here only.
    const { cid, connected, index = 0, leader, model, schema } = row as unknown as ServedDatabase
    const unavailable = (why: string) =>
      new OvsdbError({
        operation: "connect",
        reason: { _tag: "DatabaseNotAvailable", error: "database not available", details: `${address} ${why}` }
      })
    if (model === "standalone") return undefined
    if (schema === undefined) return unavailable("has not joined its cluster")
    if (!connected) return unavailable("is cut off from its cluster")
    if (this.#server === "leader" && !leader) {
      const details = `${address} is not the leader`
      return new OvsdbError({ operation: "connect", reason: { _tag: "NotLeader", error: "not leader", details } })
    }
    if (cid !== undefined && this.#cluster !== undefined && cid !== this.#cluster) {
      return unavailable(`belongs to another cluster, ${cid}`)
    }
    if (index < this.#index) return unavailable(`has not caught up: ${index} of ${this.#index} log entries`)
    this.#cluster = cid
    this.#index = index
    return undefined
  }
}
