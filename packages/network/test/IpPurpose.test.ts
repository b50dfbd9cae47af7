import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Ip from "../src/Ip.ts"
import * as IpPurpose from "../src/IpPurpose.ts"

describe("what an address is for", () => {
  it.each([
    ["8.8.8.8", ["global"]],
    ["10.1.2.3", ["private"]],
    ["172.16.0.0", ["private"]],
    ["172.32.0.0", ["global"]],
    ["192.168.255.255", ["private"]],
    ["100.64.0.1", ["cgnat"]],
    ["127.255.255.255", ["loopback"]],
    ["169.254.169.254", ["link-local"]],
    ["224.0.0.251", ["multicast"]],
    ["192.0.2.1", ["documentation"]],
    ["198.19.0.1", ["benchmarking"]],
    ["240.0.0.1", ["reserved"]],
    ["255.255.255.255", ["broadcast", "reserved"]],
    ["0.0.0.0", ["unspecified"]],
    // Not reachable, and none of the names.
    ["0.1.2.3", []],
    ["2606:4700::1111", ["global"]],
    ["fd00::1", ["private"]],
    ["fe80::1", ["link-local"]],
    ["ff02::1", ["multicast"]],
    ["::1", ["loopback"]],
    ["::", ["unspecified"]],
    ["2001:db8::1", ["documentation"]],
    ["3fff::1", ["documentation"]],
    ["2001:2::1", ["benchmarking"]],
    ["64:ff9b:1::1", ["private"]],
    ["100::1", []],
    // What an embedded IPv4 address is for.
    ["::ffff:10.0.0.1", ["private"]],
    ["::ffff:192.0.2.1", ["documentation"]],
    ["::ffff:127.0.0.1", ["loopback"]],
    ["64:ff9b::8.8.8.8", ["global"]],
    ["64:ff9b::a9fe:a9fe", ["link-local"]]
  ])("%s", (text, purposes) => {
    const ip = Result.getOrThrow(Ip.parse(text))
    assert.deepStrictEqual(IpPurpose.of(ip), purposes as never)
    for (const purpose of IpPurpose.IpPurpose.literals) {
      assert.strictEqual(IpPurpose.is(ip, purpose), (purposes as ReadonlyArray<string>).includes(purpose))
    }
  })
})
