import { assert, layer } from "@effect/vitest"
import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as NodeFs from "node:fs"
import * as NodeNet from "node:net"

class NoAnswer extends Data.TaggedError("NoAnswer")<{ readonly message: string }> {}

/** Runs a line in the guest through its TCP port 9; what it prints. */
const inGuest = (address: string, line: string) =>
  Effect.callback<string, NoAnswer>((resume) => {
    let answer = ""
    const socket = NodeNet.connect({ host: address, port: 9 }, () => socket.write(`${line}\n`))
    socket.setTimeout(5000, () => socket.destroy(new Error("no answer")))
    socket.on("data", (chunk) => (answer += chunk.toString()))
    socket.once("error", (error) => resume(Effect.fail(new NoAnswer({ message: error.message }))))
    socket.once("end", () => resume(Effect.succeed(answer)))
    return Effect.sync(() => socket.destroy())
  })

const patiently = <A, E>(effect: Effect.Effect<A, E>) =>
  effect.pipe(Effect.retry(Schedule.spaced("200 millis")), Effect.timeout("60 seconds"))

const lab = Layer.merge(LibvirtHosts.layer({ hosts: 2 }), TinyGuest.layer)

layer(lab, { excludeTestServices: true })("guests on lab hosts", (it) => {
  const started = Effect.fnUntraced(function* (number: number, ...words: ReadonlyArray<string>) {
    const { hosts, network, shared } = yield* LibvirtHosts.LibvirtHosts
    const guest = yield* TinyGuest.TinyGuest
    const [first, second] = hosts
    assert(first !== undefined && second !== undefined)
    const name = `guest${number}`
    const address = network.guestAddress(number)
    const disk = `${shared}/${name}.qcow2`
    NodeFs.copyFileSync(guest.diskQcow2, disk)
    const xml = TinyGuest.domainXml(guest, {
      name,
      uuid: `00000000-0000-4000-8000-00000000000${number}`,
      mac: `52:54:00:00:00:0${number}`,
      disk: { file: disk, format: "qcow2" },
      arguments: [`tg.ip=${address}/24`, ...words]
    })
    NodeFs.writeFileSync(`${shared}/${name}.xml`, xml)
    yield* first.virsh(["define", `${shared}/${name}.xml`])
    yield* Effect.acquireRelease(first.virsh(["start", name]), () =>
      Effect.forEach([first, second], (host) => Effect.ignore(host.virsh(["destroy", name])))
    )
    assert.strictEqual(yield* patiently(inGuest(address, "hostname")), `${name}\n`)
    const state = (host: LibvirtHosts.LabHost) => Effect.map(host.virsh(["domstate", name]), (text) => text.trim())
    return { name, address, first, second, state }
  })

  it.effect("a guest outlives libvirtd, moves to the other host, dies with it", () =>
    Effect.gen(function* () {
      const { address, first, name, second, state } = yield* started(1)
      assert.match(
        yield* inGuest(address, "mount -o ro /dev/vda /mnt && cat /mnt/hello && umount /mnt"),
        /hello from the tiny guest/
      )
      yield* patiently(first.virsh(["qemu-agent-command", name, '{"execute":"guest-ping"}']))

      yield* inGuest(address, "echo kept > /run/note")
      yield* first.killDaemon
      assert.strictEqual(yield* inGuest(address, "cat /run/note"), "kept\n")
      yield* first.startDaemon
      assert.strictEqual(yield* state(first), "running")

      yield* first.virsh(["migrate", "--live", "--p2p", "--unsafe", "--persistent", name, second.tcpUri])
      assert.strictEqual(yield* state(second), "running")
      assert.strictEqual(yield* patiently(inGuest(address, "cat /run/note")), "kept\n")

      yield* second.crash
      assert.match((yield* Effect.flip(inGuest(address, "true"))).message, /no answer|EHOSTUNREACH/)
      yield* second.start
      assert.strictEqual(yield* state(second), "shut off")
    }).pipe(Effect.scoped)
  )

  it.effect("the power button ends a guest, tg.noacpi ignores it, tg.noagent has no agent", () =>
    Effect.gen(function* () {
      const listening = yield* started(2)
      const deaf = yield* started(3, "tg.noacpi", "tg.noagent")
      for (const { first, name } of [listening, deaf]) yield* first.virsh(["shutdown", name, "--mode", "acpi"])
      yield* patiently(
        Effect.filterOrFail(
          listening.state(listening.first),
          (state) => state === "shut off",
          () => "still there"
        )
      )
      assert.strictEqual(yield* deaf.state(deaf.first), "running")
      const ping = deaf.first.virsh(["qemu-agent-command", deaf.name, "--timeout", "1", '{"execute":"guest-ping"}'])
      assert.match((yield* Effect.flip(ping)).message, /agent/)
    }).pipe(Effect.scoped)
  )
})
