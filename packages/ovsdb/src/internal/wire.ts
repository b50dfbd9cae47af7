/**
 * The methods of RFC 7047 section 4 and of ovsdb-server(7) on one session: parameters, results, and the routing of
 * notifications to monitors and locks.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Operation from "../Operation.ts"
import type { MonitorHandler, MonitorRequest, MonitorUpdate } from "../OvsdbConnection.ts"
import { OvsdbError } from "../OvsdbError.ts"
import * as OvsdbSchema from "../OvsdbSchema.ts"
import type { Json } from "../OvsdbValue.ts"
import * as Uuid from "../Uuid.ts"
import type { Session } from "./session.ts"
import { Database as ServerDatabase } from "./serverdb.ts"
import { TimeLimit } from "./timelimit.ts"

type Read<A> = (result: unknown) => Result.Result<A, OvsdbError>

type Tables = MonitorUpdate["tables"]

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isTables = (value: unknown): value is Tables => isObject(value) && Object.values(value).every(isObject)

const broken = (operation: string, detail: string): OvsdbError =>
  new OvsdbError({ operation, reason: { _tag: "Protocol", detail, outcome: "none" } })

const isStrings = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) && value.every((member) => typeof member === "string")

/** Whether the server answered, and refused. */
export const isRefusal = (error: OvsdbError): boolean => "error" in error.reason

const anything: Read<Json> = (result) => Result.succeed(result as Json)

/** Names of what changes the database. */
const changing = new Set(["insert", "update", "mutate", "delete"])

/** The ways to monitor, the best one first. */
const methods = ["monitor_cond_since", "monitor_cond", "monitor"] as const

type Method = (typeof methods)[number]

const monitorParams = (
  method: Method,
  id: number,
  { database, since, tables }: MonitorRequest
): ReadonlyArray<Json> => {
  const requests = Object.fromEntries(
    Object.entries(tables).map(([name, { columns, where }]) => [
      name,
      method === "monitor" ? { columns } : [{ columns, ...(where === undefined ? {} : { where }) }]
    ])
  )
  return [database, id, requests, ...(method === "monitor_cond_since" ? [since ?? Uuid.zero] : [])]
}

/** The zero id stands for none: a standalone server counts no transactions. */
const transactionId = (value: unknown): Uuid.Uuid | undefined =>
  typeof value === "string" && value !== Uuid.zero ? Uuid.fromString(value) : undefined

/** Requests on a session. */
export class Wire {
  readonly #session: Session
  readonly #limit: number
  readonly #monitors = new Map<number, MonitorHandler>()
  readonly #locks = new Map<string, (held: boolean) => void>()
  /** Databases whose transactions are committed at once or not at all. */
  readonly #standalone = new Set<string>()
  #monitorId = 0
  #method = 0

  constructor(session: Session, limit: number) {
    this.#session = session
    this.#limit = limit
    session.onNotification = (method, params) => this.#notified(method, params)
  }

  request<A>(
    method: string,
    params: ReadonlyArray<Json>,
    read: Read<A>,
    options?: { readonly changes: boolean; readonly cancelIsFinal: boolean }
  ): Effect.Effect<A, OvsdbError> {
    return Effect.withFiber((fiber) => {
      const limit = Context.get(fiber.context, TimeLimit) ?? this.#limit
      const { cancelIsFinal = false, changes = false } = options ?? {}
      return this.#session.call(params, { method, limit, changes, cancelIsFinal, read })
    })
  }

  /** Tells the server that we know how to be told of its databases, and learns what kinds of databases it has. */
  readonly open: Effect.Effect<void, OvsdbError> = Effect.suspend(() => {
    // Without it a server closes every connection when one of its databases comes or goes, and never says so.
    const aware = this.call("set_db_change_aware", [true])
    const kinds = this.transact("_Server", [Operation.select(ServerDatabase, [], ["name", "model"])])
    const learn = Effect.map(kinds, ([rows]) => {
      for (const { model, name } of rows) if (model === "standalone") this.#standalone.add(name)
    })
    // Servers from before Open vSwitch 2.9 know neither.
    return Effect.forEach([aware, learn], (one) => Effect.catchIf(one, isRefusal, () => Effect.void), { discard: true })
  })

  readonly call = (method: string, params: ReadonlyArray<Json>) =>
    this.request(method, params, anything, { changes: true, cancelIsFinal: false })

  readonly echo = Effect.asVoid(Effect.suspend(() => this.request("echo", [], anything)))

  readonly listDatabases = Effect.suspend(() =>
    this.request("list_dbs", [], (result) =>
      isStrings(result) ? Result.succeed(result) : Result.fail(broken("list_dbs", "the result is no list of names"))
    )
  )

  readonly serverId = Effect.suspend(() =>
    this.request("get_server_id", [], (result) => {
      const uuid = typeof result === "string" ? Uuid.fromString(result) : undefined
      return uuid === undefined ? Result.fail(broken("get_server_id", "the result is no UUID")) : Result.succeed(uuid)
    })
  )

  readonly getSchema = (database: string) => this.request("get_schema", [database], OvsdbSchema.fromJson)

