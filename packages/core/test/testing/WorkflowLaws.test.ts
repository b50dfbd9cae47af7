import { WorkflowLaws } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as DurableClock from "effect/workflow/DurableClock"
import * as DurableDeferred from "effect/workflow/DurableDeferred"
import * as Workflow from "effect/workflow/Workflow"
import { fixed } from "./fixed.ts"
import { Failed, Host, step } from "./host.ts"

const Create = Workflow.make("Create", {
  payload: { vm: Schema.String },
  success: Schema.String,
  error: Failed,
  idempotencyKey: ({ vm }) => vm
})
const Approved = DurableDeferred.make("Approved")

type Bug =
  | "action not idempotent"
  | "undo missing"
  | "undo in the wrong order"
  | "undo not idempotent"
  | "clock read in the code"
  | "random number in the code"
  | "step renamed"
  | "state in memory"
  | "error swallowed"
  | "action half done"
  | "undo half done"

const detach = (vm: string) => Effect.flatMap(Host, ({ ports }) => Effect.sync(() => void ports.delete(vm)))

/** A reservation in the database, a disk and a port on the host, a long durable sleep, an approval, a start. */
const code = (bug?: Bug) =>
  Create.toLayer(
    Effect.fn(function* ({ vm }) {
      const host = yield* Host
      const sql = yield* SqlClient.SqlClient
      const started = bug === "clock read in the code" ? yield* Clock.currentTimeMillis : 0
      const nonce = bug === "random number in the code" ? yield* Random.nextIntBetween(0, 1_000_000) : 0
      const memory = new Set<string>()
      yield* step(
        "Reserve",
        Schema.Void,
        Effect.gen(function* () {
          memory.add(vm)
          yield* sql`INSERT INTO reservations ${sql.insert({ vm })} ON CONFLICT DO NOTHING`.pipe(Effect.orDie)
        })
      ).pipe(Create.withCompensation(() => sql`DELETE FROM reservations WHERE vm = ${vm}`.pipe(Effect.orDie)))
      if (bug === "undo in the wrong order") yield* Create.withCompensation(Effect.void, () => detach(vm))
      const disk = yield* step(
        bug === "step renamed" && host.processes > 1 ? "CreateDisc" : "CreateDisk",
        Schema.String,
        Effect.gen(function* () {
          const id = bug === "action not idempotent" ? `disk-${host.disks.size}` : `disk-${vm}`
          const temporary = `temporary-${host.processes}`
          if (bug === "action half done") host.disks.set(temporary, "")
          yield* Effect.sleep("3 seconds")
          host.disks.delete(temporary)
          host.disks.set(id, `made at ${started} with ${nonce}`)
          return bug === "state in memory" && !memory.has(vm) ? yield* new Failed({ why: "not reserved" }) : id
        })
      ).pipe(
        Create.withCompensation((id) =>
          Effect.gen(function* () {
            if (bug === "undo missing") return
            if (bug === "undo not idempotent" && !host.disks.has(id)) host.disks.set("wreck", "undone twice")
            if (bug === "undo half done" && host.undoing.has(id)) return
            host.undoing.add(id)
            yield* Effect.sleep("1 second")
            // A disk in use cannot be removed.
            if (![...host.ports.values()].includes(id)) host.disks.delete(id)
          })
        )
      )
      yield* DurableClock.sleep({ name: "settle", duration: "10 minutes" })
      yield* DurableDeferred.await(Approved)
      const attach = step(
        "AttachPort",
        Schema.Void,
        Effect.sync(() => void host.ports.set(vm, disk))
      )
      yield* bug === "undo in the wrong order" ? attach : attach.pipe(Create.withCompensation(() => detach(vm)))
      const start = step(
        "Start",
        Schema.Void,
        Effect.sync(() => void host.running.add(vm))
      )
      yield* bug === "error swallowed" ? Effect.ignore(start) : start
      return disk
    })
  ).pipe(Layer.provide(Layer.effectDiscard(Effect.map(Host, (host) => host.processes++))))

const laws = (bug?: Bug) =>
  WorkflowLaws.check({
    workflow: Create,
    payload: { vm: "vm-1" },
    layer: code(bug),
    environment: Host.layer,
    before: Effect.flatMap(SqlClient.SqlClient, (sql) => sql`CREATE TABLE reservations (vm TEXT PRIMARY KEY)`),
    cleanSlate: Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const { disks, ports, running } = yield* Host
      return { disks, ports, running, reservations: yield* sql`SELECT vm FROM reservations ORDER BY vm` }
    }),
    failure: new Failed({ why: "injected" }),
    suspended: (executionId) =>
      DurableDeferred.succeed(Approved, {
        token: DurableDeferred.tokenFromExecutionId(Approved, { workflow: Create, executionId }),
        value: undefined
      })
  }).pipe(fixed)

describe("WorkflowLaws", () => {
  it.effect(
    "passes a correct workflow, and finds its nodes by itself",
    () =>
      Effect.gen(function* () {
        const report = yield* laws()
        assert.deepStrictEqual(report.actions, ["Reserve", "CreateDisk", "AttachPort", "Start"])
        assert.strictEqual(report.undos.length, 3)
        assert.isAbove(report.scenarios, 40)
      }),
    60_000
  )

  const planted: ReadonlyArray<readonly [Bug, law: string]> = [
    ["action not idempotent", "repeat: CreateDisk done twice"],
    ["undo missing", "unwind: an error at AttachPort"],
    ["undo in the wrong order", "unwind: an error at Start"],
    ["undo not idempotent", "unwind twice: an error at AttachPort"],
    ["clock read in the code", "does not depend on when its code runs"],
    ["random number in the code", "does not depend on when its code runs"],
    ["step renamed", "crash: the process dies"],
    ["state in memory", "crash: the process dies"],
    ["action half done", "operations into CreateDisk"],
    ["undo half done", "operations into undo 2 after an error"],
    ["error swallowed", "unwind: an error at Start"]
  ]
  for (const [bug, law] of planted) {
    it.effect(
      `finds a planted workflow: ${bug}`,
      () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(laws(bug))
          if (error._tag !== "Falsified") return assert.fail(error.message)
          assert.include(error.law, law, error.message)
          return assert.include(error.message, "CLOUDWRIGHT_SEED=")
        }),
      60_000
    )
  }
})
