/**
 * What tests of code on top of this package need where no sshd is at hand.
 *
 * @since 0.1.0
 */
export * as FakeSshServer from "./FakeSshServer.ts"
