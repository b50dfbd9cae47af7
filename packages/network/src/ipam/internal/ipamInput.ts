/**
 * From the text of requests to values, or to the reason why not. Pure.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { IpamErrorReason } from "../IpamError.ts"
import { DelegationId, Owner, PoolId, ScopeId, SubnetId, Tenant, textLengthMax } from "../IpamModel.ts"
import { batchMax, pageMax, type PageRequest, type RangeText } from "../IpamRequest.ts"

/** The reason alone; the operation and the scope are added at the edge. */
export class Refused extends Data.TaggedError("Refused")<{ readonly reason: IpamErrorReason }> {}

/** Fails with a reason. */
export const refuse = (reason: IpamErrorReason): Effect.Effect<never, Refused> => Effect.fail(new Refused({ reason }))

type Read<A> = Result.Result<A, Refused>

const no = (reason: IpamErrorReason): Read<never> => Result.fail(new Refused({ reason }))

/** Longest part of a text that an error repeats. */
const shownMax = 100

const shown = (text: unknown): string => String(text).slice(0, shownMax)

const branded = <A extends string>(schema: Schema.Codec<A, string>, expected: string) => {
  const decode = Schema.decodeOption(schema)
  return (field: string, text: string): Read<A> => {
    const read = decode(text)
    return Option.isSome(read)
      ? Result.succeed(read.value)
      : no({ _tag: "InvalidText", field, text: shown(text), problem: `not ${expected}` })
  }
}

const idRule = "1 to 80 letters, digits and . _ : / @ + -"
const textRule = "1 to 200 characters without control characters"

/** Whether something can have this id. What no id can be must not get to a database, which may not even take it. */
export const isName = Schema.is(ScopeId)

/** A tenant who acts, as given. Without a name it is nobody: no name at all is the operator's. */
export const actor = (name: unknown): string => (typeof name === "string" ? name.replaceAll("\0", "\ufffd") : "")

/** The end of a page, from which a list goes on; `isOne` says whether it can be one. */
export const cursor = (after: string | undefined, isOne: (text: string) => boolean): Read<string> =>
  after === undefined || isOne(after)
    ? Result.succeed(after ?? "")
    : no({ _tag: "InvalidText", field: "after", text: shown(after), problem: "not the end of a page" })

/** A tenant's name. */
export const tenant = branded(Tenant, idRule)
/** The id of a scope. */
export const scopeId = branded(ScopeId, idRule)
/** The id of a pool. */
export const poolId = branded(PoolId, idRule)
/** The id of a subnet. */
export const subnetId = branded(SubnetId, idRule)
/** The id of a delegated prefix. */
export const delegationId = branded(DelegationId, idRule)

const plain = /^[\x20-\x7e]{1,200}$/
const checkedOwner = branded(Owner, textRule)

/** An owner. Nearly all are plain ASCII, which is checked faster. */
export const owner = (field: string, text: string): Read<Owner> =>
  typeof text === "string" && plain.test(text) ? Result.succeed(text as Owner) : checkedOwner(field, text)

const freeText = new RegExp(`^[^\\p{Cc}\\p{Cs}]{0,${textLengthMax}}$`, "u")

/** A comment or a key; absent is empty. */
export const optional = (field: string, text: string | undefined): Read<string> => {
  if (text === undefined || text === "") return none
  return typeof text === "string" && freeText.test(text)
    ? Result.succeed(text)
    : no({ _tag: "InvalidText", field, text: shown(text), problem: `not at most ${textLengthMax} characters` })
}

const none: Read<string> = Result.succeed("")

/** An address. */
export const ip = (field: string, text: string): Read<Ip.Ip> =>
  Result.mapError(
    Ip.parse(text),
    (problem) => new Refused({ reason: { _tag: "InvalidText", field, text: shown(text), problem: problem.message } })
  )

/** A block. Bits behind its length are a reason of their own. */
export const cidr = (field: string, text: string): Read<Prefix.Prefix> =>
  Result.mapError(Prefix.parse(text), (problem) => {
    const { reason } = problem
    if (reason._tag === "HostBits") {
      const corrected = reason.corrected as Prefix.Text
      return new Refused({ reason: { _tag: "HostBitsSet", field, text: shown(text), corrected } })
    }
    return new Refused({ reason: { _tag: "InvalidText", field, text: shown(text), problem: problem.message } })
  })

/** An address of the family that is wanted there. */
export const ipOf = (field: string, text: string, family: Ip.Family): Read<Ip.Ip> =>
  Result.flatMap(ip(field, text), (value) =>
    value.family === family
      ? Result.succeed(value)
      : no({ _tag: "WrongFamily", value: Ip.format(value), expected: family, found: value.family })
  )

/** A range as numbers. */
export interface Range {
  readonly first: Ip.Ip
  readonly last: Ip.Ip
}

/** A range of addresses of one family, not upside down. */
export const range = (field: string, text: RangeText, family: Ip.Family): Read<Range> =>
  Result.gen(function* () {
    const first = yield* ipOf(`${field}.first`, text.first, family)
    const last = yield* ipOf(`${field}.last`, text.last, family)
    if (Ip.compare(first, last) <= 0) return { first, last }
    return yield* no({ _tag: "InvalidRequest", field, detail: `${Ip.format(first)} is above ${Ip.format(last)}` })
  })

/** A length of prefixes of the family inside one of length `outer`. */
export const length = (value: number, outer: number, family: Ip.Family): Read<number> =>
  Number.isInteger(value) && value >= outer && value <= Ip.bits(family)
    ? Result.succeed(value)
    : no({
        _tag: "InvalidRequest",
        field: "length",
        detail: `${value} is no prefix length from ${outer} to ${Ip.bits(family)}`
      })

/** The longest time that can be stored: some 285 000 years. */
const millisMax = Number.MAX_SAFE_INTEGER

/** A time as whole milliseconds. */
export const millis = (field: string, value: Duration.Input, minimum: number): Read<number> => {
  const found = Option.map(Duration.fromInput(value), (duration) => Math.ceil(Duration.toMillis(duration)))
  return Option.isSome(found) && found.value >= minimum && found.value <= millisMax / 2
    ? Result.succeed(found.value)
    : no({ _tag: "InvalidRequest", field, detail: `not a finite time of at least ${minimum} ms` })
}

/** Refuses more than may be. */
export const limited = (what: string, asked: number, limit: number): Read<void> =>
  asked <= limit ? Result.void : no({ _tag: "LimitExceeded", what, asked, limit })

/** Refuses a batch that is too large. */
export const batch = (what: string, asked: number): Read<void> => limited(what, asked, batchMax)

/** The size of a page. */
export const page = (request: PageRequest): Read<number> => {
  const limit = request.limit ?? 100
  return Number.isInteger(limit) && limit >= 1 && limit <= pageMax
    ? Result.succeed(limit)
    : no({ _tag: "LimitExceeded", what: "page", asked: Number.isFinite(limit) ? limit : 0, limit: pageMax })
}
