/**
 * The operations on definitions and on the power of domains.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as DomainXml from "../DomainXml.ts"
import type { GuestSignal, Hypervisor } from "../Hypervisor.ts"
import type { VmSpec } from "../VmSpec.ts"
import { active, inactive, patience, unfit } from "./driverRules.ts"
import { type Failure, missingPath, reason, textOf } from "./libvirtErrors.ts"
import {
  change,
  currentXml,
  domainOf,
  type Host,
  inactiveXml,
  isManaged,
  isPersistent,
  type Link,
  of,
  requireManaged,
  run,
  stateOf,
  waitFor
} from "./libvirtHost.ts"
import { readCapabilities, readCapacity } from "./libvirtNode.ts"
import { namespace } from "./xmlDomain.ts"

type Lifecycle = Pick<
  Hypervisor,
  | "define"
  | "undefine"
  | "adopt"
  | "start"
  | "shutdown"
  | "destroy"
  | "suspend"
  | "resume"
  | "reboot"
  | "reset"
  | "managedSave"
  | "discardManagedSave"
>

const { VIR_DOMAIN_AFFECT_CONFIG, VIR_DOMAIN_AFFECT_LIVE } = Constants.DomainModificationImpact
const U = Constants.DomainUndefineFlagsValues

// --- define -----------------------------------------------------------------------------------------------------------

/** Stores a definition and makes sure that the host now has what was asked for. */
export const store = (link: Link, xml: string, spec: VmSpec): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* link.change(
      link.call.domainDefineXmlFlags({ xml, flags: 0 }).pipe(
        Effect.mapError((error): Failure => {
          if (error.reason._tag !== "AlreadyExists") return error
          return reason.VmExists.make({ by: /already defined/.test(error.reason.text) ? "id" : "name" })
        })
      )
    )
    const stored = yield* DomainXml.decode(yield* inactiveXml(link, spec.id))
    const differing = DomainXml.differingFields(stored, spec)
    if (differing.length > 0) {
      const detail = `libvirt stored another ${differing.join(", ")} than was asked for`
      return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
    }
  })

const absent = (error: LibvirtError) => error.reason._tag === "NoDomain"

const define = (link: Link, asked: VmSpec): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const fresh = yield* DomainXml.encode(asked)
    const managed = yield* isManaged(link, asked.id).pipe(Effect.catchIf(absent, () => Effect.undefined))
    if (managed === false) return yield* Effect.fail(reason.NotManaged.make({}))
    const problem = unfit(yield* readCapabilities(link), (yield* readCapacity(link)).memory, asked)
    if (managed === undefined || !(yield* isPersistent(link, asked.id))) {
      if (problem !== undefined) return yield* Effect.fail(problem)
      return yield* store(link, fresh, asked)
    }
    const xml = yield* inactiveXml(link, asked.id)
    const facts = yield* DomainXml.facts(xml)
    if (facts.name !== asked.name) return yield* Effect.fail(reason.VmExists.make({ by: "id" }))
    if (problem !== undefined) return yield* Effect.fail(problem)
    const spec = DomainXml.withOverlays(asked, facts)
    // A definition that another tool has changed beyond our words is replaced as a whole.
    const old = yield* DomainXml.decode(xml).pipe(Effect.orElseSucceed(() => undefined))
    if (old !== undefined && DomainXml.sameSpec(old, spec)) return
    const next = old === undefined ? DomainXml.encode(spec) : DomainXml.update(xml, spec)
    yield* store(link, yield* next, spec)
  })

/** Puts our mark on a domain, in its definition and in its running form, where it has them. */
export const mark = (link: Link, id: Ids.VmId, metadata: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const flags =
      ((yield* isPersistent(link, id)) ? VIR_DOMAIN_AFFECT_CONFIG : 0) |
      (active.includes(yield* stateOf(link, id)) ? VIR_DOMAIN_AFFECT_LIVE : 0)
    const type = Constants.DomainMetadataType.VIR_DOMAIN_METADATA_ELEMENT
    yield* link.change(
      link.call.domainSetMetadata({ dom: domainOf(id), type, metadata, key: "cw", uri: namespace, flags })
    )
  })

/** The mark of a domain that was made by others. */
export const bareMark = `<domain/>`

// --- start ------------------------------------------------------------------------------------------------------------

/** Refuses a document whose display others than this host could reach. */
export const requireClosed = (xml: string): Effect.Effect<void, Failure> =>
  DomainXml.facts(xml).pipe(
    Effect.flatMap(({ graphics }) => {
      const open = graphics.find(({ closed }) => !closed)
      if (open === undefined) return Effect.void
      const detail = `the ${open.type} display listens on ${open.address ?? "all addresses"} or has no password`
      return Effect.fail(reason.InvalidSpec.make({ field: "graphics", detail }))
    })
  )

