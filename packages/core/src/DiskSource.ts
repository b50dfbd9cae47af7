/**
 * Where a disk's bytes are: what storage hands to compute, as data.
 *
 * The format of the bytes always comes from our own record and is given to every tool and daemon. It is never probed: a
 * guest that writes a qcow2 header into its raw disk must not be able to make the host open another file
 * (OSSA-2016-001, CVE-2024-32498 and their kin).
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The layout of a disk's bytes. `raw` is a plain image; `qcow2` is QEMU's copy-on-write format.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DiskFormat = Schema.Literals(["raw", "qcow2"])

/**
 * The layout of a disk's bytes.
 *
 * @since 0.1.0
 * @category models
 */
export type DiskFormat = typeof DiskFormat.Type

/**
 * An absolute POSIX path without `.`, `..`, empty segments or control characters, at most 4095 bytes of UTF-8 (Linux'
 * PATH_MAX is 4096 bytes with the final zero).
 *
 * @since 0.1.0
 * @category schemas
 */
export const AbsolutePath = Schema.String.pipe(
  Schema.check(
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
    Schema.isPattern(/^(?:\/[^/\u0000-\u001f\u007f]+)+$/, {
      expected: "an absolute path without empty segments or control characters"
    }),
    Schema.makeFilter((path: string) =>
      /\/\.{1,2}(\/|$)/.test(path) || /\p{Cs}/u.test(path) || Buffer.byteLength(path) > 4095
        ? "expected at most 4095 bytes of UTF-8 without the segments '.' and '..'"
        : undefined
    )
  ),
  Schema.brand("AbsolutePath")
)

/**
 * An absolute POSIX path in canonical form.
 *
 * @since 0.1.0
 * @category models
 */
export type AbsolutePath = typeof AbsolutePath.Type

// One name inside a Ceph pool: no '/', '@' (they separate pool, image and snapshot), ':' (option separator) or control.
const cephName = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(/^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,94}$/, { expected: "a Ceph name of 1 to 95 characters" })
  )
)

// A name of dot-separated labels (an IPv4 address looks like one), or an IPv6 address without brackets.
const label = "[A-Za-z0-9](?:-*[A-Za-z0-9])*"
const hostName = Schema.String.pipe(
  Schema.check(
    Schema.isPattern(
      new RegExp(`^(?:${label}(?:\\.${label})*|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?::[0-9.]{7,15})?)$`),
      { expected: "a host name or address" }
    ),
    Schema.isMaxLength(253)
  )
)

/**
 * A network end point: a host name, an IPv4 address or an IPv6 address without brackets, and a port.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Endpoint = Schema.Struct({
  host: hostName,
  port: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65535 }))
})

/**
 * A network end point.
 *
 * @since 0.1.0
 * @category models
 */
export type Endpoint = typeof Endpoint.Type

/**
 * The source of a disk:
 *
 * - `File`: an image file on the host, in the given format.
 * - `Block`: a block device of the host, raw.
 * - `Rbd`: an image in a Ceph pool, raw. `secret` names the libvirt secret that holds the cephx key of `user`; the key
 *   itself never travels with the source.
 * - `Nbd`: a network block device export over TCP or a unix socket, raw as the client sees it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DiskSource = Schema.TaggedUnion({
  File: { path: AbsolutePath, format: DiskFormat },
  Block: { path: AbsolutePath },
  Rbd: {
    pool: cephName,
    namespace: Schema.optionalKey(cephName),
    image: cephName,
    snapshot: Schema.optionalKey(cephName),
    monitors: Schema.NonEmptyArray(Endpoint),
    user: cephName,
    secret: Schema.String.check(Schema.isUUID())
  },
  Nbd: {
    export: Schema.String.check(
      Schema.isPattern(/^[\x20-\x7e]{0,4096}$/, { expected: "a printable ASCII export name" })
    ),
    server: Schema.Union([Endpoint, Schema.Struct({ socket: AbsolutePath })])
  }
})

/**
 * The source of a disk.
 *
 * @since 0.1.0
 * @category models
 */
export type DiskSource = typeof DiskSource.Type

/**
 * The format to tell QEMU for a source. Only files have a choice; every other source is raw.
 *
 * @since 0.1.0
 * @category getters
 */
export const format = (source: DiskSource): DiskFormat => (source._tag === "File" ? source.format : "raw")
