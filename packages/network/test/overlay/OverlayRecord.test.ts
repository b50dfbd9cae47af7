import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as OverlayRecord from "../../src/overlay/OverlayRecord.ts"
import * as OverlaySettings from "../../src/overlay/OverlaySettings.ts"

const decode = OverlayRecord.decode

/** The paths that are refused. */
const refused = (kind: OverlayRecord.RecordKind, input: unknown): ReadonlyArray<string> =>
  Result.match(decode(kind, input), {
    onFailure: ({ problems }) => problems.map(({ path }) => path),
    onSuccess: () => []
  })

const good: Readonly<Record<OverlayRecord.RecordKind, Readonly<Record<string, unknown>>>> = {
  Network: {
    id: "n",
    tenant: "t",
    subnets: [{ id: "a", cidr: "10.0.0.0/24", dhcp: { _tag: "V4", domain: "a.example" } }]
  },
  Port: { id: "p", tenant: "t", network: "n", mac: "02:00:00:00:00:01", hostname: "web-1" },
  SecurityGroup: { id: "g", tenant: "t", rules: [{ id: "r", direction: "ingress", family: 4 }] },
  AddressSet: { id: "s", tenant: "t", prefixes: ["10.0.0.0/8", "2001:DB8::/32"] },
  Router: {
    id: "r",
    tenant: "t",
    interfaces: [{ id: "i", network: "n", addresses: ["10.0.0.1"] }],
    gateway: { network: "x", addresses: ["198.51.100.1"] }
  },
  FloatingIp: { id: "f", tenant: "t", network: "x", address: "198.51.100.5" },
  PortForward: {
    id: "f",
    tenant: "t",
    on: { _tag: "Router", router: "r" },
    protocol: "tcp",
    externalPort: 80,
    port: "p",
    internalPort: 8080
  },
  Peering: { id: "p", tenant: "t", router: "r", peer: { tenant: "u", router: "s" }, transit: ["100.64.0.0/30"] },
  ServiceNetwork: { id: "s", tenant: "t", network: "n", consumers: ["u"] },
  ServiceAttachment: { id: "a", tenant: "u", service: "s", router: "r", address: "10.0.0.5" },
  LoadBalancer: {
    id: "l",
    tenant: "t",
    address: "10.9.0.1",
    attachments: [{ _tag: "Network", network: "n" }],
    listeners: [
      {
        id: "h",
        protocol: "http",
        port: 80,
        health: { kind: "http", path: "/up" },
        members: [{ id: "m", port: "p", portNumber: 80 }]
      }
    ]
  },
  Vpn: {
    id: "v",
    tenant: "t",
    router: "r",
    tunnel: {
      _tag: "WireGuard",
      privateKey: "t/key",
      peers: [{ id: "o", publicKey: `${"a".repeat(42)}A=`, allowedPrefixes: ["172.16.0.0/12"] }]
    }
  },
  DnsZone: {
    id: "z",
    tenant: "t",
    name: "a.example",
    records: [{ id: "x", name: "_sip._tcp", data: { _tag: "TXT", texts: ["v=spf1 -all"] } }]
  },
  QosPolicy: { id: "q", tenant: "t", ingress: { bitsPerSecond: 1_000_000 }, ports: ["p"] }
}

const ipsec = {
  _tag: "Ipsec",
  remote: "203.0.113.9",
  localId: "a.example",
  remoteId: "203.0.113.9",
  presharedKey: "t/psk",
  remotePrefixes: ["172.16.0.0/12"]
}

