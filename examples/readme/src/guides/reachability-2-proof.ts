import { Element, Endpoint, HeaderSpace, Reachability } from "@cloudwright/network"
import { Effect, Layer } from "effect"
import { cloud } from "./reachability-1-trace.ts"

export const program = Effect.gen(function* () {
  const topology = yield* Effect.fromResult(cloud)
  const internet = Endpoint.outside("internet")
  const web = Endpoint.port("web-1")

  // Over all packets: a witness, the rules that admit it, and everything else that arrives.
  const open = yield* Effect.fromResult(Reachability.reachable(topology, internet, web))
  const admitted =
    open._tag === "Reachable"
      ? open.flows.flatMap(({ packets }) => HeaderSpace.format(packets, 4)).concat(open.rules.map(Element.print))
      : []

  // Nothing of ssh arrives: the path it would take, and the smallest set of rules and routes that stops it.
  const ssh = yield* Effect.fromResult(HeaderSpace.match({ protocol: 6, ports: 22 }))
  const shut = yield* Effect.fromResult(Reachability.reachable(topology, internet, web, { packets: ssh }))
  const stopped =
    shut._tag === "Unreachable"
      ? shut.obstacles.map(({ element, reason }) => `${Element.print(element)}: ${reason}`)
      : []

  // And if any one host, link or gateway fails?
  const { effects, tried } = yield* Effect.fromResult(Reachability.underFailures(topology, internet, web))
  return { admitted, stopped, tried: tried.length, broken: effects.map(({ failure }) => Element.print(failure)) }
})

export const Live = Layer.empty
