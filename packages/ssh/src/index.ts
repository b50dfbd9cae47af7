/**
 * Effect's `ChildProcessSpawner`, `FileSystem` and `Socket` on a remote machine, over SSH.
 *
 * @since 0.1.0
 */
export * as KnownHosts from "./KnownHosts.ts"
export * as Sftp from "./Sftp.ts"
export * as Ssh from "./Ssh.ts"
export * as SshChannel from "./SshChannel.ts"
export * as SshConfig from "./SshConfig.ts"
export * as SshChildProcessSpawner from "./SshChildProcessSpawner.ts"
export * as SshError from "./SshError.ts"
export * as SshFileSystem from "./SshFileSystem.ts"
export * as SshRemoteSockets from "./SshRemoteSockets.ts"
export * as SshServices from "./SshServices.ts"
export * as SshSocket from "./SshSocket.ts"
