/**
 * What must hold for load balancers.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { LoadBalancer } from "../Topology.ts"
import { ipOf, prefixOf } from "./pipelineDirectory.ts"
import { checkTranslationScope } from "./topologyCheckRouters.ts"
import type { Report } from "./topologyReport.ts"

const checkListeners = (report: Report, balancer: LoadBalancer): void => {
  report.unique("Listener", balancer.listeners, balancer.id)
  for (const listener of balancer.listeners) {
    report.unique("Member", listener.members, balancer.id, listener.id)
    for (const member of listener.members) {
      const element = Element.ref("Member", balancer.id, listener.id, member.id)
      report.ordinary(element, member.address)
      report.sameFamily(element, balancer.address, member.address)
    }
  }
}

const checkAttachments = (report: Report, balancer: LoadBalancer, element: ElementRef): void => {
  const address = ipOf(balancer.address)
  for (const attachment of balancer.attachments) {
    if (attachment._tag === "Network") {
      const network = report.find(element, "Network", report.networks, attachment.network)
      if (network === undefined) continue
      if (network.kind === "tenant" && network.tenant !== balancer.tenant) {
        const target = Element.ref("Network", network.id)
        report.add({ _tag: "ForeignReference", element, target, tenant: balancer.tenant, owner: network.tenant })
      }
      if (network.subnets.some((subnet) => Prefix.contains(prefixOf(subnet.prefix), address))) {
        const at = { network: network.id, address: balancer.address }
        report.add({ _tag: "VirtualAddressInSubnet", element, ...at })
      }
      continue
    }
    const router = report.find(element, "Router", report.routers, attachment.router)
    if (router === undefined) continue
    const on = router.interfaces.find((each) => each.id === attachment.interface)
    if (on === undefined) {
      const target = Element.ref("RouterInterface", router.id, attachment.interface)
      report.add({ _tag: "UnknownReference", element, target })
      continue
    }
    if (router.tenant !== balancer.tenant) {
      const target = Element.ref("Router", router.id)
      report.add({ _tag: "ForeignReference", element, target, tenant: balancer.tenant, owner: router.tenant })
    }
    report.external(element, balancer.address, report.networks.get(on.network))
    checkTranslationScope(report, element, router, on, attachment.scope)
  }
}

/**
 * Listeners of one address, protocol and port must not serve at one place; port forwards are asked after load
 * balancers.
 */
const checkCollisions = (report: Report): void => {
  const taken = new Map<string, ElementRef>()
  for (const balancer of report.topology.loadBalancers) {
    for (const attachment of balancer.attachments) {
      const place =
        attachment._tag === "Network"
          ? `network ${attachment.network}`
          : `interface ${attachment.router}/${attachment.interface}`
      for (const listener of balancer.listeners) {
        const element = Element.ref("Listener", balancer.id, listener.id)
        const key = `${place} ${balancer.address} ${listener.protocol} ${listener.port}`
        const other = taken.get(key)
        if (other !== undefined) report.add({ _tag: "TranslationsCollide", elements: [other, element] })
        else taken.set(key, element)
      }
    }
  }
}

/** Checks all load balancers. */
export const checkBalancers = (report: Report): void => {
  for (const balancer of report.topology.loadBalancers) {
    const element = Element.ref("LoadBalancer", balancer.id)
    report.find(element, "Tenant", report.tenants, balancer.tenant)
    if (balancer.attachments.every(({ _tag }) => _tag === "Network")) report.ordinary(element, balancer.address)
    checkListeners(report, balancer)
    checkAttachments(report, balancer, element)
  }
  checkCollisions(report)
}
