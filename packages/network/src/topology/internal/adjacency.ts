/**
 * Which stages of a pipeline can lead to which, whatever the packet: what need not be explored, and what a change of a
 * stage can influence.
 *
 * @since 0.1.0
 */
import { type Action, type Destination, NEXT, type Pipeline, type RuleList } from "./pipeline.ts"
import * as Removals from "./removals.ts"

/** Edges against their direction, in compressed rows: those into stage `s` are `from[start[s]]` to before `start[s + 1]`. */
interface Rows {
  readonly start: Int32Array
  readonly from: Int32Array
}

/** Where a stage may deliver. */
interface Delivery {
  readonly stage: number
  readonly to: Destination
}

/** The edges of a pipeline. */
export interface Adjacency {
  /** Steps of first packets. */
  readonly plain: Rows
  /** Besides, steps past obstacles and those of translated answers. */
  readonly wide: Rows
  readonly deliveries: ReadonlyArray<Delivery>
}

const targets = (action: Action): ReadonlyArray<number> => {
  switch (action._tag) {
    case "Forward":
    case "Rewrite":
      return [action.to]
    case "Choose":
      return action.among.map(({ to }) => to)
    default:
      return []
  }
}

/** Where a list of rules leads, and where it delivers: worked out once for all stages that share it. */
const summaryOf = (list: RuleList) => {
  const to = new Set<number>()
  const deliver: Array<Destination> = []
  for (const { action } of list.rules) {
    for (const target of targets(action)) to.add(target)
    if (action._tag === "Deliver") deliver.push(action.to)
  }
  return { to: [...to], deliver }
}

const rowsOf = (stages: number, sources: ReadonlyArray<number>, sinks: ReadonlyArray<number>): Rows => {
  const start = new Int32Array(stages + 1)
  for (const sink of sinks) start[sink + 1]!++
  for (let stage = 0; stage < stages; stage++) start[stage + 1]! += start[stage]!
  const from = new Int32Array(sinks.length)
  const next = start.slice()
  for (const [at, sink] of sinks.entries()) from[next[sink]!++] = sources[at]!
  return { start, from }
}

const build = (pipeline: Pipeline): Adjacency => {
  const { stages } = pipeline
  const summaries = new Map<RuleList, ReturnType<typeof summaryOf>>()
  const deliveries: Array<Delivery> = []
  const sources: Array<number> = []
  const sinks: Array<number> = []
  const link = (from: number, to: number) => {
    sources.push(from)
    sinks.push(to === NEXT ? stages[from]!.next : to)
  }
  const resumes = new Map<number, Set<number>>()
  const trackers = new Map<number, Array<number>>()
  for (const stage of stages) {
    if (stage.tracker >= 0) {
      const asked = trackers.get(stage.tracker)
      if (asked === undefined) trackers.set(stage.tracker, [stage.index])
      else asked.push(stage.index)
    }
    for (const list of stage.lists) {
      let summary = summaries.get(list)
      if (summary === undefined) {
        summary = summaryOf(list)
        summaries.set(list, summary)
        for (const { action } of list.rules) {
          const sets =
            action._tag === "Rewrite"
              ? [action.set]
              : action._tag === "Choose"
                ? action.among.map(({ set }) => set)
                : []
          for (const set of sets) {
            if (set === undefined) continue
            const known = resumes.get(set.tracker)
            if (known === undefined) resumes.set(set.tracker, new Set([set.resume]))
            else known.add(set.resume)
          }
        }
      }
      for (const to of summary.to) link(stage.index, to)
      for (const to of summary.deliver) deliveries.push({ stage: stage.index, to })
    }
    const { action } = stage.otherwise
    for (const to of targets(action)) link(stage.index, to)
    if (action._tag === "Deliver") deliveries.push({ stage: stage.index, to: action.to })
  }
  const plain = rowsOf(stages.length, sources, sinks)
  for (const stage of stages) {
    const obstacle = Removals.obstacleOfEnd(stage)
    if (obstacle === undefined) continue
    if (stage.next >= 0) link(stage.index, NEXT)
    else deliveries.push({ stage: stage.index, to: { _tag: "Port", port: stage.element.id, addressed: false } })
  }
  for (const [tracker, at] of trackers) {
    for (const resume of resumes.get(tracker) ?? []) for (const stage of at) link(stage, resume)
  }
  return { plain, wide: rowsOf(stages.length, sources, sinks), deliveries }
}

const known = new WeakMap<Pipeline, Adjacency>()

/** The edges of a pipeline, worked out once for each value. */
export const adjacencyOf = (pipeline: Pipeline): Adjacency => {
  let adjacency = known.get(pipeline)
  if (adjacency === undefined) {
    adjacency = build(pipeline)
    known.set(pipeline, adjacency)
  }
  return adjacency
}

/** Marks with 1 the stages from which one of `goals` can be reached, the goals themselves included. */
export const leadingTo = (rows: Rows, goals: Iterable<number>): Uint8Array => {
  const marks = new Uint8Array(rows.start.length - 1)
  const queue: Array<number> = []
  const mark = (stage: number) => {
    if (marks[stage] === 1) return
    marks[stage] = 1
    queue.push(stage)
  }
  for (const goal of goals) mark(goal)
  for (let at = 0; at < queue.length; at++) {
    const stage = queue[at]!
    for (let edge = rows.start[stage]!; edge < rows.start[stage + 1]!; edge++) mark(rows.from[edge]!)
  }
  return marks
}
