/**
 * The compiled form of a topology: stages of ordered rules. `Trace` walks it with one packet, the symbolic analysis
 * with sets of packets.
 *
 * How to read it. A packet is at a stage and on a host (or `ANYWHERE`). On entering a stage whose `host` is
 *
 * - `HERE`: it stays where it is;
 * - `ANYWHERE`: it may be on any host from now on (it went to the outside, which reaches every host by its own means);
 * - a host: it must be `underlay.joined` with where the packet is, otherwise the packet is dropped (`Underlay`). It is
 *   on that host from now on.
 *
 * The first rule of the lists, in order, that matches decides; if none does, `otherwise`. Every packet meets exactly
 * one action at every stage. A `Choose` may take any of its alternatives.
 *
 * A stage with `hop` counts one router hop on being entered.
 *
 * Answers (`state: "reply"`). Every `Rewrite`, and every alternative of a `Choose` that has one, records the headers
 * before and after at its `tracker`. A stage with a `tracker` asks there first when a packet in state `reply` enters:
 * if the packet is the mirror image of recorded headers after, it becomes the mirror image of those before and goes to
 * the rewrite's `resume`, no rule being asked. Without knowledge of a certain connection (symbolic analysis of answers)
 * the rules hold as they are written.
 *
 * @since 0.1.0
 */
import type { Ip } from "../../Ip.ts"
import type { Prefix } from "../../Prefix.ts"
import type { PrefixSet } from "../../PrefixSet.ts"
import type { ElementRef } from "../Element.ts"
import type { Port } from "../Topology.ts"
import type { DropReason, RefusalReason } from "../Verdict.ts"

/** Host of a stage that runs where the packet is. */
export const HERE = -1

/** Host of a stage from which the packet may be on any host. */
export const ANYWHERE = -2

/** Target of an action: the stage's own `next`. Lets stages share lists of rules. */
export const NEXT = -1

/** Numbers from `first` to `last`, both included. */
export interface Interval {
  readonly first: number
  readonly last: number
}

/** A set of addresses by reference: one value for all rules that mean the same address set or remote group. */
export interface NamedSet {
  readonly element: ElementRef
  readonly set: PrefixSet
}

/** A conjunction; absent fields match everything. Ports match only TCP and UDP, which `protocol` then says. */
export interface Match {
  readonly family?: 4 | 6
  readonly state?: "new" | "reply"
  readonly source?: Prefix
  readonly sourceIn?: NamedSet
  readonly destination?: Prefix
  readonly destinationIn?: NamedSet
  readonly protocol?: number
  readonly sourcePorts?: Interval
  readonly destinationPorts?: Interval
  readonly icmpType?: number
  readonly icmpCode?: number
}

/**
 * Header fields that an action sets, where that is recorded, and the stage at which a translated answer goes on (or
 * `NEXT`).
 */
export interface Rewrite {
  readonly source?: Ip
  readonly destination?: Ip
  readonly destinationPort?: number
  readonly tracker: number
  readonly resume: number
}

/** Where a packet ends well. */
export type Destination =
  /** At a guest. `addressed`: the destination is an address of the port, or a pair address of full length. */
  | { readonly _tag: "Port"; readonly port: string; readonly addressed: boolean }
  /** Beyond an external network. */
  | { readonly _tag: "Outside"; readonly network: string }
  /** At a router, which answers the echo request from `reply`. */
  | { readonly _tag: "Router"; readonly router: string; readonly reply: number }

/** One way of a choice. `to` may be `NEXT`. */
export interface Alternative {
  readonly source: ElementRef
  /** What an operator calls it: a next hop's address, a member's address and port. */
  readonly label: string
  readonly set?: Rewrite
  readonly to: number
}

/** What happens to a packet at a stage. */
export type Action =
  | { readonly _tag: "Drop"; readonly reason: DropReason }
  /** `towards` are the stages to which the packet might get, for whoever asks what may lead to a place. */
  | { readonly _tag: "Refuse"; readonly reason: RefusalReason; readonly towards?: ReadonlyArray<number> }
  | { readonly _tag: "Forward"; readonly to: number }
  | { readonly _tag: "Rewrite"; readonly set: Rewrite; readonly to: number }
  | {
      readonly _tag: "Choose"
      readonly kind: "NextHop" | "Member" | "Neighbour"
      readonly among: ReadonlyArray<Alternative>
    }
  | { readonly _tag: "Deliver"; readonly to: Destination }

/** A match, what happens then, and the part of the topology that says so. */
export interface Rule {
  readonly match: Match
  readonly action: Action
  readonly source: ElementRef
}

/** Rules in order; one list may serve many stages. */
export interface RuleList {
  readonly rules: ReadonlyArray<Rule>
}

/** What a stage stands for. */
export type StageKind =
  | "PortSecurityOut"
  | "SecurityOut"
  | "Send"
  | "NetworkBalancer"
  | "Neighbour"
  | "RouterIn"
  | "RouterScope"
  | "RouterTable"
  | "RouterOut"
  | "OutsideSend"
  | "OutsideArrive"
  | "OutsideTable"
  | "BalancerReturn"
  | "SecurityIn"
  | "PortArrive"

/** A step of the way. Stages are numbered by their place in `Pipeline.stages`. */
export interface Stage {
  readonly index: number
  /** Names the stage in every topology that has it; numbers differ from topology to topology. */
  readonly key: string
  readonly kind: StageKind
  /** The part at which it happens: a port, a network, a router's interface, a router. */
  readonly element: ElementRef
  /** The scope in whose table a router works, for `RouterScope`, `RouterTable` and `RouterOut`. */
  readonly scope?: string
  readonly host: number
  readonly hop: boolean
  /** Number of the tracker asked first for packets in state `reply`, or -1. */
  readonly tracker: number
  readonly lists: ReadonlyArray<RuleList>
  readonly otherwise: Rule
  readonly next: number
}

/** Which hosts can send to which. */
export interface Underlay {
  readonly hosts: ReadonlyArray<string>
  /** Whether a packet on host `from` (or `ANYWHERE`) gets to host `to`; false if either is down. */
  readonly joined: (from: number, to: number) => boolean
}

/** Where packets enter. */
interface Entries {
  /**
   * Stage and host (`ANYWHERE` in a topology without hosts) by id of the port; the stage drops for ports that cannot
   * send.
   */
  readonly ports: ReadonlyMap<string, { readonly stage: number; readonly host: number }>
  /** Stage by id of the external network; the packet is `ANYWHERE`. */
  readonly outsides: ReadonlyMap<string, number>
}

/** A compiled topology. */
export interface Pipeline {
  readonly stages: ReadonlyArray<Stage>
  readonly entries: Entries
  readonly underlay: Underlay
  readonly trackers: number
  /**
   * The stage that gets what a port sends to the owner of an address on its network, whatever the destination: for
   * senders that choose their next hop freely. `undefined` when nobody has the address.
   */
  readonly nextHop: (port: Pick<Port, "id" | "network">, address: Ip) => number | undefined
  /**
   * All that `nextHop` may answer for a network, by canonical text of the address. Holders of a pair address are among
   * its owners here, though nothing that they send comes back to them.
   */
  readonly nextHops: (network: string) => ReadonlyMap<string, number>
  /** The addresses on the outside of each external network, by its id. */
  readonly outside: ReadonlyMap<string, PrefixSet>
}
