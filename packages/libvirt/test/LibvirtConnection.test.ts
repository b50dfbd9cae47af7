import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as LibvirtConnection from "../src/LibvirtConnection.ts"
import { FakeLibvirtd } from "../src/testing/index.ts"

const dom = { name: "t1", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id: -1 }
const info = { state: 1, maxMem: 2n ** 63n, memory: 1n, nrVirtCpu: 2, cpuTime: 3n }

const connect = Effect.fnUntraced(function* (
  fake: FakeLibvirtd.FakeLibvirtd,
  options: LibvirtConnection.ConnectionOptions = {}
) {
  return yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system", options)
})

/** A handler whose calls wait until the test lets them go, one by one. */
const gate = Effect.fnUntraced(function* () {
  const arrived = yield* Queue.unbounded<{ readonly name: string; readonly go: Effect.Effect<boolean> }>()
  const handler = ({ name }: { readonly name: string }) =>
    Effect.gen(function* () {
      const open = yield* Deferred.make<void>()
      yield* Queue.offer(arrived, { name, go: Deferred.succeed(open, undefined) })
      yield* Deferred.await(open)
      return { dom: { ...dom, name } }
    })
  return { arrived, handler }
})

describe("LibvirtConnection", () => {
  it.effect("opens: authentication, driver, keep-alive", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make()
      const connection = yield* connect(fake)
      assert.deepStrictEqual(fake.calls, ["authList", "connectOpen", "connectSupportsFeature"])
      assert.deepStrictEqual(yield* connection.status, { _tag: "Connected" })
    })
  )

  it.effect("says read-only in the opening call", () =>
    Effect.gen(function* () {
      let flags: number | undefined
      const fake = yield* FakeLibvirtd.make({
        handlers: { connectOpen: (args) => Effect.sync(() => void (flags = args.flags)) }
      })
      yield* connect(fake, { readOnly: true })
      assert.strictEqual(flags, 1)
    })
  )

  it.effect("goes through polkit when that is offered", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({ auth: [2] })
      yield* connect(fake)
      assert.deepStrictEqual(fake.calls.slice(0, 3), ["authList", "authPolkit", "connectOpen"])
    })
  )

  it.effect("names the methods when none of them is possible", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({ auth: [1] })
      const error = yield* Effect.flip(connect(fake))
      assert.deepStrictEqual(error.reason, { _tag: "AuthRequired", offered: ["sasl"] })
      assert.notInclude(fake.calls, "connectOpen")
    })
  )

  it.effect("gives up opening after the time limit", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        fault: ({ name }) => (name === "connectOpen" ? { _tag: "LoseCall" } : undefined)
      })
      const fiber = yield* Effect.forkChild(Effect.flip(connect(fake)), { startImmediately: true })
      yield* TestClock.adjust("16 seconds")
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimedOut")
    })
  )

  it.effect("calls with exact 64-bit values, and keeps code, domain, level and text of an error", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        handlers: {
          domainGetInfo: () => Effect.succeed(info),
          domainCreate: () => Effect.fail({ code: 55, domain: 10, message: "domain is already running" })
        }
      })
      const { call } = yield* connect(fake)
      assert.deepStrictEqual(yield* call.domainGetInfo({ dom }), info)
      const error = yield* Effect.flip(call.domainCreate({ dom }))
      assert.deepStrictEqual(error.reason, {
        _tag: "OperationInvalid",
        code: 55,
        domain: 10,
        level: 2,
        text: "domain is already running"
      })
      assert.strictEqual(error.operation, "domainCreate")
    })
  )

  it.effect("sends nothing when the arguments cannot be encoded, and stays usable", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({ handlers: { domainGetInfo: () => Effect.succeed(info) } })
      const { call } = yield* connect(fake)
      const error = yield* Effect.flip(call.domainGetInfo({ dom: { ...dom, uuid: "no uuid" } }))
      assert.strictEqual(error.reason._tag, "InvalidRequest")
      assert.strictEqual(error.outcome, "none")
      assert.notInclude(fake.calls, "domainGetInfo")
      yield* call.domainGetInfo({ dom })
    })
  )

  it.effect("has no more calls with the daemon than allowed, and serves the others in order", () =>
    Effect.gen(function* () {
      const { arrived, handler } = yield* gate()
      const fake = yield* FakeLibvirtd.make({ handlers: { domainLookupByName: handler } })
      const { call } = yield* connect(fake, { maxInFlight: 3 })
      const names = Array.from({ length: 10 }, (_, i) => `vm-${i}`)
      const fiber = yield* Effect.forkChild(
        Effect.forEach(names, (name) => call.domainLookupByName({ name }), { concurrency: "unbounded" }),
        { startImmediately: true }
      )
      const order: Array<string> = []
      const running: Array<Effect.Effect<boolean>> = []
      for (let i = 0; i < names.length; i++) {
        const next = yield* Queue.take(arrived)
        order.push(next.name)
        running.push(next.go)
        if (running.length === 3) {
          // With all places taken nothing else may arrive until one is free.
          yield* Effect.yieldNow
          assert.strictEqual(yield* Queue.size(arrived), 0)
          yield* running.shift()!
        }
      }
      yield* Effect.all(running)
      const result = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        result.map((one) => one.dom.name),
        names
      )
      assert.deepStrictEqual(order, names)
    })
  )

  it.effect("keeps the place of an interrupted call until the daemon answers", () =>
    Effect.gen(function* () {
      const { arrived, handler } = yield* gate()
      const fake = yield* FakeLibvirtd.make({ handlers: { domainLookupByName: handler } })
      const { call } = yield* connect(fake, { maxInFlight: 1 })
      const first = yield* Effect.forkChild(call.domainLookupByName({ name: "first" }), { startImmediately: true })
      const { go } = yield* Queue.take(arrived)
      yield* Fiber.interrupt(first)
      const second = yield* Effect.forkChild(call.domainLookupByName({ name: "second" }), { startImmediately: true })
      const third = yield* Effect.forkChild(call.domainLookupByName({ name: "third" }), { startImmediately: true })
      // One that is interrupted while it waits is never sent.
      yield* Fiber.interrupt(second)
      yield* Effect.yieldNow
      assert.strictEqual(yield* Queue.size(arrived), 0)
      yield* go
      const next = yield* Queue.take(arrived)
      assert.strictEqual(next.name, "third")
      yield* next.go
      assert.strictEqual((yield* Fiber.join(third)).dom.name, "third")
    })
  )

  it.effect("refuses calls above the limit of waiting ones", () =>
    Effect.gen(function* () {
      const { arrived, handler } = yield* gate()
      const fake = yield* FakeLibvirtd.make({ handlers: { domainLookupByName: handler } })
      const { call } = yield* connect(fake, { maxInFlight: 1, maxQueued: 2 })
      for (const name of ["a", "b", "c"])
        yield* Effect.forkChild(call.domainLookupByName({ name }), { startImmediately: true })
      const error = yield* Effect.flip(call.domainLookupByName({ name: "d" }))
      assert.deepStrictEqual(error.reason, { _tag: "LimitExceeded", what: "waiting calls", asked: 3, limit: 2 })
      yield* (yield* Queue.take(arrived)).go
      assert.strictEqual((yield* Queue.take(arrived)).name, "b")
    })
  )

  it.effect("fails a call at its time limit: unknown outcome for a change, none for a reading or an unsent call", () =>
    Effect.gen(function* () {
      const lost = new Set(["domainDestroy", "domainGetInfo"])
      const fake = yield* FakeLibvirtd.make({
        fault: ({ name }) => (lost.has(name) ? { _tag: "LoseReply" } : undefined)
      })
      const { call } = yield* connect(fake, { maxInFlight: 2, keepAlive: false })
      const change = yield* Effect.forkChild(Effect.flip(call.domainDestroy({ dom })), { startImmediately: true })
      const reading = yield* Effect.forkChild(Effect.flip(call.domainGetInfo({ dom })), { startImmediately: true })
      const unsent = yield* Effect.forkChild(
        Effect.flip(LibvirtConnection.withTimeLimit("3 seconds")(call.domainCreate({ dom }))),
        { startImmediately: true }
      )
      yield* Effect.yieldNow
      yield* TestClock.adjust("3 seconds")
      assert.deepStrictEqual((yield* Fiber.join(unsent)).reason, {
        _tag: "TimedOut",
        afterMillis: 3000,
        outcome: "none"
      })
      yield* TestClock.adjust("57 seconds")
      assert.deepStrictEqual((yield* Fiber.join(reading)).reason, {
        _tag: "TimedOut",
        afterMillis: 60_000,
        outcome: "none"
      })
      yield* TestClock.adjust("9 minutes")
      assert.deepStrictEqual((yield* Fiber.join(change)).reason, {
        _tag: "TimedOut",
        afterMillis: 600_000,
        outcome: "unknown"
      })
    })
  )

  it.effect("answers pings", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({ handlers: { domainGetInfo: () => Effect.succeed(info) } })
      const { call } = yield* connect(fake)
      yield* fake.ping
      yield* call.domainGetInfo({ dom })
      assert.strictEqual(fake.pongs, 1)
    })
  )

  it.effect("pings a silent peer and gives it up when it does not answer", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        keepAlive: false,
        fault: ({ name }) => (name === "domainDestroy" ? { _tag: "LoseCall" } : undefined)
      })
      const connection = yield* connect(fake)
      const fiber = yield* Effect.forkChild(Effect.flip(connection.call.domainDestroy({ dom })), {
        startImmediately: true
      })
      yield* TestClock.adjust("25 seconds")
      assert.strictEqual((yield* connection.status)._tag, "Connected")
      yield* TestClock.adjust("15 seconds")
      const error = yield* Fiber.join(fiber)
      assert.strictEqual(error.reason._tag, "ConnectionLost")
      assert.strictEqual(error.outcome, "unknown")
      assert.strictEqual((yield* connection.status)._tag, "Ended")
    })
  )

  it.effect("keeps an idle connection whose peer answers pings", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make()
      const connection = yield* connect(fake)
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* connection.status)._tag, "Connected")
    })
  )

  it.effect("fails everything in flight when the peer goes: unknown for what was sent and changes something", () =>
    Effect.gen(function* () {
      const { arrived, handler } = yield* gate()
      const fake = yield* FakeLibvirtd.make({
        handlers: { domainLookupByName: handler, domainDestroy: () => Effect.never }
      })
      const { call } = yield* connect(fake, { maxInFlight: 2 })
      const change = yield* Effect.forkChild(Effect.flip(call.domainDestroy({ dom })), { startImmediately: true })
      const reading = yield* Effect.forkChild(Effect.flip(call.domainLookupByName({ name: "a" })), {
        startImmediately: true
      })
      const waiting = yield* Effect.forkChild(Effect.flip(call.domainDestroy({ dom })), { startImmediately: true })
      yield* Queue.take(arrived)
      yield* fake.disconnect
      const outcomes = yield* Effect.all([Fiber.join(change), Fiber.join(reading), Fiber.join(waiting)])
      assert.deepStrictEqual(
        outcomes.map((error) => [error.reason._tag, error.outcome]),
        [
          ["ConnectionLost", "unknown"],
          ["ConnectionLost", "none"],
          ["ConnectionLost", "none"]
        ]
      )
    })
  )

  it.effect("leaves nothing in the scope of a failed attempt", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({ auth: [1] })
      const scope = yield* Scope.make()
      const held = () => (scope.state._tag === "Open" ? (scope.state.finalizers?.size ?? 0) : 0)
      for (let i = 0; i < 3; i++) yield* Effect.flip(Scope.provide(connect(fake), scope))
      assert.strictEqual(held(), 0)
    })
  )

  it.effect("fails at once after it was closed", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({ handlers: { domainDestroy: () => Effect.never } })
      const scope = yield* Scope.make()
      const connection = yield* Scope.provide(connect(fake), scope)
      const inFlight = yield* Effect.forkChild(Effect.flip(connection.call.domainDestroy({ dom })), {
        startImmediately: true
      })
      yield* Effect.yieldNow
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual((yield* Fiber.join(inFlight)).reason, { _tag: "Closed", outcome: "unknown" })
      const error = yield* Effect.flip(connection.call.connectGetHostname())
      assert.deepStrictEqual(error.reason, { _tag: "Closed", outcome: "none" })
    })
  )

  it.live("lets go of its socket on closing, even when the peer reads nothing any more", () =>
    Effect.gen(function* () {
      // Answers the opening sequence, then stands still with its buffers full.
      const fake = yield* FakeLibvirtd.make({
        handlers: {
          storageVolUpload: () => Effect.succeed({ reply: undefined, incoming: () => Effect.never })
        }
      })
      const path = `/tmp/cloudwright-stuck-${process.pid}.sock`
      yield* fake.listen({ path })
      const scope = yield* Scope.make()
      const { stream } = yield* Scope.provide(
        LibvirtConnection.open(`qemu+unix:///system?socket=${path}`, { keepAlive: false }),
        scope
      )
      const vol = { pool: "p", name: "v", key: "k" }
      const upload = yield* Scope.provide(stream.storageVolUpload({ vol, offset: 0n, length: 0n, flags: 0 }), scope)
      const open = () => process.getActiveResourcesInfo().filter((name) => name === "PipeWrap").length
      const during = open()
      let written = 0
      const write = Effect.andThen(
        upload.write(new Uint8Array(200_000)),
        Effect.sync(() => void written++)
      )
      const writing = yield* Effect.forkChild(Effect.exit(Effect.forever(write)), { startImmediately: true })
      // Until it stands still: the same count twice in a row after a pause.
      let before = -1
      while (written !== before) {
        before = written
        yield* Effect.sleep("50 millis")
      }
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(Exit.isFailure(yield* Fiber.join(writing)))
      while (open() >= during) yield* Effect.sleep("10 millis")
    })
  )

  it.live("reaches a daemon by a unix socket and by TCP, and says why when there is none", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }) }
      })
      const path = `/tmp/cloudwright-fake-${process.pid}.sock`
      yield* fake.listen({ path })
      const port = yield* fake.listen({ port: 0 })
      for (const uri of [`qemu+unix:///system?socket=${path}`, `qemu+tcp://127.0.0.1:${port}/system`]) {
        const { call } = yield* LibvirtConnection.open(uri)
        assert.deepStrictEqual(yield* call.connectGetHostname(), { hostname: "h" })
      }
      const missing = yield* Effect.flip(LibvirtConnection.open("qemu+unix:///system?socket=/nonexistent/sock"))
      assert.strictEqual(missing.reason._tag, "ConnectFailed")
      assert.isTrue(missing.isRetryable)
    })
  )

  it.effect("says as a field why an ssh transport failed", () =>
    Effect.gen(function* () {
      const remote = { _tag: "AuthenticationFailed", user: "root", methods: ["publickey"] } as const
      const error = yield* Effect.flip(LibvirtConnection.open("qemu+ssh://root@kvm-1/system")).pipe(
        Effect.provideService(RemoteSockets.RemoteSockets, {
          open: (host, address) => Effect.fail(new RemoteSockets.RemoteSocketError({ host, address, reason: remote }))
        })
      )
      assert.isFalse(error.isRetryable)
      assert.deepStrictEqual(error.reason._tag === "ConnectFailed" ? error.reason.remote : undefined, remote)
    })
  )

  it.effect("asks for the RemoteSockets service when a URI wants ssh and none is provided", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(LibvirtConnection.open("qemu+ssh://root@kvm-1/system"))
      assert.strictEqual(error.reason._tag, "ConnectFailed")
      assert.isFalse(error.isRetryable)
      assert.include(error.message, "RemoteSockets")
    })
  )
})
