/**
 * What a test can do from a place in a laboratory's network (a guest, the world outside): run programs there, send and
 * watch raw frames, ask and answer over TCP and UDP, ping. Types only; `OvnCluster` and `NetLab` make stations.
 *
 * Needs python3 and ping (`Packages.parts.ovn`, `Packages.parts.netlab`).
 *
 * Limits: 10 000 frames in one watch; 65 535 bytes in a frame; 1 MiB in a question or an answer over TCP, the size of one
 * datagram over UDP; 1 000 frames in one `send`.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { LabError } from "./LabError.ts"

/**
 * What came of asking a server.
 *
 * - `Answered`: a server started by `serve` answered. `server` is its name, `peer` and `peerPort` the address it saw the
 *   question come from (after any translation on the way), `data` what it was asked.
 * - `Failed`: nobody did. `refused`: a reset instead of a connection; `reset`: the connection was cut; `unreachable`: no
 *   route, or a router said so; `timeout`: silence. `code` is the operating system's name of it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = Schema.TaggedUnion({
  Answered: { server: Schema.String, peer: Schema.String, peerPort: Schema.Int, data: Schema.String },
  Failed: {
    failure: Schema.Literals(["refused", "reset", "unreachable", "timeout", "other"]),
    code: Schema.String
  }
})

/**
 * What came of asking a server.
 *
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * Pings to send. `count`: default 3; `size`: bytes of payload, default 56; `dontFragment`: the packet must pass as it is;
 * `interval`: between two, default 200 milliseconds; `wait`: for the last answer, default 1 second.
 *
 * @since 0.1.0
 * @category models
 */
export interface PingOptions {
  readonly to: string
  readonly count?: number
  readonly size?: number
  readonly dontFragment?: boolean
  readonly interval?: Duration.Input
  readonly wait?: Duration.Input
}

/**
 * How many pings were sent and how many were answered.
 *
 * @since 0.1.0
 * @category models
 */
export interface PingResult {
  readonly sent: number
  readonly received: number
}

/**
 * A server that answers every line (TCP) or datagram (UDP) with its name, the address that asked, and what was asked.
 * `address`: to listen on; default every IPv4 address (`"::"` for every address). `name`: default the station's.
 *
 * @since 0.1.0
 * @category models
 */
export interface ServeOptions {
  readonly protocol: "tcp" | "udp"
  readonly port: number
  readonly address?: string
  readonly name?: string
}

/**
 * A question to a server. `data`: what to ask, without line breaks; default `"?"`. `from`, `fromPort`: own address and port.
 * `within`: default 1 second; over UDP a question is sent once.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProbeOptions {
  readonly protocol: "tcp" | "udp"
  readonly to: string
  readonly port: number
  readonly data?: string
  readonly from?: string
  readonly fromPort?: number
  readonly within?: Duration.Input
}

/**
 * A TCP connection that stays open. `ask` asks once more over it (`within`: default 1 second); an answer to an earlier
 * question that comes late is dropped.
 *
 * @since 0.1.0
 * @category models
 */
export interface Connection {
  readonly ask: (data: string, within?: Duration.Input) => Effect.Effect<Answer, LabError>
}

/**
 * The frames that a device has received since the watch began, oldest first, as the kernel saw them: a VLAN tag is not in
 * them. All effects fail with a `LabError` when the watch has lost frames or passed its limit: it no longer knows.
 *
 * To know that a frame did not come, send another one behind it that must come, and wait for that one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Watch {
  readonly frames: Effect.Effect<ReadonlyArray<Uint8Array>, LabError>
  readonly count: (matches: (frame: Uint8Array) => boolean) => Effect.Effect<number, LabError>
  /** The first frame that matches, also one that has come already; fails with `NotReady` after `within` (default 5 s). */
  readonly waitFor: (
    matches: (frame: Uint8Array) => boolean,
    within?: Duration.Input
  ) => Effect.Effect<Uint8Array, LabError>
}

/**
 * What to watch. `device`: default the station's own; `outgoing`: also what leaves it; default false.
 *
 * @since 0.1.0
 * @category models
 */
export interface WatchOptions {
  readonly device?: string
  readonly outgoing?: boolean
}

/**
 * A place in the network.
 *
 * - `exec`: runs a program there to its end (`within`: default 60 seconds); what it printed on stdout.
 * - `ping`: an unanswered ping is a result, a ping that could not be sent an error.
 * - `send`: puts raw Ethernet frames on the wire, whatever is in them.
 * - `watch`: watches frames until the scope closes; it has begun when the effect ends.
 * - `serve`: answers until the scope closes; it listens when the effect ends.
 * - `probe`: asks one question. `connect`: opens a connection and keeps it until the scope closes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Station {
  readonly name: string
  readonly exec: (
    argv: readonly [program: string, ...args: ReadonlyArray<string>],
    options?: { readonly within?: Duration.Input; readonly stdin?: string }
  ) => Effect.Effect<string, LabError>
  readonly ping: (options: PingOptions) => Effect.Effect<PingResult, LabError>
  readonly send: (frames: ReadonlyArray<Uint8Array>, device?: string) => Effect.Effect<void, LabError>
  readonly watch: (options?: WatchOptions) => Effect.Effect<Watch, LabError, Scope.Scope>
  readonly serve: (options: ServeOptions) => Effect.Effect<void, LabError, Scope.Scope>
  readonly probe: (options: ProbeOptions) => Effect.Effect<Answer, LabError>
  readonly connect: (
    options: Omit<ProbeOptions, "protocol" | "data">
  ) => Effect.Effect<Connection | Extract<Answer, { readonly _tag: "Failed" }>, LabError, Scope.Scope>
}

/**
 * Where a guest's cable ends in a machine: a device with this name (at most 15 characters), put into `bridge` if one is
 * named, which must be there.
 *
 * @since 0.1.0
 * @category models
 */
export interface Attachment {
  readonly device: string
  readonly bridge?: string
}

/**
 * A guest to plug in. `addresses`: with their prefix lengths, of both families; `gateways`: default routes, at most one of
 * each family; `mtu`: default 1500. Without an IPv6 address the guest does not speak IPv6.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlugOptions extends Attachment {
  readonly name: string
  readonly mac: string
  readonly addresses: ReadonlyArray<string>
  readonly gateways?: ReadonlyArray<string>
  readonly mtu?: number
}
