/**
 * What a VM's network card is plugged into: what network hands to compute, as data.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { PortId } from "./Ids.ts"

/**
 * A unicast MAC address other than zero as six lower-case hexadecimal pairs with colons: `52:54:00:12:34:56`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const MacAddress = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/, {
      expected: "a unicast MAC address as lower-case pairs with colons"
    }),
    Schema.makeFilter((text: string) =>
      text === "00:00:00:00:00:00" ? "expected an address other than zero" : undefined
    )
  ),
  Schema.brand("MacAddress")
)

/**
 * A unicast MAC address.
 *
 * @since 0.1.0
 * @category models
 */
export type MacAddress = typeof MacAddress.Type

/**
 * The name of a Linux network interface: 1 to 15 ASCII letters, digits and `_.@-`, the first no dot or hyphen (IFNAMSIZ is
 * 16 with the final zero). The kernel takes more; what reads as a path (`..`), as an option of a tool (`-x`) or as a template (`%d`) is refused.
 *
 * @since 0.1.0
 * @category schemas
 */
export const InterfaceName = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(/^[A-Za-z0-9_@][A-Za-z0-9_.@-]{0,14}$/, { expected: "an interface name of 1 to 15 characters" })
  ),
  Schema.brand("InterfaceName")
)

/**
 * The name of a Linux network interface.
 *
 * @since 0.1.0
 * @category models
 */
export type InterfaceName = typeof InterfaceName.Type

const mtu = Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 576, maximum: 65535 })))

/**
 * What a NIC is plugged into:
 *
 * - `Bridge`: a Linux bridge on the host.
 * - `Ovs`: a port on an Open vSwitch bridge; with `port` its `external_ids:iface-id`, by which OVN finds its logical
 *   switch port.
 * - `Tap`: a tap device that somebody else made and keeps.
 * - `User`: QEMU's user-mode network (no privileges, no incoming connections); for development.
 *
 * `mac` is the address the guest sees; `mtu` in bytes is offered to the guest where the driver can.
 *
 * @since 0.1.0
 * @category schemas
 */
export const NicBinding = Schema.TaggedUnion({
  Bridge: { mac: MacAddress, bridge: InterfaceName, mtu },
  Ovs: { mac: MacAddress, bridge: InterfaceName, port: PortId, mtu },
  Tap: { mac: MacAddress, device: InterfaceName, mtu },
  User: { mac: MacAddress }
})

/**
 * What a NIC is plugged into.
 *
 * @since 0.1.0
 * @category models
 */
export type NicBinding = typeof NicBinding.Type
