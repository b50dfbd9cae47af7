import { it } from "@effect/vitest"
import { LibvirtHosts } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as Stream from "effect/Stream"
import * as LibvirtConnection from "@cloudwright/libvirt/LibvirtConnection"
const t = (s: string) => fs.appendFileSync("/tmp/lt.trace", s + " ")
it.live("shots", () => Effect.gen(function*() {
  const { hosts, shared } = yield* LibvirtHosts.LibvirtHosts
  const h = hosts[0]!
  t("up")
  fs.writeFileSync(`${shared}/x.xml`, `<domain type='qemu'><name>x</name><uuid>a77a0000-0000-4000-8000-000000000001</uuid><memory>65536</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices><video><model type='vga'/></video></devices></domain>`)
  const c = yield* LibvirtConnection.open(h.uri)
  t("open")
  const dom = { name: "x", uuid: "a77a0000-0000-4000-8000-000000000001", id: -1 }
  for (let i = 0; i < 8; i++) {
    yield* h.virsh(["-q", "create", `${shared}/x.xml`])
    t("\nnew")
    for (let j = 0; j < 6; j++) {
      const r = yield* Effect.gen(function*() {
      const s = yield* c.stream.domainScreenshot({ dom, screen: 0, flags: 0 })
      let n = 0
      yield* s.read.pipe(Stream.runForEach((k) => Effect.sync(() => { n += k.length })))
      return n }).pipe(Effect.scoped, Effect.timeout("5 seconds"), Effect.result)
      t(r._tag === "Success" ? String(r.success) : String(r.failure))
    }
    yield* h.virsh(["-q", "destroy", "x"])
  }
}).pipe(Effect.scoped, Effect.provide(LibvirtHosts.layer({ hosts: 1 }))), 80000)
