/**
 * What a change of a topology opens and closes, to be looked at before it is applied.
 *
 * Every packet that arrived at one place before and does not arrive there after is closed, every packet that did not and does is opened;
 * by all choices on the way, as in `Reachability`. Only what the change can influence is worked out: the stages that differ
 * between the two compiled topologies, and the packets that might come to one of them. The answer is the same as if everything were.
 *
 * What the model refuses arrives nowhere: packets that it refuses in one of the topologies alone are opened or closed like
 * others. First packets of connections are compared. Answers are not: a change of stateless groups or of translations can break
 * the answers of connections that still open; ask `reachable` about those that matter.
 *
 * @since 0.1.0
 */
import type * as Result from "effect/Result"
import * as HeaderSpace from "./HeaderSpace.ts"
import { Analysis, bounded, defaultLimits } from "./internal/analysis.ts"
import { type Changed, changedFlows } from "./internal/changedFlows.ts"
import { endKey, entryKey, printEnd, printEntry } from "./internal/ends.ts"
import * as Fields from "./internal/fields.ts"
import type { Entry } from "./Packet.ts"
import type { ReachabilityError } from "./ReachabilityError.ts"
import type { Topology } from "./Topology.ts"
import type { Destination } from "./Verdict.ts"

/**
 * Packets that end at one place in one of the topologies alone. A packet starts at the one of `from` whose `sources` have it.
 *
 * @since 0.1.0
 * @category models
 */
export interface ChangePart {
  readonly from: ReadonlyArray<{ readonly entry: Entry; readonly sources: HeaderSpace.HeaderSpace }>
  readonly to: Destination
  readonly packets: HeaderSpace.HeaderSpace
}

/**
 * What is alike but for the addresses of the ends, put together: some of `from` to some of `to`, `packets` in all; `parts`
 * say exactly which to which, and `flows` lists the pairs.
 *
 * @since 0.1.0
 * @category models
 */
export interface ChangeGroup {
  readonly from: ReadonlyArray<Entry>
  readonly to: ReadonlyArray<Destination>
  readonly packets: HeaderSpace.HeaderSpace
  readonly parts: ReadonlyArray<ChangePart>
}

/**
 * What a change opens and closes. Nothing does not mean that nothing changed: packets may take other ways.
 *
 * @since 0.1.0
 * @category models
 */
export interface TopologyDiff {
  readonly opened: ReadonlyArray<ChangeGroup>
  readonly closed: ReadonlyArray<ChangeGroup>
}

/**
 * How much the comparison may use, and whether it works out everything instead of what the change can influence (for tests and
 * benchmarks).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly maxNodes?: number
  readonly maxStates?: number
  readonly everything?: boolean
}

/** Puts flows together that are alike but for the addresses of their ends. */
const grouped = (analysis: Analysis, changes: ReadonlyArray<Changed>): ReadonlyArray<ChangeGroup> => {
  const { engine } = analysis
  const { destination, source } = Fields.fields
  const forget = (set: number, { from, width }: Fields.Field) => engine.exists(set, from, from + width)
  const shaped = changes.map((change) => ({ change, shape: forget(forget(change.set, source), destination) }))
  // Ends that differ in that none of them sends to itself belong together: ends are left out of the starts compared.
  const ends = new Map<number, Set<string>>()
  for (const { change, shape } of shaped) {
    const known = ends.get(shape) ?? new Set()
    if (change.to._tag === "Port") known.add(`Port ${change.to.port}`)
    ends.set(shape, known)
  }
  const groups = new Map<string, Array<Changed>>()
  for (const { change, shape } of shaped) {
    const others = change.from.map(({ entry }) => entryKey(entry)).filter((key) => !ends.get(shape)!.has(key))
    const key = `${change.to._tag} ${shape} ${others.sort().join(" ")}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [change])
    else group.push(change)
  }
  return [...groups.values()].map((group): ChangeGroup => ({
    from: [...new Map(group.flatMap(({ from }) => from.map(({ entry }) => [entryKey(entry), entry]))).values()],
    to: [...new Map(group.map(({ to }) => [endKey(to), to])).values()],
    packets: analysis.space(engine.orAll(group.map(({ set }) => set))),
    parts: group.map(({ from, set, to }) => ({
      from: from.map(({ entry, sources }) => ({ entry, sources: analysis.space(sources) })),
      to,
      packets: analysis.space(set)
    }))
  }))
}

/**
 * What changes between two topologies that `Topology.make` returned, for all packets from all ports and all outsides.
 *
 * @since 0.1.0
 * @category combinators
 */
export const diff = (
  before: Topology,
  after: Topology,
  options?: Options
): Result.Result<TopologyDiff, ReachabilityError> =>
  bounded(() => {
    const limits = {
      maxNodes: options?.maxNodes ?? defaultLimits.maxNodes,
      maxStates: options?.maxStates ?? defaultLimits.maxStates
    }
    const old = new Analysis(before, limits)
    const { closed, opened } = changedFlows(old, new Analysis(after, limits, old), options?.everything === true)
    return { opened: grouped(old, opened), closed: grouped(old, closed) }
  })

/**
 * Packets, as they are sent, that get from one place to another in one of the topologies alone.
 *
 * @since 0.1.0
 * @category models
 */
export interface ChangedFlow {
  readonly from: Entry
  readonly to: Destination
  readonly packets: HeaderSpace.HeaderSpace
}

/**
 * The single flows of groups, one for each pair of a start and an end. There may be very many.
 *
 * @since 0.1.0
 * @category getters
 */
export const flows = (groups: ReadonlyArray<ChangeGroup>): ReadonlyArray<ChangedFlow> =>
  groups.flatMap(({ parts }) =>
    parts.flatMap(({ from, packets, to }) =>
      from.map(({ entry, sources }) => ({ from: entry, to, packets: HeaderSpace.intersection(packets, sources) }))
    )
  )

const named = (parts: ReadonlyArray<string>, most: number): string =>
  parts.length <= most ? parts.join(", ") : `${parts.slice(0, most).join(", ")} and ${parts.length - most} more`

/**
 * The change as an operator reads it: a heading for what is opened and for what is closed, under it for each group who
 * speaks to whom and the packets. At most `lines` (8 when absent) lines of packets and names of ends for each group.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = ({ closed, opened }: TopologyDiff, lines: number = 8): string => {
  const group = ({ from, packets, to }: ChangeGroup): ReadonlyArray<string> => [
    `  ${named(from.map(printEntry), lines)} -> ${named(to.map(printEnd), lines)}`,
    ...HeaderSpace.format(HeaderSpace.plain(packets), lines).map((line) => `    ${line}`)
  ]
  const part = (title: string, groups: ReadonlyArray<ChangeGroup>) =>
    groups.length === 0 ? [] : [title, ...groups.flatMap(group)]
  const text = [...part("opens", opened), ...part("closes", closed)]
  return text.length === 0 ? "opens and closes nothing" : text.join("\n")
}
