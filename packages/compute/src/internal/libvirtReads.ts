/**
 * The operations that only look: capabilities, capacity, domains, counters.
 *
 * @since 0.1.0
 */
import * as Ids from "@cloudwright/core/Ids"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import * as TypedParams from "@cloudwright/libvirt/TypedParams"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as DomainXml from "../DomainXml.ts"
import type { Domain, DomainStats, DomainSummary, Hypervisor } from "../Hypervisor.ts"
import type { PowerState } from "../PowerState.ts"
import { isActive } from "../PowerState.ts"
import type { VmSpec } from "../VmSpec.ts"
import type { Failure } from "./libvirtErrors.ts"
import {
  currentXml,
  domainOf,
  type Host,
  inactiveXml,
  isManaged,
  isPersistent,
  type Link,
  powerState,
  run,
  stateOf
} from "./libvirtHost.ts"
import { readCapabilities, readCapacity } from "./libvirtNode.ts"
import { listSnapshots } from "./libvirtSnapshots.ts"

const { VIR_DOMAIN_STATS_BALLOON, VIR_DOMAIN_STATS_BLOCK, VIR_DOMAIN_STATS_CPU_TOTAL } = Constants.DomainStatsTypes
const { VIR_DOMAIN_STATS_INTERFACE, VIR_DOMAIN_STATS_STATE, VIR_DOMAIN_STATS_VCPU } = Constants.DomainStatsTypes
const { VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE } = Constants.ConnectGetAllDomainStatsFlags
const { VIR_CONNECT_LIST_DOMAINS_PERSISTENT } = Constants.ConnectListAllDomainsFlags

/** How many questions about single domains may wait at once. */
const concurrency = 16

type Reads = Pick<Hypervisor, "capabilities" | "capacity" | "list" | "get" | "stats">

// --- counters -----------------------------------------------------------------------------------------------------------

type Params = Record<string, TypedParams.Value>

const whole = (params: Params, field: string): bigint => {
  const value = params[field]
  return typeof value === "bigint" ? value : typeof value === "number" ? BigInt(Math.trunc(value)) : 0n
}

const number = (params: Params, field: string): number => Number(whole(params, field))

const named = (params: Params, family: "block" | "net"): ReadonlyArray<readonly [name: string, prefix: string]> =>
  Array.from({ length: number(params, `${family}.count`) }, (_, index) => {
    const prefix = `${family}.${index}`
    return [String(params[`${prefix}.name`] ?? ""), prefix] as const
  })

const toStats = (id: Ids.VmId, name: string, params: Params): DomainStats => ({
  id,
  name,
  state: powerState(number(params, "state.state")),
  cpuTime: whole(params, "cpu.time"),
  vcpus: number(params, "vcpu.current"),
  memory: ByteSize.kibibytes(whole(params, "balloon.current")),
  maxMemory: ByteSize.kibibytes(whole(params, "balloon.maximum")),
  disks: named(params, "block").map(([target, at]) => ({
    target,
    readBytes: whole(params, `${at}.rd.bytes`),
    readRequests: whole(params, `${at}.rd.reqs`),
    writtenBytes: whole(params, `${at}.wr.bytes`),
    writeRequests: whole(params, `${at}.wr.reqs`),
    capacity: params[`${at}.capacity`] === undefined ? undefined : ByteSize.bytes(whole(params, `${at}.capacity`))
  })),
  nics: named(params, "net").map(([device, at]) => ({
    device,
    receivedBytes: whole(params, `${at}.rx.bytes`),
    receivedPackets: whole(params, `${at}.rx.pkts`),
    sentBytes: whole(params, `${at}.tx.bytes`),
    sentPackets: whole(params, `${at}.tx.pkts`)
  }))
})

// --- domains ------------------------------------------------------------------------------------------------------------

/** A foreign domain's UUID need not be of a kind that ids have; it is shown all the same. */
const shownId = (uuid: string): Ids.VmId => Ids.VmId.make(uuid, { disableChecks: true })

