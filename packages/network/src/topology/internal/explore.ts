/**
 * Walks a pipeline with sets of packets: every packet of the start, every alternative of every choice.
 *
 * A state is a place (stage and host), what packets there look like, and which translations they remember (the last, when
 * histories are joined). Its set holds
 * the headers at the start of all packets that come to be there. Work goes by rising number of obstacles passed, then of
 * router hops, so that a packet is seen at each state with its fewest hops first and later visits add nothing: what loops
 * ends, and what needs more than 64 hops is dropped as the pipeline says.
 *
 * @since 0.1.0
 */
import type { DropReason } from "../Verdict.ts"
import { type Bdd, none } from "./bdd.ts"
import type { MatchSets } from "./matchSets.ts"
import { ANYWHERE, type Destination, HERE, NEXT, type Pipeline, type Rewrite, type Rule } from "./pipeline.ts"
import { chain, isJoint, type Record, related } from "./records.ts"
import * as Removals from "./removals.ts"
import type { Terms, TermTable } from "./terms.ts"

/** Hops a packet may make. */
export const maxHops = 64

/** What packets have in common that come to a place in one guise. */
interface State {
  readonly stage: number
  readonly host: number
  readonly terms: Terms
  readonly record: Record | undefined
  readonly removal: Removals.Removal
  /** Headers at the start of the packets that were followed from here. */
  set: number
  /** How they came, in the order of discovery: the first arrival that has a packet is on its way. */
  readonly arrivals: Array<Arrival>
  /** The last work that was planned here. */
  work: Work | undefined
  /** Where packets went on, when translations are joined. */
  readonly onward: Set<State> | undefined
}

/** Packets that came from another state because of a rule; from the start when `from` is undefined. */
interface Arrival {
  readonly from: State | undefined
  readonly rule: Rule | undefined
  readonly choice: number | undefined
  readonly set: number
}

/** Packets that end at a state. */
export interface Ending<A> {
  readonly state: State
  readonly rule: Rule
  readonly removal: Removals.Removal
  readonly set: number
  readonly hops: number
  readonly how: A
}

/** Where packets begin. */
export interface Seed {
  readonly stage: number
  readonly host: number
  readonly terms: Terms
  readonly record: Record | undefined
  readonly set: number
  readonly hops: number
}

/** What to explore. */
export interface Question {
  readonly pipeline: Pipeline
  readonly sets: MatchSets
  readonly terms: TermTable
  readonly removals: Removals.RemovalTable
  readonly seeds: ReadonlyArray<Seed>
  readonly state: "new" | "reply"
  /** The protocol of all packets, needed for answers that remember translations. */
  readonly protocol?: number
  /** For answers: all records of the connections, when they are joined. */
  readonly joined?: ReadonlyArray<Record>
  /** Stages worth entering; all when absent. Others count as left behind. */
  readonly mask?: Uint8Array
  /** How translations are remembered, for the answers: not at all when absent. */
  readonly remember?: "joined" | "apart"
  /** Obstacles that count as absent from the start. */
  readonly removed?: Removals.Removal
  /** At most so many further obstacles are passed; 0 when absent. `diverting`: also rules that do not drop. */
  readonly pass?: { readonly most: number; readonly diverting: boolean }
  /** Whether senders hand their packets to any next hop of their network, not only to that of a host configured rightly. */
  readonly anyNextHop?: boolean
  /** Stop as soon as a delivery with the fewest obstacles fulfils this. */
  readonly goal?: (ending: Ending<Destination>) => boolean
  readonly maxStates: number
}

/** What was found. */
export interface Exploration {
  readonly states: ReadonlyArray<State>
  readonly delivered: ReadonlyArray<Ending<Destination>>
  readonly dropped: ReadonlyArray<Ending<DropReason>>
  readonly refused: ReadonlyArray<Ending<string>>
  /** The delivery that fulfils the goal. */
  readonly reached: Ending<Destination> | undefined
  /** Whether joined records leave open what happened: they have to be kept apart. */
  readonly ambiguous: boolean
}

