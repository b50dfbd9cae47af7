/**
 * An address map: a pool or a subnet as a picture, drawn from a plan. Deterministic: equal plans give equal text.
 *
 * The addresses run along a Hilbert curve from the top left to the bottom left, so every block is a square or two, and
 * neighbours in number are neighbours on the map. A pool shows its subnets, the darker the fuller, delegated prefixes and
 * frames around nested pools; a subnet shows what each address is. What is smaller than 1/4096 of the whole is drawn as
 * one cell that counts what is in it. Every part has a `<title>`, which browsers show as a tooltip.
 *
 * Names are text of others: it is written by Effect's `Xml` encoder (experimental), so that escaping is not ours, and
 * characters that XML cannot carry, or that turn the direction of text around, are replaced. No chart library is used,
 * since the map is rectangles and text only. The picture has at most 4096 parts and 8190 frames, no scripts,
 * no styles, no links and no ids.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Xml from "effect/encoding/Xml"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import type { AddressPlan } from "./AddressPlan.ts"
import * as hilbert from "./internal/hilbert.ts"
import { free, ink, kinds, paper, shades, textOn } from "./internal/mapColours.ts"
import { type Part, type Picture, poolPicture, subnetPicture } from "./internal/mapParts.ts"
import { scopesOf } from "./internal/planIndex.ts"

/**
 * What is drawn: a pool or a subnet of a scope.
 *
 * @since 0.1.0
 * @category models
 */
export type MapSubject =
  | { readonly scope: string; readonly pool: string; readonly subnet?: undefined }
  | { readonly scope: string; readonly subnet: string; readonly pool?: undefined }

/**
 * The plan has no scope, pool or subnet of that id.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotOnMap extends Schema.TaggedError<NotOnMap>()("NotOnMap", {
  kind: Schema.Literals(["scope", "pool", "subnet"]),
  id: Schema.String
}) {
  override get message(): string {
    return `there is no ${this.kind} ${this.id}`
  }
}

/**
 * The map as SVG text.
 *
 * @since 0.1.0
 * @category getters
 */
export const draw = Effect.fnUntraced(function* (
  plan: AddressPlan,
  subject: MapSubject
): Effect.fn.Return<string, NotOnMap> {
  const index = scopesOf(plan).get(subject.scope)
  if (index === undefined) return yield* new NotOnMap({ kind: "scope", id: subject.scope })
  if (subject.pool !== undefined) {
    const pool = index.pools.find(({ record }) => record.id === subject.pool)
    if (pool === undefined) return yield* new NotOnMap({ kind: "pool", id: subject.pool })
    return yield* print(poolPicture(index, pool))
  }
  const subnet = index.subnets.find(({ record }) => record.id === subject.subnet)
  if (subnet === undefined) return yield* new NotOnMap({ kind: "subnet", id: subject.subnet })
  return yield* print(subnetPicture(index, subnet))
})

/** Pixels of a unit, of the margin, and from the top to the map. */
const [scale, margin, top] = [10, 20, 76]
const extent = hilbert.side * scale
const width = extent + 2 * margin
const legendTop = top + extent + 44

/** What XML 1.0 has no place for, and the controls of the direction of text. */
const unfit = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: ReadonlyArray<Element | string>
}

const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: ReadonlyArray<Element | string>
): Element => ({ name, attributes, children })

const events = (node: Element | string): ReadonlyArray<Xml.Event> => {
  if (typeof node === "string") return [{ _tag: "Text", text: clean(node) }]
  const attributes = Object.fromEntries(Object.entries(node.attributes).map(([key, value]) => [key, clean(`${value}`)]))
  return [
    { _tag: "StartElement", name: node.name, attributes },
    ...node.children.flatMap(events),
    { _tag: "EndElement", name: node.name }
  ]
}

const clean = (text: string): string => text.replaceAll(unfit, "\ufffd")

const text = (x: number, y: number, size: number, fill: string, content: string, anchor = "start"): Element =>
  element("text", { x, y, "font-size": size, fill, "text-anchor": anchor }, content)

/** Width of a character beside its size, on the safe side for the fonts asked for. */
const characterWidth = 0.62

