/**
 * Certificates of isolation, and a checker for them that shares nothing with the analysis that writes them: no decision
 * diagrams, no search, only boxes of headers and one pass over the certificate.
 *
 * A certificate lists places and for each the packets that may be there. It proves that nothing gets from the ports of one
 * tenant to those of another, because
 *
 * 1. every packet of the model is listed at every port of the first tenant;
 * 2. whatever a stage does to a listed packet, and to whichever next hop a sender hands it, the outcome is listed where it then is;
 * 3. no stage delivers a listed packet to a port of the other tenant.
 *
 * What a stage refuses is at its end there, like what it drops: the certificate is about packets that the model has
 * answers for (`Isolation` says what that leaves out).
 *
 * What must be trusted is the compiled topology (which `Trace` walks too) and this module. Packets are first packets of
 * connections: answers exist only where a connection was opened, so two tenants that cannot open connections to each
 * other, in either direction, do not talk at all.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import * as PrefixSet from "../PrefixSet.ts"
import { ElementId } from "./Element.ts"
import * as Algebra from "./internal/boxAlgebra.ts"
import {
  ANYWHERE,
  HERE,
  type Match,
  NEXT,
  type Pipeline,
  type Rewrite,
  type Rule,
  type Stage
} from "./internal/pipeline.ts"
import { pipelineOf } from "./internal/pipelineCompile.ts"
import { PacketBox } from "./PacketBox.ts"
import type { Topology } from "./Topology.ts"

/**
 * A place and the packets that may be there, as they look there: the name of a stage of the compiled topology, the host (absent when it
 * may be any), and how many routers were passed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Location = Schema.Struct({
  stage: Schema.String,
  host: Schema.optionalKey(ElementId),
  hops: Schema.Int,
  packets: Schema.Array(PacketBox)
})

/**
 * A place and the packets that may be there.
 *
 * @since 0.1.0
 * @category models
 */
export type Location = typeof Location.Type

/**
 * That no packet gets from the ports of the tenant `from` to those of the tenant `to`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Certificate = Schema.Struct({ from: ElementId, to: ElementId, locations: Schema.Array(Location) })

/**
 * That no packet gets from the ports of one tenant to those of another.
 *
 * @since 0.1.0
 * @category models
 */
export type Certificate = typeof Certificate.Type

/**
 * What is wrong with a certificate:
 *
 * - `Malformed`: it is not what `Certificate` says, at `path`.
 * - `UnknownTenant`, `UnknownPlace`: the topology has none of this name. `DuplicatePlace`: it is listed twice.
 * - `Delivers`: a packet listed at `stage` is delivered to `port` of the other tenant.
 * - `NotListed`: a packet that gets to `stage` (from `before`, or because it starts there) is not listed there.
 *
 * @since 0.1.0
 * @category errors
 */
export const CertificateProblem = Schema.TaggedUnion({
  Malformed: { path: Schema.String, message: Schema.String },
  UnknownTenant: { tenant: Schema.String },
  UnknownPlace: { stage: Schema.String, host: Schema.optionalKey(Schema.String) },
  DuplicatePlace: { stage: Schema.String, host: Schema.optionalKey(Schema.String), hops: Schema.Int },
  Delivers: { stage: Schema.String, port: Schema.String },
  NotListed: { stage: Schema.String, before: Schema.optionalKey(Schema.String), hops: Schema.Int }
})

/**
 * A certificate proves nothing about this topology.
 *
 * @since 0.1.0
 * @category errors
 */
export class CertificateRefused extends Schema.TaggedError<CertificateRefused>()("CertificateRefused", {
  reason: CertificateProblem
}) {
  override get message(): string {
    const { reason } = this
    switch (reason._tag) {
      case "Malformed":
        return `not a certificate${reason.path === "" ? "" : ` at ${reason.path}`}: ${reason.message}`
      case "UnknownTenant":
        return `the topology has no tenant ${reason.tenant}`
      case "UnknownPlace":
        return `the topology has no ${reason.stage}${reason.host === undefined ? "" : ` on ${reason.host}`}`
      case "DuplicatePlace":
        return `${reason.stage} is listed twice`
      case "Delivers":
        return `a packet listed at ${reason.stage} is delivered to port ${reason.port}`
      case "NotListed":
        return `a packet that gets to ${reason.stage}${reason.before === undefined ? "" : ` from ${reason.before}`} is not listed`
    }
  }
}

const refuse = (reason: typeof CertificateProblem.Type) => Result.fail(new CertificateRefused({ reason }))

const maxHops = 64

const everyPort: Algebra.Interval = [0n, 65_535n]

const point = (value: bigint): Algebra.Interval => [value, value]

