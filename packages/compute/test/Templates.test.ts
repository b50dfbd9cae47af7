import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Templates } from "../src/Templates.ts"
import { VmBoot } from "../src/VmSpec.ts"
import { checkInvariants, cloudInit, file, host, makeSetting, type Setting, vmId, withApp } from "./support/vms.ts"

const withTemplates = <A, E>(setting: Setting, body: (templates: Templates["Service"]) => Effect.Effect<A, E>) =>
  Effect.flatMap(Templates, body).pipe(
    Effect.provide(Layer.fresh(Templates.layer).pipe(Layer.provide(Layer.succeed(SqlClient.SqlClient, setting.sql)))),
    Effect.orDie
  )

const small = {
  name: "small" as never,
  version: 1,
  machine: {
    vcpus: 2,
    memory: ByteSize.gibibytes(2),
    boot: VmBoot.cases.Disks.make({ firmware: "uefi" }),
    agent: false
  },
  labels: { size: "small" },
  cloudInit
}

describe("Templates", () => {
  it.effect("keep versions that never change, the newest first", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withTemplates(setting, (templates) =>
        Effect.gen(function* () {
          const stored = yield* templates.put(small)
          assert.deepStrictEqual(yield* templates.put(small), stored)
          const error = yield* Effect.flip(templates.put({ ...small, labels: { size: "other" } }))
          assert.deepStrictEqual(error.reason, { _tag: "Conflict", fields: ["template"] })
          yield* templates.put({ ...small, version: 2, labels: { size: "other" } })
          assert.strictEqual((yield* templates.get("small")).version, 2)
          assert.deepStrictEqual(yield* templates.get("small", 1), stored)
          assert.deepStrictEqual(
            (yield* templates.list).map((template) => template.version),
            [2]
          )
          yield* templates.remove("small", 2)
          yield* templates.remove("small", 2)
          const missing = yield* Effect.flip(templates.get("small", 2))
          assert.deepStrictEqual(missing.reason, {
            _tag: "NoSuchTemplate",
            template: "small",
            version: 2,
            known: ["small"]
          })
        })
      )
    })
  )

  it.effect("give a VM its defaults, the request goes before them, and the record names the version", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withTemplates(setting, (templates) => templates.put(small))
      const request = {
        id: vmId(1),
        host,
        template: "small",
        memory: ByteSize.gibibytes(3),
        labels: { app: "web" },
        disks: [file("/a.qcow2")],
        nics: []
      }
      const vm = yield* withApp(setting, (vms) => vms.create(request))
      assert.deepStrictEqual(vm.template, { name: "small" as never, version: 1 })
      assert.deepStrictEqual(vm.labels, { size: "small", app: "web" })
      const { spec } = vm.desired
      assert.deepStrictEqual(
        [spec.vcpus, spec.memory, spec.agent, spec.boot],
        [2, ByteSize.gibibytes(3), false, small.machine.boot]
      )
      assert.isNotNull(vm.desired.seed)
      // A newer version does not change what was asked for.
      yield* withTemplates(setting, (templates) => templates.put({ ...small, version: 2, labels: { size: "other" } }))
      assert.deepStrictEqual(yield* withApp(setting, (vms) => vms.create(request)), vm)
      const older = yield* withApp(setting, (vms) =>
        vms.create({ ...request, id: vmId(2), template: { name: "small", version: 1 }, disks: [] })
      )
      assert.strictEqual(older.template?.version, 1)
      yield* checkInvariants(setting)
    })
  )
})
