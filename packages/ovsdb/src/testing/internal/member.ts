/**
 * One server: its sessions, their requests, monitors and locks. Plain synchronous code; time and sockets are outside.
 *
 * Members of a cluster share their databases, so a transaction of one reaches the monitors of all.
 *
 * @since 0.1.0
 */
import { toJson } from "../../OvsdbSchema.ts"
import type { Json } from "../../OvsdbValue.ts"
import { fromString, isIdentifier, zero } from "../../Uuid.ts"
import { commit } from "./commit.ts"
import { type Datum, Refusal } from "./datum.ts"
import { transact, Unsatisfied } from "./execute.ts"
import { Locks } from "./locks.ts"
import { isArray, isObject } from "./members.ts"
import { changeConditions, changed, folded, initial, type Method, type Monitor, parseMonitor } from "./monitors.ts"
import { schema as serverSchema } from "./serverdatabase.ts"
import { type Committed, Store } from "./store.ts"

/** A client's connection. */
export interface Session {
  readonly send: (message: Json) => void
  readonly close: () => void
  /** By the JSON of their ids. */
  readonly monitors: Map<string, { readonly id: Json; readonly monitor: Monitor }>
  changeAware: boolean
}

/** A transaction whose `wait` is not satisfied yet. */
export interface Trigger {
  readonly member: Member
  readonly session: Session
  readonly id: Json
  readonly store: Store
  readonly operations: ReadonlyArray<Json>
  readonly createdMillis: number
  readonly timeoutMillis: number
}

/** What the members of a cluster share. A cluster of one is a standalone server. */
export interface Shared {
  readonly clustered: boolean
  readonly historyLimit: number
  readonly newUuid: () => string
  readonly stores: Map<string, Store>
  readonly members: Array<Member>
  triggers: ReadonlyArray<Trigger>
  leader: Member | undefined
}

const syntaxError = (details: string, syntax?: Json): Refusal => new Refusal("syntax error", details, syntax)
const one = (value: string | boolean): Datum => new Map([[value, null]])

/** One server. */
export class Member {
  readonly shared: Shared
  readonly id: string
  readonly sessions = new Set<Session>()
  readonly locks = new Locks<Session>()
  readonly #self: Store
  #connected = true

  constructor(shared: Shared) {
    this.shared = shared
    this.id = shared.newUuid()
    this.#self = new Store(serverSchema, shared.newUuid)
    shared.members.push(this)
  }

