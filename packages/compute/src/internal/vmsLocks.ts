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
  users: number
  giveWay: Deferred.Deferred<void>
}

/** The locks; one entry per VM that has an operation under way or waiting. */
export interface Locks {
  /** Runs alone for the VM. The argument completes when the operation should give way. */
  readonly run: <A, E, R>(
    id: Ids.VmId,
    operation: (giveWay: Effect.Effect<void>) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
  /** Tells the operation that is under way to give way. */
  readonly preempt: (id: Ids.VmId) => Effect.Effect<void>
}

/** Makes locks. */
export const make = (): Locks => {
  const entries = new Map<Ids.VmId, Entry>()
  const enter = (id: Ids.VmId): Entry => {
    const entry = entries.get(id) ?? {
      semaphore: Semaphore.makeUnsafe(1),
      users: 0,
      giveWay: Deferred.makeUnsafe<void>()
    }
    entry.users += 1
    entries.set(id, entry)
    return entry
  }
  const leave = (id: Ids.VmId, entry: Entry): void => {
    entry.users -= 1
    if (entry.users === 0) entries.delete(id)
  }
  return {
    run: (id, operation) =>
      Effect.acquireUseRelease(
        Effect.sync(() => enter(id)),
        (entry) =>
          entry.semaphore.withPermit(
            Effect.suspend(() => {
              entry.giveWay = Deferred.makeUnsafe<void>()
              return operation(Deferred.await(entry.giveWay))
            })
          ),
        (entry) => Effect.sync(() => leave(id, entry))
      ),
    preempt: (id) =>
      Effect.sync(() => {
        const entry = entries.get(id)
        if (entry !== undefined) Deferred.doneUnsafe(entry.giveWay, Exit.void)
      })
  }
}
