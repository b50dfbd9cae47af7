import { describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import { VirtualTime } from "../src/testing/index.ts"
import { binding, checkInvariants, file, host, makeSetting, request, startApp } from "./support/vms.ts"
import { wholeLife } from "./support/vmsCases.ts"

describe("Vms on simulated hosts and SQLite", () => {
  for (const follow of [false, true]) {
    it.effect(`a VM's whole life, ${follow ? "following the hosts' events" : "without following events"}`, () =>
      Effect.gen(function* () {
        const setting = yield* makeSetting()
        yield* setting.control.deleteFile(host, "/missing.qcow2")
        yield* VirtualTime.run(
          Effect.scoped(
            Effect.gen(function* () {
              const { vms } = yield* startApp(setting, { follow })
              yield* wholeLife({
                vms,
                driver: setting.driver,
                observer: {
                  state: (id) =>
                    Effect.map(
                      setting.control.truth(host),
                      ({ domains }) => domains.find((domain) => domain.id === id)?.state
                    ),
                  seeds: Effect.map(setting.control.truth(host), ({ seeds }) => seeds)
                },
                request: { ...request(), memory: ByteSize.mebibytes(192), maxVcpus: 2 },
                disk: file("/data.qcow2"),
                missingDisk: file("/missing.qcow2"),
                nic: binding(2)
              })
            })
          )
        )
        yield* checkInvariants(setting)
      })
    )
  }
})
