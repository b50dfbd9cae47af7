/**
 * One operation per VM at a time in this process. (Between processes the generation of the record decides.)
 *
 * A long wait for a guest can be told to give way: `preempt` is for those who will not wait for the guest anyway.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Semaphore from "effect/Semaphore"

interface Entry {
  readonly semaphore: Semaphore.Semaphore
  /** Of each operation that is under way or waiting. */
  readonly giveWays: Set<Deferred.Deferred<void>>
}

/** The locks; one entry per VM that has an operation under way or waiting. */
export interface Locks {
  /** Runs alone for the VM. The argument completes when the operation should give way. */
  readonly run: <A, E, R>(
    id: Ids.VmId,
    operation: (giveWay: Effect.Effect<void>) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
  /** Tells the operation that is under way, and those that wait already, to give way. */
  readonly preempt: (id: Ids.VmId) => Effect.Effect<void>
}

/** Makes locks. */
export const make = (): Locks => {
  const entries = new Map<Ids.VmId, Entry>()
  return {
    run: (id, operation) =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          const entry = entries.get(id) ?? { semaphore: Semaphore.makeUnsafe(1), giveWays: new Set() }
          const giveWay = Deferred.makeUnsafe<void>()
          entries.set(id, entry)
          entry.giveWays.add(giveWay)
          return { entry, giveWay }
        }),
        ({ entry, giveWay }) => entry.semaphore.withPermit(Effect.suspend(() => operation(Deferred.await(giveWay)))),
        ({ entry, giveWay }) =>
          Effect.sync(() => {
            entry.giveWays.delete(giveWay)
            if (entry.giveWays.size === 0) entries.delete(id)
          })
      ),
    preempt: (id) =>
      Effect.sync(() => {
        for (const giveWay of entries.get(id)?.giveWays ?? []) Deferred.doneUnsafe(giveWay, Exit.void)
      })
  }
}
