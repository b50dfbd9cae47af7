/** Laws of the domain XML codec over arbitrary specs. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as DomainXml from "../src/DomainXml.ts"
import { elements, parse, type XmlElement } from "../src/internal/xml.ts"
import { text, vmSpec } from "./support/specs.ts"

const count = (at: XmlElement): number => elements(at).reduce((sum, child) => sum + count(child), 1)
const countOf = (xml: string) => parse(xml).pipe(Effect.map(count))

const foreign = `<tool:note xmlns:tool="urn:x" a="1 &amp; 2"><tool:deep>text<!-- kept --></tool:deep></tool:note>`
const withForeign = (xml: string): string =>
  xml
    .replace("</metadata>", `${foreign}</metadata>`)
    .replace(
      "</devices>",
      `<tpm model="tpm-crb"><backend type="emulator" version="2.0"/></tpm></devices><sysinfo type="smbios"/>`
    )
    .replaceAll("</disk>", `<iotune><total_bytes_sec>1024</total_bytes_sec></iotune><alias name="ua-x"/></disk>`)
    .replaceAll("</interface>", `<bandwidth><inbound average="1"/></bandwidth></interface>`)

describe("DomainXml laws", () => {
  it.effect.prop(
    "decode(encode(spec)) is spec",
    [vmSpec],
    ([spec]) =>
      Effect.gen(function* () {
        const back = yield* DomainXml.decode(yield* DomainXml.encode(spec))
        assert.deepStrictEqual(back, spec)
        assert.isTrue(DomainXml.sameSpec(back, spec))
      }),
    { arbitrary: { runs: 500, seed: 1 } }
  )

  it.effect.prop(
    "S6 the number of elements does not depend on what the texts hold",
    [vmSpec, text(256), text(4096)],
    ([spec, title, description]) =>
      Effect.gen(function* () {
        const plain = yield* DomainXml.encode({ ...spec, title: "t", description: "d" })
        const hostile = { ...spec, title: `x${title}`.slice(0, 256), description: `x${description}` }
        const xml = yield* DomainXml.encode(hostile)
        assert.strictEqual(yield* countOf(xml), yield* countOf(plain))
        assert.deepStrictEqual(yield* DomainXml.decode(xml), hostile)
      }),
    { arbitrary: { runs: 300, seed: 2 } }
  )

  it.effect.prop(
    "update(xml, spec) decodes to spec and keeps what is not understood",
    [vmSpec, vmSpec],
    ([from, other]) =>
      Effect.gen(function* () {
        const to = { ...other, id: from.id }
        const before = withForeign(yield* DomainXml.encode(from))
        const after = yield* DomainXml.update(before, to)
        assert.deepStrictEqual(yield* DomainXml.decode(after), to)
        assert.include(after, foreign)
        assert.include(after, `<tpm model="tpm-crb"><backend type="emulator" version="2.0"></backend></tpm>`)
        assert.include(after, `<sysinfo type="smbios"></sysinfo>`)
        const kept = to.disks.filter(({ target }) => from.disks.some((disk) => disk.target === target))
        assert.strictEqual(after.split("<iotune>").length - 1, kept.length)
        const nics = to.nics.filter((nic) => from.nics.some(({ binding }) => binding.mac === nic.binding.mac))
        assert.strictEqual(after.split("<bandwidth>").length - 1, nics.length)
      }),
    { arbitrary: { runs: 300, seed: 3 } }
  )

  it.effect.prop(
    "update with the same spec changes nothing",
    [vmSpec],
    ([spec]) =>
      Effect.gen(function* () {
        const once = yield* DomainXml.update(withForeign(yield* DomainXml.encode(spec)), spec)
        assert.strictEqual(yield* DomainXml.update(once, spec), once)
      }),
    { arbitrary: { runs: 200, seed: 4 } }
  )

  it.effect.prop(
    "the format of every disk is stated, and the chain of every raw disk ends",
    [vmSpec],
    ([spec]) =>
      Effect.gen(function* () {
        const xml = yield* DomainXml.encode(spec)
        const root = yield* parse(xml)
        const disks = elements(elements(root, "devices")[0], "disk")
        assert.strictEqual(disks.length, spec.disks.length)
        for (const disk of disks) {
          const format = elements(disk, "driver")[0]?.attributes["type"]
          assert.include(["raw", "qcow2"], format)
          assert.strictEqual(elements(disk, "backingStore").length, format === "raw" ? 1 : 0)
        }
        assert.notInclude(xml, "<emulator")
      }),
    { arbitrary: { runs: 200, seed: 5 } }
  )
})
