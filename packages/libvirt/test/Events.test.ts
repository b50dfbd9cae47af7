import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { eventBuffer } from "../src/Events.ts"
import * as Frame from "../src/Frame.ts"
import * as Result from "effect/Result"
import * as LibvirtConnection from "../src/LibvirtConnection.ts"
import type { LibvirtError } from "../src/LibvirtError.ts"
import { REMOTE } from "../src/Procedure.ts"
import { FakeLibvirtd } from "../src/testing/index.ts"
import * as Types from "../src/Types.ts"
import * as Xdr from "../src/Xdr.ts"

const dom = { name: "t1", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id: -1 }
const connect = Effect.fnUntraced(function* (options: FakeLibvirtd.Options = {}) {
  const fake = yield* FakeLibvirtd.make({
    ...options,
    handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }), ...options.handlers }
  })
  return { fake, connection: yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system") }
})

describe("Events", () => {
  it.effect("delivers several kinds of one family in the order they came, wrapped and plain alike", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const events = yield* connection.events.domain.subscribe([
        "lifecycle",
        "reboot",
        "agentLifecycle",
        "blockJob2",
        "jobCompleted"
      ])
      yield* fake.emit("domain", "lifecycle", { dom, event: 2, detail: 0 })
      yield* fake.emit("domain", "reboot", { dom })
      yield* fake.emit("domain", "agentLifecycle", { dom, state: 1, reason: 2 })
      yield* fake.emit("domain", "jobCompleted", {
        dom,
        params: [{ field: "bytes", value: { type: 4, value: 2n ** 63n } }]
      })
      yield* fake.emit("domain", "lifecycle", { dom, event: 5, detail: 1 })
      const got = yield* Stream.runCollect(Stream.take(events, 5))
      assert.deepStrictEqual(
        got.map((one) => (one._tag === "Gap" ? "Gap" : one.event)),
        ["lifecycle", "reboot", "agentLifecycle", "jobCompleted", "lifecycle"]
      )
      assert.deepStrictEqual(got[0], { _tag: "Event", event: "lifecycle", body: { dom, event: 2, detail: 0 } })
    })
  )

  it.effect("has every family", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const net = { name: "n", uuid: dom.uuid }
      const network = yield* connection.events.network.subscribe(["lifecycle"])
      const pool = yield* connection.events.storagePool.subscribe(["lifecycle", "refresh"])
      const device = yield* connection.events.nodeDevice.subscribe(["update"])
      const secret = yield* connection.events.secret.subscribe(["valueChanged"])
      yield* fake.emit("network", "lifecycle", { net, event: 1, detail: 0 })
      yield* fake.emit("storagePool", "refresh", { pool: net })
      yield* fake.emit("nodeDevice", "update", { dev: { name: "d" } })
      yield* fake.emit("secret", "valueChanged", { secret: { uuid: dom.uuid, usageType: 0, usageID: "" } })
      const first = <A>(stream: Stream.Stream<A, LibvirtError>) => Stream.runCollect(Stream.take(stream, 1))
      const got = yield* Effect.all([first(network), first(pool), first(device), first(secret)])
      assert.deepStrictEqual(
        got.map(([one]) => one?._tag),
        ["Event", "Event", "Event", "Event"]
      )
    })
  )

  it.effect("does not lose an event that overtakes the reply of its registration", () =>
    Effect.gen(function* () {
      const body = Result.getOrThrow(
        Xdr.encode(Types.DomainEventCallbackLifecycleMsg, { callbackID: 77, msg: { dom, event: 4, detail: 0 } })
      )
      const early = Frame.encode({ program: REMOTE, procedure: 318, type: 2, serial: 0, status: 0, body })
      let overtake: Effect.Effect<void> = Effect.void
      const { connection, fake } = yield* connect({
        handlers: {
          connectDomainEventCallbackRegisterAny: () =>
            Effect.as(
              Effect.suspend(() => overtake),
              { callbackID: 77 }
            )
        }
      })
      overtake = fake.sendRaw(early)
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      assert.lengthOf(yield* Stream.runCollect(Stream.take(events, 1)), 1)
    })
  )

  it.effect("counts what a slow reader misses and says where", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      const emit = (detail: number) => fake.emit("domain", "lifecycle", { dom, event: 0, detail })
      for (let i = 0; i < eventBuffer + 10; i++) yield* emit(i)
      yield* connection.call.connectGetHostname()
      const before = yield* Stream.runCollect(Stream.take(events, eventBuffer))
      assert.isTrue(before.every((one, i) => one._tag === "Event" && one.body.detail === i))
      yield* emit(5000)
      const [gap, next] = yield* Stream.runCollect(Stream.take(events, 2))
      assert.deepStrictEqual(gap, { _tag: "Gap", cause: "overflow", missed: 10 })
      assert.isTrue(next?._tag === "Event" && next.body.detail === 5000)
    })
  )

  it.effect("deregisters when the scope closes", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      yield* Effect.scoped(Effect.asVoid(connection.events.domain.subscribe(["lifecycle", "reboot"])))
      assert.strictEqual(fake.calls.filter((name) => name === "connectDomainEventCallbackDeregisterAny").length, 2)
      assert.strictEqual(yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 0 }), 0)
    })
  )

  it.effect("fails with the daemon's refusal", () =>
    Effect.gen(function* () {
      const { connection } = yield* connect({
        handlers: {
          connectNetworkEventRegisterAny: () => Effect.fail({ code: 3, message: "this function is not supported" })
        }
      })
      const error = yield* Effect.flip(connection.events.network.subscribe(["lifecycle"]))
      assert.strictEqual(error.reason._tag, "NoSupport")
    })
  )

  it.effect("ends with the connection's reason", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      const fiber = yield* Effect.forkChild(Effect.flip(Stream.runDrain(events)), { startImmediately: true })
      yield* fake.disconnect
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "ConnectionLost")
    })
  )
})

