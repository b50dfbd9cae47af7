/**
 * Header spaces: exact sets of packets, by family, addresses, protocol, ports, and ICMP type and code.
 *
 * A header space is an immutable value. Set operations are exact, equality and emptiness cost nothing, and a member can
 * always be named. Each space lives in an engine of decision diagrams; an operation on two spaces of different engines
 * copies the second into the engine of the first, whose nodes live as long as any space in it. An engine holds at most
 * `maxNodes` nodes: an operation that needs more throws a `HeaderSpaceError`, which the analyses of this package catch
 * and return.
 *
 * Fields that a packet does not have (ports of a protocol other than TCP and UDP) never decide membership. The place
 * where a packet enters and the state of its connection are no part of a header space.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { all, Bdd, BddLimitReached, none } from "./internal/bdd.ts"
import { blocksOf } from "./internal/blocks.ts"
import { formatBlock } from "./internal/blockText.ts"
import * as Fields from "./internal/fields.ts"
import { modelled } from "./internal/modelled.ts"
import { type Packet, type Protocol, protocolNumber } from "./Packet.ts"
import type { PacketBox } from "./PacketBox.ts"

/**
 * How many nodes an engine may hold; at most 44 bytes each.
 *
 * @since 0.1.0
 * @category constants
 */
export const maxNodes = 4_000_000

/**
 * Why a header space could not be made.
 *
 * - `TooComplex`: the sets need more than `limit` nodes, or, where blocks were asked for, more than `limit` of them. No
 *   retry helps; ask about fewer packets or a smaller topology.
 * - `NoAddress`: `text` is neither a prefix nor an address.
 * - `NoRange`: a range of `field` ends before it begins, or leaves 0 to `maximum`.
 *
 * @since 0.1.0
 * @category errors
 */
export const HeaderSpaceErrorReason = Schema.TaggedUnion({
  TooComplex: { limit: Schema.Int },
  NoAddress: { text: Schema.String },
  NoRange: { field: Schema.String, first: Schema.Finite, last: Schema.Finite, maximum: Schema.Int }
})

/**
 * A header space could not be made.
 *
 * @since 0.1.0
 * @category errors
 */
export class HeaderSpaceError extends Schema.TaggedError<HeaderSpaceError>()("HeaderSpaceError", {
  reason: HeaderSpaceErrorReason
}) {
  override get message(): string {
    const { reason } = this
    switch (reason._tag) {
      case "TooComplex":
        return `the set of packets needs more than ${reason.limit} nodes or blocks`
      case "NoAddress":
        return `"${reason.text}" is neither an address nor a prefix`
      case "NoRange":
        return `${reason.first}-${reason.last} is no range of ${reason.field}, which goes from 0 to ${reason.maximum}`
    }
  }
}

/**
 * A set of packets. Compare with `equals`.
 *
 * @since 0.1.0
 * @category models
 */
export interface HeaderSpace {
  readonly engine: Bdd
  readonly node: number
}

/**
 * What `match` selects; absent fields match everything. Addresses and prefixes are text; several mean any of them. `ports`
 * are destination ports and select TCP and UDP, as `sourcePorts` do. `icmp` selects ICMP and ICMPv6 messages of a type
 * and code.
 *
 * @since 0.1.0
 * @category models
 */
export interface Match {
  readonly family?: Ip.Family
  readonly source?: string | ReadonlyArray<string>
  readonly destination?: string | ReadonlyArray<string>
  readonly protocol?: Protocol
  readonly ports?: Fields.Range | number
  readonly sourcePorts?: Fields.Range | number
  readonly icmp?: { readonly type: number; readonly code?: number }
}

const make = (engine: Bdd, node: number): HeaderSpace => ({ engine, node })

/** Turns what the engine throws into the typed error. */
const bounded = <A>(run: () => A): A => {
  const result = Result.try({ try: run, catch: (cause) => cause })
  if (Result.isSuccess(result)) return result.success
  if (result.failure instanceof BddLimitReached) {
    throw new HeaderSpaceError({ reason: { _tag: "TooComplex", limit: result.failure.limit } })
  }
  throw result.failure
}

/**
 * Runs a computation on header spaces; the error that operations throw becomes the failure. Other exceptions pass.
 *
 * @since 0.1.0
 * @category combinators
 */
export const attempt = <A>(run: () => A): Result.Result<A, HeaderSpaceError> => {
  const result = Result.try({ try: () => bounded(run), catch: (cause) => cause })
  if (Result.isSuccess(result)) return Result.succeed(result.success)
  if (result.failure instanceof HeaderSpaceError) return Result.fail(result.failure)
  throw result.failure
}

