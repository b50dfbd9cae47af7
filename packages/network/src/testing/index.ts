/**
 * Arbitraries, laws and reference models for programs that use `@cloudwright/network` or replace a part of it. Needs the
 * optional peer `fast-check`.
 *
 * @since 0.1.0
 */
export * as AllocatorLaws from "./AllocatorLaws.ts"
export * as IpArbitraries from "./IpArbitraries.ts"
export * as IpamReference from "./IpamReference.ts"
export * as OverlayArbitraries from "./OverlayArbitraries.ts"
export * as OverlayDriverSuite from "./OverlayDriverSuite.ts"
export * as PlanArbitraries from "./PlanArbitraries.ts"
export * as ReachabilityLaws from "./ReachabilityLaws.ts"
export * as RouteTableLaws from "./RouteTableLaws.ts"
export * as SerialOrder from "./SerialOrder.ts"
export * as TopologyArbitraries from "./TopologyArbitraries.ts"
export * as TopologyReference from "./TopologyReference.ts"
