/**
 * Turns parsed protocol definitions into TypeScript: one interface and one codec of the same name per structure, the table of
 * procedures, the interface of calls, the event catalogue and the constants. The codecs are straight-line code, one line per
 * direction, since object literals with all fields in order are what the engine reads and builds fastest.
 */
import type { HeaderEnum, Headers } from "./header.ts"
import { camel, docBlock, enumName, family, familyNames, pascal, type Family } from "./names.ts"
import type { Definition, EnumMember, Field, Size, TypeRef } from "./xdr.ts"

/** One protocol file with its naming prefix and program. */
export interface Protocol {
  readonly prefix: "remote" | "qemu"
  readonly program: string
  readonly definitions: ReadonlyArray<Definition>
}

/** Generated files by name. */
export type Files = Map<string, string>

/** Procedures that pass file descriptors beside the message, which no portable socket can do. */
const withDescriptors = new Set([
  "DOMAIN_CREATE_XML_WITH_FILES",
  "DOMAIN_CREATE_WITH_FILES",
  "DOMAIN_OPEN_GRAPHICS",
  "DOMAIN_OPEN_GRAPHICS_FD",
  "DOMAIN_FD_ASSOCIATE",
  "DOMAIN_MONITOR_COMMAND_WITH_FILES"
])

/** Permissions that let a caller look but not change. Anything else makes a procedure a mutation. */
const reading = /^(?:getattr|read|read_secure|search_\w+|block_read|mem_read|data_read|screenshot)$/

interface Procedure {
  readonly wireName: string
  readonly method: string
  readonly number: number
  readonly program: "remote" | "qemu"
  readonly args: string | undefined
  readonly ret: string | undefined
  readonly reads: boolean
  readonly high: boolean
  readonly stream: "read" | "write" | undefined
  readonly permissions: ReadonlyArray<string>
  readonly event: boolean
}

const generatedBanner = (title: string, about: string, version: string): string =>
  docBlock(
    `${title}\n\n${about}\n\nGenerated from the protocol definitions of libvirt ${version} by \`generator/main.ts\`; do not edit.\n\n@since 0.1.0`,
    ""
  )

/** Everything that the emitters share: name resolution over all definitions. */
export class Emitter {
  readonly files: Files = new Map()
  readonly #version: string
  readonly #headers: Headers
  readonly #protocols: ReadonlyArray<Protocol>
  readonly #definitions = new Map<string, Definition>()
  readonly #constants = new Map<string, number>()
  readonly #homes = new Map<string, Family>()

  constructor(
    version: string,
    headers: Headers,
    protocols: ReadonlyArray<Protocol>,
    shared: ReadonlyArray<Definition>
  ) {
    this.#version = version
    this.#headers = headers
    this.#protocols = protocols
    for (const [name, value] of headers.numbers) this.#constants.set(name, value)
    for (const definition of [...shared, ...protocols.flatMap((protocol) => protocol.definitions)]) {
      this.#definitions.set(definition.name, definition)
      if (definition.kind === "const") this.#constants.set(definition.name, this.#size(definition.value))
      if (definition.kind === "enum")
        for (const member of definition.members) this.#constants.set(member.name, this.#size(member.value))
    }
  }

