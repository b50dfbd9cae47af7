/**
 * Changing a free-space tree: painting blocks, and keeping the tree in its canonical form, which depends only on what is
 * free and not on how it came to be so (but for branches that have lost their children).
 *
 * @since 0.1.0
 */
import type { FreeNodes } from "./freeNodes.ts"
import { coverOf, fullOf, gridOf, run } from "./freeBits.ts"
import { free, used } from "./freeNodes.ts"

/**
 * Paints the block of 2^order at `point`, which must be wholly of the other colour, after `find`, `seek` or `seekEnd` for
 * that order went to its place.
 */
export const paint = (nodes: FreeNodes, order: number, colour: number): void => {
  const { node, painted, words } = nodes
  const slotOrder = words[node]! & 127
  if (order >= slotOrder && words[node + 2] === 0) {
    const freeSlots = words[node + 1]! ^ (run(order - slotOrder) << nodes.slot(slotOrder))
    if (freeSlots !== 0 && freeSlots !== fullOf(slotOrder)) {
      painted[order] = painted[order]! + (colour === used ? 1 : -1)
      words[node + 1] = freeSlots
      raise(nodes, node)
      return
    }
  }
  nodes.makeRoom()
  painted[order] = painted[order]! + (colour === used ? 1 : -1)
  change(nodes, node, order, colour)
  if (colour === free) nodes.returnRoom()
}

/** The same without counting. Returns a node that is still there, at or above the block. */
export const change = (nodes: FreeNodes, node: number, order: number, colour: number): number => {
  const { childAt, words } = nodes
  const slotOrder = words[node]! & 127
  const slot = nodes.slot(slotOrder)
  if (order >= slotOrder) return flip(nodes, node, run(order - slotOrder) << slot)
  if (((words[node + 2]! >>> slot) & 1) === 0) return plant(nodes, node, leafFor(nodes, order, colour))
  return settle(nodes, fork(nodes, words[node + childAt + slot]!, order, colour))
}

/** Paints whole slots of a node, all of the same colour, in the other one. Returns as `change`. */
export const flip = (nodes: FreeNodes, node: number, slots: number): number => {
  nodes.words[node + 1] = nodes.words[node + 1]! ^ slots
  return settle(nodes, node)
}

/** Puts a new leaf into the slot around `point`, which must be of the colour around the leaf. Returns as `change`. */
export const plant = (nodes: FreeNodes, node: number, leaf: number): number => {
  const branch = nodes.isBranch(node) ? node : nodes.toBranch(node)
  nodes.attach(branch, nodes.slot(nodes.words[branch]! & 127), leaf)
  return settle(nodes, branch)
}

/** A leaf for the slot around `point`, which was of the other colour: only the block of 2^order gets this one. */
const leafFor = (nodes: FreeNodes, order: number, colour: number): number => {
  const slotOrder = gridOf(order)
  const mask = run(order - slotOrder) << nodes.slot(slotOrder)
  const leaf = nodes.makeLeaf(slotOrder, 1 - colour, colour === free ? mask : fullOf(slotOrder) & ~mask)
  nodes.setKey(leaf, coverOf(slotOrder))
  return leaf
}

/** A branch above `child` where the way to the block of 2^order at `point` parts from the way to the child. */
const fork = (nodes: FreeNodes, child: number, order: number, colour: number): number => {
  const { words } = nodes
  const slotOrder = gridOf(nodes.difference(child))
  const around = 1 - colour
  const branch = nodes.makeBranch(slotOrder, around, around === free ? fullOf(slotOrder) : 0)
  nodes.setKey(branch, coverOf(slotOrder))
  nodes.replace(words[child + 3]!, branch)
  nodes.attach(branch, nodes.slotOf(child, slotOrder), child)
  const slot = nodes.slot(slotOrder)
  if (order >= slotOrder) words[branch + 1] = words[branch + 1]! ^ (run(order - slotOrder) << slot)
  else nodes.attach(branch, slot, leafFor(nodes, order, colour))
  return branch
}

/** Tells the nodes above what the largest free block of this one is now. */
const raise = (nodes: FreeNodes, changed: number): number => {
  const { words } = nodes
  let node = changed
  while (node !== 0) {
    const parent = words[node + 3]!
    const slotOrder = words[parent]! & 127
    if (!nodes.setBest(parent, nodes.slotOf(node, slotOrder), nodes.bestInSlot(node, slotOrder))) break
    node = parent
  }
  return changed
}

/** Restores the canonical form, from a changed node upwards. Returns the lowest node there that was not dropped. */
const settle = (nodes: FreeNodes, changed: number): number => {
  const { words } = nodes
  let node = changed
  while (node !== 0) {
    const header = words[node]!
    const freeSlots = words[node + 1]!
    const mixedSlots = words[node + 2]!
    const parent = words[node + 3]!
    const parentOrder = words[parent]! & 127
    const covers = coverOf(header & 127) === parentOrder
    if (mixedSlots !== 0 || (freeSlots !== 0 && freeSlots !== fullOf(header & 127))) {
      const single = mixedSlots !== 0 && (mixedSlots & ((mixedSlots - 1) | 0)) === 0
      return raise(nodes, single ? absorb(nodes, node, covers) : node)
    }
    const colour = freeSlots === 0 ? used : free
    if (!covers && ((header >> 7) & 1) !== colour) {
      lift(nodes, node, colour)
      return raise(nodes, node)
    }
    const bit = 1 << nodes.slotOf(node, parentOrder)
    nodes.drop(node)
    words[parent + 2] = words[parent + 2]! & ~bit
    if (colour === free) words[parent + 1] = words[parent + 1]! | bit
    node = parent
  }
  return node
}

/** A node wholly of one colour inside the other colour becomes a larger node, one slot of which it was. */
const lift = (nodes: FreeNodes, node: number, colour: number): void => {
  const { keyAt, words } = nodes
  const header = words[node]!
  const slotOrder = coverOf(header & 127)
  const bit = 1 << nodes.slotOf(node, slotOrder)
  words[node] = (header & ~127) | slotOrder
  words[node + 1] = colour === free ? bit : fullOf(slotOrder) & ~bit
  const lane = node + keyAt + 3 - (slotOrder >> 5)
  const cover = coverOf(slotOrder)
  words[lane] = cover >> 5 === slotOrder >> 5 ? words[lane]! & (-1 << (cover & 31)) : 0
}

/** A branch that has one child and is otherwise of the colour around both gives its place to the child. */
const absorb = (nodes: FreeNodes, node: number, covers: boolean): number => {
  const { childAt, words } = nodes
  const header = words[node]!
  const freeSlots = words[node + 1]!
  const mixedSlots = words[node + 2]!
  if (freeSlots !== 0 && freeSlots !== (fullOf(header & 127) & ~mixedSlots)) return node
  const colour = freeSlots === 0 ? used : free
  if (!covers && ((header >> 7) & 1) !== colour) return node
  const child = words[node + childAt + 31 - Math.clz32(mixedSlots)]!
  const childHeader = words[child]!
  if (coverOf(childHeader & 127) !== (header & 127) && ((childHeader >> 7) & 1) !== colour) return node
  words[child] = (childHeader & ~128) | (colour << 7)
  nodes.replace(words[node + 3]!, child)
  nodes.drop(node)
  return child
}
