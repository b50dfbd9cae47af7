/**
 * External snapshots put overlay files on disks. A spec from before names the files below.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import type { Overlay } from "../Hypervisor.ts"
import type { VmSpec } from "../VmSpec.ts"

/** A spec with each disk that is now below overlays replaced by the one on top. `topOf` is the file a disk has now. */
export const withOverlays = (
  spec: VmSpec,
  overlays: ReadonlyArray<Overlay>,
  topOf: (target: string) => string | undefined
): VmSpec => {
  const disks = spec.disks.map((disk) => {
    const now = topOf(disk.target)
    if (disk.source._tag !== "File" || now === undefined || now === disk.source.path) return disk
    const below = (path: string): string | undefined =>
      overlays.find((overlay) => overlay.target === disk.target && overlay.top === path)?.base
    const seen = new Set<string>([now])
    for (let at = below(now); at !== undefined && !seen.has(at); at = below(at)) {
      seen.add(at)
      if (at !== disk.source.path) continue
      const path = DiskSource.AbsolutePath.make(now)
      return { ...disk, source: { ...disk.source, path, format: "qcow2" } as const }
    }
    return disk
  })
  return { ...spec, disks }
}

/** The file that a disk of a spec has. */
export const fileOf =
  (spec: VmSpec | undefined) =>
  (target: string): string | undefined => {
    const source = spec?.disks.find((disk) => disk.target === target)?.source
    return source?._tag === "File" ? source.path : undefined
  }
