/**
 * The way of one packet through an exploration, in the words of `Trace`.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import type { Effect, Headers, Step } from "../Trace.ts"
import type { Analysis } from "./analysis.ts"
import { type Ending, type Passage, wayTo } from "./explore.ts"
import * as Fields from "./fields.ts"
import { HERE, type Rule, type Stage } from "./pipeline.ts"
import { obstacleOfEnd, type Obstacle, obstacleOfRule, obstacleOfUnderlay } from "./removals.ts"
import { type AddressTerm, type NumberTerm, origin, type Terms } from "./terms.ts"

/** What the packet looks like there. */
const headersAt = (values: Fields.Values, terms: Terms): Headers => {
  const address = (term: AddressTerm): Ip.Ip => (typeof term === "object" ? term : values[term])
  const number = (term: NumberTerm): number => {
    if (typeof term === "number") return term
    const { field, plus } = origin(term)
    return values[field] + plus
  }
  return Fields.headerOf({
    source: address(terms.source),
    destination: address(terms.destination),
    protocol: values.protocol,
    sourcePort: number(terms.sourcePort),
    destinationPort: number(terms.destinationPort)
  })
}

const effectOf = ({ action }: Rule): Effect => {
  switch (action._tag) {
    case "Forward":
      return "Pass"
    case "Rewrite":
      return "Translate"
    default:
      return action._tag
  }
}

/** A step of the way, and the obstacles that were passed there as if they were absent. */
export interface Crossing {
  readonly step: Step
  readonly passed: ReadonlyArray<Obstacle>
}

const stepOf = (analysis: Analysis, values: Fields.Values, passage: Passage, next: Terms, stage: Stage): Step => {
  const { choice, state } = passage
  const rule = passage.rule ?? stage.otherwise
  const host = analysis.pipeline.underlay.hosts[state.host]
  const among = rule.action._tag === "Choose" ? rule.action.among : undefined
  const alternative = choice === undefined ? undefined : among?.[choice]
  return {
    place: stage.kind,
    at: stage.element,
    ...(stage.scope === undefined ? {} : { scope: stage.scope }),
    ...(host === undefined ? {} : { host }),
    headers: headersAt(values, state.terms),
    effect: effectOf(rule),
    by: alternative?.source ?? rule.source,
    byDefault: rule.match === stage.otherwise.match && rule.source === stage.otherwise.source,
    ...(next === state.terms ? {} : { rewritten: headersAt(values, next) }),
    ...(alternative === undefined ? {} : { chosen: alternative.label }),
    ...(among === undefined ? {} : { alternatives: among.map(({ label }) => label) })
  }
}

/** The obstacles that stood in the way of this packet at a stage and were passed there. */
const passedAt = (
  analysis: Analysis,
  ending: Ending<unknown>,
  passage: Passage,
  next: Passage | undefined,
  bits: Uint8Array
) => {
  const { engine, pipeline, sets } = analysis
  const { rule, state } = passage
  const stage = pipeline.stages[state.stage]!
  const passed: Array<Obstacle> = []
  const removed = (next?.state.removal ?? ending.removal).obstacles
  const stoodThere = (obstacle: Obstacle | undefined): void => {
    if (obstacle !== undefined && removed.has(obstacle.key)) passed.push(obstacle)
  }
  const rules = stage.lists.flatMap((list) => list.rules)
  const decided = rules.findIndex((each) => each === rule)
  for (const each of decided < 0 ? rules : rules.slice(0, decided)) {
    if (engine.has(sets.of(each.match, state.terms, "new"), bits)) stoodThere(obstacleOfRule(each))
  }
  if (decided < 0 && rule?.action._tag !== "Drop") stoodThere(obstacleOfEnd(stage))
  const host = next === undefined ? HERE : pipeline.stages[next.state.stage]!.host
  if (host >= 0 && !pipeline.underlay.joined(state.host, host)) {
    stoodThere(obstacleOfUnderlay(pipeline.underlay.hosts[state.host], pipeline.underlay.hosts[host]!))
  }
  return passed
}

/** The way of the packet with these bits to the ending. */
export const crossings = (analysis: Analysis, ending: Ending<unknown>, bits: Uint8Array): ReadonlyArray<Crossing> => {
  const values = Fields.valuesAt(bits)
  const way = wayTo(analysis.engine, ending, bits)
  return way.map((passage, index) => {
    const next = way[index + 1]
    const stage = analysis.pipeline.stages[passage.state.stage]!
    const step = stepOf(analysis, values, passage, next?.state.terms ?? passage.state.terms, stage)
    return { step, passed: passedAt(analysis, ending, passage, next, bits) }
  })
}
