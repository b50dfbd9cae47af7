/**
 * A virtual machine's whole life on every host: created, watched, rebooted, stopped, removed.
 *
 *     npm start                                        two simulated hosts
 *     npm start -- --libvirt qemu:///system            a real host
 *     npm start -- --libvirt qemu+ssh://root@kvm-1/system --libvirt qemu+ssh://root@kvm-2/system
 *
 * The same program runs on both: only the layers differ. Ctrl-C removes what it made.
 */
import {
  Hypervisor,
  type HypervisorEvent,
  LibvirtHypervisor,
  SeedImages,
  SimulatedHypervisor,
  VmSpec,
  Vms
} from "@cloudwright/compute"
import { DiskSource, type HostRef, Ids, NicBinding, Sqlite } from "@cloudwright/core"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { ByteSize, Clock, Console, Effect, Fiber, Layer, Option, Schedule, Stream } from "effect"
import { Command, Flag } from "effect/cli"
import { SecureRandom } from "effect/crypto"

const flags = {
  libvirt: Flag.String("libvirt").pipe(
    Flag.withDescription("URI of a libvirt host, repeatable; without it two hosts are simulated"),
    Flag.atLeast(0)
  ),
  disk: Flag.String("disk").pipe(
    Flag.withDescription("a raw disk image on the host, used by nobody else"),
    Flag.optional
  ),
  kernel: Flag.String("kernel").pipe(
    Flag.withDescription("a kernel on the host, instead of a boot disk"),
    Flag.optional
  ),
  initrd: Flag.String("initrd").pipe(Flag.withDescription("the kernel's initial RAM disk"), Flag.optional),
  patience: Flag.Int("patience").pipe(Flag.withDescription("seconds to wait for a guest to act"), Flag.withDefault(60))
}

interface Options {
  readonly libvirt: ReadonlyArray<string>
  readonly disk: Option.Option<string>
  readonly kernel: Option.Option<string>
  readonly initrd: Option.Option<string>
  readonly patience: number
}

/** The machine of this example. Paths name files of its host: an operator chooses them, never a tenant. */
const machine = (options: Options) => {
  const path = (text: string) => DiskSource.AbsolutePath.make(text)
  const kernel = Option.map(options.kernel, (file) =>
    VmSpec.VmBoot.cases.Kernel.make({
      kernel: path(file),
      commandLine: "console=ttyS0",
      ...Option.match(options.initrd, { onNone: () => ({}), onSome: (initrd) => ({ initrd: path(initrd) }) })
    })
  )
  return {
    vcpus: 1,
    memory: ByteSize.mebibytes(256),
    disks: Option.toArray(options.disk).map((file) =>
      DiskSource.DiskSource.cases.File.make({ path: path(file), format: "raw" })
    ),
    nics: [NicBinding.NicBinding.cases.User.make({ mac: NicBinding.MacAddress.make("52:54:00:c1:00:01") })],
    cloudInit: { packages: ["curl"] },
    ...Option.match(kernel, { onNone: () => ({}), onSome: (boot) => ({ boot }) })
  }
}

/** One machine from its making to its removal. The scope removes it also when something stops us on the way. */
const life = Effect.fn("life")(function* (host: HostRef.HostRef, options: Options, table: Table) {
  const vms = yield* Vms.Vms
  const hypervisor = yield* Hypervisor.Hypervisors.use((hypervisors) => hypervisors.get(host))
  const { accelerations } = yield* hypervisor.capabilities
  const id = yield* Ids.generate(Ids.VmId)
  const patience = `${options.patience} seconds` as const
  const tell = (what: string) => table.tell(host, what)

  yield* tell("creating")
  yield* Effect.acquireRelease(
    vms.create({
      id,
      host,
      name: `first-${id.slice(-6)}`,
      acceleration: accelerations.includes("kvm") ? "kvm" : "tcg",
      ...machine(options)
    }),
    () => vms.remove(id).pipe(Effect.andThen(tell("removed")), Effect.orDie)
  )
  yield* vms.watch(id).pipe(
    Stream.map((status) => status.state),
    Stream.changes,
    Stream.runForEach(tell),
    Effect.forkScoped
  )

  const agent = yield* hypervisor
    .get(id)
    .pipe(
      Effect.repeat({ until: (domain) => domain.agentConnected, schedule: Schedule.spaced("500 millis") }),
      Effect.timeoutOption(patience)
    )
  yield* tell(Option.isSome(agent) ? "guest is up" : "guest has no agent")

  // Subscribed before the request, so that nothing is missed: a restart, and the agent's return from it.
  const seen = (wanted: (event: HypervisorEvent.HypervisorEvent) => boolean) =>
    hypervisor.events.pipe(
      Stream.filter((event) => event._tag !== "Gap" && event.id === id && wanted(event)),
      Stream.runHead,
      Effect.timeoutOption(patience),
      Effect.forkScoped({ startImmediately: true })
    )
  const restart = yield* seen((event) => event._tag === "Rebooted")
  const back = yield* seen((event) => event._tag === "AgentChanged" && event.connected)
  yield* vms.reboot(id)
  yield* tell(Option.isSome(yield* Fiber.join(restart)) ? "guest restarts" : "guest ignored the restart")
  yield* tell(Option.isSome(yield* Fiber.join(back)) ? "guest is up" : "guest has no agent")

  yield* vms
    .stop(id, { timeout: patience })
    .pipe(
      Effect.catch(() => tell("guest ignored the power button").pipe(Effect.andThen(vms.stop(id, { force: true }))))
    )
}, Effect.scoped)

