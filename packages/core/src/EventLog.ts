/**
 * The event log: what happened, in one append-only table beside the state it belongs to.
 *
 * - {@link EventLog} `append` joins the transaction of the caller: the events are there exactly if the change they
 *   tell of is. Append last in a transaction: from then on until it ends, other transactions wait to append.
 * - Positions are 1, 2, 3, … without gaps, in the order of the commits. The appending transaction keeps the count locked
 *   (a row on PostgreSQL, the file on SQLite), so a reader that saw position 12 has seen 11. (A plain sequence lets 12
 *   become visible before 11, and a reader that goes on from 12 never learns of 11.)
 * - `read` gives pages, `stream` goes on live: it looks again when this process has appended, and every second for
 *   the other processes. Whatever wakes it, it reads from the position it has reached.
 * - A reader names the event types it knows; anything else, also a newer version, comes out as `Unknown`.
 *
 * Limits: payload 64 KiB of JSON, 1000 events per append, 1000 per page, names 200 characters. Nothing is ever
 * removed by this module. `time` is the clock of the process that appended; the position is the order.
 *
 * `SqlClient` and `SqlError` are unstable types of Effect.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import * as table from "./internal/eventlogTable.ts"
import type * as Migrations from "./Migrations.ts"

/**
 * Most bytes (UTF-8) of one payload as JSON.
 *
 * @category constants
 * @since 0.1.0
 */
export const payloadBytesMax = 65_536

/**
 * Most events of one `append`.
 *
 * @category constants
 * @since 0.1.0
 */
export const appendEventsMax = 1000

/**
 * Most events of one page.
 *
 * @category constants
 * @since 0.1.0
 */
export const pageEventsMax = 1000

/**
 * Most characters of a subject's kind and id, a type, an actor and a correlation.
 *
 * @category constants
 * @since 0.1.0
 */
export const nameLengthMax = 200

/**
 * The place of an event in the log. The first is 1; 0 is before the first.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Position = Schema.Natural.pipe(Schema.brand("EventPosition"))

/**
 * The place of an event in the log. The first is 1; 0 is before the first.
 *
 * @category models
 * @since 0.1.0
 */
export type Position = typeof Position.Type

/**
 * The position to go on reading from after an event.
 *
 * @category getters
 * @since 0.1.0
 */
export const after = (position: Position): Position => Position.make(position + 1)

/**
 * What an event is about: a kind of thing and its id, for example `vm` and a VM's id. No control characters.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Subject = Schema.Struct({ kind: Schema.String, id: Schema.String })

/**
 * What an event is about.
 *
 * @category models
 * @since 0.1.0
 */
export type Subject = typeof Subject.Type

/**
 * An event as stored: `payload` is the JSON value, not yet decoded. `actor` says who caused it, `correlation` what
 * belongs together (a request, a workflow).
 *
 * @category schemas
 * @since 0.1.0
 */
export const EventRecord = Schema.Struct({
  position: Position,
  time: Schema.DateTimeUtcFromString,
  subject: Subject,
  type: Schema.String,
  version: Schema.Int,
  payload: Schema.Unknown,
  actor: Schema.NullOr(Schema.String),
  correlation: Schema.NullOr(Schema.String)
})

/**
 * An event as stored.
 *
 * @category models
 * @since 0.1.0
 */
export type EventRecord = typeof EventRecord.Type

/**
 * A payload whose JSON is over {@link payloadBytesMax}. Keep large things elsewhere and log their id.
 *
 * @category errors
 * @since 0.1.0
 */
