/**
 * The command that installs the Debian packages of the lab: `install [--lock-timeout SECONDS]`.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { install } from "./Installer.ts"

Command.make(
  "install",
  {
    lockTimeout: Flag.Int("lock-timeout").pipe(
      Flag.withDescription("seconds to wait for another apt or dpkg"),
      Flag.withDefault(600)
    )
  },
  Effect.fnUntraced(function* ({ lockTimeout }) {
    const installed = yield* install({ lockTimeout: Duration.seconds(lockTimeout) })
    yield* Console.log(installed.length === 0 ? "every package is there" : `installed: ${installed.join(" ")}`)
  })
).pipe(
  Command.withDescription("Installs the Debian packages of Cloudwright's lab that are missing"),
  Command.run({ version: "0.0.0" }),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
