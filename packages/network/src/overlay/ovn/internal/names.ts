/**
 * Names and numbers that rows have: stable, and different for what is different.
 *
 * @since 0.1.0
 */
import type { MacAddress } from "@cloudwright/core/NicBinding"
import type * as Uuid from "@cloudwright/ovsdb/Uuid"
import { createHash } from "node:crypto"
import * as Mac from "../../../Mac.ts"
import type { Protocol } from "../../../topology/Packet.ts"

const digest = (text: string): string => createHash("sha256").update(text).digest("hex")

/**
 * A name that expressions can hold (letters, digits, `_` and `.`), readable and with eight digits that tell names apart which
 * differ in other characters alone.
 */
export const symbol = (kind: string, id: string): string =>
  `${kind}_${id.replaceAll(/[^A-Za-z0-9_.]/g, "_")}_${digest(`${kind} ${id}`).slice(0, 8)}`

/** A MAC address of one's own choice, locally administered. */
export const macFor = (what: string): MacAddress =>
  // A first octet of 2 is never multicast nor zero.
  Mac.toAddress(0x02_00_00_00_00_00 + Number.parseInt(digest(`mac ${what}`).slice(0, 10), 16)) as MacAddress

/** The UUID of a row of an owner: version 8 (RFC 9562 section 5.8). */
export const uuidFor = (owner: string, row: string): Uuid.Uuid => {
  const hex = digest(`${owner}\n${row}`)
  const text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return text as Uuid.Uuid
}

/** Names in quotes, as expressions have them. */
export const quoted = (name: string): string => JSON.stringify(name)

/** One of several, as expressions have it. */
export const oneOf = (members: Iterable<string>): string => {
  const list = [...members]
  return list.length === 1 ? list[0]! : `{${list.join(", ")}}`
}

/** The family of an address or a prefix. */
export const familyOf = (text: string): 4 | 6 => (text.includes(":") ? 6 : 4)

/** The name of a protocol that has one here, else its number. */
export const protocolName = (protocol: Protocol): Protocol => {
  switch (protocol) {
    case 1:
      return "icmp"
    case 6:
      return "tcp"
    case 17:
      return "udp"
    case 58:
      return "icmp6"
    default:
      return protocol
  }
}

/** Keys of rows, by what they stand for. */
export const keys = {
  network: (network: string): string => `network/${network}`,
  port: (port: string): string => `port/${port}`,
  router: (router: string): string => `router/${router}`,
  interface: (router: string, on: string): string => `interface/${router}/${on}`,
  guard: (network: string): string => `guard/${network}`,
  group: (group: string): string => `group/${group}`,
  members: (group: string, family: 4 | 6): string => `members${family}/${group}`,
  set: (set: string, family: 4 | 6): string => `set${family}/${set}`,
  dhcp: (network: string, subnet: string): string => `dhcp/${network}/${subnet}`
} as const

/** Names of rows that expressions, chassis or other rows speak of. */
export const names = {
  interface: (router: string, on: string): string => `${router}/${on}`,
  plug: (router: string, on: string): string => `${router}/${on}/plug`,
  metadata: (network: string): string => `metadata/${network}`,
  wire: (network: string): string => `wire/${network}`,
  guard: (network: string): string => symbol("guard", network),
  group: (group: string): string => symbol("group", group),
  members: (group: string, family: 4 | 6): string => symbol(`members${family}`, group),
  set: (set: string, family: 4 | 6): string => symbol(`set${family}`, set)
} as const
