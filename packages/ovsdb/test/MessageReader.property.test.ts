import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { type Message, MessageReader } from "../src/MessageReader.ts"

const encoder = new TextEncoder()

/** Strings that look like the ends of messages. */
const trap = fc.constantFrom("}{", "}", "{", '"', "\\", '\\"', "}\n{", "é", "\u{1f600}", "]", "}}{{", "")
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(trap).map((parts) => parts.join(""))
)
const { message } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("message")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  message: fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true })
}))
const space = fc.constantFrom("", "", "", " ", "\n", "\r\n", "\t \n")

/** Messages as text, with spaces between and inside them, and places to cut the bytes at. */
const streams = fc
  .record({
    parts: fc.array(fc.record({ message, before: space, indent: fc.constantFrom(0, 0, 2) }), { maxLength: 8 }),
    after: space,
    cuts: fc.array(fc.nat(400), { maxLength: 12 })
  })
  .map(({ after, cuts, parts }) => ({
    messages: parts.map((part) => part.message as Message),
    bytes: encoder.encode(
      parts.map((part) => part.before + JSON.stringify(part.message, undefined, part.indent)).join("") + after
    ),
    cuts
  }))

const readAll = (bytes: Uint8Array, cuts: ReadonlyArray<number>, limit = 1_000_000) => {
  const reader = new MessageReader(limit)
  const out: Array<Message> = []
  const places = [...cuts.filter((at) => at < bytes.length).toSorted((a, b) => a - b), bytes.length]
  let from = 0
  // One buffer is used for every chunk, as a transport may do.
  const buffer = new Uint8Array(bytes.length)
  for (const to of places) {
    const chunk = buffer.subarray(0, to - from)
    chunk.set(bytes.subarray(from, to))
    const problem = reader.push(chunk, out)
    buffer.fill(0x7d)
    if (problem !== undefined) return { problem, out, held: reader.held }
    from = to
  }
  return { problem: undefined, out, held: reader.held }
}

const plain = (messages: ReadonlyArray<Message>) => JSON.parse(JSON.stringify(messages)) as ReadonlyArray<Message>

describe("MessageReader", () => {
  it("gives the messages of a stream however it is cut", () => {
    fc.assert(
      fc.property(streams, ({ bytes, cuts, messages }) => {
        const { held, out, problem } = readAll(bytes, cuts)
        assert.isUndefined(problem)
        assert.deepStrictEqual(plain(out), plain(messages))
        assert.strictEqual(held, 0)
      }),
      { numRuns: 500, seed: 7047 }
    )
  })

  it("gives the same when it is cut at every byte", () => {
    const messages = [{ a: '}{"\\' }, { b: [{ c: "é" }, "}\n{"] }, {}, { "}{": { d: "\\\\" } }]
    const bytes = encoder.encode(messages.map((one) => JSON.stringify(one)).join("\n"))
    for (let at = 0; at <= bytes.length; at++) {
      const { out, problem } = readAll(bytes, [at])
      assert.isUndefined(problem, `cut at ${at}`)
      assert.deepStrictEqual(plain(out), messages, `cut at ${at}`)
    }
    const each = readAll(
      bytes,
      Array.from(bytes, (_, at) => at)
    )
    assert.deepStrictEqual(plain(each.out), messages)
  })

  it("gives a message as soon as its last byte is there, whatever follows", () => {
    for (const next of ["", " ", "\n", "\n{", '{"b":', '\n{"b":"}'] as const) {
      const { out } = readAll(encoder.encode(`{"a":1}${next}`), [])
      assert.deepStrictEqual(plain(out), [{ a: 1 }], JSON.stringify(next))
    }
  })

  it("takes a message as long as the limit and no longer one, in any chunks", () => {
    const bytes = encoder.encode(JSON.stringify({ text: "x".repeat(200) }))
    for (const cuts of [[], [1], [100], [bytes.length - 1]]) {
      assert.isUndefined(readAll(bytes, cuts, bytes.length).problem)
      const { problem } = readAll(bytes, cuts, bytes.length - 1)
      assert.strictEqual(problem?._tag, "LimitExceeded")
    }
    // Several short messages in one long chunk are within it.
    assert.isUndefined(readAll(encoder.encode('{"a":1}'.repeat(100)), [], 10).problem)
  })

  it("holds no more than the limit of a message that never ends", () => {
    const reader = new MessageReader(10_000)
    const out: Array<Message> = []
    reader.push(encoder.encode('{"a":"'), out)
    const chunk = encoder.encode("x".repeat(999))
    let pushes = 0
    while (reader.push(chunk, out) === undefined) pushes++
    assert.isAtMost(pushes, 10)
    assert.isAtMost(reader.held, 10_000)
  })

  it("refuses what is no JSON object in UTF-8", () => {
    const wrong = ["[]", "x", '"a"', "}", "null", "{]}", '{"a":1,}', "\u0000{}", "{a:1}", "SSH-2.0-x\r\n"]
    for (const bytes of wrong.map((one) => encoder.encode(one))) {
      assert.strictEqual(readAll(bytes, []).problem?._tag, "Protocol")
      assert.strictEqual(readAll(bytes, [1]).problem?._tag, "Protocol")
    }
    const broken = Uint8Array.from([...encoder.encode('{"a":"'), 0xc3, 0x28, ...encoder.encode('"}')])
    assert.strictEqual(readAll(broken, []).problem?._tag, "Protocol")
    assert.strictEqual(readAll(broken, [7]).problem?._tag, "Protocol")
  })

  it("survives random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200)), (bytes, cuts) => {
        readAll(bytes, cuts, 100)
      }),
      { numRuns: 2000, seed: 7047 }
    )
  })
})