/** What each host's machine does, redrawn in place on a terminal and one line per change elsewhere. */
interface Table {
  readonly tell: (host: HostRef.HostRef, what: string) => Effect.Effect<void>
  readonly summary: Effect.Effect<void>
}

const makeTable = (hosts: ReadonlyArray<HostRef.HostRef>, redraw: boolean): Effect.Effect<Table> =>
  Effect.gen(function* () {
    const begun = yield* Clock.currentTimeMillis
    const told = new Map(hosts.map((host) => [host, [] as Array<string>]))
    const width = Math.max(...hosts.map((host) => host.length))
    const row = (host: HostRef.HostRef) => `${host.padEnd(width)}  ${told.get(host)?.join(" → ") ?? ""}`
    if (redraw) yield* Console.log(hosts.map(row).join("\n"))
    return {
      tell: Effect.fnUntraced(function* (host, what) {
        const states = told.get(host)
        if (states === undefined || states.at(-1) === what) return
        states.push(what)
        const seconds = ((yield* Clock.currentTimeMillis) - begun) / 1000
        yield* Console.log(
          redraw
            ? `\u001b[${hosts.length}A${hosts.map((one) => `\u001b[2K${row(one)}`).join("\n")}`
            : `${seconds.toFixed(1).padStart(6)} s  ${host.padEnd(width)}  ${what}`
        )
      }),
      summary: Effect.suspend(() => {
        const removed = [...told.values()].filter((states) => states.at(-1) === "removed").length
        return Console.log(
          `${hosts.length} hosts, ${told.size} machines made, ${removed} removed:\n${hosts.map(row).join("\n")}`
        )
      })
    }
  })

const program = Effect.fn("first-cloud")(function* (options: Options) {
  const { hosts } = yield* Hypervisor.Hypervisors
  const table = yield* makeTable(hosts, process.stdout.isTTY)
  yield* Effect.forEach(hosts, (host) => life(host, options, table), { concurrency: "unbounded", discard: true }).pipe(
    Effect.ensuring(table.summary)
  )
})

const Simulated = SimulatedHypervisor.layer({ seed: 1, hosts: [{ host: "kvm-1" }, { host: "kvm-2" }] })

/** Hosts by the names in their URIs; hosts of the same name (two local sockets, say) are numbered. */
const Libvirt = (uris: ReadonlyArray<string>) => {
  const names = uris.map(LibvirtHypervisor.nameOf)
  const named = uris.map((uri, index) => {
    const earlier = names.slice(0, index).filter((name) => name === names[index]).length
    return [earlier === 0 ? names[index] : `${names[index]}-${earlier + 1}`, uri]
  })
  return LibvirtHypervisor.layer({ hosts: Object.fromEntries(named) })
}

const cloud = (uris: ReadonlyArray<string>) =>
  Vms.Vms.layer.pipe(
    Layer.provideMerge(uris.length === 0 ? Simulated : Libvirt(uris)),
    Layer.provide(uris.length === 0 ? SeedImages.SeedImages.layerSimulated : SeedImages.SeedImages.layer),
    Layer.provide(Sqlite.layerMemory),
    Layer.provideMerge(SecureRandom.layerWebCrypto)
  )

Command.make("first-cloud", flags, (options) => program(options).pipe(Effect.provide(cloud(options.libvirt)))).pipe(
  Command.withDescription("A virtual machine's whole life, on simulated hosts or on libvirt"),
  Command.run({ version: "0.1.0" }),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
