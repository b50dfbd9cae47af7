/**
 * The law that a symbolic answer about reachability agrees with traces of single packets: what is said to arrive arrives,
 * what arrives is said to, the named packet is one of them, and both hold for answers. Packets are drawn where a wrong
 * answer shows: on both sides of the bounds of what rules, routes and the answer itself speak of.
 */
import { Seed } from "@cloudwright/core/testing"
import * as Result from "effect/Result"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Packet from "../../src/topology/Packet.ts"
import type * as Reachability from "../../src/topology/Reachability.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import type * as Trace from "../../src/topology/Trace.ts"
import type { Destination } from "../../src/topology/Verdict.ts"
import type { Finding } from "../../src/testing/internal/falsify.ts"

/** What is compared. */
export interface Subject {
  readonly reachable: typeof Reachability.reachable
  readonly traces: (topology: Topology, packet: Packet.Packet) => ReturnType<typeof Trace.all>
}

/** Counts of what was met. */
export type Tally = ReturnType<typeof tally>

/** Nothing was met yet. */
export const tally = () => ({
  Reachable: 0,
  Unreachable: 0,
  Unasked: 0,
  answered: 0,
  translated: 0,
  members: 0,
  packets: 0,
  arriving: 0,
  answering: 0
})

/** Packets drawn near bounds for each topology. */
const drawn = 10

/** Members asked of each flow. */
const membersEach = 2

/** Addresses beyond the external network. */
const beyond = ["203.0.113.7", "8.8.8.8"].map((text) => Ip.toText(Result.getOrThrow(Ip.parse(text))))

type Question = { readonly entry: Packet.Entry; readonly from: Endpoint.Endpoint; readonly to: Endpoint.Endpoint }

const portOf = (topology: Topology, id: string) => topology.ports.find((port) => port.id === id)!

/** Mostly between guests of one tenant, or with the outside: others hardly ever meet. */
const draw = (prng: Seed.Prng, topology: Topology): Question => {
  const { ports, routers } = topology
  const outside = () => prng.pick(topology.networks.filter(({ kind }) => kind === "external")).id
  const port = prng.chance(0.75) ? prng.pick(ports) : undefined
  const entry: Packet.Entry =
    port === undefined ? { _tag: "Outside", network: outside() } : { _tag: "Port", port: port.id }
  const from = entry._tag === "Outside" ? Endpoint.outside(entry.network) : Endpoint.port(entry.port)
  const near = ports.filter(({ id, tenant }) => id !== port?.id && (port === undefined || tenant === port.tenant))
  const goal = prng.fraction()
  if (goal < 0.45 && near.length > 0) return { entry, from, to: Endpoint.port(prng.pick(near).id) }
  const common = ports.filter(({ id, network }) => id !== port?.id && (network === "shared" || network === "external"))
  if (goal < 0.55 && common.length > 0) return { entry, from, to: Endpoint.port(prng.pick(common).id) }
  if (goal < 0.6) return { entry, from, to: Endpoint.port(prng.pick(ports).id) }
  if (goal < 0.65) return { entry, from, to: Endpoint.tenant(prng.pick(ports).tenant) }
  if (goal < 0.7) return { entry, from, to: Endpoint.network(prng.pick(ports).network) }
  if (goal < 0.8 && routers.length > 0) return { entry, from, to: Endpoint.router(prng.pick(routers).id) }
  return { entry, from, to: Endpoint.outside(outside()) }
}

/** Whether an end is one that was asked about. */
const within = (topology: Topology, to: Endpoint.Endpoint, end: Destination): boolean => {
  switch (to._tag) {
    case "Outside":
      return end._tag === "Outside" && end.network === to.network
    case "Router":
      return end._tag === "Router" && end.router === to.router
    case "Port":
      return end._tag === "Port" && end.port === to.port
    case "Network":
      return end._tag === "Port" && portOf(topology, end.port).network === to.network
    case "Tenant":
      return end._tag === "Port" && portOf(topology, end.port).tenant === to.tenant
  }
}

