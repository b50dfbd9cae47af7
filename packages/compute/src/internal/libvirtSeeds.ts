/**
 * Seed images: small volumes in a storage pool of their own, uploaded through libvirt, so that they reach any host that
 * libvirt reaches.
 *
 * The pool is made at the first use. An image is written with mode 0600; libvirt gives it to the hypervisor's user when
 * a domain starts with it.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import type * as Ids from "@cloudwright/core/Ids"
import type { StoragePool } from "@cloudwright/libvirt/generated/Common"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { vmId } from "../DomainXml.ts"
import type { Hypervisor } from "../Hypervisor.ts"
import { type Failure, reason } from "./libvirtErrors.ts"
import { type Host, type Link, run } from "./libvirtHost.ts"
import { element, print, type XmlElement } from "./xml.ts"

type Seeds = Pick<Hypervisor, "putSeed" | "removeSeed" | "listSeeds">

/** The largest seed image, in bytes. */
const seedLimit = 16_777_216

const write = (root: XmlElement): Effect.Effect<string, Failure> =>
  print(root).pipe(Effect.mapError(({ detail }) => reason.InvalidSpec.make({ field: "seeds", detail })))

const permissions = (mode: string) => element("permissions", {}, element("mode", {}, mode))

const isMissing = (error: LibvirtError) => error.reason._tag === "NotFound"

/** The pool as it is, running; none if there is none. */
const findPool = (host: Host, link: Link): Effect.Effect<StoragePool | undefined, Failure> =>
  Effect.gen(function* () {
    const found = yield* link.call.storagePoolLookupByName({ name: host.seeds.pool }).pipe(
      Effect.map(({ pool }) => pool),
      Effect.catchIf(isMissing, () => Effect.undefined)
    )
    if (found === undefined) return undefined
    const { active } = yield* link.call.storagePoolIsActive({ pool: found })
    if (active === 0) yield* startPool(link, found)
    return found
  })

// Somebody else may start it at the same time.
const startPool = (link: Link, pool: StoragePool): Effect.Effect<void, Failure> =>
  link.change(link.call.storagePoolCreate({ pool, flags: 0 })).pipe(
    Effect.catchIf(
      (error) => error.reason._tag === "OperationInvalid",
      () => Effect.void
    )
  )

const makePool = (host: Host, link: Link): Effect.Effect<StoragePool, Failure> =>
  Effect.gen(function* () {
    const xml = yield* write(
      element(
        "pool",
        { type: "dir" },
        element("name", {}, host.seeds.pool),
        // Others may pass through to an image they are given, and see nothing.
        element("target", {}, element("path", {}, host.seeds.path), permissions("0711"))
      )
    )
    const { pool } = yield* link.change(link.call.storagePoolDefineXml({ xml, flags: 0 }))
    yield* link.call.storagePoolBuild({ pool, flags: 0 })
    yield* link.call.storagePoolSetAutostart({ pool, autostart: 1 })
    yield* startPool(link, pool)
    return pool
  })

const suffix = ".iso"
const fileName = (id: Ids.VmId): string => `${id}${suffix}`

const drop = (link: Link, pool: StoragePool, id: Ids.VmId): Effect.Effect<void, Failure> =>
  link.call.storageVolLookupByName({ pool, name: fileName(id) }).pipe(
    Effect.flatMap(({ vol }) => link.change(link.call.storageVolDelete({ vol, flags: 0 }))),
    Effect.catchIf(isMissing, () => Effect.void)
  )

const put = (host: Host, link: Link, id: Ids.VmId, image: Uint8Array): Effect.Effect<DiskSource.DiskSource, Failure> =>
  Effect.gen(function* () {
    if (image.length > seedLimit) {
      return yield* Effect.fail(
        reason.LimitExceeded.make({ what: "seed image bytes", asked: image.length, limit: seedLimit })
      )
    }
    const pool = (yield* findPool(host, link)) ?? (yield* makePool(host, link))
    yield* drop(link, pool, id)
    const xml = yield* write(
      element(
        "volume",
        {},
        element("name", {}, fileName(id)),
        element("capacity", { unit: "bytes" }, String(image.length)),
        element("target", {}, element("format", { type: "raw" }), permissions("0600"))
      )
    )
    return yield* Effect.acquireUseRelease(
      link.change(link.call.storageVolCreateXml({ pool, xml, flags: 0 })),
      ({ vol }) =>
        Effect.gen(function* () {
          const upload = { vol, offset: 0n, length: BigInt(image.length), flags: 0 }
          const stream = yield* link.stream.storageVolUpload(upload)
          yield* stream.write(image)
          yield* stream.finish
          const path = (yield* link.call.storageVolGetPath({ vol })).name
          return DiskSource.DiskSource.cases.File.make({ path: DiskSource.AbsolutePath.make(path), format: "raw" })
        }).pipe(Effect.scoped),
      // Half an image is worse than none.
      ({ vol }, exit) =>
        Exit.isSuccess(exit) ? Effect.void : Effect.ignore(link.call.storageVolDelete({ vol, flags: 0 }))
    )
  })

/** The operations. */
export const make = (host: Host): Seeds => ({
  putSeed: Effect.fn("Hypervisor.putSeed")((id, image) =>
    run(host, { name: "putSeed", vm: id }, (link) => host.definitions.run(id, () => put(host, link, id, image)))
  ),
  removeSeed: Effect.fn("Hypervisor.removeSeed")((id) =>
    run(host, { name: "removeSeed", vm: id }, (link) =>
      Effect.flatMap(findPool(host, link), (pool) => (pool === undefined ? Effect.void : drop(link, pool, id)))
    )
  ),
  listSeeds: run(host, { name: "listSeeds" }, (link) =>
    Effect.gen(function* () {
      const pool = yield* findPool(host, link)
      if (pool === undefined) return []
      const { vols } = yield* link.call.storagePoolListAllVolumes({ pool, needResults: 1, flags: 0 })
      return vols
        .filter(({ name }) => name.endsWith(suffix))
        .flatMap(({ name }) => Option.toArray(vmId(name.slice(0, -suffix.length))))
    })
  ).pipe(Effect.withSpan("Hypervisor.listSeeds"))
})