describe("decode", () => {
  for (const kind of OverlayRecord.kinds) {
    it(`takes a ${kind} and gives back the same when asked again`, () => {
      const { record } = Result.getOrThrow(decode(kind, good[kind]))
      assert.deepStrictEqual(Result.getOrThrow(decode(kind, record)).record, record)
      assert.deepStrictEqual(Result.getOrThrow(decode(kind, JSON.parse(JSON.stringify(record)))).record, record)
    })
    it(`refuses a ${kind} without id, with a colon in it, of nobody`, () => {
      const { id: _id, ...nameless } = good[kind]
      const { tenant: _tenant, ...ownerless } = good[kind]
      assert.deepStrictEqual(refused(kind, nameless), ["id"])
      assert.deepStrictEqual(refused(kind, ownerless), ["tenant"])
      for (const id of ["", "a:b", "a b", "a\n", "-a", "a/b", "x".repeat(41), 7, null]) {
        assert.deepStrictEqual(refused(kind, { ...good[kind], id }), ["id"])
      }
      assert.isNotEmpty(refused(kind, undefined))
    })
  }

  it("fills in defaults and canonical texts", () => {
    const set = Result.getOrThrow(decode("AddressSet", good.AddressSet)).record
    assert.deepInclude<object>(set, { shared: false, prefixes: ["10.0.0.0/8", "2001:db8::/32"] })
    const network = Result.getOrThrow(decode("Network", good.Network))
    assert.isTrue(network.kind === "Network" && network.record.kind === "tenant" && !network.record.metadata)
    const dhcp = network.kind === "Network" ? network.record.subnets[0]!.dhcp : undefined
    assert.isTrue(dhcp?._tag === "V4" && dhcp.leaseSeconds === 43_200 && dhcp.dnsServers.length === 0)
    const router = Result.getOrThrow(decode("Router", good.Router))
    assert.deepStrictEqual(router.kind === "Router" ? router.record.gateway?.sourceNat : undefined, [4])
  })

  it("tells every problem of a record with its place", () => {
    const error = Result.getOrElse(
      Result.flip(decode("Port", { ...good.Port, mac: "zz", hostname: "A" })),
      () => undefined
    )
    assert.deepStrictEqual(
      error?.problems.map(({ path }) => path),
      ["mac", "hostname"]
    )
    assert.match(error?.message ?? "", /^Port mac: .*\nPort hostname: /)
  })

  it("refuses host bits, bad addresses and MAC addresses", () => {
    const subnets = (cidr: string) => refused("Network", { ...good.Network, subnets: [{ id: "a", cidr }] })
    assert.deepStrictEqual(subnets("10.0.0.1/24"), ["subnets.0.cidr"])
    assert.deepStrictEqual(subnets("10.0.0.0/33"), ["subnets.0.cidr"])
    assert.deepStrictEqual(refused("FloatingIp", { ...good.FloatingIp, address: "010.0.0.1" }), ["address"])
    assert.deepStrictEqual(refused("Port", { ...good.Port, mac: "01:00:00:00:00:01" }), ["mac"])
  })

  it("has limits", () => {
    const pairs = Array.from({ length: 11 }, (_, n) => ({ prefix: `10.0.0.${n}/32` }))
    assert.deepStrictEqual(refused("Port", { ...good.Port, addressPairs: pairs }), ["addressPairs"])
    assert.deepStrictEqual(refused("Peering", { ...good.Peering, transit: [] }), ["transit"])
    assert.deepStrictEqual(refused("LoadBalancer", { ...good.LoadBalancer, attachments: [] }), ["attachments"])
    assert.deepStrictEqual(refused("QosPolicy", { ...good.QosPolicy, egress: { bitsPerSecond: 10 } }), [
      "egress.bitsPerSecond"
    ])
  })

  it("takes no weak proposals, no bad keys", () => {
    const vpn = (tunnel: object) => refused("Vpn", { ...good.Vpn, tunnel })
    assert.deepStrictEqual(vpn(ipsec), [])
    assert.isNotEmpty(vpn({ ...ipsec, proposals: ["3des-md5-modp1024"] }))
    assert.isNotEmpty(vpn({ ...ipsec, proposals: [] }))
    const peer = { id: "o", publicKey: "short", allowedPrefixes: ["10.0.0.0/8"] }
    assert.isNotEmpty(vpn({ _tag: "WireGuard", privateKey: "k", peers: [peer] }))
  })
})

