import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as LibvirtConnection from "../src/LibvirtConnection.ts"
import { FakeLibvirtd } from "../src/testing/index.ts"

const dom = { name: "t1", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id: -1 }
const vol = { pool: "p", name: "v", key: "k" }
const download = { vol, offset: 0n, length: 0n, flags: 0 }
const connect = Effect.fnUntraced(function* (
  handlers: FakeLibvirtd.Handlers,
  options: LibvirtConnection.ConnectionOptions = {}
) {
  const fake = yield* FakeLibvirtd.make({
    handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }), ...handlers }
  })
  return { fake, connection: yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system", options) }
})
const joined = (chunks: ReadonlyArray<Uint8Array>) => Buffer.concat(chunks).toString("latin1")

describe("LibvirtStream", () => {
  it.effect("downloads to the confirmed end, and gives the reply", () =>
    Effect.gen(function* () {
      const parts = ["hello ", "wor", "ld"].map((part) => Buffer.from(part))
      const { connection } = yield* connect({
        domainScreenshot: () => Effect.succeed({ reply: { mime: "image/png" }, outgoing: Stream.fromArray(parts) })
      })
      const stream = yield* connection.stream.domainScreenshot({ dom, screen: 0, flags: 0 })
      assert.deepStrictEqual(stream.reply, { mime: "image/png" })
      assert.strictEqual(joined(yield* Stream.runCollect(stream.read)), "hello world")
    })
  )

  it.effect("shows holes as such, or as zeroes", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.fromArray([Buffer.from("a"), { hole: 100_000n }, Buffer.from("b")])
          })
      })
      const sparse = yield* connection.stream.storageVolDownload({ ...download, flags: 1 })
      const pieces = yield* Stream.runCollect(sparse.readSparse)
      assert.deepStrictEqual(
        pieces.map((piece) => (piece instanceof Uint8Array ? piece.length : piece.hole)),
        [1, 100_000n, 1]
      )
      const full = yield* connection.stream.storageVolDownload({ ...download, flags: 1 })
      const bytes = Buffer.concat(yield* Stream.runCollect(full.read))
      assert.strictEqual(bytes.length, 100_002)
      assert.strictEqual(bytes[0], 97)
      assert.strictEqual(
        bytes.subarray(1, 100_001).findIndex((byte) => byte !== 0),
        -1
      )
    })
  )

  it.effect("uploads in packets the daemon accepts, holes too, and finishes", () =>
    Effect.gen(function* () {
      const got: Array<number | bigint | null> = []
      const { connection } = yield* connect({
        storageVolUpload: () =>
          Effect.succeed({
            reply: undefined,
            incoming: (piece) =>
              Effect.sync(
                () => void got.push(piece === null ? null : piece instanceof Uint8Array ? piece.length : piece.hole)
              )
          })
      })
      const stream = yield* connection.stream.storageVolUpload({ ...download, flags: 1 })
      yield* stream.write(new Uint8Array(600_000))
      yield* stream.writeHole(4096n)
      yield* Stream.run(Stream.succeed(new Uint8Array(3)), stream.sink)
      assert.deepStrictEqual(got, [262_120, 262_120, 75_760, 4096n, 3, null])
    })
  )

  it.effect("reports an error in the middle of a download, after what came before", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.concat(
              Stream.succeed(Buffer.from("abc")),
              Stream.fail({ code: 38, message: "read error" })
            )
          })
      })
      const stream = yield* connection.stream.storageVolDownload(download)
      const seen: Array<Uint8Array> = []
      const error = yield* Effect.flip(
        Stream.runForEach(stream.read, (chunk) => Effect.sync(() => void seen.push(chunk)))
      )
      assert.strictEqual(joined(seen), "abc")
      assert.strictEqual(error.reason._tag, "OperationFailed")
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
    })
  )

  it.effect("reports an error of an upload at the latest when finishing", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        storageVolUpload: () =>
          Effect.succeed({
            reply: undefined,
            incoming: () => Effect.fail({ code: 38, message: "no space left on device" })
          })
      })
      const stream = yield* connection.stream.storageVolUpload(download)
      const error = yield* Effect.flip(
        Stream.run(Stream.fromArray([new Uint8Array(10), new Uint8Array(10)]), stream.sink)
      )
      assert.include(error.message, "no space left")
    })
  )

  it.effect("aborts when the scope closes early, and the connection goes on", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.concat(Stream.succeed(Buffer.from("abc")), Stream.never)
          })
      })
      const first = yield* Effect.scoped(
        Effect.flatMap(connection.stream.storageVolDownload(download), (stream) => Stream.runHead(stream.read))
      )
      assert.strictEqual(first._tag, "Some")
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
    })
  )

  it.effect("aborts a stream whose opening was interrupted before the reply", () =>
    Effect.gen(function* () {
      const arrived = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const aborted = yield* Deferred.make<void>()
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Deferred.succeed(arrived, undefined).pipe(
            Effect.andThen(Deferred.await(go)),
            Effect.as({
              reply: undefined,
              outgoing: Stream.fromEffect(Effect.as(Deferred.succeed(aborted, undefined), Buffer.from("x")))
            })
          )
      })
      const fiber = yield* Effect.forkChild(Effect.scoped(connection.stream.storageVolDownload(download)), {
        startImmediately: true
      })
      yield* Deferred.await(arrived)
      yield* Fiber.interrupt(fiber)
      yield* Deferred.succeed(go, undefined)
      yield* Deferred.await(aborted)
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
    })
  )

  describe("whose packets overtake the reply", () => {
    const early = (count: number, bytes: number): FakeLibvirtd.Handlers => ({
      storageVolDownload: () =>
        Effect.succeed({
          early: true,
          reply: undefined,
          outgoing: Stream.fromArray(Array.from({ length: count }, (_, n) => new Uint8Array(bytes).fill(n)))
        })
    })

    it.effect("loses nothing", () =>
      Effect.gen(function* () {
        const { connection } = yield* connect(early(3, 10))
        for (let i = 0; i < 10; i++) {
          const bytes = yield* Effect.scoped(
            Effect.flatMap(connection.stream.storageVolDownload(download), (stream) => Stream.runCollect(stream.read))
          )
          assert.deepStrictEqual(
            bytes.map((one) => [one.length, one[0]]),
            [
              [10, 0],
              [10, 1],
              [10, 2]
            ]
          )
        }
      })
    )

    it.effect("reports an error that overtook it", () =>
      Effect.gen(function* () {
        const { connection } = yield* connect({
          storageVolDownload: () =>
            Effect.succeed({
              early: true,
              reply: undefined,
              outgoing: Stream.concat(
                Stream.succeed(Buffer.from("abc")),
                Stream.fail({ code: 38, message: "read error" })
              )
            })
        })
        const stream = yield* connection.stream.storageVolDownload(download)
        const seen: Array<Uint8Array> = []
        const error = yield* Effect.flip(
          Stream.runForEach(stream.read, (chunk) => Effect.sync(() => void seen.push(chunk)))
        )
        assert.strictEqual(joined(seen), "abc")
        assert.strictEqual(error.reason._tag, "OperationFailed")
      })
    )

    it.effect("goes on reading above the buffer's limit, since the reply comes behind the packets", () =>
      Effect.gen(function* () {
        const { connection } = yield* connect(early(60, 100_000))
        const stream = yield* connection.stream.storageVolDownload(download)
        const received = yield* Stream.runFold(
          stream.read,
          () => 0,
          (sum, chunk) => sum + chunk.length
        )
        assert.strictEqual(received, 6_000_000)
      })
    )

    it.effect("has a limit all the same, and calls go on", () =>
      Effect.gen(function* () {
        const { connection } = yield* connect(early(300, 100_000))
        const stream = yield* connection.stream.storageVolDownload(download)
        const error = yield* Effect.flip(Stream.runDrain(stream.read))
        assert.strictEqual(error.reason._tag, "LimitExceeded")
        assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
      })
    )

    it.effect("forgets packets of a caller that is gone, however many, and aborts at the reply", () =>
      Effect.gen(function* () {
        const arrived = yield* Deferred.make<void>()
        const go = yield* Deferred.make<void>()
        const sent = yield* Deferred.make<void>()
        let ended: unknown = "open"
        const { connection } = yield* connect({
          storageVolDownload: () =>
            Effect.succeed({
              early: true,
              reply: undefined,
              incoming: (piece) => Effect.sync(() => void (ended = piece)),
              outgoing: Stream.concat(
                Stream.fromEffectDrain(Effect.andThen(Deferred.succeed(arrived, undefined), Deferred.await(go))),
                Stream.concat(
                  Stream.fromArray(Array.from({ length: 300 }, () => new Uint8Array(100_000))),
                  Stream.fromEffectDrain(Deferred.succeed(sent, undefined))
                )
              )
            })
        })
        const fiber = yield* Effect.forkChild(Effect.scoped(connection.stream.storageVolDownload(download)), {
          startImmediately: true
        })
        yield* Deferred.await(arrived)
        yield* Fiber.interrupt(fiber)
        yield* Deferred.succeed(go, undefined)
        yield* Deferred.await(sent)
        assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
        assert.strictEqual(ended, "open")
      })
    )
  })

  it.effect("a reader that gives up lets the connection go on at once, even while it was held up", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.fromArray(Array.from({ length: 400 }, () => new Uint8Array(100_000)))
          })
      })
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* connection.stream.storageVolDownload(download)
          // The buffer fills, and the connection stops reading.
          for (let i = 0; i < 2000; i++) yield* Effect.yieldNow
        })
      )
      // No time passes here: the stall limit does not help.
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
    })
  )

  it.effect("nothing is read or written after an abort, and nobody takes the end for a complete one", () =>
    Effect.gen(function* () {
      let written = 0
      const { connection } = yield* connect({
        domainOpenConsole: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.concat(Stream.succeed(Buffer.from("abc")), Stream.never),
            incoming: () => Effect.sync(() => void written++)
          })
      })
      const console = yield* connection.stream.domainOpenConsole({ dom, devName: null, flags: 0 })
      const reading = yield* Effect.forkChild(Effect.exit(Stream.runDrain(console.read)), { startImmediately: true })
      yield* connection.call.connectGetHostname()
      yield* console.abort
      assert.isTrue(Exit.isFailure(yield* Fiber.join(reading)))
      assert.strictEqual((yield* Effect.flip(console.write(Uint8Array.of(1)))).reason._tag, "Closed")
      assert.strictEqual((yield* Effect.flip(console.finish)).reason._tag, "Closed")
      yield* connection.call.connectGetHostname()
      assert.strictEqual(written, 0)
    })
  )

  it.effect("several writers and readers at once all learn of the loss", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect({
        domainOpenConsole: () => Effect.succeed({ reply: undefined, incoming: () => Effect.never })
      })
      const console = yield* connection.stream.domainOpenConsole({ dom, devName: null, flags: 0 })
      const writer = Effect.flip(Effect.forever(console.write(new Uint8Array(100_000))))
      const reader = Effect.flip(Stream.runDrain(console.read))
      const all = yield* Effect.forkChild(Effect.all([writer, writer, reader, reader], { concurrency: "unbounded" }), {
        startImmediately: true
      })
      for (let i = 0; i < 500; i++) yield* Effect.yieldNow
      yield* fake.disconnect
      assert.deepStrictEqual(
        (yield* Fiber.join(all)).map((error) => error.reason._tag),
        ["ConnectionLost", "ConnectionLost", "ConnectionLost", "ConnectionLost"]
      )
    })
  )

  it.effect("two ways at once: a console", () =>
    Effect.gen(function* () {
      const echo = yield* Deferred.make<Uint8Array>()
      const { connection } = yield* connect({
        domainOpenConsole: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.fromEffect(Deferred.await(echo)),
            incoming: (piece) =>
              piece instanceof Uint8Array ? Effect.asVoid(Deferred.succeed(echo, piece)) : Effect.void
          })
      })
      const console = yield* connection.stream.domainOpenConsole({ dom, devName: null, flags: 0 })
      yield* console.write(Buffer.from("login: "))
      assert.strictEqual(joined(yield* Stream.runCollect(Stream.take(console.read, 1))), "login: ")
    })
  )

  it.effect("a console that nobody reads is lost with a typed error; calls are not held up", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        domainOpenConsole: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.fromArray(Array.from({ length: 30 }, () => new Uint8Array(200_000)))
          })
      })
      const console = yield* connection.stream.domainOpenConsole({ dom, devName: null, flags: 0 })
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
      while (true) {
        const exit = yield* Effect.exit(console.write(Uint8Array.of(13)))
        if (Exit.isFailure(exit)) break
        yield* Effect.yieldNow
      }
      const error = yield* Effect.flip(Stream.runDrain(console.read))
      assert.strictEqual(error.reason._tag, "LimitExceeded")
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
    })
  )

  it.effect("a slow reader of a download holds the daemon back, and gets everything", () =>
    Effect.gen(function* () {
      let sent = 0
      const total = 400
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.range(1, total).pipe(
              Stream.mapEffect(() => Effect.sync(() => (sent++, new Uint8Array(100_000))))
            )
          })
      })
      const stream = yield* connection.stream.storageVolDownload(download)
      for (let i = 0; i < 2000; i++) yield* Effect.yieldNow
      // The buffer of the stream and the pipe between take some, then the daemon waits.
      assert.isBelow(sent, 200)
      const received = yield* Stream.runFold(
        stream.read,
        () => 0,
        (sum, chunk) => sum + chunk.length
      )
      assert.strictEqual(received, total * 100_000)
    })
  )

  it.effect("a reader that takes nothing for the stall limit loses the stream, and calls go on", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        storageVolDownload: () =>
          Effect.succeed({
            reply: undefined,
            outgoing: Stream.fromArray(Array.from({ length: 400 }, () => new Uint8Array(100_000)))
          })
      })
      const stream = yield* connection.stream.storageVolDownload(download)
      for (let i = 0; i < 2000; i++) yield* Effect.yieldNow
      const waiting = yield* Effect.forkChild(connection.call.connectGetHostname(), { startImmediately: true })
      yield* TestClock.adjust("11 seconds")
      assert.strictEqual((yield* Fiber.join(waiting)).hostname, "h")
      const error = yield* Effect.flip(Stream.runDrain(stream.read))
      assert.strictEqual(error.reason._tag, "LimitExceeded")
    })
  )

  it.effect("is lost with the connection: unknown for an upload, none for a download", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect({
        storageVolDownload: () => Effect.succeed({ reply: undefined, outgoing: Stream.never }),
        storageVolUpload: () => Effect.succeed({ reply: undefined })
      })
      const down = yield* connection.stream.storageVolDownload(download)
      const up = yield* connection.stream.storageVolUpload(download)
      const reading = yield* Effect.forkChild(Effect.flip(Stream.runDrain(down.read)), { startImmediately: true })
      yield* fake.disconnect
      assert.strictEqual((yield* Fiber.join(reading)).outcome, "none")
      const writing = yield* Effect.flip(up.write(new Uint8Array(1)))
      assert.strictEqual(writing.reason._tag, "ConnectionLost")
      assert.strictEqual(writing.outcome, "unknown")
    })
  )

  it.effect("is aborted when its connection's scope closes", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { connection } = yield* Scope.provide(
        connect({ storageVolDownload: () => Effect.succeed({ reply: undefined, outgoing: Stream.never }) }),
        scope
      )
      const stream = yield* connection.stream.storageVolDownload(download)
      const reading = yield* Effect.forkChild(Effect.flip(Stream.runDrain(stream.read)), { startImmediately: true })
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual((yield* Fiber.join(reading)).reason._tag, "Closed")
    })
  )

  it.live("over a real socket: reading stops for a slow reader and goes on, and nothing is lost", () =>
    Effect.gen(function* () {
      const parts = 200
      let sent = 0
      const fake = yield* FakeLibvirtd.make({
        handlers: {
          storageVolDownload: () =>
            Effect.succeed({
              reply: undefined,
              outgoing: Stream.range(1, parts).pipe(
                Stream.mapEffect((n) => Effect.sync(() => (sent++, new Uint8Array(200_000).fill(n))))
              )
            })
        }
      })
      const path = `/tmp/cloudwright-stream-${process.pid}.sock`
      yield* fake.listen({ path })
      const connection = yield* LibvirtConnection.open(`qemu+unix:///system?socket=${path}`)
      const stream = yield* connection.stream.storageVolDownload(download)
      // Until the daemon stands still: the same count twice in a row after a pause means that it is held back.
      let before = -1
      while (sent !== before) {
        before = sent
        yield* Effect.sleep("50 millis")
      }
      assert.isBelow(sent, parts)
      let position = 0
      yield* Stream.runForEach(stream.read, (chunk) =>
        Effect.sync(() => {
          for (const byte of chunk)
            if (byte !== ((Math.floor(position++ / 200_000) + 1) & 255)) assert.fail(`byte ${position}`)
        })
      )
      assert.strictEqual(position, parts * 200_000)
    })
  )
})
