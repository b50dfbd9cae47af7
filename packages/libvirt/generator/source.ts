/**
 * Brings libvirt's source package from Debian into a directory, with apt's own verification of signatures, without
 * touching the system's package lists: apt gets its own source list, list directory and cache.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

/** Downloads and unpacks the source package; returns the directory that holds `src/` and `include/`. */
export const fetchSource = (directory: string, suite: string): string => {
  const path = (name: string) => join(directory, name)
  for (const name of ["lists", "cache"]) mkdirSync(path(name), { recursive: true })
  writeFileSync(path("sources.list"), `deb-src [signed-by=${keyring}] http://deb.debian.org/debian ${suite} main\n`)
  const options = [
    `Dir::Etc::sourcelist=${path("sources.list")}`,
    "Dir::Etc::sourceparts=/dev/null",
    `Dir::State::lists=${path("lists")}`,
    `Dir::Cache=${path("cache")}`,
    "APT::Sandbox::User=root"
  ].flatMap((option) => ["-o", option])
  const run = (command: string, args: ReadonlyArray<string>) =>
    execFileSync(command, args, { cwd: directory, stdio: ["ignore", "ignore", "inherit"] })
  run("apt-get", [...options, "update"])
  run("apt-get", [...options, "source", "--download-only", "libvirt"])
  const archive = readdirSync(directory).find((name) => /^libvirt_.*\.orig\.tar\.\w+$/.test(name))
  if (archive === undefined) throw new Error(`no libvirt source archive in ${directory}`)
  run("tar", ["xf", archive])
  const unpacked = readdirSync(directory).find((name) => /^libvirt-\d/.test(name))
  if (unpacked === undefined) throw new Error(`${archive} did not unpack to libvirt-<version>`)
  return path(unpacked)
}