const same = (a: Destination, b: Destination): boolean => {
  switch (a._tag) {
    case "Outside":
      return b._tag === "Outside" && a.network === b.network
    case "Router":
      return b._tag === "Router" && a.router === b.router
    case "Port":
      return b._tag === "Port" && a.port === b.port && a.addressed === b.addressed
  }
}

const deliversTo =
  (to: Destination) =>
  ({ verdict }: Trace.Trace): boolean =>
    verdict._tag === "Delivered" && same(verdict.to, to)

const isAnswered = ({ answer }: Trace.Trace): boolean => answer?.verdict._tag === "Delivered"

/** Prefixes and ports of which the model does not speak. */
const unspoken = ["224.0.0.0/4", "127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/8", "ff00::/8", "fe80::/10", "::ffff:0:0/96"]
const dhcp = [
  { first: 67, last: 68 },
  { first: 546, last: 547 }
]

/** Addresses and prefixes that the topology speaks of. */
const prefixesOf = (topology: Topology): ReadonlyArray<string> => [
  ...topology.networks.flatMap(({ inbound, outside, subnets }) => [
    ...[...subnets, ...inbound].map(({ prefix }) => prefix),
    ...(outside ?? [])
  ]),
  ...topology.ports.flatMap(({ addressPairs, addresses }) => [
    ...addresses,
    ...addressPairs.map((each) => each.prefix)
  ]),
  ...topology.securityGroups.flatMap(({ rules }) =>
    rules.flatMap(({ remote }) => (remote._tag === "Prefix" ? [remote.prefix] : []))
  ),
  ...topology.addressSets.flatMap(({ prefixes }) => prefixes),
  ...topology.routers.flatMap((router) => [
    ...router.interfaces.flatMap(({ addresses }) => addresses),
    ...[...router.routes, ...router.leaks].map(({ prefix }) => prefix),
    ...router.policies.flatMap(({ destination, source }) => [destination, source].filter((text) => text !== undefined)),
    ...[...router.sourceNats, ...router.floatingAddresses, ...router.portForwards].flatMap((each) => [
      each.internal,
      each.external
    ])
  ]),
  ...topology.loadBalancers.map(({ address }) => address)
]

/** Ranges of ports that the topology speaks of. */
const rangesOf = (topology: Topology): ReadonlyArray<{ readonly first: number; readonly last: number }> => {
  const one = (port: number) => ({ first: port, last: port })
  return [
    ...topology.securityGroups.flatMap(({ rules }) => rules.flatMap(({ ports }) => ports ?? [])),
    ...topology.routers.flatMap(({ policies, portForwards }) => [
      ...policies.flatMap(({ ports }) => ports ?? []),
      ...portForwards.flatMap(({ externalPort, internalPort }) => [one(externalPort), one(internalPort)])
    ]),
    ...topology.loadBalancers.flatMap(({ listeners }) =>
      listeners.flatMap(({ members, port }) => [one(port), ...members.map((member) => one(member.port))])
    ),
    { first: 0, last: 65_535 }
  ]
}

/** An address at a bound of a prefix: the first or last in it, or the one next to it outside. */
const nearPrefix = (prng: Seed.Prng, text: string): Ip.Text => {
  const prefix = text.includes("/")
    ? Result.getOrThrow(Prefix.parse(text))
    : Prefix.host(Result.getOrThrow(Ip.parse(text)))
  const single = prefix.length === Ip.bits(prefix.family)
  const [first, last] = [Prefix.first(prefix), Prefix.last(prefix)]
  // Of single addresses mostly themselves, of others each side of both bounds alike.
  if (single && prng.chance(0.8)) return Ip.toText(first)
  const chosen = prng.pick([() => first, () => last, () => Ip.add(first, -1), () => Ip.add(last, 1)])()
  return Ip.toText(chosen ?? first)
}

