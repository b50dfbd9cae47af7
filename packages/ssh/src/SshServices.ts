/**
 * All platform services of a remote machine at once, in place of the local ones.
 *
 * @since 0.1.0
 */
import type { FileSystem } from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import type { Ssh } from "./Ssh.ts"
import * as SshChildProcessSpawner from "./SshChildProcessSpawner.ts"
import * as SshFileSystem from "./SshFileSystem.ts"

/**
 * What a remote machine provides (all unstable in Effect).
 *
 * @since 0.1.0
 * @category services
 */
export type SshServices = ChildProcessSpawner | FileSystem | Path.Path

/**
 * Provides `ChildProcessSpawner`, `FileSystem` and `Path` (POSIX) of the machine of `Ssh`. Code written for the local
 * machine runs there when this takes the place of `NodeServices.layer`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<SshServices, never, Ssh> = Layer.mergeAll(
  SshChildProcessSpawner.layer,
  SshFileSystem.layer,
  Path.layer
)
