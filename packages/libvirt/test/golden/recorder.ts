import type { XdrWriter } from "../../src/Xdr.ts"

/** One primitive that a codec wrote, in the terms of Python's `xdrlib.Packer`: method and value as text. */
export type Step = readonly [method: string, value: string, size?: number]

/** Stands in for a writer and notes what the codec writes, so that an independent encoder can write the same. */
export const recorder = (): { readonly writer: XdrWriter; readonly steps: ReadonlyArray<Step> } => {
  const steps: Array<Step> = []
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")
  const note = (method: string) => (value: number | bigint | string) => void steps.push([method, String(value)])
  const self = {
    int: note("int"),
    uint: note("uint"),
    hyper: note("hyper"),
    uhyper: note("uhyper"),
    double: (value: number) => {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(value)
      steps.push(["double", hex(bytes)])
    },
    bool: (value: boolean) => void steps.push(["bool", value ? "1" : "0"]),
    string: (value: string) => void steps.push(["string", hex(Buffer.from(value))]),
    opaque: (value: Uint8Array) => void steps.push(["opaque", hex(value)]),
    fixed: (value: Uint8Array, length: number) => void steps.push(["fopaque", hex(value), length]),
    uuid: (value: string) => void steps.push(["fopaque", value.replaceAll("-", ""), 16]),
    chars: (value: Uint8Array) => {
      steps.push(["uint", String(value.length)])
      for (const byte of value) steps.push(["int", String((byte << 24) >> 24)])
    },
    charText: (value: string, size: number) => {
      const bytes = Buffer.from(value)
      for (let i = 0; i < size; i++) steps.push(["int", String(((bytes[i] ?? 0) << 24) >> 24)])
    },
    optional: (value: unknown, element: (writer: XdrWriter, value: unknown) => void) => {
      self.bool(value !== null)
      if (value !== null) element(writer, value)
    },
    array: (value: ReadonlyArray<unknown>, _: number, element: (writer: XdrWriter, value: unknown) => void) => {
      steps.push(["uint", String(value.length)])
      for (const item of value) element(writer, item)
    }
  }
  const writer = self as unknown as XdrWriter
  return { writer, steps }
}
