/**
 * Why no packet of a question arrives: the way one would take, and the fewest obstacles on it.
 *
 * The search passes obstacles, fewest first, so the first way it finds passes the smallest set that, taken away, lets a
 * packet arrive. It is asked again with exactly that set taken away before it is believed: a way that uses a route and
 * later passes it as an obstacle is none. When the search grows too large, ways past dropping obstacles only are tried,
 * and the set found is thinned until each of its obstacles is needed.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import { adjacencyOf, leadingTo } from "./adjacency.ts"
import { type Analysis, inhabited, type Start } from "./analysis.ts"
import { type Ending, type Exploration, explore, type Question, TooManyStates } from "./explore.ts"
import type { Destination } from "./pipeline.ts"
import { type Obstacle, obstacleOfEnd, obstacleOfRule, type Removal, stopsForged } from "./removals.ts"

/** Obstacles are looked for up to this number. */
const maxObstacles = 8

/** States of the search for the smallest set, before it becomes a search for a needed set. */
const maxSearched = 20_000

/** Where packets start and what may be asked of them. */
export interface Asked {
  readonly starts: ReadonlyArray<Start>
  readonly packets: number
  readonly reaches: (to: Destination) => boolean
  /** Packets that are plainly meant for the goal; used when nothing can be taken away. */
  readonly meant: number
}

/** The end of a way, and the obstacles on it. */
export interface Blocked {
  readonly ending: Ending<unknown>
  readonly obstacles: ReadonlyArray<Obstacle>
  /** `smallest`, `needed` (each is), or `missing`: taking away does not help, the way ends there. */
  readonly minimality: "smallest" | "needed" | "missing"
}

const questionOf = (analysis: Analysis, { packets, starts }: Asked, more: Partial<Question>): Question => {
  const { pipeline, removals, sets, terms } = analysis
  const seeds = starts.map(({ host, stage }) => ({
    stage,
    host,
    terms: terms.identity,
    record: undefined,
    set: packets,
    hops: 0
  }))
  return { pipeline, sets, terms, removals, seeds, state: "new", maxStates: analysis.limits.maxStates, ...more }
}

const arrival = (analysis: Analysis, asked: Asked, { delivered }: Exploration): Ending<Destination> | undefined =>
  delivered.find(({ how, set }) => asked.reaches(how) && inhabited(analysis.engine, set))

/** The stages from which the goal can be reached when obstacles are passed. */
const maskOf = (analysis: Analysis, asked: Asked): Uint8Array => {
  const { deliveries, wide } = adjacencyOf(analysis.pipeline)
  return leadingTo(
    wide,
    deliveries.flatMap(({ stage, to }) => (asked.reaches(to) ? [stage] : []))
  )
}

/** Whether some packet arrives once the obstacles are taken away. */
export const opens = (analysis: Analysis, asked: Asked, removed: Removal): boolean =>
  arrival(analysis, asked, explore(questionOf(analysis, asked, { mask: maskOf(analysis, asked), removed }))) !==
  undefined

const search = (analysis: Analysis, asked: Asked, diverting: boolean, maxStates: number) => {
  const mask = maskOf(analysis, asked)
  const tried = new Set<Removal>()
  const goal = ({ how, removal, set }: Ending<Destination>): boolean => {
    if (!asked.reaches(how) || tried.has(removal) || !inhabited(analysis.engine, set)) return false
    tried.add(removal)
    return opens(analysis, asked, removal)
  }
  const question = questionOf(analysis, asked, { mask, pass: { most: maxObstacles, diverting }, goal, maxStates })
  return explore(question).reached
}

const smallest = (analysis: Analysis, asked: Asked): Blocked | "too large" | undefined => {
  const result = Result.try({
    try: () => search(analysis, asked, true, Math.min(maxSearched, analysis.limits.maxStates)),
    catch: (cause) => cause
  })
  if (Result.isFailure(result)) {
    if (result.failure instanceof TooManyStates) return "too large"
    throw result.failure
  }
  const ending = result.success
  if (ending === undefined) return undefined
  return { ending, obstacles: [...ending.removal.obstacles.values()], minimality: "smallest" }
}

const needed = (analysis: Analysis, asked: Asked): Blocked | undefined => {
  const found = search(analysis, asked, false, analysis.limits.maxStates)
  if (found === undefined) return undefined
  let removal = found.removal
  for (const obstacle of found.removal.obstacles.values()) {
    const fewer = analysis.removals.of([...removal.obstacles.values()].filter((other) => other !== obstacle))
    if (opens(analysis, asked, fewer)) removal = fewer
  }
  const question = questionOf(analysis, asked, { mask: maskOf(analysis, asked), removed: removal })
  const ending = arrival(analysis, asked, explore(question))!
  return { ending, obstacles: [...removal.obstacles.values()], minimality: "needed" }
}

/** Whether what ended the packets could be passed, so that it is not what stops them for good. */
const passable = (analysis: Analysis, { how, rule, state }: Ending<unknown>): boolean => {
  const stage = analysis.pipeline.stages[state.stage]!
  if (how === "Underlay") return true
  return (rule === stage.otherwise ? obstacleOfEnd(stage) : obstacleOfRule(rule)) !== undefined
}

/** Whether what ended the packets is that they were forged. */
const forged = ({ pipeline }: Analysis, { rule, state }: Ending<unknown>): boolean => {
  const stage = pipeline.stages[state.stage]!
  return rule === stage.otherwise && stopsForged(stage)
}

/** The furthest end of some packets, past as few dropping obstacles as possible; of forged ones when there are no others. */
const furthest = (analysis: Analysis, asked: Asked): Blocked | undefined => {
  let last: Ending<unknown> | undefined
  for (let most = 0; most <= maxObstacles; most++) {
    const { delivered, dropped, refused } = explore(questionOf(analysis, asked, { pass: { most, diverting: false } }))
    if (refused.length === 0) {
      last ??= dropped.find((each) => forged(analysis, each) && inhabited(analysis.engine, each.set))
    }
    const ends = [...delivered, ...dropped.filter((each) => !passable(analysis, each) && !forged(analysis, each))]
    let best: Ending<unknown> | undefined
    for (const ending of ends.filter(({ removal }) => removal.obstacles.size === most)) {
      // Of ends after equally many routers the one found last is the furthest.
      if ((best === undefined || ending.hops >= best.hops) && inhabited(analysis.engine, ending.set)) best = ending
    }
    if (best === undefined) continue
    return { ending: best, obstacles: [...best.removal.obstacles.values()], minimality: "missing" }
  }
  return last === undefined ? undefined : { ending: last, obstacles: [], minimality: "missing" }
}

/** Where packets end when nothing can be taken away: those that are meant for the goal, if the model speaks of any. */
const missing = (analysis: Analysis, asked: Asked): Blocked | undefined => {
  const packets = analysis.engine.and(asked.packets, asked.meant)
  const meant = inhabited(analysis.engine, packets) ? furthest(analysis, { ...asked, packets }) : undefined
  return meant ?? furthest(analysis, asked)
}

/** Why no packet arrives, when none does; `undefined` when the model has an answer for none that gets anywhere. */
export const blockedPath = (analysis: Analysis, asked: Asked): Blocked | undefined => {
  const fewest = smallest(analysis, asked)
  if (fewest !== undefined && fewest !== "too large") return fewest
  return (fewest === "too large" ? needed(analysis, asked) : undefined) ?? missing(analysis, asked)
}
