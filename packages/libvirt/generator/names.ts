/**
 * Names and doc comments of the generated code: wire names to TypeScript names, and the file each structure lives in.
 */

/** `domain_get_info` -> `domainGetInfo`; names that have capitals already (`callbackID`) keep them. */
export const camel = (name: string): string =>
  name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** `remote_nonnull_domain` -> `Domain`, `remote_domain_get_info_ret` -> `DomainGetInfoRet`, `qemu_…` -> `Qemu…`. */
export const pascal = (wire: string): string => {
  const name = camel(wire.replace(/^remote_/, "").replace(/^nonnull_/, ""))
  const capital = `${name[0]?.toUpperCase()}${name.slice(1)}`
  return capital === "Error" ? "RemoteError" : capital
}

/** `virDomainState` -> `DomainState`. */
export const enumName = (name: string): string => name.replace(/^vir/, "")

/** The generated files that hold structures. */
export const familyNames = [
  "Common",
  "Domain",
  "DomainTuning",
  "Host",
  "Migration",
  "Network",
  "Snapshot",
  "Storage",
  "Messages",
  "Qemu"
] as const

/** A generated file that holds structures. */
export type Family = (typeof familyNames)[number]

/** Where a structure lives, by its wire name. */
export const family = (wire: string): Family => {
  if (wire.startsWith("qemu_")) return "Qemu"
  const name = wire.replace(/^remote_/, "")
  if (name.endsWith("_msg") || name.startsWith("domain_event_")) return "Messages"
  if (/^domain_(?:snapshot|checkpoint|managed_save|save|restore)/.test(name)) return "Snapshot"
  if (/^domain_(?:migrate|begin|perform|finish|confirm|prepare|get_job|abort_job)/.test(name)) return "Migration"
  if (
    /^domain_\w*(?:block|vcpu|cpu|memory|blkio|numa|scheduler|iothread|perf|emulator|interface_parameters)/.test(name)
  )
    return "DomainTuning"
  if (!/_(?:args|ret)$/.test(name)) return "Common"
  if (name.startsWith("domain_")) return "Domain"
  if (/^(?:network|nwfilter|interface)/.test(name)) return "Network"
  if (name.startsWith("storage")) return "Storage"
  return "Host"
}

/** A doc comment, wrapped at 116 characters. */
export const docBlock = (text: string, indent: string): string => {
  const lines = text.split("\n").flatMap((line) => {
    const out: Array<string> = []
    let current = ""
    for (const word of line.split(" ")) {
      if (current !== "" && current.length + word.length + 1 > 116 - indent.length) {
        out.push(current)
        current = word
      } else current = current === "" ? word : `${current} ${word}`
    }
    return [...out, current]
  })
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("")}${indent} */\n`
}