const span = (first: number, last: number): Algebra.Interval => [BigInt(first), BigInt(last)]

const prefixInterval = (prefix: Prefix.Prefix): Algebra.Interval => [
  Ip.toBigInt(Prefix.first(prefix)),
  Ip.toBigInt(Prefix.last(prefix))
]

const familyInterval = (family: 4 | 6): Algebra.Interval => point(BigInt(family))

const everything = (family: 4 | 6): Algebra.Box => [
  familyInterval(family),
  prefixInterval(Prefix.all(family)),
  prefixInterval(Prefix.all(family)),
  span(0, 255),
  everyPort,
  everyPort
]

/** All products of one interval of each field. */
const products = (fields: ReadonlyArray<ReadonlyArray<Algebra.Interval>>): ReadonlyArray<Algebra.Box> =>
  // One interval for each field, hence a box; the compiler does not count them.
  fields.reduce<ReadonlyArray<ReadonlyArray<Algebra.Interval>>>(
    (sofar, field) => sofar.flatMap((box) => field.map((interval) => [...box, interval])),
    [[]]
  ) as unknown as ReadonlyArray<Algebra.Box>

const textInterval = (text: string): Algebra.Interval => prefixInterval(Result.getOrThrow(Prefix.parse(text)))

const boxesOf = (box: PacketBox): ReadonlyArray<Algebra.Box> =>
  products([
    [familyInterval(box.family)],
    Algebra.merged(box.source.map(textInterval)),
    Algebra.merged(box.destination.map(textInterval)),
    box.protocols.map(([first, last]) => span(first, last)),
    box.sourcePorts.map(([first, last]) => span(first, last)),
    box.destinationPorts.map(([first, last]) => span(first, last))
  ])

/** Addresses that no packet of the model has, as `Packet` lists them. */
const special = {
  4: ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32"],
  6: ["::/127", "::ffff:0:0/96", "fe80::/10", "ff00::/8"]
}

/** Protocols (first, last) with destination ports or type and code (first, last) that the model has no answer for. */
const unanswered: Record<4 | 6, ReadonlyArray<readonly [Algebra.Interval, Algebra.Interval]>> = {
  4: [
    [point(1n), span(0, 8 * 256 - 1)],
    [point(1n), span(9 * 256, 65_535)],
    [point(58n), everyPort],
    [point(17n), span(67, 68)]
  ],
  6: [
    [point(58n), span(0, 128 * 256 - 1)],
    [point(58n), span(129 * 256, 65_535)],
    [point(1n), everyPort],
    [point(17n), span(546, 547)],
    ...[0, 43, 44, 50, 51, 60, 135, 139, 140, 253, 254].map((protocol) => [point(BigInt(protocol)), everyPort] as const)
  ]
}

/** Every first packet of the model. */
const modelled = (family: 4 | 6): ReadonlyArray<Algebra.Box> => {
  const all = everything(family)
  const outside = [
    ...special[family].flatMap((text) => [
      Algebra.withField(all, Algebra.SOURCE, textInterval(text)),
      Algebra.withField(all, Algebra.DESTINATION, textInterval(text))
    ]),
    ...unanswered[family].map(([protocol, ports]) =>
      Algebra.withField(Algebra.withField(all, Algebra.PROTOCOL, protocol), Algebra.DESTINATION_PORT, ports)
    )
  ]
  return Algebra.subtractAll([all], outside)
}

/** The packets a rule speaks of. */
const matching = (match: Match): ReadonlyArray<Algebra.Box> => {
  if (match.state === "reply") return []
  const families = match.family === undefined ? ([4, 6] as const) : [match.family]
  return families.flatMap((family) => {
    const all = everything(family)
    const addresses = (prefix: Prefix.Prefix | undefined, set: PrefixSet.PrefixSet | undefined) => {
      const one = prefix === undefined ? Prefix.all(family) : prefix
      if (one.family !== family) return []
      const within = prefixInterval(one)
      if (set === undefined) return [within]
      const members = [...PrefixSet.toPrefixes(set)].filter((each) => each.family === family)
      return Algebra.merged(members.map(prefixInterval)).flatMap(([first, last]): ReadonlyArray<Algebra.Interval> => {
        const from = first > within[0] ? first : within[0]
        const to = last < within[1] ? last : within[1]
        return from > to ? [] : [[from, to]]
      })
    }
    const { destinationPorts, icmpCode, icmpType, protocol, sourcePorts } = match
    const message =
      icmpType === undefined ? undefined : span(icmpType * 256 + (icmpCode ?? 0), icmpType * 256 + (icmpCode ?? 255))
    return products([
      [all[Algebra.FAMILY]],
      addresses(match.source, match.sourceIn?.set),
      addresses(match.destination, match.destinationIn?.set),
      [protocol === undefined ? span(0, 255) : point(BigInt(protocol))],
      [sourcePorts === undefined ? everyPort : span(sourcePorts.first, sourcePorts.last)],
      [message ?? (destinationPorts === undefined ? everyPort : span(destinationPorts.first, destinationPorts.last))]
    ])
  })
}

