/** Overlays with a database and a simulated network. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Ipam } from "../../src/ipam/Ipam.ts"
import { Overlay } from "../../src/overlay/Overlay.ts"
import type { ChangeRequest } from "../../src/overlay/OverlayChange.ts"
import { OverlayDriver } from "../../src/overlay/OverlayDriver.ts"
import type { OverlayError } from "../../src/overlay/OverlayError.ts"
import type { OverlaySettings } from "../../src/overlay/OverlaySettings.ts"
import type { Change } from "../../src/overlay/OverlayState.ts"
import { SimulatedOverlay } from "../../src/overlay/SimulatedOverlay.ts"
import { type Client, Databases } from "../support/databases.ts"
import type { Input } from "./inputs.ts"

/** Records to be put, as one writes them. */
export const puts = (...inputs: ReadonlyArray<Input>): ReadonlyArray<ChangeRequest> =>
  inputs.map(([kind, record]) => ({ _tag: "Put", kind, record }) as unknown as ChangeRequest)

/** What is asked for changes of a state. */
export const requests = (changes: ReadonlyArray<Change>): ReadonlyArray<ChangeRequest> =>
  changes.map((change) =>
    change._tag === "Put"
      ? ({ _tag: "Put", kind: change.kind, record: change.record } as unknown as ChangeRequest)
      : change
  )

/** A network and its driver, which outlive processes. */
export const network = Effect.map(Layer.build(Layer.fresh(SimulatedOverlay.layer())), (context) => ({
  driver: Context.get(context, OverlayDriver),
  simulated: Context.get(context, SimulatedOverlay)
}))

/** One process: the service and its own connections to a database, on a network. */
export const startProcess = (client: Client, driver: OverlayDriver["Service"], settings?: OverlaySettings) =>
  Effect.map(
    Layer.build(
      Layer.fresh(
        Overlay.layer(settings).pipe(
          Layer.provideMerge(Ipam.layer),
          Layer.provideMerge(client),
          Layer.provide(Layer.succeed(OverlayDriver, driver))
        )
      )
    ),
    (context) => ({
      overlay: Context.get(context, Overlay),
      ipam: Context.get(context, Ipam),
      sql: Context.get(context, SqlClient.SqlClient)
    })
  )

/** One process on a fresh database. */
export const fresh = (settings?: OverlaySettings) =>
  Effect.gen(function* () {
    const client = yield* (yield* Databases).fresh
    const { driver, simulated } = yield* network
    return { ...(yield* startProcess(client, driver, settings)), client, driver, simulated }
  })

/** The reason of a failure. */
export const reasonOf = <A>(effect: Effect.Effect<A, OverlayError>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)
