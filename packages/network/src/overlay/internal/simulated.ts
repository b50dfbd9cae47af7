/**
 * The simulated network: a store of elements, hosts that get them, and a driver on top.
 *
 * @since 0.1.0
 */
import type { NicBinding } from "@cloudwright/core/NicBinding"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import * as Element from "../../topology/Element.ts"
import type { Packet } from "../../topology/Packet.ts"
import * as Topologies from "../../topology/Topology.ts"
import * as Trace from "../../topology/Trace.ts"
import type { Intent } from "../Intent.ts"
import type { PartTopology } from "../IntentPart.ts"
import type { Feature, OverlayCapabilities } from "../OverlayCapabilities.ts"
import type { Drift, OverlayDriver, OverlayDriverReason, Realised, Settled, Status } from "../OverlayDriver.ts"
import { OverlayDriverError } from "../OverlayDriver.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import { standard } from "../OverlaySettings.ts"
import type { Control, Fault, HeldElement, SimulatedOverlay } from "../SimulatedOverlay.ts"
import { frame } from "./check.ts"
import { elementsOf } from "./elements.ts"
import { unsupported } from "./needs.ts"
import { samePlain } from "./plain.ts"
import { statusesOf } from "./simulatedStatus.ts"

const features: ReadonlyArray<Feature> = [
  "address-pairs",
  "stateless-groups",
  "rule-logging",
  "ecmp",
  "policy-routes",
  "route-leaks",
  "gateway-failover",
  "floating-addresses",
  "port-forwards",
  "balancing",
  "balancing-http",
  "balancing-health",
  "balancing-sticky",
  "dhcp",
  "router-advertisements",
  "dns",
  "dns-edns",
  "dns-tcp",
  "metadata",
  "port-rate",
  "floating-rate",
  "wireguard",
  "ipsec",
  "ipv6",
  "vlan"
]

/** What is held, by kind and id. A version is never changed once hosts may have it. */
type Held = ReadonlyMap<string, HeldElement>

interface Version {
  readonly number: number
  readonly held: Held
}

interface Arrival extends Version {
  /** In milliseconds. */
  readonly at: number
}

const nothing: Version = { number: 0, held: new Map() }
/** Where packets begin when there are no hosts. */
const everywhere = ""

const keyOf = (what: string, id: string): string => `${what} ${id}`

const wanted = (intent: Intent): Held =>
  new Map(
    [...intent.parts.values()].flatMap((part) =>
      elementsOf(part).map(({ id, value, what }) => [keyOf(what, id), { what, id, value }] as const)
    )
  )

const differences = (want: Held, have: Held): ReadonlyArray<Drift> => [
  ...[...want].flatMap(([key, { value, what }]): ReadonlyArray<Drift> => {
    const found = have.get(key)
    if (found === undefined) return [{ kind: "missing", what, detail: key }]
    return samePlain(found.value, value) ? [] : [{ kind: "different", what, detail: key }]
  }),
  ...[...have].flatMap(([key, { what }]): ReadonlyArray<Drift> =>
    want.has(key) ? [] : [{ kind: "left-over", what, detail: key }]
  )
]

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** The topology that elements make. */
const assemble = (held: Held, { hosts, links }: OverlaySettings): Topologies.Topology => {
  const all = [...held.values()]
  const of = <K extends keyof PartTopology>(what: K) =>
    // Elements of these kinds are the members of the topology's lists.
    (all.filter((each) => each.what === what).map(({ value }) => value) as Array<PartTopology[K][number]>).sort(byId)
  const lists = {
    networks: of("networks"),
    ports: of("ports"),
    routers: of("routers"),
    securityGroups: of("securityGroups"),
    addressSets: of("addressSets"),
    loadBalancers: of("loadBalancers")
  }
  return { hosts, links, ...frame(lists), ...lists }
}