describe("closing the connection ends the streams of others", () => {
  it.effect("of a plain connection", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { connection } = yield* Scope.provide(connect(), scope)
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      const fiber = yield* Effect.forkChild(Effect.flip(Stream.runDrain(events)), { startImmediately: true })
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "Closed")
      assert.strictEqual((yield* connection.status)._tag, "Ended")
    })
  )

  it.live("of a reconnecting connection, also while it has no daemon", () =>
    Effect.gen(function* () {
      const path = `/tmp/cloudwright-closing-${process.pid}.sock`
      const fakeScope = yield* Scope.make()
      const fake = yield* Scope.provide(FakeLibvirtd.make(), fakeScope)
      yield* Scope.provide(fake.listen({ path }), fakeScope)
      const scope = yield* Scope.make()
      const connection = yield* Scope.provide(
        LibvirtConnection.openReconnecting(`qemu+unix:///system?socket=${path}`),
        scope
      )
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      const fiber = yield* Effect.forkChild(Effect.flip(Stream.runDrain(events)), { startImmediately: true })
      yield* Scope.close(fakeScope, Exit.void)
      yield* connection.statusChanges.pipe(
        Stream.filter((status) => status._tag === "Connecting"),
        Stream.take(1),
        Stream.runDrain
      )
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "Closed")
      assert.strictEqual((yield* Effect.flip(connection.call.connectGetHostname())).reason._tag, "Closed")
    })
  )
})

describe("a reconnecting connection", () => {
  it.live("registers again, reports the gap, and calls fail at once in between", () =>
    Effect.gen(function* () {
      const path = `/tmp/cloudwright-reconnect-${process.pid}.sock`
      let refuse = false
      const fake = yield* FakeLibvirtd.make({
        handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }) },
        fault: ({ name }) => (refuse && name === "authList" ? { _tag: "CloseBefore" } : undefined)
      })
      yield* fake.listen({ path })
      const connection = yield* LibvirtConnection.openReconnecting(`qemu+unix:///system?socket=${path}`)
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      const statuses = yield* Effect.forkChild(
        connection.statusChanges.pipe(
          Stream.map((status) => status._tag),
          Stream.changes,
          Stream.take(3),
          Stream.runCollect
        ),
        { startImmediately: true }
      )
      yield* fake.emit("domain", "lifecycle", { dom, event: 2, detail: 0 })
      assert.strictEqual((yield* Stream.runCollect(Stream.take(events, 1)))[0]?._tag, "Event")
      refuse = true
      yield* fake.disconnect
      yield* connection.statusChanges.pipe(
        Stream.filter((status) => status._tag === "Connecting"),
        Stream.take(1),
        Stream.runDrain
      )
      const error = yield* Effect.flip(connection.call.connectGetHostname())
      assert.strictEqual(error.outcome, "none")
      assert.isTrue(error.isRetryable)
      refuse = false
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(events, 1)), [
        { _tag: "Gap", cause: "reconnected", missed: undefined }
      ])
      assert.strictEqual(yield* fake.emit("domain", "lifecycle", { dom, event: 3, detail: 0 }), 1)
      assert.strictEqual((yield* Stream.runCollect(Stream.take(events, 1)))[0]?._tag, "Event")
      assert.strictEqual((yield* connection.call.connectGetHostname()).hostname, "h")
      assert.deepStrictEqual(yield* Fiber.join(statuses), ["Connected", "Connecting", "Connected"])
    })
  )
})