/** Thrown when an exploration meets more states than it may. */
export class TooManyStates extends Error {
  readonly limit: number
  constructor(limit: number) {
    super(`more than ${limit} states`)
    this.limit = limit
  }
}

/** Packets to be followed from a state: what comes there before it is the state's turn is followed together. */
interface Work {
  readonly state: State
  readonly pieces: Array<number>
  readonly hops: number
  done: boolean
}

interface Branch {
  set: number
  readonly removal: Removals.Removal
}

class Explorer {
  readonly #question: Question
  readonly #states = new Map<string, State>()
  readonly #records = new Map<string, Record>()
  readonly #most: number
  readonly #base: number
  /** By number of obstacles, then by hops. */
  readonly #waiting: Array<Array<Array<Work>>> = []
  readonly #delivered: Array<Ending<Destination>> = []
  readonly #dropped: Array<Ending<DropReason>> = []
  readonly #refused: Array<Ending<string>> = []
  #reached: Ending<Destination> | undefined
  #ambiguous = false

  constructor(question: Question) {
    this.#question = question
    this.#base = question.removed?.obstacles.size ?? 0
    this.#most = this.#base + (question.pass?.most ?? 0)
  }

  run(): Exploration {
    const { removals, removed, seeds } = this.#question
    for (const { stage, host, terms, record, set, hops } of seeds) {
      this.#visit({ stage, host, terms, record, removal: removed ?? removals.nothing }, set, hops, undefined)
    }
    for (let cost = this.#base; cost <= this.#most; cost++) {
      if (this.#reached !== undefined && this.#reached.removal.obstacles.size <= cost) break
      for (let hops = 0; hops <= maxHops; hops++) {
        const queue = this.#waiting[cost]?.[hops]
        if (queue === undefined) continue
        for (let at = 0; at < queue.length; at++) this.#work(queue[at]!)
        queue.length = 0
      }
    }
    return {
      states: [...this.#states.values()],
      delivered: this.#delivered,
      dropped: this.#dropped,
      refused: this.#refused,
      reached: this.#reached,
      ambiguous:
        this.#ambiguous || (this.#question.remember === "joined" && isJoint(this.#records.values()) && this.#tooFar())
    }
  }

  /** Whether some way may have more routers than a packet may pass, or circles: fewest hops are known, not most. */
  #tooFar(): boolean {
    const { stages } = this.#question.pipeline
    const hopsOf = ({ stage }: State) => (stages[stage]!.hop ? 1 : 0)
    const most = new Map<State, number>()
    const open = new Set<State>()
    for (const root of this.#states.values()) {
      const path = [root]
      while (path.length > 0) {
        const state = path.at(-1)!
        if (most.has(state)) {
          path.pop()
          continue
        }
        open.add(state)
        const ahead = [...state.onward!].filter((next) => !most.has(next))
        if (ahead.some((next) => open.has(next))) return true
        path.push(...ahead)
        if (ahead.length > 0) continue
        let hops = 0
        for (const next of state.onward!) hops = Math.max(hops, most.get(next)!)
        most.set(state, hops + hopsOf(state))
        if (hops + hopsOf(state) > maxHops) return true
        open.delete(state)
        path.pop()
      }
    }
    return false
  }

  #visit(
    place: Pick<State, "stage" | "host" | "terms" | "record" | "removal">,
    set: number,
    hops: number,
    by: Omit<Arrival, "set"> | undefined
  ): void {
    const key = `${place.stage} ${place.host} ${place.terms.id} ${place.record?.id ?? ""} ${place.removal.id}`
    let state = this.#states.get(key)
    if (state === undefined) {
      if (this.#states.size >= this.#question.maxStates) throw new TooManyStates(this.#question.maxStates)
      const onward = this.#question.remember === "joined" ? new Set<State>() : undefined
      state = { ...place, set: none, arrivals: [], work: undefined, onward }
      this.#states.set(key, state)
    }
    by?.from?.onward?.add(state)
    if (set === none || this.#question.sets.engine.diff(set, state.set) === none) return
    state.arrivals.push({ from: by?.from, rule: by?.rule, choice: by?.choice, set })
    const planned = state.work
    if (planned !== undefined && !planned.done && planned.hops === hops) {
      planned.pieces.push(set)
      return
    }
    state.work = { state, pieces: [set], hops, done: false }
    const byHops = (this.#waiting[place.removal.obstacles.size] ??= [])
    const queue = (byHops[hops] ??= [])
    queue.push(state.work)
  }

  #work(work: Work): void {
    const { hops, pieces, state } = work
    const { pipeline, sets, state: connection } = this.#question
    const stage = pipeline.stages[state.stage]!
    const engine = sets.engine
    work.done = true
    const set = engine.diff(engine.orAll(pieces), state.set)
    if (set === none) return
    state.set = engine.or(state.set, set)
    const unknown = connection === "reply" && stage.tracker >= 0 ? this.#answer(state, set, hops) : set
    if (unknown === none) return
    if (this.#most === 0) {
      this.#decideAll(state, unknown, hops)
      return
    }
    const branches: Array<Branch> = [{ set: unknown, removal: state.removal }]
    for (const { rules } of stage.lists) {
      for (const rule of rules) {
        const match = sets.of(rule.match, state.terms, connection)
        if (match === none) continue
        let open = false
        for (let at = 0, count = branches.length; at < count; at++) {
          const branch = branches[at]!
          const hit = engine.and(branch.set, match)
          if (hit !== none) this.#decide(state, rule, hit, branch, branches, hops)
          open ||= branch.set !== none
        }
        if (!open && branches.length === 1) return
      }
    }
    for (const branch of branches) if (branch.set !== none) this.#end(state, branch, hops)
  }

  /** Lets the rules of the stage decide when no obstacle is passed: each about its own part of the packets. */
  #decideAll(state: State, set: number, hops: number): void {
    const { pipeline, removals, sets, state: connection } = this.#question
    const stage = pipeline.stages[state.stage]!
    const { engine } = sets
    let rest = set
    for (const list of stage.lists) {
      const { decided, parts } = sets.partition(list, state.terms, connection)
      for (const part of parts) {
        if (!this.#matters(state, part.rule)) continue
        const hit = engine.and(rest, part.set)
        if (hit !== none) this.#act(state, part.rule, hit, removals.nothing, hops)
      }
      rest = engine.diff(rest, decided)
      if (rest === none) return
    }
    this.#act(state, stage.otherwise, rest, removals.nothing, hops)
  }

  /** Whether what a rule does is asked for: steps to stages outside the mask are not. */
  #matters(state: State, { action }: Rule): boolean {
    const { mask, pipeline } = this.#question
    if (mask === undefined) return true
    const entered = (to: number) => mask[to === NEXT ? pipeline.stages[state.stage]!.next : to] === 1
    switch (action._tag) {
      case "Forward":
      case "Rewrite":
        return entered(action.to)
      case "Choose":
        return action.among.some(({ to }) => entered(to))
      case "Drop":
        return false
      default:
        return true
    }
  }

  /** Lets a rule of the lists decide about `hit`, or passes it where it counts as absent. */
  #decide(state: State, rule: Rule, hit: number, branch: Branch, branches: Array<Branch>, hops: number): void {
    const { engine } = this.#question.sets
    const obstacle = this.#most > 0 ? Removals.obstacleOfRule(rule) : undefined
    if (obstacle !== undefined && branch.removal.obstacles.has(obstacle.key)) return
    branch.set = engine.diff(branch.set, hit)
    this.#act(state, rule, hit, branch.removal, hops)
    if (obstacle === undefined || branch.removal.obstacles.size >= this.#most) return
    if (obstacle.reason === "Diverts" && this.#question.pass?.diverting !== true) return
    branches.push({ set: hit, removal: this.#question.removals.plus(branch.removal, obstacle) })
  }

  #end(state: State, { set, removal }: Branch, hops: number): void {
    const stage = this.#question.pipeline.stages[state.stage]!
    const obstacle = this.#most > 0 ? Removals.obstacleOfEnd(stage) : undefined
    const absent = obstacle !== undefined && removal.obstacles.has(obstacle.key)
    if (!absent) this.#act(state, stage.otherwise, set, removal, hops)
    if (obstacle === undefined || (!absent && removal.obstacles.size >= this.#most)) return
    const action: Rule["action"] =
      stage.next >= 0
        ? { _tag: "Forward", to: NEXT }
        : { _tag: "Deliver", to: { _tag: "Port", port: stage.element.id, addressed: false } }
    const passed = absent ? removal : this.#question.removals.plus(removal, obstacle)
    this.#act(state, { ...stage.otherwise, action }, set, passed, hops)
  }

  #act(state: State, rule: Rule, set: number, removal: Removals.Removal, hops: number): void {
    const { action } = rule
    switch (action._tag) {
      case "Drop":
        this.#dropped.push({ state, rule, removal, set, hops, how: action.reason })
        return
      case "Refuse":
        this.#refused.push({ state, rule, removal, set, hops, how: action.reason })
        return
      case "Forward":
        this.#go(state, rule, undefined, state.terms, state.record, action.to, set, removal, hops)
        return
      case "Rewrite":
        this.#translate(state, rule, undefined, action.set, action.to, set, removal, hops)
        return
      case "Choose":
        for (const [choice, { set: rewrite, to }] of action.among.entries()) {
          if (rewrite === undefined) this.#go(state, rule, choice, state.terms, state.record, to, set, removal, hops)
          else this.#translate(state, rule, choice, rewrite, to, set, removal, hops)
        }
        return
      case "Deliver": {
        const ending: Ending<Destination> = { state, rule, removal, set, hops, how: action.to }
        this.#delivered.push(ending)
        const fewer = this.#reached === undefined || removal.obstacles.size < this.#reached.removal.obstacles.size
        if (fewer && this.#question.goal?.(ending) === true) this.#reached = ending
        return
      }
    }
  }

  #translate(
    state: State,
    rule: Rule,
    choice: number | undefined,
    set: Rewrite,
    to: number,
    packets: number,
    removal: Removals.Removal,
    hops: number
  ): void {
    const after = this.#question.terms.rewritten(state.terms, set)
    const record = this.#question.remember === undefined ? undefined : this.#remember(state, set, to, after, packets)
    this.#go(state, rule, choice, after, record, to, packets, removal, hops)
  }

  #remember(state: State, set: Rewrite, to: number, after: Terms, packets: number): Record {
    const { remember, sets } = this.#question
    const before = remember === "apart" ? (state.record?.id ?? "") : `${state.stage} ${state.host} ${to}`
    const key = `${before} ${set.tracker} ${set.resume} ${state.terms.id} ${after.id}`
    let record = this.#records.get(key)
    if (record === undefined) {
      record = { id: this.#records.size, previous: new Map(), set, before: state.terms, after }
      this.#records.set(key, record)
    }
    record.previous.set(state.record, sets.engine.or(record.previous.get(state.record) ?? none, packets))
    return record
  }

  /** Translates back what answers the last translation that is not undone yet, at its place; the rest is returned. */
  #answerLast(state: State, set: number, hops: number, joined: ReadonlyArray<Record>, protocol: number): number {
    const { pipeline, sets, terms } = this.#question
    const { engine } = sets
    const stage = pipeline.stages[state.stage]!
    const last = state.record
    for (const other of joined) {
      if (other === last || other.set.tracker !== stage.tracker) continue
      if (!engine.meets(set, sets.same(state.terms, terms.mirrored(other.after, protocol)))) continue
      if (last === undefined || related(other, last)) this.#ambiguous = true
    }
    if (last === undefined || last.set.tracker !== stage.tracker) return set
    const known = engine.and(set, sets.same(state.terms, terms.mirrored(last.after, protocol)))
    const before = terms.mirrored(last.before, protocol)
    for (const [previous, packets] of last.previous) {
      const hit = engine.and(known, packets)
      if (hit === none) continue
      this.#go(state, stage.otherwise, undefined, before, previous, last.set.resume, hit, state.removal, hops)
    }
    return engine.diff(set, known)
  }

  /** Translates back what answers a connection known here; the rest is returned. */
  #answer(state: State, set: number, hops: number): number {
    const { joined, pipeline, protocol, sets, terms } = this.#question
    const stage = pipeline.stages[state.stage]!
    let rest = set
    if (protocol === undefined) return rest
    if (joined !== undefined) return this.#answerLast(state, set, hops, joined, protocol)
    const records = chain(state.record).filter((record) => record.set.tracker === stage.tracker)
    for (const record of records.reverse()) {
      const known = sets.engine.and(rest, sets.same(state.terms, terms.mirrored(record.after, protocol)))
      if (known === none) continue
      rest = sets.engine.diff(rest, known)
      const to = record.set.resume
      const before = terms.mirrored(record.before, protocol)
      this.#go(state, stage.otherwise, undefined, before, state.record, to, known, state.removal, hops)
    }
    return rest
  }

  /** Moves packets to the stage `to`, to the host where that stage is. */
  #go(
    state: State,
    rule: Rule,
    choice: number | undefined,
    terms: Terms,
    record: Record | undefined,
    to: number,
    set: number,
    removal: Removals.Removal,
    hops: number
  ): void {
    const { anyNextHop, mask, pipeline, removals } = this.#question
    const target = to === NEXT ? pipeline.stages[state.stage]!.next : to
    if (mask !== undefined && mask[target] === 0) return
    const stage = pipeline.stages[target]!
    if (anyNextHop === true && stage.kind === "Send") {
      for (const other of new Set(pipeline.nextHops(stage.element.id).values())) {
        this.#go(state, rule, choice, terms, record, other, set, removal, hops)
      }
    }
    const entered = stage.hop ? hops + 1 : hops
    if (entered > maxHops) {
      this.#dropped.push({ state, rule, removal, set, hops: entered, how: "HopLimit" })
      return
    }
    const host = stage.host === HERE ? state.host : stage.host
    let passed = removal
    if (stage.host >= 0 && !pipeline.underlay.joined(state.host, stage.host)) {
      const from = state.host === ANYWHERE ? undefined : pipeline.underlay.hosts[state.host]
      const obstacle = Removals.obstacleOfUnderlay(from, pipeline.underlay.hosts[stage.host]!)
      if (!removal.obstacles.has(obstacle.key)) {
        this.#dropped.push({ state, rule, removal, set, hops, how: "Underlay" })
        if (removal.obstacles.size >= this.#most) return
        passed = removals.plus(removal, obstacle)
      }
    }
    this.#visit({ stage: target, host, terms, record, removal: passed }, set, entered, { from: state, rule, choice })
  }
}

/** Explores. Throws `TooManyStates`, and what the engine throws. */
export const explore = (question: Question): Exploration => new Explorer(question).run()

/** A state on the way of a packet, and what led on from there. */
export interface Passage {
  readonly state: State
  readonly rule: Rule | undefined
  readonly choice: number | undefined
}

/** The states on the way of one packet of an ending, in order, each with the rule that it met there. */
export const wayTo = (
  engine: Bdd,
  ending: Pick<Ending<unknown>, "state" | "rule">,
  bits: Uint8Array
): ReadonlyArray<Passage> => {
  const way: Array<Passage> = [{ state: ending.state, rule: ending.rule, choice: undefined }]
  for (let at: State | undefined = ending.state; at !== undefined;) {
    const arrival: Arrival | undefined = at.arrivals.find(({ set }) => engine.has(set, bits))
    if (arrival?.from !== undefined) way.push({ state: arrival.from, rule: arrival.rule, choice: arrival.choice })
    at = arrival?.from
  }
  return way.reverse()
}