/** The lines that fit into a rectangle, in its middle: the first one in a smaller size if need be, then as many as can. */
const labels = ({ lines, fill }: Part, x: number, y: number, w: number, h: number): ReadonlyArray<Element> => {
  const fits = (line: string, size: number): boolean => line !== "" && line.length * size * characterWidth <= w - 4
  const size = [11, 9].find((one) => one + 4 <= h && fits(lines[0] ?? "", one))
  if (size === undefined) return []
  const leading = size + 2
  const shown = lines.filter((line) => fits(line, size)).slice(0, Math.floor((h - 2) / leading))
  const first = y + h / 2 - ((shown.length - 1) * leading) / 2 + size * 0.35
  return shown.map((line, at) => text(x + w / 2, round(first + at * leading), size, textOn(fill), line, "middle"))
}

const round = (value: number): number => Math.round(value * 100) / 100

const drawn = (part: Part, frame: boolean): Element => {
  const { x: ux, y: uy, width: uw, height: uh } = part.rectangle
  const [x, y, w, h] = [margin + ux * scale, top + uy * scale, uw * scale, uh * scale]
  const box = { x, y, width: w, height: h, fill: part.fill, stroke: ink, "stroke-width": frame ? 3 : 1 }
  return element(
    "g",
    {},
    element("title", {}, part.title),
    // A frame must leave the tooltips of what is inside to it.
    element("rect", frame ? { ...box, "pointer-events": "stroke" } : box),
    ...labels(part, x, y, w, h)
  )
}

const shareOf = (step: number): string =>
  step === 4 ? "80 % and more in use" : `${step * 20} to ${step * 20 + 19} % in use`

const legendOf = (legend: Picture["legend"]): ReadonlyArray<{ fill: string; letter: string; name: string }> =>
  legend === "blocks"
    ? [
        ...shades.map((fill, at) => ({ fill, letter: "", name: shareOf(at) })),
        kinds.delegation,
        kinds.small,
        kinds.free,
        { fill: paper, letter: "▢", name: "thick frame: nested pool" }
      ]
    : [
        kinds.allocated,
        kinds.reserved,
        kinds.held,
        kinds.quarantined,
        kinds.gateway,
        kinds.never,
        kinds.excluded,
        kinds.dhcp,
        kinds.named,
        kinds.small,
        kinds.free
      ]

const perRow = 3

const legendElements = (legend: Picture["legend"]): ReadonlyArray<Element> =>
  legendOf(legend).flatMap(({ fill, letter, name }, at) => {
    const x = margin + (at % perRow) * Math.floor(extent / perRow)
    const y = legendTop + Math.floor(at / perRow) * 24
    const label = letter === "" ? [] : [text(x + 8, y + 12, 11, textOn(fill), letter, "middle")]
    return [
      element("rect", { x, y, width: 16, height: 16, fill, stroke: ink, "stroke-width": 1 }),
      ...label,
      text(x + 24, y + 12, 12, ink, name)
    ]
  })

const print = (picture: Picture): Effect.Effect<string> => {
  const { root, title, summary, parts, frames, legend } = picture
  const height = legendTop + Math.ceil(legendOf(legend).length / perRow) * 24 + margin
  const [first, last] = [Ip.format(Prefix.first(root)), Ip.format(Prefix.last(root))]
  const tree = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${title}. ${summary}`,
      "font-family": "Verdana, DejaVu Sans, sans-serif"
    },
    element("title", {}, title),
    element("desc", {}, summary),
    element("rect", { x: 0, y: 0, width, height, fill: paper }),
    text(margin, 34, 18, ink, short(title, 18)),
    text(margin, 58, 12, ink, short(summary, 12)),
    element("rect", { x: margin, y: top, width: extent, height: extent, fill: free, stroke: ink, "stroke-width": 1 }),
    ...parts.map((part) => drawn(part, false)),
    ...frames.map((frame) => drawn(frame, true)),
    text(
      margin,
      top + extent + 20,
      12,
      ink,
      short(`${first} at the top left, ${last} at the bottom left, along a Hilbert curve`, 12)
    ),
    ...legendElements(legend)
  )
  return Stream.fromIterable(events(tree)).pipe(
    Stream.pipeThroughChannel(Xml.encodeString()),
    Stream.mkString,
    // Names and attributes are ours, and every text is cleaned.
    Effect.orDie
  )
}

const short = (content: string, size: number): string => {
  const room = Math.floor(extent / (size * characterWidth))
  return content.length > room ? `${content.slice(0, room - 1)}…` : content
}
