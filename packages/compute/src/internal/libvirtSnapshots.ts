/**
 * Snapshots.
 *
 * An internal snapshot lives in the qcow2 disks, with the memory of a running machine. An external one puts a new qcow2
 * overlay on each writable disk file; the domain's spec names the overlays from then on, and our mark remembers what is
 * below them, so that defining an older spec does not throw them away.
 *
 * What libvirt 9 can do with them: go back to internal ones only. Deleting an external one merges its overlay into the
 * file below and removes the overlay, as a block job of QEMU; for a stopped domain QEMU is started for it, paused, so that
 * the guest does not run.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import type { DomainSnapshot } from "@cloudwright/libvirt/generated/Common"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as DomainXml from "../DomainXml.ts"
import type { Hypervisor, Snapshot } from "../Hypervisor.ts"
import type { PowerState } from "../PowerState.ts"
import { isActive } from "../PowerState.ts"
import { overlayPath, unfitSnapshotName } from "./driverRules.ts"
import { type Failure, reason } from "./libvirtErrors.ts"
import {
  change,
  currentXml,
  document,
  domainOf,
  type Host,
  inactiveXml,
  isManaged,
  type Link,
  requireManaged,
  requireState,
  run,
  stateOf
} from "./libvirtHost.ts"
import { bareMark, mark, requireClosed } from "./libvirtLifecycle.ts"
import { attribute, element, elements, find, print, text, type XmlElement } from "./xml.ts"

type Snapshots = Pick<Hypervisor, "createSnapshot" | "revertSnapshot" | "deleteSnapshot">

const { VIR_DOMAIN_SNAPSHOT_XML_SECURE } = Constants.DomainSnapshotXMLFlags

const states = new Map<string, PowerState>([
  ["running", "running"],
  ["blocked", "running"],
  ["paused", "paused"],
  ["pmsuspended", "sleeping"],
  ["crashed", "crashed"]
])

/** A snapshot with the element that describes it (libvirt's formatsnapshot). */
interface Found {
  readonly snapshot: Snapshot
  readonly handle: DomainSnapshot
  readonly element: XmlElement
}

const disksOf = (at: XmlElement) => elements(find(at, "disks"), "disk")

const read = (link: Link, handle: DomainSnapshot): Effect.Effect<Found, Failure> =>
  Effect.gen(function* () {
    const { xml } = yield* link.call.domainSnapshotGetXmlDesc({ snap: handle, flags: VIR_DOMAIN_SNAPSHOT_XML_SECURE })
    const at = yield* document(xml)
    const { current } = yield* link.call.domainSnapshotIsCurrent({ snap: handle, flags: 0 })
    const memory = attribute(at, "memory", "snapshot") ?? "no"
    const external = memory === "external" || disksOf(at).some((disk) => disk.attributes["snapshot"] === "external")
    return {
      handle,
      element: at,
      snapshot: {
        name: handle.name,
        kind: external ? "external" : "internal",
        // A picture of the disks alone is what a machine finds after its plug was pulled.
        state: states.get(text(find(at, "state")) ?? "") ?? "off",
        withMemory: memory !== "no",
        parent: text(find(at, "parent", "name")),
        current: current === 1
      }
    }
  })

const readAll = (link: Link, id: Ids.VmId): Effect.Effect<ReadonlyArray<Found>, Failure> =>
  link.call
    .domainListAllSnapshots({ dom: domainOf(id), needResults: 1, flags: 0 })
    .pipe(
      Effect.flatMap(({ snapshots }) => Effect.forEach(snapshots, (handle) => read(link, handle), { concurrency: 4 }))
    )

/** The snapshots of a domain. */
export const listSnapshots = (link: Link, id: Ids.VmId): Effect.Effect<ReadonlyArray<Snapshot>, Failure> =>
  Effect.map(readAll(link, id), (all) => all.map(({ snapshot }) => snapshot))

const get = (link: Link, id: Ids.VmId, name: string): Effect.Effect<Found, Failure> =>
  Effect.flatMap(readAll(link, id), (all) => {
    const found = all.find(({ snapshot }) => snapshot.name === name)
    const present = all.map(({ snapshot }) => snapshot.name)
    return found === undefined
      ? Effect.fail(reason.NoSuchSnapshot.make({ snapshot: name, present }))
      : Effect.succeed(found)
  })

/** Refuses what would change the disks below saved memory, which would then write to them what is no longer true. */
const requireNoSave = (link: Link, id: Ids.VmId): Effect.Effect<void, Failure> =>
  Effect.flatMap(link.call.domainHasManagedSaveImage({ dom: domainOf(id), flags: 0 }), ({ result }) =>
    result === 1 ? Effect.fail(reason.ManagedSaveExists.make({})) : Effect.void
  )

