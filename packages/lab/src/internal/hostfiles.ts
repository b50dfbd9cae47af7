/**
 * The text of a host's configuration files.
 *
 * @since 0.1.0
 */

/**
 * What the files depend on. `directory` is the host's own; `hosts` maps names to addresses.
 *
 * @since 0.1.0
 * @category models
 */
export interface HostFacts {
  readonly directory: string
  readonly uuid: string
  readonly address: string
  readonly tls: boolean
  readonly maxClientRequests: number
  readonly hosts: ReadonlyArray<{ readonly name: string; readonly address: string }>
  readonly authorizedKeysFile: string
}

const lines = (...all: ReadonlyArray<string>) => `${all.join("\n")}\n`

/** Every TCP client is let in without a name: the network of a lab reaches nobody else. */
const libvirtd = (facts: HostFacts) =>
  lines(
    `host_uuid = "${facts.uuid}"`,
    'auth_unix_ro = "none"',
    'auth_unix_rw = "none"',
    'unix_sock_rw_perms = "0770"',
    `listen_tls = ${facts.tls ? 1 : 0}`,
    "listen_tcp = 1",
    'auth_tcp = "none"',
    'listen_addr = "0.0.0.0"',
    `key_file = "${facts.directory}/pki/serverkey.pem"`,
    `cert_file = "${facts.directory}/pki/servercert.pem"`,
    `ca_file = "${facts.directory}/pki/cacert.pem"`,
    // The daemon would refuse to start with the broken certificates of negative tests.
    "tls_no_sanity_certificate = 1",
    "max_clients = 500",
    `max_client_requests = ${facts.maxClientRequests}`,
    'log_outputs = "3:file:/var/log/libvirt/libvirtd.log"'
  )

/** Everything as root and without a security driver: the lab must not depend on AppArmor or SELinux. */
const qemu = (facts: HostFacts) =>
  lines(
    'user = "+0"',
    'group = "+0"',
    'security_driver = "none"',
    'migration_address = "0.0.0.0"',
    `migration_host = "${facts.address}"`,
    'stdio_handler = "logd"'
  )

const sshd = (facts: HostFacts) =>
  lines(
    "Port 2222",
    `HostKey ${facts.directory}/ssh_host_key`,
    "PidFile none",
    `AuthorizedKeysFile ${facts.authorizedKeysFile}`,
    "StrictModes no",
    // For a nested shell bash reads no ~/.bashrc, which is that of this machine.
    "SetEnv SHLVL=1",
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "AllowStreamLocalForwarding yes",
    "Subsystem sftp internal-sftp",
    "MaxSessions 100",
    "MaxStartups 100"
  )

/**
 * File names below the host's directory and what is in them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const hostFiles = (facts: HostFacts): Readonly<Record<string, string>> => ({
  "etc/libvirtd.conf": libvirtd(facts),
  "etc/libvirt.conf": lines('uri_default = "qemu:///system"'),
  "etc/qemu.conf": qemu(facts),
  "etc/qemu-lockd.conf": lines("auto_disk_leases = 0"),
  "etc/virtlogd.conf": "",
  "etc/virtlockd.conf": "",
  sshd_config: sshd(facts),
  hosts: lines("127.0.0.1 localhost", ...facts.hosts.map(({ address, name }) => `${address} ${name}`))
})
