/**
 * Free space the naive way: ranges of addresses as pairs of numbers, and halving until a block is free or not.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"

/** Addresses from `first` to `last` as numbers, both included. */
export interface Span {
  readonly first: bigint
  readonly last: bigint
}

/** The prefix of a text that was checked. */
export const blockOf = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))

/** The number of an address text that was checked. */
export const numberOf = (text: string): bigint => Ip.toBigInt(Result.getOrThrow(Ip.parse(text)))

/** The addresses of a block. */
export const spanOf = (block: Prefix.Prefix): Span => ({
  first: Ip.toBigInt(Prefix.first(block)),
  last: Ip.toBigInt(Prefix.last(block))
})

/** The addresses between two texts. */
export const spanBetween = (first: string, last: string): Span => ({ first: numberOf(first), last: numberOf(last) })

/** Whether the number is in one of the ranges. */
export const isIn = (spans: ReadonlyArray<Span>, n: bigint): boolean =>
  spans.some(({ first, last }) => first <= n && n <= last)

/** What of `whole` is in none of the ranges, which do not overlap. */
export const gaps = (whole: Span, spans: ReadonlyArray<Span>): ReadonlyArray<Span> => {
  const found: Array<Span> = []
  let first = whole.first
  for (const span of spans.toSorted((left, right) => (left.first < right.first ? -1 : 1))) {
    if (span.first > first) found.push({ first, last: span.first - 1n })
    if (span.last >= first) first = span.last + 1n
  }
  if (first <= whole.last) found.push({ first, last: whole.last })
  return found
}

/** The largest blocks of `block` without any address of the ranges, in order. */
export const freeBlocks = (block: Prefix.Prefix, taken: ReadonlyArray<Span>): ReadonlyArray<Prefix.Prefix> => {
  const { first, last } = spanOf(block)
  const inside = taken.filter((span) => span.first <= last && first <= span.last)
  if (inside.length === 0) return [block]
  if (inside.some((span) => span.first <= first && last <= span.last)) return []
  return Prefix.halves(block)!.flatMap((half) => freeBlocks(half, inside))
}

/** How many addresses the blocks have. */
export const total = (blocks: ReadonlyArray<Prefix.Prefix>): bigint =>
  blocks.reduce((sum, block) => sum + Prefix.size(block), 0n)

/** The length of the largest of them. */
export const largest = (blocks: ReadonlyArray<Prefix.Prefix>): number | null =>
  blocks.length === 0 ? null : Math.min(...blocks.map(({ length }) => length))

/**
 * The block of `length` that a strategy takes out of free ones, or `given` when the strategy leaves a choice and that is
 * one of its possible answers.
 */
export const choose = (
  free: ReadonlyArray<Prefix.Prefix>,
  length: number,
  strategy: "lowest" | "highest" | "sparse" | "random",
  given: Prefix.Prefix | undefined
): Prefix.Prefix | undefined => {
  const fitting = free.filter((block) => block.length <= length)
  const candidates = strategy === "sparse" ? fitting.filter((block) => block.length === largest(fitting)) : fitting
  if ((strategy === "sparse" || strategy === "random") && given?.length === length) {
    if (candidates.some((block) => Prefix.contains(block, given))) return given
  }
  const [block] = strategy === "highest" ? candidates.slice(-1) : candidates
  return block && Prefix.of(strategy === "highest" ? Prefix.last(block) : block, length)
}
