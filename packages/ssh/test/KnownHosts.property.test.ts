import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { createHmac } from "node:crypto"
import * as KnownHosts from "../src/KnownHosts.ts"

const seed = 20_261_122

const keyTypes = ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp521"]
const blob = fc
  .tuple(fc.constantFrom(...keyTypes), fc.uint8Array({ minLength: 1, maxLength: 64 }))
  .map(([type, body]) => {
    const name = Buffer.from(type)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(name.length)
    return Buffer.concat([length, name, body])
  })
const host = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?$/)
const port = fc.oneof(fc.constant(22), fc.integer({ min: 1, max: 65_535 }))

const hashed = (name: string, salt: Uint8Array) =>
  `|1|${Buffer.from(salt).toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`

/** The wildcard language as a regular expression: slow on purpose-made patterns, but obviously right. */
const golden = (pattern: string, name: string) =>
  new RegExp(
    `^${Array.from(pattern, (c) => (c === "*" ? ".*" : c === "?" ? "." : c.replace(/[^a-z0-9]/, "\\$&"))).join("")}$`
  ).test(name)

describe("KnownHosts", () => {
  it("a formatted line makes exactly this key of exactly this host trusted", () => {
    fc.assert(
      fc.property(host, port, blob, blob, host, (name, at, key, other, elsewhere) => {
        const entries = KnownHosts.parse(`# head\n\n${KnownHosts.formatLine(name, at, key)}\n`, "file")
        assert.strictEqual(entries.length, 1)
        assert.strictEqual(KnownHosts.judge(entries, name, at, key)._tag, "Trusted")
        assert.strictEqual(KnownHosts.judge(entries, name.toUpperCase(), at, key)._tag, "Trusted")
        assert.deepStrictEqual(KnownHosts.knownKeyTypes(entries, name, at), [KnownHosts.keyType(key)])
        if (!key.equals(other)) {
          const verdict = KnownHosts.judge(entries, name, at, other)
          assert.strictEqual(verdict._tag, "Changed")
          if (verdict._tag === "Changed") {
            assert.deepStrictEqual(verdict.expected[0]?.fingerprint, KnownHosts.fingerprint(key))
          }
        }
        if (elsewhere !== name) assert.strictEqual(KnownHosts.judge(entries, elsewhere, at, key)._tag, "Unknown")
      }),
      { seed }
    )
  })

  it("a hashed name is as good as the name", () => {
    fc.assert(
      fc.property(
        host,
        port,
        blob,
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        host,
        (name, at, key, salt, other) => {
          const [, type, text] = KnownHosts.formatLine(name, at, key).split(" ")
          const entries = KnownHosts.parse(`${hashed(KnownHosts.hostName(name, at), salt)} ${type} ${text}`, "file")
          assert.strictEqual(KnownHosts.judge(entries, name, at, key)._tag, "Trusted")
          if (other !== name) assert.strictEqual(KnownHosts.judge(entries, other, at, key)._tag, "Unknown")
        }
      ),
      { seed }
    )
  })

  it("revocation is stronger than any number of entries that trust", () => {
    fc.assert(
      fc.property(host, port, blob, fc.boolean(), (name, at, key, first) => {
        const line = KnownHosts.formatLine(name, at, key)
        const revoked = `@revoked * ${line.split(" ").slice(1).join(" ")}`
        const entries = KnownHosts.parse((first ? [revoked, line] : [line, line, revoked]).join("\n"), "file")
        assert.strictEqual(KnownHosts.judge(entries, name, at, key)._tag, "Revoked")
      }),
      { seed }
    )
  })

  it("wildcards match as their regular expression does, and negation rules out", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 8, minLength: 1 })
    const name = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 8, minLength: 1 })
    fc.assert(
      fc.property(pattern, pattern, name, (yes, no, subject) => {
        assert.strictEqual(KnownHosts.matches(yes, subject), golden(yes, subject))
        assert.strictEqual(KnownHosts.matches(`${yes},!${no}`, subject), golden(yes, subject) && !golden(no, subject))
        assert.strictEqual(KnownHosts.matches(`!${no},${yes}`, subject), golden(yes, subject) && !golden(no, subject))
      }),
      { seed, numRuns: 2_000 }
    )
  })

  it("a pattern made to be slow is not", () => {
    assert.isFalse(KnownHosts.matches(`${"*a".repeat(2_000)}b`, "a".repeat(4_000)))
  })

  it("any text is read without an exception, and broken lines trust nobody", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), host, port, blob, (text, name, at, key) => {
        assert.strictEqual(KnownHosts.judge(KnownHosts.parse(text, "file"), name, at, key)._tag, "Unknown")
      }),
      { seed, numRuns: 300 }
    )
    const line = KnownHosts.formatLine("host", 22, Buffer.from("AAAAC3NzaC1lZDI1NTE5AAAAIA==", "base64"))
    for (const broken of [
      `@unknown ${line}`,
      line.replace("ssh-ed25519", "ssh-rsa"),
      line.split(" ").slice(0, 2).join(" "),
      "host ssh-ed25519 !!!!"
    ]) {
      assert.deepStrictEqual(KnownHosts.parse(broken, "file"), [])
    }
  })

  it("on another port the bare name may trust, but not make a key changed", () => {
    fc.assert(
      fc.property(host, blob, blob, (name, key, other) => {
        const entries = KnownHosts.parse(KnownHosts.formatLine(name, 22, key), "file")
        assert.strictEqual(KnownHosts.judge(entries, name, 2222, key)._tag, "Trusted")
        if (!key.equals(other)) assert.strictEqual(KnownHosts.judge(entries, name, 2222, other)._tag, "Unknown")
        const exact = KnownHosts.parse(
          [KnownHosts.formatLine(name, 22, key), KnownHosts.formatLine(name, 2222, other)].join("\n"),
          "file"
        )
        assert.strictEqual(KnownHosts.judge(exact, name, 2222, other)._tag, "Trusted")
        if (!key.equals(other)) assert.strictEqual(KnownHosts.judge(exact, name, 2222, key)._tag, "Changed")
      }),
      { seed }
    )
  })
})