// --- create -------------------------------------------------------------------------------------------------------------

const write = (root: XmlElement): Effect.Effect<string, Failure> =>
  print(root).pipe(Effect.mapError(({ detail }) => reason.InvalidSpec.make({ field: "snapshot", detail })))

/** What an external snapshot does with each disk: writable files get an overlay, what cannot change is left out. */
const externalDisks = (link: Link, id: Ids.VmId, name: string): Effect.Effect<ReadonlyArray<XmlElement>, Failure> =>
  Effect.gen(function* () {
    const state = yield* stateOf(link, id)
    const xml = yield* isActive(state) ? currentXml(link, id) : inactiveXml(link, id)
    const spec = yield* DomainXml.decode(xml)
    const writable = spec.disks.filter((disk) => !disk.readOnly)
    const other = writable.find((disk) => disk.source._tag !== "File")
    if (other !== undefined) {
      const detail = `disk ${other.target} is not a file: an external snapshot cannot hold it`
      return yield* Effect.fail(reason.Unsupported.make({ detail }))
    }
    const overlays = writable.flatMap(({ source, target }) =>
      source._tag === "File" ? [{ target, top: overlayPath(source.path, name), base: source.path }] : []
    )
    // Remembered before they are there: a memory of an overlay that is not on top of its disk counts for nothing.
    const { overlays: earlier } = yield* DomainXml.facts(xml)
    yield* mark(link, id, yield* DomainXml.encodeMark(spec, [...earlier, ...overlays]))
    return spec.disks.map((disk) => {
      const overlay = overlays.find(({ target }) => target === disk.target)
      return overlay === undefined
        ? element("disk", { name: disk.target, snapshot: "no" })
        : element(
            "disk",
            { name: disk.target, snapshot: "external", type: "file" },
            element("driver", { type: "qcow2" }),
            element("source", { file: overlay.top })
          )
    })
  })

const F = Constants.DomainSnapshotCreateFlags

const create = (
  link: Link,
  id: Ids.VmId,
  options: { readonly name: string; readonly kind: "internal" | "external"; readonly quiesce?: boolean }
): Effect.Effect<Snapshot, Failure> =>
  Effect.gen(function* () {
    const { kind, name } = options
    const badName = unfitSnapshotName(name)
    if (badName !== undefined) return yield* Effect.fail(badName)
    if (options.quiesce === true && kind === "internal") {
      const detail = "an internal snapshot cannot ask the guest to flush its files"
      return yield* Effect.fail(reason.Unsupported.make({ detail }))
    }
    yield* change(link, id, options.quiesce === true ? ["running"] : ["off", "running", "paused"], () =>
      Effect.gen(function* () {
        if ((yield* listSnapshots(link, id)).some((snapshot) => snapshot.name === name)) {
          return yield* Effect.fail(reason.SnapshotExists.make({ snapshot: name }))
        }
        if (options.quiesce === true && !(yield* DomainXml.facts(yield* currentXml(link, id))).agentConnected) {
          return yield* Effect.fail(reason.AgentUnavailable.make({ detail: "the guest agent is not connected" }))
        }
        if (kind === "external") yield* requireNoSave(link, id)
        const disks = kind === "external" ? yield* externalDisks(link, id, name) : []
        const xmlDesc = yield* write(
          element(
            "domainsnapshot",
            {},
            element("name", {}, name),
            kind === "external" ? element("memory", { snapshot: "no" }) : undefined,
            kind === "external" ? element("disks", {}, ...disks) : undefined
          )
        )
        const flags =
          kind === "internal"
            ? 0
            : F.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY |
              F.VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC |
              (options.quiesce === true ? F.VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE : 0)
        yield* link.call.domainSnapshotCreateXml({ dom: domainOf(id), xmlDesc, flags })
      })
    )
    return (yield* get(link, id, name)).snapshot
  })

// --- revert -------------------------------------------------------------------------------------------------------------

const revert = (link: Link, id: Ids.VmId, name: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    const { element: at, handle, snapshot } = yield* get(link, id, name)
    if (snapshot.kind === "external") {
      return yield* Effect.fail(reason.Unsupported.make({ detail: "libvirt 9 cannot go back to an external snapshot" }))
    }
    for (const domain of [...elements(at, "domain"), ...elements(at, "inactiveDomain")]) {
      yield* requireClosed(yield* write({ ...domain, name: "domain" }))
    }
    yield* requireNoSave(link, id)
    yield* link.change(link.call.domainRevertToSnapshot({ snap: handle, flags: 0 }))
    // A snapshot from before the adoption brings back a definition without our mark.
    if (!(yield* isManaged(link, id))) yield* mark(link, id, bareMark)
    const state = yield* stateOf(link, id)
    if (state !== snapshot.state) {
      const detail = `the snapshot was ${snapshot.state}, the machine is ${state}`
      return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
    }
  })

