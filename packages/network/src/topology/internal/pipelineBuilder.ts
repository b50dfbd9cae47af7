/**
 * Collects the stages of a pipeline. A stage is named by a key and built once, when it is first asked for; building is
 * put off until `drain`, so that routers in a circle and long chains of routers need no recursion.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { ElementRef } from "../Element.ts"
import type { DropReason } from "../Verdict.ts"
import type { InterfaceEntry, NetworkEntry, PortEntry } from "./pipelineDirectory.ts"
import { HERE, NEXT } from "./pipeline.ts"
import type { Action, Match, Rule, RuleList, Stage, StageKind } from "./pipeline.ts"

/** A stage as its maker describes it; what is left out is the usual. */
export interface Draft {
  readonly kind: StageKind
  readonly element: ElementRef
  readonly scope?: string
  readonly host?: number
  readonly hop?: boolean
  readonly tracker?: number
  readonly lists?: ReadonlyArray<RuleList>
  readonly otherwise: Rule
  readonly next?: number
}

/** The stages that refer to each other across the parts of the compiler, by what they are for. */
export interface Stages {
  /** Where a packet for a port arrives. */
  readonly portIn: (port: PortEntry) => number
  /** Where a packet for a router's interface arrives. */
  readonly routerIn: (on: InterfaceEntry) => number
  /** Where a packet goes that was sent to an upstream router. */
  readonly outsideArrive: (network: NetworkEntry) => number
  /** Where a packet goes whose next hop is its destination. */
  readonly neighbour: (network: NetworkEntry) => number
  /** Where a packet goes whose next hop is a certain address. */
  readonly owner: (network: NetworkEntry, address: string) => number
}

/** Collects stages, trackers and shared lists of rules. */
export class Builder {
  readonly stages: Array<Stage> = []
  trackers = 0
  #count = 0
  readonly #numbers = new Map<string, number>()
  readonly #lists = new Map<string, RuleList>()
  readonly #trackers = new Map<string, number>()
  readonly #waiting: Array<() => void> = []

  /** Adds the one stage of its kind that its element has: both together are its key. */
  add(draft: Draft): number {
    const index = this.#count++
    this.#put(index, `${draft.kind} ${draft.element.id}`, draft)
    return index
  }

  /** The number of the stage with this name; `draft` is called once, later. */
  stage(name: string, draft: () => Draft): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const index = this.#count++
    this.#numbers.set(name, index)
    this.#waiting.push(() => this.#put(index, name, draft()))
    return index
  }

  #put(index: number, key: string, draft: Draft): void {
    const { element, host = HERE, hop = false, kind, lists = [], next = -1, otherwise, tracker = -1 } = draft
    const stage = { index, key, kind, element, host, hop, tracker, lists, otherwise, next }
    this.stages[index] = draft.scope === undefined ? stage : { ...stage, scope: draft.scope }
  }

  /** The list of rules with this name, made once. */
  list(name: string, rules: () => ReadonlyArray<Rule>): RuleList {
    const known = this.#lists.get(name)
    if (known !== undefined) return known
    const made = { rules: rules() }
    this.#lists.set(name, made)
    return made
  }

  /** The number of the tracker with this name. */
  tracker(name: string): number {
    const known = this.#trackers.get(name)
    if (known !== undefined) return known
    this.#trackers.set(name, this.trackers)
    return this.trackers++
  }

  /** Builds everything that was asked for. */
  drain(): void {
    // Each stage is built once, so the queue is as long as there are stages.
    for (let at = 0; at < this.#waiting.length; at++) this.#waiting[at]?.()
    this.#waiting.length = 0
  }
}

/** Matches everything. */
export const everything: Match = {}

/** A packet to one address. */
export const toAddress = (address: Ip.Ip): Match => ({
  family: address.family,
  destination: Prefix.host(address)
})

const forwardNext: Action = { _tag: "Forward", to: NEXT }

/** Goes on to `to`. */
export const forward = (to: number = NEXT): Action => (to === NEXT ? forwardNext : { _tag: "Forward", to })

/** Drops. */
export const drop = (reason: DropReason): Action => ({ _tag: "Drop", reason })

/** The rule that holds when no other matches. */
export const otherwise = (source: ElementRef, action: Action): Rule => ({ match: everything, action, source })
