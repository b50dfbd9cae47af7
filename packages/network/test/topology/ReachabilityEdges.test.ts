/** What an operator reads of an answer. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import * as W from "./worlds.ts"

const world = W.merge(W.internet, W.tenant("blue", 10))
const web = Result.getOrThrow(HeaderSpace.match({ protocol: "tcp", ports: [80, 81] }))
/** The end of what is printed about TCP to ports 80 and 81 from one port to the other: what arrives. */
const printed = (rules: ReadonlyArray<object>, options?: Reachability.Options): string => {
  const guard = { id: "guard", tenant: "blue", stateful: false, rules: rules as never }
  const topology = W.made(
    W.withPort(W.merge(world, { securityGroups: [guard] }), "blue-b", { securityGroups: ["guard"] })
  )
  const asked = Reachability.reachable(topology, Endpoint.port("blue-a"), Endpoint.port("blue-b"), {
    packets: web,
    ...options
  })
  const text = Reachability.print(Result.getOrThrow(asked))
  return text.slice(text.indexOf("all from"))
}

describe("a printed answer", () => {
  const all = "all from port blue-a to port blue-b\n  tcp 10.0.0.5 -> 10.0.0.6 port 80-81"
  const into = { id: "in", direction: "ingress", family: 4, protocol: "tcp" }
  const out = { id: "out", direction: "egress", family: 4, protocol: "tcp" }

  it("says when nothing comes back: a connection needs both ways", () => {
    assert.strictEqual(printed([into]), `${all}\n  no answer comes back`)
    assert.strictEqual(printed([into], { answers: false }), all)
    assert.strictEqual(printed([into, out]), all)
  })

  it("says to which packets nothing comes back", () => {
    const half = { ...out, remote: { _tag: "Prefix", prefix: "10.0.0.5/32" }, ports: { first: 0, last: 32_767 } }
    assert.strictEqual(
      printed([into, half]),
      `${all}\n  no answer comes back to\n    tcp 10.0.0.5 -> 10.0.0.6 port 80-81 from port 32768-65535`
    )
  })
})
