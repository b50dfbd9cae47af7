/**
 * The lab's switch: a network namespace with a bridge, joined to the hosts' bridges and, by one link, to the namespace of
 * this process, so that the hosts' addresses can be reached from here.
 *
 * Networks are /24s of 100.64.0.0/10 (RFC 6598), which is neither of the public nor of the usual private ranges.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as NodeCrypto from "node:crypto"
import { because, type LabError } from "../LabError.ts"
import * as Capsule from "./capsule.ts"
import { System } from "./system.ts"

/**
 * One of the 16384 networks: the second and third byte of its addresses.
 *
 * @since 0.1.0
 * @category models
 */
export interface Network {
  readonly index: number
  /** `100.x.y.0/24`. */
  readonly cidr: string
  /** The address with the given last byte. */
  readonly address: (last: number) => string
  /** A locally administered MAC address that belongs to it. */
  readonly mac: (last: number) => string
}

const networks = 64 * 256

/**
 * The network of an index.
 *
 * @since 0.1.0
 * @category constructors
 */
export const networkOf = (index: number): Network => {
  const start = `100.${64 + (index >> 8)}.${index & 255}`
  const hex = (byte: number) => byte.toString(16).padStart(2, "0")
  return {
    index,
    cidr: `${start}.0/24`,
    address: (last) => `${start}.${last}`,
    mac: (last) => ["02", "cd", "00", hex(index >> 8), hex(index & 255), hex(last)].join(":")
  }
}

/**
 * Where the search for a free network begins: spread over all of them by a hash, so that labs seldom meet.
 *
 * @since 0.1.0
 * @category getters
 */
export const preferredIndex = (name: string): number =>
  NodeCrypto.createHash("sha256").update(name).digest().readUInt32BE(0) % networks

/**
 * The name of the link in this namespace. It is the claim on the network: the kernel lets only one link have it.
 *
 * @since 0.1.0
 * @category getters
 */
export const uplinkOf = (network: Network): string => `cwu${network.index.toString(16).padStart(4, "0")}`

const toNumber = (address: string) => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0)

/**
 * Whether a route (`a.b.c.d` or `a.b.c.d/n`) overlaps the network. The default route does not count.
 *
 * @since 0.1.0
 * @category predicates
 */
export const collides = (network: Network, destination: string): boolean => {
  if (!/^\d/.test(destination)) return false
  const [address = "", length = "32"] = destination.split("/")
  const size = 2 ** (32 - Math.min(Number(length), 24))
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(network.address(0)) / size)
}

const Routes = Schema.fromJsonString(Schema.Array(Schema.Struct({ dst: Schema.String })))

/** Runs `ip` commands in the network namespace of a process. */
const ip = Effect.fnUntraced(function* (pid: number, commands: ReadonlyArray<string>) {
  const { run } = yield* System
  yield* run(["nsenter", "--target", String(pid), "--net", "--", "ip", "-batch", "-"], {
    stdin: `${commands.join("\n")}\n`
  })
})

/** Takes the first network from the preferred one on that nothing else uses, by making its uplink into the namespace. */
const claim = Effect.fnUntraced(function* (name: string, pid: number) {
  const { run } = yield* System
  const text = yield* run(["ip", "-json", "-4", "route", "show", "table", "all"])
  const routes = yield* Schema.decodeEffect(Routes)(text).pipe(
    Effect.mapError((cause) => because({ _tag: "SystemFailed", operation: "read the routes", cause }))
  )
  const first = preferredIndex(name)
  const candidates = Array.from({ length: 64 }, (_, i) => networkOf((first + i) % networks)).filter(
    (network) => !routes.some(({ dst }) => collides(network, dst))
  )
  const attempt = (network: Network) =>
    run(["ip", "link", "add", uplinkOf(network), "type", "veth", "peer", "name", "up0", "netns", String(pid)]).pipe(
      Effect.as(network)
    )
  return yield* Effect.firstSuccessOf(candidates.map(attempt))
})

/**
 * The switch of a lab.
 *
 * @since 0.1.0
 * @category models
 */
export interface Switch {
  readonly network: Network
  /** A process in its namespace. */
  readonly pid: number
}

/**
 * Makes the switch; it goes with the scope. It has the last byte 1, this process 2, host i 10 + i.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeSwitch = (directory: string): Effect.Effect<Switch, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const { init: pid } = yield* Capsule.start(["sleep", "infinity"], { directory, namespaces: ["--net"] })
    const network = yield* Effect.acquireRelease(claim(directory, pid), (claimed) =>
      Effect.ignore(system.run(["ip", "link", "delete", uplinkOf(claimed)]))
    )
    yield* ip(pid, [
      "link set lo up",
      "link add br0 type bridge forward_delay 0",
      `addr add ${network.address(1)}/24 dev br0`,
      "link set br0 up",
      "link set up0 master br0 up"
    ])
    yield* system.run(["ip", "-batch", "-"], {
      stdin: `addr add ${network.address(2)}/24 dev ${uplinkOf(network)}\nlink set ${uplinkOf(network)} up\n`
    })
    return { network, pid }
  })

/**
 * Joins a host (a process in its namespace) to the switch; taken off with the scope.
 *
 * @since 0.1.0
 * @category combinators
 */
export const join = (lab: Switch, number: number, pid: number): Effect.Effect<void, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const port = `p${number}`
    yield* Effect.acquireRelease(
      ip(lab.pid, [`link add ${port} type veth peer name up0 netns ${pid}`, `link set ${port} master br0 up`]),
      () => Effect.ignore(Effect.provideService(ip(lab.pid, [`link delete ${port}`]), System, system))
    )
    yield* ip(pid, [
      "link set lo up",
      // The same address after a crash, so that nobody keeps an outdated one.
      `link add br0 address ${lab.network.mac(10 + number)} type bridge forward_delay 0`,
      "link set up0 master br0 up",
      `addr add ${lab.network.address(10 + number)}/24 dev br0`,
      "link set br0 up",
      `route add default via ${lab.network.address(1)}`
    ])
  })
