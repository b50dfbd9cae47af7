/**
 * What keeps a value from being a topology. Each problem names the parts it speaks of, so that a user can mend them; a
 * topology is refused with all its problems at once.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ElementRef, print as printRef } from "./Element.ts"

const element = ElementRef
const elements = Schema.Array(ElementRef)

/**
 * One problem of a topology:
 *
 * - `Malformed`: not even the shape is right; `path` leads to the place.
 * - `DuplicateId`: two different parts have one id. `UnknownReference`: `target` is not there. `ForeignReference`:
 *   `target` is another tenant's and not shared.
 * - `SubnetsOverlap`: two subnets of one scope share addresses.
 * - `AddressOutside`: the address is in no subnet of the network it is for. `AddressUnusable`: it is the subnet's
 *   network or broadcast address, multicast, loopback, link-local or unspecified. `AddressTaken`, `MacTaken`: two parts
 *   have it on one network.
 * - `FamiliesDiffer`: the values must be of one family. `MeaninglessField`: the field means nothing there.
 *   `RangeReversed`: the first exceeds the last.
 * - `NoNextHop`: the list of next hops is empty. `AmbiguousNextHop`: it is on several interfaces, name one.
 *   `NextHopInOtherScope`: its interface is in another scope and not on an external network, so nothing could pass.
 * - `NotExternal`: translations, gateway hosts, upstreams and so on need an external network. `NoGatewayHost`: hosts
 *   are declared, and none carries the external interface.
 * - `ScopeNotOnRouter`: the router has no interface in the scope. `AmbiguousScope`: several scopes could be meant, name
 *   one.
 * - `DuplicatePriority`, `DuplicateRoute`, `TranslationsCollide`: two parts claim the same packets and nothing says
 *   which precedes.
 * - `GroupsConflict`: stateful and stateless groups on one port. `GroupsUnenforced`: groups on a port without port
 *   security.
 * - `VirtualAddressInSubnet`: a load balancer serves a network at an address inside its subnets, for which senders
 *   would look among their neighbours.
 * - `OutsideOverlaps`: what is declared to be outside is in a subnet of the network's scope.
 * - `LinkToItself`: both ends are one host.
 *
 * @since 0.1.0
 * @category schemas
 */
export const TopologyProblem = Schema.TaggedUnion({
  Malformed: { path: Schema.String, message: Schema.String },
  DuplicateId: { element },
  UnknownReference: { element, target: ElementRef },
  ForeignReference: { element, target: ElementRef, tenant: Schema.String, owner: Schema.String },
  SubnetsOverlap: { scope: Schema.String, elements, prefixes: Schema.Array(Schema.String) },
  AddressOutside: { element, address: Schema.String, network: Schema.String },
  AddressUnusable: {
    element,
    address: Schema.String,
    because: Schema.Literals(["Network", "Broadcast", "Multicast", "Loopback", "LinkLocal", "Mapped", "Unspecified"])
  },
  AddressTaken: { network: Schema.String, address: Schema.String, elements },
  MacTaken: { network: Schema.String, mac: Schema.String, elements },
  FamiliesDiffer: { element, values: Schema.Array(Schema.String) },
  MeaninglessField: { element, field: Schema.String },
  RangeReversed: { element, first: Schema.Int, last: Schema.Int },
  NoNextHop: { element },
  AmbiguousNextHop: { element, address: Schema.String, interfaces: elements },
  NextHopInOtherScope: { element, address: Schema.String, interface: ElementRef, scope: Schema.String },
  NotExternal: { element, network: Schema.String },
  NoGatewayHost: { element },
  ScopeNotOnRouter: { element, scope: Schema.String },
  AmbiguousScope: { element, scopes: Schema.Array(Schema.String) },
  DuplicatePriority: { elements, priority: Schema.Int },
  DuplicateRoute: { elements, prefix: Schema.String },
  TranslationsCollide: { elements },
  GroupsConflict: { element, stateful: Schema.Array(Schema.String), stateless: Schema.Array(Schema.String) },
  GroupsUnenforced: { element },
  VirtualAddressInSubnet: { element, network: Schema.String, address: Schema.String },
  OutsideOverlaps: { element, prefix: Schema.String, subnet: ElementRef },
  LinkToItself: { element }
})

/**
 * One problem of a topology.
 *
 * @since 0.1.0
 * @category models
 */
export type TopologyProblem = typeof TopologyProblem.Type

/**
 * A value that is no topology, with all its problems: those of shape if there are any, otherwise those of content.
 * Trying again does not help.
 *
 * @since 0.1.0
 * @category errors
 */
export class TopologyError extends Schema.TaggedError<TopologyError>()("TopologyError", {
  problems: Schema.Array(TopologyProblem)
}) {
  override get message(): string {
    return this.problems.map(print).join("\n")
  }
}

/**
 * A problem as one line for an operator.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (problem: TopologyProblem): string => {
  const { _tag, ...fields } = problem
  const parts = Object.entries(fields).map(([name, value]) => {
    if (typeof value !== "object") return `${name} ${String(value)}`
    if ("kind" in value) return name === "element" ? printRef(value) : `${name} ${printRef(value)}`
    const list: ReadonlyArray<string | ElementRef> = value
    const texts = list.map((item) => (typeof item === "string" ? item : printRef(item))).join(", ")
    return name === "elements" ? texts : `${name} ${texts}`
  })
  return `${_tag}: ${parts.join(", ")}`
}
