/**
 * Writes `src/generated/*.ts` from libvirt's protocol definitions. Run by hand in this package's directory:
 *
 *     npx node generator/main.ts                  # downloads Debian's source package (9 MB) into a temporary directory
 *     npx node generator/main.ts <directory>      # uses an unpacked source tree
 *
 * The source package is not part of the repository; the generated files are.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { Emitter } from "./emit.ts"
import { read } from "./header.ts"
import { fetchSource } from "./source.ts"
import { parse } from "./xdr.ts"

const suite = "bookworm"
const target = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "generated")

const temporary = mkdtempSync(join(tmpdir(), "libvirt-source-"))
try {
  const source = process.argv[2] ?? fetchSource(temporary, suite)
  const version = /-(\d[\d.]*)\/?$/.exec(source)?.[1] ?? "of unknown version"
  const file = (...parts: ReadonlyArray<string>) => readFileSync(join(source, ...parts), "utf8")
  const protocol = (...parts: ReadonlyArray<string>) => parse(file(...parts), parts.join("/"))

  const include = ["include", "libvirt"]
  const names = readdirSync(join(source, ...include)).filter(
    (name) => name.startsWith("libvirt-") || name === "virterror.h"
  )
  // These three first: the others use their constants, never the other way round.
  const first = ["libvirt-common.h.in", "libvirt-host.h", "libvirt-domain.h"]
  const sorted = [
    ...first,
    ...names.filter((name) => name.endsWith(".h") && !first.includes(name) && !/-(?:admin|lxc)\./.test(name)).sort()
  ]
  const driver =
    /typedef enum \{(?:(?!typedef)[\s\S])*?\n\} virDrvFeature;|enum \{(?:(?!enum)[\s\S])*?VIR_DRV_FEATURE_[\s\S]*?\n\};/.exec(
      file("src", "libvirt_internal.h")
    )
  const features =
    driver === null ? [] : [`typedef ${driver[0].replace(/^typedef /, "").replace(/\n\};?$/, "\n} virDrvFeature;")}`]
  const headers = read([...sorted.map((name) => file(...include, name)), ...features])

  const emitter = new Emitter(
    version,
    headers,
    [
      { prefix: "remote", program: "REMOTE_PROGRAM", definitions: protocol("src", "remote", "remote_protocol.x") },
      { prefix: "qemu", program: "QEMU_PROGRAM", definitions: protocol("src", "remote", "qemu_protocol.x") }
    ],
    [...protocol("src", "rpc", "virnetprotocol.x"), ...protocol("src", "rpc", "virkeepaliveprotocol.x")]
  )
  mkdirSync(target, { recursive: true })
  for (const [name, text] of emitter.run()) writeFileSync(join(target, name), text)
} finally {
  rmSync(temporary, { recursive: true })
}
