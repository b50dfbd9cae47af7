/**
 * Load balancers as tenants write them. Whether a member is healthy is observed, not written.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import { PortNumber } from "../topology/Packet.ts"
import { flag, list, some, whole } from "./internal/fields.ts"
import { DomainName, RecordId, UrlPath } from "./OverlayName.ts"

/**
 * How members are watched: by a TCP connection, or by an HTTP GET of `path` that must be answered with 200 to 399. `rise`
 * good answers in a row make a member healthy, `fall` bad ones unhealthy. Times in milliseconds.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HealthCheck = Schema.Struct({
  kind: Schema.Literals(["tcp", "http"]),
  intervalMillis: whole(200, 300_000).pipe(Schema.withDecodingDefaultKey(Effect.succeed(5000))),
  timeoutMillis: whole(100, 60_000).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2000))),
  rise: whole(1, 10).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  fall: whole(1, 10).pipe(Schema.withDecodingDefaultKey(Effect.succeed(3))),
  path: UrlPath.pipe(Schema.withDecodingDefaultKey(Effect.succeed("/")))
})

/**
 * How members are watched.
 *
 * @since 0.1.0
 * @category models
 */
export type HealthCheck = typeof HealthCheck.Type

/**
 * A server: a port of the tenant (its only address of the family, or `address`), or any address that can be reached. A
 * member that is not `enabled` gets no new connections.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Member = Schema.Struct({
  id: RecordId,
  port: Schema.optionalKey(RecordId),
  address: Schema.optionalKey(Ip.Text),
  portNumber: PortNumber,
  enabled: flag(true)
})

/**
 * A server.
 *
 * @since 0.1.0
 * @category models
 */
export type Member = typeof Member.Type

/**
 * A rule of an HTTP listener: requests for `host` (all hosts when absent) whose path begins with `path` go to the members
 * named. The rule with the lowest `priority` that matches decides; requests that match none go to any member.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HttpRule = Schema.Struct({
  id: RecordId,
  priority: whole(0, 65_535),
  host: Schema.optionalKey(DomainName),
  path: Schema.optionalKey(UrlPath),
  members: some(RecordId, 256)
})

/**
 * A rule of an HTTP listener.
 *
 * @since 0.1.0
 * @category models
 */
export type HttpRule = typeof HttpRule.Type

/**
 * A port on which a load balancer listens. `http` is TCP whose requests are looked into. Connections of one client address
 * go to one member for `stickySeconds` after the last, 0 for each on its own.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Listener = Schema.Struct({
  id: RecordId,
  protocol: Schema.Literals(["tcp", "udp", "http"]),
  port: PortNumber,
  stickySeconds: whole(0, 86_400).pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  health: Schema.optionalKey(HealthCheck),
  members: list(Member, 256),
  rules: list(HttpRule, 64)
})

/**
 * A port on which a load balancer listens.
 *
 * @since 0.1.0
 * @category models
 */
export type Listener = typeof Listener.Type

/**
 * Where a load balancer serves: the senders on a network (at an address outside its subnets), or the gateway of a router.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Attachment = Schema.TaggedUnion({ Network: { network: RecordId }, Router: { router: RecordId } })

/**
 * Where a load balancer serves.
 *
 * @since 0.1.0
 * @category models
 */
export type Attachment = typeof Attachment.Type

/**
 * A load balancer: one virtual address with listeners.
 *
 * @since 0.1.0
 * @category schemas
 */
export const LoadBalancer = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  address: Ip.Text,
  attachments: some(Attachment, 16),
  listeners: list(Listener, 64)
})

/**
 * A load balancer.
 *
 * @since 0.1.0
 * @category models
 */
export type LoadBalancer = typeof LoadBalancer.Type
