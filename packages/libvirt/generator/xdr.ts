/**
 * Parser of the XDR language (RFC 4506 section 6.3) as libvirt's protocol files use it: constants, enums, structures,
 * discriminated unions and typedefs over integers, hypers, doubles, chars, strings, opaque data, fixed and variable
 * arrays and optional data. Preprocessor lines (`%…`) are skipped. The comment before a declaration or after it on the
 * same line is kept, because libvirt writes its annotations (`@generate`, `@acl`, `@priority`, `@readstream`,
 * `@writestream`, `@sparseflag`) in them.
 */

/** A limit or length: a number, or the name of a constant. */
export type Size = number | string

/** A type as written in a declaration. */
export type TypeRef =
  | { readonly kind: "primitive"; readonly name: "int" | "uint" | "hyper" | "uhyper" | "double" | "char" | "bool" }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "string"; readonly max: Size }
  | { readonly kind: "opaque"; readonly max: Size; readonly fixed: boolean }
  | { readonly kind: "array"; readonly of: TypeRef; readonly max: Size; readonly fixed: boolean }
  | { readonly kind: "optional"; readonly of: TypeRef }

/** A member of a structure, or an arm of a union. */
export interface Field {
  readonly name: string
  readonly type: TypeRef
  readonly comment: string
}

/** A top-level definition. */
export type Definition =
  | { readonly kind: "const"; readonly name: string; readonly value: Size; readonly comment: string }
  | {
      readonly kind: "enum"
      readonly name: string
      readonly members: ReadonlyArray<EnumMember>
      readonly comment: string
    }
  | { readonly kind: "struct"; readonly name: string; readonly fields: ReadonlyArray<Field>; readonly comment: string }
  | {
      readonly kind: "union"
      readonly name: string
      readonly arms: ReadonlyArray<{ readonly case: Size; readonly field: Field }>
      readonly comment: string
    }
  | { readonly kind: "typedef"; readonly name: string; readonly type: TypeRef; readonly comment: string }

/** A member of an enum, with the comment before it. */
export interface EnumMember {
  readonly name: string
  readonly value: Size
  readonly comment: string
}

interface Token {
  readonly text: string
  readonly line: number
  /** Comment directly before this token, cleaned. */
  readonly before: string
  /** Comment after this token on the same line, cleaned. */
  after: string
}

const clean = (comment: string): string =>
  comment
    .replace(/^\/\*+/, "")
    .replace(/\*+\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim()

const tokenize = (source: string, file: string): Array<Token> => {
  const tokens: Array<Token> = []
  const pattern =
    /(\/\*[\s\S]*?\*\/)|(^%.*$)|([A-Za-z_][A-Za-z0-9_]*|-?0x[0-9a-fA-F]+|-?\d+|[{}()[\]<>;:,=*])|(\s+)|(.)/gm
  let line = 1
  let before = ""
  for (const match of source.matchAll(pattern)) {
    const [text, comment, , token, , bad] = match
    if (bad !== undefined) throw new Error(`${file}:${line}: unexpected ${JSON.stringify(bad)}`)
    if (comment !== undefined) {
      const last = tokens.at(-1)
      if (last !== undefined && last.line === line && last.text !== "{") last.after = clean(comment)
      else before = clean(comment)
    }
    if (token !== undefined) {
      tokens.push({ text: token, line, before, after: "" })
      before = ""
    }
    line += text.split("\n").length - 1
  }
  return tokens
}

/** Parses one protocol file. Throws with file and line at the first thing it does not understand. */
export const parse = (source: string, file: string): Array<Definition> => {
  const tokens = tokenize(source, file)
  let position = 0

  const peek = (): string => tokens[position]?.text ?? "<end>"
  const fail = (wanted: string): never => {
    const line = tokens[position]?.line ?? tokens.at(-1)?.line ?? 1
    throw new Error(`${file}:${line}: wanted ${wanted}, got ${peek()}`)
  }
  const next = (): Token => tokens[position++] ?? fail("a token")
  const expect = (text: string): Token => (peek() === text ? next() : fail(text))
  const word = (wanted: string): string => (/^[A-Za-z_]/.test(peek()) ? next().text : fail(wanted))
  const size = (): Size => (/^-?\d/.test(peek()) ? Number(next().text) : word("a number or a name"))

  const baseType = (): TypeRef => {
    const text = word("a type")
    switch (text) {
      case "unsigned": {
        const of = peek()
        if (of === "hyper") return (next(), { kind: "primitive", name: "uhyper" })
        if (of === "int" || of === "char" || of === "short") next()
        return { kind: "primitive", name: "uint" }
      }
      case "int":
      case "short":
        return { kind: "primitive", name: "int" }
      case "hyper":
      case "double":
      case "char":
      case "bool":
        return { kind: "primitive", name: text }
      case "string":
        return { kind: "string", max: 0 }
      case "opaque":
        return { kind: "opaque", max: 0, fixed: false }
      case "struct":
        return { kind: "named", name: word("a name") }
      default:
        return { kind: "named", name: text }
    }
  }

  const declaration = (): Field => {
    const comment = tokens[position]?.before ?? ""
    const base = baseType()
    const optional = peek() === "*" ? (next(), true) : false
    const name = word("a name")
    let type: TypeRef = optional ? { kind: "optional", of: base } : base
    const limited = peek() === "<" || peek() === "["
    if (optional && limited) fail(";")
    if (!limited && (base.kind === "string" || base.kind === "opaque")) fail("a limit")
    if (limited) {
      const fixed = next().text === "["
      const max = peek() === ">" ? fail("a limit") : size()
      expect(fixed ? "]" : ">")
      if (base.kind === "string") type = { kind: "string", max }
      else if (base.kind === "opaque") type = { kind: "opaque", max, fixed }
      else type = { kind: "array", of: base, max, fixed }
    }
    const end = expect(";")
    return { name, type, comment: [comment, end.after].filter((part) => part !== "").join("\n") }
  }

  const definitions: Array<Definition> = []
  while (position < tokens.length) {
    const { before: comment, text } = next()
    switch (text) {
      case "const": {
        const name = word("a name")
        expect("=")
        const value = size()
        expect(";")
        definitions.push({ kind: "const", name, value, comment })
        break
      }
      case "enum": {
        const name = word("a name")
        expect("{")
        const members: Array<EnumMember> = []
        while (peek() !== "}") {
          const comment = tokens[position]?.before ?? ""
          const member = word("a name")
          expect("=")
          members.push({ name: member, value: size(), comment })
          if (peek() === ",") next()
        }
        expect("}")
        expect(";")
        definitions.push({ kind: "enum", name, members, comment })
        break
      }
      case "struct": {
        const name = word("a name")
        expect("{")
        const fields: Array<Field> = []
        while (peek() !== "}") fields.push(declaration())
        expect("}")
        expect(";")
        definitions.push({ kind: "struct", name, fields, comment })
        break
      }
      case "union": {
        const name = word("a name")
        expect("switch")
        expect("(")
        baseType()
        word("a name")
        expect(")")
        expect("{")
        const arms: Array<{ case: Size; field: Field }> = []
        while (peek() !== "}") {
          expect("case")
          const value = size()
          expect(":")
          arms.push({ case: value, field: declaration() })
        }
        expect("}")
        expect(";")
        definitions.push({ kind: "union", name, arms, comment })
        break
      }
      case "typedef": {
        const { name, type } = declaration()
        definitions.push({ kind: "typedef", name, type, comment })
        break
      }
      default:
        position--
        fail("a definition")
    }
  }
  return definitions
}
