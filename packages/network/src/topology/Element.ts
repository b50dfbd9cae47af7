/**
 * Names of the parts of a topology, so that a rule, a finding or a step of a trace says which part it speaks of.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A name chosen by the caller: 1 to 64 ASCII letters, digits and `_ . : -`, the first a letter or digit. UUIDs are such
 * names. Top-level parts (ports, routers, ...) have ids of their own kind, unique in the topology; nested parts (a rule
 * of a group, a route of a router) have ids unique among their siblings of the same kind.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ElementId = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/, { expected: "a name of 1 to 64 characters" }))
)

/**
 * The kinds of parts a topology is made of.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ElementKind = Schema.Literals([
  "Host",
  "Link",
  "Tenant",
  "Scope",
  "Network",
  "Subnet",
  "InboundRoute",
  "Port",
  "Router",
  "RouterInterface",
  "GatewayHost",
  "StaticRoute",
  "PolicyRoute",
  "RouteLeak",
  "SourceNat",
  "FloatingAddress",
  "PortForward",
  "SecurityGroup",
  "SecurityRule",
  "AddressSet",
  "LoadBalancer",
  "Listener",
  "Member"
])

/**
 * The kind of a part of a topology.
 *
 * @since 0.1.0
 * @category models
 */
export type ElementKind = typeof ElementKind.Type

/**
 * One part of a topology: its kind and its id. A nested part is named by the path from its top-level part, with
 * slashes: `{ kind: "SecurityRule", id: "web/ssh" }`, `{ kind: "Member", id: "lb/https/m1" }`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ElementRef = Schema.Struct({ kind: ElementKind, id: Schema.String })

/**
 * One part of a topology: its kind and its id.
 *
 * @since 0.1.0
 * @category models
 */
export interface ElementRef {
  readonly kind: ElementKind
  readonly id: string
}

/**
 * The reference of a kind and the ids on the way to the part, outermost first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ref = (kind: ElementKind, ...path: ReadonlyArray<string>): ElementRef => ({ kind, id: path.join("/") })

/**
 * The text of a reference as traces and findings print it: `SecurityRule web/ssh`.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (element: ElementRef): string => `${element.kind} ${element.id}`
