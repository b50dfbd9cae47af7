import * as DiskSource from "@cloudwright/core/DiskSource"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { inspect } from "node:util"
import * as DomainXml from "../src/DomainXml.ts"
import type { Hypervisor } from "../src/Hypervisor.ts"
import { readSimulated, SeedImageError, SeedImages } from "../src/SeedImages.ts"
import { fullSpec } from "../src/VmRecord.ts"
import type { CreateVm } from "../src/VmRequest.ts"
import { VmGraphics } from "../src/VmSpec.ts"
import { checkInvariants, events, host, makeSetting, request, startApp, vmId, withApp } from "./support/vms.ts"
import { VirtualTime } from "../src/testing/index.ts"

const one = vmId(1)
const canary = {
  hash: `$6$canary$${"CANARYHASH".repeat(5)}`,
  content: "CANARYCONTENT",
  raw: "CANARYRAW",
  plain: "CANARYPLAIN",
  screen: "CANARYVN"
}
const found = (text: string) => Object.values(canary).filter((secret) => text.includes(secret))

const graphics = VmGraphics.cases.VncLoopback.make({ password: Redacted.make(canary.screen) })
const secretCloudInit = {
  users: [{ name: "debian", passwordHash: Redacted.make(canary.hash) }],
  writeFiles: [{ path: DiskSource.AbsolutePath.make("/etc/key"), content: Redacted.make(canary.content) }]
}
const rawCloudInit = { userData: Redacted.make(`#!/bin/sh\necho ${canary.raw}\n`) }
const plainCloudInit = { userData: Redacted.make(`#cloud-config\npassword: ${canary.plain}\n`) }

describe("secrets", () => {
  it.effect("S10 no secret of a VM appears in logs, spans, errors, events, records or XML", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const output: Array<string> = []
      const write = (value: unknown) => output.push(typeof value === "string" ? value : inspect(value, { depth: 20 }))
      const spans: Array<Tracer.NativeSpan> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const logs = Logger.layer([Logger.map(Logger.formatJson, write), Logger.map(Logger.formatLogFmt, write)])
      const requests: ReadonlyArray<CreateVm> = [
        { ...request(1), graphics, cloudInit: secretCloudInit },
        { ...request(2), graphics, cloudInit: rawCloudInit },
        { ...request(3), cloudInit: plainCloudInit },
        // The same ids again, for something else; then requests that fail in every stage.
        { ...request(1), graphics, cloudInit: rawCloudInit },
        { ...request(4), graphics, cloudInit: secretCloudInit, machine: "none" },
        { ...request(5), graphics, cloudInit: secretCloudInit, name: "web-1" },
        { ...request(6), graphics: VmGraphics.cases.None.make({}), cloudInit: { ...secretCloudInit, ...rawCloudInit } },
        {
          ...request(7),
          graphics: { _tag: "VncLoopback", password: Redacted.make(`${canary.screen} too long`) },
          cloudInit: secretCloudInit
        }
      ]
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          for (const each of requests) {
            const result = yield* Effect.result(vms.create(each))
            write(result)
            write(JSON.stringify(result, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)))
            if (result._tag === "Failure") write(result.failure.message)
            yield* result._tag === "Failure"
              ? Effect.logError("failed", result.failure)
              : Effect.log("made", result.success)
          }
          write(
            yield* Effect.exit(
              vms.create({
                ...request(8),
                cloudInit: { users: [{ name: "x", passwordHash: Redacted.make(canary.plain) }] }
              })
            )
          )
          const record = yield* vms.get(one)
          write(yield* vms.plan(one))
          const { seed } = record.desired
          assert.isNotNull(seed)
          write(yield* DomainXml.encode({ ...fullSpec(record.desired), graphics: VmGraphics.cases.None.make({}) }))
        })
      ).pipe(Effect.provide(logs), Effect.provideService(References.MinimumLogLevel, "All"), Effect.withTracer(tracer))
      write(yield* events(setting))
      // What exporters send: name, attributes, events, and the cause of a failure; never what an effect succeeded with.
      for (const { attributes, events, name, status } of spans) {
        const failure = status._tag === "Ended" && status.exit._tag === "Failure" ? status.exit : undefined
        write({ name, attributes: [...attributes], events, failure })
      }
      const all = output.join("\n")
      assert.deepStrictEqual(found(all), [])
      // The net is there: what is no secret was caught by every channel.
      assert.isAbove(spans.filter((span) => span.name === "Vms.create").length, 5)
      assert.include(all, "Conflict")
      assert.include(all, "web-1")
      // Where they belong: in the seed image.
      const { seeds } = yield* setting.control.truth(host)
      assert.sameMembers([...seeds], [vmId(1), vmId(2)])
    })
  )

  it.effect("S10 a program that fails to build an image does not carry the image's contents along", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const images = Layer.succeed(
        SeedImages,
        SeedImages.of({
          build: () =>
            Effect.fail(
              new SeedImageError({ reason: { _tag: "ProgramFailed", program: "xorriso", exitCode: 5, detail: "full" } })
            )
        })
      )
      const error = yield* withApp(
        setting,
        (vms) => Effect.flip(vms.create({ ...request(), cloudInit: rawCloudInit })),
        { images }
      )
      assert.deepStrictEqual(error.reason, { _tag: "SeedFailed", detail: "xorriso ended with 5: full" })
      assert.deepStrictEqual(found(inspect(error, { depth: 20 })), [])
    })
  )
})

