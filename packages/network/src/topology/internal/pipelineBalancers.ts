/**
 * The rules of load balancers, for senders on a network and for external interfaces of routers.
 *
 * @since 0.1.0
 */
import * as Element from "../Element.ts"
import { protocolNumbers } from "../Packet.ts"
import type { LoadBalancer } from "../Topology.ts"
import * as Prefix from "../../Prefix.ts"
import { drop, toAddress } from "./pipelineBuilder.ts"
import { ipOf } from "./pipelineDirectory.ts"
import { NEXT } from "./pipeline.ts"
import type { Alternative, Rule } from "./pipeline.ts"

/** Where translated packets go and where that is recorded. */
export interface BalancerOptions {
  readonly tracker: number
  readonly to: number
  /** Whether a packet from a member's address comes from the member itself, so that it could be sent back to it. */
  readonly ownClients: boolean
  /** Whether answers to the listener belong to connections nobody knows. */
  readonly catchAnswers: boolean
}

/** The rules of all listeners of a load balancer. */
export const balancerRules = (balancer: LoadBalancer, options: BalancerOptions): ReadonlyArray<Rule> =>
  balancer.listeners.flatMap((listener) => {
    const source = Element.ref("Listener", balancer.id, listener.id)
    const match = {
      ...toAddress(ipOf(balancer.address)),
      protocol: protocolNumbers[listener.protocol],
      destinationPorts: { first: listener.port, last: listener.port }
    }
    const rules: Array<Rule> = []
    const among: Array<Alternative> = []
    for (const member of listener.members) {
      if (!member.healthy) continue
      const address = ipOf(member.address)
      const reference = Element.ref("Member", balancer.id, listener.id, member.id)
      if (options.ownClients) {
        const itself = { ...match, state: "new" as const, source: Prefix.host(address) }
        rules.push({ match: itself, action: { _tag: "Refuse", reason: "MemberIsClient" }, source: reference })
      }
      among.push({
        source: reference,
        label: address.family === 4 ? `${member.address}:${member.port}` : `[${member.address}]:${member.port}`,
        set: { destination: address, destinationPort: member.port, tracker: options.tracker, resume: NEXT },
        to: options.to
      })
    }
    rules.push({
      match: { ...match, state: "new" },
      action: among.length === 0 ? drop("NoHealthyMember") : { _tag: "Choose", kind: "Member", among },
      source
    })
    if (options.catchAnswers) {
      rules.push({ match: { ...match, state: "reply" }, action: drop("UnknownConnection"), source })
    }
    return rules
  })
