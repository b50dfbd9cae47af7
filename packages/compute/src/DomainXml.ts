/**
 * libvirt's domain XML from typed values and back.
 *
 * - `decode(encode(spec))` is `spec`, also after libvirt has stored the document and written it anew.
 * - `update` changes what differs and nothing else: elements of other tools, addresses and tuning stay.
 * - Free text cannot become markup: documents are built from a tree, every field has its schema, and entities and
 *   document type declarations are refused.
 * - A disk's format is always stated, so that neither libvirt nor QEMU ever probes it.
 *
 * A domain carries a mark of ours in `<metadata>`, see `namespace`; it makes the domain managed. Documents may hold a
 * display's password: do not log them.
 *
 * Limits: 4 MiB, 64 levels. The operations are pure; they are effects because Effect's XML codec (experimental) is a
 * stream.
 *
 * @since 0.1.0
 */
import * as Ids from "@cloudwright/core/Ids"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import type { Overlay } from "./Hypervisor.ts"
import * as Overlays from "./internal/overlays.ts"
import { attribute, element, elements, find, parse, print, setChild, text, type XmlElement } from "./internal/xml.ts"
import * as Devices from "./internal/xmlDevices.ts"
import * as Domain from "./internal/xmlDomain.ts"
import { type DiskTarget, VmDisk, VmNic, VmSpec } from "./VmSpec.ts"

/**
 * The XML namespace of our mark in a domain's `<metadata>`.
 *
 * @since 0.1.0
 * @category constants
 */
export const namespace: string = Domain.namespace

/**
 * Why a document could not be read or made. `NoTypedForm`: the document is good, but a `VmSpec` has no words for what
 * `field` holds. None passes by trying again.
 *
 * @since 0.1.0
 * @category errors
 */
export const DomainXmlErrorReason = Schema.TaggedUnion({
  Malformed: { detail: Schema.String },
  DoctypeRefused: { detail: Schema.String },
  LimitExceeded: { detail: Schema.String },
  NoTypedForm: { field: Schema.String, detail: Schema.String },
  InvalidSpec: { detail: Schema.String },
  NoSuchDevice: { device: Schema.String }
})

/**
 * A document could not be read or made.
 *
 * @since 0.1.0
 * @category errors
 */
export class DomainXmlError extends Schema.TaggedError<DomainXmlError>()("DomainXmlError", {
  reason: DomainXmlErrorReason
}) {
  override get message(): string {
    const { _tag, ...facts } = this.reason
    return [_tag, ...Object.entries(facts).map(([key, value]) => `${key}=${value}`)].join(" ")
  }
}

/**
 * What a domain's document tells beyond its spec. `alias`, `device` and `console` are there only in the document of an
 * active domain; `path` and `backing` are of files and block devices. `overlays` are the files that external snapshots
 * have put on disks, as our mark remembers them.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainFacts {
  readonly id: string
  readonly name: string
  readonly managed: boolean
  /** The machine type that libvirt resolved an alias to. */
  readonly machine: string | undefined
  readonly disks: ReadonlyArray<{
    readonly target: string
    readonly alias: string | undefined
    readonly path: string | undefined
    readonly format: string | undefined
    readonly backing: ReadonlyArray<string>
  }>
  readonly nics: ReadonlyArray<{
    readonly mac: string
    readonly alias: string | undefined
    readonly device: string | undefined
  }>
  /** The alias of the serial console, and the terminal it is connected to on the host. */
  readonly console: { readonly alias: string | undefined; readonly pty: string | undefined } | undefined
  /** Whether there is a channel for a guest agent, and whether an agent is on it. */
  readonly hasAgent: boolean
  readonly agentConnected: boolean
  readonly graphics: ReadonlyArray<Domain.GraphicsFacts & { readonly closed: boolean }>
  readonly overlays: ReadonlyArray<Overlay>
}

const fail = (reason: typeof DomainXmlErrorReason.Type): DomainXmlError => new DomainXmlError({ reason })

const kinds = { malformed: "Malformed", doctype: "DoctypeRefused", limit: "LimitExceeded" } as const

const read = (xml: string): Effect.Effect<XmlElement, DomainXmlError> =>
  parse(xml).pipe(Effect.mapError(({ kind, detail }) => fail({ _tag: kinds[kind], detail })))

