/**
 * Walks from state to state.
 *
 * @since 0.1.0
 */
import type { Seed } from "@cloudwright/core/testing"
import * as Result from "effect/Result"
import { intentOf } from "../../overlay/Intent.ts"
import type { OverlaySettings } from "../../overlay/OverlaySettings.ts"
import type { OverlayState } from "../../overlay/OverlayState.ts"
import * as State from "../../overlay/OverlayState.ts"
import { changes } from "../OverlayArbitraries.ts"

/** A state on the way. `passing` ones are between two named states, and gone on from at once. */
interface WalkStep {
  readonly name: string
  readonly state: OverlayState
  readonly settings: OverlaySettings
  readonly passing: boolean
}

type Named = Omit<WalkStep, "passing">

/** States between two others: the changes in several parts. Those that mean nothing are left out. */
const between = (random: Seed.Prng, from: Named, to: Named): ReadonlyArray<WalkStep> => {
  const all = changes(from.state, to.state)
  let at = 0
  let { state } = from
  const found: Array<WalkStep> = []
  while (at < all.length) {
    const count = random.between(1, all.length)
    state = State.apply(state, all.slice(at, at + count))
    at += count
    const { settings } = to
    if (at >= all.length || Result.isFailure(intentOf(state, { settings }))) continue
    found.push({ name: `on the way to ${to.name}`, state, settings, passing: true })
  }
  return found
}

/** A walk over so many named states: any of them, one of three times back to where it was before. */
export const walkOf = (random: Seed.Prng, states: ReadonlyArray<Named>, steps: number): ReadonlyArray<WalkStep> => {
  const walk: Array<WalkStep> = []
  let last: Named | undefined
  let before: Named | undefined
  for (let count = 0; count < steps; count++) {
    const next: Named = before !== undefined && random.chance(0.3) ? before : random.pick(states)
    if (last !== undefined && random.chance(0.4)) walk.push(...between(random, last, next))
    walk.push({ ...next, passing: false })
    before = last
    last = next
  }
  return walk
}
