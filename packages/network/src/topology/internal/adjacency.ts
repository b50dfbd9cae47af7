/**
 * Which stages of a pipeline can lead to which, whatever the packet: what need not be explored, and what a change of a
 * stage can influence.
 *
 * @since 0.1.0
 */
import { type Action, type Destination, NEXT, type Pipeline, type Rewrite, type RuleList } from "./pipeline.ts"
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

/** Tells `lead` where an action leads, or might lead. */
const eachTarget = (action: Action, lead: (to: number) => void): void => {
  if (action._tag === "Forward" || action._tag === "Rewrite") lead(action.to)
  else if (action._tag === "Choose") for (const { to } of action.among) lead(to)
  else if (action._tag === "Refuse") action.towards?.forEach(lead)
}

/** Where a list of rules leads, and where it delivers: worked out once for all stages that share it. */
const summaryOf = (list: RuleList) => {
  const to = new Set<number>()
  const deliver: Array<Destination> = []
  const lead = (target: number) => to.add(target)
  for (const { action } of list.rules) {
    eachTarget(action, lead)
    if (action._tag === "Deliver") deliver.push(action.to)
  }
  return { to, deliver }
}

const rowsOf = (stages: number, sources: ReadonlyArray<number>, sinks: ReadonlyArray<number>): Rows => {
  const start = new Int32Array(stages + 1)
  for (const sink of sinks) start[sink + 1]!++
  for (let stage = 0; stage < stages; stage++) start[stage + 1]! += start[stage]!
  const from = new Int32Array(sinks.length)
  const next = start.slice()
  for (let at = 0; at < sinks.length; at++) from[next[sinks[at]!]!++] = sources[at]!
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
  const resume = ({ resume, tracker }: Rewrite) => {
    const known = resumes.get(tracker)
    if (known === undefined) resumes.set(tracker, new Set([resume]))
    else known.add(resume)
  }
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
          if (action._tag === "Rewrite") resume(action.set)
          if (action._tag === "Choose") for (const { set } of action.among) if (set !== undefined) resume(set)
        }
      }
      for (const to of summary.to) link(stage.index, to)
      for (const to of summary.deliver) deliveries.push({ stage: stage.index, to })
    }
    const { action } = stage.otherwise
    eachTarget(action, (to) => link(stage.index, to))
    if (action._tag === "Deliver") deliveries.push({ stage: stage.index, to: action.to })
  }
  const plain = rowsOf(stages.length, sources, sinks)
  for (const stage of stages) {
    if (!Removals.stopsAtEnd(stage)) continue
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

/** Gives a pipeline the edges of one that has them all, and perhaps more: what leads nowhere then counts as a way. */
export const inheritAdjacency = (from: Pipeline, to: Pipeline): void => {
  known.set(to, adjacencyOf(from))
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
