/**
 * `npm run bench`: every benchmark; `npm run bench -- NAME` for one; `--json` prints
 * `{"name":…,"ratios":{…}}` as the last line. Results are also written to `bench/results/NAME.json`.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { fileURLToPath } from "node:url"
import * as ipam from "./ipam.ts"
import * as libvirt from "./libvirt.ts"
import * as ovsdb from "./ovsdb.ts"
import * as reachability from "./reachability.ts"
import * as routing from "./routing.ts"

const benchmarks = {
  ipam: ipam.run,
  libvirt: libvirt.run,
  ovsdb: ovsdb.run,
  reachability: reachability.run,
  routing: routing.run
}
const names = ["ipam", "libvirt", "ovsdb", "reachability", "routing"] as const
const results = fileURLToPath(new URL("../results", import.meta.url))

const Report = Schema.Struct({ name: Schema.String, ratios: Schema.Record(Schema.String, Schema.Finite) })

const bench = Command.make(
  "bench",
  {
    name: Argument.Literals("name", names).pipe(Argument.optional),
    json: Flag.Boolean("json").pipe(Flag.withDescription("print each report as one line of JSON, last"))
  },
  Effect.fn(function* ({ name, json }) {
    const fs = yield* FileSystem.FileSystem
    for (const one of name._tag === "Some" ? [name.value] : names) {
      const { ratios } = yield* benchmarks[one]
      const report = yield* Schema.encodeEffect(Schema.fromJsonString(Report))({ name: one, ratios })
      yield* fs.makeDirectory(results, { recursive: true })
      yield* fs.writeFileString(`${results}/${one}.json`, `${report}\n`)
      for (const [ratio, value] of Object.entries(ratios)) yield* Console.log(`${ratio.padEnd(28)} ${value.toFixed(2)}`)
      if (json) yield* Console.log(report)
    }
  })
).pipe(Command.withDescription("Compare Cloudwright with others on this machine"))

bench.pipe(Command.run({ version: "0.0.0" }), Effect.provide(NodeServices.layer), NodeRuntime.runMain)
