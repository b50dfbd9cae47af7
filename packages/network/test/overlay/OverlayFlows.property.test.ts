import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Intent from "../../src/overlay/Intent.ts"
import { flowsOf } from "../../src/overlay/internal/overlayFlows.ts"
import * as OverlayArbitraries from "../../src/testing/OverlayArbitraries.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as TopologyDiff from "../../src/topology/TopologyDiff.ts"
import * as State from "../../src/overlay/OverlayState.ts"

/** The single flows, each as one text. */
const linesOf = (groups: TopologyDiff.TopologyDiff["opened"]): ReadonlyArray<string> =>
  TopologyDiff.flows(groups)
    .map(({ from, packets, to }) => {
      const text = HeaderSpace.format(HeaderSpace.plain(packets), 1000).join("; ")
      return `${JSON.stringify(from)} -> ${JSON.stringify(to)}: ${text}`
    })
    .toSorted()

describe("flows of a plan", () => {
  it("worked out from the parts concerned are those of the whole", () => {
    let changed = 0
    fc.assert(
      fc.property(OverlayArbitraries.pair, ([from, to]) => {
        const { settings } = from
        const before = Result.getOrThrow(Intent.intentOf(from.state, { settings }))
        const state = State.apply(from.state, OverlayArbitraries.changes(from.state, to.state))
        const after = Result.getOrThrow(Intent.intentOf(state, { settings, previous: before }))
        const found = Result.getOrThrow(flowsOf(before, after, undefined))
        const whole = Result.getOrThrow(TopologyDiff.diff(before.topology, after.topology))
        assert.deepStrictEqual(linesOf(found.opened), linesOf(whole.opened))
        assert.deepStrictEqual(linesOf(found.closed), linesOf(whole.closed))
        changed += whole.opened.length + whole.closed.length
      }),
      { seed: 11, numRuns: 60 }
    )
    assert.isAbove(changed, 60)
  }, 120_000)
})
