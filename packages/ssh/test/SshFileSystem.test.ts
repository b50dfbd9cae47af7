/** The oracle: the suite holds for Effect's own file system on the local machine. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { layer } from "@effect/vitest"
import { cases } from "./support/fileSystemSuite.ts"

layer(NodeServices.layer, { excludeTestServices: true })("FileSystem on the local machine", (it) => {
  for (const [name, test] of Object.entries(cases)) it.effect(name, () => test)
})