describe("the seed disk", () => {
  const watching =
    (images: Array<Uint8Array>) =>
    (hypervisor: Hypervisor): Hypervisor => ({
      ...hypervisor,
      putSeed: (id, image) => {
        images.push(image)
        return hypervisor.putSeed(id, image)
      }
    })

  it.effect("S11 there is exactly one, read-only, and its instance id is the VM's own for ever", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const images: Array<Uint8Array> = []
      const vm = yield* withApp(setting, (vms) => vms.create({ ...request(), cloudInit: secretCloudInit }), {
        wrap: watching(images)
      })
      const { domains } = yield* setting.control.truth(host)
      const seeds = domains
        .flatMap((domain) => domain.spec?.disks ?? [])
        .filter((disk) => disk.source._tag === "File" && disk.source.path.includes("seed"))
      assert.deepStrictEqual(
        seeds.map((disk) => [disk.target, disk.readOnly, disk.source]),
        [["vdz", true, vm.desired.seed?.source]]
      )
      // The host loses the image: the same bytes come again.
      yield* VirtualTime.run(setting.driver.removeSeed(one))
      const findings = yield* withApp(setting, (vms) => vms.reconcile(), { wrap: watching(images) })
      assert.deepStrictEqual(
        findings.map((finding) => finding._tag),
        ["Drifted"]
      )
      assert.strictEqual(images.length, 2)
      assert.deepStrictEqual(images[0], images[1])
      const documents = Option.getOrThrow(readSimulated(images[0] ?? new Uint8Array()))
      assert.include(documents.metaData, `"instance-id": "${one}"`)
      assert.include(Redacted.value(documents.userData), canary.hash)
      yield* checkInvariants(setting)
    })
  )

  it.effect("S11 is taken away after the first boot on request: from the machine, the host and the database", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const { vms } = yield* startApp(setting, { follow: true })
            yield* vms.create({ ...request(1), cloudInit: { ...secretCloudInit, detachAfterBoot: true } })
            yield* vms.create({ ...request(2), cloudInit: secretCloudInit })
            assert.strictEqual((yield* setting.control.truth(host)).seeds.length, 2)
            yield* Effect.sleep("2 minutes")
            const { domains, seeds } = yield* setting.control.truth(host)
            assert.deepStrictEqual([...seeds], [vmId(2)])
            const booted = domains.find((domain) => domain.id === one) ?? assert.fail("no domain")
            for (const spec of [booted.live, booted.spec])
              assert.deepStrictEqual(
                spec?.disks.map((disk) => disk.target),
                ["vda"]
              )
            assert.isNull((yield* vms.get(one)).desired.seed)
            const kept = yield* Effect.orDie(setting.sql`SELECT vm_id FROM compute_vm_seeds`)
            assert.deepStrictEqual(
              kept.map((row) => row["vm_id"]),
              [vmId(2)]
            )
            // By hand, for a guest without agent.
            yield* vms.detachSeed(vmId(2))
            yield* vms.detachSeed(vmId(2))
            assert.deepStrictEqual((yield* setting.control.truth(host)).seeds, [])
            // The same request is still the same VM.
            const again = yield* vms.create({ ...request(2), cloudInit: secretCloudInit })
            assert.isNull(again.desired.seed)
          })
        )
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("S11 is taken away also when nobody followed the events while the guest booted", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.andThen(
          vms.create({ ...request(), cloudInit: { ...secretCloudInit, detachAfterBoot: true } }),
          Effect.sleep("2 minutes")
        )
      )
      assert.deepStrictEqual((yield* setting.control.truth(host)).seeds, [one])
      yield* withApp(setting, () => Effect.sleep("1 minute"), { follow: true })
      assert.deepStrictEqual((yield* setting.control.truth(host)).seeds, [])
      yield* checkInvariants(setting)
    })
  )

  it.effect("S11 a guest that keeps the disk keeps it visibly, and loses it when it stops", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting({ guest: { devices: "keeps" } })
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* Effect.sleep("1 minute")
          const error = yield* Effect.flip(vms.detachSeed(one))
          assert.strictEqual(
            error.reason._tag === "Hypervisor" ? error.reason.reason._tag : error.reason._tag,
            "GuestIgnored"
          )
          assert.isTrue((yield* vms.get(one)).desired.seed?.wanted)
          assert.strictEqual((yield* vms.get(one)).failure?.reason, "GuestIgnored")
          yield* vms.stop(one, { force: true })
          const record = yield* vms.detachSeed(one)
          assert.isNull(record.desired.seed)
        })
      )
      assert.deepStrictEqual((yield* setting.control.truth(host)).seeds, [])
      yield* checkInvariants(setting)
    })
  )
})
