/**
 * The verbs of `Overlay`, each for an actor.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as SecureRandom from "effect/crypto/SecureRandom"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { Ipam } from "../../ipam/Ipam.ts"
import type { Applied, OverlayView } from "../Overlay.ts"
import type { ChangeRequest } from "../OverlayChange.ts"
import { OverlayDriver, type OverlayDriverError, type Realised, type Status } from "../OverlayDriver.ts"
import { OverlayError } from "../OverlayError.ts"
import type { OverlayPlan } from "../OverlayPlan.ts"
import type { RecordKind, RecordOf } from "../OverlayRecord.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import type { Change } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import { Addresses } from "./overlayAddresses.ts"
import { type Actor, seen } from "./overlayAuthority.ts"
import { flowsOf } from "./overlayFlows.ts"
import * as memories from "./overlayMemory.ts"
import { intentIn, realiser } from "./overlayRealise.ts"
import { refuse, type Refused, storage } from "./overlayRefusal.ts"
import { stepsOf } from "./overlaySteps.ts"
import * as turns from "./overlayTurn.ts"

type Failure = Refused | SqlError | EventLog.EventLogError | OverlayDriverError

const asRequest = (change: Change): ChangeRequest =>
  change._tag === "Remove"
    ? { _tag: "Remove", kind: change.kind, id: change.id }
    : // What is stored is also what is written.
      ({ _tag: "Put", kind: change.kind, record: change.record } as ChangeRequest)

/** Whose a status is. */
const ownerOf = (state: State.OverlayState, status: Status): string | undefined => {
  switch (status._tag) {
    case "Port":
      return State.get(state, "Port", status.port)?.tenant
    case "Member":
      return State.get(state, "LoadBalancer", status.member.split("/", 1)[0]!)?.tenant
    case "Tunnel":
      return State.get(state, "Vpn", status.vpn)?.tenant
    case "Gateway":
      return State.get(state, "Router", status.router)?.tenant
  }
}

