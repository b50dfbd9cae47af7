/**
 * Real daemons as scoped Effect layers: libvirt hosts, sshd, PostgreSQL and a tiny guest on one Debian machine.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 */
export * as LabError from "./LabError.ts"
/**
 * @since 0.1.0
 */
export * as Packages from "./Packages.ts"
/**
 * @since 0.1.0
 */
export * as Postgres from "./Postgres.ts"
/**
 * @since 0.1.0
 */
export * as SshServer from "./SshServer.ts"
/**
 * @since 0.1.0
 */
export * as LibvirtHosts from "./LibvirtHosts.ts"
/**
 * @since 0.1.0
 */
export * as TinyGuest from "./TinyGuest.ts"
/**
 * @since 0.1.0
 */
export * as Installer from "./Installer.ts"
