/**
 * Shapes that the records of the overlay share.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** A list that may be left out when it is empty, of at most `most` items. */
export const list = <S extends Schema.Top>(item: S, most: number) =>
  Schema.Array(item).pipe(
    Schema.check(Schema.isMaxLength(most)),
    Schema.withDecodingDefaultKey(Effect.succeed([] as ReadonlyArray<S["Encoded"]>))
  )

/** A list of one to `most` items. */
export const some = <S extends Schema.Top>(item: S, most: number) =>
  Schema.Array(item).pipe(Schema.check(Schema.isMinLength(1), Schema.isMaxLength(most)))

/** A yes or no that may be left out. */
export const flag = (byDefault: boolean) =>
  Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(byDefault)))

/** A whole number between two others, both included. */
export const whole = (minimum: number, maximum: number) =>
  Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum, maximum })))