/** Makes the service. */
export const make = Effect.fnUntraced(function* (settings: OverlaySettings) {
  const sql = yield* SqlClient.SqlClient
  const driver = yield* OverlayDriver
  const unique = yield* (yield* SecureRandom.SecureRandom).uuidV7()
  let count = 0
  const tools: turns.Tools = {
    sql,
    driver,
    settings,
    log: yield* EventLog.EventLog,
    addresses: new Addresses(yield* Ipam),
    writer: () => `${unique}.${++count}`
  }
  let known = memories.nothing(settings)
  const remember = (memory: memories.Memory): memories.Memory => {
    // Two fibers may come back in another order than they were committed in.
    if (memory.revision >= known.revision) known = memory
    return memory
  }
  const readable = Effect.gen(function* () {
    const head = yield* memories.headOf(sql)
    return { head, memory: yield* memories.refresh(sql, settings, known, head.revision) }
  })
  const current = memories.snapshot(sql, readable).pipe(Effect.tap(({ memory }) => Effect.sync(() => remember(memory))))
  const realise = realiser(
    tools,
    Effect.map(current, ({ memory }) => memory)
  )

  const failing =
    (operation: string, isCommitting: () => boolean = () => false) =>
    <A>(effect: Effect.Effect<A, Failure>): Effect.Effect<A, OverlayError> =>
      Effect.catchTags(effect, {
        Refused: ({ reason }) => Effect.fail(new OverlayError({ operation, reason })),
        SqlError: (error) => Effect.fail(new OverlayError({ operation, reason: storage(error, isCommitting()) })),
        OverlayDriverError: ({ reason, retryable }) =>
          Effect.fail(new OverlayError({ operation, reason: { _tag: "Driver", retryable, reason } })),
        EventLogError: (error) => Effect.die(error)
      })

  /** What is stored, made real. Whatever fails now, it is stored. */
  const realised = (revision: number, anew: boolean): Effect.Effect<Realised, Failure> =>
    realise(revision, anew).pipe(
      Effect.map((done) => done.realised),
      Effect.catchTags({
        OverlayDriverError: ({ reason, retryable }) => refuse({ _tag: "NotRealised", revision, retryable, reason }),
        SqlError: (error) => {
          const detail = error.message
          const reason = { _tag: "Unreachable", backEnd: "database", detail, outcome: "unknown" } as const
          return refuse({ _tag: "NotRealised", revision, retryable: error.isRetryable, reason })
        }
      })
    )

  const carryOut = (operation: string, call: turns.Call): Effect.Effect<Applied, OverlayError> =>
    Effect.suspend(() => {
      let committing = false
      const turn = turns.take(
        tools,
        call,
        () => known,
        true,
        (yes) => (committing = yes)
      )
      return Effect.gen(function* () {
        const { head, memory, worked } = yield* turn
        committing = false
        remember(memory)
        const { changes } = worked
        const isReal = head.realised >= head.revision
        const done = isReal ? undefined : yield* realised(head.revision, false)
        return { revision: head.revision, changes, realised: done }
      }).pipe(failing(operation, () => committing))
    })

  const apply = Effect.fn("Overlay.apply")((actor: Actor, { base, changes }: Pick<OverlayPlan, "base" | "changes">) =>
    carryOut("apply", { actor, base, requests: changes.map(asRequest) })
  )

  const change = Effect.fn("Overlay.change")((actor: Actor, requests: ReadonlyArray<ChangeRequest>) =>
    carryOut("change", { actor, base: undefined, requests })
  )

  const plan = Effect.fn("Overlay.plan")((
    actor: Actor,
    requests: ReadonlyArray<ChangeRequest>,
    flows: boolean
  ): Effect.Effect<OverlayPlan, OverlayError> => {
    const call = { actor, base: undefined, requests }
    const looked = Effect.gen(function* () {
      const { memory } = yield* current
      const worked = yield* turns.work(tools, call, memory, () => Effect.fail(new turns.NeedsTurn()))
      return { before: memory, worked }
    })
    const tried = turns.take(
      tools,
      call,
      () => known,
      false,
      () => undefined
    )
    return Effect.gen(function* () {
      const { before, worked } = yield* Effect.catchTag(looked, "NeedsTurn", () => tried)
      const { changes, intent } = worked
      const old = Result.getOrUndefined(before.intent)
      if (intent === undefined) return { base: before.revision, changes, steps: [], flows: undefined }
      return {
        base: before.revision,
        changes,
        steps: stepsOf(before.state, changes, old, intent, actor),
        flows: flows ? flowsOf(old, intent, actor) : undefined
      }
    }).pipe(failing("plan"))
  })

  const get = Effect.fn("Overlay.get")(
    <K extends RecordKind>(actor: Actor, kind: K, id: string): Effect.Effect<RecordOf<K>, OverlayError> =>
      Effect.gen(function* () {
        const { memory } = yield* current
        const record = State.get(memory.state, kind, id)
        const found = record === undefined ? undefined : seen(actor, kind, record)
        return found ?? (yield* refuse({ _tag: "NotFound", record: { kind, id } }))
      }).pipe(failing("get"))
  )

  const list = Effect.fn("Overlay.list")(
    <K extends RecordKind>(actor: Actor, kind: K): Effect.Effect<ReadonlyArray<RecordOf<K>>, OverlayError> =>
      current.pipe(
        Effect.map(({ memory }) => State.list(memory.state, kind).flatMap((record) => seen(actor, kind, record) ?? [])),
        failing("list")
      )
  )

  const binding = Effect.fn("Overlay.binding")((actor: Actor, port: string) =>
    Effect.gen(function* () {
      const { memory } = yield* current
      const missing = refuse({ _tag: "NotFound", record: { kind: "Port", id: port } })
      const record = State.get(memory.state, "Port", port)
      if (record === undefined || (actor !== undefined && record.tenant !== actor)) return yield* missing
      return driver.binding(yield* intentIn(memory), port) ?? (yield* missing)
    }).pipe(failing("binding"))
  )

  const isOwn = Effect.fnUntraced(function* (actor: string, status: Status) {
    // What is not known here may have been made by another process since.
    const owner = ownerOf(known.state, status) ?? ownerOf((yield* current).memory.state, status)
    return owner === actor
  })

  const statuses = (actor: Actor): Stream.Stream<Status, OverlayError> =>
    driver.statuses.pipe(
      Stream.mapError(({ reason, retryable }) => {
        return new OverlayError({ operation: "statuses", reason: { _tag: "Driver", retryable, reason } })
      }),
      Stream.filterEffect((status) =>
        actor === undefined ? Effect.succeed(true) : isOwn(actor, status).pipe(failing("statuses"))
      )
    )

  const view = (actor: Actor): OverlayView => ({
    plan: (requests, options) => plan(actor, requests, options?.flows !== false),
    apply: (of) => apply(actor, of),
    change: (requests) => change(actor, requests),
    get: (kind, id) => get(actor, kind, id),
    list: (kind) => list(actor, kind),
    binding: (port) => binding(actor, port),
    statuses: statuses(actor)
  })

  const stored = current.pipe(
    Effect.map(({ head, memory }) => ({ ...head, state: memory.state })),
    failing("state"),
    Effect.withSpan("Overlay.state")
  )
  const intent = Effect.flatMap(current, ({ memory }) => intentIn(memory))
  const drift = Effect.flatMap(intent, driver.drift)
  const reconcile = Effect.gen(function* () {
    const { head, memory } = yield* current
    const found = yield* driver.drift(yield* intentIn(memory))
    const isReal = found.length === 0 && head.realised >= head.revision
    const done = isReal ? undefined : yield* realised(head.revision, true)
    return { revision: head.revision, drift: found, realised: done }
  })
  const settled = Effect.fn("Overlay.settled")((of: Realised, limit: Duration.Input) =>
    driver.settled(of, limit).pipe(failing("settled"))
  )

  return {
    as: (tenant: string) => view(tenant),
    operator: view(undefined),
    state: stored,
    intent: intent.pipe(failing("intent"), Effect.withSpan("Overlay.intent")),
    drift: drift.pipe(failing("drift"), Effect.withSpan("Overlay.drift")),
    reconcile: reconcile.pipe(failing("reconcile"), Effect.withSpan("Overlay.reconcile")),
    settled
  }
})
