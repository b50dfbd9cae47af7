import { assert, describe, it } from "@effect/vitest"
import { brokenFloors, wrongImports } from "../src/floors.ts"
import { parse } from "../src/source.ts"

const complaints = (path: string, text: string) => wrongImports([parse(path, text)])

describe("floors", () => {
  it("this checkout keeps them", () => {
    assert.deepStrictEqual(brokenFloors(), [])
  })

  it("catches an import that goes up, however it is written", () => {
    for (const text of [
      `import { Vms } from "@cloudwright/compute"`,
      `import type { Vms } from "@cloudwright/compute/Vms"`,
      `export * from "@cloudwright/compute"`,
      `export const later = () => import("@cloudwright/compute")`,
      `export type T = import("@cloudwright/compute").Vms`
    ]) {
      const [line] = complaints("packages/libvirt/src/Uri.ts", text)
      assert.include(line, "upwards", text)
    }
  })

  it("catches an import that goes sideways", () => {
    assert.include(complaints("packages/libvirt/src/Uri.ts", `import * as S from "@cloudwright/ssh"`)[0], "sideways")
    assert.include(complaints("packages/compute/src/A.ts", `import * as S from "@cloudwright/storage"`)[0], "sideways")
  })

  it("catches a path out of the package, its own name, and the lab", () => {
    assert.lengthOf(complaints("packages/ssh/src/A.ts", `import "../../core/src/Ids.ts"`), 1)
    assert.lengthOf(complaints("packages/ssh/src/internal/a.ts", `import "../../test/x.ts"`), 1)
    assert.lengthOf(complaints("packages/ssh/src/A.ts", `import "@cloudwright/ssh/B"`), 1)
    assert.lengthOf(complaints("packages/ssh/src/A.ts", `import "@cloudwright/lab"`), 1)
  })

  it("lets an import go down", () => {
    const text = `import "@cloudwright/core"; import "@cloudwright/libvirt/Uri"; import "./B.ts"; import "effect/Effect"`
    assert.deepStrictEqual(complaints("packages/compute/src/A.ts", text), [])
    assert.deepStrictEqual(complaints("packages/compute/src/internal/a.ts", `import "../B.ts"`), [])
  })
})
