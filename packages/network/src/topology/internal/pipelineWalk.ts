/**
 * One packet on its way through a pipeline.
 *
 * @since 0.1.0
 */
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import * as Ip from "../../Ip.ts"
import type { DropReason, RefusalReason } from "../Verdict.ts"
import { ANYWHERE, HERE, NEXT } from "./pipeline.ts"
import type { Destination, Pipeline, Rewrite, Rule, Stage } from "./pipeline.ts"
import { flowHash, matches, mirror, rewrite, sameHeader } from "./pipelineMatch.ts"
import type { Header } from "./pipelineMatch.ts"

/** The most routers a packet passes, like the initial hop limit of most hosts. */
const hopsMax = 64

/** A translation of the packets of a connection. */
interface Translation {
  readonly tracker: number
  readonly before: Header
  readonly after: Header
  readonly resume: number
}

/** What happened at one stage. */
export interface WalkStep {
  readonly stage: Stage
  readonly host: number
  readonly header: Header
  /** The rule that decided; `undefined` when a translation was undone. */
  readonly rule: Rule | undefined
  readonly byDefault: boolean
  readonly rewritten: Header | undefined
  readonly chosen: number | undefined
}

/** How a walk ended. */
type WalkEnd =
  | { readonly _tag: "Deliver"; readonly to: Destination; readonly header: Header; readonly host: number }
  | { readonly _tag: "Drop"; readonly reason: DropReason; readonly at: ElementRef; readonly by: ElementRef }
  | { readonly _tag: "Refuse"; readonly reason: RefusalReason; readonly at: ElementRef }
  | { readonly _tag: "Loop"; readonly at: ElementRef }

/** A walk: its steps, the translations it left behind, its end. */
export interface Walk {
  readonly steps: ReadonlyArray<WalkStep>
  readonly translations: ReadonlyArray<Translation>
  readonly end: WalkEnd
}

/** Picks one of `count` alternatives; `hash` is the flow's. */
export type Choose = (count: number, hash: number) => number

/** Spreads flows evenly. */
export const byFlow: Choose = (count, hash) => hash % count

/** Where a walk begins and what is known of its connection. */
export interface Start {
  readonly stage: number
  readonly host: number
  readonly header: Header
  readonly state: "new" | "reply"
  readonly known: ReadonlyArray<Translation>
  /** Where the sender hands its packet over, when it does not choose as hosts do: replaces the first `Send` stage. */
  readonly sentTo: number | undefined
}

const decide = (stage: Stage, header: Header, state: "new" | "reply"): Rule => {
  for (const list of stage.lists) {
    for (const rule of list.rules) if (matches(rule.match, header, state)) return rule
  }
  return stage.otherwise
}

const place = (stage: number, header: Header, host: number): string =>
  [
    stage,
    host,
    Ip.format(header.source),
    Ip.format(header.destination),
    header.sourcePort,
    header.destinationPort
  ].join(" ")

/** One walk as it goes. */
class Walker {
  readonly steps: Array<WalkStep> = []
  readonly translations: Array<Translation> = []
  readonly #pipeline: Pipeline
  readonly #start: Start
  readonly #choose: Choose
  readonly #visited = new Set<string>()
  #stage: Stage
  #header: Header
  #host: number
  #hops = 0

  constructor(pipeline: Pipeline, start: Start, choose: Choose) {
    this.#pipeline = pipeline
    this.#start = start
    this.#choose = choose
    this.#stage = pipeline.stages[start.stage]!
    this.#header = start.header
    this.#host = start.host
  }

  run(): WalkEnd {
    // Ends: a circle comes to a table or counts a hop, and hops and places are both limited.
    for (;;) {
      const end = this.#move() ?? this.#circle() ?? (this.#translateBack() ? undefined : this.#act())
      if (end !== undefined) return end
    }
  }

  /** To the host of the stage. */
  #move(): WalkEnd | undefined {
    const { element, host } = this.#stage
    if (host === HERE) return undefined
    if (host !== ANYWHERE && !this.#pipeline.underlay.joined(this.#host, host)) {
      const by = Element.ref("Host", this.#pipeline.underlay.hosts[host] ?? "")
      return { _tag: "Drop", reason: "Underlay", at: element, by }
    }
    this.#host = host
    return undefined
  }

  /** Whether the packet was here before, or passed too many routers. */
  #circle(): WalkEnd | undefined {
    const { element, hop, index, kind } = this.#stage
    if (!hop && kind !== "RouterTable") return undefined
    const here = place(index, this.#header, this.#host)
    if (this.#visited.has(here)) return { _tag: "Loop", at: element }
    this.#visited.add(here)
    if (!hop || ++this.#hops <= hopsMax) return undefined
    return { _tag: "Drop", reason: "HopLimit", at: element, by: element }
  }

  /** Undoes the translation of a known connection, if the stage knows one. */
  #translateBack(): boolean {
    const { known, state } = this.#start
    const stage = this.#stage
    if (state === "new" || stage.tracker < 0) return false
    const header = this.#header
    const found = known.find((each) => each.tracker === stage.tracker && sameHeader(mirror(each.after), header))
    if (found === undefined) return false
    const rewritten = mirror(found.before)
    this.#record(undefined, rewritten, undefined)
    this.#header = rewritten
    this.#go(found.resume)
    return true
  }

  #act(): WalkEnd | undefined {
    const stage = this.#stage
    const rule = decide(stage, this.#header, this.#start.state)
    const { action } = rule
    switch (action._tag) {
      case "Drop":
        this.#record(rule, undefined, undefined)
        return { _tag: "Drop", reason: action.reason, at: stage.element, by: rule.source }
      case "Refuse":
        this.#record(rule, undefined, undefined)
        return { _tag: "Refuse", reason: action.reason, at: stage.element }
      case "Deliver":
        this.#record(rule, undefined, undefined)
        return { _tag: "Deliver", to: action.to, header: this.#header, host: this.#host }
      case "Forward":
        this.#record(rule, undefined, undefined)
        return this.#go(action.to)
      case "Rewrite":
        return this.#translate(rule, action.set, undefined, action.to)
      case "Choose": {
        const { among } = action
        const chosen = among.length === 1 ? 0 : this.#choose(among.length, flowHash(this.#header))
        const alternative = among[chosen]!
        return this.#translate(rule, alternative.set, chosen, alternative.to)
      }
    }
  }

  #translate(rule: Rule, set: Rewrite | undefined, chosen: number | undefined, to: number): undefined {
    const before = this.#header
    const after = set === undefined ? before : rewrite(before, set)
    this.#record(rule, set === undefined ? undefined : after, chosen)
    if (set !== undefined) this.translations.push({ tracker: set.tracker, before, after, resume: set.resume })
    this.#header = after
    this.#go(to)
  }

  #record(rule: Rule | undefined, rewritten: Header | undefined, chosen: number | undefined): void {
    const stage = this.#stage
    const byDefault = rule === stage.otherwise
    this.steps.push({ stage, host: this.#host, header: this.#header, rule, byDefault, rewritten, chosen })
  }

  #go(to: number): undefined {
    const { sentTo } = this.#start
    const stage = this.#pipeline.stages[to === NEXT ? this.#stage.next : to]!
    this.#stage = stage.kind === "Send" && sentTo !== undefined ? this.#pipeline.stages[sentTo]! : stage
  }
}

/** Follows one packet to its end. */
export const walk = (pipeline: Pipeline, start: Start, choose: Choose): Walk => {
  const walker = new Walker(pipeline, start, choose)
  const end = walker.run()
  return { steps: walker.steps, translations: walker.translations, end }
}
