/**
 * Headers on their way as terms over the header at the start. Translations set fields to constants and the answer of a
 * connection swaps fields, so each field of a packet under way is a field that it had at the start, or a constant. A set of
 * packets at a place is then the set of their headers at the start, and one `Terms` that says what they look like now: exact,
 * and what is found at the end needs no translating back.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import { icmpProtocols } from "./fields.ts"
import type { Rewrite } from "./pipeline.ts"

/** An address under way: that of the start's field, or a constant. */
export type AddressTerm = "source" | "destination" | Ip.Ip

/**
 * A port (or an ICMP type times 256 plus code) under way: that of the start's field, or a constant; `echoReply` is the
 * reply of the start's echo request, with its code.
 */
export type NumberTerm = "sourcePort" | "destinationPort" | "echoReply" | "echoReply6" | number

/** What the headers of a set of packets look like now. Equal terms are one object; `id` numbers them from 0. */
export interface Terms {
  readonly id: number
  readonly source: AddressTerm
  readonly destination: AddressTerm
  readonly sourcePort: NumberTerm
  readonly destinationPort: NumberTerm
}

const print = (term: AddressTerm | NumberTerm): string => (typeof term === "object" ? Ip.format(term) : String(term))

/** ICMP and ICMPv6 echo requests and replies, as type times 256. */
export const echo = { 1: { request: 8 * 256, reply: 0 }, 58: { request: 128 * 256, reply: 129 * 256 } } as const

/** The field of the start that a term comes from, and what is added to it. */
export const origin = (term: Exclude<NumberTerm, number>) => {
  switch (term) {
    case "echoReply":
      return { field: "destinationPort", plus: echo[1].reply - echo[1].request } as const
    case "echoReply6":
      return { field: "destinationPort", plus: echo[58].reply - echo[58].request } as const
    default:
      return { field: term, plus: 0 } as const
  }
}

/** The terms of one analysis. */
export class TermTable {
  readonly #known = new Map<string, Terms>()

  /** Packets at the start. */
  readonly identity: Terms = this.#intern("source", "destination", "sourcePort", "destinationPort")

  /** What a translation makes of them. */
  rewritten(terms: Terms, set: Rewrite): Terms {
    return this.#intern(
      set.source ?? terms.source,
      set.destination ?? terms.destination,
      terms.sourcePort,
      set.destinationPort ?? terms.destinationPort
    )
  }

  /**
   * The answer to packets of a protocol: addresses and ports swapped, a reply for an echo request. Protocols without ports
   * have nothing there to swap.
   */
  mirrored(terms: Terms, protocol: number): Terms {
    if (!icmpProtocols.includes(protocol)) {
      return this.#intern(terms.destination, terms.source, terms.destinationPort, terms.sourcePort)
    }
    return this.#intern(terms.destination, terms.source, terms.sourcePort, protocol === 1 ? "echoReply" : "echoReply6")
  }

  #intern(source: AddressTerm, destination: AddressTerm, sourcePort: NumberTerm, destinationPort: NumberTerm): Terms {
    const key = `${print(source)} ${print(destination)} ${sourcePort} ${destinationPort}`
    let terms = this.#known.get(key)
    if (terms === undefined) {
      terms = { id: this.#known.size, source, destination, sourcePort, destinationPort }
      this.#known.set(key, terms)
    }
    return terms
  }
}
