import { assert, describe, it } from "@effect/vitest"
import * as Packet from "../../src/topology/Packet.ts"
import { outside, packet, ping, tcp } from "./worlds.ts"

const udp = (source: string, destination: string, destinationPort: number) =>
  packet("p", { source, destination, protocol: 17, sourcePort: 1000, destinationPort })

describe("Packet", () => {
  it("speaks of TCP, UDP, echo and bare protocols", () => {
    assert.isUndefined(Packet.check(tcp("p", "10.0.0.1:1", "10.0.0.2:2")))
    assert.isUndefined(Packet.check(tcp(outside("n"), "[2001:db8::1]:1", "[2001:db8::2]:2")))
    assert.isUndefined(Packet.check(udp("10.0.0.1", "10.0.0.2", 53)))
    assert.isUndefined(Packet.check(ping("p", "10.0.0.1", "10.0.0.2")))
    assert.isUndefined(Packet.check(ping("p", "2001:db8::1", "2001:db8::2")))
    assert.isUndefined(Packet.check({ ...ping("p", "10.0.0.1", "10.0.0.2"), icmpType: 0, state: "reply" }))
    assert.isUndefined(Packet.check(packet("p", { source: "10.0.0.1", destination: "10.0.0.2", protocol: 47 })))
  })

  it("brings addresses into canonical form and is new by default", () => {
    const made = tcp("p", "[2001:DB8:0::1]:1", "[2001:db8::2]:2")
    assert.strictEqual(made.source, "2001:db8::1")
    assert.strictEqual(made.state, "new")
  })

  const base = { source: "10.0.0.1", destination: "10.0.0.2" }
  const ports = { sourcePort: 1, destinationPort: 2 }
  const echo = { icmpType: 8, icmpCode: 0 }
  const six = { source: "2001:db8::1", destination: "2001:db8::2" }
  const cases: ReadonlyArray<readonly [string, Parameters<typeof packet>[1], string]> = [
    ["two families", { ...base, destination: "2001:db8::1", protocol: 6, ...ports }, "FamilyMismatch"],
    ["multicast", { ...base, destination: "224.0.0.1", protocol: 17, ...ports }, "Multicast"],
    ["IPv6 multicast", { ...six, destination: "ff02::1", protocol: 17, ...ports }, "Multicast"],
    ["limited broadcast", { ...base, destination: "255.255.255.255", protocol: 17, ...ports }, "Broadcast"],
    ["no address yet", { ...base, source: "0.0.0.0", protocol: 17, ...ports }, "Unspecified"],
    ["IPv6 no address yet", { ...six, source: "::", protocol: 17, ...ports }, "Unspecified"],
    ["loopback", { ...base, source: "127.0.0.1", protocol: 6, ...ports }, "Loopback"],
    ["IPv6 loopback", { ...six, source: "::1", protocol: 6, ...ports }, "Loopback"],
    ["metadata", { ...base, destination: "169.254.169.254", protocol: 6, ...ports }, "LinkLocal"],
    ["IPv6 link-local", { ...six, source: "fe80::1", protocol: 6, ...ports }, "LinkLocal"],
    ["IPv4-mapped", { ...six, source: "::ffff:10.0.0.1", protocol: 6, ...ports }, "Mapped"],
    ["to IPv4-mapped", { ...six, destination: "::ffff:10.0.0.1", protocol: 6, ...ports }, "Mapped"],
    ["to itself", { ...base, destination: "10.0.0.1", protocol: 6, ...ports }, "ToItself"],
    ["DHCP", { ...base, protocol: 17, sourcePort: 68, destinationPort: 67 }, "Dhcp"],
    ["DHCP offer", { ...base, protocol: 17, sourcePort: 67, destinationPort: 68 }, "Dhcp"],
    ["DHCPv6", { ...six, protocol: 17, sourcePort: 546, destinationPort: 547 }, "Dhcp"],
    ["ICMP error", { ...base, protocol: 1, icmpType: 3, icmpCode: 1 }, "IcmpType"],
    ["neighbour solicitation", { ...six, protocol: 58, icmpType: 135, icmpCode: 0 }, "IcmpType"],
    ["unasked echo reply", { ...base, protocol: 1, icmpType: 0, icmpCode: 0 }, "IcmpState"],
    ["echo request as answer", { ...base, protocol: 1, ...echo, state: "reply" }, "IcmpState"],
    ["IPv6 fragment", { ...six, protocol: 44 }, "ExtensionHeader"],
    ["ESP in IPv6", { ...six, protocol: 50 }, "ExtensionHeader"],
    ["ICMP in IPv6", { ...six, protocol: 1, ...echo }, "ProtocolFamily"],
    ["ICMPv6 in IPv4", { ...base, protocol: 58, icmpType: 128, icmpCode: 0 }, "ProtocolFamily"],
    ["TCP without ports", { ...base, protocol: 6 }, "FieldMissing"],
    ["ICMP without code", { ...base, protocol: 1, icmpType: 8 }, "FieldMissing"],
    ["GRE with ports", { ...base, protocol: 47, ...ports }, "FieldMeaningless"],
    ["TCP with a type", { ...base, protocol: 6, ...ports, icmpType: 8 }, "FieldMeaningless"]
  ]
  for (const [name, headers, reason] of cases) {
    it(`refuses ${name}`, () => assert.strictEqual(Packet.check(packet("p", headers)), reason))
  }

  it("keeps the ends of special ranges apart from their neighbours", () => {
    for (const destination of [
      "1.0.0.0",
      "126.255.255.255",
      "128.0.0.0",
      "169.253.255.255",
      "223.255.255.255",
      "240.0.0.0"
    ]) {
      assert.isUndefined(Packet.check(tcp("p", "10.0.0.1:1", `${destination}:1`)), destination)
    }
    for (const destination of ["::2", "fe7f::1", "fec0::1", "feff::1"]) {
      assert.isUndefined(Packet.check(tcp("p", "[2001:db8::1]:1", `[${destination}]:1`)), destination)
    }
  })

  it("names protocols as their numbers", () => {
    assert.strictEqual(Packet.protocolNumber("tcp"), 6)
    assert.strictEqual(Packet.protocolNumber("icmp6"), 58)
    assert.strictEqual(Packet.protocolNumber(132), 132)
    assert.isUndefined(Packet.protocolNumber("any"))
  })
})
