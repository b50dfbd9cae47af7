import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { fromRemote, OvsdbError, type OvsdbErrorReason } from "../src/OvsdbError.ts"

const words: ReadonlyArray<readonly [error: string, tag: OvsdbErrorReason["_tag"]]> = [
  ["referential integrity violation", "ReferentialIntegrityViolation"],
  ["constraint violation", "ConstraintViolation"],
  ["resources exhausted", "ResourcesExhausted"],
  ["I/O error", "IoError"],
  ["duplicate uuid-name", "DuplicateUuidName"],
  ["duplicate uuid", "DuplicateUuid"],
  ["domain error", "DomainError"],
  ["range error", "RangeError"],
  ["timed out", "TimedOut"],
  ["not supported", "NotSupported"],
  ["aborted", "Aborted"],
  ["not owner", "NotOwner"],
  ["canceled", "Canceled"],
  ["not allowed", "NotAllowed"],
  ["permission error", "PermissionDenied"],
  ["unknown database", "UnknownDatabase"],
  ["database not available", "DatabaseNotAvailable"],
  ["unknown column", "UnknownColumn"],
  ["unknown monitor", "UnknownMonitor"],
  ["unknown method", "UnknownMethod"],
  ["syntax error", "SyntaxError"],
  ["internal error", "Internal"],
  ["ovsdb error", "Other"],
  ["something new", "Other"]
]

describe("OvsdbError", () => {
  for (const [error, tag] of words) {
    it(`makes ${tag} of "${error}" and keeps the words`, () => {
      const fields = { error, details: "why", syntax: "{}" }
      assert.deepStrictEqual(fromRemote(fields), { _tag: tag, ...fields } as OvsdbErrorReason)
      assert.deepStrictEqual(fromRemote(error), { _tag: tag, error, details: "" } as OvsdbErrorReason)
    })
  }

  it("tells a follower from a cluster that lost a transaction", () => {
    const reason = fromRemote({ error: "cluster error", details: "not leader" })
    assert.strictEqual(reason._tag, "NotLeader")
    const lost = new OvsdbError({
      operation: "transact",
      reason: fromRemote({ error: "cluster error", details: "timeout" })
    })
    assert.deepStrictEqual([lost.reason._tag, lost.outcome, lost.isRetryable], ["ClusterError", "unknown", true])
  })

  it("takes anything for an error", () => {
    for (const json of [null, 1, [], {}, { error: 7 }, { error: { nested: true } }]) {
      assert.strictEqual(fromRemote(json)._tag, "Other")
    }
  })

  it("says whether trying again helps, and whether something may have happened", () => {
    const of = (reason: OvsdbErrorReason) => new OvsdbError({ operation: "transact", index: 2, table: "T", reason })
    const lost = of({ _tag: "Disconnected", detail: "reset", outcome: "unknown" })
    assert.deepStrictEqual([lost.isRetryable, lost.outcome], [true, "unknown"])
    assert.strictEqual(lost.message, "transact (operation 2, table T): Disconnected: reset; outcome unknown")
    const wrong = of({ _tag: "ConstraintViolation", error: "constraint violation", details: "no" })
    assert.deepStrictEqual([wrong.isRetryable, wrong.outcome], [false, "none"])
    assert.isFalse(of({ _tag: "ConnectFailed", address: "a", detail: "d", retryable: false }).isRetryable)
  })

  it("goes over a wire and comes back", () => {
    const error = new OvsdbError({
      operation: "connect",
      reason: { _tag: "TimeLimit", afterMillis: 5, outcome: "none" }
    })
    const json: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(OvsdbError)(error)))
    assert.strictEqual(Schema.decodeUnknownSync(OvsdbError)(json).message, error.message)
  })
})
