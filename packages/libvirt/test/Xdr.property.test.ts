import { Hostile, Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { procedures } from "../src/generated/Procedures.ts"
import * as Types from "../src/Types.ts"
import * as Xdr from "../src/Xdr.ts"
import { sampler } from "./golden/sampler.ts"

const codecs = Object.values(Types) as ReadonlyArray<Xdr.Codec<unknown>>

describe("Xdr laws", () => {
  it.effect("what is written is read back, for every structure of the protocol", () =>
    Effect.gen(function* () {
      assert.isAbove(codecs.length, 600)
      for (const seed of yield* Seed.forRuns({ runs: 10 })) {
        const source = Seed.prng(seed)
        for (const codec of codecs) {
          const value = codec.decode(sampler(source))
          const wire = Result.getOrThrow(Xdr.encode(codec, value))
          assert.strictEqual(wire.length % 4, 0)
          assert.deepStrictEqual(Result.getOrThrow(Xdr.decode(codec, wire)), value, `${codec.name}, seed ${seed}`)
        }
      }
    })
  )

  it.effect("what is cut short or prolonged is refused, for every structure", () =>
    Effect.gen(function* () {
      for (const seed of yield* Seed.forRuns({ runs: 2 })) {
        const source = Seed.prng(seed)
        for (const codec of codecs) {
          const wire = Result.getOrThrow(Xdr.encode(codec, codec.decode(sampler(source))))
          if (wire.length > 0)
            assert.isTrue(Result.isFailure(Xdr.decode(codec, wire.subarray(0, wire.length - 4))), codec.name)
          assert.isTrue(Result.isFailure(Xdr.decode(codec, new Uint8Array([...wire, 0, 0, 0, 0]))), codec.name)
        }
      }
    })
  )

  it("every procedure has its own number and name", () => {
    const all = Object.entries(procedures)
    assert.strictEqual(new Set(all.map(([, { number, program }]) => `${program}/${number}`)).size, all.length)
    for (const [name, procedure] of all) assert.strictEqual(procedure.name, name)
  })
})

/** Messages whose decoding is fed 100 000 mutations in all; the most different shapes of the protocol. */
const hostile = [
  Types.RemoteError,
  Types.ConnectGetAllDomainStatsRet,
  Types.ConnectListAllDomainsRet,
  Types.DomainGetJobStatsRet,
  Types.DomainEventGraphicsMsg,
  Types.DomainInterfaceAddressesRet,
  Types.DomainGetFsinfoRet,
  Types.NetworkGetDhcpLeasesRet,
  Types.NodeGetInfoRet,
  Types.DomainMigratePerform3ParamsArgs
] as unknown as ReadonlyArray<Xdr.Codec<unknown>>

describe("Xdr against hostile bytes", () => {
  for (const codec of hostile) {
    it.effect(`${codec.name}: 10 000 mutations give a typed error or a value`, () =>
      Effect.gen(function* () {
        const source = Seed.prng(7)
        const samples = Array.from({ length: 4 }, () =>
          Result.getOrThrow(Xdr.encode(codec, codec.decode(sampler(source))))
        )
        const report = yield* Hostile.check({
          name: codec.name,
          samples,
          decode: (bytes) => Xdr.decode(codec, bytes),
          cases: 10_000
        })
        assert.isAtLeast(report.cases, 10_000)
        assert.isAbove(report.refused, 0)
      })
    )
  }
})
