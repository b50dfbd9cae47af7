/**
 * IPAM, side by side: parsing against `ip-address`, free space against scans and set difference, overlap search against
 * sorting, and the durable service against bare INSERTs of the same rows on SQLite and PostgreSQL.
 */
import * as Effect from "effect/Effect"
import { durable } from "./ipamDurable.ts"
import { freeSpace } from "./ipamFreeSpace.ts"
import { overlap, parsing } from "./ipamKernel.ts"

/** All ratios and figures of this benchmark. */
export const run = Effect.gen(function* () {
  const ratios: Record<string, number> = {
    ...(yield* parsing),
    ...(yield* freeSpace),
    ...(yield* overlap),
    ...(yield* durable)
  }
  return { ratios }
})