/** Asks the host to open each disk file, in the format of the definition: it says so if one is not there. */
const requireDisks = (link: Link, id: Ids.VmId, xml: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    for (const { path, target } of (yield* DomainXml.facts(xml)).disks) {
      if (path === undefined) continue
      yield* link.call.domainGetBlockInfo({ dom: domainOf(id), path: target, flags: 0 }).pipe(
        Effect.catchIf(
          (error) => /No such file or directory|No such device/.test(textOf(error)),
          (error) => Effect.fail(reason.DiskMissing.make({ target, path: missingPath(textOf(error)) ?? path }))
        ),
        // What else keeps the host from looking is for the start itself to say.
        Effect.catchIf(
          (failure): failure is LibvirtError => failure instanceof LibvirtError && "text" in failure.reason,
          () => Effect.void
        )
      )
    }
  })

const diskMissing = (xml: string) => (error: LibvirtError) =>
  DomainXml.facts(xml).pipe(
    Effect.flatMap(({ disks }): Effect.Effect<never, Failure> => {
      const path = missingPath(textOf(error))
      if (path === undefined) return Effect.fail(error)
      const disk = disks.find((disk) => disk.path === path || disk.backing.includes(path))
      return Effect.fail(reason.DiskMissing.make({ target: disk?.target ?? "", path }))
    })
  )

const start = (link: Link, id: Ids.VmId, paused: boolean): Effect.Effect<void, Failure> =>
  change(link, id, inactive, () =>
    Effect.gen(function* () {
      const dom = domainOf(id)
      const xml = yield* inactiveXml(link, id)
      yield* requireClosed(xml)
      if ((yield* link.call.domainHasManagedSaveImage({ dom, flags: 0 })).result === 1) {
        const flags = Constants.DomainSaveImageXMLFlags.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE
        const saved = yield* Effect.option(link.call.domainManagedSaveGetXmlDesc({ dom, flags }))
        // A broken image has no document; libvirt says at the start what is wrong with it.
        if (saved._tag === "Some") yield* requireClosed(saved.value.xml)
      }
      yield* requireDisks(link, id, xml)
      const asked = yield* DomainXml.decode(xml).pipe(
        Effect.map(({ memory }) => memory),
        Effect.option
      )
      const { memoryFree } = yield* readCapacity(link)
      if (asked._tag === "Some" && asked.value > memoryFree) {
        return yield* Effect.fail(reason.NotEnoughMemory.make({ asked: asked.value, available: memoryFree }))
      }
      const flags = paused ? Constants.DomainCreateFlags.VIR_DOMAIN_START_PAUSED : 0
      yield* link.call.domainCreateWithFlags({ dom, flags }).pipe(Effect.catch(diskMissing(xml)))
    })
  )

// --- shutdown and reboot ------------------------------------------------------------------------------------------------

/** The signal to use: for `auto` the agent where it is connected. */
const signalFor = (link: Link, id: Ids.VmId, signal: GuestSignal): Effect.Effect<"agent" | "acpi", Failure> =>
  Effect.gen(function* () {
    if (signal === "acpi") return signal
    const { agentConnected } = yield* DomainXml.facts(yield* currentXml(link, id))
    if (signal === "auto") return agentConnected ? "agent" : "acpi"
    if (agentConnected) return signal
    return yield* Effect.fail(reason.AgentUnavailable.make({ detail: "the guest agent is not connected" }))
  })

/** Sends the signal; with `auto` an agent that does not answer as it should in time is replaced by the power button. */
const send = (
  link: Link,
  id: Ids.VmId,
  signal: GuestSignal,
  time: Duration.Duration,
  by: { readonly [K in "agent" | "acpi"]: Effect.Effect<void, LibvirtError> }
): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const chosen = yield* signalFor(link, id, signal)
    if (chosen === "acpi" || signal !== "auto") return yield* by[chosen]
    const obstinate = ({ reason }: LibvirtError) =>
      "text" in reason && reason._tag !== "OperationInvalid" && reason._tag !== "NoDomain"
    yield* by.agent.pipe(
      Effect.catchIf(obstinate, () => by.acpi),
      Effect.timeoutOrElse({ duration: time, orElse: () => by.acpi })
    )
  })

/** Whether the domain has no process any more; one that is gone altogether has none. */
const isOff = (link: Link, id: Ids.VmId): Effect.Effect<boolean, Failure> =>
  stateOf(link, id).pipe(
    Effect.map((state) => inactive.includes(state)),
    Effect.catchIf(
      (failure) => failure instanceof LibvirtError && failure.reason._tag === "NoDomain",
      () => Effect.succeed(true)
    )
  )