const nearRange = (prng: Seed.Prng, { first, last }: { readonly first: number; readonly last: number }): number => {
  const port = prng.pick([first - 1, first, last, last + 1])
  return port < 0 || port > 65_535 ? first : port
}

const family = (text: string): 4 | 6 => (text.includes(":") ? 6 : 4)

/** The packet with fields that its protocol has, and no others. */
const packetOf = (
  entry: Packet.Entry,
  header: HeaderSpace.Header,
  ports: readonly [source: number, destination: number],
  icmp: { readonly reply: boolean; readonly code: number }
): Packet.Packet => {
  const { destination, protocol, source } = header
  const base = { entry, source, destination, protocol, state: "new" } as const
  if (protocol === 6 || protocol === 17) {
    const [sourcePort, destinationPort] = ports
    return { ...base, sourcePort, destinationPort }
  }
  if (protocol === 1 || protocol === 58) {
    const [request, reply] = protocol === 1 ? [8, 0] : [128, 129]
    return { ...base, icmpType: icmp.reply ? reply : request, icmpCode: icmp.code }
  }
  return base
}

/** Draws packets at bounds: some near members of the flows, some from nothing but the topology and the question. */
const sampler = (
  prng: Seed.Prng,
  topology: Topology,
  { entry, to }: Question,
  members: ReadonlyArray<HeaderSpace.Header>
) => {
  const prefixes = prefixesOf(topology)
  const ranges = rangesOf(topology)
  const address = () => nearPrefix(prng, prng.pick(prng.chance(0.1) ? unspoken : prefixes))
  const port = () => nearRange(prng, prng.pick(prng.chance(0.1) ? dhcp : ranges))
  const own = entry._tag === "Port" ? portOf(topology, entry.port).addresses : beyond
  const goals =
    to._tag === "Outside"
      ? beyond
      : to._tag === "Router"
        ? topology.routers.flatMap(({ id, interfaces }) =>
            id === to.router ? interfaces.flatMap(({ addresses }) => addresses) : []
          )
        : topology.ports.flatMap((port) =>
            within(topology, to, { _tag: "Port", port: port.id, addressed: true }) ? port.addresses : []
          )
  const published = [
    ...topology.loadBalancers.map(({ address }) => address),
    ...topology.routers.flatMap(({ floatingAddresses, portForwards }) =>
      [...floatingAddresses, ...portForwards].map(({ external }) => external)
    )
  ]
  const protocol = (six: boolean) => prng.pick([6, 6, 6, 17, 17, six ? 58 : 1, six ? 1 : 58, 47, 50])
  return (): Packet.Packet => {
    const member = members.length > 0 && prng.chance(0.6) ? prng.pick(members) : undefined
    const there = goals.length > 0 && prng.chance(published.length > 0 ? 0.6 : 0.9) ? goals : published
    let destination = member?.destination ?? (there.length > 0 ? prng.pick(there) : address())
    const alike = own.filter((text) => family(text) === family(destination))
    let source = member?.source ?? prng.pick(alike.length > 0 ? alike : own)
    let number = member?.protocol ?? protocol(family(destination) === 6)
    let from = member?.sourcePort ?? prng.pick([40_000, 0, 65_535, 80])
    let onto = member?.destinationPort ?? port()
    let code = member?.icmpCode ?? prng.pick([0, 0, 1, 255])
    // One field of a member is moved to a bound; of others now and then an address is.
    const change = prng.below(member === undefined ? 12 : 8)
    if (change === 0) source = address()
    if (change === 1) destination = address()
    if (member !== undefined) {
      if (change === 2) number = protocol(family(destination) === 6)
      if (change === 3) from = port()
      if (change >= 4) {
        onto = port()
        if (number !== 6 && number !== 17) number = prng.pick([6, 6, 17, number])
      }
      if (change === 5) code = prng.pick([0, 1, 255])
    }
    return packetOf(entry, { source, destination, protocol: number }, [from, onto], { reply: prng.chance(0.1), code })
  }
}

