/**
 * A small XML tree on Effect's streaming XML codec (experimental), the one place where XML text is read or written.
 *
 * The tree keeps the order of nodes, attributes, text, comments and processing instructions, so that what is not
 * understood survives. It resolves no entities beyond XML's five, reads nothing from outside, and refuses a document
 * type declaration altogether. Limits: 4 MiB of text (libvirt's own limit of a string), 64 levels, 1 MiB for one tag
 * or text.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Xml from "effect/encoding/Xml"

/** An element; `name` is as written, with its prefix. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: ReadonlyArray<XmlNode>
}

/** What an element may hold. */
export type XmlNode = string | XmlElement | Xml.Comment | Xml.ProcessingInstruction

/** A document could not be read or written. */
export class XmlTreeError extends Data.TaggedError("XmlTreeError")<{
  readonly kind: "malformed" | "doctype" | "limit"
  readonly detail: string
}> {}

/** The most text a document may have, in UTF-16 code units (`REMOTE_STRING_MAX` of libvirt's remote_protocol.x). */
const maxSize = 4_194_304

/** The most levels of elements a document may have; libvirt's own domain documents have fewer than 16. */
const maxDepth = 64

const maxTokenSize = 1_048_576

interface OpenElement extends XmlElement {
  readonly children: Array<XmlNode>
}

const fromXmlError = (error: Xml.XmlError): XmlTreeError =>
  new XmlTreeError({ kind: error.kind === "Limit" ? "limit" : "malformed", detail: error.message })

const plant = (events: ReadonlyArray<Xml.Event>): Effect.Effect<XmlElement, XmlTreeError> => {
  const top: OpenElement = { name: "", attributes: {}, children: [] }
  const open: Array<OpenElement> = [top]
  for (const event of events) {
    const parent = open.at(-1) ?? top
    switch (event._tag) {
      case "Declaration":
        break
      case "Doctype":
        return Effect.fail(new XmlTreeError({ kind: "doctype", detail: "a document type declaration is not accepted" }))
      case "StartElement": {
        const element: OpenElement = { name: event.name, attributes: event.attributes, children: [] }
        parent.children.push(element)
        open.push(element)
        break
      }
      case "EndElement":
        open.pop()
        break
      case "Text":
        parent.children.push(event.text)
        break
      case "Comment":
      case "ProcessingInstruction":
        parent.children.push(event)
    }
  }
  const root = top.children.find(isElement)
  return root === undefined
    ? Effect.fail(new XmlTreeError({ kind: "malformed", detail: "no root element" }))
    : Effect.succeed(root)
}

/** Reads a document; what stands before or after the root element is not kept. */
export const parse = (text: string): Effect.Effect<XmlElement, XmlTreeError> =>
  text.length > maxSize
    ? Effect.fail(new XmlTreeError({ kind: "limit", detail: `${text.length} characters, at most ${maxSize}` }))
    : Stream.make(text).pipe(
        Stream.pipeThroughChannel(Xml.decodeString({ maxTokenSize, maxDepth })),
        Stream.runCollect,
        Effect.mapError(fromXmlError),
        Effect.flatMap(plant)
      )

const fell = (node: XmlNode, events: Array<Xml.Event>): void => {
  if (typeof node === "string") events.push({ _tag: "Text", text: node })
  else if (!isElement(node)) events.push(node)
  else {
    events.push({ _tag: "StartElement", name: node.name, attributes: node.attributes })
    for (const child of node.children) fell(child, events)
    events.push({ _tag: "EndElement", name: node.name })
  }
}

/** Writes a tree as a document without XML declaration; fails on characters and names that XML cannot carry. */
export const print = (root: XmlElement): Effect.Effect<string, XmlTreeError> =>
  Effect.suspend(() => {
    const events: Array<Xml.Event> = []
    fell(root, events)
    return Stream.fromIterable(events).pipe(
      Stream.pipeThroughChannel(Xml.encodeString()),
      Stream.mkString,
      Effect.mapError(fromXmlError)
    )
  })

/** Whether a node is an element. */
export const isElement = (node: XmlNode): node is XmlElement => typeof node !== "string" && !("_tag" in node)

/** An element of the attributes and children that are not `undefined`. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: ReadonlyArray<XmlNode | undefined>
): XmlElement => {
  const present: Record<string, string> = {}
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) present[key] = value
  return { name, attributes: present, children: children.filter((child) => child !== undefined) }
}

/** The child elements, of one name if it is given. */
export const elements = (parent: XmlElement | undefined, name?: string): ReadonlyArray<XmlElement> =>
  (parent?.children ?? []).filter(isElement).filter((child) => name === undefined || child.name === name)

/** The first element down the path of names. */
export const find = (parent: XmlElement | undefined, ...path: ReadonlyArray<string>): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((at, name) => elements(at, name)[0], parent)

/** The value of an attribute of the first element down the path. */
export const attribute = (
  parent: XmlElement | undefined,
  ...path: readonly [...ReadonlyArray<string>, string]
): string | undefined => find(parent, ...path.slice(0, -1))?.attributes[path.at(-1) ?? ""]

/** All text directly in an element, `undefined` without the element. */
export const text = (of: XmlElement | undefined): string | undefined =>
  of?.children.filter((child) => typeof child === "string").join("")

/** The element with other children. */
export const withChildren = (of: XmlElement, children: ReadonlyArray<XmlNode>): XmlElement => ({ ...of, children })

/**
 * The element with its first child of `name` replaced, removed (`undefined`) or, where there was none, added after the
 * last of `after` that is there, else at the end. Further children of the same name go.
 */
export const setChild = (
  of: XmlElement,
  name: string,
  replacement: XmlElement | undefined,
  after: ReadonlyArray<string> = []
): XmlElement => {
  const isNamed = (node: XmlNode) => isElement(node) && node.name === name
  const at = of.children.findIndex(isNamed)
  const others = of.children.filter((node) => !isNamed(node))
  if (replacement === undefined) return at === -1 ? of : withChildren(of, others)
  const place =
    at === -1 ? others.findLastIndex((node) => isElement(node) && after.includes(node.name)) + 1 || others.length : at
  return withChildren(of, others.toSpliced(place, 0, replacement))
}

/**
 * `old` brought to what `wanted` says: its attributes and those children whose names are `owned` become those of
 * `wanted`; everything else of `old` stays.
 */
export const merge = (
  old: XmlElement,
  wanted: XmlElement,
  owned: { readonly attributes: ReadonlyArray<string>; readonly children: ReadonlyArray<string> }
): XmlElement => {
  const kept = Object.fromEntries(Object.entries(old.attributes).filter(([key]) => !owned.attributes.includes(key)))
  const base: XmlElement = { ...old, attributes: { ...kept, ...wanted.attributes } }
  return owned.children.reduce((result, name) => setChild(result, name, find(wanted, name)), base)
}
