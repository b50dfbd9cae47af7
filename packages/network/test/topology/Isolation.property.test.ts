/** Isolation of tenants in random topologies: certificates that the checker believes, packets that traces confirm. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Isolation from "../../src/topology/Isolation.ts"
import * as IsolationCheck from "../../src/topology/IsolationCheck.ts"
import * as Packet from "../../src/topology/Packet.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as Random from "./randomWorld.ts"

const runs = 25

const tenantOf = (topology: Topology, port: string) => topology.ports.find(({ id }) => id === port)!.tenant

const forSeeds = (salt: string, check: (prng: Seed.Prng, topology: Topology, hint: string) => void) =>
  Effect.map(Seed.forRuns({ runs }), (seeds) => {
    for (const seed of seeds) {
      const prng = Seed.prng(Seed.derive(seed, salt))
      check(prng, Random.world(prng), `seed ${seed}`)
    }
  })

describe("isolation", () => {
  it.effect(
    "is certified, or refuted by a packet that a trace confirms",
    () =>
      forSeeds("isolation", (prng, topology, hint) => {
        const answer = Result.getOrThrow(Isolation.isolation(topology, "a", "b"))
        if (answer._tag === "Leaking") {
          assert.strictEqual(tenantOf(topology, answer.port), answer.to, hint)
          const { traces } = Trace.all(topology, answer.packet)
          const same = traces.find((trace) => JSON.stringify(trace.steps) === JSON.stringify(answer.path))
          assert.isDefined(same, hint)
          assert.deepInclude(same.verdict, { _tag: "Delivered" }, hint)
          return
        }
        for (const certificate of answer.certificates) {
          const decoded = JSON.parse(JSON.stringify(certificate)) as IsolationCheck.Certificate
          assert.isTrue(Result.isSuccess(IsolationCheck.check(topology, decoded)), hint)
        }
        // No packet of a tenant's guest, to whichever next hop, gets to the other.
        for (let n = 0; n < 50; n++) {
          const port = prng.pick(topology.ports.filter(({ tenant }) => tenant !== "provider"))
          const drawn = Random.packet(prng, topology, { _tag: "Port", port: port.id })
          const neighbour = prng.pick(
            topology.routers.flatMap((router) => router.interfaces.flatMap((on) => on.addresses))
          )
          const packet = Packet.make({
            ...drawn,
            entry: { _tag: "Port", port: port.id, ...(prng.chance(0.5) ? { nextHop: neighbour } : {}) }
          })
          for (const { verdict } of Trace.all(topology, packet).traces) {
            if (verdict._tag !== "Delivered" || verdict.to._tag !== "Port") continue
            assert.notStrictEqual(
              tenantOf(topology, verdict.to.port),
              port.tenant === "a" ? "b" : "a",
              `${hint} ${JSON.stringify(packet)}`
            )
          }
        }
      }),
    120_000
  )

  it.effect(
    "is not believed when a certificate was tampered with",
    () =>
      forSeeds("tampered", (prng, topology, hint) => {
        const answer = Result.getOrThrow(Isolation.isolation(topology, "a", "b"))
        if (answer._tag === "Leaking") return
        const [certificate] = answer.certificates
        const refused = (tampered: IsolationCheck.Certificate, what: string) => {
          assert.isTrue(Result.isFailure(IsolationCheck.check(topology, tampered)), `${hint}: ${what}`)
        }
        if (certificate.locations.length === 0) return
        const gone = prng.pick(certificate.locations)
        refused(
          { ...certificate, locations: certificate.locations.filter((each) => each !== gone) },
          "a place is missing"
        )
        refused({ ...certificate, locations: [...certificate.locations, gone] }, "a place is there twice")
        refused({ ...certificate, from: "b" }, "the first tenant is another")
        const lacking = { ...gone, hops: gone.hops + 1 }
        refused(
          { ...certificate, locations: certificate.locations.map((each) => (each === gone ? lacking : each)) },
          "a place is further away"
        )
        // Any one packet less is a gap.
        const space = Result.getOrThrow(HeaderSpace.fromBoxes(gone.packets))
        const header = HeaderSpace.sample(space, prng.fraction)!
        const one = Result.getOrThrow(
          HeaderSpace.match({ source: header.source, destination: header.destination, protocol: header.protocol })
        )
        const fewer = Result.getOrThrow(HeaderSpace.boxes(HeaderSpace.difference(space, one), 10_000))
        const smaller = { ...gone, packets: fewer }
        refused(
          { ...certificate, locations: certificate.locations.map((each) => (each === gone ? smaller : each)) },
          "a packet is missing"
        )
      }),
    120_000
  )
})
