/**
 * Typed parameters: libvirt's lists of named values of seven types, as plain records.
 *
 * Types are exact: 32-bit integers and doubles are `number`, 64-bit integers `bigint`, booleans `boolean`, texts `string`. For
 * sending, the procedure decides which width it wants, so {@link encode} takes tagged values made by {@link int},
 * {@link uint}, {@link llong}, {@link ullong}, {@link double}, {@link boolean} and {@link string}.
 *
 * @since 0.1.0
 */
import type { TypedParam, TypedParamValue } from "./generated/Common.ts"
import { TypedParameterType } from "./generated/Constants.ts"

/**
 * A value as it is read.
 *
 * @category models
 * @since 0.1.0
 */
export type Value = number | bigint | boolean | string

/**
 * The parameters as a record. Of several parameters with one name the last counts; use {@link entries} where names repeat.
 *
 * @category codecs
 * @since 0.1.0
 */
export const decode = (params: ReadonlyArray<TypedParam>): Record<string, Value> => {
  // No prototype: a parameter called `__proto__` is just a parameter.
  const out: Record<string, Value> = Object.create(null)
  for (const { field, value } of params) out[field] = valueOf(value)
  return out
}

/**
 * The parameters as pairs, in order.
 *
 * @category codecs
 * @since 0.1.0
 */
export const entries = (params: ReadonlyArray<TypedParam>): ReadonlyArray<readonly [string, Value]> =>
  params.map(({ field, value }) => [field, valueOf(value)] as const)

const valueOf = (value: TypedParamValue): Value =>
  value.type === TypedParameterType.VIR_TYPED_PARAM_BOOLEAN ? value.value !== 0 : value.value

/**
 * The list of parameters for a record of tagged values; absent ones are left out.
 *
 * @category codecs
 * @since 0.1.0
 */
export const encode = (record: Readonly<Record<string, TypedParamValue | undefined>>): ReadonlyArray<TypedParam> =>
  Object.entries(record).flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }]))

/**
 * A signed 32-bit value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const int = (value: number): TypedParamValue => ({ type: 1, value })

/**
 * An unsigned 32-bit value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const uint = (value: number): TypedParamValue => ({ type: 2, value })

/**
 * A signed 64-bit value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const llong = (value: bigint): TypedParamValue => ({ type: 3, value })

/**
 * An unsigned 64-bit value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const ullong = (value: bigint): TypedParamValue => ({ type: 4, value })

/**
 * A floating point value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const double = (value: number): TypedParamValue => ({ type: 5, value })

/**
 * A boolean value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const boolean = (value: boolean): TypedParamValue => ({ type: 6, value: value ? 1 : 0 })

/**
 * A text value.
 *
 * @category constructors
 * @since 0.1.0
 */
export const string = (value: string): TypedParamValue => ({ type: 7, value })
