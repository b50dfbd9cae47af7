/**
 * Tunnels from a router's gateway to elsewhere: WireGuard (site to site, road warrior) and IPsec with IKEv2. Secrets are
 * names for a `Secrets` service.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { some, whole } from "./internal/fields.ts"
import { DomainName, RecordId, SecretName } from "./OverlayName.ts"

/**
 * A Curve25519 public key as WireGuard writes it: 32 bytes in base64.
 *
 * @since 0.1.0
 * @category schemas
 */
export const WireGuardKey = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, { expected: "32 bytes in base64, 44 characters" })
  )
)

/**
 * The other end of a WireGuard tunnel. Packets to `allowedPrefixes` go to it, packets from them are accepted from it. One
 * without `endpoint` is a road warrior: it calls first and may call from anywhere.
 *
 * @since 0.1.0
 * @category schemas
 */
export const WireGuardPeer = Schema.Struct({
  id: RecordId,
  publicKey: WireGuardKey,
  presharedKey: Schema.optionalKey(SecretName),
  endpoint: Schema.optionalKey(Schema.Struct({ address: Ip.Text, port: whole(1, 65_535) })),
  allowedPrefixes: some(Prefix.Text, 64),
  keepAliveSeconds: Schema.optionalKey(whole(1, 65_535))
})

/**
 * The other end of a WireGuard tunnel.
 *
 * @since 0.1.0
 * @category models
 */
export type WireGuardPeer = typeof WireGuardPeer.Type

/**
 * Name of one end of an IPsec tunnel: a domain name or an address.
 *
 * @since 0.1.0
 * @category schemas
 */
export const IpsecIdentity = Schema.Union([Ip.Text, DomainName])

/**
 * What the ends agree on (RFC 8247): one of a few sets, all with perfect forward secrecy.
 *
 * @since 0.1.0
 * @category schemas
 */
export const IpsecProposal = Schema.Literals([
  "aes256gcm16-prfsha384-ecp384",
  "aes256gcm16-prfsha256-curve25519",
  "aes128gcm16-prfsha256-ecp256",
  "aes256-sha256-modp2048"
])

/**
 * A tunnel's protocol and other end.
 *
 * - `WireGuard`: listens at the router's gateway address on `listenPort`.
 * - `Ipsec`: IKEv2 with a pre-shared key, between the router's gateway address and `remote`; carries what goes between
 *   `localPrefixes` (when absent, the subnets connected by then) and `remotePrefixes`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Tunnel = Schema.TaggedUnion({
  WireGuard: {
    listenPort: whole(1, 65_535).pipe(Schema.withDecodingDefaultKey(Effect.succeed(51_820))),
    privateKey: SecretName,
    peers: some(WireGuardPeer, 256)
  },
  Ipsec: {
    remote: Ip.Text,
    localId: IpsecIdentity,
    remoteId: IpsecIdentity,
    presharedKey: SecretName,
    localPrefixes: Schema.optionalKey(Schema.Array(Prefix.Text).pipe(Schema.check(Schema.isMaxLength(64)))),
    remotePrefixes: some(Prefix.Text, 64),
    proposals: Schema.Array(IpsecProposal).pipe(
      Schema.check(Schema.isMinLength(1), Schema.isMaxLength(4)),
      Schema.withDecodingDefaultKey(Effect.succeed(["aes256gcm16-prfsha256-curve25519" as const]))
    )
  }
})

/**
 * A tunnel's protocol and other end.
 *
 * @since 0.1.0
 * @category models
 */
export type Tunnel = typeof Tunnel.Type

/**
 * A virtual private network at a router with a gateway.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Vpn = Schema.Struct({ id: RecordId, tenant: RecordId, router: RecordId, tunnel: Tunnel })

/**
 * A virtual private network at a router with a gateway.
 *
 * @since 0.1.0
 * @category models
 */
export type Vpn = typeof Vpn.Type
