import { LibvirtHosts } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"

layer(LibvirtHosts.layer({ hosts: 2 }), { excludeTestServices: true })("two hosts", (it) => {
  it.effect("answer", () =>
    Effect.gen(function* () {
      const { hosts } = yield* LibvirtHosts.LibvirtHosts
      for (const host of hosts) assert.include(yield* host.virsh(["hostname"]), host.name)
    })
  )
})
