import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Cpio from "../src/internal/cpio.ts"

interface Member {
  readonly mode: number
  readonly content: string
}

/** A naive reader of the "newc" form: 110 bytes of header, name, content, each padded to 4. */
const unpack = (archive: Uint8Array): ReadonlyMap<string, Member> => {
  const bytes = Buffer.from(archive)
  const found = new Map<string, Member>()
  let at = 0
  for (;;) {
    const number = (index: number) =>
      Number.parseInt(bytes.toString("latin1", at + 6 + index * 8, at + 14 + index * 8), 16)
    assert.strictEqual(bytes.toString("latin1", at, at + 6), "070701")
    const [mode, size, length] = [number(1), number(6), number(11)]
    const name = bytes.toString("utf8", at + 110, at + 110 + length - 1)
    const start = Math.ceil((at + 110 + length) / 4) * 4
    if (name === "TRAILER!!!") return found
    assert.isFalse(found.has(name), `${name} stands twice`)
    found.set(name, { mode, content: bytes.toString("utf8", start, start + size) })
    at = Math.ceil((start + size) / 4) * 4
  }
}

const Name = Schema.String.pipe(Schema.check(Schema.isPattern(/^[a-z]{1,5}$/)))
const Files = Schema.Array(Schema.Tuple([Schema.Tuple([Name, Name, Name]), Schema.String])).pipe(
  Schema.check(Schema.isMaxLength(8))
)

describe("cpio", () => {
  it.prop(
    "what is packed can be read, with every directory before what is in it",
    [Files],
    ([files]) => {
      const entries = files.map(([names, content]): Cpio.Entry => ({
        _tag: "File",
        path: names.join("/"),
        mode: 0o640,
        content: new TextEncoder().encode(content)
      }))
      const archive = Cpio.pack(entries)
      const read = unpack(archive)
      for (const [names, content] of new Map(files.map(([names, content]) => [names.join("/"), content]))) {
        assert.deepStrictEqual(read.get(names), {
          mode: 0o100640,
          content: new TextDecoder().decode(new TextEncoder().encode(content))
        })
      }
      const seen = new Set<string>()
      for (const path of read.keys()) {
        const parent = path.slice(0, path.lastIndexOf("/"))
        assert.isTrue(!path.includes("/") || seen.has(parent), `${path} comes before ${parent}`)
        seen.add(path)
      }
      const last = new Map(entries.map((entry) => [entry.path, entry]))
      assert.deepStrictEqual(Cpio.pack([...last.values()].toReversed()), archive)
    },
    { arbitrary: { runs: 200, seed: 11 } }
  )

  it("keeps links and empty directories", () => {
    const read = unpack(
      Cpio.pack([
        { _tag: "Link", path: "bin/sh", target: "busybox" },
        { _tag: "Directory", path: "proc" }
      ])
    )
    assert.deepStrictEqual(
      [...read],
      [
        ["bin", { mode: 0o040755, content: "" }],
        ["bin/sh", { mode: 0o120777, content: "busybox" }],
        ["proc", { mode: 0o040755, content: "" }]
      ]
    )
  })
})
