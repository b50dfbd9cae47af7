/**
 * A driver of overlays without a network: it holds what was realised and answers packets by `Trace`, under the time of the
 * `Clock`. For tests of what is built on `Overlay`, and the measure for real drivers.
 *
 * - The back end holds elements (networks, ports, DHCP of a subnet, ...), all of a `realise` or none. Each host gets them
 *   after its own delay, and a crashed one when it comes back. A packet is answered by what the host where it begins has by then:
 *   its port's, or the newest of all for packets from outside.
 * - Everything that an intent may ask for is held; what packets meet is what `Trace` speaks of. DHCP, DNS, metadata, rate
 *   limits and tunnels have no effect on packets.
 * - `control` makes things go wrong: calls that are refused or whose reply is lost, hosts that crash or are slow, cables that are
 *   cut, elements that are lost or altered, members that do not answer.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Packet } from "../topology/Packet.ts"
import type { Topology } from "../topology/Topology.ts"
import type { Trace } from "../topology/Trace.ts"
import * as implementation from "./internal/simulated.ts"
import type { OverlayCapabilities } from "./OverlayCapabilities.ts"
import { OverlayDriver } from "./OverlayDriver.ts"

/**
 * What becomes of the next `realise`: the back end refuses it; is not there; or does it, or not, and the reply is lost.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "refuse" | "unreachable" | "lost-before" | "lost-after"

/**
 * Something that the back end holds: its kind and id, as in the derived steps of a plan, and its value.
 *
 * @since 0.1.0
 * @category models
 */
export interface HeldElement {
  readonly what: string
  readonly id: string
  readonly value: unknown
}

/**
 * Makes things go wrong.
 *
 * @since 0.1.0
 * @category models
 */
export interface Control {
  /** What becomes of the next calls of `realise`, one each. */
  readonly fail: (...faults: ReadonlyArray<Fault>) => Effect.Effect<void>
  /** How long it takes from now on until a host has what was realised. */
  readonly slow: (host: string, delay: Duration.Input) => Effect.Effect<void>
  readonly crash: (host: string) => Effect.Effect<void>
  readonly restart: (host: string) => Effect.Effect<void>
  readonly cut: (link: string) => Effect.Effect<void>
  readonly mend: (link: string) => Effect.Effect<void>
  /** Whether a member of a balancer (`balancer/listener/member`) answers. */
  readonly member: (path: string, healthy: boolean) => Effect.Effect<void>
  /** Changes an element behind everybody's back; none is there when `value` is `undefined`. Others should be of its kind. */
  readonly tamper: (what: string, id: string, value: unknown) => Effect.Effect<void>
}

/**
 * The simulated network.
 *
 * @since 0.1.0
 * @category services
 */
export class SimulatedOverlay extends Context.Service<
  SimulatedOverlay,
  {
    /** What becomes of a packet now. */
    readonly send: (packet: Packet) => Effect.Effect<Trace>
    /** What the back end holds, by kind and id. */
    readonly held: Effect.Effect<ReadonlyArray<HeldElement>>
    /** What packets of a host meet now, or of the host that is furthest. */
    readonly topology: (host?: string) => Effect.Effect<Topology>
    readonly control: Control
  }
>()("@cloudwright/network/SimulatedOverlay") {
  /**
   * The simulated network and its driver. `capabilities` replaces what the driver says it can do: all there is.
   *
   * @since 0.1.0
   */
  static readonly layer = (options?: {
    readonly capabilities?: Partial<OverlayCapabilities>
  }): Layer.Layer<SimulatedOverlay | OverlayDriver> =>
    Layer.effectContext(
      Effect.map(implementation.make(options?.capabilities ?? {}), ({ driver, simulated }) =>
        Context.make(SimulatedOverlay, SimulatedOverlay.of(simulated)).pipe(Context.add(OverlayDriver, driver))
      )
    )
}
