/**
 * All kinds of records of the overlay, and which other records each refers to.
 *
 * @since 0.1.0
 */
import * as Record from "effect/Record"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { DnsZone } from "./DnsModel.ts"
import { LoadBalancer } from "./LoadBalancerModel.ts"
import { AddressSet, Network, Port, SecurityGroup } from "./OverlayModel.ts"
import { QosPolicy } from "./QosModel.ts"
import { FloatingIp, Peering, PortForward, Router, ServiceAttachment, ServiceNetwork } from "./RouterModel.ts"
import { Vpn } from "./VpnModel.ts"

/**
 * The schema of each kind.
 *
 * @since 0.1.0
 * @category schemas
 */
export const schemas = {
  Network,
  Port,
  SecurityGroup,
  AddressSet,
  Router,
  FloatingIp,
  PortForward,
  Peering,
  ServiceNetwork,
  ServiceAttachment,
  LoadBalancer,
  Vpn,
  DnsZone,
  QosPolicy
} as const

/**
 * The kinds of records.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RecordKind = Schema.Literals([
  "Network",
  "Port",
  "SecurityGroup",
  "AddressSet",
  "Router",
  "FloatingIp",
  "PortForward",
  "Peering",
  "ServiceNetwork",
  "ServiceAttachment",
  "LoadBalancer",
  "Vpn",
  "DnsZone",
  "QosPolicy"
])

/**
 * The kind of a record.
 *
 * @since 0.1.0
 * @category models
 */
export type RecordKind = typeof RecordKind.Type

/**
 * The kinds of records in the order in which they can be made: no kind needs a later one, but groups each other.
 *
 * @since 0.1.0
 * @category constants
 */
export const kinds: ReadonlyArray<RecordKind> = RecordKind.literals

/**
 * The record of a kind.
 *
 * @since 0.1.0
 * @category models
 */
export type RecordOf<K extends RecordKind> = (typeof schemas)[K]["Type"]

/**
 * A record with its kind.
 *
 * @since 0.1.0
 * @category models
 */
export type OverlayRecord = {
  readonly [K in RecordKind]: { readonly kind: K; readonly record: RecordOf<K> }
}[RecordKind]

/**
 * A record by its kind and id. Ids are unique among records of a kind, whatever their tenants.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RecordRef = Schema.Struct({ kind: RecordKind, id: Schema.String })

/**
 * A record by its kind and id.
 *
 * @since 0.1.0
 * @category models
 */
export interface RecordRef {
  readonly kind: RecordKind
  readonly id: string
}

/**
 * The reference of a kind and id.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ref = (kind: RecordKind, id: string): RecordRef => ({ kind, id })

/**
 * The text of a reference: `Router edge`.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = ({ id, kind }: RecordRef): string => `${kind} ${id}`

/**
 * A reference of a record: in which field, to what, and whose it may be: the own tenant's (`own`), also what others share
 * (`shared`), or anybody's because both sides agree elsewhere (`agreed`).
 *
 * @since 0.1.0
 * @category models
 */
export interface Reference {
  readonly field: string
  readonly target: RecordRef
  readonly whose: "own" | "shared" | "agreed"
}

const to = (field: string, kind: RecordKind, id: string | undefined, whose: Reference["whose"] = "own") =>
  id === undefined ? [] : [{ field, target: { kind, id }, whose }]

const ofGroup = ({ rules }: SecurityGroup): ReadonlyArray<Reference> =>
  rules.flatMap(({ id, remote }) => {
    if (remote._tag === "Group") return to(`rules.${id}.remote`, "SecurityGroup", remote.group)
    return remote._tag === "AddressSet" ? to(`rules.${id}.remote`, "AddressSet", remote.addressSet, "shared") : []
  })

const ofBalancer = ({ attachments, listeners }: LoadBalancer): ReadonlyArray<Reference> => [
  ...attachments.flatMap((each) =>
    each._tag === "Network" ? to("attachments", "Network", each.network) : to("attachments", "Router", each.router)
  ),
  ...listeners.flatMap(({ id, members }) =>
    members.flatMap((member) => to(`listeners.${id}.members.${member.id}.port`, "Port", member.port))
  )
]

/**
 * What a record refers to.
 *
 * @since 0.1.0
 * @category getters
 */
export const references = ({ kind, record }: OverlayRecord): ReadonlyArray<Reference> => {
  switch (kind) {
    case "Network":
    case "AddressSet":
      return []
    case "Port":
      return [
        ...to("network", "Network", record.network, "shared"),
        ...record.securityGroups.flatMap((group) => to("securityGroups", "SecurityGroup", group))
      ]
    case "SecurityGroup":
      return ofGroup(record)
    case "Router":
      return [
        ...record.interfaces.flatMap(({ id, network }) => to(`interfaces.${id}.network`, "Network", network, "shared")),
        ...to("gateway.network", "Network", record.gateway?.network, "shared")
      ]
    case "FloatingIp":
      return [...to("network", "Network", record.network, "shared"), ...to("port", "Port", record.port)]
    case "PortForward":
      return [
        ...(record.on._tag === "Router"
          ? to("on.router", "Router", record.on.router)
          : to("on.floatingIp", "FloatingIp", record.on.floatingIp)),
        ...to("port", "Port", record.port)
      ]
    case "Peering":
      return [...to("router", "Router", record.router), ...to("peer.router", "Router", record.peer.router, "agreed")]
    case "ServiceNetwork":
      return to("network", "Network", record.network)
    case "ServiceAttachment":
      return [...to("service", "ServiceNetwork", record.service, "agreed"), ...to("router", "Router", record.router)]
    case "LoadBalancer":
      return ofBalancer(record)
    case "Vpn":
      return to("router", "Router", record.router)
    case "DnsZone":
      return record.networks.flatMap((network) => to("networks", "Network", network))
    case "QosPolicy":
      return [
        ...record.ports.flatMap((port) => to("ports", "Port", port)),
        ...record.floatingIps.flatMap((each) => to("floatingIps", "FloatingIp", each))
      ]
  }
}

/**
 * Whether other tenants may refer to a record where references to shared things are allowed.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isShared = ({ kind, record }: OverlayRecord): boolean =>
  kind === "Network" ? record.kind !== "tenant" : kind === "AddressSet" && record.shared

/**
 * A value that is no record of its kind, with each place and what is wrong there. Trying again does not help.
 *
 * @since 0.1.0
 * @category errors
 */
export class RecordError extends Schema.TaggedError<RecordError>()("RecordError", {
  kind: RecordKind,
  problems: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
}) {
  override get message(): string {
    return this.problems.map(({ message, path }) => `${this.kind} ${path}: ${message}`).join("\n")
  }
}

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

const decoders = Record.map(schemas, (schema) =>
  Schema.decodeUnknownResult(schema as Schema.Codec<OverlayRecord["record"], unknown>, { errors: "all" })
)

/**
 * The record of a kind that `input` describes, texts in canonical form and defaults filled in.
 *
 * @since 0.1.0
 * @category codecs
 */
export const decode = (kind: RecordKind, input: unknown): Result.Result<OverlayRecord, RecordError> =>
  decoders[kind](input).pipe(
    Result.map((record) => ({ kind, record }) as OverlayRecord),
    Result.mapError(({ issue }) => {
      const problems = formatIssue(issue).issues.map(({ message, path }) => {
        const steps = (path ?? []).map((step) => String(typeof step === "object" ? step.key : step))
        return { path: steps.join("."), message }
      })
      return new RecordError({ kind, problems })
    })
  )