const withHealth = (topology: Topologies.Topology, unhealthy: ReadonlySet<string>): Topologies.Topology => {
  if (unhealthy.size === 0) return topology
  const loadBalancers = topology.loadBalancers.map((balancer) => ({
    ...balancer,
    listeners: balancer.listeners.map((listener) => ({
      ...listener,
      members: listener.members.map((member) => {
        const isDown = unhealthy.has(`${balancer.id}/${listener.id}/${member.id}`)
        return isDown ? { ...member, healthy: false } : member
      })
    }))
  }))
  return { ...topology, loadBalancers }
}

const failed = (
  operation: string,
  retryable: boolean,
  reason: OverlayDriverReason
): Effect.Effect<never, OverlayDriverError> => Effect.fail(new OverlayDriverError({ operation, retryable, reason }))

const backEnd = "simulated network"

const faulty = (fault: Fault): Effect.Effect<never, OverlayDriverError> => {
  if (fault === "refuse") {
    return failed("realise", false, { _tag: "Refused", backEnd, code: "refused", detail: "it was told to refuse" })
  }
  const outcome = fault === "unreachable" ? "none" : "unknown"
  return failed("realise", true, { _tag: "Unreachable", backEnd, detail: "the connection was lost", outcome })
}

/** Makes the network and its driver. */
export const make = Effect.fnUntraced(function* (given: Partial<OverlayCapabilities>) {
  const capabilities: OverlayCapabilities = {
    driver: "simulated",
    features: new Set(features),
    mtuMax: 9216,
    established: "cut",
    notes: [],
    ...given
  }
  let settings = standard
  let newest = nothing
  const faults: Array<Fault> = []
  const delays = new Map<string, number>()
  const arrivals = new Map<string, ReadonlyArray<Arrival>>()
  const crashed = new Set<string>()
  const cables = new Set<string>()
  const unhealthy = new Set<string>()
  const statuses = yield* SubscriptionRef.make<ReadonlyMap<string, Status>>(new Map())

  const hosts = (): ReadonlyArray<string> =>
    settings.hosts.length === 0 ? [everywhere] : settings.hosts.map(({ id }) => id)
  const tell = Effect.suspend(() =>
    SubscriptionRef.set(statuses, statusesOf([...newest.held.values()], settings, crashed, unhealthy))
  )

  /** Sends the newest on its way to a host. */
  const deliver = (host: string, now: number): void => {
    if (crashed.has(host)) return
    const at = now + (delays.get(host) ?? 0)
    // One stays that has arrived: what the host has meanwhile.
    const before = arrivals.get(host) ?? []
    const has = before.findLastIndex((arrival) => arrival.at <= now)
    arrivals.set(host, [...before.slice(Math.max(has, 0)), { ...newest, at }])
  }
  const versionOf = (host: string, now: number): Version =>
    (arrivals.get(host) ?? []).findLast(({ at }) => at <= now) ?? nothing
  const spread = Effect.map(Clock.currentTimeMillis, (now) => {
    for (const host of hosts()) deliver(host, now)
  })

  const store = (held: Held): Effect.Effect<void> =>
    Effect.suspend(() => {
      newest = { number: newest.number + 1, held }
      return Effect.andThen(spread, tell)
    })

  const realise = Effect.fn("SimulatedOverlay.realise")(function* (
    intent: Intent
  ): Effect.fn.Return<Realised, OverlayDriverError> {
    const [refused] = unsupported(intent, capabilities)
    if (refused !== undefined) return yield* failed("realise", false, { _tag: "Unsupported", ...refused })
    const fault = faults.shift()
    if (fault !== undefined && fault !== "lost-after") return yield* faulty(fault)
    const held = wanted(intent)
    const changes = differences(held, newest.held).length
    const moved = !samePlain(settings, intent.settings)
    settings = intent.settings
    if (changes > 0 || moved) yield* store(held)
    if (fault !== undefined) return yield* faulty(fault)
    return { changes, mark: String(newest.number) }
  })

  const settled = Effect.fn("SimulatedOverlay.settled")(function* (
    { mark }: Realised,
    limit: Duration.Input
  ): Effect.fn.Return<Settled, OverlayDriverError> {
    const most = Duration.toMillis(Duration.fromInputUnsafe(limit))
    const until = (yield* Clock.currentTimeMillis) + most
    while (true) {
      const now = yield* Clock.currentTimeMillis
      const named = settings.hosts.map(({ id }) => id)
      const live = named.filter((host) => !crashed.has(host))
      const waiting = live.filter((host) => versionOf(host, now).number < Number(mark))
      if (waiting.length === 0) return { hosts: live, absent: named.filter((host) => crashed.has(host)) }
      const due = waiting.map((host) => arrivals.get(host)?.find((each) => each.number >= Number(mark))?.at ?? until)
      if (now >= until) {
        return yield* failed("settled", true, { _tag: "TimeLimit", what: waiting.join(", "), seconds: most / 1000 })
      }
      yield* Effect.sleep(Math.max(1, Math.min(until, ...due) - now))
    }
  })

  const binding = (intent: Intent, port: string): NicBinding | undefined => {
    for (const { topology } of intent.parts.values()) {
      const found = topology.ports.find(({ id }) => id === port)
      if (found !== undefined) return { _tag: "User", mac: found.mac }
    }
    return undefined
  }

  const driver: OverlayDriver["Service"] = {
    capabilities,
    unsupported: (intent) => unsupported(intent, capabilities),
    realise: (intent) => realise(intent),
    drift: (intent) => Effect.sync(() => differences(wanted(intent), newest.held)),
    settled,
    binding,
    statuses: SubscriptionRef.changes(statuses).pipe(
      Stream.mapAccum(
        () => new Map<string, Status>() as ReadonlyMap<string, Status>,
        (before, now) => [
          now,
          [...now].flatMap(([key, status]) => (samePlain(before.get(key), status) ? [] : [status]))
        ]
      )
    )
  }

  const topology = (host?: string): Effect.Effect<Topologies.Topology> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const versions = (host === undefined ? hosts() : [host]).map((each) => versionOf(each, now))
      const { held } = versions.reduce((best, each) => (each.number > best.number ? each : best), nothing)
      const whole = withHealth(assemble(held, settings), unhealthy)
      if (crashed.size === 0 && cables.size === 0) return whole
      return Topologies.withFailures(whole, [
        ...[...crashed].map((id) => Element.ref("Host", id)),
        ...[...cables].map((id) => Element.ref("Link", id))
      ])
    })

  const send = Effect.fn("SimulatedOverlay.send")(function* (packet: Packet) {
    const { entry } = packet
    const newestPort = entry._tag === "Port" ? newest.held.get(keyOf("ports", entry.port))?.value : undefined
    const host = (newestPort as PartTopology["ports"][number] | undefined)?.host
    return Trace.trace(yield* topology(host !== undefined && hosts().includes(host) ? host : undefined), packet)
  })

  const doing = (change: () => void): Effect.Effect<void> => Effect.andThen(Effect.sync(change), tell)
  const control: Control = {
    fail: (...next) => Effect.sync(() => void faults.push(...next)),
    slow: (host, delay) => Effect.sync(() => void delays.set(host, Duration.toMillis(Duration.fromInputUnsafe(delay)))),
    crash: (host) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        doing(() => {
          crashed.add(host)
          // What was on its way is lost.
          arrivals.set(host, [{ ...versionOf(host, now), at: now }])
        })
      ),
    restart: (host) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        doing(() => {
          crashed.delete(host)
          deliver(host, now)
        })
      ),
    cut: (link) => doing(() => void cables.add(link)),
    mend: (link) => doing(() => void cables.delete(link)),
    member: (path, healthy) => doing(() => void (healthy ? unhealthy.delete(path) : unhealthy.add(path))),
    tamper: (what, id, value) =>
      Effect.suspend(() => {
        const held = new Map(newest.held)
        if (value === undefined) held.delete(keyOf(what, id))
        else held.set(keyOf(what, id), { what, id, value })
        return store(held)
      })
  }

  const held = Effect.sync(() => [...newest.held].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element))
  const simulated: SimulatedOverlay["Service"] = { send, held, topology, control }
  return { driver, simulated }
})