/**
 * A space with every packet, in an engine of its own. `limit` nodes at most, `maxNodes` by default.
 *
 * @since 0.1.0
 * @category constructors
 */
export const everything = (limit: number = maxNodes): HeaderSpace => make(new Bdd(Fields.levels, limit), all)

/**
 * A space without packets, in an engine of its own.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (limit: number = maxNodes): HeaderSpace => make(new Bdd(Fields.levels, limit), none)

const readPrefix = (text: string): Result.Result<Prefix.Prefix, HeaderSpaceError> => {
  const refused = () => new HeaderSpaceError({ reason: { _tag: "NoAddress", text: text.slice(0, 64) } })
  return text.includes("/")
    ? Result.mapError(Prefix.parse(text), refused)
    : Result.mapBoth(Ip.parse(text), { onFailure: refused, onSuccess: Prefix.host })
}

const readRange = (field: string, maximum: number, value: Fields.Range | number) => {
  const [first, last] = typeof value === "number" ? [value, value] : value
  return Number.isInteger(first) && Number.isInteger(last) && first >= 0 && first <= last && last <= maximum
    ? Result.succeed<Fields.Range>([first, last])
    : Result.fail(new HeaderSpaceError({ reason: { _tag: "NoRange", field, first, last, maximum } }))
}

/**
 * The packets that all given fields select.
 *
 * @since 0.1.0
 * @category constructors
 */
export const match = (fields: Match, limit: number = maxNodes): Result.Result<HeaderSpace, HeaderSpaceError> =>
  Result.gen(function* () {
    const engine = new Bdd(Fields.levels, limit)
    const parts: Array<() => number> = []
    const { family } = fields
    if (family !== undefined) parts.push(() => Fields.ofFamily(engine, family))
    for (const field of ["source", "destination"] as const) {
      const wanted = fields[field]
      if (wanted === undefined) continue
      const prefixes: Array<Prefix.Prefix> = []
      for (const text of typeof wanted === "string" ? [wanted] : wanted) prefixes.push(yield* readPrefix(text))
      parts.push(() => Fields.inPrefixes(engine, field, prefixes))
    }
    const protocol = protocolNumber(fields.protocol ?? "any")
    if (protocol !== undefined) {
      const range = yield* readRange("protocol", 255, protocol)
      parts.push(() => Fields.inRanges(engine, "protocol", [range]))
    }
    const ports = { destinationPort: fields.ports, sourcePort: fields.sourcePorts }
    for (const field of ["destinationPort", "sourcePort"] as const) {
      const wanted = ports[field]
      if (wanted === undefined) continue
      const range = yield* readRange(field, 65_535, wanted)
      parts.push(
        () => Fields.ofProtocols(engine, Fields.portProtocols),
        () => Fields.inRanges(engine, field, [range])
      )
    }
    if (fields.icmp !== undefined) {
      const [type] = yield* readRange("ICMP type", 255, fields.icmp.type)
      const [first, last] = yield* readRange("ICMP code", 255, fields.icmp.code ?? [0, 255])
      parts.push(
        () => Fields.ofProtocols(engine, Fields.icmpProtocols),
        () => Fields.inRanges(engine, "destinationPort", [[type * 256 + first, type * 256 + last]])
      )
    }
    return yield* attempt(() =>
      make(
        engine,
        parts.reduce<number>((sum, part) => engine.and(sum, part()), all)
      )
    )
  })

/**
 * The packets of all boxes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromBoxes = (
  boxes: ReadonlyArray<PacketBox>,
  limit: number = maxNodes
): Result.Result<HeaderSpace, HeaderSpaceError> =>
  Result.gen(function* () {
    let sum = empty(limit)
    for (const box of boxes) {
      const { engine } = sum
      const source: Array<Prefix.Prefix> = []
      const destination: Array<Prefix.Prefix> = []
      for (const text of box.source) source.push(yield* readPrefix(text))
      for (const text of box.destination) destination.push(yield* readPrefix(text))
      const block: Fields.Block = {
        family: box.family,
        source,
        destination,
        protocol: box.protocols,
        sourcePort: box.sourcePorts,
        destinationPort: box.destinationPorts
      }
      for (const [field, maximum] of [
        ["protocol", 255],
        ["sourcePort", 65_535],
        ["destinationPort", 65_535]
      ] as const) {
        for (const range of block[field]) yield* readRange(field, maximum, range)
      }
      sum = yield* attempt(() => make(engine, engine.or(sum.node, Fields.ofBlock(engine, block))))
    }
    return sum
  })

const combined = (a: HeaderSpace, b: HeaderSpace, operation: "and" | "or" | "diff"): HeaderSpace =>
  bounded(() => make(a.engine, a.engine[operation](a.node, a.engine.adopt(b.engine, b.node))))

/**
 * Packets in either.
 *
 * @since 0.1.0
 * @category combinators
 */
