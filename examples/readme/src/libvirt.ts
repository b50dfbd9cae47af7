import { LibvirtConnection } from "@cloudwright/libvirt"
import { Effect, Stream } from "effect"

export const program = Effect.gen(function* () {
  const { call, events } = yield* LibvirtConnection.open("qemu:///system")
  const { dom } = yield* call.domainLookupByName({ name: "web" })
  const { state, cpuTime } = yield* call.domainGetInfo({ dom }) // cpuTime is a bigint: 64-bit values are exact
  yield* events.domain
    .stream(["lifecycle", "reboot"], dom)
    .pipe(
      Stream.runForEach((event) => (event._tag === "Gap" ? Effect.logWarning("look again") : Effect.log(event.event)))
    )
  return { state, cpuTime }
}).pipe(Effect.scoped)
