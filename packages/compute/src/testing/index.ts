/**
 * What drivers of hypervisors and programs on them are tested with.
 *
 * @since 0.1.0
 */
export * as HypervisorSuite from "./HypervisorSuite.ts"
export * as VirtualTime from "./VirtualTime.ts"
