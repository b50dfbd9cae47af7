import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { TestClock } from "effect/testing"
import * as Intent from "../../src/overlay/Intent.ts"
import type { Status } from "../../src/overlay/OverlayDriver.ts"
import * as OverlaySettings from "../../src/overlay/OverlaySettings.ts"
import * as OverlayDriverSuite from "../../src/testing/OverlayDriverSuite.ts"
import * as Packet from "../../src/topology/Packet.ts"
import { network as net, open, port, stateOf } from "./inputs.ts"
import type { Input } from "./inputs.ts"
import { byName, states } from "./states.ts"
import { network } from "./support.ts"

const intentOf = (settings: OverlaySettings.OverlaySettings, ...inputs: ReadonlyArray<Input>) =>
  Result.getOrThrow(Intent.intentOf(stateOf(...inputs), { settings }))
const hosts = OverlaySettings.make({
  hosts: [{ id: "hv1" }, { id: "hv2" }],
  links: [{ id: "l", hosts: ["hv1", "hv2"] }]
})
const two = [
  open("blue"),
  net("blue", "web"),
  port("blue", "p1", "web", "10.0.0.11", 1, { host: "hv1" }),
  port("blue", "p2", "web", "10.0.0.12", 2, { host: "hv2" })
] as const
const ping = Packet.make({
  entry: { _tag: "Port", port: "p1" },
  source: "10.0.0.11",
  destination: "10.0.0.12",
  protocol: 1,
  icmpType: 8,
  icmpCode: 0
})

const subject = Effect.map(network, ({ driver, simulated }) => ({
  driver,
  held: simulated.held,
  spoil: (random: { readonly pick: <A>(values: ReadonlyArray<A>) => A; readonly below: (limit: number) => number }) =>
    Effect.gen(function* () {
      const { id, value, what } = random.pick(yield* simulated.held)
      const altered = { ...(value as object), spoilt: true }
      if (random.below(3) === 0) yield* simulated.control.tamper(what, `${id}x`, altered)
      else yield* simulated.control.tamper(what, id, random.pick([undefined, altered]))
    })
}))

describe("SimulatedOverlay keeps the laws of drivers", () => {
  const options = { name: "simulated", fresh: subject, states }
  it.effect("any state to any other", () => OverlayDriverSuite.anyToAny({ ...options, runs: 6 }))
  it.effect("drift is found and repaired", () => OverlayDriverSuite.repairs({ ...options, runs: 40 }))

  it.effect("the laws find a driver that forgets, one that does nothing, and one that is never done", () =>
    Effect.gen(function* () {
      const broken = (change: (driver: Effect.Success<typeof subject>["driver"]) => object) =>
        Effect.map(subject, (each) => ({ ...each, driver: { ...each.driver, ...change(each.driver) } }))
      const first = <A>(found: ReadonlyArray<A>) => found.slice(0, 0)
      const empty = byName("empty")
      const nothing = Result.getOrThrow(Intent.intentOf(empty.state, { settings: empty.settings }))
      const forgetful = broken((driver) => ({
        realise: (intent: Intent.Intent) => (intent.parts.size > 4 ? driver.realise(nothing) : driver.realise(intent))
      }))
      const restless = broken((driver) => ({
        realise: (intent: Intent.Intent) => Effect.map(driver.realise(intent), (done) => ({ ...done, changes: 1 }))
      }))
      const blind = broken((driver) => ({ drift: (intent: Intent.Intent) => Effect.map(driver.drift(intent), first) }))
      const failing = (fresh: typeof forgetful, law: typeof OverlayDriverSuite.anyToAny) =>
        Effect.map(Effect.flip(law({ ...options, fresh, runs: 10 })), (error) =>
          "detail" in error ? error.detail : ""
        )
      assert.match(yield* failing(forgetful, OverlayDriverSuite.anyToAny), /^drift/)
      assert.match(yield* failing(restless, OverlayDriverSuite.anyToAny), /^applying again/)
      assert.match(yield* failing(blind, OverlayDriverSuite.repairs), /not found/)
    })
  )
})

