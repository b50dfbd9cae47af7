/**
 * The workbench of the conformance suite: its environment, its checks, and VMs that are gone when a case ends.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import type * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import type * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { HostCapabilities, Hypervisor, Hypervisors } from "../../Hypervisor.ts"
import type { HypervisorError } from "../../HypervisorError.ts"
import { HypervisorEvent } from "../../HypervisorEvent.ts"
import type { PowerState } from "../../PowerState.ts"
import { isActive } from "../../PowerState.ts"
import { DiskTarget, VmDisk, VmGraphics, VmName, type VmNic, VmSpec } from "../../VmSpec.ts"

/**
 * The driver, or what an independent observer saw of it, is not as the contract says.
 *
 * @since 0.1.0
 * @category errors
 */
export class SuiteFailure extends Schema.TaggedError<SuiteFailure>()("SuiteFailure", {
  what: Schema.String,
  expected: Schema.String,
  actual: Schema.String
}) {
  override get message(): string {
    return `${this.what}: expected ${this.expected}, got ${this.actual}`
  }
}

/**
 * What an independent observer sees of a machine's definition, or of the running machine. `path` of a disk is its file.
 *
 * @since 0.1.0
 * @category models
 */
export interface ObservedMachine {
  readonly vcpus: number
  readonly maxVcpus: number
  readonly memory: bigint
  readonly maxMemory: bigint
  readonly disks: ReadonlyArray<{ readonly target: string; readonly path: string }>
  readonly nics: ReadonlyArray<{ readonly mac: string; readonly linkUp: boolean }>
}

/**
 * What an independent observer sees of a domain. `definition` is that for the next start, `live` the running machine.
 *
 * @since 0.1.0
 * @category models
 */
export interface ObservedDomain {
  readonly name: string
  readonly state: PowerState
  readonly persistent: boolean
  readonly hasManagedSave: boolean
  readonly snapshots: ReadonlyArray<string>
  readonly definition: ObservedMachine | undefined
  readonly live: ObservedMachine | undefined
}

/**
 * Sees what is on the host without using the driver under test.
 *
 * @since 0.1.0
 * @category models
 */
export interface Observer {
  readonly domain: (id: Ids.VmId) => Effect.Effect<ObservedDomain | undefined, SuiteFailure>
  readonly fileExists: (path: string) => Effect.Effect<boolean, SuiteFailure>
  /** Bytes a disk image holds. */
  readonly capacity: (path: string) => Effect.Effect<bigint, SuiteFailure>
}

/**
 * Where the suite runs.
 *
 * - `makeDisk` makes an empty image on the host; `prefix` begins the names of the VMs.
 * - `machine` says what a VM needs to run here: `blank` has no operating system and never answers anything; `guest` boots
 *   Linux with an agent, obeys the power button, and has a shell on its serial console.
 * - `nic`: a network card with the given MAC address that can be plugged in here.
 * - `makeForeign` makes a stopped domain with another program than the driver; the environment removes it if it is there
 *   still when the suite ends.
 * - `guestMemory` in bytes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Environment {
  readonly hypervisors: Hypervisors["Service"]
  readonly host: HostRef.HostRef
  readonly observe: Observer
  readonly prefix: string
  readonly guestMemory: ByteSize.ByteSize
  readonly makeDisk: (options: {
    readonly format: DiskSource.DiskFormat
    readonly size: ByteSize.ByteSize
  }) => Effect.Effect<Extract<DiskSource.DiskSource, { readonly _tag: "File" }>, SuiteFailure>
  readonly machine: (
    id: Ids.VmId,
    kind: "blank" | "guest"
  ) => Effect.Effect<Pick<VmSpec, "machine" | "acceleration" | "boot">, SuiteFailure>
  readonly nic: (mac: MacAddress) => VmNic
  readonly makeForeign: (name: string) => Effect.Effect<Ids.VmId, SuiteFailure>
}

/** Everything a case works with. */
export interface Bench extends Environment {
  readonly driver: Hypervisor
  readonly capabilities: HostCapabilities
  /** How many ids and MAC addresses were handed out. */
  readonly counter: { value: number }
  readonly guestLock: Semaphore.Semaphore
  readonly guest: { spec: VmSpec | undefined }
}

