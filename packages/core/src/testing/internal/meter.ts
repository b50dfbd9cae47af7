/**
 * Counts what synchronous code does to bytes, without seconds: bytes copied, searched or decoded by the platform's
 * own operations, and bytes allocated. The platform is patched only while the measured function runs. Plain indexing
 * (`bytes[i]`) is invisible to it.
 *
 * @since 0.1.0
 */
import { memoryUsage } from "node:process"

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object

// What `body` returned, and the bytes it moved: whole length for copies and searches, one for a view or a scalar read.
const bytesMoved = <A>(body: () => A): readonly [value: A, work: number] => {
  let work = 0
  const restore: Array<() => void> = []
  const patch = (owner: object, name: string, cost: (self: unknown, args: ReadonlyArray<unknown>) => number) => {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    if (before === undefined || typeof before.value !== "function") return
    const original: (...args: ReadonlyArray<unknown>) => unknown = before.value
    Object.defineProperty(owner, name, {
      ...before,
      value: function (this: unknown, ...args: ReadonlyArray<unknown>) {
        work += cost(this, args)
        return Reflect.apply(original, this, args)
      }
    })
    restore.push(() => Object.defineProperty(owner, name, before))
  }
  for (const name of ["set", "fill", "copyWithin", "join"]) {
    patch(typedArray, name, (self, args) => (name === "set" ? lengthOf(args[0]) : lengthOf(self)))
  }
  for (const name of ["indexOf", "lastIndexOf", "includes", "find", "findIndex", "every", "some"]) {
    patch(typedArray, name, lengthOf)
  }
  patch(typedArray, "subarray", () => 1)
  patch(typedArray, "slice", (self, args) => sliced(lengthOf(self), args))
  for (const owner of [Buffer.prototype, Uint8Array.prototype]) {
    for (const name of ["toString", "copy", "indexOf", "equals", "compare"]) patch(owner, name, lengthOf)
  }
  patch(Buffer, "concat", (_, args) => (args[0] as ReadonlyArray<unknown>).reduce<number>((n, b) => n + lengthOf(b), 0))
  patch(TextDecoder.prototype, "decode", (_, args) => lengthOf(args[0]))
  for (const name of Object.getOwnPropertyNames(DataView.prototype)) {
    if (/^[gs]et(?:Uint|Int|Float|Big)/u.test(name)) patch(DataView.prototype, name, () => 1)
  }
  try {
    return [body(), work]
  } finally {
    for (const undo of restore) undo()
  }
}

/**
 * The bytes allocated while `body` ran, as far as no collection has freed them again: a lower bound, good for telling
 * megabytes from kilobytes.
 *
 * @since 0.1.0
 * @category getters
 */
export const bytesAllocated = (body: () => void): number => {
  const before = memoryUsage()
  body()
  const after = memoryUsage()
  return Math.max(0, after.arrayBuffers - before.arrayBuffers) + Math.max(0, after.heapUsed - before.heapUsed)
}

/**
 * Runs `body` for sizes 8192 and 16 384 and says by how much the work grew, if it more than trebled: linear work
 * doubles, quadratic work quadruples. `total` is a running total that the subject keeps; without it the bytes moved count.
 *
 * @since 0.1.0
 * @category getters
 */
export const superlinear = (body: (size: number) => void, total: (() => number) | undefined): string | undefined => {
  const cost = (size: number) => {
    const before = total?.() ?? 0
    const [, moved] = bytesMoved(() => body(size))
    return total === undefined ? moved : total() - before
  }
  const [half, whole] = [cost(8192), cost(16_384)]
  if (whole <= half * 3 || whole <= 16_384) return undefined
  return `work grew from ${half} to ${whole} when the message doubled`
}

const lengthOf = (value: unknown): number =>
  typeof value === "object" && value !== null && "byteLength" in value ? Number(value.byteLength) : 0

const sliced = (length: number, args: ReadonlyArray<unknown>): number => {
  const end = typeof args[1] === "number" ? Math.min(args[1], length) : length
  return Math.max(0, end - (typeof args[0] === "number" ? Math.max(0, args[0]) : 0))
}
