/** `Vms` on real libvirt and PostgreSQL, with a real guest; virsh and the guest itself look on. */
import { AbsolutePath } from "@cloudwright/core/DiskSource"
import * as Postgres from "@cloudwright/core/Postgres"
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Lab from "@cloudwright/lab"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { type Hypervisor, Hypervisors } from "../src/Hypervisor.ts"
import type { PowerState } from "../src/PowerState.ts"
import { SeedImages } from "../src/SeedImages.ts"
import type { CreateVm } from "../src/VmRequest.ts"
import * as Vms from "../src/Vms.ts"
import * as Support from "./support/libvirtLab.ts"
import { file, vmId } from "./support/vms.ts"
import { wholeLife } from "./support/vmsCases.ts"

const lab = Support.hypervisors.pipe(
  Layer.provideMerge(Lab.LibvirtHosts.layer({ hosts: 1 })),
  Layer.provideMerge([Lab.TinyGuest.layer, Lab.Postgres.layer(), NodeServices.layer])
)

const ref = Support.refOf(0)

const database = Layer.unwrap(
  Effect.map(
    Lab.Postgres.Postgres.use((postgres) => postgres.freshDatabase),
    (url) => Postgres.layer({ url })
  )
)

/** A process of the application, over the given way to see the hosts. */
const app = (
  sql: Layer.Layer<Layer.Success<typeof database>>,
  wrap: (hypervisor: Hypervisor) => Hypervisor = (same) => same
) =>
  Effect.gen(function* () {
    const all = yield* Hypervisors
    const wrapped = Hypervisors.of({ hosts: all.hosts, get: (host) => Effect.map(all.get(host), wrap) })
    const context = yield* Layer.build(
      Layer.fresh(Vms.Vms.layer).pipe(Layer.provide([sql, Layer.succeed(Hypervisors, wrapped), SeedImages.layer]))
    )
    return Context.get(context, Vms.Vms)
  })

const states: Readonly<Record<string, PowerState>> = { running: "running", paused: "paused", "shut off": "off" }

const observer = Effect.map(Lab.LibvirtHosts.LibvirtHosts, ({ hosts: [host] }) => {
  if (host === undefined) return assert.fail("the lab has no host")
  return {
    host,
    state: (id: string) =>
      Effect.gen(function* () {
        const all = yield* host.virsh(["-q", "list", "--all", "--uuid"])
        if (!all.includes(id)) return undefined
        return states[(yield* host.virsh(["-q", "domstate", id])).trim()]
      }),
    seeds: Effect.map(host.exec(["sh", "-c", "ls /var/lib/libvirt/cloudwright/seeds 2>/dev/null || true"]), (text) =>
      text
        .split("\n")
        .filter((name) => name !== "")
        .map((name) => name.replace(/\.iso$/, ""))
    )
  }
})

const GuestExec = Schema.Struct({ pid: Schema.Int })
const GuestExecStatus = Schema.Struct({ exited: Schema.Boolean, "out-data": Schema.optionalKey(Schema.String) })

/** What a command prints in the guest, run by its agent. */
const inGuest = (driver: Hypervisor, id: CreateVm["id"] & string, path: string, ...arg: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const begun = yield* driver.agent(id, { execute: "guest-exec", arguments: { path, arg, "capture-output": true } })
    const { pid } = yield* Schema.decodeUnknownEffect(GuestExec)(begun)
    const done = yield* driver
      .agent(id, { execute: "guest-exec-status", arguments: { pid } })
      .pipe(
        Effect.flatMap(Schema.decodeUnknownEffect(GuestExecStatus)),
        Effect.repeat({ until: (status) => status.exited, schedule: Schedule.spaced("100 millis") }),
        Effect.timeout("20 seconds")
      )
    return Buffer.from(done["out-data"] ?? "", "base64").toString("utf8")
  })

const request = (last: number) =>
  Effect.gen(function* () {
    const { shared } = yield* Lab.LibvirtHosts.LibvirtHosts
    const guest = yield* Lab.TinyGuest.TinyGuest
    const root = yield* Support.makeDisk(shared, `vms-${last}`, "qcow2", 8n << 20n)
    return {
      id: vmId(last),
      host: ref,
      name: `vms-${last}`,
      acceleration: "tcg",
      boot: Support.guestBoot(guest, `vms${last}`),
      vcpus: 1,
      maxVcpus: 2,
      memory: ByteSize.mebibytes(192),
      disks: [root],
      nics: [Support.bridged(MacAddress.make(`52:54:00:f0:00:0${last}`)).binding],
      cloudInit: { packages: ["nginx"] }
    } satisfies CreateVm
  })