  /** Brings `_Server` up to date, and tells those who watch it. */
  describe(): void {
    const table = this.#self.tables.get("Database")
    if (table === undefined) return
    const { clustered, leader, stores } = this.shared
    const names = [...stores.keys(), "_Server"]
    const known = new Map(Array.from(table.rows.values(), (row) => [row.cells.get("name")?.keys().next().value, row]))
    for (const [name, row] of known) if (!names.includes(String(name))) table.set(row.uuid, undefined)
    for (const name of names) {
      const store = stores.get(name)
      const uuid = known.get(name)?.uuid ?? this.shared.newUuid()
      const cells = new Map<string, Datum>([
        ["name", one(name)],
        ["model", one(store !== undefined && clustered ? "clustered" : "standalone")],
        ["connected", one(store === undefined || this.#connected)],
        ["leader", one(store === undefined || !clustered || leader === this)],
        ["schema", one(JSON.stringify(toJson((store ?? this.#self).schema)))],
        ["cid", new Map()],
        ["sid", store !== undefined && clustered ? one(this.id) : new Map()],
        ["index", new Map()]
      ])
      const row = known.get(name)
      table.set(uuid, { uuid, version: uuid, cells: row === undefined ? cells : new Map([...row.cells, ...cells]) })
    }
    const committed = commit(this.#self)
    if (!(committed instanceof Refusal)) this.publish(this.#self, committed)
  }

  /** Whether this member says that it is connected to its cluster. */
  set connected(connected: boolean) {
    this.#connected = connected
    this.describe()
  }

  /** Tells the sessions that watch a database of a transaction. */
  publish(store: Store, committed: Committed): void {
    for (const session of this.sessions) {
      for (const { id, monitor } of session.monitors.values()) {
        const updates = monitor.store === store ? changed(monitor, committed.changes) : undefined
        if (updates !== undefined) session.send(this.#notification(id, monitor, updates))
      }
    }
  }

  #lastId(store: Store): string {
    return this.shared.clustered ? (store.history.at(-1)?.id ?? zero) : zero
  }

  #notification(id: Json, monitor: Monitor, updates: Json): Json {
    const { method, store } = monitor
    if (method === "monitor_cond_since")
      return { id: null, method: "update3", params: [id, this.#lastId(store), updates] }
    return { id: null, method: method === "monitor" ? "update" : "update2", params: [id, updates] }
  }

  /** Ends a session: its locks go to others, its transactions are forgotten. */
  leave(session: Session): void {
    this.sessions.delete(session)
    this.shared.triggers = this.shared.triggers.filter((trigger) => trigger.session !== session)
    for (const [lock, heir] of this.locks.leave(session)) heir.send({ id: null, method: "locked", params: [lock] })
  }

  /**
   * Takes a message of a session. What is left to do later is a transaction that waits; it is tried again after every other
   * transaction, and has to be when its time is over.
   */
  receive(session: Session, message: Json, nowMillis: number): Trigger | undefined {
    if (!isObject(message) || typeof message["method"] !== "string") return undefined
    const { id = null, method } = message
    const params = isArray(message["params"]) ? message["params"] : []
    if (id === null) {
      if (method === "cancel") this.#cancel(session, params[0] ?? null)
      return undefined
    }
    const answer =
      method === "transact" ? this.#transact(session, id, params, nowMillis) : this.#call(session, method, params)
    if (answer === undefined) return undefined
    if (isTrigger(answer)) return answer
    session.send(replyOf(id, answer))
    return undefined
  }

  #database(method: string, params: ReadonlyArray<Json>): Store | Refusal {
    const [name] = params
    if (typeof name !== "string") return syntaxError(`${method} request params must begin with <db-name>`, params)
    const store = name === "_Server" ? this.#self : this.shared.stores.get(name)
    return store ?? new Refusal("unknown database", `${method} request specifies unknown database ${name}`, params)
  }

  #transact(session: Session, id: Json, params: ReadonlyArray<Json>, nowMillis: number): Answer | Trigger | undefined {
    const store = this.#database("transact", params)
    if (store instanceof Refusal) return store
    const key = JSON.stringify(id)
    if (this.shared.triggers.some((trigger) => trigger.session === session && JSON.stringify(trigger.id) === key)) {
      return syntaxError("transact: duplicate request ID", params)
    }
    const operations = params.slice(1)
    const trigger = { member: this, session, id, store, operations, createdMillis: nowMillis, timeoutMillis: 0 }
    const pending = tryTransaction(this.shared, trigger, nowMillis)
    if (pending === undefined) return undefined
    this.shared.triggers = [...this.shared.triggers, pending]
    return pending
  }

  #cancel(session: Session, id: Json): void {
    const key = JSON.stringify(id)
    const found = this.shared.triggers.find(
      (trigger) => trigger.session === session && JSON.stringify(trigger.id) === key
    )
    if (found === undefined) return
    this.shared.triggers = this.shared.triggers.filter((trigger) => trigger !== found)
    // To a client that does not follow changes of databases, ovsdb-server answers nothing.
    if (session.changeAware) session.send({ id, result: null, error: "canceled" })
  }

  #call(session: Session, method: string, params: ReadonlyArray<Json>): Answer {
    switch (method) {
      case "echo":
        return { result: params }
      case "list_dbs":
        return { result: [...this.shared.stores.keys(), "_Server"] }
      case "get_server_id":
        return { result: this.id }
      case "get_schema": {
        const store = this.#database(method, params)
        return store instanceof Refusal ? store : { result: toJson(store.schema) as unknown as Json }
      }
      case "set_db_change_aware": {
        const [aware] = params
        if (typeof aware !== "boolean" || params.length !== 1) {
          return syntaxError(`${method}: true or false parameter expected`, params)
        }
        session.changeAware = aware
        return { result: {} }
      }
      case "monitor":
      case "monitor_cond":
      case "monitor_cond_since":
        return this.#monitor(session, method, params)
      case "monitor_cond_change":
        return this.#changeMonitor(session, params)
      case "monitor_cancel": {
        if (params.length !== 1) return { error: "invalid parameters" }
        const existed = session.monitors.delete(JSON.stringify(params[0]))
        return existed ? { result: {} } : { error: "unknown monitor" }
      }
      case "lock":
      case "steal":
      case "unlock":
        return this.#lock(session, method, params)
      default:
        return { error: "unknown method" }
    }
  }

  #lock(session: Session, method: "lock" | "steal" | "unlock", params: ReadonlyArray<Json>): Answer {
    const [lock] = params
    if (params.length !== 1 || typeof lock !== "string" || !isIdentifier(lock)) {
      return syntaxError(`${method} request params must be <id>`, params)
    }
    const claimed = this.locks.claimed(session, lock)
    if (method === "unlock") {
      if (!claimed) return syntaxError(`unlock: "unlock" without "lock" or "steal"`, params)
      this.locks.unlock(session, lock)?.send({ id: null, method: "locked", params: [lock] })
      return { result: {} }
    }
    if (claimed) return syntaxError(`must issue "unlock" before new "${method}"`, params)
    if (method === "lock") return { result: { locked: this.locks.lock(session, lock) } }
    this.locks.steal(session, lock)?.send({ id: null, method: "stolen", params: [lock] })
    return { result: { locked: true } }
  }

  #monitor(session: Session, method: Method, params: ReadonlyArray<Json>): Answer {
    const store = this.#database(method, params)
    if (store instanceof Refusal) return store
    const wanted = method === "monitor" ? 3 : method === "monitor_cond" ? 3 : 4
    if (params.length !== wanted) return syntaxError("invalid parameters", params)
    const [, id = null, requests, since] = params
    const key = JSON.stringify(id)
    if (session.monitors.has(key)) return syntaxError("duplicate monitor ID", id)
    const monitor = parseMonitor(store, method, requests)
    if (monitor instanceof Refusal) return monitor
    const last = method === "monitor_cond_since" ? fromString(typeof since === "string" ? since : "") : zero
    if (last === undefined) return syntaxError("last-txn-id must be UUID format.", since)
    session.monitors.set(key, { id, monitor })
    if (method !== "monitor_cond_since") return { result: initial(monitor) }
    const at = this.shared.clustered ? store.history.findIndex((each) => each.id === last) : -1
    const found = last !== zero && at >= 0
    const updates = found ? (changed(monitor, folded(store.history.slice(at + 1))) ?? {}) : initial(monitor)
    return { result: [found, this.#lastId(store), updates] }
  }

  #changeMonitor(session: Session, params: ReadonlyArray<Json>): Answer {
    if (params.length !== 3) return syntaxError("invalid parameters", params)
    const [id = null, newId = null, requests] = params
    const held = session.monitors.get(JSON.stringify(id))
    if (held === undefined || held.monitor.method === "monitor") return syntaxError("unknown monitor session", id)
    const key = JSON.stringify(newId)
    if (key !== JSON.stringify(id) && session.monitors.has(key)) return syntaxError("duplicate monitor ID", newId)
    const updates = changeConditions(held.monitor, requests)
    if (updates instanceof Refusal) return updates
    session.monitors.delete(JSON.stringify(id))
    session.monitors.set(key, { id: newId, monitor: held.monitor })
    if (updates !== undefined) session.send(this.#notification(newId, held.monitor, updates))
    return { result: {} }
  }

  /** Ends what sessions do with a database that goes: by a word to those that follow such changes, else by the connection. */
  forget(store: Store): void {
    for (const session of this.sessions) {
      if (!session.changeAware) {
        session.close()
        continue
      }
      for (const [key, { id, monitor }] of session.monitors) {
        if (monitor.store !== store) continue
        session.monitors.delete(key)
        session.send({ id: null, method: "monitor_canceled", params: [id] })
      }
    }
  }
}

/** What a request is answered with. */
type Answer = Refusal | { readonly result: Json } | { readonly error: Json }

const isTrigger = (answer: Answer | Trigger): answer is Trigger => "member" in answer

const replyOf = (id: Json, answer: Answer): Json => {
  if (answer instanceof Refusal) return { id, result: null, error: answer.json }
  return "error" in answer ? { id, result: null, error: answer.error } : { id, result: answer.result, error: null }
}

/** Tries a transaction; it is answered, or comes back to be tried again. */
const tryTransaction = (shared: Shared, trigger: Trigger, nowMillis: number): Trigger | undefined => {
  const { createdMillis, id, member, operations, session, store } = trigger
  const outcome = transact(store, operations, {
    elapsedMillis: nowMillis - createdMillis,
    ownsLock: (lock) => member.locks.owns(session, lock)
  })
  if (outcome instanceof Unsatisfied) return { ...trigger, timeoutMillis: outcome.timeoutMillis }
  if (outcome.committed !== undefined) {
    store.history.push(outcome.committed)
    if (store.history.length > shared.historyLimit) store.history.shift()
    for (const each of shared.members) each.publish(store, outcome.committed)
  }
  session.send({ id, result: outcome.results, error: null })
  if (outcome.committed !== undefined) retry(shared, nowMillis)
  return undefined
}

/** Tries all waiting transactions again, oldest first. */
export const retry = (shared: Shared, nowMillis: number): void => {
  for (const trigger of shared.triggers) {
    if (!shared.triggers.includes(trigger)) continue
    shared.triggers = shared.triggers.filter((each) => each !== trigger)
    const pending = tryTransaction(shared, trigger, nowMillis)
    if (pending !== undefined) shared.triggers = [...shared.triggers, trigger]
  }
}