/**
 * The suite's workbench: the environment, and the one guest that cases share.
 *
 * @since 0.1.0
 * @category services
 */
export class HypervisorBench extends Context.Service<HypervisorBench, Bench>()(
  "@cloudwright/compute/testing/HypervisorBench"
) {}

/** What a case may fail with. */
export type Failure = SuiteFailure | HypervisorError

/** A part of a case. */
export type Check<A = void> = Effect.Effect<A, Failure, HypervisorBench>

const show = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? `${item}n` : item)) ?? "undefined"

/** Fails unless the two are equal by value. */
export const expect = (what: string, actual: unknown, expected: unknown): Effect.Effect<void, SuiteFailure> =>
  Equal.equals(actual, expected)
    ? Effect.void
    : Effect.fail(new SuiteFailure({ what, expected: show(expected), actual: show(actual) }))

/** Fails unless the condition holds. */
export const expectThat = (what: string, holds: boolean, actual: unknown): Effect.Effect<void, SuiteFailure> =>
  holds ? Effect.void : Effect.fail(new SuiteFailure({ what, expected: "it holds", actual: show(actual) }))

/** Fails unless the call is refused for the named reason; gives the reason back. */
export const expectRefused = <A, Tag extends HypervisorError["reason"]["_tag"], R>(
  what: string,
  tag: Tag,
  call: Effect.Effect<A, HypervisorError, R>
): Effect.Effect<Extract<HypervisorError["reason"], { readonly _tag: Tag }>, SuiteFailure, R> =>
  Effect.matchEffect(call, {
    onSuccess: () => Effect.fail(new SuiteFailure({ what, expected: tag, actual: "success" })),
    onFailure: (error) =>
      isReason(error.reason, tag)
        ? Effect.succeed(error.reason)
        : Effect.fail(new SuiteFailure({ what, expected: tag, actual: error.message }))
  })

const isReason = <Tag extends HypervisorError["reason"]["_tag"]>(
  reason: HypervisorError["reason"],
  tag: Tag
): reason is Extract<HypervisorError["reason"], { readonly _tag: Tag }> => reason._tag === tag

/** Asks every 200 milliseconds until the answer will do, for at most a minute. */
export const eventually = <A, E, R>(
  what: string,
  ask: Effect.Effect<A, E, R>,
  good: (answer: A) => boolean
): Effect.Effect<A, E | SuiteFailure, R> =>
  Effect.gen(function* () {
    for (let attempt = 0; attempt < 300; attempt++) {
      const answer = yield* ask
      if (good(answer)) return answer
      yield* Effect.sleep("200 millis")
    }
    return yield* new SuiteFailure({ what, expected: "it within a minute", actual: show(yield* ask) })
  })

/** The observer's view of a domain that must be there. */
export const observed = (id: Ids.VmId): Check<ObservedDomain> =>
  HypervisorBench.use(({ observe }) =>
    Effect.filterOrFail(
      observe.domain(id),
      (domain) => domain !== undefined,
      () => new SuiteFailure({ what: "observer", expected: `domain ${id}`, actual: "none" })
    )
  )

/** Driver and observer agree that the domain is in this state. */
export const expectState = (id: Ids.VmId, state: PowerState): Check =>
  Effect.gen(function* () {
    const { driver } = yield* HypervisorBench
    yield* expect("the state the driver reports", (yield* driver.get(id)).state, state)
    yield* expect("the state the observer sees", (yield* observed(id)).state, state)
  })

