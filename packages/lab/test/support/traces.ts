/**
 * What a lab directory has left on this machine, found out without the code under test: `/proc`, `/sys/fs/cgroup`, `ip`,
 * the temporary directory. Other labs may be running: only what belongs to the given directory counts.
 */
import * as NodeChildProcess from "node:child_process"
import * as NodeFs from "node:fs"
import * as NodeOs from "node:os"
import * as NodePath from "node:path"
import { networkOf, preferredIndex, uplinkOf } from "../../src/internal/network.ts"

const attempt = <A>(read: () => A, otherwise: A): A => {
  try {
    return read()
  } catch {
    return otherwise
  }
}

const pids = () => NodeFs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))
const text = (path: string) => attempt(() => NodeFs.readFileSync(path, "utf8"), "")
const isZombie = (pid: string) => /\) Z /.test(text(`/proc/${pid}/stat`))

/**
 * Whether the kernel is ending the process (PF_EXITING, linux/sched.h): it runs no code of its own any more. The first
 * process of a PID namespace stays so until all others in it have ended.
 */
const isEnding = (pid: string) =>
  (Number(/\) \S(?: \S+){5} (\d+) /.exec(text(`/proc/${pid}/stat`))?.[1] ?? 0) & 4) !== 0

/** The lab directories that this process has made. */
export const mine = (): ReadonlyArray<string> =>
  NodeFs.readdirSync(NodeOs.tmpdir())
    .filter((name) => name.startsWith("cw-"))
    .map((name) => NodePath.join(NodeOs.tmpdir(), name))
    .filter((directory) => attempt(() => JSON.parse(text(`${directory}/owner`)).pid === process.pid, false))

/** Processes that name the directory in their arguments or environment. */
export const processes = (directory: string): ReadonlyArray<string> =>
  pids()
    .filter((pid) => pid !== String(process.pid) && !isZombie(pid))
    .map((pid) => ({ pid, words: `${text(`/proc/${pid}/cmdline`)}\0${text(`/proc/${pid}/environ`)}` }))
    .filter(({ words }) => words.includes(directory))
    .map(({ pid, words }) => `process ${pid} ${words.slice(0, 100).replaceAll("\0", " ")}`)

const kinds = ["pid", "net", "mnt", "ipc", "uts", "cgroup"]
const namespaces = (pid: string) =>
  kinds.map((kind) => attempt(() => NodeFs.readlinkSync(`/proc/${pid}/ns/${kind}`), ""))

/** The namespaces of the directory's processes that are not this process's own. */
export const namespacesOf = (directory: string): ReadonlySet<string> => {
  const own = new Set(namespaces("self"))
  const pidsOf = processes(directory).map((line) => line.split(" ")[1] ?? "")
  return new Set(pidsOf.flatMap(namespaces).filter((name) => name !== "" && !own.has(name)))
}

const groups = (name: string) =>
  ["", ...attempt(() => NodeFs.readdirSync("/sys/fs/cgroup"), [])].flatMap((hierarchy) =>
    attempt(() => NodeFs.readdirSync(NodePath.join("/sys/fs/cgroup", hierarchy)), [])
      .filter((entry) => entry.startsWith(name))
      .map((entry) => `control group ${hierarchy}/${entry}`)
  )

/** Mounts in the mount namespace of any process. */
const mounts = (directory: string) =>
  pids()
    .filter((pid) => text(`/proc/${pid}/mountinfo`).includes(directory))
    .map((pid) => `mount seen by process ${pid}`)

const links = (directory: string) => {
  const uplink = uplinkOf(networkOf(preferredIndex(directory)))
  return NodeFs.existsSync(`/sys/class/net/${uplink}`) ? [`link ${uplink}`] : []
}

const namedNamespaces = (name: string) =>
  NodeChildProcess.execFileSync("ip", ["netns", "list"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(name))

/** Everything that is left of a directory, and of the namespaces its processes were in. */
export const of = (directory: string, remembered: ReadonlySet<string> = new Set()): ReadonlyArray<string> => [
  ...(NodeFs.existsSync(directory) ? [`directory ${directory}`] : []),
  ...processes(directory),
  ...groups(NodePath.basename(directory)),
  ...mounts(directory),
  ...links(directory),
  ...namedNamespaces(NodePath.basename(directory)),
  ...pids()
    .filter((pid) => !isZombie(pid) && namespaces(pid).some((name) => remembered.has(name)) && !isEnding(pid))
    .map(
      (pid) => `process ${pid} in a namespace of ${directory}: ${text(`/proc/${pid}/cmdline`).replaceAll("\0", " ")}`
    )
]
