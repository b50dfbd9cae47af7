/** Reading addresses and prefixes, against the library `ip-address` on well-formed and malformed text. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { Address4, Address6 } from "ip-address"
import * as Prefix from "../src/Prefix.ts"
import * as IpArbitraries from "../src/testing/IpArbitraries.ts"
import { numberOf } from "./golden/addresses.ts"

/** Which network the library sees: first address and length, or nothing. */
const theirs = (text: string): readonly [bigint, number] | undefined => {
  const Address = text.includes(":") ? Address6 : Address4
  if (!Address.isValid(text)) return undefined
  const address = new Address(text)
  return [address.startAddress().bigInt(), address.subnetMask]
}

/** The network that contains the address where host bits are set, as the library takes it. */
const ours = (text: string): readonly [bigint, number] | undefined => {
  const parsed = Prefix.parse(text)
  if (Result.isSuccess(parsed)) return [numberOf(parsed.success), parsed.success.length]
  const { reason } = parsed.failure
  return reason._tag === "HostBits" ? ours(reason.corrected) : undefined
}

/** The library takes more on purpose: zone ids, text without length, and lengths with leading zeros. */
const isStrict = (text: string): boolean => /^[^%/]*\/(0|[1-9][0-9]*)$/.test(text)

describe("against ip-address", () => {
  it("20 000 texts, well-formed and nearly so, as prefixes", () => {
    const texts = fc.sample(IpArbitraries.nearMiss, { seed: 6890, numRuns: 20_000 })
    let agreed = 0
    for (const text of texts) {
      if (!isStrict(text)) {
        assert.isUndefined(ours(text), text)
        continue
      }
      assert.deepStrictEqual(ours(text), theirs(text), JSON.stringify(text))
      if (ours(text) !== undefined) agreed++
    }
    assert.isAbove(agreed, 2000)
  })
})