  #size(size: Size): number {
    if (typeof size === "number") return size
    const value = this.#constants.get(size)
    if (value === undefined) throw new Error(`unknown constant ${size}`)
    return value
  }

  #resolve(type: TypeRef): TypeRef & { readonly definition?: Definition } {
    if (type.kind !== "named") return type
    const definition = this.#definitions.get(type.name)
    if (definition === undefined) throw new Error(`unknown type ${type.name}`)
    if (definition.kind !== "typedef") return { ...type, definition }
    return this.#resolve(definition.type)
  }

  #isUuid(type: TypeRef): boolean {
    return type.kind === "opaque" && type.fixed && type.max === "VIR_UUID_BUFLEN"
  }

  /** The TypeScript type of a wire type. */
  #type(type: TypeRef): string {
    const resolved = this.#resolve(type)
    switch (resolved.kind) {
      case "primitive":
        return resolved.name === "hyper" || resolved.name === "uhyper"
          ? "bigint"
          : resolved.name === "bool"
            ? "boolean"
            : "number"
      case "string":
        return "string"
      case "opaque":
        return this.#isUuid(resolved) ? "string" : "Uint8Array"
      case "optional":
        return `${this.#type(resolved.of)} | null`
      case "array":
        if (resolved.of.kind === "primitive" && resolved.of.name === "char")
          return resolved.fixed ? "string" : "Uint8Array"
        return `ReadonlyArray<${this.#type(resolved.of)}>`
      case "named":
        return resolved.definition?.kind === "enum" ? "number" : this.#reference(resolved.name)
    }
  }

  #used = new Map<Family, Set<string>>()
  #reference(wire: string): string {
    const name = pascal(wire)
    const home = this.#homes.get(name)
    if (home === undefined) throw new Error(`no home for ${wire}`)
    const used = this.#used.get(home) ?? new Set()
    this.#used.set(home, used.add(name))
    return name
  }

  #decode(type: TypeRef, reader: string): string {
    const resolved = this.#resolve(type)
    switch (resolved.kind) {
      case "primitive":
        return `${reader}.${resolved.name === "char" ? "int" : resolved.name}()`
      case "string": {
        const max = this.#size(resolved.max)
        return `${reader}.string(${max === this.#size("REMOTE_STRING_MAX") ? "" : max})`
      }
      case "opaque":
        if (this.#isUuid(resolved)) return `${reader}.uuid()`
        return `${reader}.${resolved.fixed ? "fixed" : "opaque"}(${this.#size(resolved.max)})`
      case "optional":
        return `${reader}.optional(${this.#decoder(resolved.of)})`
      case "array":
        if (resolved.of.kind === "primitive" && resolved.of.name === "char")
          return `${reader}.${resolved.fixed ? "charText" : "chars"}(${this.#size(resolved.max)})`
        return `${reader}.array(${this.#size(resolved.max)}, ${this.#decoder(resolved.of)})`
      case "named":
        return resolved.definition?.kind === "enum"
          ? `${reader}.int()`
          : `${this.#reference(resolved.name)}.decode(${reader})`
    }
  }

  #decoder(type: TypeRef): string {
    const resolved = this.#resolve(type)
    if (resolved.kind === "named" && resolved.definition?.kind !== "enum")
      return `${this.#reference(resolved.name)}.decode`
    return `(x) => ${this.#decode(type, "x")}`
  }

  #encode(type: TypeRef, writer: string, value: string): string {
    const resolved = this.#resolve(type)
    switch (resolved.kind) {
      case "primitive":
        return `${writer}.${resolved.name === "char" ? "int" : resolved.name}(${value})`
      case "string": {
        const max = this.#size(resolved.max)
        return `${writer}.string(${value}${max === this.#size("REMOTE_STRING_MAX") ? "" : `, ${max}`})`
      }
      case "opaque":
        if (this.#isUuid(resolved)) return `${writer}.uuid(${value})`
        return `${writer}.${resolved.fixed ? "fixed" : "opaque"}(${value}, ${this.#size(resolved.max)})`
      case "optional":
        return `${writer}.optional(${value}, ${this.#encoder(resolved.of)})`
      case "array":
        if (resolved.of.kind === "primitive" && resolved.of.name === "char")
          return `${writer}.${resolved.fixed ? "charText" : "chars"}(${value}, ${this.#size(resolved.max)})`
        return `${writer}.array(${value}, ${this.#size(resolved.max)}, ${this.#encoder(resolved.of)})`
      case "named":
        return resolved.definition?.kind === "enum"
          ? `${writer}.int(${value})`
          : `${this.#reference(resolved.name)}.encode(${writer}, ${value})`
    }
  }

  #encoder(type: TypeRef): string {
    const resolved = this.#resolve(type)
    if (resolved.kind === "named" && resolved.definition?.kind !== "enum")
      return `${this.#reference(resolved.name)}.encode`
    return `(x, v) => ${this.#encode(type, "x", "v")}`
  }

  #fieldDoc(field: Field): string {
    const resolved = this.#resolve(field.type)
    if (resolved.kind === "array" && !resolved.fixed) return `  /** At most ${this.#size(resolved.max)} elements. */\n`
    if (resolved.kind === "opaque" && !resolved.fixed) return `  /** At most ${this.#size(resolved.max)} bytes. */\n`
    return ""
  }

  /** The interface and codec of a structure or union. */
  #structure(definition: Definition & { kind: "struct" | "union" }, about: string): string {
    const name = pascal(definition.name)
    const doc = (category: string, text: string) => docBlock(`${text}\n\n@category ${category}\n@since 0.1.0`, "")
    if (definition.kind === "union") {
      const arms = definition.arms.map((arm) => ({
        code: this.#size(arm.case),
        type: arm.field.type,
        name: String(arm.case)
      }))
      const variants = arms.map(
        (arm) =>
          `\n  /** \`${arm.name}\` */\n  | { readonly type: ${arm.code}; readonly value: ${this.#type(arm.type)} }`
      )
      const decode = arms.map(
        (arm) => `\n      case ${arm.code}:\n        return { type, value: ${this.#decode(arm.type, "r")} }`
      )
      const encode = arms.map(
        (arm) => `\n      case ${arm.code}:\n        return ${this.#encode(arm.type, "w", "v.value")}`
      )
      return (
        `${doc("models", about)}export type ${name} =${variants.join("")}\n\n` +
        doc("codecs", `Codec of {@link ${name}}; an unknown discriminant is refused.`) +
        `export const ${name}: Codec<${name}> = codec(\n  "${name}",\n  (r) => {\n    const type = r.int()\n    switch (type) {${decode.join("")}\n      default:\n        return r.badUnion("${name}", type)\n    }\n  },\n` +
        `  (w, v) => {\n    w.int(v.type)\n    switch (v.type) {${encode.join("")}\n    }\n  }\n)\n`
      )
    }
    const fields = definition.fields.map((field) => ({ ...field, name: camel(field.name), doc: this.#fieldDoc(field) }))
    const members = fields.map((field) => `${field.doc}  readonly ${field.name}: ${this.#type(field.type)}\n`)
    const decode = fields.map((field) => `${field.name}: ${this.#decode(field.type, "r")}`)
    const encode = fields.map((field) => `    ${this.#encode(field.type, "w", `v.${field.name}`)}\n`)
    return (
      `${doc("models", about)}export interface ${name} {\n${members.join("")}}\n\n` +
      doc("codecs", `Codec of {@link ${name}}.`) +
      `export const ${name}: Codec<${name}> = codec(\n  "${name}",\n  (r) => ({ ${decode.join(", ")} }),\n  (w, v) => {\n${encode.join("")}  }\n)\n`
    )
  }

  #procedures(): Array<Procedure> {
    return this.#protocols.flatMap(({ definitions, prefix }) => {
      const table = definitions.find((definition) => definition.name === `${prefix}_procedure`)
      if (table?.kind !== "enum") throw new Error(`${prefix}: no table of procedures`)
      return table.members.flatMap((member) => this.#procedure(member, prefix))
    })
  }

  #procedure(member: EnumMember, prefix: "remote" | "qemu"): Array<Procedure> {
    const wireName = member.name.replace(/^(?:REMOTE|QEMU)_PROC_/, "")
    if (withDescriptors.has(wireName)) return []
    const base = `${prefix}_${wireName.toLowerCase()}`
    const has = (suffix: string) => (this.#definitions.has(base + suffix) ? base + suffix : undefined)
    const permissions = [...member.comment.matchAll(/@acl: *([\w:]+)/g)].flatMap(([, rule]) =>
      rule === undefined ? [] : [rule]
    )
    const event = has("_msg")
    const stream = /@(read|write)stream/.exec(member.comment)?.[1]
    const reads = permissions.every((rule) => rule === "none" || reading.test(rule.split(":")[1] ?? ""))
    return [
      {
        wireName: member.name,
        method: camel((prefix === "qemu" ? "qemu_" : "") + wireName.toLowerCase()),
        number: this.#size(member.value),
        program: prefix,
        args: has("_args") ?? event,
        ret: has("_ret"),
        // Opening, closing and feature questions carry no permission of their own and change nothing on the host.
        reads,
        high: /@priority: *high/.test(member.comment),
        stream: stream === "read" || stream === "write" ? stream : undefined,
        permissions,
        event: event !== undefined
      }
    ]
  }

  /** Writes all files. */
  run(): Files {
    const procedures = this.#procedures()
    const structures = [...this.#definitions.values()].filter(
      (definition) =>
        (definition.kind === "struct" || definition.kind === "union") && !definition.name.startsWith("virNet")
    ) as Array<Definition & { kind: "struct" | "union" }>
    const users = new Map<string, string>()
    for (const procedure of procedures) {
      const link = procedure.event ? "Body of the event" : "Arguments of"
      if (procedure.args !== undefined)
        users.set(procedure.args, `${link} \`${procedure.method}\` (\`${procedure.wireName}\`).`)
      if (procedure.ret !== undefined)
        users.set(procedure.ret, `Result of \`${procedure.method}\` (\`${procedure.wireName}\`).`)
    }
    const kept = structures.filter((definition) => {
      const stem = definition.name.replace(/^(?:remote|qemu)_/, "").replace(/_(?:args|ret)$/, "")
      return !withDescriptors.has(stem.toUpperCase())
    })
    for (const definition of kept) this.#homes.set(pascal(definition.name), family(definition.name))
    for (const home of familyNames) {
      this.#used = new Map()
      const parts = kept
        .filter((definition) => family(definition.name) === home)
        .map((definition) =>
          this.#structure(definition, users.get(definition.name) ?? `Wire structure \`${definition.name}\`.`)
        )
      const imports = [...this.#used]
        .filter(([other]) => other !== home)
        .map(([other, names]) => `import { ${[...names].sort().join(", ")} } from "./${other}.ts"\n`)
        .sort()
      this.files.set(
        `${home}.ts`,
        generatedBanner(
          `Wire structures: ${home}.`,
          "Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.",
          this.#version
        ) + `import { type Codec, codec } from "../Xdr.ts"\n${imports.join("")}\n${parts.join("\n")}`
      )
    }
    this.#procedureFiles(procedures)
    this.#eventFile(procedures)
    this.#constantFile()
    return this.files
  }

  #import(names: Iterable<string>, typeOnly: boolean): string {
    const byHome = new Map<Family, Array<string>>()
    for (const name of new Set(names)) {
      const home = this.#homes.get(name)
      if (home === undefined) throw new Error(`no home for ${name}`)
      byHome.set(home, [...(byHome.get(home) ?? []), name])
    }
    return [...byHome]
      .map(([home, list]) => `import ${typeOnly ? "type " : ""}{ ${list.sort().join(", ")} } from "./${home}.ts"\n`)
      .sort()
      .join("")
  }

  #procedureFiles(procedures: ReadonlyArray<Procedure>): void {
    const calls = procedures.filter((procedure) => !procedure.event)
    const names = (which: ReadonlyArray<Procedure>) =>
      which.flatMap((procedure) =>
        [procedure.args, procedure.ret].flatMap((name) => (name === undefined ? [] : [pascal(name)]))
      )
    const describe = (procedure: Procedure) =>
      `\`${procedure.wireName}\` (${procedure.number}); ${procedure.reads ? "reads" : "changes"}; permission: ${
        procedure.permissions.filter((rule) => rule !== "none").join(", ") || "none"
      }.`
    const codecOf = (name: string | undefined) => (name === undefined ? "Void" : pascal(name))
    const typeOf = (name: string | undefined) => (name === undefined ? "void" : pascal(name))
    const table = calls.map(
      (procedure) =>
        `  ${procedure.method}: procedure("${procedure.method}", ${procedure.program === "qemu" ? "QEMU" : "REMOTE"}, ${procedure.number}, ${codecOf(procedure.args)}, ${codecOf(procedure.ret)}, ${procedure.reads}, ${JSON.stringify(procedure.stream ?? "none")})`
    )
    this.files.set(
      "Procedures.ts",
      generatedBanner(
        "Every procedure of the remote and QEMU programs, as data: number, codecs, whether it only reads, and its stream.",
        "The naming rule: the wire name without `REMOTE_PROC_`, in camelCase (`REMOTE_PROC_DOMAIN_GET_INFO`, in C\n`virDomainGetInfo`, is `domainGetInfo`); the QEMU program's procedures begin with `qemu`. A procedure reads when every\npermission that libvirt's access control wants for it is a reading one. Left out are the six procedures that pass file\ndescriptors beside the message (`domainOpenGraphics`, `domainFdAssociate`, …): a portable socket cannot.",
        this.#version
      ) +
        `import { procedure, QEMU, REMOTE, Void } from "../Procedure.ts"\n${this.#import(names(calls), false)}\n` +
        docBlock("All procedures that a client can call, by method name.\n\n@category constants\n@since 0.1.0", "") +
        `export const procedures = {\n${table.join(",\n")}\n} as const\n`
    )
    const plain = calls.filter((procedure) => procedure.stream === undefined)
    const streaming = calls.filter((procedure) => procedure.stream !== undefined)
    const method = (procedure: Procedure, result: string) =>
      `${docBlock(describe(procedure), "  ")}  readonly ${procedure.method}: (${procedure.args === undefined ? "" : `args: ${typeOf(procedure.args)}`}) => ${result}\n`
    this.files.set(
      "Calls.ts",
      generatedBanner(
        "The typed calls of a connection: one method per procedure.",
        "Method names follow the rule stated in `Procedures`. An argument or result structure is the wire's own: `domainGetInfo`\ntakes `DomainGetInfoArgs` and yields `DomainGetInfoRet`.",
        this.#version
      ) +
        `import type * as Effect from "effect/Effect"\nimport type * as Scope from "effect/Scope"\nimport type { LibvirtError } from "../LibvirtError.ts"\nimport type { LibvirtStream } from "../LibvirtStream.ts"\n${this.#import(names(calls), true)}\n` +
        docBlock("Procedures that take arguments and give a reply.\n\n@category models\n@since 0.1.0", "") +
        `export interface Calls {\n${plain.map((procedure) => method(procedure, `Effect.Effect<${typeOf(procedure.ret)}, LibvirtError>`)).join("")}}\n\n` +
        docBlock(
          "Procedures that open a stream; the stream is aborted when the scope closes before its end.\n\n@category models\n@since 0.1.0",
          ""
        ) +
        `export interface StreamCalls {\n${streaming.map((procedure) => method(procedure, `Effect.Effect<LibvirtStream<${typeOf(procedure.ret)}>, LibvirtError, Scope.Scope>`)).join("")}}\n`
    )
  }

  #eventFile(procedures: ReadonlyArray<Procedure>): void {
    const families = [
      { key: "domain", ids: "virDomainEventID", prefix: "VIR_DOMAIN_EVENT_ID_", stem: "DOMAIN_EVENT_" },
      { key: "network", ids: "virNetworkEventID", prefix: "VIR_NETWORK_EVENT_ID_", stem: "NETWORK_EVENT_" },
      {
        key: "storagePool",
        ids: "virStoragePoolEventID",
        prefix: "VIR_STORAGE_POOL_EVENT_ID_",
        stem: "STORAGE_POOL_EVENT_"
      },
      {
        key: "nodeDevice",
        ids: "virNodeDeviceEventID",
        prefix: "VIR_NODE_DEVICE_EVENT_ID_",
        stem: "NODE_DEVICE_EVENT_"
      },
      { key: "secret", ids: "virSecretEventID", prefix: "VIR_SECRET_EVENT_ID_", stem: "SECRET_EVENT_" }
    ]
    const byWire = new Map(
      procedures.filter((procedure) => procedure.event).map((procedure) => [procedure.wireName, procedure])
    )
    const numbers = procedures
      .filter((procedure) => procedure.event && procedure.program === "remote")
      .map(({ number }) => number)
    const used: Array<string> = []
    const types: Array<string> = []
    const tables: Array<string> = []
    for (const { ids, key, prefix, stem } of families) {
      const list = this.#headers.enums.find((candidate) => candidate.name === ids)
      if (list === undefined) throw new Error(`no enum ${ids}`)
      const members: Array<string> = []
      const rows: Array<string> = []
      for (const member of list.members) {
        const word = member.name.slice(prefix.length)
        const found = byWire.get(`REMOTE_PROC_${stem}CALLBACK_${word}`) ?? byWire.get(`REMOTE_PROC_${stem}${word}`)
        if (found?.args === undefined) throw new Error(`no message for ${member.name}`)
        const definition = this.#definitions.get(found.args)
        if (definition?.kind !== "struct") throw new Error(`${found.args} is not a structure`)
        const inner = definition.fields.find((field) => field.name === "msg")
        const wrapped = inner !== undefined
        const body = pascal(inner?.type.kind === "named" ? inner.type.name : found.args)
        const name = camel(word.toLowerCase())
        used.push(body, pascal(found.args))
        members.push(`${docBlock(`\`${member.name}\``, "  ")}  readonly ${name}: ${body}\n`)
        rows.push(
          `  ${name}: { id: ${member.value}, procedure: ${found.number}, codec: ${pascal(found.args)}, wrapped: ${wrapped} }`
        )
      }
      const typeName = `${key[0]?.toUpperCase()}${key.slice(1)}Events`
      types.push(
        `${docBlock(`Bodies of the ${key} events by name.\n\n@category models\n@since 0.1.0`, "")}export interface ${typeName} {\n${members.join("")}}\n`
      )
      tables.push(
        `${docBlock(`Event number, message and codec of each ${key} event.\n\n@category constants\n@since 0.1.0`, "")}export const ${key}Events = {\n${rows.join(",\n")}\n} as const\n`
      )
    }
    this.files.set(
      "Events.ts",
      generatedBanner(
        "The event catalogue: which event number announces itself by which message.",
        "Names are those of the `VIR_…_EVENT_ID_…` constants in camelCase.",
        this.#version
      ) +
        `${this.#import(used, false)}\n${types.join("\n")}\n${tables.join("\n")}\n` +
        docBlock(
          "Numbers of all event messages of the main program, also of those that only old-style registrations cause.\n\n@category constants\n@since 0.1.0",
          ""
        ) +
        `export const eventProcedures: ReadonlySet<number> = new Set([${numbers.join(", ")}])\n`
    )
  }

  #enum(name: string, entries: HeaderEnum["members"], about: string): string {
    const rows = entries.map((entry) => `  ${entry.name}: ${entry.value}`)
    const doc = (category: string, text: string) => docBlock(`${text}\n\n@category ${category}\n@since 0.1.0`, "")
    return `${doc("constants", about)}export const ${name} = {\n${rows.join(",\n")}\n} as const\n`
  }

  #constantFile(): void {
    const enums = this.#headers.enums.map((item) =>
      this.#enum(enumName(item.name), item.members, `Values of \`${item.name}\`.`)
    )
    const protocol = this.#protocols.flatMap(({ definitions }) =>
      definitions.flatMap((definition) =>
        definition.kind === "enum" && !definition.name.endsWith("_procedure")
          ? [
              this.#enum(
                pascal(definition.name),
                definition.members.map((member) => ({ name: member.name, value: this.#size(member.value) })),
                `Values of the protocol's \`${definition.name}\`.`
              )
            ]
          : []
      )
    )
    const limits = [...this.#definitions.values()].flatMap((definition) =>
      definition.kind === "const" && /_(?:MAX|CELLS)$/.test(definition.name)
        ? [{ name: definition.name, value: this.#size(definition.value) }]
        : []
    )
    const names = this.#headers.strings.map((item) => `  ${item.name}: ${JSON.stringify(item.value)}`)
    this.files.set(
      "Constants.ts",
      generatedBanner(
        "Constants of libvirt's public headers and the limits of its protocol.",
        "The C enumeration `virDomainState` is `DomainState` here; its members keep their C names, so that libvirt's documentation\nfinds them. Flags are numbers to be combined with `|`.",
        this.#version
      ) +
        [
          ...enums,
          ...protocol,
          this.#enum("Limits", limits, "Limits of the protocol, which encoder and decoder enforce."),
          `${docBlock("Names of typed parameters and other fixed texts (`VIR_DOMAIN_SCHEDULER_CPU_SHARES` is `cpu_shares`).\n\n@category constants\n@since 0.1.0", "")}export const Names = {\n${names.join(",\n")}\n} as const\n`
        ].join("\n")
    )
  }
}
