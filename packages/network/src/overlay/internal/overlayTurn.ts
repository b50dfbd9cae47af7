/**
 * A turn: one change of the overlay in one transaction, alone with it from the first statement to the end. A turn that
 * comes to nothing, or that is only tried, is rolled back.
 *
 * @since 0.1.0
 */
import type * as EventLog from "@cloudwright/core/EventLog"
import * as Transaction from "@cloudwright/core/Transaction"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import type { Intent } from "../Intent.ts"
import type { ChangeRequest } from "../OverlayChange.ts"
import { changesMax } from "../OverlayChange.ts"
import type { OverlayDriver } from "../OverlayDriver.ts"
import { RecordChanged } from "../OverlayEvent.ts"
import { print as printRef } from "../OverlayRecord.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import type { Change, OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import type { Addresses } from "./overlayAddresses.ts"
import type { Actor } from "./overlayAuthority.ts"
import * as memories from "./overlayMemory.ts"
import { type Refused, refuse } from "./overlayRefusal.ts"
import { type Pick, resolve } from "./overlayResolve.ts"
import { fieldsOf } from "./overlaySteps.ts"
import { removedKept } from "./overlayTables.ts"

/** Name of the operator in the event log; no tenant can have it. */
const operator = "*operator"

/** Most events of one append. */
const eventsMax = 1000

/** An address has to be chosen, which only a turn can do. */
export class NeedsTurn extends Data.TaggedError("NeedsTurn")<{}> {}

/** The turn ends without a commit. */
class RolledBack extends Data.TaggedError("RolledBack")<{ readonly outcome: Outcome }> {}

/** What every turn needs. */
export interface Tools {
  readonly sql: SqlClient.SqlClient
  readonly log: EventLog.EventLog["Service"]
  readonly addresses: Addresses
  readonly driver: OverlayDriver["Service"]
  readonly settings: OverlaySettings
  /** A name for a transaction that nobody else gives. */
  readonly writer: () => string
}

/** What is asked, by whom, for which revision if for a certain one. */
export interface Call {
  readonly actor: Actor
  readonly requests: ReadonlyArray<ChangeRequest>
  readonly base: number | undefined
}

/** What requests come to on a memory. Without changes the intent may be none, and is not needed. */
export interface Worked {
  readonly state: OverlayState
  readonly changes: ReadonlyArray<Change>
  readonly intent: Intent | undefined
}

/** How a turn ended: `memory` is of the state that is stored now. */
export interface Outcome {
  readonly head: memories.Head
  readonly memory: memories.Memory
  readonly before: memories.Memory
  readonly worked: Worked
}

/** What goes wrong in a turn. */
export type Trouble = Refused | SqlError.SqlError | EventLog.EventLogError

/** Refuses to remove what is in use after all changes. */
const unused = (state: OverlayState, changes: ReadonlyArray<Change>): Effect.Effect<void, Refused> => {
  for (const change of changes) {
    if (change._tag === "Put") continue
    const record = { kind: change.kind, id: change.id }
    const users = State.usersOf(state, record).map(({ kind, record: { id } }) => ({ kind, id }))
    if (users.length > 0) return refuse({ _tag: "InUse", record, users })
  }
  return Effect.void
}

/** Works out what is asked, without the address manager's records. */
export const work = Effect.fnUntraced(function* <E>(
  { addresses, driver, settings }: Tools,
  { actor, requests }: Call,
  memory: memories.Memory,
  pick: Pick<E>
): Effect.fn.Return<Worked, Refused | E> {
  const asked = requests.length
  if (asked > changesMax) return yield* refuse({ _tag: "LimitExceeded", what: "changes", asked, limit: changesMax })
  const { changes, state } = yield* resolve(memory.state, actor, requests, pick)
  if (changes.length === 0) return { state, changes, intent: undefined }
  yield* unused(state, changes)
  const intent = memories.intentAfter(memory.intent, state, settings)
  if (Result.isFailure(intent)) return yield* refuse({ _tag: "Problems", problems: intent.failure.problems })
  const elements = driver.unsupported(intent.success)
  if (elements.length > 0) return yield* refuse({ _tag: "Unsupported", elements })
  yield* addresses.authorise(actor, changes)
  return { state, changes, intent: intent.success }
})

