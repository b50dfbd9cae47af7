/**
 * Reading a free-space tree: the colour of a block, and the largest block of one colour around an address. Each is one walk
 * from the root: at most 7 steps for IPv4, 28 for IPv6.
 *
 * @since 0.1.0
 */
import type { FreeNodes } from "./freeNodes.ts"
import { coverOf, fullOf, run } from "./freeBits.ts"
import { free, mixed, used } from "./freeNodes.ts"
import { endRun } from "./freeRun.ts"

/** The colour of the block of 2^order at `point`. `paint` for that order may follow. */
export const find = (nodes: FreeNodes, order: number): number => {
  const { childAt, point, words } = nodes
  if (nodes.runNode !== -1) endRun(nodes)
  let node = 0
  let colour = mixed
  for (;;) {
    const slotOrder = words[node]! & 127
    const slot = (point[3 - (slotOrder >> 5)]! >>> (slotOrder & 31)) & 31
    const mixedSlots = words[node + 2]!
    if (order >= slotOrder) {
      const mask = run(order - slotOrder) << slot
      const freeSlots = words[node + 1]!
      if ((freeSlots & mask) === mask) colour = free
      else if (((freeSlots | mixedSlots) & mask) === 0) colour = used
      break
    }
    if (((mixedSlots >>> slot) & 1) === 0) {
      colour = (words[node + 1]! >>> slot) & 1
      break
    }
    const child = words[node + childAt + slot]!
    const cover = coverOf(words[child]! & 127)
    if (cover !== slotOrder) {
      const difference = nodes.difference(child)
      if (difference >= cover && difference >= order) {
        colour = (words[child]! >> 7) & 1
        break
      }
      if (order >= cover) break
    }
    node = child
  }
  nodes.node = node
  return colour
}

/** The order of the largest aligned block of one colour around `point`, after `find(nodes, 0)` returned this colour. */
export const extent = (nodes: FreeNodes, colour: number): number => {
  const { childAt, node, words } = nodes
  const slotOrder = words[node]! & 127
  const slot = nodes.slot(slotOrder)
  const freeSlots = words[node + 1]!
  const mixedSlots = words[node + 2]!
  // Beside a child: the half of the slot, quarter, … up to which both share their bits.
  if (((mixedSlots >>> slot) & 1) !== 0) return nodes.difference(words[node + childAt + slot]!)
  const all = node === 0 ? nodes.rootSlots : fullOf(slotOrder)
  const same = colour === free ? freeSlots : all & ~(freeSlots | mixedSlots)
  let k = 0
  while (k < 5) {
    const mask = run(k + 1) << (slot & ~((2 << k) - 1))
    if ((same & mask) !== mask) break
    k++
  }
  return slotOrder + k
}