const translated = (box: Algebra.Box, set: Rewrite): Algebra.Box => {
  let result = box
  const assign = (field: number, value: bigint) => {
    result = Algebra.withField(result, field, point(value))
  }
  if (set.source !== undefined) assign(Algebra.SOURCE, Ip.toBigInt(set.source))
  if (set.destination !== undefined) assign(Algebra.DESTINATION, Ip.toBigInt(set.destination))
  if (set.destinationPort !== undefined) assign(Algebra.DESTINATION_PORT, BigInt(set.destinationPort))
  return result
}

/** The one address that all packets of a box come from and go to, with its family; `undefined` where that is not so. */
const toItself = (box: Algebra.Box): string | undefined => {
  const [first, last] = box[Algebra.SOURCE]
  const [from, to] = box[Algebra.DESTINATION]
  return first === last && from === to && first === from ? `${box[Algebra.FAMILY][0]} ${first}` : undefined
}

/** The packets of a translated box, if any, that go to where they come from now; the translation fixed one of the two. */
const turned = (box: Algebra.Box): ReadonlyArray<string> => {
  const [first, last] = box[Algebra.SOURCE]
  const [from, to] = box[Algebra.DESTINATION]
  if (first > to || last < from) return []
  return [`${box[Algebra.FAMILY][0]} ${first === last ? first : from}`]
}

interface Place {
  readonly stage: Stage
  readonly host: number
  readonly hops: number
  readonly boxes: ReadonlyArray<Algebra.Box>
}

const placeKey = (stage: number, host: number, hops: number): string => `${stage} ${host} ${hops}`

class Checker {
  readonly #pipeline: Pipeline
  readonly #places = new Map<string, Place>()
  readonly #targets: ReadonlySet<string>
  readonly #matches = new Map<Match, ReadonlyArray<Algebra.Box>>()
  /** Many places list the same packets: these are read, and compared with the first packets, once. */
  readonly #sets = new Map<string, ReadonlyArray<Algebra.Box>>()
  readonly #complete = new Map<ReadonlyArray<Algebra.Box>, boolean>()
  /** Addresses to which translated packets go that come from there. Such packets were sent otherwise. */
  readonly #turned = new Set<string>()
  /** Deliveries of packets from an address to itself: no packet of the model is sent like that. */
  readonly #reflexive: Array<{ readonly address: string; readonly stage: string; readonly port: string }> = []
  problem: typeof CertificateProblem.Type | undefined