describe("SimulatedOverlay", () => {
  it.effect("a slow host has it later, a crashed one not at all, and is not waited for", () =>
    Effect.gen(function* () {
      const { driver, simulated } = yield* network
      const { control } = simulated
      yield* driver.realise(intentOf(hosts, ...two))
      assert.strictEqual((yield* simulated.send(ping)).verdict._tag, "Delivered")
      yield* control.slow("hv1", "10 seconds")
      const closed = two.map((each): Input =>
        each[0] === "Port" ? [each[0], { ...each[1], securityGroups: [] }] : each
      )
      const done = yield* driver.realise(intentOf(hosts, ...closed))
      assert.strictEqual((yield* simulated.send(ping)).verdict._tag, "Delivered")
      const early = yield* Effect.forkChild(Effect.flip(driver.settled(done, "5 seconds")))
      const late = yield* Effect.forkChild(driver.settled(done, "1 minute"))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual((yield* Fiber.join(early)).reason._tag, "TimeLimit")
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* Fiber.join(late), { hosts: ["hv1", "hv2"], absent: [] })
      assert.strictEqual((yield* simulated.send(ping)).verdict._tag, "Dropped")
      yield* control.crash("hv1")
      const open = yield* driver.realise(intentOf(hosts, ...two))
      assert.deepStrictEqual(yield* driver.settled(open, "1 second"), { hosts: ["hv2"], absent: ["hv1"] })
      yield* control.restart("hv1")
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* simulated.send(ping)).verdict._tag, "Delivered")
    })
  )

  it.effect("a cut cable stops packets between hosts", () =>
    Effect.gen(function* () {
      const { driver, simulated } = yield* network
      yield* driver.realise(intentOf(hosts, ...two))
      yield* simulated.control.cut("l")
      const { verdict } = yield* simulated.send(ping)
      assert.isTrue(verdict._tag === "Dropped" && verdict.reason === "Underlay")
      yield* simulated.control.mend("l")
      assert.strictEqual((yield* simulated.send(ping)).verdict._tag, "Delivered")
    })
  )

  it.effect("does all or nothing, whatever becomes of the reply", () =>
    Effect.gen(function* () {
      const { driver, simulated } = yield* network
      const intent = intentOf(hosts, ...two)
      for (const fault of ["refuse", "unreachable", "lost-before"] as const) {
        yield* simulated.control.fail(fault)
        yield* Effect.flip(driver.realise(intent))
        assert.deepStrictEqual(yield* simulated.held, [])
      }
      yield* simulated.control.fail("lost-after")
      const { reason } = yield* Effect.flip(driver.realise(intent))
      assert.isTrue(reason._tag === "Unreachable" && reason.outcome === "unknown")
      assert.deepStrictEqual(yield* driver.drift(intent), [])
      assert.strictEqual((yield* driver.realise(intent)).changes, 0)
    })
  )

  it.effect("tells statuses: all, then every change", () =>
    Effect.gen(function* () {
      const { driver, simulated } = yield* network
      const balanced = byName("balancer on a network")
      const failover = byName("three hosts, gateway with a substitute")
      const meaning = ({ settings, state }: typeof balanced) => Result.getOrThrow(Intent.intentOf(state, { settings }))
      yield* driver.realise(meaning(balanced))
      const seen: Array<Status> = []
      const next = (count: number) =>
        Effect.map(Stream.runCollect(Stream.take(driver.statuses, count)), (all) => void seen.push(...all))
      yield* next(5)
      assert.deepStrictEqual(seen.map(({ _tag }) => _tag).sort(), ["Member", "Member", "Port", "Port", "Port"])
      yield* simulated.control.member("blue-lb/http/m1", false)
      const down = Array.from(yield* Stream.runCollect(Stream.take(driver.statuses, 5)))
      assert.deepStrictEqual(
        down.filter((each) => each._tag === "Member" && !each.healthy),
        [{ _tag: "Member", member: "blue-lb/http/m1", healthy: false }]
      )
      yield* driver.realise(meaning(failover))
      const gateway = Effect.map(Stream.runCollect(Stream.take(driver.statuses, 3)), (all) =>
        Array.from(all).flatMap((each) => (each._tag === "Gateway" ? [each.host] : []))
      )
      assert.deepStrictEqual(yield* gateway, ["hv3"])
      yield* simulated.control.crash("hv3")
      assert.deepStrictEqual(yield* gateway, ["hv2"])
    })
  )
})