// --- delete -------------------------------------------------------------------------------------------------------------

const pollInterval = "100 millis"
const { VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT } = Constants.DomainBlockJobAbortFlags
const C = Constants.DomainBlockCommitFlags

/** Merges one overlay into the file below and waits until it is done. */
const commit = (link: Link, id: Ids.VmId, target: string, top: string, base: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const dom = domainOf(id)
    const facts = yield* DomainXml.facts(yield* currentXml(link, id))
    const isTop = facts.disks.some((disk) => disk.target === target && disk.path === top)
    const flags = C.VIR_DOMAIN_BLOCK_COMMIT_DELETE | (isTop ? C.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE : 0)
    yield* link.call.domainBlockCommit({ dom, disk: target, base, top, bandwidth: 0n, flags })
    const job = link.call.domainGetBlockJobInfo({ dom, path: target, flags: 0 })
    // A job of the top file stays until it is told to switch over; another one ends by itself.
    yield* job.pipe(
      Effect.repeat({
        until: ({ cur, end, found }) => found === 0 || (isTop && end > 0n && cur === end),
        schedule: Schedule.spaced(pollInterval)
      })
    )
    if (isTop) {
      // The job may be at its end and not yet ready to switch: libvirt says so, and a moment later it is.
      yield* link.call.domainBlockJobAbort({ dom, path: target, flags: VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT }).pipe(
        Effect.retry({
          while: (error) => error instanceof LibvirtError && /not ready for pivot/.test(error.message),
          schedule: Schedule.spaced(pollInterval)
        })
      )
    }
    const after = yield* DomainXml.facts(yield* currentXml(link, id))
    if (after.disks.some((disk) => disk.path === top || disk.backing.includes(top))) {
      const detail = `disk ${target} still uses ${top}`
      return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
    }
  })

const remove = (link: Link, id: Ids.VmId, name: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    const { element: at, handle, snapshot } = yield* get(link, id, name)
    if (snapshot.kind === "internal") {
      return yield* link.change(link.call.domainSnapshotDelete({ snap: handle, flags: 0 }))
    }
    yield* withQemu(link, id, mergeAll(link, id, at))
    const flags = Constants.DomainSnapshotDeleteFlags.VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY
    yield* link.change(link.call.domainSnapshotDelete({ snap: handle, flags }))
  })

const mergeAll = (link: Link, id: Ids.VmId, snapshot: XmlElement): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const facts = yield* DomainXml.facts(yield* currentXml(link, id))
    for (const disk of disksOf(snapshot)) {
      const top = attribute(disk, "source", "file")
      const target = disk.attributes["name"] ?? ""
      const chain = facts.disks.find((each) => each.target === target)
      const files = chain === undefined ? [] : [chain.path, ...chain.backing]
      const base = top === undefined ? undefined : files[files.indexOf(top) + 1]
      // Merged by an earlier attempt, or the disk is gone.
      if (top === undefined || base === undefined || !files.includes(top)) continue
      yield* link.change(commit(link, id, target, top, base))
    }
  })

/** Runs a block job: in the running machine, or in one that is started for it, stands still, and is ended again. */
const withQemu = (link: Link, id: Ids.VmId, job: Effect.Effect<void, Failure>): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const dom = domainOf(id)
    if ((yield* requireState(link, id, ["running", "paused", "off"])) !== "off") return yield* job
    yield* requireNoSave(link, id)
    yield* Effect.acquireUseRelease(
      link.change(link.call.domainCreateWithFlags({ dom, flags: Constants.DomainCreateFlags.VIR_DOMAIN_START_PAUSED })),
      () => job,
      () => link.call.domainDestroyFlags({ dom, flags: 0 })
    )
  })

/** The operations. */
export const make = (host: Host): Snapshots => {
  const edit = <A>(operation: string, id: Ids.VmId, body: (link: Link) => Effect.Effect<A, Failure>) =>
    run(host, { name: operation, vm: id, limit: "long" }, (link) => host.definitions.run(id, () => body(link)))
  return {
    createSnapshot: Effect.fn("Hypervisor.createSnapshot")((id, options) =>
      edit("createSnapshot", id, (link) => create(link, id, options))
    ),
    revertSnapshot: Effect.fn("Hypervisor.revertSnapshot")((id, name) =>
      edit("revertSnapshot", id, (link) => revert(link, id, name))
    ),
    deleteSnapshot: Effect.fn("Hypervisor.deleteSnapshot")((id, name) =>
      edit("deleteSnapshot", id, (link) => remove(link, id, name))
    )
  }
}
