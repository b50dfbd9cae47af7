/**
 * Conditions of rules as sets of packets at the start, given what the packets look like when the rule is asked.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { all, type Bdd, none } from "./bdd.ts"
import * as Fields from "./fields.ts"
import type { Interval, Match, NamedSet, Rule, RuleList } from "./pipeline.ts"
import { type AddressTerm, type NumberTerm, origin, type Terms } from "./terms.ts"

/** A list of rules as the packets that each of them decides about, those of earlier rules taken off. */
export interface Partition {
  readonly parts: ReadonlyArray<{ readonly rule: Rule; readonly set: number }>
  /** Packets that some rule decides about. */
  readonly decided: number
}

/** Builds and remembers the sets, in one engine. */
export class MatchSets {
  readonly engine: Bdd
  /** By the number of the terms. */
  readonly #known: Array<Map<Match, number>> = []
  /** By the number of the terms, times two, plus one for answers. */
  readonly #partitions: Array<Map<RuleList, Partition>> = []
  readonly #named = new Map<NamedSet, { source?: number; destination?: number }>()

  constructor(engine: Bdd) {
    this.engine = engine
  }

  /** Packets that look like `terms`, in the given state of their connection, and fulfil the condition. */
  of(match: Match, terms: Terms, state: "new" | "reply"): number {
    if (match.state !== undefined && match.state !== state) return none
    const known = (this.#known[terms.id] ??= new Map())
    let set = known.get(match)
    if (set === undefined) {
      set = this.#build(match, terms)
      known.set(match, set)
    }
    return set
  }

  /** What each rule of a list decides about, for packets that look like `terms`. */
  partition(list: RuleList, terms: Terms, state: "new" | "reply"): Partition {
    const { engine } = this
    const known = (this.#partitions[terms.id * 2 + (state === "new" ? 0 : 1)] ??= new Map())
    let partition = known.get(list)
    if (partition === undefined) {
      const parts: Array<{ rule: Rule; set: number }> = []
      let decided: number = none
      for (const rule of list.rules) {
        const match = this.of(rule.match, terms, state)
        const set = engine.diff(match, decided)
        if (set === none) continue
        parts.push({ rule, set })
        decided = engine.or(decided, set)
      }
      partition = { parts, decided }
      known.set(list, partition)
    }
    return partition
  }

  /** Packets that look the same in both guises. */
  same(terms: Terms, other: Terms): number {
    const { engine } = this
    let set = this.#sameAddress(terms.destination, other.destination)
    set = engine.and(set, this.#sameAddress(terms.source, other.source))
    set = engine.and(set, this.#sameNumber(terms.destinationPort, other.destinationPort))
    return engine.and(set, this.#sameNumber(terms.sourcePort, other.sourcePort))
  }

  #sameAddress(term: AddressTerm, other: AddressTerm): number {
    if (term === other) return all
    if (typeof term === "object" && typeof other === "object") return Ip.equals(term, other) ? all : none
    if (typeof term === "object") return this.#sameAddress(other, term)
    // An answer is compared with answers: two different fields of the start never meet.
    if (typeof other !== "object") return none
    return Fields.inPrefix(this.engine, term, Prefix.host(other))
  }

  #sameNumber(term: NumberTerm, other: NumberTerm): number {
    if (term === other) return all
    if (typeof term === "number" && typeof other === "number") return none
    if (typeof term === "number") return this.#sameNumber(other, term)
    if (typeof other !== "number") return none
    return this.#number(term, { first: other, last: other })
  }

  #build(match: Match, terms: Terms): number {
    const { engine } = this
    let set: number = all
    const keep = (part: number) => {
      set = engine.and(set, part)
    }
    if (match.family !== undefined) keep(Fields.ofFamily(engine, match.family))
    if (match.destination !== undefined) keep(this.#address(terms.destination, match.destination))
    if (match.destinationIn !== undefined) keep(this.#addressIn(terms.destination, match.destinationIn))
    if (match.protocol !== undefined) keep(Fields.ofProtocols(engine, [match.protocol]))
    if (match.destinationPorts !== undefined) keep(this.#number(terms.destinationPort, match.destinationPorts))
    if (match.icmpType !== undefined) {
      const code = match.icmpCode
      const first = match.icmpType * 256 + (code ?? 0)
      keep(this.#number(terms.destinationPort, { first, last: code === undefined ? first + 255 : first }))
    }
    if (match.source !== undefined) keep(this.#address(terms.source, match.source))
    if (match.sourceIn !== undefined) keep(this.#addressIn(terms.source, match.sourceIn))
    if (match.sourcePorts !== undefined) keep(this.#number(terms.sourcePort, match.sourcePorts))
    return set
  }

  #address(term: AddressTerm, prefix: Prefix.Prefix): number {
    if (typeof term === "object") return Prefix.contains(prefix, term) ? all : none
    return Fields.inPrefix(this.engine, term, prefix)
  }

  #addressIn(term: AddressTerm, named: NamedSet): number {
    if (typeof term === "object") return PrefixSet.contains(named.set, term) ? all : none
    let known = this.#named.get(named)
    if (known === undefined) this.#named.set(named, (known = {}))
    return (known[term] ??= Fields.inPrefixes(this.engine, term, [...PrefixSet.toPrefixes(named.set)]))
  }

  #number(term: NumberTerm, { first, last }: Interval): number {
    if (typeof term === "number") return term >= first && term <= last ? all : none
    const { field, plus } = origin(term)
    const from = Math.max(first - plus, 0)
    const to = Math.min(last - plus, 65_535)
    return from > to ? none : Fields.inRanges(this.engine, field, [[from, to]])
  }
}