const shutdown = (
  host: Host,
  id: Ids.VmId,
  options: { readonly signal?: GuestSignal; readonly timeout?: Duration.Input } = {}
) => {
  const timeout = Duration.fromInputUnsafe(options.timeout ?? "60 seconds")
  const signal = options.signal ?? "auto"
  const dom = domainOf(id)
  const F = Constants.DomainShutdownFlagValues
  return run(host, { name: "shutdown", vm: id, limit: "own" }, (link) =>
    Effect.gen(function* () {
      const wakeUps = yield* link.feed
      const by = {
        agent: link.call.domainShutdownFlags({ dom, flags: F.VIR_DOMAIN_SHUTDOWN_GUEST_AGENT }),
        acpi: link.call.domainShutdownFlags({ dom, flags: F.VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN })
      }
      const ask = change(link, id, ["running"], () => send(link, id, signal, patience(timeout), by))
      const [asked] = yield* Effect.timed(limited(host)(ask))
      // Whether pressing again helps is for the wait to say.
      const insist = Effect.ignore(by.acpi).pipe(Effect.delay(patience(timeout)), Effect.forever)
      if (signal === "auto") yield* Effect.forkScoped(insist)
      yield* waitFor(isOff(link, id), of(id, wakeUps), timeout, Duration.subtract(timeout, asked))
    }).pipe(Effect.scoped)
  )
}

const limited =
  (host: Host) =>
  <A>(self: Effect.Effect<A, Failure>): Effect.Effect<A, Failure> =>
    Effect.timeoutOrElse(self, {
      duration: host.limits.short,
      orElse: () => Effect.fail(reason.TimedOut.make({ afterMillis: Duration.toMillis(host.limits.short) }))
    })

// --- the operations -----------------------------------------------------------------------------------------------------

/** The operations. */
export const make = (host: Host): Lifecycle => ({
  define: Effect.fn("Hypervisor.define")((spec) =>
    run(host, { name: "define", vm: spec.id }, (link) => host.definitions.run(spec.id, () => define(link, spec)))
  ),
  undefine: Effect.fn("Hypervisor.undefine")((id) =>
    run(host, { name: "undefine", vm: id }, (link) =>
      change(link, id, inactive, () =>
        link.call.domainUndefineFlags({
          dom: domainOf(id),
          flags:
            U.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
            U.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            U.VIR_DOMAIN_UNDEFINE_NVRAM |
            U.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA |
            U.VIR_DOMAIN_UNDEFINE_TPM
        })
      )
    )
  ),
  adopt: Effect.fn("Hypervisor.adopt")((id) =>
    run(host, { name: "adopt", vm: id }, (link) =>
      Effect.gen(function* () {
        if (yield* isManaged(link, id)) return
        yield* mark(link, id, bareMark)
      })
    )
  ),
  start: Effect.fn("Hypervisor.start")((id, options) =>
    run(host, { name: "start", vm: id, limit: "long" }, (link) => start(link, id, options?.paused === true))
  ),
  shutdown: Effect.fn("Hypervisor.shutdown")((id, options) => shutdown(host, id, options)),
  destroy: Effect.fn("Hypervisor.destroy")((id) =>
    run(host, { name: "destroy", vm: id }, (link) =>
      change(link, id, active, () => link.call.domainDestroyFlags({ dom: domainOf(id), flags: 0 }))
    )
  ),
  suspend: Effect.fn("Hypervisor.suspend")((id) =>
    run(host, { name: "suspend", vm: id }, (link) =>
      change(link, id, ["running", "paused"], (state) =>
        state === "paused" ? Effect.void : link.call.domainSuspend({ dom: domainOf(id) })
      )
    )
  ),
  resume: Effect.fn("Hypervisor.resume")((id) =>
    run(host, { name: "resume", vm: id }, (link) =>
      change(link, id, ["paused"], () => link.call.domainResume({ dom: domainOf(id) }))
    )
  ),
  reboot: Effect.fn("Hypervisor.reboot")((id, options) =>
    run(host, { name: "reboot", vm: id }, (link) =>
      change(link, id, active, () => {
        const dom = domainOf(id)
        const F = Constants.DomainRebootFlagValues
        return send(link, id, options?.signal ?? "auto", patience(Duration.infinity), {
          agent: link.call.domainReboot({ dom, flags: F.VIR_DOMAIN_REBOOT_GUEST_AGENT }),
          acpi: link.call.domainReboot({ dom, flags: F.VIR_DOMAIN_REBOOT_ACPI_POWER_BTN })
        })
      })
    )
  ),
  reset: Effect.fn("Hypervisor.reset")((id) =>
    run(host, { name: "reset", vm: id }, (link) =>
      change(link, id, active, () => link.call.domainReset({ dom: domainOf(id), flags: 0 }))
    )
  ),
  managedSave: Effect.fn("Hypervisor.managedSave")((id) =>
    run(host, { name: "managedSave", vm: id, limit: "long" }, (link) =>
      change(link, id, ["running", "paused"], () => link.call.domainManagedSave({ dom: domainOf(id), flags: 0 }))
    )
  ),
  discardManagedSave: Effect.fn("Hypervisor.discardManagedSave")((id) =>
    run(host, { name: "discardManagedSave", vm: id }, (link) =>
      Effect.gen(function* () {
        yield* requireManaged(link, id)
        const dom = domainOf(id)
        if ((yield* link.call.domainHasManagedSaveImage({ dom, flags: 0 })).result === 0) return
        yield* link.change(link.call.domainManagedSaveRemove({ dom, flags: 0 }))
      })
    )
  )
})
