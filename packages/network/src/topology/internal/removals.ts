/**
 * What keeps packets from their goal and could be taken away, and sets of it: rules and routes that drop or divert, and
 * drops that stand for a missing allowance. What stands for something missing altogether (no route, no neighbour) cannot
 * be taken away: nobody can say where the packet would go then. Nor can what keeps senders from using addresses of
 * others: the way of a forged packet is no advice.
 *
 * @since 0.1.0
 */
import type { ElementKind, ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { DropReason } from "../Verdict.ts"
import type { Rule, Stage, StageKind } from "./pipeline.ts"

/** Something that could be taken away. Equal ones have equal keys. */
export interface Obstacle {
  readonly key: string
  readonly element: ElementRef
  /** `Diverts`: the rule or route sends the packet elsewhere, or changes it. */
  readonly reason: DropReason | "Diverts"
  /** The stage, where one part stops packets at several. */
  readonly place?: StageKind
}

const removable: ReadonlySet<ElementKind> = new Set([
  "PolicyRoute",
  "StaticRoute",
  "RouteLeak",
  "InboundRoute",
  "FloatingAddress",
  "PortForward",
  "SourceNat",
  "Listener"
])

/** The obstacle that a rule of a stage's lists is: without it the rules behind it decide. */
export const obstacleOfRule = (rule: Rule): Obstacle | undefined =>
  removable.has(rule.source.kind)
    ? {
        key: Element.print(rule.source),
        element: rule.source,
        reason: rule.action._tag === "Drop" ? rule.action.reason : "Diverts"
      }
    : undefined

/** Whether a stage drops at its end what a sender has forged: a source that is not its own. */
export const stopsForged = ({ kind, next, otherwise: { action } }: Stage): boolean =>
  action._tag === "Drop" && next >= 0 && (kind === "PortSecurityOut" || kind === "OutsideSend")

/** Whether the drop at the end of a stage is an obstacle: it is known where the packet would go without it. */
export const stopsAtEnd = (stage: Stage): boolean => {
  const { action } = stage.otherwise
  if (action._tag !== "Drop" || stopsForged(stage)) return false
  return stage.next >= 0 || (stage.kind === "PortArrive" && action.reason === "PortSecurity")
}

/** The obstacle that the drop at the end of a stage is: without it the packet goes on as if it were allowed. */
export const obstacleOfEnd = (stage: Stage): Obstacle | undefined => {
  const { action, source } = stage.otherwise
  if (action._tag !== "Drop" || !stopsAtEnd(stage)) return undefined
  const { kind } = stage
  return {
    key: `${kind} ${Element.print(source)} ${action.reason}`,
    element: source,
    reason: action.reason,
    place: kind
  }
}

/** The obstacle that a missing way between two hosts is. */
export const obstacleOfUnderlay = (from: string | undefined, to: string): Obstacle => ({
  key: `Underlay ${from ?? ""} ${to}`,
  element: Element.ref("Host", to),
  reason: "Underlay"
})

/** A set of obstacles. Equal sets are one object. */
export interface Removal {
  readonly id: number
  readonly obstacles: ReadonlyMap<string, Obstacle>
}

/** The sets of one analysis. */
export class RemovalTable {
  readonly #known = new Map<string, Removal>()

  /** Nothing is taken away. */
  readonly nothing: Removal = this.of([])

  /** The set of these. */
  of(obstacles: Iterable<Obstacle>): Removal {
    const sorted = [...obstacles].sort((a, b) => (a.key < b.key ? -1 : 1))
    const key = sorted.map((obstacle) => obstacle.key).join("\n")
    let removal = this.#known.get(key)
    if (removal === undefined) {
      removal = { id: this.#known.size, obstacles: new Map(sorted.map((obstacle) => [obstacle.key, obstacle])) }
      this.#known.set(key, removal)
    }
    return removal
  }

  /** The set and one more. */
  plus(removal: Removal, obstacle: Obstacle): Removal {
    return removal.obstacles.has(obstacle.key) ? removal : this.of([...removal.obstacles.values(), obstacle])
  }
}
