/**
 * VM lifecycle: the hypervisor contract with its libvirt and simulated drivers, durable VM records, cloud-init.
 *
 * @since 0.1.0
 */
export * as CloudInit from "./CloudInit.ts"
export * as DomainXml from "./DomainXml.ts"
export * as Hypervisor from "./Hypervisor.ts"
export * as HypervisorError from "./HypervisorError.ts"
export * as HypervisorEvent from "./HypervisorEvent.ts"
export * as LibvirtHypervisor from "./LibvirtHypervisor.ts"
export * as PowerState from "./PowerState.ts"
export * as SeedImages from "./SeedImages.ts"
export * as SimulatedHypervisor from "./SimulatedHypervisor.ts"
export * as Templates from "./Templates.ts"
export * as VmError from "./VmError.ts"
export * as VmPlan from "./VmPlan.ts"
export * as VmRecord from "./VmRecord.ts"
export * as VmRequest from "./VmRequest.ts"
export * as Vms from "./Vms.ts"
export * as VmSpec from "./VmSpec.ts"
export * as VmState from "./VmState.ts"
export * as VmTemplate from "./VmTemplate.ts"
