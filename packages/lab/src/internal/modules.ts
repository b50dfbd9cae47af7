/**
 * Which kernel modules to load and in which order, from depmod's `modules.dep`.
 *
 * @since 0.1.0
 */

/**
 * The name of a module in a path: `kernel/a/virtio-rng.ko.xz` is `virtio_rng`.
 *
 * @since 0.1.0
 * @category getters
 */
export const nameOf = (path: string): string =>
  path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_")

/**
 * The paths of the wanted modules and all they depend on, each once, every one after what it depends on. A wanted module
 * that is not in the list is built into the kernel or not made for it; it is left out.
 *
 * @since 0.1.0
 * @category getters
 */
export const loadOrder = (modulesDep: string, wanted: ReadonlyArray<string>): ReadonlyArray<string> => {
  const lines = modulesDep.split("\n").flatMap((line) => {
    const [path, needs = ""] = line.split(":")
    return path === undefined || path === "" ? [] : [{ path, needs: needs.split(" ").filter((need) => need !== "") }]
  })
  const byName = new Map(lines.map((line) => [nameOf(line.path), line]))
  const order = new Set<string>()
  for (const name of wanted) {
    const found = byName.get(name)
    // depmod names everything needed, directly or not, the first to load last.
    for (const path of found === undefined ? [] : [...found.needs.toReversed(), found.path]) order.add(path)
  }
  return [...order]
}