/** A document's spec, or nothing when it has no typed form. */
const specOf = (xml: string): Effect.Effect<VmSpec | undefined> =>
  DomainXml.decode(xml).pipe(Effect.orElseSucceed(() => undefined))

const gone = (error: LibvirtError) => error.reason._tag === "NoDomain"

const summary = (
  link: Link,
  each: { readonly name: string; readonly uuid: string; readonly state: PowerState },
  persistent: ReadonlySet<string>
): Effect.Effect<ReadonlyArray<DomainSummary>, LibvirtError> => {
  const id = shownId(each.uuid)
  return isManaged(link, id).pipe(
    Effect.map((managed) => [
      { id, name: each.name, state: each.state, managed, persistent: persistent.has(each.uuid) }
    ]),
    // Gone since it was listed.
    Effect.catchIf(gone, () => Effect.succeed([]))
  )
}

const readList = (link: Link): Effect.Effect<ReadonlyArray<DomainSummary>, LibvirtError> =>
  Effect.gen(function* () {
    const [all, { domains }] = yield* Effect.all(
      [
        link.call.connectGetAllDomainStats({ doms: [], stats: VIR_DOMAIN_STATS_STATE, flags: 0 }),
        link.call.connectListAllDomains({ needResults: 1, flags: VIR_CONNECT_LIST_DOMAINS_PERSISTENT })
      ],
      { concurrency: "unbounded" }
    )
    const persistent = new Set(domains.map(({ uuid }) => uuid))
    const found = all.retStats.map(({ dom, params }) => ({
      name: dom.name,
      uuid: dom.uuid,
      state: powerState(number(TypedParams.decode(params), "state.state"))
    }))
    return (yield* Effect.forEach(found, (each) => summary(link, each, persistent), { concurrency })).flat()
  })

/** A domain as it is. */
const readDomain = (link: Link, id: Ids.VmId): Effect.Effect<Domain, Failure> =>
  Effect.gen(function* () {
    const state = yield* stateOf(link, id)
    const persistent = yield* isPersistent(link, id)
    const current = yield* currentXml(link, id)
    const facts = yield* DomainXml.facts(current)
    const save = yield* link.call.domainHasManagedSaveImage({ dom: domainOf(id), flags: 0 })
    return {
      id,
      name: facts.name,
      state,
      managed: facts.managed,
      persistent,
      spec: persistent ? yield* specOf(yield* inactiveXml(link, id)) : undefined,
      live: isActive(state) ? yield* specOf(current) : undefined,
      hasManagedSave: save.result === 1,
      agentConnected: facts.agentConnected,
      snapshots: yield* listSnapshots(link, id),
      overlays: facts.overlays
    }
  })

/** The operations. */
export const make = (host: Host): Reads => ({
  capabilities: run(host, { name: "capabilities" }, readCapabilities).pipe(Effect.withSpan("Hypervisor.capabilities")),
  capacity: run(host, { name: "capacity" }, readCapacity).pipe(Effect.withSpan("Hypervisor.capacity")),
  list: run(host, { name: "list" }, readList).pipe(Effect.withSpan("Hypervisor.list")),
  get: Effect.fn("Hypervisor.get")((id) => run(host, { name: "get", vm: id }, (link) => readDomain(link, id))),
  stats: run(host, { name: "stats" }, (link) =>
    link.call
      .connectGetAllDomainStats({
        doms: [],
        stats:
          VIR_DOMAIN_STATS_STATE |
          VIR_DOMAIN_STATS_CPU_TOTAL |
          VIR_DOMAIN_STATS_BALLOON |
          VIR_DOMAIN_STATS_VCPU |
          VIR_DOMAIN_STATS_INTERFACE |
          VIR_DOMAIN_STATS_BLOCK,
        flags: VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE
      })
      .pipe(
        Effect.map(({ retStats }) =>
          retStats.map(({ dom, params }) => toStats(shownId(dom.uuid), dom.name, TypedParams.decode(params)))
        )
      )
  ).pipe(Effect.withSpan("Hypervisor.stats"))
})