// What a valid spec holds can always be written, so a failure here means that a type was forged.
const write = (root: XmlElement): Effect.Effect<string, DomainXmlError> =>
  print(root).pipe(Effect.mapError(({ detail }) => fail({ _tag: "InvalidSpec", detail })))

const validate = <S extends Schema.Top & { readonly DecodingServices: never }>(schema: S, value: unknown) =>
  Schema.decodeUnknownEffect(Schema.toType(schema))(value).pipe(
    Effect.mapError((error) => fail({ _tag: "InvalidSpec", detail: error.message }))
  )

/**
 * The document that defines a domain of this spec.
 *
 * @since 0.1.0
 * @category codecs
 */
export const encode = (spec: VmSpec): Effect.Effect<string, DomainXmlError> =>
  validate(VmSpec, spec).pipe(Effect.flatMap((valid) => write(Domain.encodeDomain(valid))))

const decodeRoot = (root: XmlElement): Effect.Effect<VmSpec, DomainXmlError> =>
  Effect.try({
    try: () => Domain.decodeDomain(root),
    catch: (error) =>
      error instanceof Devices.NoTypedForm
        ? fail({ _tag: "NoTypedForm", field: error.field, detail: error.detail })
        : fail({ _tag: "NoTypedForm", field: "domain", detail: String(error) })
  }).pipe(
    Effect.flatMap((plain) =>
      Schema.decodeUnknownEffect(Schema.toType(VmSpec))(plain).pipe(
        Effect.mapError((error) => fail({ _tag: "NoTypedForm", field: "domain", detail: error.message }))
      )
    )
  )

/**
 * The spec of a document, of an inactive or an active domain. A password is part of it, so the document must have been
 * asked for with its secrets when the domain has a display on the loopback address.
 *
 * @since 0.1.0
 * @category codecs
 */
export const decode = (xml: string): Effect.Effect<VmSpec, DomainXmlError> => read(xml).pipe(Effect.flatMap(decodeRoot))

/**
 * Structural equality of specs.
 *
 * @since 0.1.0
 * @category predicates
 */
export const sameSpec = (a: VmSpec, b: VmSpec): boolean => Equal.equals(a, b)

/**
 * The fields in which two specs differ.
 *
 * @since 0.1.0
 * @category getters
 */
export const differingFields = (a: VmSpec, b: VmSpec): ReadonlyArray<keyof VmSpec> =>
  (Object.keys({ ...a, ...b }) as ReadonlyArray<keyof VmSpec>).filter((key) => !Equal.equals(a[key], b[key]))

/**
 * The document of an inactive domain changed to another spec of the same id. What both have in common stays as it is, with
 * all that this module does not understand. `overlays` replaces the mark's list of them.
 *
 * @since 0.1.0
 * @category codecs
 */
export const update = (
  xml: string,
  spec: VmSpec,
  options?: { readonly overlays?: ReadonlyArray<Overlay> }
): Effect.Effect<string, DomainXmlError> =>
  Effect.gen(function* () {
    const root = yield* read(xml)
    const old = yield* decodeRoot(root)
    const valid = yield* validate(VmSpec, spec)
    if (old.id !== valid.id) return yield* fail({ _tag: "InvalidSpec", detail: `id ${valid.id} is not ${old.id}` })
    const overlays = options?.overlays ?? Domain.overlaysOf(Domain.markOf(root))
    return yield* write(Domain.updateDomain(root, old, valid, overlays, Equal.equals))
  })

/**
 * A spec with the overlays in place that external snapshots have put on its disks: a disk that is now below an overlay
 * becomes the overlay. Without this, defining a spec from before the snapshot would throw away all that the guest has
 * written since.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withOverlays = (spec: VmSpec, facts: DomainFacts): VmSpec =>
  Overlays.withOverlays(spec, facts.overlays, (wanted) => facts.disks.find(({ target }) => target === wanted)?.path)

/**
 * The document of a disk, to be attached.
 *
 * @since 0.1.0
 * @category codecs
 */
export const encodeDisk = (disk: VmDisk): Effect.Effect<string, DomainXmlError> =>
  validate(VmDisk, disk).pipe(Effect.flatMap((valid) => write(Devices.encodeDisk(valid))))

