import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
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

describe("subscriptions to the same event share one registration", () => {
  const register = "connectDomainEventCallbackRegisterAny"
  const deregister = "connectDomainEventCallbackDeregisterAny"
  const count = (fake: FakeLibvirtd.FakeLibvirtd, name: string) => fake.calls.filter((one) => one === name).length
  const details = (stream: Stream.Stream<unknown, LibvirtError>, n: number) =>
    Effect.map(Stream.runCollect(Stream.take(stream, n)), (all) =>
      all.map((one) => (one as { readonly body?: { readonly detail: number } }).body?.detail ?? one)
    )

  /** A fake whose registrations wait, each until the test lets it go. */
  const gated = Effect.fnUntraced(function* (outcome: Effect.Effect<{ callbackID: number }, FakeLibvirtd.Failure>) {
    const arrived = yield* Deferred.make<void>()
    const go = yield* Deferred.make<void>()
    const handlers: FakeLibvirtd.Handlers = {
      connectDomainEventCallbackRegisterAny: () =>
        Effect.andThen(Effect.andThen(Deferred.succeed(arrived, undefined), Deferred.await(go)), outcome)
    }
    return { arrived, go, ...(yield* connect({ handlers })) }
  })
  const settle = Effect.gen(function* () {
    for (let i = 0; i < 50; i++) yield* Effect.yieldNow
  })

  it.effect("each reader gets every event, and the last one to go deregisters", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const scopes = [yield* Scope.make(), yield* Scope.make(), yield* Scope.make()]
      const streams = yield* Effect.forEach(scopes, (scope) =>
        Scope.provide(connection.events.domain.subscribe(["lifecycle"]), scope)
      )
      assert.strictEqual(count(fake, register), 1)
      assert.strictEqual(yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 7 }), 1)
      for (const stream of streams) assert.deepStrictEqual(yield* details(stream, 1), [7])
      yield* Scope.close(scopes[0]!, Exit.void)
      yield* Scope.close(scopes[2]!, Exit.void)
      assert.strictEqual(count(fake, deregister), 0)
      yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 8 })
      assert.deepStrictEqual(yield* details(streams[1]!, 1), [8])
      yield* Scope.close(scopes[1]!, Exit.void)
      assert.strictEqual(count(fake, deregister), 1)
      // And then again from the beginning.
      const again = yield* connection.events.domain.subscribe(["lifecycle"])
      yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 9 })
      assert.deepStrictEqual(yield* details(again, 1), [9])
    })
  )

  it.effect("the same domain under another number or spelling is the same; all domains are another registration", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const { domain } = connection.events
      yield* Effect.asVoid(domain.subscribe(["lifecycle", "lifecycle"], dom))
      yield* Effect.asVoid(domain.subscribe(["lifecycle"], { ...dom, id: 5, uuid: dom.uuid.toUpperCase() }))
      assert.strictEqual(count(fake, register), 1)
      yield* Effect.asVoid(domain.subscribe(["lifecycle"]))
      yield* Effect.asVoid(domain.subscribe(["reboot"], dom))
      assert.strictEqual(count(fake, register), 3)
    })
  )

  it.effect("a slow reader takes no events from the others", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      const slow = yield* connection.events.domain.subscribe(["lifecycle"])
      const quick = yield* connection.events.domain.subscribe(["lifecycle"])
      const half = eventBuffer / 2 + 20
      for (const round of [0, 1]) {
        for (let i = 0; i < half; i++) {
          yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: round * half + i })
        }
        assert.deepStrictEqual(
          yield* details(quick, half),
          Array.from({ length: half }, (_, i) => round * half + i)
        )
      }
      assert.lengthOf(yield* details(slow, eventBuffer), eventBuffer)
    })
  )

  it.effect("who joins while it is registered waits for that", () =>
    Effect.gen(function* () {
      const { arrived, connection, fake, go } = yield* gated(Effect.succeed({ callbackID: 5 }))
      const subscribe = Effect.asVoid(connection.events.domain.subscribe(["lifecycle"]))
      const first = yield* Effect.forkChild(subscribe, { startImmediately: true })
      yield* Deferred.await(arrived)
      const second = yield* Effect.forkChild(subscribe, { startImmediately: true })
      yield* settle
      assert.isUndefined(second.pollUnsafe())
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(first)
      yield* Fiber.join(second)
      assert.strictEqual(count(fake, register), 1)
    })
  )

  it.effect("a refusal reaches all who wait, and the next one asks again", () =>
    Effect.gen(function* () {
      let refuse = true
      const { arrived, connection, fake, go } = yield* gated(
        Effect.suspend(() =>
          refuse ? Effect.fail({ code: 1, message: "not now" }) : Effect.succeed({ callbackID: 5 })
        )
      )
      const subscribe = Effect.scoped(Effect.asVoid(connection.events.domain.subscribe(["lifecycle"])))
      const waiting = yield* Effect.forEach([1, 2, 3], () =>
        Effect.forkChild(Effect.flip(subscribe), { startImmediately: true })
      )
      yield* Deferred.await(arrived)
      yield* Deferred.succeed(go, undefined)
      for (const fiber of waiting) assert.include((yield* Fiber.join(fiber)).message, "not now")
      assert.strictEqual(count(fake, register), 1)
      refuse = false
      yield* Effect.asVoid(connection.events.domain.subscribe(["lifecycle"]))
      assert.strictEqual(count(fake, register), 2)
    })
  )

  it.effect("who leaves while it is registered does not break it for the others", () =>
    Effect.gen(function* () {
      const { arrived, connection, fake, go } = yield* gated(Effect.succeed({ callbackID: 5 }))
      const subscribe = Effect.asVoid(connection.events.domain.subscribe(["lifecycle"]))
      const first = yield* Effect.forkChild(Effect.scoped(subscribe), { startImmediately: true })
      yield* Deferred.await(arrived)
      const second = yield* Effect.forkChild(subscribe, { startImmediately: true })
      yield* settle
      yield* Fiber.interrupt(first)
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(second)
      assert.strictEqual(count(fake, register), 1)
      assert.strictEqual(count(fake, deregister), 0)
    })
  )

  it.effect("when all have left before the reply, what was registered is deregistered", () =>
    Effect.gen(function* () {
      const { arrived, connection, fake, go } = yield* gated(Effect.succeed({ callbackID: 5 }))
      const subscribe = Effect.scoped(Effect.asVoid(connection.events.domain.subscribe(["lifecycle"])))
      const first = yield* Effect.forkChild(subscribe, { startImmediately: true })
      const second = yield* Effect.forkChild(Effect.flip(LibvirtConnection.withTimeLimit("1 second")(subscribe)), {
        startImmediately: true
      })
      yield* Deferred.await(arrived)
      yield* Fiber.interrupt(first)
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* Fiber.join(second)).reason._tag, "TimedOut")
      yield* Deferred.succeed(go, undefined)
      while (count(fake, deregister) === 0) yield* Effect.yieldNow
      assert.strictEqual(count(fake, register), 1)
    })
  )

  it.effect("who joins while the last one deregisters is registered after it", () =>
    Effect.gen(function* () {
      const arrived = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      let last = 0
      const { connection, fake } = yield* connect({
        handlers: {
          connectDomainEventCallbackRegisterAny: () => Effect.sync(() => ({ callbackID: ++last })),
          connectDomainEventCallbackDeregisterAny: () =>
            Effect.andThen(Deferred.succeed(arrived, undefined), Deferred.await(go))
        }
      })
      const scope = yield* Scope.make()
      yield* Effect.asVoid(Scope.provide(connection.events.domain.subscribe(["lifecycle"]), scope))
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), { startImmediately: true })
      yield* Deferred.await(arrived)
      const joining = yield* Effect.forkChild(Effect.asVoid(connection.events.domain.subscribe(["lifecycle"])), {
        startImmediately: true
      })
      yield* settle
      assert.strictEqual(count(fake, register), 1)
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(closing)
      yield* Fiber.join(joining)
      assert.deepStrictEqual(
        fake.calls.filter((name) => name === register || name === deregister),
        [register, deregister, register]
      )
    })
  )

  it.effect("many come and go at once, in any order: at the end the daemon has what is wanted", () =>
    Effect.gen(function* () {
      const { connection, fake } = yield* connect()
      for (const seed of yield* Seed.forRuns({ runs: 3 })) {
        const source = Seed.prng(seed)
        yield* Effect.forEach(
          Array.from({ length: 100 }, () => ({ before: source.below(20), during: source.below(20) })),
          ({ before, during }) =>
            Effect.gen(function* () {
              for (let i = 0; i < before; i++) yield* Effect.yieldNow
              const fiber = yield* Effect.forkChild(
                Effect.scoped(
                  Effect.andThen(connection.events.domain.subscribe(["lifecycle", "reboot"]), Effect.never)
                ),
                { startImmediately: true }
              )
              for (let i = 0; i < during; i++) yield* Effect.yieldNow
              yield* Fiber.interrupt(fiber)
            }),
          { concurrency: "unbounded" }
        )
        const events = yield* connection.events.domain.subscribe(["lifecycle"])
        assert.strictEqual(yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 3 }), 1, `seed ${seed}`)
        assert.deepStrictEqual(yield* details(events, 1), [3])
      }
    })
  )

  it.live("after a reconnection too: one registration, and a gap for each", () =>
    Effect.gen(function* () {
      const path = `/tmp/cloudwright-shared-${process.pid}.sock`
      const fake = yield* FakeLibvirtd.make()
      yield* fake.listen({ path })
      const connection = yield* LibvirtConnection.openReconnecting(`qemu+unix:///system?socket=${path}`)
      const both = yield* connection.events.domain.subscribe(["lifecycle", "reboot"])
      const one = yield* connection.events.domain.subscribe(["lifecycle"])
      yield* fake.disconnect
      const gap = { _tag: "Gap", cause: "reconnected", missed: undefined }
      assert.deepStrictEqual(yield* details(both, 1), [gap])
      assert.deepStrictEqual(yield* details(one, 1), [gap])
      assert.strictEqual(count(fake, register), 4)
      assert.strictEqual(yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 4 }), 1)
      assert.deepStrictEqual(yield* details(both, 1), [4])
      assert.deepStrictEqual(yield* details(one, 1), [4])
    })
  )

  it.live("an attempt to join while there is no daemon fails alone", () =>
    Effect.gen(function* () {
      const path = `/tmp/cloudwright-joining-${process.pid}.sock`
      let refuse = false
      const fake = yield* FakeLibvirtd.make({
        fault: ({ name }) => (refuse && name === "authList" ? { _tag: "CloseBefore" } : undefined)
      })
      yield* fake.listen({ path })
      const connection = yield* LibvirtConnection.openReconnecting(`qemu+unix:///system?socket=${path}`)
      const events = yield* connection.events.domain.subscribe(["lifecycle"])
      refuse = true
      yield* fake.disconnect
      yield* connection.statusChanges.pipe(
        Stream.filter((status) => status._tag === "Connecting"),
        Stream.take(1),
        Stream.runDrain
      )
      const error = yield* Effect.flip(Effect.scoped(connection.events.domain.subscribe(["lifecycle"])))
      assert.isTrue(error.isRetryable)
      refuse = false
      assert.strictEqual((yield* Stream.runCollect(Stream.take(events, 1)))[0]?._tag, "Gap")
      yield* fake.emit("domain", "lifecycle", { dom, event: 0, detail: 6 })
      assert.deepStrictEqual(yield* details(events, 1), [6])
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
