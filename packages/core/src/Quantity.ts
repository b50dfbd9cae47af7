/**
 * Rates with their unit in the type. Sizes are Effect's own `ByteSize` (unstable): exact, bigint-based byte counts.
 *
 * A rate is a whole number, so that it survives every daemon's integer fields unchanged, and at most
 * `Number.MAX_SAFE_INTEGER`. Zero means what the field that holds it says, never silently "no limit".
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Bytes per second (1 kB/s = 1000), as libvirt's `iotune` elements count them.
 *
 * @since 0.1.0
 * @category schemas
 */
export const BytesPerSecond = Schema.Natural.pipe(Schema.brand("BytesPerSecond"))

/**
 * Bytes per second.
 *
 * @since 0.1.0
 * @category models
 */
export type BytesPerSecond = typeof BytesPerSecond.Type

/**
 * Input or output operations per second (IOPS).
 *
 * @since 0.1.0
 * @category schemas
 */
export const OperationsPerSecond = Schema.Natural.pipe(Schema.brand("OperationsPerSecond"))

/**
 * Input or output operations per second.
 *
 * @since 0.1.0
 * @category models
 */
export type OperationsPerSecond = typeof OperationsPerSecond.Type

/**
 * Packets per second.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PacketsPerSecond = Schema.Natural.pipe(Schema.brand("PacketsPerSecond"))

/**
 * Packets per second.
 *
 * @since 0.1.0
 * @category models
 */
export type PacketsPerSecond = typeof PacketsPerSecond.Type
