import { assert, describe, it } from "@effect/vitest"
import { capabilities, unsupported } from "../../../src/overlay/ovn/OvnCapabilities.ts"
import { NorthboundCompiler } from "../../../src/overlay/ovn/Northbound.ts"
import { byName, states } from "../states.ts"
import { fileOf, gatewayHosts, intentOf, print, rowsOf } from "./readable.ts"
import { expect } from "vitest"

describe("Northbound", () => {
  for (const named of states) {
    it(`rows of: ${named.name}`, async () => {
      await expect(print(rowsOf(named))).toMatchFileSnapshot(fileOf(named.name))
    })

    it(`refers to nothing that is not there: ${named.name}`, () => {
      const rows = rowsOf(named)
      for (const [name, { cells, table }] of rows) {
        for (const [column, value] of Object.entries(cells)) {
          const to = table.columns.get(column)?.type.key.refTable
          assert.isDefined(table.columns.get(column), `${name} ${column}`)
          if (to === undefined || value === undefined) continue
          for (const key of value instanceof Set ? value : [value]) {
            assert.isTrue(rows.has(`${to} ${String(key)}`), `${name} ${column} ${String(key)}`)
          }
        }
      }
    })
  }

  it("compiles a part once, and again when what it needs has changed", () => {
    const compiler = new NorthboundCompiler(gatewayHosts)
    const intent = intentOf(byName("floating address"))
    for (const part of intent.parts.values()) {
      assert.strictEqual(compiler.part(intent, part), compiler.part(intent, part))
    }
  })

  it("refuses what it cannot do, and nothing else", () => {
    const refused = states.flatMap((named) => {
      const found = unsupported(intentOf(named), gatewayHosts)
      for (const { feature } of found)
        if (feature !== "limit" && feature !== "dns")
          assert.isFalse(capabilities.features.has(feature), `${named.name}: ${JSON.stringify(found)}`)
      return found.length === 0
        ? []
        : [`${named.name}: ${[...new Set(found.map(({ feature }) => feature))].join(", ")}`]
    })
    assert.deepStrictEqual(refused, [
      "balancer of HTTP with rules: balancing-http",
      "WireGuard to an office: wireguard",
      "WireGuard for road warriors, all through it: wireguard",
      "IPsec to an office: ipsec",
      "DHCP, DNS and metadata: dns"
    ])
  })

  it("refuses gateways that nobody carries", () => {
    const [found] = unsupported(intentOf(byName("floating address")))
    assert.deepInclude(found, {
      element: { kind: "RouterInterface", id: "blue-edge/gateway:internet" },
      feature: "gateway-failover"
    })
  })
})
