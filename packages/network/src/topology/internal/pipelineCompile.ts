/**
 * From a topology to its pipeline.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import type { Topology } from "../Topology.ts"
import type { Pipeline } from "./pipeline.ts"
import { ANYWHERE } from "./pipeline.ts"
import { Builder } from "./pipelineBuilder.ts"
import type { Stages } from "./pipelineBuilder.ts"
import { directory } from "./pipelineDirectory.ts"
import { beyondOf, outsideStages } from "./pipelineOutside.ts"
import { portStages } from "./pipelinePorts.ts"
import { routerStages } from "./pipelineRouters.ts"
import { underlay } from "./pipelineUnderlay.ts"

/**
 * Compiles a topology that `Topology.make` returned. Equal topologies give equal pipelines, with the same numbers of
 * stages. Time and memory grow with the number of parts, and for each router with interfaces times scopes.
 */
export const compile = (topology: Topology): Pipeline => {
  const known = directory(topology)
  const builder = new Builder()
  const external = [...known.networks.values()].filter((entry) => entry.external)
  const beyond = beyondOf(known)
  // The parts of the compiler name each other's stages; none is called before all are there.
  const stages: Stages = {
    portIn: (port) => ports.portIn(port),
    routerIn: (on) => routers.routerIn(on),
    outsideArrive: (network) => outsides.outsideArrive(network),
    neighbour: (network) => ports.neighbour(network),
    owner: (network, address) => ports.owner(network, address)
  }
  const ports = portStages(builder, stages, known)
  const routers = routerStages(builder, stages)
  const outsides = outsideStages(builder, stages, external, beyond)

  const portEntries = new Map<string, { readonly stage: number; readonly host: number }>()
  for (const entry of known.ports.values()) {
    portEntries.set(entry.port.id, { stage: ports.portOut(entry), host: entry.host >= 0 ? entry.host : ANYWHERE })
  }
  const nextHops = new Map<string, Map<string, number>>()
  const ofHolders = new Map<string, number>()
  for (const entry of known.ports.values()) {
    for (const address of ports.held(entry)) {
      ofHolders.set(`${entry.port.id} ${address}`, ports.handOver(entry.network, address, entry))
    }
  }
  for (const entry of known.networks.values()) {
    const targets = new Map<string, number>()
    for (const address of entry.owners.keys()) targets.set(address, ports.handOver(entry, address))
    nextHops.set(entry.network.id, targets)
  }
  const outsideEntries = new Map(external.map((entry) => [entry.network.id, outsides.send(entry)]))
  builder.drain()
  return {
    stages: builder.stages,
    entries: { ports: portEntries, outsides: outsideEntries },
    underlay: underlay(topology),
    trackers: builder.trackers,
    nextHop: ({ id, network }, address) => {
      const text = Ip.format(address)
      return ofHolders.get(`${id} ${text}`) ?? nextHops.get(network)?.get(text)
    },
    nextHops: (network) => nextHops.get(network) ?? new Map(),
    outside: new Map([...beyond].map(([network, { outside }]) => [network, outside]))
  }
}

const compiled = new WeakMap<Topology, Pipeline>()

/** The pipeline of a topology, compiled once for each value. */
export const pipelineOf = (topology: Topology): Pipeline => {
  const known = compiled.get(topology)
  if (known !== undefined) return known
  const made = compile(topology)
  compiled.set(topology, made)
  return made
}
