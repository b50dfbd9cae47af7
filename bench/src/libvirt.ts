/**
 * libvirt, side by side on one real libvirtd: our calls against python3-libvirt's and against a virsh process per call, ssh
 * against the unix socket, and the decoder on a large statistics reply. The two sides of each ratio take turns in one run, and
 * the medians are compared.
 */
import { LibvirtHosts } from "@cloudwright/lab"
import { Frame, LibvirtConnection, TypedParams, Types, Xdr } from "@cloudwright/libvirt"
import { FakeLibvirtd } from "@cloudwright/libvirt/testing"
import { SshRemoteSockets } from "@cloudwright/ssh"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { tmpdir } from "node:os"

const rounds = 15
/** Calls in flight: the lab lets libvirtd read 20 ahead, so the client may be told to use more than the careful default. */
const inFlight = 14
const callsPerRound = 3000

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Runs an effect `times` times; calls per second. */
const rate = <E, R>(times: number, effect: Effect.Effect<unknown, E, R>, concurrency: number) =>
  Effect.gen(function* () {
    const start = performance.now()
    if (concurrency === 1) for (let i = 0; i < times; i++) yield* effect
    else yield* Effect.forEach(Array.from({ length: times }), () => effect, { concurrency, discard: true })
    return (times / (performance.now() - start)) * 1000
  })

const python = (uri: string) => `
import libvirt, time
dom = libvirt.open(${JSON.stringify(uri)}).lookupByName("bench")
for _ in range(300): dom.info()
start = time.perf_counter()
for _ in range(${callsPerRound}): dom.info()
print(${callsPerRound} / (time.perf_counter() - start))
`

const xml = `<domain type='qemu'><name>bench</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os></domain>`

/** Against real libvirtd: what each way reaches per second, as ratios. */
const real = Effect.gen(function* () {
  const lab = yield* LibvirtHosts.LibvirtHosts
  const host = lab.hosts[0]
  if (host === undefined || lab.ssh === undefined) return yield* Effect.die(new Error("the lab has no host with ssh"))
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const sshUri =
    `qemu+ssh://${lab.ssh.user}@${host.address}:${host.sshPort}/system?socket=/run/libvirt/libvirt-sock` +
    `&keyfile=${lab.ssh.privateKeyFile}&known_hosts=${lab.ssh.knownHostsFile}`
  const unix = yield* LibvirtConnection.open(host.uri, { maxInFlight: inFlight })
  const ssh = yield* LibvirtConnection.open(sshUri)
  const { dom } = yield* unix.call.domainDefineXml({ xml })
  const overUnix = unix.call.domainGetInfo({ dom })
  const overSsh = ssh.call.domainGetInfo({ dom })
  // The compilers of both sides get warm before anything counts.
  yield* rate(10 * callsPerRound, overUnix, inFlight)
  yield* rate(2 * callsPerRound, overUnix, 1)
  yield* rate(callsPerRound, overSsh, 5)

  const seen = {
    sequential: [] as Array<number>,
    pipelined: [] as Array<number>,
    python: [] as Array<number>,
    virsh: [] as Array<number>,
    ssh: [] as Array<number>
  }
  for (let round = 0; round < rounds; round++) {
    seen.sequential.push(yield* rate(callsPerRound, overUnix, 1))
    seen.python.push(Number(yield* spawner.string(ChildProcess.make("/usr/bin/python3", ["-c", python(host.uri)]))))
    seen.pipelined.push(yield* rate(callsPerRound, overUnix, inFlight))
    seen.virsh.push(yield* rate(5, spawner.string(ChildProcess.make("virsh", ["-c", host.uri, "dominfo", "bench"])), 1))
    seen.ssh.push(yield* rate(callsPerRound / 3, overSsh, 1))
  }
  yield* unix.call.domainUndefine({ dom })
  const { pipelined, python: theirs, sequential, ssh: remote, virsh } = seen
  return {
    sequential_vs_python: median(sequential) / median(theirs),
    pipelined_vs_python: median(pipelined) / median(theirs),
    pipelined_vs_virsh: median(pipelined) / median(virsh),
    ssh_vs_unix: median(remote) / median(sequential),
    sequential_per_s: median(sequential),
    pipelined_per_s: median(pipelined),
    python_per_s: median(theirs),
    virsh_per_s: median(virsh),
    ssh_per_s: median(remote)
  }
}).pipe(Effect.scoped, Effect.provide([LibvirtHosts.layer({ hosts: 1, ssh: true }), SshRemoteSockets.layer()]))