describe("Vms on real libvirt and PostgreSQL", () => {
  layer(lab, { excludeTestServices: true, timeout: "3 minutes" })((it) => {
    it.effect(
      "a VM's whole life, in which the guest finds its seed disk and loses it again",
      () =>
        Effect.gen(function* () {
          const vms = yield* app(Layer.succeedContext(yield* Layer.build(database)))
          const driver = yield* Hypervisors.use((all) => all.get(ref))
          const look = yield* observer
          const { shared } = yield* Lab.LibvirtHosts.LibvirtHosts
          const wanted = yield* request(1)
          yield* wholeLife({
            vms,
            driver,
            observer: look,
            request: wanted,
            disk: yield* Support.makeDisk(shared, "vms-data", "qcow2", 8n << 20n),
            missingDisk: file(`${shared}/missing.qcow2`),
            nic: Support.bridged(MacAddress.make("52:54:00:f0:00:99")).binding,
            inGuest: Effect.gen(function* () {
              assert.include(
                yield* inGuest(driver, wanted.id, "/bin/cat", "/seed/meta-data"),
                `"instance-id": "${wanted.id}"`
              )
              assert.include(yield* inGuest(driver, wanted.id, "/bin/cat", "/seed/user-data"), "nginx")
              const image = AbsolutePath.make(`/var/lib/libvirt/cloudwright/seeds/${wanted.id}.iso`)
              assert.strictEqual((yield* look.host.exec(["stat", "-c", "%a", image])).trim(), "600")
            })
          })
        }),
      { timeout: 240_000 }
    )

    it.effect(
      "libvirtd killed in the middle of a creation: the next process finishes it",
      () =>
        Effect.gen(function* () {
          const sql = Layer.succeedContext(yield* Layer.build(database))
          const look = yield* observer
          const wanted = yield* request(2)
          const failing = yield* app(sql, (hypervisor) => ({
            ...hypervisor,
            define: (spec) => Effect.tap(hypervisor.define(spec), () => Effect.orDie(look.host.killDaemon))
          }))
          const error = yield* Effect.flip(failing.create(wanted))
          assert.isTrue(error.reason._tag === "Hypervisor" || error.reason._tag === "LeftBehind", error.message)
          yield* look.host.startDaemon
          const vms = yield* app(sql)
          // The connection comes back by itself.
          yield* Effect.retry(
            Effect.flatMap(vms.reconcile(), (findings) =>
              findings.some(({ _tag }) => _tag === "HostFailed" || _tag === "Failed")
                ? Effect.fail("not yet" as const)
                : Effect.void
            ),
            { schedule: Schedule.spaced("500 millis"), times: 60 }
          )
          const made = yield* vms.create(wanted)
          assert.strictEqual(made.state, "running")
          assert.strictEqual(yield* look.state(wanted.id), "running")
          yield* vms.remove(wanted.id)
          assert.strictEqual(yield* look.state(wanted.id), undefined)
          assert.deepStrictEqual(yield* look.seeds, [])
          assert.deepStrictEqual(yield* vms.reconcile(), [])
        }),
      { timeout: 180_000 }
    )

    it.effect("two processes on one database create the same VM once", () =>
      Effect.gen(function* () {
        const sql = Layer.succeedContext(yield* Layer.build(database))
        const apps = yield* Effect.all([app(sql), app(sql), app(sql)])
        const wanted = yield* request(3)
        const results = yield* Effect.forEach(apps, (vms) => Effect.result(vms.create({ ...wanted, start: false })), {
          concurrency: "unbounded"
        })
        for (const result of results) {
          if (result._tag === "Failure")
            assert.strictEqual(result.failure.reason._tag, "Superseded", result.failure.message)
        }
        for (const vms of apps) assert.strictEqual((yield* vms.create({ ...wanted, start: false })).state, "stopped")
        const look = yield* observer
        assert.strictEqual(yield* look.state(wanted.id), "off")
        yield* apps[0].remove(wanted.id)
        assert.deepStrictEqual(yield* look.seeds, [])
      })
    )
  })
})
