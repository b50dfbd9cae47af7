/**
 * All wire structures in one namespace: the arguments and results of the calls, and what they are made of.
 *
 * @since 0.1.0
 */
export * from "./generated/Common.ts"
export * from "./generated/Domain.ts"
export * from "./generated/DomainTuning.ts"
export * from "./generated/Host.ts"
export * from "./generated/Messages.ts"
export * from "./generated/Migration.ts"
export * from "./generated/Network.ts"
export * from "./generated/Qemu.ts"
export * from "./generated/Snapshot.ts"
export * from "./generated/Storage.ts"
