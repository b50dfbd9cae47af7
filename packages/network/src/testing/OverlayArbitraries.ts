/**
 * Random overlays: records that mean something together, and ways from one to another.
 *
 * ```ts
 * fc.assert(fc.property(OverlayArbitraries.overlay, ({ settings, state }) => Result.isSuccess(Intent.intentOf(state, { settings }))))
 * ```
 *
 * Overlays have one to three tenants, mostly with the same addresses and MAC addresses, dual stack networks, security groups
 * that name each other, routers with and without a way out, floating addresses, port forwards, load balancers on networks
 * and routers, tunnels, limits, zones, peerings, and a network of the provider that many reach; every second time there
 * are hosts. They shrink to one tenant with one network and one port.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { OverlayRecord } from "../overlay/OverlayRecord.ts"
import * as Record from "../overlay/OverlayRecord.ts"
import type { OverlaySettings } from "../overlay/OverlaySettings.ts"
import * as Settings from "../overlay/OverlaySettings.ts"
import type { Change, OverlayState } from "../overlay/OverlayState.ts"
import * as State from "../overlay/OverlayState.ts"
import type { OverlayPlan } from "./internal/overlayPlan.ts"
import { overlayPlan, overlayRecords, overlaySettings } from "./internal/overlayPlan.ts"

/**
 * Records that mean something together, in an order in which they can be made, their state, and settings to go with it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Overlay {
  readonly records: ReadonlyArray<OverlayRecord>
  readonly state: OverlayState
  readonly settings: OverlaySettings
}

const overlayOf = (plan: OverlayPlan): Overlay => {
  const records = overlayRecords(plan).map(([kind, input]) => Result.getOrThrow(Record.decode(kind, input)))
  return { records, state: State.fromRecords(records), settings: Settings.make(overlaySettings(plan)) }
}

/**
 * Overlays.
 *
 * @since 0.1.0
 * @category generators
 */
export const overlay: fc.Arbitrary<Overlay> = overlayPlan.map(overlayOf)

/**
 * Two overlays with the settings of the first, which have many records in common.
 *
 * @since 0.1.0
 * @category generators
 */
export const pair: fc.Arbitrary<readonly [from: Overlay, to: Overlay]> = fc
  .tuple(overlayPlan, overlayPlan, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
  .map(([from, to, other]) => {
    // Tenants are taken from the second where the coin says so, so that most of both is the same.
    const tenants = from.tenants.map((tenant, at) => (other[at] === true ? (to.tenants[at] ?? tenant) : tenant))
    return [overlayOf(from), overlayOf({ ...from, tenants, trusted: to.trusted })] as const
  })

/**
 * The changes that lead from one state to another: what goes first, then what comes.
 *
 * @since 0.1.0
 * @category combinators
 */
export const changes = (from: OverlayState, to: OverlayState): ReadonlyArray<Change> => [
  ...State.records(from)
    .filter(({ kind, record }) => State.get(to, kind, record.id) === undefined)
    .map(({ kind, record }): Change => ({ _tag: "Remove", kind, id: record.id }))
    .reverse(),
  ...State.records(to)
    .filter(({ kind, record }) => State.get(from, kind, record.id) !== record)
    .map((record): Change => ({ _tag: "Put", ...record }))
]

/**
 * Records with damage: some records of a well-formed overlay are lost, and ids and addresses in others are exchanged. Each still
 * passes the schema of its kind, but together they seldom mean something.
 *
 * @since 0.1.0
 * @category generators
 */
export const damaged: fc.Arbitrary<{ readonly state: OverlayState; readonly settings: OverlaySettings }> = fc
  .tuple(
    overlayPlan,
    fc.array(fc.nat({ max: 63 }), { maxLength: 3 }),
    fc.array(fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 })), { maxLength: 4 })
  )
  .map(([plan, lost, exchanged]) => {
    const text = JSON.stringify(overlayRecords(plan).filter((_, at) => !lost.includes(at)))
    const values = [...new Set(text.match(/"[^"]*"/g))].filter((value) => /[0-9]/.test(value))
    const swapped = exchanged.reduce((now, [a, b]) => {
      const [one, two] = [values[a % values.length], values[b % values.length]]
      if (one === undefined || two === undefined) return now
      const [first = now, ...rest] = now.split(one)
      return rest.length === 0 ? now : first + two + rest.join(one)
    }, text)
    const records = (JSON.parse(swapped) as ReturnType<typeof overlayRecords>).flatMap(([kind, input]) => {
      const decoded = Object.hasOwn(Record.schemas, kind) ? Record.decode(kind, input) : undefined
      return decoded !== undefined && Result.isSuccess(decoded) ? [decoded.success] : []
    })
    return { state: State.fromRecords(records), settings: Settings.make(overlaySettings(plan)) }
  })
