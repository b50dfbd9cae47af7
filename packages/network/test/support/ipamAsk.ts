/** How the suites of the address manager ask and compare. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { IpamView } from "../../src/ipam/Ipam.ts"
import type { IpamError, IpamErrorReason } from "../../src/ipam/IpamError.ts"

export const addressesOf = (records: ReadonlyArray<{ readonly address: string }>): ReadonlyArray<string> =>
  records.map(({ address }) => address)

export const reasonOf = <A>(effect: Effect.Effect<A, IpamError>): Effect.Effect<IpamErrorReason, A> =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)

export const tagOf = <A>(effect: Effect.Effect<A, IpamError>) => Effect.map(reasonOf(effect), ({ _tag }) => _tag)

export const owners = (count: number, from = 0): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => `port-${from + index}`)

export const take = (view: IpamView, subnet: string, count: number, from = 0) =>
  view.allocateMany({ scope: "blue", addresses: owners(count, from).map((owner) => ({ subnet, owner })) })

/** The part that matters of a record or a reason. */
export const includes = (whole: object | undefined, part: Readonly<Record<string, unknown>>): void =>
  assert.deepInclude<object | undefined>(whole, part)
