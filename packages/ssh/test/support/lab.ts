/** Shared by the lab tests: the configuration that fits the lab's server. */
import { SshServer } from "@cloudwright/lab"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ssh from "../../src/Ssh.ts"
import type { SshConfig } from "../../src/SshConfig.ts"

/** A configuration for the lab's server, strict about its key. */
export const configFor = (server: SshServer.SshServer["Service"], more: Partial<SshConfig> = {}): SshConfig => ({
  host: server.host,
  port: server.port,
  username: server.user,
  auth: [{ _tag: "KeyFile", path: server.privateKeyFile }],
  hostKeys: { _tag: "Strict", files: [server.knownHostsFile] },
  ...more
})

/** `Ssh` to the lab's server; fresh with each call. */
export const sshLayer = (more: Partial<SshConfig> = {}) =>
  Layer.unwrap(Effect.map(SshServer.SshServer, (server) => Ssh.Ssh.layer(configFor(server, more)))).pipe(
    Layer.provide(NodeServices.layer)
  )

/** The remote machine's services; the local ones are not visible besides. */
