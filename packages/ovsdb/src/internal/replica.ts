/**
 * A replica and its feed: the store behind it, its subscribers, and the monitor that it asks for.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { MonitorHandler, MonitorRequest, MonitorUpdate } from "../OvsdbConnection.ts"
import { OvsdbError } from "../OvsdbError.ts"
import type { AnyWatch, OvsdbReplica, Snapshot, Transaction } from "../OvsdbReplica.ts"
import type { Uuid } from "../Uuid.ts"
import { type RowChange, Store, type TableView } from "./store.ts"

/** Transactions that may wait for a subscriber. */
const waitingLimit = 1024

const rowsIn = (update: MonitorUpdate): number => {
  let count = 0
  for (const table of Object.values(update.tables)) count += Object.keys(table).length
  return count
}

const viewOf = (tables: (name: string) => TableView | undefined, transactionId: () => Uuid | undefined) => {
  const rows = (watch: AnyWatch) => tables(watch.name)?.rows
  const view: Snapshot<AnyWatch> = {
    get transactionId() {
      return transactionId()
    },
    get: (watch, uuid) => rows(watch)?.get(uuid),
    all: (watch) => [...(rows(watch)?.values() ?? [])],
    size: (watch) => rows(watch)?.size ?? 0,
    find: (index, key) => [...(tables(index.source.name)?.index(index).get(key)?.map.values() ?? [])]
  }
  return view
}

type Subscriber = Queue.Queue<Transaction<AnyWatch>, OvsdbError | Cause.Done>

/** What a client needs of a replica to keep it up to date. */
export interface Feed {
  readonly request: () => MonitorRequest
  readonly handler: (canceled: () => void) => MonitorHandler
  readonly end: () => void
}

/** A replica without rows, and the feed that fills it. `synced` is the replica's. */
export const make = <W extends AnyWatch>(
  database: string,
  watches: ReadonlyArray<W>,
  synced: Effect.Effect<void, OvsdbError>
): { readonly replica: OvsdbReplica<W>; readonly feed: Feed } => {
  const store = new Store(watches)
  const subscribers = new Set<Subscriber>()
  let transactionId: Uuid | undefined
  let ended = false
  const now = viewOf(
    (name) => store.table(name),
    () => transactionId
  )
  const freeze = (): Snapshot<AnyWatch> => {
    const tables = store.view()
    const id = transactionId
    return viewOf(
      (name) => tables.get(name),
      () => id
    )
  }

  const publish = (transaction: Transaction<AnyWatch>): void => {
    if (transaction.changes.length === 0 && transaction.cause === "update") return
    for (const queue of subscribers) {
      if (Queue.offerUnsafe(queue, transaction)) continue
      subscribers.delete(queue)
      const reason = {
        _tag: "LimitExceeded",
        what: "waiting transactions",
        asked: waitingLimit + 1,
        limit: waitingLimit
      } as const
      Queue.failCauseUnsafe(queue, Cause.fail(new OvsdbError({ operation: "changes", reason })))
    }
  }

  const take = (
    update: MonitorUpdate,
    cause: Transaction<W>["cause"],
    changes: ReadonlyArray<RowChange> | OvsdbError
  ): OvsdbError | undefined => {
    if (changes instanceof OvsdbError) {
      // What is here cannot be trusted as the base of differences any more.
      transactionId = undefined
      return changes
    }
    // A resumed monitor without news, and an update of a server that does not count, leave the id as it is.
    transactionId = update.transactionId ?? (cause === "reload" ? undefined : transactionId)
    publish({ transactionId, cause, rows: rowsIn(update), changes })
    return undefined
  }

  const feed: Feed = {
    request: () => ({
      database,
      tables: Object.fromEntries(watches.map(({ columns, name, where }) => [name, { columns, where }])),
      since: transactionId
    }),
    handler: (canceled) => ({
      loaded: (update, resumed) =>
        resumed ? take(update, "resume", store.update(update)) : take(update, "reload", store.reload(update)),
      updated: (update) => take(update, "update", store.update(update)),
      canceled
    }),
    end: () => {
      ended = true
      for (const queue of subscribers) Queue.endUnsafe(queue)
      subscribers.clear()
    }
  }

  const queued = Effect.acquireRelease(
    Effect.map(Queue.bounded<Transaction<AnyWatch>, OvsdbError | Cause.Done>(waitingLimit), (queue) => {
      if (ended) Queue.endUnsafe(queue)
      else subscribers.add(queue)
      return queue
    }),
    (queue) => {
      subscribers.delete(queue)
      return Queue.shutdown(queue)
    }
  )
  const changes = Stream.unwrap(Effect.map(queued, Stream.fromQueue))

  const waitFor = <A>(look: (snapshot: Snapshot<AnyWatch>) => A | undefined): Effect.Effect<A, OvsdbError> =>
    Effect.gen(function* () {
      const queue = yield* queued
      for (;;) {
        const found = look(now)
        if (found !== undefined) return found
        yield* Queue.takeAll(queue)
      }
    }).pipe(
      Effect.catchIf(Cause.isDone, () =>
        Effect.fail(new OvsdbError({ operation: "waitFor", reason: { _tag: "Closed", outcome: "none" } }))
      ),
      Effect.scoped
    )

  const replica: OvsdbReplica<AnyWatch> = {
    get: (watch, uuid) => Effect.sync(() => now.get(watch, uuid)),
    all: (watch) => Effect.sync(() => now.all(watch)),
    find: (by, key) => Effect.sync(() => now.find(by, key)),
    snapshot: Effect.sync(freeze),
    changes,
    subscribe: Effect.map(queued, (queue) => ({ snapshot: freeze(), changes: Stream.fromQueue(queue) })),
    waitFor,
    synced
  }
  // The rows have the types that the watches promise: they are decoded by the tables of the watches.
  return { replica, feed }
}
