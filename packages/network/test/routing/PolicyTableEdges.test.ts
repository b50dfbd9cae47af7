/** Marks of policy rules have 32 bits, as `fwmark` of ip-rule(8) has (`FRA_FWMARK`, `FRA_FWMASK` are u32 in fib_rules.h). */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Ip from "../../src/Ip.ts"
import * as PolicyTable from "../../src/routing/PolicyTable.ts"

const ip = (text: string) => Result.getOrThrow(Ip.parse(text))
const reasonOf = (value: number, mask: number) =>
  Result.match(PolicyTable.make([{ priority: 1, mark: { value, mask }, table: "x" }]), {
    onFailure: (problem) => problem.reason._tag,
    onSuccess: () => "accepted"
  })

describe("marks", () => {
  it("that no packet can have are refused, not cut down to 32 bits", () => {
    assert.strictEqual(reasonOf(2 ** 32, 2 ** 32), "MarkOutOfRange")
    assert.strictEqual(reasonOf(2 ** 32 + 1, 1), "MarkOutOfRange")
    assert.strictEqual(reasonOf(1.5, 3), "MarkOutOfRange")
    assert.strictEqual(reasonOf(-1, 3), "MarkOutOfRange")
    assert.strictEqual(reasonOf(1, Number.NaN), "MarkOutOfRange")
  })

  it("may use the highest bit", () => {
    const high = 0x8000_0000
    assert.strictEqual(reasonOf(high, 0xffff_ffff), "accepted")
    const policy = Result.getOrThrow(PolicyTable.make([{ priority: 1, mark: { value: high, mask: high }, table: "x" }]))
    const first = (mark: number) =>
      PolicyTable.first(policy, { source: ip("10.0.0.1"), destination: ip("10.0.0.2"), mark })
    assert.strictEqual(first(high + 1)?.table, "x")
    assert.isUndefined(first(1))
  })
})