/** What would end a line, a quoted text or an option in a daemon's configuration (OSSA-2021-005). */
const hostile = [
  "\n",
  "\r",
  "\0",
  "\u0085",
  "\u2028",
  "\t",
  " ",
  '"',
  "'",
  "\\",
  ";",
  "#",
  "{",
  "$(id)",
  "`id`",
  "%s",
  "\x1b[2J",
  "é",
  ",",
  "/../"
]

describe("texts that reach daemons", () => {
  const places: ReadonlyArray<readonly [string, OverlayRecord.RecordKind, string, (text: string) => object]> = [
    ["host name", "Port", "web", (hostname) => ({ hostname })],
    [
      "DHCP domain",
      "Network",
      "a.example",
      (domain) => ({ subnets: [{ id: "a", cidr: "10.0.0.0/24", dhcp: { _tag: "V4", domain } }] })
    ],
    [
      "DHCP server",
      "Network",
      "10.0.0.2",
      (server) => ({ subnets: [{ id: "a", cidr: "10.0.0.0/24", dhcp: { _tag: "V4", ntpServers: [server] } }] })
    ],
    ["zone", "DnsZone", "a.example", (name) => ({ name })],
    [
      "name in a zone",
      "DnsZone",
      "www",
      (name) => ({ records: [{ id: "a", name, data: { _tag: "A", addresses: ["10.0.0.1"] } }] })
    ],
    [
      "target of a name",
      "DnsZone",
      "a.example",
      (target) => ({ records: [{ id: "a", name: "www", data: { _tag: "CNAME", target } }] })
    ],
    [
      "health path",
      "LoadBalancer",
      "/up",
      (path) => ({ listeners: [{ id: "h", protocol: "http", port: 80, health: { kind: "http", path } }] })
    ],
    [
      "HTTP host",
      "LoadBalancer",
      "a.example",
      (host) => ({
        listeners: [{ id: "h", protocol: "http", port: 80, rules: [{ id: "r", priority: 1, host, members: ["m"] }] }]
      })
    ],
    ["IPsec identity", "Vpn", "a.example", (localId) => ({ tunnel: { ...ipsec, localId } })],
    ["secret", "Vpn", "secret", (presharedKey) => ({ tunnel: { ...ipsec, presharedKey } })],
    ["physical network", "Network", "wire", (physicalNetwork) => ({ kind: "external", external: { physicalNetwork } })],
    ["port's host", "Port", "hv1", (host) => ({ host })]
  ]
  for (const [name, kind, fine, within] of places) {
    it(`${name} has no characters with a meaning`, () => {
      assert.deepStrictEqual(refused(kind, { ...good[kind], ...within(fine) }), [])
      for (const text of hostile) {
        // Paths and secrets have slashes and dots.
        if (text === "/../" && (name === "health path" || name === "secret")) continue
        for (const put of [`${fine}${text}`, `${text}${fine}`, `${fine}${text}${fine}`]) {
          assert.isNotEmpty(refused(kind, { ...good[kind], ...within(put) }), JSON.stringify(put))
        }
      }
    })
  }
  it("texts of TXT records have no quotes, backslashes and control characters", () => {
    const texts = (text: string) =>
      refused("DnsZone", { ...good.DnsZone, records: [{ id: "a", name: "x", data: { _tag: "TXT", texts: [text] } }] })
    assert.deepStrictEqual(texts("v=spf1; include:_x.example ~all"), [])
    for (const text of ['"', "\\", "\n", "\r", "\0", "\x7f", "é", ""])
      assert.isNotEmpty(texts(text === "" ? "" : `a${text}b`))
  })
})

describe("settings", () => {
  it("have defaults", () => {
    assert.deepInclude(OverlaySettings.standard, { mtu: 1442, externalMtu: 1500, hosts: [], gatewayHosts: [] })
  })
})
