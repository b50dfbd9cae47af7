import { SshServer } from "@cloudwright/lab"
import { layer } from "@effect/vitest"
import * as Layer from "effect/Layer"
import * as SshServices from "../src/SshServices.ts"
import { sshLayer } from "./support/lab.ts"
import { cases } from "./support/spawnerSuite.ts"

const Remote = SshServices.layer.pipe(Layer.provideMerge(sshLayer()), Layer.provideMerge(SshServer.layer()))

layer(Remote, { timeout: "60 seconds", excludeTestServices: true })(
  "ChildProcessSpawner on the remote machine",
  (it) => {
    for (const [name, test] of Object.entries(cases)) it.effect(name, () => test)
  }
)
