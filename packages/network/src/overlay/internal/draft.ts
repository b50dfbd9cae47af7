/**
 * A part while it is worked out.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import type { Router } from "../../routing/Router.ts"
import { prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import type { LoadBalancer, Network, Port, SecurityGroup } from "../../topology/Topology.ts"
import type { Claim, IntentPart } from "../IntentPart.ts"
import type { IntentProblem, Place } from "../IntentProblem.ts"
import type { RecordKind, RecordOf } from "../OverlayRecord.ts"

type Lists<A> = { -readonly [K in keyof A]: A[K] extends ReadonlyArray<infer B> ? Array<B> : A[K] }

/** A subnet in which a router has an address, on a network that is not external. */
interface Connected {
  readonly text: Prefix.Text
  readonly prefix: Prefix.Prefix
  readonly scope: string
  readonly network: string
  readonly place: Place
  /** Whether the router is where guests of the subnet send what is for elsewhere. */
  readonly leads: boolean
}

/** A router while it is worked out. */
export interface RouterDraft {
  readonly record: RecordOf<"Router">
  readonly router: Lists<Router>
  readonly connected: Array<Connected>
  /** Prefixes on interfaces that lead elsewhere: no two of all overlap. */
  readonly elsewhere: Array<{ readonly text: Prefix.Text; readonly prefix: Prefix.Prefix; readonly place: Place }>
  /** The scopes of the networks that are not external. */
  readonly scopes: Array<string>
}

/** The place of a field of a record. */
export const placeOf = (kind: RecordKind, id: string, field = ""): Place => ({ record: { kind, id }, field })

/** The id of something derived: the parts with colons, or if that is too long for an id, a digest at the end. */
export const derived = (...parts: ReadonlyArray<string>): string => {
  const whole = parts.join(":").replaceAll("/", "-")
  return whole.length <= 64 ? whole : `${whole.slice(0, 47)}:${digest(whole)}`
}

/** 64 bits of FNV-1a, as hexadecimal digits. */
const digest = (text: string): string => {
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, "0")
}

/** Collects what a part consists of and what is wrong with it. */
export class Draft {
  readonly networks: Array<Network> = []
  readonly ports: Array<Port> = []
  readonly routers = new Map<string, RouterDraft>()
  readonly securityGroups: Array<SecurityGroup> = []
  readonly addressSets: Array<{ readonly id: string; readonly prefixes: ReadonlyArray<Prefix.Text> }> = []
  readonly loadBalancers: Array<LoadBalancer> = []
  /** Owners of what is no element of the topology with an owner. */
  readonly tenants = new Set<string>()
  readonly problems: Array<IntentProblem> = []
  readonly claims = new Map<string, Claim>()
  /** Where the elements of the topology that no record names come from, by kind and path. */
  readonly origins = new Map<string, Place>()
  /** Networks of other parts that this one is on. */
  readonly open = new Map<string, Network>()
  /** Groups of other parts that this one refers to, and which of its ports' groups rules name as remote. */
  readonly groups = new Map<string, RecordOf<"SecurityGroup">>()
  readonly remotes = new Map<string, boolean>()
  readonly sets = new Map<string, RecordOf<"AddressSet">>()
  readonly more: Lists<
    Pick<
      IntentPart,
      "segments" | "dhcp" | "dns" | "metadata" | "qos" | "balancing" | "vpns" | "logging" | "memberships"
    >
  > = { segments: [], dhcp: [], dns: [], metadata: [], qos: [], balancing: [], vpns: [], logging: [], memberships: [] }

  problem(problem: IntentProblem): void {
    this.problems.push(problem)
  }

  /** Claims what there may be one of; two owners in one part are a problem of this part. */
  claim(claim: Claim): void {
    const key = claimKey(claim)
    const other = this.claims.get(key)
    if (other === undefined) this.claims.set(key, claim)
    else if (other.owner !== claim.owner) this.problem(claimed(other, claim))
  }
}

/** What is claimed. */
export const claimKey = ({ _tag, what, within }: Claim): string => `${_tag} ${within} ${what}`

/** The problem of two owners that claim one thing. */
export const claimed = (first: Claim, second: Claim): IntentProblem => {
  const at = { ...second.place, other: first.place }
  if (second._tag === "Address") return { _tag: "AddressTaken", ...at, network: second.within, address: second.what }
  if (second._tag === "Mac") return { _tag: "MacTaken", ...at, network: second.within, mac: second.what }
  return { _tag: "NameTaken", ...at, name: second.what }
}

/** A block of addresses and where it is written. */
export interface Block {
  readonly text: string
  readonly prefix: Prefix.Prefix
  readonly place: Place
}

/** A block with its prefix as numbers. */
export const block = (text: string, place: Place): Block => ({ text, prefix: prefixOf(text), place })

/** Pairs of blocks that share addresses, each block with the outermost that it lies in. */
export const overlaps = <A extends Block>(blocks: ReadonlyArray<A>): ReadonlyArray<readonly [A, A]> => {
  const found: Array<readonly [A, A]> = []
  let outer: A | undefined
  for (const each of blocks.toSorted((a, b) => Prefix.compare(a.prefix, b.prefix))) {
    if (outer !== undefined && Prefix.contains(outer.prefix, each.prefix)) found.push([outer, each])
    else outer = each
  }
  return found
}
