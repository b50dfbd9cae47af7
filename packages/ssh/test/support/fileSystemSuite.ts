/** What a `FileSystem` does, whichever machine it is on. Run on the local services it shows that the suite is right. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

type Case = Effect.Effect<void, unknown, FileSystem.FileSystem | Path.Path | Scope.Scope>

/** A directory of its own for each case, with its path resolved. */
const fresh = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.realPath(yield* fs.makeTempDirectoryScoped({ prefix: "suite-" }))
  return { fs, at: (...parts: ReadonlyArray<string>) => [directory, ...parts].join("/") }
})

const tagOf = <A, R>(effect: Effect.Effect<A, PlatformError, R>) =>
  Effect.map(Effect.flip(effect), (error) => error.reason._tag)

const bytes = (length: number, seed = 1) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed + (i >> 8)) & 255)
const equal = (a: Uint8Array, b: Uint8Array) => assert.isTrue(Buffer.from(a).equals(Buffer.from(b)))

const hostileNames: ReadonlyArray<string> = [
  " ",
  "two words",
  "it's",
  `"quoted"`,
  "$(id)",
  "new\nline",
  "-rf",
  "*",
  "ä 漢 🦊",
  "\u0001\u007f",
  "a\\b",
  "…"
]

export const cases: Readonly<Record<string, Case>> = {
  "write, read, append, and the sizes around a block": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    for (const size of [0, 1, 32_767, 32_768, 32_769, 65_536, 3_000_001]) {
      const data = bytes(size)
      yield* fs.writeFile(at("f"), data)
      equal(yield* fs.readFile(at("f")), data)
      assert.strictEqual(Number((yield* fs.stat(at("f"))).size), size)
    }
    yield* fs.writeFileString(at("g"), "one\n")
    yield* fs.writeFileString(at("g"), "two\n", { flag: "a" })
    assert.strictEqual(yield* fs.readFileString(at("g")), "one\ntwo\n")
    yield* fs.writeFileString(at("g"), "x")
    assert.strictEqual(yield* fs.readFileString(at("g")), "x")
  }),

  "names that are hard for shells": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    for (const name of hostileNames) yield* fs.writeFileString(at(name), name)
    assert.deepStrictEqual((yield* fs.readDirectory(at())).toSorted(), [...hostileNames].toSorted())
    for (const name of hostileNames) {
      assert.strictEqual(yield* fs.readFileString(at(name)), name)
      yield* fs.access(at(name), { readable: true, writable: true })
    }
  }),

  "a NUL in a path is refused": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    assert.strictEqual(yield* tagOf(fs.readFile(at("a\0b"))), "BadArgument")
    assert.strictEqual(yield* tagOf(fs.makeDirectory(at("a\0b"))), "BadArgument")
    assert.strictEqual(yield* tagOf(fs.rename(at("a"), at("a\0b"))), "BadArgument")
  }),

  "exists and access": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("f"), "")
    assert.isTrue(yield* fs.exists(at("f")))
    assert.isFalse(yield* fs.exists(at("g")))
    assert.strictEqual(yield* tagOf(fs.access(at("g"))), "NotFound")
    assert.strictEqual(yield* tagOf(fs.access(at("g"), { readable: true })), "NotFound")
    assert.strictEqual(yield* tagOf(fs.exists(at("f/g"))), "BadResource")
  }),

  "what is missing, and what is in the place of a directory": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("f"), "x")
    for (const [path, tag] of [
      [at("missing"), "NotFound"],
      [at("missing/x"), "NotFound"],
      [at("f/x"), "BadResource"],
      [at("f/x/y"), "BadResource"]
    ] as const) {
      assert.strictEqual(yield* tagOf(fs.readFile(path)), tag)
      assert.strictEqual(yield* tagOf(fs.stat(path)), tag)
      assert.strictEqual(yield* tagOf(fs.lstat(path)), tag)
      assert.strictEqual(yield* tagOf(fs.readDirectory(path)), tag)
      assert.strictEqual(yield* tagOf(fs.remove(path)), tag)
      assert.strictEqual(yield* tagOf(fs.rename(path, at("g"))), tag)
      assert.strictEqual(yield* tagOf(fs.chmod(path, 0o600)), tag)
      assert.strictEqual(yield* tagOf(fs.utimes(path, 1, 1)), tag)
      assert.strictEqual(yield* tagOf(fs.truncate(path)), tag)
      assert.strictEqual(yield* tagOf(fs.readLink(path)), tag)
      assert.strictEqual(yield* tagOf(fs.realPath(path)), tag)
      assert.strictEqual(yield* tagOf(fs.copyFile(path, at("g"))), tag)
      assert.strictEqual(yield* tagOf(fs.open(path)), tag)
      assert.strictEqual(yield* tagOf(Stream.runDrain(fs.stream(path))), tag)
    }
    assert.strictEqual(yield* tagOf(fs.writeFileString(at("missing/x"), "")), "NotFound")
    assert.strictEqual(yield* tagOf(fs.writeFileString(at("f/x"), "")), "BadResource")
    assert.strictEqual(yield* tagOf(fs.makeDirectory(at("missing/x"))), "NotFound")
    assert.strictEqual(yield* tagOf(fs.makeDirectory(at("f/x"))), "BadResource")
    assert.strictEqual(yield* tagOf(fs.readDirectory(at("f"))), "BadResource")
    assert.strictEqual(yield* tagOf(fs.readLink(at("f"))), "Unknown")
  }),

  "what exists already": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("f"), "x")
    yield* fs.makeDirectory(at("d"))
    for (const name of ["f", "d"]) {
      assert.strictEqual(yield* tagOf(fs.makeDirectory(at(name))), "AlreadyExists")
      assert.strictEqual(yield* tagOf(fs.writeFileString(at(name), "", { flag: "wx" })), "AlreadyExists")
      assert.strictEqual(yield* tagOf(fs.open(at(name), { flag: "wx+" })), "AlreadyExists")
      assert.strictEqual(yield* tagOf(fs.symlink("x", at(name))), "AlreadyExists")
      assert.strictEqual(yield* tagOf(fs.link(at("f"), at(name))), "AlreadyExists")
    }
    assert.strictEqual(yield* fs.readFileString(at("f")), "x")
  }),

  "a directory in the place of a file": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.makeDirectory(at("d"))
    assert.strictEqual(yield* tagOf(fs.readFile(at("d"))), "BadResource")
    assert.strictEqual(yield* tagOf(fs.writeFileString(at("d"), "")), "BadResource")
    assert.strictEqual(yield* tagOf(fs.truncate(at("d"))), "BadResource")
    assert.strictEqual(yield* tagOf(Stream.runDrain(fs.stream(at("d")))), "BadResource")
    assert.strictEqual(yield* tagOf(fs.remove(at("d"))), "Unknown")
    yield* fs.writeFileString(at("f"), "")
    assert.strictEqual(yield* tagOf(fs.rename(at("f"), at("d"))), "BadResource")
  }),

  "directories: nested, recursive, listed": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.makeDirectory(at("a/b/c"), { recursive: true })
    yield* fs.makeDirectory(at("a/b/c"), { recursive: true })
    yield* fs.writeFileString(at("a/b/c/f"), "x")
    yield* fs.writeFileString(at("a/g"), "x")
    yield* fs.symlink(at("a/g"), at("a/b/link"))
    assert.deepStrictEqual((yield* fs.readDirectory(at("a"))).toSorted(), ["b", "g"])
    assert.deepStrictEqual((yield* fs.readDirectory(at("a"), { recursive: true })).toSorted(), [
      "b",
      "b/c",
      "b/c/f",
      "b/link",
      "g"
    ])
    const entries = yield* fs.readDirectoryEntries(at("a/b"))
    assert.deepStrictEqual(entries.map(({ name, type }) => `${name} ${type}`).toSorted(), [
      "c Directory",
      "link SymbolicLink"
    ])
    assert.strictEqual(yield* tagOf(fs.makeDirectory(at("a/g"), { recursive: true })), "AlreadyExists")
    assert.strictEqual(yield* tagOf(fs.makeDirectory(at("a/g/h"), { recursive: true })), "BadResource")
  }),

  "many entries": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const names = Array.from({ length: 500 }, (_, i) => `file-${i}`)
    yield* Effect.forEach(names, (name) => fs.writeFileString(at(name), name), { concurrency: 20 })
    assert.deepStrictEqual((yield* fs.readDirectory(at())).toSorted(), names.toSorted())
  }),

  "remove: files, trees, and never through a link": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.makeDirectory(at("tree/x/y"), { recursive: true })
    yield* fs.makeDirectory(at("other"))
    yield* fs.writeFileString(at("other/keep"), "x")
    yield* fs.symlink(at("other"), at("tree/x/link"))
    yield* fs.writeFileString(at("tree/x/y/f"), "x")
    yield* fs.remove(at("tree/x/y/f"))
    assert.isFalse(yield* fs.exists(at("tree/x/y/f")))
    yield* fs.remove(at("tree"), { recursive: true })
    assert.isFalse(yield* fs.exists(at("tree")))
    assert.isTrue(yield* fs.exists(at("other/keep")))
    yield* fs.symlink(at("other"), at("direct"))
    yield* fs.remove(at("direct"), { recursive: true })
    assert.isTrue(yield* fs.exists(at("other/keep")))
    yield* fs.remove(at("missing"), { force: true })
    assert.strictEqual(yield* tagOf(fs.remove(at("missing"), { recursive: true })), "NotFound")
  }),

  "rename replaces its target": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("a"), "a")
    yield* fs.writeFileString(at("b"), "b")
    yield* fs.rename(at("a"), at("b"))
    assert.strictEqual(yield* fs.readFileString(at("b")), "a")
    assert.isFalse(yield* fs.exists(at("a")))
    yield* fs.makeDirectory(at("d"))
    yield* fs.rename(at("d"), at("e"))
    assert.strictEqual((yield* fs.stat(at("e"))).type, "Directory")
  }),

  "links: symbolic, hard, dangling, in a circle": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("f"), "x")
    yield* fs.symlink("f", at("s"))
    yield* fs.link(at("f"), at("h"))
    assert.strictEqual(yield* fs.readLink(at("s")), "f")
    assert.strictEqual(yield* fs.realPath(at("s")), at("f"))
    assert.strictEqual((yield* fs.lstat(at("s"))).type, "SymbolicLink")
    assert.strictEqual((yield* fs.stat(at("s"))).type, "File")
    yield* fs.writeFileString(at("h"), "through the other name")
    assert.strictEqual(yield* fs.readFileString(at("s")), "through the other name")
    yield* fs.symlink("nowhere", at("dangling"))
    assert.strictEqual(yield* tagOf(fs.readFile(at("dangling"))), "NotFound")
    assert.strictEqual(yield* tagOf(fs.realPath(at("dangling"))), "NotFound")
    yield* fs.symlink("two", at("one"))
    yield* fs.symlink("one", at("two"))
    assert.strictEqual(yield* tagOf(fs.readFile(at("one"))), "BadResource")
    assert.strictEqual(yield* tagOf(fs.stat(at("one"))), "BadResource")
  }),

  "mode, owner, times, truncation": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("f"), "0123456789", { mode: 0o640 })
    assert.strictEqual((yield* fs.stat(at("f"))).mode & 0o777, 0o640)
    yield* fs.chmod(at("f"), 0o751)
    assert.strictEqual((yield* fs.stat(at("f"))).mode, 0o100751)
    yield* fs.utimes(at("f"), 1_000_000_000, new Date("2020-02-03T04:05:06Z"))
    const info = yield* fs.stat(at("f"))
    assert.deepStrictEqual(info.atime, Option.some(new Date(1_000_000_000_000)))
    assert.deepStrictEqual(info.mtime, Option.some(new Date("2020-02-03T04:05:06Z")))
    yield* fs.chown(at("f"), Option.getOrThrow(info.uid), Option.getOrThrow(info.gid))
    yield* fs.truncate(at("f"), 4)
    assert.strictEqual(yield* fs.readFileString(at("f")), "0123")
    yield* fs.truncate(at("f"))
    assert.strictEqual(Number((yield* fs.stat(at("f"))).size), 0)
    yield* fs.makeDirectory(at("d"), { mode: 0o700 })
    assert.strictEqual((yield* fs.stat(at("d"))).mode & 0o777, 0o700)
  }),

  copy: Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const data = bytes(400_000)
    yield* fs.makeDirectory(at("src/sub"), { recursive: true })
    yield* fs.writeFile(at("src/f"), data, { mode: 0o755 })
    yield* fs.writeFileString(at("src/sub/g"), "g")
    yield* fs.symlink("f", at("src/s"))
    yield* fs.utimes(at("src/f"), 1_000_000, 2_000_000)
    yield* fs.copy(at("src"), at("new/dst"), { preserveTimestamps: true })
    equal(yield* fs.readFile(at("new/dst/f")), data)
    const info = yield* fs.stat(at("new/dst/f"))
    assert.strictEqual(info.mode & 0o777, 0o755)
    assert.deepStrictEqual(info.mtime, Option.some(new Date(2_000_000_000)))
    assert.strictEqual(yield* fs.readFileString(at("new/dst/sub/g")), "g")
    assert.strictEqual((yield* fs.lstat(at("new/dst/s"))).type, "SymbolicLink")
    // Existing files stay unless asked otherwise.
    yield* fs.writeFileString(at("src/sub/g"), "changed")
    yield* fs.copy(at("src"), at("new/dst"))
    assert.strictEqual(yield* fs.readFileString(at("new/dst/sub/g")), "g")
    yield* fs.copy(at("src/sub"), at("new/dst/sub"), { overwrite: true })
    assert.strictEqual(yield* fs.readFileString(at("new/dst/sub/g")), "changed")
    assert.strictEqual(yield* tagOf(fs.copy(at("src"), at("src/sub/in"))), "Unknown")
    assert.strictEqual(yield* tagOf(fs.copy(at("src"), at("src/f"))), "Unknown")
    assert.strictEqual(yield* tagOf(fs.copy(at("missing"), at("x"))), "NotFound")
    yield* fs.copyFile(at("src/f"), at("new/dst/sub/g"))
    equal(yield* fs.readFile(at("new/dst/sub/g")), data)
  }),

  "a copy onto itself, whatever its name, and onto a longer file": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const data = bytes(100_000)
    yield* fs.writeFile(at("f"), data)
    yield* fs.link(at("f"), at("hard"))
    yield* fs.symlink(at("f"), at("soft"))
    for (const name of ["f", "hard", "soft"]) {
      yield* fs.copyFile(at("f"), at(name))
      equal(yield* fs.readFile(at("f")), data)
    }
    yield* fs.writeFile(at("longer"), bytes(200_000))
    yield* fs.copyFile(at("f"), at("longer"))
    equal(yield* fs.readFile(at("longer")), data)
    yield* fs.writeFileString(at("empty"), "")
    yield* fs.copyFile(at("empty"), at("longer"))
    assert.strictEqual(yield* fs.readFileString(at("longer")), "")
  }),

  "a file that is too large to be read whole": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.writeFileString(at("sparse"), "")
    yield* fs.truncate(at("sparse"), 2 ** 31 + 1)
    assert.strictEqual(yield* tagOf(fs.readFile(at("sparse"))), "Unknown")
  }),

  "temporary files and directories": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const kept = yield* Effect.scoped(
      Effect.gen(function* () {
        const directory = yield* fs.makeTempDirectoryScoped({ directory: at(), prefix: "d-" })
        const file = yield* fs.makeTempFileScoped({ directory: at(), prefix: "f-", suffix: ".iso" })
        assert.match(directory, /\/d-[^/]+$/)
        assert.match(file, /\/f-[^/]+\/[^/]+\.iso$/)
        assert.strictEqual((yield* fs.stat(directory)).mode & 0o777, 0o700)
        yield* fs.writeFileString(`${directory}/inside`, "x")
        assert.strictEqual((yield* fs.readDirectory(at())).length, 2)
        return yield* fs.makeTempDirectory({ directory: at() })
      })
    )
    assert.deepStrictEqual(yield* fs.readDirectory(at()), [kept.slice(at("").length)])
    assert.strictEqual(yield* tagOf(fs.makeTempDirectory({ directory: at("missing") })), "NotFound")
  }),

  "an open file: position, seek, append, truncation": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const file = yield* fs.open(at("f"), { flag: "w+" })
    yield* file.writeAll(new TextEncoder().encode("0123456789"))
    assert.strictEqual(Number((yield* file.stat).size), 10)
    assert.deepStrictEqual(yield* file.readAlloc(5), Option.none())
    yield* file.seek(2n, "start")
    const three = Option.getOrThrow(yield* file.readAlloc(3))
    assert.strictEqual(Buffer.from(three).toString(), "234")
    yield* file.seek(-1n, "current")
    const buffer = new Uint8Array(4)
    assert.strictEqual(yield* file.read(buffer), 4)
    assert.strictEqual(Buffer.from(buffer).toString(), "4567")
    const first = Option.getOrThrow(yield* file.readAlloc(100, { position: 0n }))
    assert.strictEqual(first.length, 10)
    assert.strictEqual(Buffer.from(Option.getOrThrow(yield* file.readAlloc(1))).toString(), "8")
    assert.strictEqual(yield* tagOf(file.seek(-100n, "current")), "BadArgument")
    yield* file.sync
    yield* file.truncate(3)
    assert.strictEqual(yield* file.write(new TextEncoder().encode("X")), 1)
    assert.strictEqual(yield* fs.readFileString(at("f")), "012X")
    const appending = yield* fs.open(at("f"), { flag: "a" })
    yield* fs.writeFileString(at("f"), "!", { flag: "a" })
    yield* appending.writeAll(new TextEncoder().encode("?"))
    assert.strictEqual(yield* fs.readFileString(at("f")), "012X!?")
  }),

  "streams: whole, a part, other chunks": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const data = bytes(2_500_000, 9)
    yield* Stream.run(
      Stream.fromIterable([data.subarray(0, 7), data.subarray(7, 90_000), data.subarray(90_000)]),
      fs.sink(at("f"))
    )
    equal(yield* fs.readFile(at("f")), data)
    const collect = (options?: Parameters<typeof fs.stream>[1]) =>
      Effect.map(Stream.runCollect(fs.stream(at("f"), options)), (chunks) => Buffer.concat(chunks))
    equal(yield* collect(), data)
    equal(yield* collect({ chunkSize: 1000, bytesToRead: 100_001, offset: 12_345 }), data.subarray(12_345, 112_346))
    equal(yield* collect({ offset: 2_499_990 }), data.subarray(2_499_990))
    equal(yield* collect({ offset: 9_000_000 }), new Uint8Array(0))
    const head = yield* Stream.runHead(fs.stream(at("f"), { chunkSize: 10 }))
    equal(Option.getOrThrow(head), data.subarray(0, 10))
    yield* Stream.run(Stream.make(new TextEncoder().encode("end")), fs.sink(at("f"), { flag: "a" }))
    assert.strictEqual(Number((yield* fs.stat(at("f"))).size), 2_500_003)
  }),

  "files that say they are empty": Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    assert.match(yield* fs.readFileString("/proc/self/status"), /^Name:/)
  }),

  "many transfers at once": Effect.gen(function* () {
    const { at, fs } = yield* fresh
    const indices = Array.from({ length: 24 }, (_, i) => i)
    yield* Effect.forEach(indices, (i) => fs.writeFile(at(`f${i}`), bytes(200_000, i)), { concurrency: 24 })
    const read = yield* Effect.forEach(indices, (i) => fs.readFile(at(`f${i}`)), { concurrency: 24 })
    for (const i of indices) equal(read[i] ?? new Uint8Array(0), bytes(200_000, i))
  }),

  glob: Effect.gen(function* () {
    const { at, fs } = yield* fresh
    yield* fs.makeDirectory(at("a/b"), { recursive: true })
    yield* fs.writeFileString(at("a/x.iso"), "")
    yield* fs.writeFileString(at("a/b/y.iso"), "")
    assert.strictEqual((yield* fs.glob("**/*.iso", { root: at() })).length, 2)
  })
}
