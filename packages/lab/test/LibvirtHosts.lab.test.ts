import { assert, layer } from "@effect/vitest"
import { LibvirtHosts } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as NodeChildProcess from "node:child_process"

/** The independent observer: virsh over the network, with no help from the code under test. */
const virsh = (uri: string, ...args: ReadonlyArray<string>) =>
  Effect.callback<string>((resume) => {
    NodeChildProcess.execFile("virsh", ["-c", uri, ...args], { timeout: 20_000 }, (_, out, err) =>
      resume(Effect.succeed((out + err).trim()))
    )
  })

/** What OpenSSL thinks of the certificate that a host serves. */
const verify = (address: string, pki: LibvirtHosts.Pki) =>
  Effect.callback<string>((resume) => {
    const args = ["s_client", "-connect", `${address}:16514`, "-CAfile", pki.caCert, "-verify_ip", address]
    const keys = ["-cert", pki.clientCert, "-key", pki.clientKey, "-no_ign_eof"]
    const child = NodeChildProcess.execFile("openssl", [...args, ...keys], { timeout: 20_000 }, (_, out, err) =>
      resume(Effect.succeed(/^\s*(Verify return code: .*)$/m.exec(out)?.[1] ?? err))
    )
    child.stdin?.end()
  })

layer(LibvirtHosts.layer({ hosts: 2, tls: true, ssh: true }), { excludeTestServices: true })("LibvirtHosts", (it) => {
  const both = Effect.gen(function* () {
    const lab = yield* LibvirtHosts.LibvirtHosts
    const [first, second] = lab.hosts
    assert(first !== undefined && second !== undefined)
    return { lab, first, second }
  })

  it.effect("hosts are apart: name, uuid, network, domains", () =>
    Effect.gen(function* () {
      const { first, second } = yield* both
      assert.strictEqual(yield* first.virsh(["hostname"]), "host1\n\n")
      assert.strictEqual(yield* second.virsh(["hostname"]), "host2\n\n")
      assert.strictEqual((yield* first.exec(["hostname"])).trim(), "host1")
      assert.notInclude(yield* first.exec(["ls", "/dev"]), "kvm")
    })
  )

  it.effect("answers over TCP", () =>
    Effect.gen(function* () {
      const { first, second } = yield* both
      assert.strictEqual(yield* virsh(first.tcpUri, "hostname"), "host1")
      assert.strictEqual(yield* virsh(second.tcpUri, "hostname"), "host2")
    })
  )

  it.effect("answers over TLS to its own client certificate only", () =>
    Effect.gen(function* () {
      const { first, lab } = yield* both
      const pki = lab.pki
      assert(pki !== undefined && first.tlsUri !== undefined)
      assert.strictEqual(yield* virsh(`${first.tlsUri}?pkipath=${pki.directory}`, "hostname"), "host1")
      assert.match(yield* virsh(`${first.tlsUri}?pkipath=${pki.untrusted.directory}`, "hostname"), /error/)
    })
  )

  it.effect("serves wrong certificates on request", () =>
    Effect.gen(function* () {
      const { first, lab } = yield* both
      const pki = lab.pki
      assert(pki !== undefined)
      const verdict = verify(first.address, pki)
      assert.strictEqual(yield* verdict, "Verify return code: 0 (ok)")
      yield* first.serveCertificate(pki.expired)
      assert.strictEqual(yield* verdict, "Verify return code: 10 (certificate has expired)")
      yield* first.serveCertificate(pki.wrongName)
      assert.strictEqual(yield* verdict, "Verify return code: 64 (IP address mismatch)")
      yield* first.serveCertificate(pki.untrusted)
      assert.match(yield* verdict, /^Verify return code: (20|21) /)
      yield* first.serveCertificate(pki)
      assert.strictEqual(yield* verdict, "Verify return code: 0 (ok)")
    })
  )

  it.effect("answers over ssh with the exposed key and host keys", () =>
    Effect.gen(function* () {
      const { lab, second } = yield* both
      assert(lab.ssh !== undefined)
      const keys = `keyfile=${lab.ssh.privateKeyFile}&known_hosts=${lab.ssh.knownHostsFile}&known_hosts_verify=normal`
      const uri = `qemu+libssh2://root@${second.address}:${second.sshPort}/system?${keys}`
      const answer = yield* virsh(uri, "hostname")
      assert.strictEqual(answer, "host2")
    })
  )

  it.effect("a killed libvirtd comes back", () =>
    Effect.gen(function* () {
      const { first } = yield* both
      const before = yield* first.exec(["cat", "/run/libvirtd.pid"])
      yield* first.killDaemon
      assert.match(yield* virsh(first.tcpUri, "hostname"), /Connection refused/)
      yield* first.startDaemon
      // At once, while the killed one may not have been noticed by its parent yet.
      for (let round = 0; round < 10; round++) yield* Effect.andThen(first.killDaemon, first.startDaemon)
      assert.strictEqual(yield* virsh(first.tcpUri, "hostname"), "host1")
      assert.notStrictEqual(yield* first.exec(["cat", "/run/libvirtd.pid"]), before)
    })
  )

  it.effect("a crashed host comes back with what was defined", () =>
    Effect.gen(function* () {
      const { second } = yield* both
      const xml = "/var/lib/libvirt/images/pool.xml"
      const pool = "<pool type='dir'><name>images</name><target><path>/var/lib/libvirt/images</path></target></pool>"
      yield* second.exec(["tee", xml]).pipe(Effect.ignore)
      yield* second.exec(["bash", "-c", 'printf %s "$1" > "$2"', "-", pool, xml])
      assert.match(yield* second.exec(["virsh", "pool-define", xml]), /Pool images defined/)
      yield* second.crash
      assert.match((yield* Effect.flip(second.exec(["true"]))).message, /host2/)
      assert.match(yield* virsh(second.uri, "hostname"), /error/)
      yield* second.start
      assert.match(yield* second.virsh(["pool-list", "--all"]), /images/)
      assert.strictEqual(yield* virsh(second.tcpUri, "hostname"), "host2")
    })
  )
})
