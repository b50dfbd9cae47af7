import { assert, describe, it, layer } from "@effect/vitest"
import { OvnCluster, type NetStation } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import { echo, ethernet, experimental, isEcho, isMarked } from "./support/frames.ts"

const { OvnCluster: Cluster } = OvnCluster

const nbctl = (...args: ReadonlyArray<string>) => Cluster.use((cluster) => cluster.nbctl(args))

const macOf = (tenant: number, last: number) => `02:0${tenant}:00:00:00:${last}`

/** A network 10.0.0.0/24 with ports for the given last bytes; each may send from its own addresses only. */
const network = (tenant: string, number: number, ...ports: ReadonlyArray<number>) =>
  nbctl(
    "ls-add",
    tenant,
    ...ports.flatMap((last) => {
      const addresses = `${macOf(number, last)} 10.0.0.${last}`
      const port = `${tenant}${last}`
      return [
        ["lsp-add", tenant, port],
        ["lsp-set-addresses", port, addresses],
        ["lsp-set-port-security", port, addresses]
      ].flatMap((command) => ["--", ...command])
    })
  )

const chassisOf = (number: number) =>
  Effect.map(Cluster, ({ chassis }) => {
    const found = chassis[number - 1]
    assert.isDefined(found)
    return found
  })

const guest = (chassis: number, tenant: string, number: number, last: number) =>
  Effect.flatMap(chassisOf(chassis), (host) =>
    host.plug({
      port: `${tenant}${last}`,
      mac: macOf(number, last),
      addresses: [`10.0.0.${last}/24`],
      gateways: ["10.0.0.1"]
    })
  )

const sync = Cluster.use((cluster) => cluster.sync)
const answered = (answer: NetStation.Answer) => (answer._tag === "Answered" ? answer.server : answer.failure)
const reached = (station: NetStation.Station, to: string, count = 1) =>
  Effect.map(station.ping({ to, count }), ({ received }) => received)

