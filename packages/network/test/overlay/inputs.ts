/** Records of overlays as tests write them. */
import * as OverlayRecord from "../../src/overlay/OverlayRecord.ts"
import * as OverlayState from "../../src/overlay/OverlayState.ts"
import * as Result from "effect/Result"

/** A record as one writes it. */
export type Input = readonly [kind: OverlayRecord.RecordKind, input: Readonly<Record<string, unknown>>]

/** Records from what is written of them. */
export const records = (...inputs: ReadonlyArray<Input>): ReadonlyArray<OverlayRecord.OverlayRecord> =>
  inputs.map(([kind, input]) => Result.getOrThrow(OverlayRecord.decode(kind, input)))

/** The state of records. */
export const stateOf = (...inputs: ReadonlyArray<Input>): OverlayState.OverlayState =>
  OverlayState.fromRecords(records(...inputs))

/** A MAC address of this lab. */
export const mac = (last: number): string => `02:00:00:00:00:${last.toString(16).padStart(2, "0")}`

/** A network of a tenant with one IPv4 subnet called `a`, whose gateway is its first address. */
export const network = (
  tenant: string,
  id: string,
  cidr = "10.0.0.0/24",
  more: object = {},
  subnet: object = {}
): Input => {
  const gateway = cidr.replace(/0\/\d+$/, "1")
  return ["Network", { id, tenant, subnets: [{ id: "a", cidr, gateway, ...subnet }], ...more }]
}

/** A port with one address in subnet `a`. */
export const port = (
  tenant: string,
  id: string,
  on: string,
  address: string,
  last: number,
  more: object = {}
): Input => [
  "Port",
  {
    id,
    tenant,
    network: on,
    mac: mac(last),
    addresses: [{ subnet: "a", address }],
    securityGroups: [`${tenant}-open`],
    ...more
  }
]

/** A security group called after the tenant that lets everything pass in both families. */
export const open = (tenant: string, ...rules: ReadonlyArray<object>): Input => [
  "SecurityGroup",
  {
    id: `${tenant}-open`,
    tenant,
    rules: [
      { id: "in4", direction: "ingress", family: 4 },
      { id: "in6", direction: "ingress", family: 6 },
      { id: "out4", direction: "egress", family: 4 },
      { id: "out6", direction: "egress", family: 6 },
      ...rules
    ]
  }
]

/** A security group of a tenant. */
export const group = (tenant: string, id: string, rules: ReadonlyArray<object>, more: object = {}): Input => [
  "SecurityGroup",
  { id, tenant, rules, ...more }
]

/** The provider's external network. */
export const internet: Input = [
  "Network",
  {
    id: "internet",
    tenant: "provider",
    kind: "external",
    external: { physicalNetwork: "wire" },
    subnets: [{ id: "a", cidr: "198.51.100.0/24", gateway: "198.51.100.1" }]
  }
]

/** A router on networks, at the gateway address of each; with an address on the internet if `outside` is given. */
export const router = (
  tenant: string,
  id: string,
  on: ReadonlyArray<readonly [network: string, ...addresses: ReadonlyArray<string>]>,
  outside?: string,
  more: object = {}
): Input => [
  "Router",
  {
    id,
    tenant,
    interfaces: on.map(([name, ...addresses]) => ({ id: name, network: name, addresses })),
    ...(outside === undefined ? {} : { gateway: { network: "internet", addresses: [outside] } }),
    ...more
  }
]
