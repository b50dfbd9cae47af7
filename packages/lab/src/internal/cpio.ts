/**
 * Writes cpio archives in the "newc" form that Linux takes as an initial file system (kernel documentation,
 * `driver-api/early-userspace/buffer-format`). Everything belongs to root. No hard links, no device files, no reading.
 *
 * @since 0.1.0
 */

/**
 * A file, directory or symbolic link. Paths are relative, without a leading slash.
 *
 * @since 0.1.0
 * @category models
 */
export type Entry =
  | { readonly _tag: "File"; readonly path: string; readonly mode: number; readonly content: Uint8Array }
  | { readonly _tag: "Directory"; readonly path: string }
  | { readonly _tag: "Link"; readonly path: string; readonly target: string }

const text = new TextEncoder()

/** File type and permission bits, as in `stat`. */
const modeOf = (entry: Entry): number =>
  entry._tag === "File" ? 0o100000 | entry.mode : entry._tag === "Link" ? 0o120777 : 0o040755

const contentOf = (entry: Entry): Uint8Array =>
  entry._tag === "File" ? entry.content : text.encode(entry._tag === "Link" ? entry.target : "")

const padding = (length: number) => new Uint8Array((4 - (length % 4)) % 4)

const member = (index: number, path: string, mode: number, content: Uint8Array): ReadonlyArray<Uint8Array> => {
  const name = text.encode(`${path}\0`)
  // inode, mode, uid, gid, links, time, size, device (2), device of the file (2), length of the name, checksum
  const numbers = [index, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0]
  const header = text.encode(`070701${numbers.map((number) => number.toString(16).padStart(8, "0")).join("")}`)
  return [header, name, padding(header.length + name.length), content, padding(content.length)]
}

/** Every directory on the way to the entries and the entries themselves, parents first, the last of each path. */
const complete = (entries: ReadonlyArray<Entry>): ReadonlyArray<Entry> => {
  const found = new Map<string, Entry>()
  for (const entry of entries) {
    const names = entry.path.split("/")
    for (let depth = 1; depth < names.length; depth++) {
      const path = names.slice(0, depth).join("/")
      if (!found.has(path)) found.set(path, { _tag: "Directory", path })
    }
    found.set(entry.path, entry)
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * The archive. Equal entries give equal bytes, in whatever order they come.
 *
 * @since 0.1.0
 * @category codecs
 */
export const pack = (entries: ReadonlyArray<Entry>): Uint8Array => {
  const parts = complete(entries).flatMap((entry, index) =>
    member(index + 1, entry.path, modeOf(entry), contentOf(entry))
  )
  return Buffer.concat([...parts, ...member(0, "TRAILER!!!", 0, new Uint8Array(0))])
}
