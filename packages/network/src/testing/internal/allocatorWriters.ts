/**
 * Four writers on one small scope, the history of their calls, and its explanation by a serial order.
 *
 * @since 0.1.0
 */
import type { Seed } from "@cloudwright/core/testing"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Allocator, Space } from "../AllocatorLaws.ts"
import * as SerialOrder from "../SerialOrder.ts"
import { asked, within } from "./allocatorBench.ts"

/** Few addresses for four writers, so that they meet. */
export const space: Space = { scope: "scope-1", cidr: "10.0.0.0/30" }

/** A call by one of four writers; `which` counts, modulo their number, the addresses that were granted so far. */
export interface Call {
  readonly writer: number
  readonly kind: "allocate" | "release"
  readonly which: number
}

/** As many releases as grants. */
export const generate = (source: Seed.Prng): Call => ({
  writer: source.below(4),
  kind: source.chance(0.5) ? "allocate" : "release",
  which: source.below(8)
})

type Operation =
  | { readonly kind: "allocate"; readonly owner: string }
  | { readonly kind: "release"; readonly owner: string; readonly address: string }

/** The allocator and what was told so far. */
export interface Recorder<R> {
  readonly allocator: Allocator<R>
  readonly size: number
  moment: number
  readonly history: Array<SerialOrder.Done<Operation, string | boolean | undefined>>
  readonly granted: Array<{ readonly owner: string; readonly address: string }>
}

/** A recorder around a fresh allocator. */
export const setUp = Effect.fnUntraced(function* <R>(allocator: Allocator<R>) {
  const recorder: Recorder<R> = {
    allocator,
    size: Number(yield* asked("free", allocator.free(space.scope))),
    moment: 0,
    history: [],
    granted: []
  }
  return recorder
})

/** Makes the call and records when it was made, when it was answered and what was said. */
export const perform = Effect.fnUntraced(function* <R>(recorder: Recorder<R>, call: Call) {
  const { allocator, granted, history } = recorder
  const called = recorder.moment++
  const earlier = granted[call.which % granted.length]
  if (call.kind === "release" && earlier !== undefined) {
    const operation = { kind: "release", ...earlier } as const
    const exit = yield* Effect.exit(allocator.release({ scope: space.scope, ...earlier }))
    const answer = Exit.isSuccess(exit) && exit.value
    history.push({ operation, answer, called, answered: recorder.moment++ })
    return
  }
  const owner = `writer-${call.writer + 1}/${called}`
  const exit = yield* Effect.exit(allocator.allocate({ scope: space.scope, owner }))
  const answer = Exit.isSuccess(exit) ? exit.value : undefined
  if (answer !== undefined) granted.push({ owner, address: answer })
  history.push({ operation: { kind: "allocate", owner }, answer, called, answered: recorder.moment++ })
})

/** Fails with what cannot be explained by calls that take turns. */
export const explained = Effect.fnUntraced(function* <R>({ allocator, history, size }: Recorder<R>) {
  const order = SerialOrder.find({
    history,
    initial: new Map<string, string>(),
    key: (state) => [...state.keys()].sort().join(),
    step: (state, operation, answer) => {
      if (operation.kind === "allocate") {
        if (answer === undefined) return state.size === size ? state : undefined
        const address = String(answer)
        if (state.has(address) || !within(space.cidr, address)) return undefined
        return new Map(state).set(address, operation.owner)
      }
      const mine = state.get(operation.address) === operation.owner
      if (mine !== answer) return undefined
      return mine ? new Map([...state].filter(([address]) => address !== operation.address)) : state
    }
  })
  const told = history
    .toSorted((left, right) => left.called - right.called)
    .map(({ answer, answered, called, operation }) => {
      const what = operation.kind === "allocate" ? "allocate" : `release ${operation.address}`
      return `${what} for ${operation.owner} (${called} to ${answered}) -> ${answer ?? "refused"}`
    })
  if (order === undefined) return yield* Effect.fail(`no serial order gives these answers: ${told.join("; ")}`)
  const holding = new Map<string, string>()
  for (const { answer, operation } of order) {
    if (operation.kind === "allocate" && answer !== undefined) holding.set(String(answer), operation.owner)
    if (operation.kind === "release" && answer === true) holding.delete(operation.address)
  }
  const used = yield* allocator.used(space.scope)
  const free = yield* allocator.free(space.scope)
  const same = used.length === holding.size && used.every(({ address, owner }) => holding.get(address) === owner)
  if (!same) return yield* Effect.fail(`used is not what was granted and not released: ${told.join("; ")}`)
  if (BigInt(free) + BigInt(used.length) !== BigInt(size)) {
    return yield* Effect.fail(`${free} free + ${used.length} used is not ${size}`)
  }
})