  readonly transact = <const Operations extends ReadonlyArray<Operation.Operation>>(
    database: string,
    operations: Operations
  ): Effect.Effect<Operation.Results<Operations>, OvsdbError> => {
    const encoded = Operation.encode(operations)
    if (Result.isFailure(encoded)) return Effect.fail(encoded.failure)
    const changes = operations.some(({ op }) => changing.has(op))
    return this.request(
      "transact",
      [database, ...encoded.success],
      (result) => Operation.decodeResults(operations, result as Json),
      { changes, cancelIsFinal: this.#standalone.has(database) }
    )
  }

  readonly monitor = (
    request: MonitorRequest,
    handler: MonitorHandler
  ): Effect.Effect<void, OvsdbError, Scope.Scope> => {
    const id = ++this.#monitorId
    // Not waited for: a server that hangs must not hold up the end of a scope.
    const leave = Effect.sync(() => {
      this.#monitors.delete(id)
      this.#session.post("monitor_cancel", [id], this.#limit)
    })
    const acquire = Effect.suspend(() => this.#monitor(id, request, handler)).pipe(Effect.onError(() => leave))
    return Effect.acquireRelease(acquire, () => leave, { interruptible: true })
  }

  #monitor(id: number, request: MonitorRequest, handler: MonitorHandler): Effect.Effect<void, OvsdbError> {
    const method = methods[this.#method] ?? "monitor"
    if (method === "monitor" && Object.values(request.tables).some(({ where }) => where !== undefined)) {
      const details = "the server has no conditional monitors (Open vSwitch 2.6 or later has them)"
      return Effect.fail(
        new OvsdbError({ operation: "monitor", reason: { _tag: "NotSupported", error: "not supported", details } })
      )
    }
    const read: Read<void> = (result) => {
      const [found, last, tables] =
        method === "monitor_cond_since" && Array.isArray(result) ? result : [false, "", result]
      if (!isTables(tables) || typeof found !== "boolean")
        return Result.fail(broken(method, "the result holds no tables"))
      const update = { differences: method !== "monitor", transactionId: transactionId(last), tables }
      const problem = handler.loaded(update, found)
      if (problem !== undefined) return Result.fail(problem)
      this.#monitors.set(id, handler)
      return Result.void
    }
    return this.request(method, monitorParams(method, id, request), read).pipe(
      Effect.catchIf(
        ({ reason }) => reason._tag === "UnknownMethod" && method !== "monitor",
        () => {
          this.#method = Math.max(this.#method, methods.indexOf(method) + 1)
          return this.#monitor(id, request, handler)
        }
      )
    )
  }

  readonly lock = (
    name: string,
    options: { readonly steal?: boolean | undefined; readonly onChange: (held: boolean) => void }
  ): Effect.Effect<boolean, OvsdbError, Scope.Scope> => {
    const method = options.steal === true ? "steal" : "lock"
    const leave = Effect.sync(() => {
      this.#locks.delete(name)
      this.#session.post("unlock", [name], this.#limit)
    })
    const read: Read<boolean> = (result) => {
      const held = isObject(result) ? result["locked"] : undefined
      if (typeof held !== "boolean") return Result.fail(broken(method, "the result does not say whether it is locked"))
      if (held) options.onChange(true)
      return Result.succeed(held)
    }
    const acquire = Effect.suspend(() => {
      if (this.#locks.has(name)) {
        const details = `this connection already asks for the lock ${name}`
        return Effect.fail(
          new OvsdbError({ operation: method, reason: { _tag: "NotAllowed", error: "not allowed", details } })
        )
      }
      this.#locks.set(name, options.onChange)
      return this.request(method, [name], read).pipe(Effect.onError(() => leave))
    })
    return Effect.acquireRelease(acquire, () => leave, { interruptible: true })
  }

  #notified(method: string, params: ReadonlyArray<unknown>): OvsdbError | string | undefined {
    switch (method) {
      case "update":
      case "update2":
      case "update3": {
        const [id, ...rest] = params
        const tables = rest.at(-1)
        // Updates may cross with our cancellation.
        const handler = typeof id === "number" ? this.#monitors.get(id) : undefined
        if (handler === undefined) return this.#isOurs(id) ? undefined : `an update of monitor ${JSON.stringify(id)}`
        if (!isTables(tables)) return `malformed ${method}`
        const last = method === "update3" ? transactionId(rest[0]) : undefined
        return handler.updated({ differences: method !== "update", transactionId: last, tables })
      }
      case "monitor_canceled": {
        const [id] = params
        const handler = typeof id === "number" ? this.#monitors.get(id) : undefined
        if (handler === undefined) return this.#isOurs(id) ? undefined : `monitor ${JSON.stringify(id)} is unknown`
        this.#monitors.delete(id as number)
        handler.canceled()
        return undefined
      }
      case "locked":
      case "stolen": {
        const [name] = params
        if (typeof name === "string") this.#locks.get(name)?.(method === "locked")
        return undefined
      }
      default:
        // What later versions of the protocol may tell is for those who asked for it.
        return undefined
    }
  }

  #isOurs(id: unknown): boolean {
    return typeof id === "number" && Number.isInteger(id) && id > 0 && id <= this.#monitorId
  }
}
