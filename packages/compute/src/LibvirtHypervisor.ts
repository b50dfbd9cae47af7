/**
 * Hypervisors that libvirt drives: real hosts with QEMU, by libvirt's RPC protocol.
 *
 * A host's connection is made at its first use and kept; when it breaks it is made again in the background, operations
 * meanwhile fail at once with the reason, and readers of `events` find a `Gap`. A host that is down fails its own
 * operations and nobody else's.
 *
 * What libvirt 9 and this driver cannot do: go back to an external snapshot (`Unsupported`); attach and detach SATA disks of a running VM, RBD namespaces, read-only SATA disks
 * (`Unsupported`, `InvalidSpec`); rename a VM (`VmExists` by `id`); more than 255 virtual CPUs (`LimitExceeded`); take
 * virtual CPUs from a running VM (`WrongState`).
 *
 * `LibvirtConnection` options show through in the configuration.
 *
 * @since 0.1.0
 */
import * as HostRef from "@cloudwright/core/HostRef"
import type { ReconnectOptions } from "@cloudwright/libvirt/LibvirtConnection"
import * as LibvirtUri from "@cloudwright/libvirt/LibvirtUri"
import * as SshRemoteSockets from "@cloudwright/ssh/SshRemoteSockets"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type Hypervisor, Hypervisors } from "./Hypervisor.ts"
import type { HypervisorError } from "./HypervisorError.ts"
import * as Devices from "./internal/libvirtDevices.ts"
import { reason, toError } from "./internal/libvirtErrors.ts"
import * as Events from "./internal/libvirtEvents.ts"
import * as Guest from "./internal/libvirtGuest.ts"
import { type Host, make as makeHost } from "./internal/libvirtHost.ts"
import * as Lifecycle from "./internal/libvirtLifecycle.ts"
import * as Reads from "./internal/libvirtReads.ts"
import * as Seeds from "./internal/libvirtSeeds.ts"
import * as Snapshots from "./internal/libvirtSnapshots.ts"

/**
 * How to reach one host: its libvirt URI, and how the connection behaves (time limits, certificates, back-off).
 *
 * @since 0.1.0
 * @category models
 */
export interface HostOptions extends ReconnectOptions {
  readonly uri: string
}

/**
 * The hosts by name, and what holds for all of them:
 *
 * - `timeLimit`: of an operation as a whole. Default 1 minute. `shutdown` and `agent` have their own.
 * - `longTimeLimit`: of those that move memory or disks (`start`, `managedSave`, snapshots). Default 15 minutes.
 * - `seeds`: the storage pool for seed images and its directory on the hosts. Default `cloudwright-seeds` in
 *   `/var/lib/libvirt/cloudwright/seeds`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Config {
  readonly hosts: Readonly<Record<string, string | HostOptions>>
  readonly timeLimit?: Duration.Input
  readonly longTimeLimit?: Duration.Input
  readonly seeds?: { readonly pool?: string; readonly path?: string }
}

const hostRef = Schema.decodeUnknownOption(HostRef.HostRef)

const local = HostRef.HostRef.make("local")

/**
 * The name of the host that a URI alone reaches: the URI's host in lower case where that is a host name, else `local`
 * (unix sockets, IPv6 addresses).
 *
 * @since 0.1.0
 * @category getters
 */
export const nameOf = (uri: string): HostRef.HostRef => {
  const parsed = LibvirtUri.parse(uri)
  if (parsed._tag === "Failure" || !("host" in parsed.success.transport)) return local
  return Option.getOrElse(hostRef(parsed.success.transport.host.toLowerCase()), () => local)
}

const operations = (host: Host): Hypervisor => ({
  host: host.ref,
  ...Reads.make(host),
  ...Events.make(host),
  ...Lifecycle.make(host),
  ...Snapshots.make(host),
  ...Devices.make(host),
  ...Guest.make(host),
  ...Seeds.make(host)
})

const invalid = (host: HostRef.HostRef, field: string, detail: string): HypervisorError =>
  toError(reason.InvalidSpec.make({ field, detail }), { host, operation: "configure", vm: undefined, changed: false })

/** A host of the configuration, its name and its URI checked. */
const entry = (name: string, value: string | HostOptions) =>
  Effect.gen(function* () {
    const options = typeof value === "string" ? { uri: value } : value
    const ref = Option.getOrUndefined(hostRef(name))
    if (ref === undefined) return yield* invalid(local, "hosts", `not a host name: ${name}`)
    const parsed = LibvirtUri.parse(options.uri)
    if (parsed._tag === "Failure") return yield* invalid(ref, "uri", parsed.failure.message)
    return [ref, options] as const
  })

/**
 * The hosts of a configuration, or the one host of a URI (named by `nameOf`). Fails with `InvalidSpec` when a name or a
 * URI is malformed; nothing is connected yet. The connections close with the scope.
 *
 * `qemu+ssh` URIs use core's `RemoteSockets` when it is in the context; see `layer` for one that brings it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.fn("LibvirtHypervisor.make")(function* (config: string | Config) {
  const { hosts, longTimeLimit, seeds, timeLimit } =
    typeof config === "string" ? ({ hosts: { [nameOf(config)]: config } } satisfies Config as Config) : config
  const scope = yield* Effect.scope
  const context = yield* Effect.context()
  const rest: Pick<Host, "limits" | "seeds"> = {
    limits: {
      short: Duration.fromInputUnsafe(timeLimit ?? "1 minute"),
      long: Duration.fromInputUnsafe(longTimeLimit ?? "15 minutes")
    },
    seeds: {
      pool: seeds?.pool ?? "cloudwright-seeds",
      path: seeds?.path ?? "/var/lib/libvirt/cloudwright/seeds"
    }
  }
  const entries = yield* Effect.forEach(Object.entries(hosts), ([name, value]) => entry(name, value))
  const drivers = yield* Effect.forEach(entries, ([ref, { uri, ...options }]) =>
    Effect.map(makeHost(ref, uri, options, context, scope, rest), (host) => [ref, operations(host)] as const)
  )
  const all = new Map(drivers)
  const known = [...all.keys()]
  return Hypervisors.of({
    hosts: known,
    get: (host) => {
      const found = all.get(host)
      return found === undefined
        ? Effect.fail(
            toError(reason.UnknownHost.make({ known }), { host, operation: "get", vm: undefined, changed: false })
          )
        : Effect.succeed(found)
    }
  })
})

/**
 * The hosts of a configuration or of one URI, over sockets that the caller provides: `qemu+ssh` needs core's
 * `RemoteSockets` in the context, all other transports need nothing.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWithoutSsh = (config: string | Config): Layer.Layer<Hypervisors, HypervisorError> =>
  Layer.effect(Hypervisors, make(config))

/**
 * The hosts of a configuration or of one URI. `qemu+ssh` works by `@cloudwright/ssh`: host keys are checked against
 * known_hosts (the URI's `known_hosts` parameter, else `~/.ssh/known_hosts`), keys are the URI's `keyfile` or those in
 * `~/.ssh`. Bind the layer to a constant: each call makes other connections.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  config: string | Config,
  options?: { readonly ssh?: SshRemoteSockets.Options }
): Layer.Layer<Hypervisors, HypervisorError> =>
  layerWithoutSsh(config).pipe(Layer.provide(SshRemoteSockets.layer(options?.ssh)), Layer.provide(NodeFileSystem.layer))