const write = Effect.fnUntraced(function* (
  { log, sql }: Tools,
  actor: Actor,
  before: OverlayState,
  changes: ReadonlyArray<Change>,
  revision: number,
  writer: string
): Effect.fn.Return<void, Trouble> {
  const told = changes.map((change) => {
    const { kind } = change
    const id = change._tag === "Put" ? change.record.id : change.id
    const old = State.get(before, kind, id)
    const now = change._tag === "Put" ? change.record : undefined
    const tenant = (now ?? old)!.tenant
    const fields = old !== undefined && now !== undefined ? fieldsOf(old, now).map(({ field }) => field) : []
    const verb = old === undefined ? "created" : now === undefined ? "removed" : "changed"
    return {
      row: { kind, id, tenant, revision, record: now === undefined ? null : JSON.stringify(now) },
      event: RecordChanged.make({
        subject: printRef({ kind, id }),
        payload: { change: verb, kind, id, tenant, revision, fields },
        actor: actor ?? operator
      })
    }
  })
  yield* memories.replaceRows(
    sql,
    told.map(({ row }) => row)
  )
  yield* sql`INSERT INTO overlay_revisions (revision, writer, actor) VALUES (${revision}, ${writer}, ${actor ?? operator})`
  yield* sql`DELETE FROM overlay_records WHERE record IS NULL AND revision < ${revision - removedKept}`
  yield* sql`DELETE FROM overlay_revisions WHERE revision < ${revision - removedKept}`
  for (let at = 0; at < told.length; at += eventsMax) {
    yield* log.append(told.slice(at, at + eventsMax).map(({ event }) => event))
  }
})

/** Takes a turn. `keep` says whether it is to be committed. */
export const take = (
  tools: Tools,
  call: Call,
  known: () => memories.Memory,
  keep: boolean,
  committing: (yes: boolean) => void
): Effect.Effect<Outcome, Trouble> => {
  const { addresses, settings, sql } = tools
  const transaction = Effect.gen(function* () {
    committing(false)
    const [row] = yield* sql<{ readonly revision: memories.Wide; readonly realised: memories.Wide }>`
      UPDATE overlay_head SET revision = revision + 1 RETURNING revision, realised`.withoutTransform
    const revision = Number(row!.revision)
    const head = { revision: revision - 1, realised: Number(row!.realised) }
    const before = yield* memories.refresh(sql, settings, known(), head.revision)
    const picked: Array<{ readonly scope: string; readonly address: string; readonly owner: string }> = []
    const writer = tools.writer()
    const pick: Pick<Refused> = (network, subnet, mac) => {
      const owner = `picked ${writer} ${picked.length}`
      return addresses.pick(network, subnet, owner, mac).pipe(
        Effect.map((found) => {
          picked.push({ ...found, owner })
          return found.address
        })
      )
    }
    const stale = call.base === undefined || call.base === head.revision ? undefined : call.base
    const attempt = yield* Effect.result(work(tools, call, before, pick))
    if (stale !== undefined && (Result.isFailure(attempt) || attempt.success.changes.length > 0)) {
      return yield* refuse({ _tag: "StalePlan", planned: stale, revision: head.revision })
    }
    const worked = yield* Effect.fromResult(attempt)
    const { changes, intent, state } = worked
    if (intent === undefined) return yield* new RolledBack({ outcome: { head, memory: before, before, worked } })
    yield* addresses.putBack(picked)
    yield* addresses.move(before.state, state, changes)
    if (!keep) return yield* new RolledBack({ outcome: { head, memory: before, before, worked } })
    yield* write(tools, call.actor, before.state, changes, revision, writer)
    committing(true)
    const memory: memories.Memory = { revision, writer, state, intent: Result.succeed(intent) }
    return { head: { ...head, revision }, memory, before, worked }
  })
  return Transaction.run(transaction).pipe(
    Effect.provideService(SqlClient.SqlClient, sql),
    Effect.catchTag("RolledBack", ({ outcome }) => Effect.succeed(outcome))
  )
}
