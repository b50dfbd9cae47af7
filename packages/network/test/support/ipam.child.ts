/**
 * Another process that uses the address manager. Usage: `node ipam.child.ts <mode> <name> <seed>`, the database in the
 * environment. It writes one JSON value a line.
 *
 * - `race`: says `"ready"`, waits for a line, then allocates and releases in one subnet, and says after each call what it was
 *   told.
 * - `script`: does the thousand operations of the seed, and says after each what it was told.
 */
import * as Postgres from "@cloudwright/core/Postgres"
import * as Sqlite from "@cloudwright/core/Sqlite"
import { Seed } from "@cloudwright/core/testing"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Ipam, type IpamView } from "../../src/ipam/Ipam.ts"
import { raceCall, raceCalls } from "./ipamRace.ts"
import { scripted, tell } from "./ipamScripted.ts"
import { tenant } from "./ipamScript.ts"

const [, , mode = "", name = "", seedText = ""] = process.argv
const seed = Number(seedText)

const say = (value: unknown) =>
  Effect.callback<void>((resume) => void process.stdout.write(`${JSON.stringify(value)}\n`, () => resume(Effect.void)))

const database = Layer.unwrap(
  Effect.gen(function* () {
    if ((yield* Config.String("DATABASE_KIND")) === "postgres") {
      return Postgres.layer({ url: yield* Config.Redacted("DATABASE"), lockTimeout: "30 seconds" })
    }
    return Sqlite.layer({ filename: yield* Config.String("DATABASE"), busyTimeout: "30 seconds" })
  })
)

const go = Effect.callback<void>((resume) => void process.stdin.once("data", () => resume(Effect.void)))

const race = Effect.fnUntraced(function* (view: IpamView) {
  yield* say("ready")
  yield* go
  const source = Seed.prng(seed)
  const mine: Array<string> = []
  for (let n = 0; n < raceCalls; n++) yield* say(yield* raceCall(view, source, `${name}/${n}`, mine))
})

const script = Effect.fnUntraced(function* (view: IpamView) {
  const run = scripted(seed)
  for (const operation of run.operations) {
    const question = run.next(operation)
    if (question === undefined) continue
    const answer = yield* tell(view, question)
    run.done(question, answer)
    yield* say(answer)
  }
})

Effect.gen(function* () {
  const view = (yield* Ipam).as(tenant)
  yield* mode === "race" ? race(view) : script(view)
  yield* say("done")
  // Whoever waits for input would keep the process.
  process.stdin.destroy()
}).pipe(Effect.provide(Ipam.layer.pipe(Layer.provide(database))), NodeRuntime.runMain)