layer(OvnCluster.layer({ chassis: 3 }), { excludeTestServices: true, timeout: "120 seconds" })("OVN", (it) => {
  it.effect("carries two tenants with one subnet, each of which reaches its own only", () =>
    Effect.gen(function* () {
      const { trace } = yield* Cluster
      yield* network("a", 1, 11, 12, 13)
      yield* network("b", 2, 11, 12)
      const a11 = yield* guest(1, "a", 1, 11)
      const b11 = yield* guest(1, "b", 2, 11)
      const a12 = yield* guest(2, "a", 1, 12)
      const b12 = yield* guest(2, "b", 2, 12)
      const a13 = yield* guest(3, "a", 1, 13)
      for (const one of [a11, a12, a13, b11, b12]) yield* one.awaitUp
      yield* sync
      for (const server of [a12, b12]) {
        yield* server.serve({ protocol: "tcp", port: 80 })
        yield* server.serve({ protocol: "udp", port: 53 })
      }
      for (const [client, server] of [
        [a11, "a12"],
        [b11, "b12"]
      ] as const) {
        assert.deepStrictEqual(yield* client.ping({ to: "10.0.0.12", count: 2 }), { sent: 2, received: 2 })
        for (const [protocol, port] of [
          ["tcp", 80],
          ["udp", 53]
        ] as const) {
          const answer = yield* client.probe({ protocol, to: "10.0.0.12", port, fromPort: 4000, within: "3 seconds" })
          assert.deepStrictEqual(answer, {
            _tag: "Answered",
            server,
            peer: "10.0.0.11",
            peerPort: 4000,
            data: "?"
          })
        }
      }
      assert.strictEqual(yield* reached(a11, "10.0.0.13"), 1)
      assert.strictEqual(yield* reached(b11, "10.0.0.13"), 0)
      // The whole of 1442 bytes fits through the tunnel, one more does not leave the guest.
      assert.strictEqual((yield* a11.ping({ to: "10.0.0.12", count: 1, size: 1414, dontFragment: true })).received, 1)
      assert.strictEqual((yield* a11.ping({ to: "10.0.0.12", count: 1, size: 1415, dontFragment: true })).received, 0)

      const packet = (source: string) =>
        `inport=="a11" && eth.src==${source} && eth.dst==${macOf(1, 12)} && ip4.src==10.0.0.11 && ip4.dst==10.0.0.12 && icmp4`
      assert.include(yield* trace(["--minimal", "a", packet(macOf(1, 11))]), 'output("a12")')
      assert.notInclude(yield* trace(["--minimal", "a", packet(macOf(2, 11))]), "output")

      // Spoofed packets do not arrive; an honest one behind them proves that they would have.
      const watch = yield* a12.watch()
      const to = { mac: macOf(1, 12), ip: "10.0.0.12" }
      const own = { mac: macOf(1, 11), ip: "10.0.0.11" }
      yield* a11.send([
        echo(to, { ...own, mac: macOf(2, 11) }, 1001),
        echo(to, { ...own, ip: "10.0.0.99" }, 1002),
        ethernet(to.mac, macOf(2, 11), experimental, [7]),
        echo(to, own, 1003)
      ])
      yield* watch.waitFor(isEcho(1003))
      assert.strictEqual(yield* watch.count(isEcho(1001)), 0)
      assert.strictEqual(yield* watch.count(isEcho(1002)), 0)
      assert.strictEqual(yield* watch.count(isMarked(experimental, 7)), 0)
      assert.strictEqual(yield* watch.count(isEcho(1003)), 1)

      // The hypervisor's own addresses are no place that a guest can reach.
      yield* a11.exec(["ip", "addr", "add", "172.31.1.200/24", "dev", "eth0"])
      assert.strictEqual(yield* reached(a11, "172.31.1.11"), 0)

      // A guest keeps its connection when it is moved.
      const talk = yield* a11.connect({ to: "10.0.0.12", port: 80 })
      assert.property(talk, "ask")
      if (!("ask" in talk)) return
      assert.strictEqual(answered(yield* talk.ask("before")), "a12")
      yield* a12.move(yield* chassisOf(3))
      yield* Cluster.use(({ sbctl }) => sbctl(["wait-until", "Chassis", "hv3"]))
      assert.strictEqual(answered(yield* talk.ask("after", "10 seconds")), "a12")
      yield* a12.unplug
      assert.strictEqual(yield* reached(a11, "10.0.0.12"), 0)
      yield* nbctl("ls-del", "a", "--", "ls-del", "b")
    }).pipe(Effect.scoped)
  )

  it.effect("goes on without its databases and northd, and learns what is new when they are back", () =>
    Effect.gen(function* () {
      const cluster = yield* Cluster
      yield* network("c", 3, 11, 12)
      const c11 = yield* guest(1, "c", 3, 11)
      const c12 = yield* guest(2, "c", 3, 12)
      yield* sync
      assert.strictEqual(yield* reached(c11, "10.0.0.12"), 1)
      yield* cluster.killNorthd
      yield* cluster.killNorthbound()
      assert.strictEqual((yield* Effect.flip(cluster.nbctl(["--timeout=1", "show"])))._tag, "LabError")
      assert.strictEqual(yield* reached(c11, "10.0.0.12"), 1)
      yield* cluster.startNorthbound
      yield* nbctl("acl-add", "c", "to-lport", "1000", 'outport=="c12" && icmp4', "drop")
      assert.strictEqual(yield* reached(c11, "10.0.0.12"), 1)
      yield* cluster.startNorthd
      yield* sync
      assert.strictEqual(yield* reached(c11, "10.0.0.12"), 0)
      yield* nbctl("acl-del", "c")
      yield* sync
      assert.strictEqual(yield* reached(c12, "10.0.0.11"), 1)
      yield* nbctl("ls-del", "c")
    }).pipe(Effect.scoped)
  )

  it.effect("survives the gateway's death, and forgets a chassis that is removed", () =>
    Effect.gen(function* () {
      const { outside, sbctl } = yield* Cluster
      const third = yield* chassisOf(3)
      yield* network("d", 4, 11)
      yield* nbctl(
        ..."ls-add public".split(" "),
        ..."-- lsp-add public ln -- lsp-set-type ln localnet -- lsp-set-addresses ln unknown".split(" "),
        ..."-- lsp-set-options ln network_name=public".split(" "),
        ..."-- lr-add r -- lrp-add r r-d 02:04:00:00:00:01 10.0.0.1/24".split(" "),
        ..."-- lsp-add d d-r -- lsp-set-type d-r router -- lsp-set-addresses d-r router".split(" "),
        ..."-- lsp-set-options d-r router-port=r-d".split(" "),
        ..."-- lrp-add r r-p 02:04:00:00:00:02 203.0.113.11/24".split(" "),
        ..."-- lsp-add public p-r -- lsp-set-type p-r router -- lsp-set-addresses p-r router".split(" "),
        ..."-- lsp-set-options p-r router-port=r-p nat-addresses=router".split(" "),
        ..."-- lrp-set-gateway-chassis r-p hv3 20 -- lrp-set-gateway-chassis r-p hv2 10".split(" "),
        ..."-- lr-nat-add r snat 203.0.113.11 10.0.0.0/24".split(" ")
      )
      const d11 = yield* guest(1, "d", 4, 11)
      yield* sync
      yield* outside.serve({ protocol: "tcp", port: 80 })
      const seen = yield* d11.probe({ protocol: "tcp", to: "203.0.113.1", port: 80, within: "5 seconds" })
      assert.deepStrictEqual(seen._tag === "Answered" ? seen.peer : seen, "203.0.113.11")

      yield* third.kill
      const tries = d11.exec(["ping", "-n", "-c", "1", "-w", "30", "203.0.113.1"])
      assert.include(yield* tries, "1 received")
      // It is dead and not removed: nobody can say that all chassis know.
      const late = yield* Effect.flip(nbctl("--timeout=2", "--wait=hv", "sync"))
      assert.strictEqual(late.reason._tag, "CommandFailed")
      yield* third.remove
      yield* sync
      assert.notInclude(yield* sbctl(["show"]), "hv3")
      yield* third.start
      yield* sync
      assert.include(yield* sbctl(["show"]), "hv3")
      yield* nbctl("ls-del", "d", "--", "ls-del", "public", "--", "lr-del", "r")
    }).pipe(Effect.scoped)
  )

  it.effect("has its guests back when their chassis is started again", () =>
    Effect.gen(function* () {
      const first = yield* chassisOf(1)
      yield* network("e", 5, 11, 12)
      const e11 = yield* guest(1, "e", 5, 11)
      const e12 = yield* guest(2, "e", 5, 12)
      yield* sync
      assert.strictEqual(yield* reached(e11, "10.0.0.12"), 1)
      yield* first.kill
      assert.strictEqual(yield* reached(e12, "10.0.0.11"), 0)
      yield* first.start
      yield* e11.awaitUp
      yield* sync
      assert.include(yield* e12.exec(["ping", "-n", "-c", "1", "-w", "20", "10.0.0.11"]), "1 received")
      assert.include(yield* first.ofctl(["dump-ports-desc", "br-int"]), "(t")
      assert.include(yield* first.exec(["ovs-vsctl", "show"]), "br-int")
      yield* nbctl("ls-del", "e")
    }).pipe(Effect.scoped)
  )
})

