/**
 * Where packets of several starts can be at all: the least set of packets for each place that holds what starts there and
 * is closed under every step, with packets as they look at the place. Which of them started where is forgotten.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import type { Analysis, Start } from "./analysis.ts"
import { none } from "./bdd.ts"
import { maxHops, TooManyStates } from "./explore.ts"
import * as Fields from "./fields.ts"
import { type Destination, HERE, NEXT, type Rewrite, type Rule } from "./pipeline.ts"

/** A place, after a number of routers, and the packets there. */
interface Spot {
  readonly stage: number
  readonly host: number
  readonly hops: number
  set: number
}

/** Where packets can be, and what is delivered from there. */
export interface Spread {
  readonly spots: ReadonlyArray<Spot>
  readonly delivered: ReadonlyArray<{ readonly to: Destination; readonly set: number }>
}

/** What a translation makes of a set of packets. */
const translated = ({ engine }: Analysis, set: number, { destination, destinationPort, source }: Rewrite): number => {
  const { fields } = Fields
  let result = set
  const assign = ({ from, width }: Fields.Field, significant: number, bit: (index: number) => number) => {
    result = engine.and(engine.exists(result, from, from + width), engine.cube(from, significant, bit, 1))
  }
  const address = (field: Fields.Field, ip: Ip.Ip | undefined) => {
    if (ip !== undefined) assign(field, Ip.bits(ip.family), (index) => Fields.addressBit(ip, index))
  }
  address(fields.source, source)
  address(fields.destination, destination)
  if (destinationPort !== undefined) {
    const { width } = fields.destinationPort
    assign(fields.destinationPort, width, (index) => Fields.numberBit(destinationPort, width, index))
  }
  return result
}

/** Spreads the packets from the starts, to every next hop that senders may choose. */
export const spread = (analysis: Analysis, starts: ReadonlyArray<Start>, packets: number): Spread => {
  const { engine, limits, pipeline, sets, terms } = analysis
  const spots = new Map<string, Spot>()
  const delivered: Array<{ to: Destination; set: number }> = []
  const waiting: Array<Array<Spot>> = []
  const pieces = new Map<Spot, Array<number>>()

  const arrive = (stage: number, host: number, hops: number, set: number): void => {
    const key = `${stage} ${host} ${hops}`
    let spot = spots.get(key)
    if (spot === undefined) {
      if (spots.size >= limits.maxStates) throw new TooManyStates(limits.maxStates)
      spot = { stage, host, hops, set: none }
      spots.set(key, spot)
    }
    if (engine.diff(set, spot.set) === none) return
    const planned = pieces.get(spot)
    if (planned !== undefined) {
      planned.push(set)
      return
    }
    pieces.set(spot, [set])
    const queue = (waiting[hops] ??= [])
    queue.push(spot)
  }

  const go = (from: Spot, to: number, set: number): void => {
    const target = to === NEXT ? pipeline.stages[from.stage]!.next : to
    const stage = pipeline.stages[target]!
    if (stage.kind === "Send") {
      for (const other of new Set(pipeline.nextHops(stage.element.id).values())) go(from, other, set)
    }
    if (stage.host >= 0 && !pipeline.underlay.joined(from.host, stage.host)) return
    const hops = stage.hop ? from.hops + 1 : from.hops
    if (hops <= maxHops) arrive(target, stage.host === HERE ? from.host : stage.host, hops, set)
  }

  const act = (from: Spot, { action }: Rule, set: number): void => {
    switch (action._tag) {
      case "Drop":
      case "Refuse":
        return
      case "Forward":
        go(from, action.to, set)
        return
      case "Rewrite":
        go(from, action.to, translated(analysis, set, action.set))
        return
      case "Choose":
        for (const { set: rewrite, to } of action.among) {
          go(from, to, rewrite === undefined ? set : translated(analysis, set, rewrite))
        }
        return
      case "Deliver":
        delivered.push({ to: action.to, set })
    }
  }

  for (const { host, stage } of starts) arrive(stage, host, 0, packets)
  for (let hops = 0; hops <= maxHops; hops++) {
    const queue = waiting[hops] ?? []
    for (let at = 0; at < queue.length; at++) {
      const spot = queue[at]!
      const stage = pipeline.stages[spot.stage]!
      let rest = engine.diff(engine.orAll(pieces.get(spot)!), spot.set)
      pieces.delete(spot)
      spot.set = engine.or(spot.set, rest)
      for (const list of stage.lists) {
        const { decided, parts } = sets.partition(list, terms.identity, "new")
        for (const part of parts) {
          const hit = engine.and(rest, part.set)
          if (hit !== none) act(spot, part.rule, hit)
        }
        rest = engine.diff(rest, decided)
      }
      if (rest !== none) act(spot, stage.otherwise, rest)
    }
  }
  return { spots: [...spots.values()], delivered }
}
