/** Values that are no topologies, though each of their parts could be one's. */
import { assert, describe, it } from "@effect/vitest"
import * as Topology from "../../src/topology/Topology.ts"
import * as W from "./worlds.ts"

type Input = Topology.TopologyInput

const blue = W.merge(W.internet, W.tenant("blue", 10))
const snat = { id: "snat", interface: "wan", internal: "10.0.0.0/24", external: "203.0.113.10" }
const floating = { id: "f", interface: "wan", internal: "10.0.0.5", external: "203.0.113.66" }
const problems = (input: Input): ReadonlyArray<string> =>
  Topology.check(input).map((problem) =>
    problem._tag === "AddressUnusable" ? `${problem._tag} ${problem.because} ${problem.address}` : problem._tag
  )
const router = (fields: Parameters<typeof W.withRouter>[2]) => W.withRouter(blue, "blue-router", fields)

describe("two translations of one source", () => {
  // Of two rules with the same match nothing says which precedes (OVN: northbound NAT rows of equal logical_ip).
  it("collide, whether they name their scope or leave it to be the only one", () => {
    const other = { ...snat, id: "other", scope: "blue", external: "203.0.113.11" }
    assert.deepStrictEqual(problems(router({ sourceNats: [snat, other] })), ["TranslationsCollide"])
    assert.deepStrictEqual(problems(router({ sourceNats: [snat, { ...other, internal: "10.0.0.0/25" }] })), [])
    const twice = { ...floating, id: "g", scope: "blue", external: "203.0.113.67" }
    assert.deepStrictEqual(problems(router({ floatingAddresses: [floating, twice] })), ["TranslationsCollide"])
  })
})

describe("external addresses of translations", () => {
  it("are addresses for hosts where they are on the link (RFC 1122, 3.2.1.3)", () => {
    const at = (external: string) => problems(router({ floatingAddresses: [{ ...floating, external }] }))
    assert.deepStrictEqual(at("203.0.113.255"), ["AddressUnusable Broadcast 203.0.113.255"])
    assert.deepStrictEqual(at("203.0.113.0"), ["AddressUnusable Network 203.0.113.0"])
    assert.deepStrictEqual(at("198.51.100.0"), [])
    const nat = (external: string) => problems(router({ sourceNats: [{ ...snat, external }] }))
    assert.deepStrictEqual(nat("203.0.113.255"), ["AddressUnusable Broadcast 203.0.113.255"])
  })

  it("of load balancers too", () => {
    const at = (address: string) =>
      problems(
        W.merge(blue, {
          loadBalancers: [
            {
              id: "lb",
              tenant: "blue",
              address,
              listeners: [],
              attachments: [{ _tag: "Router", router: "blue-router", interface: "wan" }]
            }
          ]
        })
      )
    assert.deepStrictEqual(at("203.0.113.255"), ["AddressUnusable Broadcast 203.0.113.255"])
    assert.deepStrictEqual(at("203.0.113.70"), [])
  })

  it("are not those of the routers that lead outside", () => {
    assert.deepStrictEqual(problems(router({ floatingAddresses: [{ ...floating, external: "203.0.113.1" }] })), [
      "AddressTaken"
    ])
    // A gateway that an interface or a port has is theirs.
    const gateway = router({
      interfaces: [
        { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] },
        { id: "wan", network: "internet", addresses: ["203.0.113.1"] }
      ],
      sourceNats: [{ ...snat, external: "203.0.113.1" }],
      routes: []
    })
    assert.deepStrictEqual(problems(gateway), [])
  })
})