  constructor(topology: Topology, certificate: Certificate) {
    this.#pipeline = pipelineOf(topology)
    this.#targets = new Set(topology.ports.flatMap(({ id, tenant }) => (tenant === certificate.to ? [id] : [])))
    const stages = new Map(this.#pipeline.stages.map((stage) => [stage.key, stage]))
    for (const { host, hops, packets, stage: name } of certificate.locations) {
      const stage = stages.get(name)
      const number = host === undefined ? ANYWHERE : this.#pipeline.underlay.hosts.indexOf(host)
      const at = host === undefined ? { stage: name } : { stage: name, host }
      if (stage === undefined || number === -1) {
        this.problem = { _tag: "UnknownPlace", ...at }
        return
      }
      const key = placeKey(stage.index, number, hops)
      if (this.#places.has(key)) {
        this.problem = { _tag: "DuplicatePlace", ...at, hops }
        return
      }
      this.#places.set(key, { stage, host: number, hops, boxes: this.#read(packets) })
    }
    const first = [...modelled(4), ...modelled(6)]
    for (const { id, tenant } of topology.ports) {
      if (tenant !== certificate.from) continue
      const { host, stage } = this.#pipeline.entries.ports.get(id)!
      const listed = this.#places.get(placeKey(stage, host, 0))?.boxes ?? []
      if (this.#holdsFirst(first, listed)) continue
      this.problem ??= { _tag: "NotListed", stage: this.#pipeline.stages[stage]!.key, hops: 0 }
    }
    for (const place of this.#places.values()) this.#closed(place)
    for (const { address, ...delivery } of this.#reflexive) {
      if (this.#turned.has(address)) this.problem ??= { _tag: "Delivers", ...delivery }
    }
  }

  #read(packets: Location["packets"]): ReadonlyArray<Algebra.Box> {
    const text = JSON.stringify(packets)
    let boxes = this.#sets.get(text)
    if (boxes === undefined) this.#sets.set(text, (boxes = packets.flatMap(boxesOf)))
    return boxes
  }

  #holdsFirst(first: ReadonlyArray<Algebra.Box>, listed: ReadonlyArray<Algebra.Box>): boolean {
    let holds = this.#complete.get(listed)
    if (holds === undefined) {
      holds = Algebra.subtractAll(first, listed).length === 0
      this.#complete.set(listed, holds)
    }
    return holds
  }

  /** Notes a problem unless all packets are listed at the place. */
  #listed(before: Stage, stage: Stage, host: number, hops: number, packets: ReadonlyArray<Algebra.Box>): void {
    const listed = this.#places.get(placeKey(stage.index, host, hops))?.boxes ?? []
    if (packets === listed || Algebra.subtractAll(packets, listed).length === 0) return
    this.problem ??= { _tag: "NotListed", stage: stage.key, before: before.key, hops }
  }

  /** Moves packets on, as the pipeline says of entering a stage. */
  #moved(place: Place, to: number, packets: ReadonlyArray<Algebra.Box>): void {
    const stage = this.#pipeline.stages[to === NEXT ? place.stage.next : to]!
    if (stage.kind === "Send") {
      for (const other of this.#pipeline.nextHops(stage.element.id).values()) this.#moved(place, other, packets)
    }
    if (stage.host >= 0 && !this.#pipeline.underlay.joined(place.host, stage.host)) return
    const hops = stage.hop ? place.hops + 1 : place.hops
    if (hops > maxHops) return
    this.#listed(place.stage, stage, stage.host === HERE ? place.host : stage.host, hops, packets)
  }

  #acted(place: Place, { action }: Rule, packets: ReadonlyArray<Algebra.Box>): void {
    switch (action._tag) {
      case "Drop":
      case "Refuse":
        return
      case "Forward":
        this.#moved(place, action.to, packets)
        return
      case "Rewrite":
        this.#moved(place, action.to, this.#translated(packets, action.set))
        return
      case "Choose":
        for (const { set, to } of action.among) {
          this.#moved(place, to, set === undefined ? packets : this.#translated(packets, set))
        }
        return
      case "Deliver": {
        if (action.to._tag !== "Port" || !this.#targets.has(action.to.port)) return
        const delivery = { stage: place.stage.key, port: action.to.port }
        for (const box of packets) {
          const address = toItself(box)
          if (address === undefined) this.problem ??= { _tag: "Delivers", ...delivery }
          else this.#reflexive.push({ address, ...delivery })
        }
      }
    }
  }

  #translated(packets: ReadonlyArray<Algebra.Box>, set: Rewrite): ReadonlyArray<Algebra.Box> {
    const boxes = packets.map((box) => translated(box, set))
    if (set.source !== undefined || set.destination !== undefined) {
      for (const box of boxes) for (const address of turned(box)) this.#turned.add(address)
    }
    return boxes
  }

  /** Does to every packet of the place what its stage does. */
  #closed(place: Place): void {
    let rest = place.boxes
    for (const { rules } of place.stage.lists) {
      for (const rule of rules) {
        let boxes = this.#matches.get(rule.match)
        if (boxes === undefined) this.#matches.set(rule.match, (boxes = matching(rule.match)))
        const hit = Algebra.intersectAll(rest, boxes)
        if (hit.length === 0) continue
        this.#acted(place, rule, hit)
        rest = Algebra.subtractAll(rest, boxes)
      }
    }
    if (rest.length > 0) this.#acted(place, place.stage.otherwise, rest)
  }
}

const decode = Schema.decodeUnknownResult(Certificate)

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/**
 * Whether a certificate proves what it says about a topology that `Topology.make` returned. `input` is what
 * `Certificate` says, or JSON from anywhere. Time grows with the locations times the rules of their stages times the
 * boxes of packets.
 *
 * @since 0.1.0
 * @category predicates
 */
export const check = (topology: Topology, input: unknown): Result.Result<void, CertificateRefused> => {
  const decoded = decode(input)
  if (Result.isFailure(decoded)) {
    const { message, path = [] } = formatIssue(decoded.failure.issue).issues[0]!
    const steps = path.map((step) => String(typeof step === "object" ? step.key : step))
    return refuse({ _tag: "Malformed", path: steps.join("."), message })
  }
  const certificate = decoded.success
  for (const tenant of [certificate.from, certificate.to]) {
    if (!topology.tenants.some(({ id }) => id === tenant)) return refuse({ _tag: "UnknownTenant", tenant })
  }
  const { problem } = new Checker(topology, certificate)
  return problem === undefined ? Result.void : refuse(problem)
}