export const union = (a: HeaderSpace, b: HeaderSpace): HeaderSpace => combined(a, b, "or")

/**
 * Packets in both.
 *
 * @since 0.1.0
 * @category combinators
 */
export const intersection = (a: HeaderSpace, b: HeaderSpace): HeaderSpace => combined(a, b, "and")

/**
 * Packets of `a` that are not in `b`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const difference = (a: HeaderSpace, b: HeaderSpace): HeaderSpace => combined(a, b, "diff")

/**
 * Every other packet.
 *
 * @since 0.1.0
 * @category combinators
 */
export const complement = (space: HeaderSpace): HeaderSpace =>
  bounded(() => make(space.engine, space.engine.not(space.node)))

/**
 * A space with the same packets of the model (see `Packet`) and whichever others make it easier to tell: for text.
 *
 * @since 0.1.0
 * @category combinators
 */
export const plain = ({ engine, node }: HeaderSpace): HeaderSpace =>
  bounded(() => make(engine, engine.simplify(node, modelled(engine))))

/**
 * Whether there is no packet in it.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isEmpty = (space: HeaderSpace): boolean => space.node === none

/**
 * Whether both hold the same packets.
 *
 * @since 0.1.0
 * @category predicates
 */
export const equals = (a: HeaderSpace, b: HeaderSpace): boolean =>
  bounded(() => a.node === a.engine.adopt(b.engine, b.node))

/**
 * Whether every packet of `a` is in `b`.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isSubset = (a: HeaderSpace, b: HeaderSpace): boolean => isEmpty(difference(a, b))

/**
 * Whether some packet is in both.
 *
 * @since 0.1.0
 * @category predicates
 */
export const overlaps = (a: HeaderSpace, b: HeaderSpace): boolean => !isEmpty(intersection(a, b))

/**
 * The header of a packet, without the place where it enters and the state of its connection.
 *
 * @since 0.1.0
 * @category models
 */
export type Header = Omit<Packet, "entry" | "state">

/**
 * Whether a packet with this header is in the space. Fields that are missing count as 0.
 *
 * @since 0.1.0
 * @category predicates
 */
export const has = (space: HeaderSpace, header: Header): boolean =>
  space.engine.has(space.node, Fields.bitsOf(Fields.valuesOf(header)))

/**
 * A packet of the space, the same each time; `undefined` when the space has none.
 *
 * @since 0.1.0
 * @category getters
 */
export const witness = (space: HeaderSpace): Header | undefined => {
  const bits = space.engine.witness(space.node)
  return bits === undefined ? undefined : Fields.headerOf(Fields.valuesAt(bits))
}

/**
 * A packet of the space drawn with `random`, which gives numbers in [0, 1); not all are equally likely.
 *
 * @since 0.1.0
 * @category getters
 */
export const sample = (space: HeaderSpace, random: () => number): Header | undefined => {
  const bits = space.engine.sample(space.node, random)
  return bits === undefined ? undefined : Fields.headerOf(Fields.valuesAt(bits))
}

const toBox = (block: Fields.Block): PacketBox => ({
  family: block.family,
  source: block.source.map(Prefix.toText),
  destination: block.destination.map(Prefix.toText),
  protocols: block.protocol,
  sourcePorts: block.sourcePort,
  destinationPorts: block.destinationPort
})

/**
 * The space as boxes that cover it exactly; they may overlap. Fails when more than `limit` (1 000 by default) boxes, or
 * prefixes or ranges in one field, are needed.
 *
 * @since 0.1.0
 * @category getters
 */
export const boxes = (
  space: HeaderSpace,
  limit: number = 1000
): Result.Result<ReadonlyArray<PacketBox>, HeaderSpaceError> =>
  Result.flatMap(
    attempt(() => blocksOf(space.engine, space.node, limit)),
    (found) =>
      found.complete
        ? Result.succeed(found.blocks.map(toBox))
        : Result.fail(new HeaderSpaceError({ reason: { _tag: "TooComplex", limit } }))
  )

/**
 * The space as lines of text for people: one for each box, `limit` (16 by default) at most, then `...`.
 *
 * @since 0.1.0
 * @category getters
 */
export const format = (space: HeaderSpace, limit: number = 16): ReadonlyArray<string> => {
  const { blocks, complete } = bounded(() => blocksOf(space.engine, space.node, limit))
  return complete ? blocks.map(formatBlock) : [...blocks.map(formatBlock), "..."]
}