layer(OvnCluster.layer({ chassis: 2, encapsulation: "vxlan", raft: true }), {
  excludeTestServices: true,
  timeout: "120 seconds"
})("OVN with a clustered northbound database and VXLAN", (it) => {
  it.effect("takes changes while one of three members is dead, and not while two are", () =>
    Effect.gen(function* () {
      const cluster = yield* Cluster
      assert.lengthOf(cluster.northbound.split(","), 3)
      yield* cluster.killNorthbound(1)
      yield* network("a", 1, 11, 12)
      const a11 = yield* guest(1, "a", 1, 11)
      yield* guest(2, "a", 1, 12)
      yield* sync
      assert.strictEqual(yield* reached(a11, "10.0.0.12"), 1)
      assert.include(yield* cluster.sbctl(["show"]), "Encap vxlan")
      yield* cluster.killNorthbound(2)
      const refused = yield* Effect.flip(cluster.nbctl(["--timeout=3", "ls-add", "late"]))
      assert.strictEqual(refused.reason._tag, "CommandFailed")
      yield* cluster.startNorthbound
      yield* cluster.nbctl(["--wait=hv", "--may-exist", "ls-add", "late"])
    }).pipe(Effect.scoped)
  )
})

describe("options", () => {
  it.live("are checked before anything starts", () =>
    Effect.gen(function* () {
      const none = yield* Effect.flip(Effect.scoped(OvnCluster.make({ chassis: 0 })))
      assert.strictEqual(none.reason._tag, "InvalidOption")
    })
  )
})
