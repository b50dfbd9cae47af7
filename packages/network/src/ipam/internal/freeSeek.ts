/**
 * Searching a free-space tree: the first or last free block of a size, and the nearest one from an address on.
 *
 * A branch knows the largest free block of each slot, so a search goes straight down to what it looks for. Only the slot in
 * which a bounded search starts can disappoint, as what it has may lie on the wrong side of the start.
 *
 * @since 0.1.0
 */
import type { FreeNodes } from "./freeNodes.ts"
import { coverOf, lowest, starts } from "./freeBits.ts"
import { endRun } from "./freeRun.ts"

/** The slots of a node in which a free block of 2^order starts or lies. */
const fitting = (nodes: FreeNodes, node: number, order: number): number => {
  const { words } = nodes
  const slotOrder = words[node]! & 127
  const freeSlots = words[node + 1]!
  if (order >= slotOrder) return starts(freeSlots, order - slotOrder)
  // Every mixed slot has a free address.
  return freeSlots | (order === 0 ? words[node + 2]! : nodes.fitting(node, order))
}

/** Goes to the first (last, if not `up`) free block of 2^order in the slots `open` of a node, each of which has one. */
const descend = (nodes: FreeNodes, start: number, slots: number, order: number, up: boolean): boolean => {
  const { childAt, words } = nodes
  let node = start
  let open = slots
  for (;;) {
    const slotOrder = words[node]! & 127
    const slot = up ? lowest(open) : 31 - Math.clz32(open)
    if (order >= slotOrder || ((words[node + 1]! >>> slot) & 1) !== 0) {
      nodes.enterSlot(node, slot, order, up)
      break
    }
    const child = words[node + childAt + slot]!
    const header = words[child]!
    const cover = coverOf(header & 127)
    if (cover !== slotOrder && (header & 128) !== 0) {
      nodes.enterSlot(node, slot, order, up)
      const difference = nodes.difference(child)
      // Free up to the child, or the next block where this one contains the child.
      if (difference >= cover && difference >= order) break
      if (order >= cover) {
        nodes.step(order, up)
        break
      }
      if (nodes.bestOf(child) <= order) {
        nodes.leaveNode(child, order, up)
        break
      }
    }
    node = child
    open = fitting(nodes, node, order)
  }
  return found(nodes, node)
}

const found = (nodes: FreeNodes, node: number): boolean => {
  nodes.node = node
  return true
}

/** Moves `point` to the first (last, if not `up`) free block of 2^order. False if there is none. `paint` may follow. */
export const seekEnd = (nodes: FreeNodes, order: number, up: boolean): boolean => {
  endRun(nodes)
  const open = fitting(nodes, 0, order)
  return open !== 0 && descend(nodes, 0, open, order, up)
}

/** `seekEnd` upwards, which need not start at the root where a run of such grants ends. */
export const seekNext = (nodes: FreeNodes, order: number): boolean => {
  const again = nodes.runOrder === order
  const node = endRun(nodes)
  const open = again && node !== 0 ? fitting(nodes, node, order) : 0
  return open === 0 ? seekEnd(nodes, order, true) : descend(nodes, node, open, order, true)
}

/**
 * Moves `point`, which must be aligned to 2^order and in the root, to the nearest free block of that size at or above it
 * (below it, if not `up`). False if there is none; `point` is then undefined. After a success `paint` may follow.
 * No run may be under way.
 */
export const seek = (nodes: FreeNodes, order: number, up: boolean): boolean => {
  const { childAt, words } = nodes
  let node = 0
  // The last place where something was left on the far side of the start: slots of a node, or, if 0, beside a child.
  let far = -1
  let farSlots = 0
  for (;;) {
    const slotOrder = words[node]! & 127
    const slot = nodes.slot(slotOrder)
    const open = fitting(nodes, node, order) & (up ? -1 << slot : ~(-2 << slot))
    const rest = open & ~(1 << slot)
    if (open === rest) {
      if (rest !== 0) return descend(nodes, node, rest, order, up)
      break
    }
    if (order >= slotOrder || ((words[node + 1]! >>> slot) & 1) !== 0) return found(nodes, node)
    if (rest !== 0) {
      far = node
      farSlots = rest
    }
    const child = words[node + childAt + slot]!
    const header = words[child]!
    const cover = coverOf(header & 127)
    if (cover !== slotOrder) {
      const difference = nodes.difference(child)
      const freeAround = (header & 128) !== 0
      if (difference >= cover && difference >= order) {
        if (freeAround) return found(nodes, node)
        if (order >= cover || (nodes.pointBit(difference) === 1) === up) break
        return descend(nodes, child, fitting(nodes, child, order), order, up)
      }
      if (order >= cover) {
        if (!freeAround || !nodes.canStep(order, slotOrder, up)) break
        nodes.step(order, up)
        return found(nodes, node)
      }
      if (freeAround && nodes.hasBeside(child, slotOrder, up)) {
        far = child
        farSlots = 0
      }
    }
    node = child
  }
  if (far === -1) return false
  if (farSlots !== 0) return descend(nodes, far, farSlots, order, up)
  nodes.leaveNode(far, order, up)
  return found(nodes, words[far + 3]!)
}