/** Neither driver nor observer knows the domain, and no seed of it is left. */
export const expectGone = (id: Ids.VmId): Check =>
  Effect.gen(function* () {
    const { driver, observe } = yield* HypervisorBench
    yield* expect("the domain the observer sees", yield* observe.domain(id), undefined)
    const listed = (yield* driver.list).some((domain) => domain.id === id)
    yield* expect("the domain is listed", listed, false)
    yield* expect("its seed is listed", (yield* driver.listSeeds).includes(id), false)
  })

/** What a spec should look like to an observer. */
export const machineOf = (spec: VmSpec): ObservedMachine => ({
  vcpus: spec.vcpus,
  maxVcpus: spec.maxVcpus,
  memory: spec.memory,
  maxMemory: spec.maxMemory,
  disks: spec.disks.map(({ source, target }) => ({ target, path: source._tag === "File" ? source.path : "" })),
  nics: spec.nics.map(({ binding, linkUp }) => ({ mac: binding.mac, linkUp }))
})

/** The driver's definition is this one, and the observer sees the same. */
export const expectDefinition = (spec: VmSpec): Check =>
  Effect.gen(function* () {
    const { driver } = yield* HypervisorBench
    yield* expect("the definition the driver reports", (yield* driver.get(spec.id)).spec, spec)
    yield* expect("the definition the observer sees", (yield* observed(spec.id)).definition, machineOf(spec))
  })

/** Driver and observer agree about definition and running machine, whatever they are. */
export const expectAgreement = (id: Ids.VmId): Check =>
  Effect.gen(function* () {
    const { driver } = yield* HypervisorBench
    const domain = yield* driver.get(id)
    const seen = yield* observed(id)
    yield* expect("the definition the observer sees", seen.definition, domain.spec && machineOf(domain.spec))
    yield* expect("the running machine the observer sees", seen.live, domain.live && machineOf(domain.live))
    yield* expect("the state the observer sees", seen.state, domain.state)
    yield* expect("the snapshots the observer sees", [...seen.snapshots].sort(), names(domain.snapshots))
  })

const names = (snapshots: ReadonlyArray<{ readonly name: string }>) => snapshots.map(({ name }) => name).sort()

/** A number nobody had before. */
export const next: Effect.Effect<number, never, HypervisorBench> = HypervisorBench.use(({ counter }) =>
  Effect.sync(() => ++counter.value)
)

/** An id nobody had before. */
export const newId: Effect.Effect<Ids.VmId, never, HypervisorBench> = Effect.map(next, (n) =>
  Ids.VmId.make(`c10d0000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`)
)

/** A network card with a MAC address nobody had before. */
export const newNic: Effect.Effect<VmNic, never, HypervisorBench> = Effect.gen(function* () {
  const { nic } = yield* HypervisorBench
  const pairs = (yield* next).toString(16).padStart(6, "0").match(/../g) ?? []
  return nic(MacAddress.make(`52:54:00:${pairs.join(":")}`))
})

/** A target by name. */
export const target = (name: string): DiskTarget => DiskTarget.make(name)

/** A new disk for a target. */
export const newDisk = (
  name: string,
  options: { readonly format?: DiskSource.DiskFormat; readonly size?: ByteSize.ByteSize } = {}
): Effect.Effect<VmDisk, SuiteFailure, HypervisorBench> =>
  HypervisorBench.use(({ makeDisk }) =>
    Effect.map(makeDisk({ format: options.format ?? "qcow2", size: options.size ?? ByteSize.mebibytes(8) }), (source) =>
      VmDisk.make({ target: target(name), source })
    )
  )

/** A spec with one qcow2 disk `vda` and one network card. */
export const newSpec = (kind: "blank" | "guest" = "blank"): Effect.Effect<VmSpec, SuiteFailure, HypervisorBench> =>
  Effect.gen(function* () {
    const { guestMemory, machine, prefix } = yield* HypervisorBench
    const id = yield* newId
    const memory = kind === "guest" ? guestMemory : ByteSize.mebibytes(64)
    return VmSpec.make({
      ...(yield* machine(id, kind)),
      id,
      name: VmName.make(`${prefix}-${yield* next}`),
      vcpus: 1,
      maxVcpus: 2,
      memory,
      maxMemory: memory,
      disks: [yield* newDisk("vda")],
      nics: [yield* newNic],
      graphics: VmGraphics.cases.VncSocket.make({})
    })
  })

