/**
 * Text of values that have one canonical text each.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"

/** The canonical form of a text, or why it is no such text. */
type CanonicalOf = (text: string) => Result.Result<string, { readonly message: string }>

/** Admits canonical text only. */
export const isCanonical = (canonicalOf: CanonicalOf) =>
  Schema.makeFilter((text: string) =>
    Result.match(canonicalOf(text), {
      onFailure: ({ message }) => message,
      onSuccess: (canonical) => (canonical === text ? undefined : `${text} is not canonical, ${canonical} is`)
    })
  )

/** Brings any valid text into its canonical form, which it is encoded as. */
export const toCanonical = (canonicalOf: CanonicalOf) =>
  SchemaTransformation.transformEffect({
    decode: (text: string, options) =>
      Result.match(canonicalOf(text), {
        onFailure: ({ message }) => Effect.fail(new SchemaIssue.InvalidValue({ message }, text, options)),
        onSuccess: (canonical) => Effect.succeed(canonical)
      }),
    encode: (text: string) => Effect.succeed(text)
  })
