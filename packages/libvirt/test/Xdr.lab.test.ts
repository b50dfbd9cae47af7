import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { execFileSync } from "node:child_process"
import * as Types from "../src/Types.ts"
import * as Xdr from "../src/Xdr.ts"
import { recorder } from "./golden/recorder.ts"
import { sampler } from "./golden/sampler.ts"

/** Python's own XDR (in its library up to 3.12) packs the same primitives. */
const oracle = `
import json, sys, struct, warnings
warnings.simplefilter("ignore")
import xdrlib
out = []
for steps in json.load(sys.stdin):
    p = xdrlib.Packer()
    for step in steps:
        method, value = step[0], step[1]
        if method in ("int", "uint", "hyper", "uhyper", "bool"): getattr(p, "pack_" + method)(int(value))
        elif method == "double": p.pack_double(struct.unpack(">d", bytes.fromhex(value))[0])
        elif method == "fopaque": p.pack_fopaque(step[2], bytes.fromhex(value))
        else: getattr(p, "pack_" + method)(bytes.fromhex(value))
    out.append(p.get_buffer().hex())
json.dump(out, sys.stdout)
`

describe("Xdr against Python's xdrlib", () => {
  it.effect("writes the same bytes for every structure of the protocol", () =>
    Effect.gen(function* () {
      const codecs = Object.values(Types) as ReadonlyArray<Xdr.Codec<unknown>>
      for (const seed of yield* Seed.forRuns({ runs: 3 })) {
        const source = Seed.prng(seed)
        const samples = codecs.map((codec) => {
          const value = codec.decode(sampler(source))
          const { steps, writer } = recorder()
          codec.encode(writer, value)
          return { codec, steps, ours: Buffer.from(Result.getOrThrow(Xdr.encode(codec, value))).toString("hex") }
        })
        const input = JSON.stringify(samples.map(({ steps }) => steps))
        const theirs = JSON.parse(
          execFileSync("/usr/bin/python3", ["-c", oracle], { input, encoding: "utf8", maxBuffer: 1 << 26 })
        )
        samples.forEach(({ codec, ours }, i) => assert.strictEqual(ours, theirs[i], `${codec.name}, seed ${seed}`))
      }
    })
  )
})
