/**
 * What a process remembers of the scopes it works on: subnets, and the free space of subnets and pools. A cache; the
 * truth is in the database.
 *
 * Every memory is stamped with the version of the scope that it reflects and the transaction that wrote it. Changes of
 * a scope take turns, so whoever has the turn alone uses its memory, and leaves it stamped with the version it is about
 * to commit, together with what undoes its changes. The next one learns from the database which transaction wrote the
 * version before its own, and so whether the memory is right, has to be undone (the transaction was rolled back,
 * interrupted, or lost), or is behind (another process has written). Nothing depends on a transaction saying how it ended.
 *
 * Limits: 256 MiB of free spaces, 4096 subnets and 4096 scopes together; what was not used for longest goes first. They
 * are looked after every 64 turns.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { FreeSpace } from "../FreeSpace.ts"
import { ofKey } from "./ipamKeys.ts"
import type { SubnetInfo } from "./ipamSubnet.ts"

/** Which state of a scope: its version, and the transaction that wrote it. */
export interface Stamp {
  readonly version: number
  readonly writer: string
}

/** What is remembered of a scope. */
export interface Memory {
  head: Stamp
  /** The state before the newest turn, and the way back to it, to be run from its end. */
  base: Stamp
  undo: Array<() => void>
  /** No lease and no quarantine ends before this time; undefined when not known. */
  nextEnd: number | undefined
  readonly subnets: Map<string, SubnetInfo>
  readonly spaces: Map<string, FreeSpace>
}

/** What changed addresses or a block, as another process has noted it. */
export interface Change {
  readonly kind: string
  readonly container: string | null
  readonly first: string
  readonly last: string
  readonly taken: boolean
  readonly endsAt: number | null
}

/** Names of free spaces. */
export const spaceOf = {
  ranges: (subnet: string): string => `r${subnet}`,
  dhcp: (subnet: string): string => `d${subnet}`,
  pool: (pool: string): string => `p${pool}`
} as const

const bytesMax = 256 * 1024 * 1024
const subnetsMax = 4096
const scopesMax = 4096
const turnsPerTrim = 64

const same = (a: Stamp, b: Stamp): boolean => a.version === b.version && a.writer === b.writer

/** Forgets everything. */
export const clear = (memory: Memory): void => {
  memory.subnets.clear()
  memory.spaces.clear()
  memory.nextEnd = undefined
}

/** The prefix from a first to a last key. */
const blockOf = (first: string, last: string): Prefix.Prefix => {
  const low = ofKey(first)
  const high = ofKey(last)
  let length = Ip.bits(low.family)
  while (length > 0 && !Prefix.contains(Prefix.of(low, length), high)) length--
  return Prefix.of(low, length)
}

/** Forgets the subnets that share addresses with a block. */
export const forgetSubnets = (memory: Memory, block: Prefix.Prefix): void => {
  for (const [id, info] of memory.subnets) {
    if (!Prefix.overlaps(info.prefix, block)) continue
    memory.subnets.delete(id)
    memory.spaces.delete(spaceOf.ranges(id))
    memory.spaces.delete(spaceOf.dhcp(id))
  }
}

/** Forgets the free space of all pools. */
export const forgetPools = (memory: Memory): void => {
  for (const name of memory.spaces.keys()) if (name.startsWith("p")) memory.spaces.delete(name)
}

/** The free space that an address of a subnet is accounted in, if it is in memory. */
export const spaceFor = (memory: Memory, info: SubnetInfo, ip: Ip.Ip): FreeSpace | undefined => {
  if (PrefixSet.contains(info.ranges, ip)) return memory.spaces.get(spaceOf.ranges(info.record.id))
  return PrefixSet.contains(info.dhcp, ip) ? memory.spaces.get(spaceOf.dhcp(info.record.id)) : undefined
}

const mark = (space: FreeSpace | undefined, block: Prefix.Prefix, taken: boolean): void => {
  if (taken) space?.reserve(block)
  else space?.release(block)
}

/** Brings a memory up to date by what another process did. */
export const follow = (memory: Memory, change: Change): void => {
  const { container, endsAt, first, kind, last, taken } = change
  if (kind === "scope") return
  if (endsAt !== null && memory.nextEnd !== undefined) memory.nextEnd = Math.min(memory.nextEnd, endsAt)
  if (kind === "pool") return forgetPools(memory)
  if (kind === "subnet" || kind === "delegation") {
    const block = blockOf(first, last)
    if (kind === "subnet") forgetSubnets(memory, block)
    return container === null ? undefined : mark(memory.spaces.get(spaceOf.pool(container)), block, taken)
  }
  if (kind === "moved") return forgetSubnets(memory, blockOf(first, last))
  const info = container === null ? undefined : memory.subnets.get(container)
  if (info === undefined) return
  for (let ip: Ip.Ip | undefined = ofKey(first), end = ofKey(last); ip !== undefined; ip = Ip.add(ip, 1)) {
    mark(spaceFor(memory, info, ip), Prefix.host(ip), taken)
    if (Ip.equals(ip, end)) return
  }
}

/** The memories of a process. */
export class Memories {
  readonly #scopes = new Map<string, Memory>()
  #turns = 0

  /**
   * The memory of a scope whose newest committed state is `base`, for the one who has the turn. It reflects that state
   * unless its `head` says otherwise: then what happened since must be followed, or everything forgotten.
   */
  enter(scope: string, base: Stamp): Memory {
    const known = this.#scopes.get(scope)
    const memory = known ?? { head: base, base, undo: [], nextEnd: undefined, subnets: new Map(), spaces: new Map() }
    this.#scopes.delete(scope)
    this.#scopes.set(scope, memory)
    if (++this.#turns % turnsPerTrim === 0) this.#trim(memory)
    if (!same(memory.head, base)) goBack(memory)
    if (memory.spaces.size === 0 && memory.subnets.size === 0 && !same(memory.head, base)) {
      memory.nextEnd = undefined
      memory.head = base
    }
    return memory
  }

  /** The memory of a scope if it reflects exactly this committed state, for reading without waiting. */
  peek(scope: string, at: Stamp): Memory | undefined {
    const memory = this.#scopes.get(scope)
    return memory !== undefined && same(memory.head, at) ? memory : undefined
  }

  #trim(current: Memory): void {
    let left = { bytes: bytesMax, subnets: subnetsMax, scopes: scopesMax }
    // The newest last, and so first to keep its place.
    for (const [scope, memory] of [...this.#scopes].reverse()) {
      const bytes = [...memory.spaces.values()].reduce((sum, space) => sum + space.memoryBytes, 0)
      left = { bytes: left.bytes - bytes, subnets: left.subnets - memory.subnets.size, scopes: left.scopes - 1 }
      if (left.bytes >= 0 && left.subnets >= 0 && left.scopes >= 0) continue
      if (memory === current) clear(memory)
      else this.#scopes.delete(scope)
    }
  }
}

/** Takes the newest turn back. */
const goBack = (memory: Memory): void => {
  for (const step of memory.undo.reverse()) step()
  memory.undo = []
  memory.head = memory.base
}

/** Begins a turn on a memory that reflects `base`: from now on it reflects `head`, unless that is rolled back. */
export const begin = (memory: Memory, base: Stamp, head: Stamp): void => {
  memory.base = base
  memory.head = head
  memory.undo = []
}
