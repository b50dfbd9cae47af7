/**
 * From the canonical text of records to values. Records carry text that a schema has accepted, so a failure to read it
 * is a defect.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"

/** The value of a record's address. */
export const ipOf = (text: Ip.Text): Ip.Ip => Result.getOrThrow(Ip.parse(text))

/** The value of a record's block. */
export const blockOf = (text: Prefix.Text): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))
