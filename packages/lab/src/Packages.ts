/**
 * The Debian packages that bring the daemons and programs of each part (names as in Debian 12, amd64).
 *
 * @since 0.1.0
 */

/**
 * The packages of each part. `observers` are what lab tests compare with: clients that are not ours.
 *
 * @since 0.1.0
 * @category constants
 */
export const parts = {
  libvirtHosts: [
    "libvirt-daemon-system",
    "libvirt-clients",
    "qemu-system-x86",
    "qemu-utils",
    "qemu-block-extra",
    "openssh-server",
    "openssl",
    "iproute2",
    "iptables",
    "dnsmasq-base",
    "ovmf",
    "cpio"
  ],
  sshServer: ["openssh-server", "openssh-client"],
  postgres: ["postgresql"],
  ovsdb: ["openvswitch-common", "openvswitch-switch", "ovn-central", "ovn-common", "openssl"],
  ovn: [
    "ovn-central",
    "ovn-common",
    "ovn-host",
    "openvswitch-common",
    "openvswitch-switch",
    "ethtool",
    "iproute2",
    "iputils-ping",
    "nftables",
    "procps",
    "python3"
  ],
  netlab: [
    "iproute2",
    "nftables",
    "dnsmasq-base",
    "haproxy",
    "keepalived",
    "wireguard-go",
    "wireguard-tools",
    "strongswan-charon",
    "strongswan-swanctl",
    "libcharon-extra-plugins",
    "bind9-dnsutils",
    "busybox-static",
    "ethtool",
    "iperf3",
    "iputils-ping",
    "procps",
    "python3"
  ],
  evpn: ["frr", "iproute2", "iputils-ping", "procps", "python3"],
  tinyGuest: ["busybox-static", "kmod", "qemu-utils", "e2fsprogs"],
  observers: ["python3-libvirt", "python3-yaml", "libxml2-utils", "openssh-client", "genisoimage", "xorriso"]
} as const

/**
 * A part of the lab.
 *
 * @since 0.1.0
 * @category models
 */
export type Part = keyof typeof parts

/**
 * Every package of every part, each once, in alphabetical order.
 *
 * @since 0.1.0
 * @category constants
 */
export const all: ReadonlyArray<string> = [...new Set(Object.values(parts).flat())].toSorted()

const bringers: Readonly<Record<string, string>> = {
  "apt-get": "apt",
  "apt-cache": "apt",
  bfdd: "frr",
  bgpd: "frr",
  busybox: "busybox-static",
  cpio: "cpio",
  charon: "strongswan-charon",
  depmod: "kmod",
  dig: "bind9-dnsutils",
  dnsmasq: "dnsmasq-base",
  "dpkg-deb": "dpkg",
  "dpkg-query": "dpkg",
  bridge: "iproute2",
  ip: "iproute2",
  nft: "nftables",
  "ovn-controller": "ovn-host",
  "ovn-northd": "ovn-central",
  "ovn-sbctl": "ovn-common",
  "ovn-trace": "ovn-common",
  "ovs-ofctl": "openvswitch-common",
  "ovs-vsctl": "openvswitch-switch",
  "ovs-vswitchd": "openvswitch-switch",
  ping: "iputils-ping",
  swanctl: "strongswan-swanctl",
  sysctl: "procps",
  tc: "iproute2",
  vtysh: "frr",
  wg: "wireguard-tools",
  initdb: "postgresql",
  ldd: "libc-bin",
  libvirtd: "libvirt-daemon-system",
  mke2fs: "e2fsprogs",
  nsenter: "util-linux",
  openssl: "openssl",
  "ovn-nb.ovsschema": "ovn-central",
  "ovn-nbctl": "ovn-common",
  "ovn-sb.ovsschema": "ovn-central",
  "ovs-appctl": "openvswitch-common",
  "ovsdb-client": "openvswitch-common",
  "ovsdb-server": "openvswitch-common",
  "ovsdb-tool": "openvswitch-common",
  postgres: "postgresql",
  psql: "postgresql",
  "qemu-img": "qemu-utils",
  "qemu-system-x86_64": "qemu-system-x86",
  setpriv: "util-linux",
  "ssh-keygen": "openssh-client",
  sshd: "openssh-server",
  unshare: "util-linux",
  "vswitch.ovsschema": "openvswitch-switch",
  virsh: "libvirt-clients",
  zebra: "frr"
}

/**
 * The Debian package that brings a program (a bare name or a path ending in it); the name itself where it is not known.
 *
 * @since 0.1.0
 * @category getters
 */
export const bringing = (program: string): string => {
  const name = program.slice(program.lastIndexOf("/") + 1)
  return bringers[name] ?? name
}
