import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as TypedParams from "../src/TypedParams.ts"
import * as Types from "../src/Types.ts"
import * as Xdr from "../src/Xdr.ts"

describe("TypedParams", () => {
  it("keeps all seven types exact over the wire", () => {
    const params = TypedParams.encode({
      int: TypedParams.int(-(2 ** 31)),
      uint: TypedParams.uint(2 ** 32 - 1),
      llong: TypedParams.llong(-(2n ** 63n)),
      ullong: TypedParams.ullong(2n ** 64n - 1n),
      double: TypedParams.double(0.1),
      yes: TypedParams.boolean(true),
      no: TypedParams.boolean(false),
      text: TypedParams.string("héllo"),
      absent: undefined
    })
    const codec = Types.DomainSetBlkioParametersArgs
    const dom = { name: "a", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id: 1 }
    const wire = Result.getOrThrow(Xdr.encode(codec, { dom, params, flags: 0 }))
    assert.deepEqual(
      { ...TypedParams.decode(Result.getOrThrow(Xdr.decode(codec, wire)).params) },
      {
        int: -(2 ** 31),
        uint: 2 ** 32 - 1,
        llong: -(2n ** 63n),
        ullong: 2n ** 64n - 1n,
        double: 0.1,
        yes: true,
        no: false,
        text: "héllo"
      }
    )
  })

  it("keeps repeated names as entries, and odd names harmless", () => {
    const params = [...TypedParams.encode({ a: TypedParams.int(1) }), ...TypedParams.encode({ a: TypedParams.int(2) })]
    assert.deepStrictEqual(TypedParams.entries(params), [
      ["a", 1],
      ["a", 2]
    ])
    const odd = TypedParams.decode([{ field: "__proto__", value: TypedParams.int(1) }])
    assert.strictEqual(odd["__proto__"], 1)
  })
})
