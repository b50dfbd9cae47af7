/**
 * Packets whose destination says that they are for an endpoint.
 *
 * @since 0.1.0
 */
import type { Endpoint } from "../Endpoint.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { Analysis } from "./analysis.ts"
import * as Fields from "./fields.ts"
import { ipOf } from "./pipelineDirectory.ts"

const prefixesOf = ({ pipeline, topology }: Analysis, endpoint: Endpoint): ReadonlyArray<Prefix.Prefix> => {
  const hosts = (addresses: ReadonlyArray<string>) => addresses.map((text) => Prefix.host(ipOf(text)))
  switch (endpoint._tag) {
    case "Outside":
      return [...PrefixSet.toPrefixes(pipeline.outside.get(endpoint.network) ?? PrefixSet.empty)]
    case "Router":
      return topology.routers.flatMap(({ id, interfaces }) =>
        id === endpoint.router ? interfaces.flatMap(({ addresses }) => hosts(addresses)) : []
      )
    default:
      return topology.ports.flatMap((port) => {
        const wanted =
          endpoint._tag === "Port"
            ? port.id === endpoint.port
            : endpoint._tag === "Network"
              ? port.network === endpoint.network
              : port.tenant === endpoint.tenant
        return wanted ? hosts(port.addresses) : []
      })
  }
}

/** Packets to the addresses of an endpoint. */
export const meantFor = (analysis: Analysis, endpoint: Endpoint): number =>
  Fields.inPrefixes(analysis.engine, "destination", prefixesOf(analysis, endpoint))
