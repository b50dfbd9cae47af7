/**
 * Comparison of plain data without hashing it first, as `Equal` does: values that are compared once are mostly different.
 *
 * @since 0.1.0
 */

/** Whether two values of plain objects, arrays and primitives are the same. Fields that are absent differ from fields that are `undefined`. */
export const samePlain = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => samePlain(item, b[at]))
  }
  const keys = Object.keys(a)
  if (Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
  return keys.every((key) => Object.hasOwn(right, key) && samePlain(left[key], right[key]))
}
