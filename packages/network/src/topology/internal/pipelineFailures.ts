/**
 * The pipeline of a topology with a part of its underlay down, made from that of the whole: only where stages are, and
 * what is cut off, differs. All rules are shared, so that sets worked out for one pipeline serve the other.
 *
 * @since 0.1.0
 */
import * as Element from "../Element.ts"
import type { Topology } from "../Topology.ts"
import { inheritAdjacency } from "./adjacency.ts"
import type { Pipeline, Stage } from "./pipeline.ts"
import { HERE } from "./pipeline.ts"
import { drop, otherwise } from "./pipelineBuilder.ts"
import { carrier, NOWHERE } from "./pipelineDirectory.ts"
import { underlay } from "./pipelineUnderlay.ts"

/** A stage where everything ends. */
const ended = (stage: Stage, reason: "Underlay" | "GatewayDown"): Stage => ({
  ...stage,
  host: HERE,
  tracker: -1,
  lists: [],
  otherwise: otherwise(stage.element, drop(reason)),
  next: stage.kind === "RouterOut" ? stage.next : -1
})

/**
 * What `compile(failed)` would be, but for stages that nothing leads to any more. `pipeline` is that of `whole`, of which
 * `failed` differs in hosts, links and gateway hosts that are down.
 */
export const failedPipeline = (pipeline: Pipeline, whole: Topology, failed: Topology): Pipeline => {
  const hosts = new Map(whole.hosts.map(({ id }, index) => [id, index]))
  const down = new Set(
    whole.hosts.flatMap(({ id, status }, index) =>
      status === "up" && failed.hosts[index]!.status === "down" ? [id] : []
    )
  )
  const stages = [...pipeline.stages]
  for (const { enabled, host, id } of whole.ports) {
    if (!enabled || host === undefined || !down.has(host)) continue
    const { stage } = pipeline.entries.ports.get(id)!
    // What a guest keeps to itself is refused all the same.
    const rules = stages[stage]!.lists.flatMap((list) => list.rules).filter(({ action }) => action._tag === "Refuse")
    stages[stage] = { ...ended(stages[stage]!, "Underlay"), lists: [{ rules }] }
  }
  const carriers = new Map<string, number>()
  for (const [at, router] of whole.routers.entries()) {
    for (const [index, on] of router.interfaces.entries()) {
      if (on.gatewayHosts.length === 0) continue
      const now = carrier(failed, hosts, failed.routers[at]!.interfaces[index]!)
      if (now !== carrier(whole, hosts, on)) carriers.set(Element.ref("RouterInterface", router.id, on.id).id, now)
    }
  }
  if (carriers.size > 0) {
    for (const stage of pipeline.stages) {
      // Only stages of external interfaces are on a certain host, that of the live gateway.
      if (stage.host < 0 || stage.element.kind !== "RouterInterface") continue
      const host = carriers.get(stage.element.id)
      if (host === undefined) continue
      stages[stage.index] = host === NOWHERE ? ended(stage, "GatewayDown") : { ...stage, host }
    }
  }
  const made = { ...pipeline, stages, underlay: underlay(failed) }
  inheritAdjacency(pipeline, made)
  return made
}