/**
 * The document of a network card, to be attached.
 *
 * @since 0.1.0
 * @category codecs
 */
export const encodeNic = (nic: VmNic): Effect.Effect<string, DomainXmlError> =>
  validate(VmNic, nic).pipe(Effect.flatMap((valid) => write(Devices.encodeNic(valid))))

const device = (xml: string, key: { readonly disk: DiskTarget } | { readonly nic: string }) =>
  read(xml).pipe(
    Effect.flatMap((root) => {
      const devices = find(root, "devices")
      const found =
        "disk" in key
          ? elements(devices, "disk").find((disk) => attribute(disk, "target", "dev") === key.disk)
          : elements(devices, "interface").find((nic) => Devices.macOf(nic) === key.nic)
      const name = "disk" in key ? key.disk : key.nic
      return found === undefined ? Effect.fail(fail({ _tag: "NoSuchDevice", device: name })) : Effect.succeed(found)
    })
  )

/**
 * One device of a domain's document, as it stands there: what libvirt wants to see when it is to detach it.
 *
 * @since 0.1.0
 * @category getters
 */
export const deviceOf = (
  xml: string,
  key: { readonly disk: DiskTarget } | { readonly nic: string }
): Effect.Effect<string, DomainXmlError> => device(xml, key).pipe(Effect.flatMap(write))

/**
 * One network card of a domain's document, as it stands there but with its link up or down.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withLink = (xml: string, mac: string, link: "up" | "down"): Effect.Effect<string, DomainXmlError> =>
  device(xml, { nic: mac }).pipe(
    Effect.flatMap((nic) => write(setChild(nic, "link", element("link", { state: link }))))
  )

/**
 * Our mark for a spec and its overlays, as a document of its own: for libvirt's call that sets metadata, which adds the
 * namespace itself and refuses one that is there.
 *
 * @since 0.1.0
 * @category codecs
 */
export const encodeMark = (spec: VmSpec, overlays: ReadonlyArray<Overlay>): Effect.Effect<string, DomainXmlError> =>
  write(Domain.encodeBareMark(spec, overlays))

const chain = (disk: XmlElement): ReadonlyArray<string> => {
  const paths: Array<string> = []
  for (let at = find(disk, "backingStore"); at !== undefined; at = find(at, "backingStore")) {
    const path = attribute(at, "source", "file") ?? attribute(at, "source", "dev")
    if (path !== undefined) paths.push(path)
  }
  return paths
}

/**
 * What a document tells beyond the spec; also of documents that have no typed form.
 *
 * @since 0.1.0
 * @category getters
 */
export const facts = (xml: string): Effect.Effect<DomainFacts, DomainXmlError> =>
  read(xml).pipe(
    Effect.map((root): DomainFacts => {
      const devices = find(root, "devices")
      const mark = Domain.markOf(root)
      const console = find(devices, "console")
      return {
        id: text(find(root, "uuid"))?.trim().toLowerCase() ?? "",
        name: text(find(root, "name")) ?? "",
        managed: mark !== undefined,
        machine: attribute(root, "os", "type", "machine"),
        disks: elements(devices, "disk").map((disk) => ({
          target: attribute(disk, "target", "dev") ?? "",
          alias: attribute(disk, "alias", "name"),
          path: attribute(disk, "source", "file") ?? attribute(disk, "source", "dev"),
          format: attribute(disk, "driver", "type"),
          backing: chain(disk)
        })),
        nics: elements(devices, "interface").map((nic) => ({
          mac: Devices.macOf(nic),
          alias: attribute(nic, "alias", "name"),
          device: attribute(nic, "target", "dev")
        })),
        console:
          console === undefined
            ? undefined
            : { alias: attribute(console, "alias", "name"), pty: attribute(console, "source", "path") },
        hasAgent: Domain.agentOf(root) !== undefined,
        agentConnected: attribute(Domain.agentOf(root), "target", "state") === "connected",
        graphics: Domain.graphicsOf(root).map((graphics) => ({ ...graphics, closed: Domain.isClosed(graphics) })),
        overlays: Domain.overlaysOf(mark)
      }
    })
  )

/**
 * The id of a domain as a `VmId`, if it is one.
 *
 * @since 0.1.0
 * @category getters
 */
export const vmId = Schema.decodeUnknownOption(Ids.VmId)
