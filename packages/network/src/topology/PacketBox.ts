/**
 * Boxes of packets: the form in which sets of packets are shown, stored and sent.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Prefix from "../Prefix.ts"

/**
 * The numbers from the first to the last, both included.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Range = Schema.Tuple([Schema.Int, Schema.Int])

/**
 * A product of one set for each field: packets of `family` whose addresses lie in one of the prefixes, and whose protocol
 * and ports in one of the ranges. For ICMP and ICMPv6 `destinationPorts` holds the type times 256 plus the code. A
 * field that does not matter holds everything: `0.0.0.0/0` or `::/0`, `[0, 255]`, `[0, 65535]`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PacketBox = Schema.Struct({
  family: Schema.Literals([4, 6]),
  source: Schema.Array(Prefix.Text),
  destination: Schema.Array(Prefix.Text),
  protocols: Schema.Array(Range),
  sourcePorts: Schema.Array(Range),
  destinationPorts: Schema.Array(Range)
})

/**
 * A product of one set for each field.
 *
 * @since 0.1.0
 * @category models
 */
export type PacketBox = typeof PacketBox.Type