export class PayloadTooLarge extends Schema.TaggedError<PayloadTooLarge>("@cloudwright/core/EventLog/PayloadTooLarge")(
  "PayloadTooLarge",
  { type: Schema.String, bytes: Schema.Int, limit: Schema.Int }
) {
  /**
   * One line for the programmer.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `payload of ${this.type} has ${this.bytes} bytes, the limit is ${this.limit}`
  }
}

/**
 * A payload that does not fit its schema: while appending, or (with its position) while decoding.
 *
 * @category errors
 * @since 0.1.0
 */
export class PayloadInvalid extends Schema.TaggedError<PayloadInvalid>("@cloudwright/core/EventLog/PayloadInvalid")(
  "PayloadInvalid",
  { type: Schema.String, version: Schema.Int, position: Schema.NullOr(Position), problem: Schema.String }
) {
  /**
   * One line for the programmer.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `payload of ${this.type} version ${this.version}${this.position === null ? "" : ` at ${this.position}`}: ${this.problem}`
  }
}

/**
 * A kind, id, type, actor or correlation that is empty, over {@link nameLengthMax} characters, or contains control
 * characters or half a character.
 *
 * @category errors
 * @since 0.1.0
 */
export class NameInvalid extends Schema.TaggedError<NameInvalid>("@cloudwright/core/EventLog/NameInvalid")(
  "NameInvalid",
  { field: Schema.Literals(["subject.kind", "subject.id", "type", "actor", "correlation"]), value: Schema.String }
) {
  /**
   * One line for the programmer.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `${this.field} cannot be ${JSON.stringify(this.value.slice(0, nameLengthMax))}`
  }
}

/**
 * More events were given to one append, or asked for in one page, than the limit (or less than one).
 *
 * @category errors
 * @since 0.1.0
 */
export class CountInvalid extends Schema.TaggedError<CountInvalid>("@cloudwright/core/EventLog/CountInvalid")(
  "CountInvalid",
  { what: Schema.Literals(["append", "page"]), asked: Schema.Finite, limit: Schema.Int }
) {
  /**
   * One line for the programmer.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `${this.what} of ${this.asked} events, the limit is ${this.limit}`
  }
}

/**
 * Why the log refused. Nothing was written, and no retry helps; what the database itself says comes as `SqlError`.
 *
 * @category errors
 * @since 0.1.0
 */
export class EventLogError extends Schema.TaggedError<EventLogError>("@cloudwright/core/EventLogError")(
  "EventLogError",
  { reason: Schema.Union([PayloadTooLarge, PayloadInvalid, NameInvalid, CountInvalid]) }
) {
  /**
   * The message of the reason.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return this.reason.message
  }
}

/**
 * A kind of event, whatever its payload.
 *
 * @category models
 * @since 0.1.0
 */
export interface AnyDefinition {
  readonly type: string
  readonly version: number
  readonly subject: string
  readonly payload: Schema.Codec<unknown, unknown>
}

/**
 * A kind of event: its name, the version of its payload, the kind of its subject and the schema of its payload. The
 * payload is stored in the schema's JSON form, so dates, big integers and the like need no schema of their own for it.
 * A changed payload gets a new version; a reader that understands both lists both definitions.
 *
 * @category models
 * @since 0.1.0
 */
export interface Definition<Type extends string, Payload> extends AnyDefinition {
  readonly type: Type
  readonly payload: Schema.Codec<Payload, unknown>
  /** An event to append. Checked and encoded by `append`. */
  readonly make: (event: {
    readonly subject: string
    readonly payload: Payload
    readonly actor?: string | undefined
    readonly correlation?: string | undefined
  }) => NewEvent
}

/**
 * An event to append, made by a {@link Definition}.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewEvent {
  readonly definition: AnyDefinition
  readonly subject: Subject
  readonly payload: unknown
  readonly actor: string | undefined
  readonly correlation: string | undefined
}

/**
 * Defines a kind of event.
 *
 * ```ts
 * const VmStarted = EventLog.define({ type: "VmStarted", subject: "vm", payload: Schema.Struct({ host: Schema.String }) })
 * const append = log.append([VmStarted.make({ subject: vm.id, payload: { host: "kvm-1" } })])
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const define = <const Type extends string, Payload, Encoded>(options: {
  readonly type: Type
  /** The kind of its subject. */
  readonly subject: string
  readonly payload: Schema.Codec<Payload, Encoded>
  /** Version of the payload. Default 1. */
  readonly version?: number | undefined
}): Definition<Type, Payload> => {
  const definition: Definition<Type, Payload> = {
    type: options.type,
    version: options.version ?? 1,
    subject: options.subject,
    payload: Schema.toCodecJson(options.payload),
    make: (event) => ({
      definition,
      subject: { kind: options.subject, id: event.subject },
      payload: event.payload,
      actor: event.actor,
      correlation: event.correlation
    })
  }
  return definition
}

/**
 * A decoded event, or one of a type or version that the reader does not know.
 *
 * @category models
 * @since 0.1.0
 */
export type Decoded<D extends AnyDefinition> =
  | (D extends Definition<infer Type, infer Payload>
      ? {
          readonly _tag: "Known"
          readonly type: Type
          readonly version: number
          readonly payload: Payload
          readonly record: EventRecord
        }
      : never)
  | { readonly _tag: "Unknown"; readonly record: EventRecord }

/**
 * Makes a decoder for the kinds of event that a reader knows. Unknown ones are not an error: a newer release may
 * write to the same log.
 *
 * @category codecs
 * @since 0.1.0
 */
export const decoder = <const D extends ReadonlyArray<AnyDefinition>>(
  definitions: D
): ((record: EventRecord) => Effect.Effect<Decoded<D[number]>, EventLogError>) => {
  const known = new Map(
    definitions.map((definition) => [
      JSON.stringify([definition.type, definition.version]),
      Schema.decodeUnknownEffect(definition.payload)
    ])
  )
  return (record) => {
    const decode = known.get(JSON.stringify([record.type, record.version]))
    if (decode === undefined) return Effect.succeed<Decoded<D[number]>>({ _tag: "Unknown", record })
    return Effect.mapBoth(decode(record.payload), {
      onSuccess: (payload) =>
        ({ _tag: "Known", type: record.type, version: record.version, payload, record }) as Decoded<D[number]>,
      onFailure: (error) => invalid(record.type, record.version, record.position, error.message)
    })
  }
}

const invalid = (type: string, version: number, position: Position | null, problem: string): EventLogError =>
  new EventLogError({ reason: new PayloadInvalid({ type, version, position, problem }) })

/**
 * A page of the log: events in the order of their positions, and where the next page starts.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  readonly events: ReadonlyArray<EventRecord>
  readonly next: Position
}

/**
 * Which events: from a position on (that one included; default: all), about one subject or any.
 *
 * @category models
 * @since 0.1.0
 */
export interface Selection {
  readonly from?: Position | undefined
  readonly subject?: Subject | undefined
}

/**
 * The event log.
 *
 * @category services
 * @since 0.1.0
 */
export class EventLog extends Context.Service<
  EventLog,
  {
    /**
     * Appends all events or none, in the caller's transaction if there is one, and returns their positions in order.
     * The positions are final only when that transaction commits.
     */
    readonly append: (
      events: ReadonlyArray<NewEvent>
    ) => Effect.Effect<ReadonlyArray<Position>, EventLogError | SqlError>
    /** One page, at most `limit` (default 100, at most 1000) events. Fewer mean that the end was reached. */
    readonly read: (
      options?: Selection & { readonly limit?: number | undefined }
    ) => Effect.Effect<Page, EventLogError | SqlError>
    /**
     * All events from a position on, then new ones as they are committed; never ends. After a failure go on from
     * `after(position)` of the last event handled. Do not run it inside a transaction, which it would hold open.
     */
    readonly stream: (options?: Selection) => Stream.Stream<EventRecord, EventLogError | SqlError>
    /** The newest position; 0 when the log is empty. */
    readonly last: Effect.Effect<Position, SqlError>
  }
>()("@cloudwright/core/EventLog") {
  /**
   * The log in the tables `event_log` and `event_log_head` (on SQLite a view) of the `SqlClient`, which it creates. Looks for events of
   * other processes every second.
   */
  static readonly layer: Layer.Layer<EventLog, SqlError | Migrations.MigrationsError, SqlClient.SqlClient> =
    Layer.suspend(() => layerWith({ pollInterval: "1 second" }))
}

/**
 * {@link EventLog.layer} with another interval between two looks for events of other processes.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerWith = (options: {
  readonly pollInterval: Duration.Input
}): Layer.Layer<EventLog, SqlError | Migrations.MigrationsError, SqlClient.SqlClient> =>
  Layer.effect(EventLog, make(Duration.fromInputUnsafe(options.pollInterval))).pipe(Layer.provide(table.migrations))

const namePattern = /^[^\p{Cc}\p{Cs}]+$/u

const isName = (value: string): boolean => value.length <= nameLengthMax && namePattern.test(value)

const checkNames = ({ actor, correlation, definition, subject }: NewEvent): EventLogError | undefined => {
  const bad = (field: NameInvalid["field"], value: string) =>
    new EventLogError({ reason: new NameInvalid({ field, value }) })
  if (!isName(subject.kind)) return bad("subject.kind", subject.kind)
  if (!isName(subject.id)) return bad("subject.id", subject.id)
  if (!isName(definition.type)) return bad("type", definition.type)
  if (actor !== undefined && !isName(actor)) return bad("actor", actor)
  if (correlation !== undefined && !isName(correlation)) return bad("correlation", correlation)
  return undefined
}

type Encoder = (payload: unknown) => Effect.Effect<string, Schema.SchemaError>

// Making an encoder takes longer than using it.
const encoders = new WeakMap<AnyDefinition, Encoder>()

const encoderOf = (definition: AnyDefinition): Encoder => {
  const known = encoders.get(definition)
  if (known !== undefined) return known
  const encoder = Schema.encodeUnknownEffect(Schema.fromJsonString(definition.payload))
  encoders.set(definition, encoder)
  return encoder
}

const encode = (event: NewEvent): Effect.Effect<table.Row, EventLogError> => {
  const { type, version } = event.definition
  const wrong = checkNames(event)
  if (wrong !== undefined) return Effect.fail(wrong)
  return Effect.matchEffect(encoderOf(event.definition)(event.payload), {
    onFailure: (error) => Effect.fail(invalid(type, version, null, error.message)),
    onSuccess: (payload) => {
      const bytes = Buffer.byteLength(payload)
      if (bytes > payloadBytesMax) {
        return Effect.fail(new EventLogError({ reason: new PayloadTooLarge({ type, bytes, limit: payloadBytesMax }) }))
      }
      return Effect.succeed({
        subject_kind: event.subject.kind,
        subject_id: event.subject.id,
        type,
        version,
        actor: event.actor ?? null,
        correlation: event.correlation ?? null,
        payload
      })
    }
  })
}

const decodeJson = Schema.decodeEffect(Schema.fromJsonString(Schema.Unknown))

const toRecord = (row: table.StoredRow): Effect.Effect<EventRecord, EventLogError> => {
  const position = Position.make(Number(row.position))
  const version = Number(row.version)
  return Effect.mapBoth(decodeJson(row.payload), {
    onSuccess: (payload) => ({
      position,
      time: DateTime.makeUnsafe(Number(row.time)),
      subject: { kind: row.subject_kind, id: row.subject_id },
      type: row.type,
      version,
      payload,
      actor: row.actor,
      correlation: row.correlation
    }),
    onFailure: (error) => invalid(row.type, version, position, error.message)
  })
}

const make = Effect.fnUntraced(function* (pollInterval: Duration.Duration) {
  const sql = yield* SqlClient.SqlClient
  const store = table.make(sql)

  // Taken before each look and completed after each commit: whatever was committed after the look ends the wait.
  let committed = Deferred.makeUnsafe<void>()
  const wake = Effect.sync(() => {
    const before = committed
    committed = Deferred.makeUnsafe<void>()
    Deferred.doneUnsafe(before, Exit.void)
  })

  // The stack of the caller is in the span of whatever changed state; capturing it again costs as much as the statement.
  const append = Effect.fnUntraced(
    function* (events: ReadonlyArray<NewEvent>) {
      if (events.length > appendEventsMax) {
        return yield* new EventLogError({
          reason: new CountInvalid({ what: "append", asked: events.length, limit: appendEventsMax })
        })
      }
      const rows = yield* Effect.forEach(events, encode)
      if (!Arr.isReadonlyArrayNonEmpty(rows)) return []
      const time = DateTime.toEpochMillis(yield* DateTime.now)
      const insert = Effect.tap(store.insert(rows, time), () => sql.afterCommit(wake))
      const outer = yield* Effect.serviceOption(sql.transactionService)
      const first = yield* Option.isSome(outer) ? insert : sql.withTransaction(insert)
      return rows.map((_, index) => Position.make(first + index))
    },
    Effect.withSpan("EventLog.append", {}, { captureStackTrace: false })
  )

  const read = Effect.fn("EventLog.read")(function* (
    options: Selection & { readonly limit?: number | undefined } = {}
  ): Effect.fn.Return<Page, EventLogError | SqlError> {
    const limit = options.limit ?? 100
    if (!Number.isInteger(limit) || limit < 1 || limit > pageEventsMax) {
      return yield* new EventLogError({
        reason: new CountInvalid({ what: "page", asked: Number.isFinite(limit) ? limit : 0, limit: pageEventsMax })
      })
    }
    const from = options.from ?? Position.make(1)
    const events = yield* Effect.forEach(yield* store.select(from, options.subject, limit), toRecord)
    const newest = events.at(-1)
    return { events, next: newest === undefined ? from : after(newest.position) }
  })

  const stream = (options: Selection = {}): Stream.Stream<EventRecord, EventLogError | SqlError> =>
    Stream.paginate(
      options.from ?? Position.make(1),
      Effect.fnUntraced(function* (from) {
        while (true) {
          const news = committed
          const page = yield* read({ from, subject: options.subject })
          if (page.events.length > 0) return [page.events, Option.some(page.next)] as const
          yield* Effect.timeoutOption(Deferred.await(news), pollInterval)
        }
      })
    )

  return EventLog.of({ append, read, stream, last: Effect.map(store.last, (last) => Position.make(last)) })
})
