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
  busybox: "busybox-static",
  cpio: "cpio",
  depmod: "kmod",
  "dpkg-deb": "dpkg",
  "dpkg-query": "dpkg",
  ip: "iproute2",
  initdb: "postgresql",
  ldd: "libc-bin",
  libvirtd: "libvirt-daemon-system",
  mke2fs: "e2fsprogs",
  nsenter: "util-linux",
  openssl: "openssl",
  postgres: "postgresql",
  psql: "postgresql",
  "qemu-img": "qemu-utils",
  "qemu-system-x86_64": "qemu-system-x86",
  setpriv: "util-linux",
  "ssh-keygen": "openssh-client",
  sshd: "openssh-server",
  unshare: "util-linux",
  virsh: "libvirt-clients"
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
