/**
 * The name by which every package refers to a hypervisor host.
 *
 * A host is named by its operator, not generated: placement, migration and drivers agree on it without a lookup. How the
 * host is reached (URI, credentials) is known to the driver alone.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A host's name: 1 to 63 lower-case letters, digits, hyphens and dots, where each part between dots starts and ends with
 * a letter or digit (a DNS host name as of RFC 1123 section 2.1).
 *
 * @since 0.1.0
 * @category schemas
 */
export const HostRef = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(/^[a-z0-9](?:-*[a-z0-9])*(?:\.[a-z0-9](?:-*[a-z0-9])*)*$/, { expected: "a DNS host name" }),
    Schema.isMaxLength(63)
  ),
  Schema.brand("HostRef")
)

/**
 * The name of a hypervisor host.
 *
 * @since 0.1.0
 * @category models
 */
export type HostRef = typeof HostRef.Type
