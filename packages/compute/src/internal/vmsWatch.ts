/**
 * The statuses of VMs as streams: what is now, then each change as the event log has it, from whichever process.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import type * as Ids from "@cloudwright/core/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { VmError } from "../VmError.ts"
import { status, VmChanged, type VmStatus } from "../VmRecord.ts"
import { storage } from "./vmsEngine.ts"
import type { Store } from "./vmsStore.ts"

const pageSize = 500
const decode = EventLog.decoder([VmChanged])

/** Makes the streams. */
export const make = (store: Store, log: EventLog.EventLog["Service"]) => {
  /** Changes from a position on. The log holds what this package wrote: what cannot be decoded is a defect. */
  const changes = (after: EventLog.Position, subject?: EventLog.Subject): Stream.Stream<VmStatus, VmError> =>
    log.stream({ from: EventLog.after(after), subject }).pipe(
      Stream.filter((record) => record.subject.kind === "vm"),
      Stream.mapEffect((record) => decode(record)),
      Stream.catchTag("EventLogError", (error) => Stream.die(error)),
      Stream.mapError(storage("watch")),
      Stream.flatMap((event) => (event._tag === "Known" ? Stream.succeed(event.payload) : Stream.empty))
    )

  const last = Effect.mapError(log.last, storage("watch"))

  const watch = (id: Ids.VmId): Stream.Stream<VmStatus, VmError> =>
    Stream.unwrap(
      Effect.gen(function* () {
        // The position first: what happens between the two reads is in both, and the generation tells.
        const position = yield* last
        const found = yield* store.find(id).pipe(Effect.mapError(storage("watch", id)))
        if (Option.isNone(found))
          return yield* new VmError({ operation: "watch", vm: id, reason: { _tag: "NotFound" } })
        const now = status(found.value.record, "watch")
        const news = changes(position, { kind: "vm", id }).pipe(
          Stream.filter((change) => change.generation > now.generation),
          Stream.takeUntil((change) => change.state === "removed")
        )
        return Stream.concat(Stream.succeed(now), news)
      })
    ).pipe(Stream.withSpan("Vms.watch"))

  const all = Stream.paginate(
    undefined as Ids.VmId | undefined,
    Effect.fnUntraced(function* (after) {
      const page = yield* store.list({ after, limit: pageSize }).pipe(Effect.mapError(storage("watchAll")))
      const next = page.length < pageSize ? Option.none() : Option.some(page.at(-1)?.id)
      return [page.map((record) => status(record, "watch")), next] as const
    })
  )

  const watchAll: Stream.Stream<VmStatus, VmError> = Stream.unwrap(
    Effect.map(last, (position) => {
      const seen = new Map<Ids.VmId, number>()
      const remember = (now: VmStatus) => Effect.sync(() => seen.set(now.id, now.generation))
      const news = changes(position).pipe(
        Stream.filter((change) => {
          const known = seen.get(change.id)
          // Once the log has gone past what was listed, it alone counts: a removed VM's id may be used again.
          if (known !== undefined && change.generation <= known) return false
          seen.delete(change.id)
          return true
        })
      )
      return Stream.concat(Stream.tap(all, remember), news)
    })
  )
  return { watch, watchAll }
}
