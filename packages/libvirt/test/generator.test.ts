import { assert, describe, it } from "@effect/vitest"
import { type Definition, parse } from "../generator/xdr.ts"

const read = (text: string): ReadonlyArray<Definition> => parse(text, "small.x")
const one = (text: string): Definition => {
  const [first, ...rest] = read(text)
  assert.lengthOf(rest, 0)
  return first ?? assert.fail("nothing was read")
}
const fields = (body: string) => {
  const definition = one(`struct s {\n${body}\n};`)
  return definition.kind === "struct" ? definition.fields : assert.fail(definition.kind)
}
const typeOf = (declaration: string) => fields(declaration).map(({ name, type }) => [name, type])

describe("the parser of protocol files", () => {
  it("reads constants, in decimal, hexadecimal, negative and by name", () => {
    assert.deepStrictEqual(
      read("const A = 12;\nconst B = 0x20;\nconst C = -1;\nconst D = A;").map((each) =>
        each.kind === "const" ? [each.name, each.value] : each.kind
      ),
      [
        ["A", 12],
        ["B", 32],
        ["C", -1],
        ["D", "A"]
      ]
    )
  })

  it("reads enums with the comment of each member", () => {
    assert.deepStrictEqual(one("enum e {\n  /* first\n   * @generate: both */\n  ONE = 1,\n  TWO = ONE\n};"), {
      kind: "enum",
      name: "e",
      comment: "",
      members: [
        { name: "ONE", value: 1, comment: "first\n@generate: both" },
        { name: "TWO", value: "ONE", comment: "" }
      ]
    })
  })

  it("reads every primitive type", () => {
    const primitive = <Name extends string>(name: Name) => ({ kind: "primitive", name }) as const
    assert.deepStrictEqual(
      typeOf(
        "int a; unsigned int b; unsigned c; hyper d; unsigned hyper e; double f; char g; unsigned char h; short i; bool j;"
      ),
      [
        ["a", primitive("int")],
        ["b", primitive("uint")],
        ["c", primitive("uint")],
        ["d", primitive("hyper")],
        ["e", primitive("uhyper")],
        ["f", primitive("double")],
        ["g", primitive("char")],
        ["h", primitive("uint")],
        ["i", primitive("int")],
        ["j", primitive("bool")]
      ]
    )
  })

  it("reads strings and opaque data with limits, arrays of both kinds, and optional data", () => {
    const named = (name: string) => ({ kind: "named", name }) as const
    assert.deepStrictEqual(
      typeOf("string a<MAX>; opaque b<16>; opaque c[UUID]; other d<4>; int e[2]; other *f; struct other g;"),
      [
        ["a", { kind: "string", max: "MAX" }],
        ["b", { kind: "opaque", max: 16, fixed: false }],
        ["c", { kind: "opaque", max: "UUID", fixed: true }],
        ["d", { kind: "array", of: named("other"), max: 4, fixed: false }],
        ["e", { kind: "array", of: { kind: "primitive", name: "int" }, max: 2, fixed: true }],
        ["f", { kind: "optional", of: named("other") }],
        ["g", named("other")]
      ]
    )
  })

  it("reads unions and typedefs", () => {
    assert.deepStrictEqual(one("union u switch (int type) {\n  case 1: int i;\n  case TWO: string s<MAX>;\n};"), {
      kind: "union",
      name: "u",
      comment: "",
      arms: [
        { case: 1, field: { name: "i", type: { kind: "primitive", name: "int" }, comment: "" } },
        { case: "TWO", field: { name: "s", type: { kind: "string", max: "MAX" }, comment: "" } }
      ]
    })
    assert.deepStrictEqual(one("typedef string name<MAX>;"), {
      kind: "typedef",
      name: "name",
      type: { kind: "string", max: "MAX" },
      comment: ""
    })
    assert.deepStrictEqual(one("typedef name *optional_name;"), {
      kind: "typedef",
      name: "optional_name",
      type: { kind: "optional", of: { kind: "named", name: "name" } },
      comment: ""
    })
  })

  it("keeps comments before a declaration and behind it, and skips preprocessor lines", () => {
    const text =
      "%#include <x.h>\n/* the limit */\nconst A = 1;\nstruct s { /* opening */\n  int a; /* behind */\n  int b;\n};"
    const [limit, struct] = read(text)
    assert.strictEqual(limit?.comment, "the limit")
    assert.deepStrictEqual(struct?.kind === "struct" ? struct.fields.map(({ comment }) => comment) : [], [
      "opening\nbehind",
      ""
    ])
  })

  it("reads nothing from an empty file", () => {
    assert.deepStrictEqual(read(""), [])
    assert.deepStrictEqual(read("/* only\n words */\n"), [])
  })

  const malformed: Record<string, readonly [string, RegExp]> = {
    "a stray character": ["const A = 1;\nconst B = @;", /^small\.x:2: unexpected "@"$/],
    "a definition of no kind": ["\n\nprogram p { };", /^small\.x:3: wanted a definition, got program$/],
    "a missing semicolon": ["const A = 1\nconst B = 2;", /^small\.x:2: wanted ;, got const$/],
    "a missing equals sign": ["enum e {\n  ONE 1\n};", /^small\.x:2: wanted =, got 1$/],
    "an array without a limit": ["struct s {\n  int a<>;\n};", /^small\.x:2: wanted a limit, got >$/],
    "a text without a limit": ["struct s {\n  string a;\n};", /^small\.x:2: wanted a limit, got ;$/],
    "an array of optional data": ["struct s {\n  int *a<4>;\n};", /^small\.x:2: wanted ;, got <$/],
    "an unclosed bracket": ["struct s {\n  int a[4;\n};", /^small\.x:2: wanted \], got ;$/],
    "an arm that is no case": [
      "union u switch (int t) {\n  default: void;\n};",
      /^small\.x:2: wanted case, got default$/
    ],
    "a union without switch": ["union u {\n};", /^small\.x:1: wanted switch, got \{$/],
    "an end inside a structure": ["struct s {\n  int a;\n", /^small\.x:2: wanted .*<end>$/],
    "an end inside a constant": ["const A =", /^small\.x:1: wanted .*<end>$/],
    "an end inside an enum": ["enum e {\n  ONE = 1,", /^small\.x:2: wanted .*<end>$/],
    "an unclosed comment": ["const A = 1;\n/* and so on", /^small\.x:2: unexpected "\/"$/],
    "punctuation for a name": ["struct s {\n  int ;\n};", /^small\.x:2: wanted a name, got ;$/],
    "punctuation for a value": ["const A = ;", /^small\.x:1: wanted a number or a name, got ;$/],
    "punctuation for a type": ["struct s {\n  <4> a;\n};", /^small\.x:2: wanted a type, got <$/]
  }
  for (const [name, [text, message]] of Object.entries(malformed)) {
    it(`refuses ${name}, with file and line`, () => {
      assert.throws(() => read(text), message)
    })
  }
})
