/**
 * What tests of libvirt clients need: a fake daemon and sockets in memory.
 *
 * @since 0.1.0
 */
export * as FakeLibvirtd from "./FakeLibvirtd.ts"
