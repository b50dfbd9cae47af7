/**
 * Errors of the databases in the driver's terms.
 *
 * @since 0.1.0
 */
import type { OvsdbError } from "@cloudwright/ovsdb/OvsdbError"
import type { ElementKind, ElementRef } from "../../../topology/Element.ts"
import { OverlayDriverError } from "../../OverlayDriver.ts"
import type { OverlayDriverReason } from "../../OverlayDriver.ts"

const reasonOf = (backEnd: string, error: OvsdbError, element: ElementRef | undefined): OverlayDriverReason => {
  const detail = error.message
  switch (error.reason._tag) {
    case "InvalidAddress":
    case "ConnectFailed":
    case "TlsFailed":
    case "Disconnected":
    case "Closed":
    case "TimeLimit":
    case "NotLeader":
    case "ClusterError":
    case "DatabaseNotAvailable":
    case "UnknownDatabase":
      return { _tag: "Unreachable", backEnd, detail, outcome: error.outcome }
    case "Protocol":
    case "Decode":
    case "InvalidSchema":
    case "SchemaMismatch":
      return { _tag: "Malformed", backEnd, detail }
    default: {
      const code = "error" in error.reason ? error.reason.error : error.reason._tag
      return { _tag: "Refused", backEnd, code, detail, ...(element === undefined ? {} : { element }) }
    }
  }
}

/** The one mapping of this driver. `element` is whose row was refused. */
export const driverError = (
  operation: string,
  backEnd: string,
  error: OvsdbError,
  element?: ElementRef
): OverlayDriverError =>
  new OverlayDriverError({ operation, retryable: error.isRetryable, reason: reasonOf(backEnd, error, element) })

/** Whether a transaction was refused since the rows were no longer what the difference was taken from. */
export const isStale = ({ reason }: OvsdbError): boolean =>
  reason._tag === "TimedOut" ||
  reason._tag === "DuplicateUuid" ||
  reason._tag === "ConstraintViolation" ||
  reason._tag === "ReferentialIntegrityViolation"

const kinds: Readonly<Record<string, ElementKind>> = {
  network: "Network",
  guard: "Network",
  wire: "Network",
  metadata: "Network",
  port: "Port",
  router: "Router",
  interface: "RouterInterface",
  plug: "RouterInterface",
  carrier: "GatewayHost",
  route: "Router",
  policy: "Router",
  snat: "SourceNat",
  floating: "FloatingAddress",
  forward: "PortForward",
  balancer: "Listener",
  group: "SecurityGroup",
  rule: "SecurityRule",
  members4: "SecurityGroup",
  members6: "SecurityGroup",
  log: "SecurityGroup",
  set4: "AddressSet",
  set6: "AddressSet",
  dhcp: "Subnet"
}

const depths: Partial<Readonly<Record<ElementKind, number>>> = {
  RouterInterface: 2,
  GatewayHost: 3,
  SourceNat: 2,
  FloatingAddress: 2,
  PortForward: 2,
  Listener: 2,
  SecurityRule: 2,
  Subnet: 2
}

/** Whose a row is, from its name (`rowName`). */
export const elementOf = (name: string): ElementRef | undefined => {
  const [first, ...path] = name.slice(name.indexOf(" ") + 1).split("/")
  const kind = kinds[first ?? ""]
  return kind === undefined ? undefined : { kind, id: path.slice(0, depths[kind] ?? 1).join("/") }
}