/** Removes a domain in whatever state it is, with all that is ours. */
export const remove = (id: Ids.VmId): Check =>
  Effect.gen(function* () {
    const { driver } = yield* HypervisorBench
    const summary = (yield* driver.list).find((domain) => domain.id === id)
    if (summary !== undefined && isActive(summary.state)) yield* driver.destroy(id)
    if (summary !== undefined) yield* driver.undefine(id)
    yield* driver.removeSeed(id)
  })

/** Runs a case on ids that are nobody's when it begins, and removes and looks for what is left when it has ended. */
export const cleanly = <A>(id: Ids.VmId, body: Check<A>): Check<A> =>
  body.pipe(
    Effect.onError(() => Effect.ignore(remove(id))),
    Effect.tap(() => remove(id)),
    Effect.tap(() => expectGone(id))
  )

/** A defined, stopped VM for the length of a case. */
export const withVm = (body: (spec: VmSpec) => Check, adapt: (spec: VmSpec) => VmSpec = (spec) => spec): Check =>
  Effect.gen(function* () {
    const { driver } = yield* HypervisorBench
    const spec = adapt(yield* newSpec())
    yield* cleanly(spec.id, Effect.andThen(driver.define(spec), body(spec)))
  })

/** The same, running. Nobody is at home in it. */
export const withMachine = (body: (spec: VmSpec) => Check, adapt?: (spec: VmSpec) => VmSpec): Check =>
  withVm((spec) => HypervisorBench.use(({ driver }) => Effect.andThen(driver.start(spec.id), body(spec))), adapt)

/** Runs an action and gives the events of one domain that come until one of them is the last that is wanted. */
export const eventsDuring = <A>(
  id: Ids.VmId,
  action: Check<A>,
  last: (event: HypervisorEvent) => boolean
): Check<ReadonlyArray<HypervisorEvent>> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      const events = yield* Queue.bounded<HypervisorEvent>(1_024)
      const reader = yield* driver.events.pipe(
        Stream.runForEach((event) => Queue.offer(events, event)),
        Effect.forkScoped({ startImmediately: true })
      )
      yield* listening(events)
      yield* action
      const seen: Array<HypervisorEvent> = []
      const collect = Effect.gen(function* () {
        for (;;) {
          const event = yield* Queue.take(events)
          if (event._tag === "Gap" || event.id !== id) continue
          seen.push(event)
          if (last(event)) return
        }
      })
      yield* Effect.timeoutOrElse(Effect.raceFirst(collect, Effect.andThen(Fiber.join(reader), Effect.never)), {
        duration: "60 seconds",
        orElse: () =>
          Effect.fail(new SuiteFailure({ what: "events", expected: "the last one wanted", actual: show(seen) }))
      })
      return seen
    })
  )

// The contract has no sign that a reader of events listens. An event of our own making is one.
const listening = (events: Queue.Dequeue<HypervisorEvent>): Check =>
  Effect.gen(function* () {
    const { driver } = yield* HypervisorBench
    const probe = yield* newSpec()
    const heard = Effect.repeat(Queue.take(events), {
      until: (event) => event._tag === "Defined" && event.id === probe.id
    })
    yield* cleanly(
      probe.id,
      eventually(
        "an event arrives",
        driver.define(probe).pipe(
          Effect.andThen(Effect.timeoutOption(heard, "100 millis")),
          Effect.tap(() => driver.undefine(probe.id))
        ),
        Option.isSome
      )
    )
  })

/** The states of a run of events, in order. */
export const statesOf = (events: ReadonlyArray<HypervisorEvent>): ReadonlyArray<PowerState> =>
  events.flatMap((event) => (HypervisorEvent.guards.StateChanged(event) ? [event.state] : []))
