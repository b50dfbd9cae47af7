/**
 * Harnesses for the tests of Cloudwright's packages and of programs built on them. They are plain Effects (or plain
 * functions) that fail with `Seed.Falsified`, so any test runner can use them.
 *
 * @since 0.1.0
 */
export * as Differential from "./Differential.ts"
export * as Hostile from "./Hostile.ts"
export * as HostileStream from "./HostileStream.ts"
export * as Lossy from "./Lossy.ts"
export * as Seed from "./Seed.ts"
export * as SocketPair from "./SocketPair.ts"
export * as Sometimes from "./Sometimes.ts"
export * as World from "./World.ts"
export * as WorkflowLaws from "./WorkflowLaws.ts"
