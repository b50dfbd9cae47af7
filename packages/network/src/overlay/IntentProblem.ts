/**
 * What keeps the records of an overlay from meaning something. Each problem names a record and the field of it that has to
 * change, so that a tenant can mend it; all problems are reported at once.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { TopologyProblem, print as printTopologyProblem } from "../topology/TopologyProblem.ts"
import { RecordRef, print as printRef } from "./OverlayRecord.ts"

const at = { record: RecordRef, field: Schema.String }
const place = Schema.Struct(at)

/**
 * A field of a record: `subnets.a.gateway` of a network. Parts of a record are named by their ids. Empty for the whole record.
 *
 * @since 0.1.0
 * @category models
 */
export type Place = typeof place.Type

/**
 * One problem:
 *
 * - `UnknownReference`: `target` is not there. `ForeignReference`: `target` is another tenant's and neither shared nor agreed
 *   upon. `WrongNetwork`: the network must be external, must not be, or must not be served to others, as `expected` says.
 * - `OverlapInScope`: two subnets of one scope share addresses. `OverlapOnRouter`: two subnets on one router do.
 *   `OutsideOverlaps`: what is declared to be outside is in a subnet of the scope.
 * - `AddressOutside`: the address is not in the subnet or the network meant. `PairOutside`: an address pair is in no subnet
 *   of the port's network. `AddressTaken`, `MacTaken`, `NameTaken`: `places` want one thing.
 * - `NoAddress`: the port does not have the address, or not exactly one of the family so that it goes without saying.
 * - `NoGateway`: the router has no address of the family on an external network.
 * - `NoRouter`: no router with a gateway on the network is on the port's subnet. `AmbiguousRouter`: several are, and none
 *   is the subnet's gateway.
 * - `FieldMissing`, `FieldMeaningless`: the field is needed, or means nothing, as the others are. `FamilyWrong`: the value is
 *   of the other family.
 * - `MemberUnreachable`: the member is on no network that the load balancer's place leads to. `UnknownMember`: a rule names a
 *   member that the listener has not.
 * - `PeerIsSelf`: a router peers with itself. `TransitUnfit`: the prefix has no two host addresses, or there are two of one
 *   family. `AlreadyConnected`: what would be reached over there is a part of a subnet connected here.
 * - `ScopeUncertain`: the prefix could be in several scopes of the router.
 * - `LimitTaken`: several policies limit one thing. `MtuTooLarge`: tunnels carry no such packets.
 * - `Inconsistent`: anything else that `Topology` does not accept. `Underlay`: the same of the settings, which name no record.
 *
 * @since 0.1.0
 * @category schemas
 */
export const IntentProblem = Schema.TaggedUnion({
  UnknownReference: { ...at, target: RecordRef },
  ForeignReference: { ...at, target: RecordRef, tenant: Schema.String, owner: Schema.String },
  WrongNetwork: { ...at, network: Schema.String, expected: Schema.Literals(["external", "internal", "unserved"]) },
  OverlapInScope: { ...at, scope: Schema.String, prefix: Schema.String, other: place, otherPrefix: Schema.String },
  OverlapOnRouter: { ...at, router: Schema.String, prefix: Schema.String, other: place, otherPrefix: Schema.String },
  OutsideOverlaps: { ...at, prefix: Schema.String, other: place, otherPrefix: Schema.String },
  AddressOutside: { ...at, address: Schema.String, within: Schema.Array(Schema.String) },
  PairOutside: { ...at, prefix: Schema.String, within: Schema.Array(Schema.String) },
  AddressTaken: { ...at, network: Schema.String, address: Schema.String, other: place },
  MacTaken: { ...at, network: Schema.String, mac: Schema.String, other: place },
  NameTaken: { ...at, name: Schema.String, other: place },
  NoAddress: { ...at, port: Schema.String, wanted: Schema.String, has: Schema.Array(Schema.String) },
  NoGateway: { ...at, router: Schema.String, family: Schema.Literals([4, 6]) },
  NoRouter: { ...at, network: Schema.String, port: Schema.String },
  AmbiguousRouter: { ...at, port: Schema.String, routers: Schema.Array(Schema.String) },
  FieldMissing: { ...at },
  FieldMeaningless: { ...at },
  FamilyWrong: { ...at, value: Schema.String, family: Schema.Literals([4, 6]) },
  MemberUnreachable: { ...at, address: Schema.String, within: Schema.Array(Schema.String) },
  UnknownMember: { ...at, member: Schema.String },
  PeerIsSelf: { ...at, router: Schema.String },
  TransitUnfit: { ...at, prefix: Schema.String },
  AlreadyConnected: { ...at, router: Schema.String, prefix: Schema.String, connected: Schema.String },
  ScopeUncertain: { ...at, router: Schema.String, prefix: Schema.String, scopes: Schema.Array(Schema.String) },
  LimitTaken: { ...at, target: RecordRef, other: place },
  MtuTooLarge: { ...at, asked: Schema.Int, largest: Schema.Int },
  Inconsistent: { ...at, problem: TopologyProblem },
  Underlay: { problem: TopologyProblem }
})

/**
 * One problem.
 *
 * @since 0.1.0
 * @category models
 */
export type IntentProblem = typeof IntentProblem.Type

/**
 * The records mean nothing together, with all problems. Trying again does not help.
 *
 * @since 0.1.0
 * @category errors
 */
export class IntentError extends Schema.TaggedError<IntentError>()("IntentError", {
  problems: Schema.Array(IntentProblem)
}) {
  override get message(): string {
    return this.problems.map(print).join("\n")
  }
}

const printPlace = ({ field, record }: Place): string =>
  field === "" ? printRef(record) : `${printRef(record)} ${field}`

const printValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(printValue).join(" ")
  if (typeof value !== "object" || value === null) return String(value)
  if ("field" in value) return printPlace(value as Place)
  return "kind" in value ? printRef(value as RecordRef) : ""
}

/**
 * A problem as one line for a tenant or an operator: `Network blue subnets.a.gateway: AddressOutside, address 10.1.0.1, within 10.0.0.0/24`.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (problem: IntentProblem): string => {
  if (problem._tag === "Underlay") return `settings: ${printTopologyProblem(problem.problem)}`
  const { _tag, field, record, ...rest } = problem
  const head = `${printPlace({ record, field })}: `
  if (problem._tag === "Inconsistent") return head + printTopologyProblem(problem.problem)
  return head + [_tag, ...Object.entries(rest).map(([name, value]) => `${name} ${printValue(value)}`)].join(", ")
}
