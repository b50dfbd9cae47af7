/** The same random operations in two processes: one does them, the other one knows what must have come of them. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { IpamView } from "../../src/ipam/Ipam.ts"
import type { IpamError } from "../../src/ipam/IpamError.ts"
import * as IpamReference from "../../src/testing/IpamReference.ts"
import {
  ask,
  askReference,
  chosen,
  operation,
  type Operation,
  type Question,
  resolve,
  scopes,
  tenant
} from "./ipamScript.ts"

export const operationsPerScript = 1000

/** What a process says of one operation: whether it was done, and the blocks or addresses it was given. */
export interface Told {
  readonly done: boolean
  readonly chosen: ReadonlyArray<string>
}

/** Puts the question and says what came of it. */
export const tell = (view: IpamView, question: Question): Effect.Effect<Told, IpamError> =>
  Effect.map(ask(view, question), (answer) => ({ done: Result.isSuccess(answer), chosen: chosen(answer) }))

/** Gives every scope its first pool, so that scripts have something to carve from; and the scopes themselves. */
export const prepare = Effect.fnUntraced(function* (view: IpamView) {
  for (const scope of scopes) yield* view.createScope({ id: scope })
})

/** The operations of a seed, and the reference that follows them. */
export const scripted = (seed: number) => {
  const reference = IpamReference.make({ now: () => 0 })
  for (const scope of scopes) reference.createScope({ id: scope, tenant })
  const operations: ReadonlyArray<Operation> = fc.sample(operation({ timeless: true }), {
    seed,
    numRuns: operationsPerScript
  })
  let serial = 0
  return {
    reference,
    operations,
    next: (of: Operation): Question | undefined => resolve(reference.state(), reference.addresses, of, serial++, true),
    /** Whether the reference agrees with what was told. */
    done: (question: Question, told: Told): boolean => {
      const answer = askReference(reference, question, told.chosen)
      return Result.isSuccess(answer) === told.done && chosen(answer).join() === told.chosen.join()
    }
  }
}