/** The first way in which the answer about one question and traces differ, if there is any. */
export const disagreement = (
  subject: Subject,
  topology: Topology,
  salt: number,
  seen: Tally = tally()
): Finding | undefined => {
  const prng = Seed.prng(salt)
  const question = draw(prng, topology)
  const asked = subject.reachable(topology, question.from, question.to)
  const finding = (law: string, detail: unknown): Finding => ({
    law,
    detail: JSON.stringify(detail),
    trace: [
      `from ${Endpoint.print(question.from)} to ${Endpoint.print(question.to)}`,
      `topology ${JSON.stringify(topology)}`
    ]
  })
  if (Result.isFailure(asked)) return finding("every question has an answer", asked.failure.message)
  const answer = asked.success
  seen[answer._tag]++
  const flows = answer._tag === "Reachable" ? answer.flows : []
  const members: Array<HeaderSpace.Header> = []

  if (answer._tag === "Reachable") {
    const { packet, path } = answer
    const { traces } = subject.traces(topology, packet)
    const way = JSON.stringify(path)
    const same = traces.find(({ steps }) => JSON.stringify(steps) === way)
    if (same === undefined || same.verdict._tag !== "Delivered" || !within(topology, question.to, same.verdict.to)) {
      return finding("the packet that is named arrives on the way that is named", packet)
    }
    if (path.some(({ rewritten }) => rewritten !== undefined)) seen.translated++
    for (const flow of flows) {
      for (const [space, law, wanted] of [
        [flow.packets, "what is said to arrive arrives", () => true],
        [flow.answered!, "what is said to be answered is answered", isAnswered]
      ] as const) {
        for (let n = 0; n < membersEach; n++) {
          const header = n === 0 ? HeaderSpace.witness(space) : HeaderSpace.sample(space, prng.fraction)
          // What goes to itself may be among the packets, and is refused.
          if (header === undefined || header.source === header.destination) continue
          members.push(header)
          seen.members++
          if (space === flow.answered) seen.answered++
          const member: Packet.Packet = { entry: flow.from, ...header, state: "new" }
          const { complete, traces } = subject.traces(topology, member)
          const arrives = deliversTo(flow.to)
          if (complete && !traces.some((trace) => arrives(trace) && wanted(trace))) return finding(law, member)
        }
      }
    }
  }

  if (answer._tag === "Unreachable") {
    const { traces } = subject.traces(topology, answer.packet)
    if (traces[0]!.steps.length === 0) return finding("what is shown to be stopped is in the model", answer.packet)
    for (const { verdict } of traces) {
      if (verdict._tag === "Delivered" && within(topology, question.to, verdict.to)) {
        return finding("what is shown to be stopped does not arrive", answer.packet)
      }
    }
  }

  const next = sampler(prng, topology, question, members)
  for (let n = 0; n < drawn; n++) {
    const packet = next()
    if (Packet.check(packet) === "ToItself" || family(packet.source) !== family(packet.destination)) continue
    const { complete, traces } = subject.traces(topology, packet)
    if (!complete) continue
    seen.packets++
    let arrived = false
    for (const { verdict } of traces) {
      if (verdict._tag !== "Delivered" || !within(topology, question.to, verdict.to)) continue
      arrived = true
      const { to } = verdict
      if (!flows.some((flow) => same(flow.to, to))) return finding("what arrives is said to arrive", { packet, to })
    }
    if (arrived) seen.arriving++
    for (const flow of flows) {
      const found = traces.filter(deliversTo(flow.to))
      const said = HeaderSpace.has(flow.packets, packet)
      if (said !== found.length > 0) {
        return finding(said ? "what is said to arrive arrives" : "what arrives is said to arrive", packet)
      }
      const answers = found.some(isAnswered)
      if (answers) seen.answering++
      if (HeaderSpace.has(flow.answered!, packet) !== answers) {
        return finding(answers ? "what is answered is said to be" : "what is said to be answered is answered", packet)
      }
    }
  }
  return undefined
}
