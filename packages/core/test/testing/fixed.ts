import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"

/** The tests of the harnesses need all their runs: a `CLOUDWRIGHT_SEED` meant for another test must not thin them out. */
export const fixed = Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: {} }))
