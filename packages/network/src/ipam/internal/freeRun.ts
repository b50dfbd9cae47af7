/**
 * A run: grants of the lowest free block of one size, one after the other. Nothing is free before the last one, so the next
 * ones come from the same node without a walk. While it lasts, a run keeps the places of one node in a register; a slot
 * that was wholly free does not even get its leaf. The tree hears of the grants at the end of the run, which must come
 * before anything else looks at the tree.
 *
 * @since 0.1.0
 */
import type { FreeNodes } from "./freeNodes.ts"
import { copy, countOnes, coverOf, fullOf, gridOf, lowest, run, starts } from "./freeBits.ts"
import { free, used } from "./freeNodes.ts"
import { change, flip, paint, plant } from "./freePaint.ts"

/** Takes the block of 2^order at `point`, to which `seekEnd` went, and starts a run with it where that is possible. */
export const startRun = (nodes: FreeNodes, order: number): void => {
  const { node, point, runBase, words } = nodes
  const slotOrder = words[node]! & 127
  const slot = nodes.slot(slotOrder)
  if (order < slotOrder && ((words[node + 2]! >>> slot) & 1) !== 0) {
    // Beside a child there are no slots to go through.
    paint(nodes, order, used)
    return
  }
  nodes.makeRoom()
  nodes.runNode = node
  nodes.runOrder = order
  if (order >= slotOrder) {
    nodes.runSlotOrder = slotOrder
    nodes.runPlaces = starts(nodes.words[node + 1]!, order - slotOrder)
    nodes.runLeft = nodes.runPlaces & ~(1 << slot)
    nodes.loadKey(node, runBase)
  } else {
    nodes.runSlotOrder = gridOf(order)
    nodes.runPlaces = starts(fullOf(nodes.runSlotOrder), order - nodes.runSlotOrder)
    nodes.runLeft = nodes.runPlaces & ~1
    copy(point, runBase)
  }
}

/** Moves `point` to the next block of a run, and takes it; false if there is none. */
export const takeNext = (nodes: FreeNodes, order: number): boolean => {
  const left = nodes.runLeft
  if (left === 0 || nodes.runOrder !== order) return false
  const { point, runBase, runSlotOrder } = nodes
  const slot = lowest(left)
  nodes.runLeft = left ^ (1 << slot)
  if (nodes.bits === 32) point[3] = runBase[3]! | (slot << runSlotOrder)
  else {
    const lane = 3 - (runSlotOrder >> 5)
    copy(runBase, point)
    point[lane] = point[lane]! | (slot << (runSlotOrder & 31))
  }
  return true
}

/** Takes the blocks of a run as long as there are any and room for their lanes from `at` on; the end of what was written. */
export const takeRun = (nodes: FreeNodes, order: number, lanes: Uint32Array, at: number): number => {
  if (nodes.runOrder !== order) return at
  let end = at
  if (nodes.bits === 32) {
    const base = nodes.runBase[3]!
    const shift = nodes.runSlotOrder
    let left = nodes.runLeft
    for (; left !== 0 && end < lanes.length; left &= (left - 1) | 0) lanes[end++] = base | (lowest(left) << shift)
    nodes.runLeft = left
    return end
  }
  for (; end < lanes.length && takeNext(nodes, order); end += 4) lanes.set(nodes.point, end)
  return end
}

/** Tells the tree what a run took. Returns a node that has the lowest free block of this size if any has, or the root. */
export const endRun = (nodes: FreeNodes): number => {
  const { painted, point, runBase, runNode: node, runOrder: order, runSlotOrder, words } = nodes
  if (node === -1) return 0
  const taken = nodes.runPlaces ^ nodes.runLeft
  nodes.runNode = -1
  nodes.runLeft = 0
  painted[order] = painted[order]! + countOnes(taken)
  // The places are so far apart that the product puts a run of slots at each.
  const slots = Math.imul(taken, run(order - runSlotOrder))
  if (runSlotOrder === (words[node]! & 127)) return flip(nodes, node, slots)
  copy(point, saved)
  copy(runBase, point)
  const full = fullOf(runSlotOrder)
  const cover = coverOf(runSlotOrder)
  let end = node
  if (slots === full) end = change(nodes, node, cover, used)
  else {
    const leaf = nodes.makeLeaf(runSlotOrder, free, full & ~slots)
    nodes.setKey(leaf, cover)
    end = plant(nodes, node, leaf)
  }
  copy(saved, point)
  return end
}

const saved = new Int32Array(4)