/** A statistics reply like libvirt's for guests with 4 vCPUs, 2 disks and 2 NICs. */
const statistics = (domains: number): Types.ConnectGetAllDomainStatsRet => {
  const { string, uint, int, ullong } = TypedParams
  const params = TypedParams.encode({
    "state.state": int(1),
    "state.reason": int(1),
    "cpu.time": ullong(123_456_789_012n),
    "cpu.user": ullong(3_456_789_012n),
    "cpu.system": ullong(6_789_012n),
    "balloon.current": ullong(4_194_304n),
    "balloon.maximum": ullong(4_194_304n),
    "vcpu.current": uint(4),
    "vcpu.maximum": uint(4),
    ...Object.fromEntries(
      [0, 1, 2, 3].flatMap((n) => [
        [`vcpu.${n}.state`, int(1)],
        [`vcpu.${n}.time`, ullong(12_345_678_901n)],
        [`vcpu.${n}.wait`, ullong(0n)]
      ])
    ),
    "net.count": uint(2),
    ...Object.fromEntries(
      [0, 1].flatMap((n) => [
        [`net.${n}.name`, string(`vnet${n}`)],
        ...["rx.bytes", "rx.pkts", "rx.errs", "rx.drop", "tx.bytes", "tx.pkts", "tx.errs", "tx.drop"].map((key) => [
          `net.${n}.${key}`,
          ullong(987_654_321n)
        ])
      ])
    ),
    "block.count": uint(2),
    ...Object.fromEntries(
      [0, 1].flatMap((n) => [
        [`block.${n}.name`, string(`vd${"ab"[n]}`)],
        [`block.${n}.path`, string(`/var/lib/libvirt/images/some-guest-disk-${n}.qcow2`)],
        ...[
          "rd.reqs",
          "rd.bytes",
          "rd.times",
          "wr.reqs",
          "wr.bytes",
          "wr.times",
          "fl.reqs",
          "fl.times",
          "allocation",
          "capacity",
          "physical"
        ].map((key) => [`block.${n}.${key}`, ullong(55_555_555_555n)])
      ])
    )
  })
  return {
    retStats: Array.from({ length: domains }, (_, n) => ({
      dom: { name: `guest-${n}`, uuid: `c4a92a87-eadb-4d0e-aa94-${n.toString(16).padStart(12, "0")}`, id: n + 1 },
      params
    }))
  }
}

/** Against the fake daemon: the time of one reply with 1000 domains, and what the decoder alone does. */
const decoding = Effect.gen(function* () {
  const codec = Types.ConnectGetAllDomainStatsRet
  const body = Result.getOrThrow(Xdr.encode(codec, statistics(1000)))
  const reply = Frame.encode({ program: 0x20008086, procedure: 344, type: 1, serial: 0, status: 0, body })
  const fake = yield* FakeLibvirtd.make({
    fault: ({ name, serial }) => {
      if (name !== "connectGetAllDomainStats") return undefined
      Frame.setSerial(reply, serial)
      return { _tag: "Replace", bytes: reply }
    }
  })
  const path = `${tmpdir()}/cloudwright-bench-${process.pid}.sock`
  yield* fake.listen({ path })
  const { call } = yield* LibvirtConnection.open(`qemu+unix:///system?socket=${path}`)
  const ask = call.connectGetAllDomainStats({ doms: [], stats: 0, flags: 0 })
  const times: Array<number> = []
  const speeds: Array<number> = []
  for (let round = 0; round < 25; round++) {
    times.push(1000 / (yield* rate(1, ask, 1)))
    const start = performance.now()
    for (let i = 0; i < 4; i++) Result.getOrThrow(Xdr.decode(codec, body))
    speeds.push((4 * body.length) / 1_000_000 / ((performance.now() - start) / 1000))
  }
  // The first rounds belong to the compiler.
  return { decode_mb_per_s: median(speeds.slice(5)), stats_1000_domains_ms: median(times.slice(5)) }
}).pipe(Effect.scoped)

/** All ratios and figures of this benchmark. */
export const run = Effect.gen(function* () {
  const ratios: Record<string, number> = { ...(yield* real), ...(yield* decoding) }
  return { ratios }
})
