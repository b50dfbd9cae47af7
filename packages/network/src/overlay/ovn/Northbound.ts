/**
 * The northbound rows that mean an intent: pure, part by part, in the meaning of `Topology`.
 *
 * Subjects are split by file under `internal/`. A part is compiled once as long as it and the parts that it needs are the same
 * values. Names of ports and routers are their ids, since guests, traces and people ask for those.
 *
 * Differences from `Topology` that the northbound database leaves no choice about: a router answers echo requests to each of its
 * addresses from every scope; what asks load-balanced members how they are has the highest address of their subnet that nobody
 * has; and guests without DHCP have to be told the way to 169.254.169.254 (on the link) otherwise.
 *
 * @since 0.1.0
 */
import type { Intent } from "../Intent.ts"
import type { IntentPart } from "../IntentPart.ts"
import type { GatewayHost } from "../RouterModel.ts"
import { addGroups } from "./internal/groups.ts"
import { addRouters } from "./internal/routers.ts"
import { addServices } from "./internal/services.ts"
import { addSwitches } from "./internal/switches.ts"
import { addTranslations } from "./internal/translations.ts"
import { worldOf } from "./internal/world.ts"
import type { DesiredRows, PartRows } from "./NorthboundRow.ts"
import { assemble, RowGatherer, settle } from "./NorthboundRow.ts"

/**
 * Compiles parts, and remembers what it compiled as long as the parts live. `gatewayHosts` carry routers' external interfaces
 * that name no hosts.
 *
 * @since 0.1.0
 * @category models
 */
export class NorthboundCompiler {
  readonly gatewayHosts: ReadonlyArray<GatewayHost>
  readonly #done = new WeakMap<IntentPart, { readonly needed: ReadonlyArray<IntentPart>; readonly rows: PartRows }>()

  constructor(gatewayHosts: ReadonlyArray<GatewayHost> = []) {
    this.gatewayHosts = gatewayHosts
  }

  /** The rows of a part of an intent. */
  part(intent: Intent, part: IntentPart): PartRows {
    const needed = part.needs.flatMap((id) => intent.parts.get(id) ?? [])
    const done = this.#done.get(part)
    if (done?.needed.length === needed.length && done.needed.every((each, at) => each === needed[at])) return done.rows
    const rows = new RowGatherer()
    const draft = { ...worldOf(part, needed, this.gatewayHosts), rows }
    addSwitches(draft)
    addGroups(draft)
    addRouters(draft)
    addTranslations(draft)
    addServices(draft)
    const settled = settle(rows)
    this.#done.set(part, { needed, rows: settled })
    return settled
  }

  /** The rows of an intent. */
  rows(intent: Intent): DesiredRows {
    return assemble([...intent.parts.values()].map((part) => this.part(intent, part)))
  }
}
