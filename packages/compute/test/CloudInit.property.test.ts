import * as DiskSource from "@cloudwright/core/DiskSource"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Base64 from "effect/encoding/Base64"
import * as Yaml from "effect/encoding/Yaml"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CloudInit, documents, PasswordHash, SshPublicKey, UserData, userDataBytesMax } from "../src/CloudInit.ts"
import { mac } from "./support/vms.ts"

const vm = { id: "019a0000-0000-7000-8000-000000000001", name: "Web_1.blue-" }
const render = (input: Parameters<typeof CloudInit.make>[0]) => {
  const result = documents(CloudInit.make(input), vm)
  return Result.isSuccess(result) ? result.success : assert.fail(result.failure)
}
const accepts = (schema: Schema.Codec<unknown, unknown>, value: unknown): boolean =>
  Exit.isSuccess(Schema.decodeUnknownExit(schema)(value))
const hidden = (text: string) => Redacted.make(text)

const ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"

/** Strings made of everything that YAML and shells treat in their own way. */
const nasty = Arbitrary.array(
  Arbitrary.schema(
    Schema.Literals([
      ": ",
      "- ",
      "#",
      "\n",
      "\r\n",
      "\t",
      '"',
      "'",
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      "&a",
      "*a",
      "!!str",
      "%",
      "@",
      "`",
      "|",
      ">",
      "---",
      "...",
      "null",
      "yes",
      "0x1f",
      "1e3",
      "~",
      "<<",
      "\u0000",
      "\u0007",
      "\u001b",
      "\u007f",
      "\u0085",
      "\u00a0",
      "\u2028",
      "\u2029",
      "\ufeff",
      "\ufffe",
      "é",
      "漢",
      "😀",
      "$(id)",
      "`id`",
      " ",
      "a"
    ])
  ),
  { maxLength: 20 }
).pipe(Arbitrary.map((parts) => parts.join("")))

describe("CloudInit", () => {
  it.prop(
    "any text comes out of the YAML as it went in",
    { command: nasty, content: nasty, search: nasty },
    ({ command, content }) => {
      const { userData } = render({
        runCommands: [["echo", command]],
        writeFiles: [{ path: DiskSource.AbsolutePath.make("/etc/x"), content: hidden(content) }]
      })
      const text = Redacted.value(userData)
      assert.match(text, /^#cloud-config\n[\n\x20-\x7e]*$/)
      const parsed = Yaml.parse(text) as {
        readonly runcmd: ReadonlyArray<unknown>
        readonly write_files: ReadonlyArray<{ readonly content: string }>
      }
      assert.deepStrictEqual(parsed.runcmd, [["echo", command]])
      const file = Base64.decode(parsed.write_files[0]?.content ?? "")
      assert.deepStrictEqual(Result.getOrThrow(file), new TextEncoder().encode(content))
    },
    { arbitrary: { runs: 500, seed: 42 } }
  )

  it("writes meta-data, users and network settings as cloud-init documents them", () => {
    const hash = `$6$abc$${"x".repeat(60)}`
    const result = render({
      users: [
        { name: "debian", sshKeys: [SshPublicKey.make(`${ed25519} me@here`)], groups: ["adm"], sudo: true },
        { name: "app", passwordHash: hidden(hash) }
      ],
      packages: ["nginx"],
      network: [
        {
          mac: mac(1),
          addresses: ["10.0.0.5/24", "fd00::5/64"],
          routes: [{ to: "0.0.0.0/0", via: "10.0.0.1", metric: 10 }],
          nameservers: { addresses: ["10.0.0.2"], search: ["example.org"] },
          mtu: 1450
        },
        { mac: mac(2), dhcp4: true, dhcp6: true }
      ]
    })
    assert.deepStrictEqual(Yaml.parse(result.metaData), { "instance-id": vm.id, "local-hostname": "web-1-blue" })
    assert.deepStrictEqual(Yaml.parse(Redacted.value(result.userData)), {
      users: [
        {
          name: "debian",
          groups: ["adm"],
          sudo: "ALL=(ALL) NOPASSWD:ALL",
          ssh_authorized_keys: [`${ed25519} me@here`],
          lock_passwd: true
        },
        { name: "app", lock_passwd: false, hashed_passwd: hash }
      ],
      packages: ["nginx"]
    })
    assert.deepStrictEqual(Yaml.parse(result.networkConfig ?? ""), {
      version: 2,
      ethernets: {
        nic0: {
          match: { macaddress: mac(1) },
          dhcp4: false,
          dhcp6: false,
          addresses: ["10.0.0.5/24", "fd00::5/64"],
          routes: [{ to: "0.0.0.0/0", via: "10.0.0.1", metric: 10 }],
          nameservers: { addresses: ["10.0.0.2"], search: ["example.org"] },
          mtu: 1450
        },
        nic1: { match: { macaddress: mac(2) }, dhcp4: true, dhcp6: true }
      }
    })
  })

  it("is the same for the same VM, with an instance id that stays unless told otherwise", () => {
    assert.deepStrictEqual(render({ packages: ["a"] }), render({ packages: ["a"] }))
    assert.deepStrictEqual(render({}).metaData, render({ packages: ["a"] }).metaData)
    assert.include(render({ instanceId: "again-1", hostname: "db.example.org" }).metaData, "again-1")
  })

  it("S11 plain passwords are refused wherever they could stand", () => {
    const refused = [
      "#cloud-config\npassword: hunter2\n",
      '#cloud-config\n"password": hunter2\n',
      "#cloud-config\n{password: hunter2}\n",
      "#cloud-config\nusers:\n  - name: a\n    plain_text_passwd: hunter2\n",
      "#cloud-config\nusers:\n  - name: a\n    passwd: hunter2\n",
      "#cloud-config\nusers:\n  - {name: a, hashed_passwd: hunter2}\n",
      "#cloud-config\nuser:\n  name: a\n  plain_text_passwd: x\n",
      "#cloud-config\nchpasswd:\n  list: |\n    root:hunter2\n",
      "#cloud-config\nchpasswd:\n  list:\n    - root:hunter2\n",
      "#cloud-config\nchpasswd:\n  users:\n    - {name: root, password: hunter2}\n",
      // Not parsed here, and refused all the same.
      "#cloud-config\nusers:\n  - name: a\n    plain_text_passwd: hunter2\nruncmd:\n  - - a\n    - b\n",
      "#cloud-config\npassword: hunter2\nruncmd:\n- - a\n"
    ]
    for (const text of refused) {
      const result = Schema.decodeExit(UserData)(hidden(text))
      assert.isTrue(Exit.isFailure(result), text)
      assert.notInclude(JSON.stringify(result), "hunter2")
    }
    const accepted = [
      "#!/bin/sh\necho hi\n",
      "#cloud-config\npackages: [a]\n",
      "#cloud-config\nusers:\n  - name: a\n    passwd: $6$salt$hash\n",
      "#cloud-config\nusers:\n  - name: a\n    passwd: '!'\n",
      "#cloud-config\nchpasswd:\n  list: |\n    root:RANDOM\n    a:$6$salt$hash\n",
      "#cloud-config\nwrite_files:\n  - path: /x\n    content: |\n      password: of-the-application\n"
    ]
    for (const text of accepted) assert.isTrue(accepts(UserData, hidden(text)), text)
    for (const plain of [
      "hunter2",
      "",
      "$1$abc$defdefdefdefdefdefdef",
      "$6$a b$ccccccccccccccccccccccc",
      `$6$a$${"c".repeat(30)}\nroot:x`
    ]) {
      assert.isFalse(accepts(PasswordHash, hidden(plain)), plain)
    }
  })

  it("refuses user-data that is no user-data, or too long", () => {
    for (const text of [
      "",
      "packages: []",
      " #cloud-config\n",
      "#cloud-config",
      "Content-Type: multipart/mixed\n",
      "#!/bin/sh\n\0"
    ]) {
      assert.isFalse(accepts(UserData, hidden(text)), text)
    }
    assert.isTrue(accepts(UserData, hidden(`#!/bin/sh\n${"#".repeat(userDataBytesMax - 10)}`)))
    assert.isFalse(accepts(UserData, hidden(`#!/bin/sh\n${"#".repeat(userDataBytesMax - 9)}`)))
    assert.isFalse(accepts(UserData, hidden(`#!/bin/sh\n${"é".repeat(userDataBytesMax / 2)}`)))
    assert.isFalse(
      accepts(CloudInit, {
        userData: hidden("#!/bin/sh\n"),
        packages: ["a"],
        users: [],
        runCommands: [],
        writeFiles: [],
        detachAfterBoot: false
      })
    )
    const big = CloudInit.make({
      writeFiles: [{ path: DiskSource.AbsolutePath.make("/x"), content: hidden("x".repeat(userDataBytesMax)) }]
    })
    assert.isTrue(Result.isFailure(documents(big, vm)))
  })

  it("takes SSH keys whose inside is what is written outside", () => {
    const rsaInside = ed25519.replace("ssh-ed25519", "ssh-rsa")
    const good = [ed25519, `${ed25519} a b c`]
    const bad = [
      rsaInside,
      `no-pty ${ed25519}`,
      `${ed25519}\nssh-rsa AAAA`,
      `${ed25519} x\u0000`,
      "ssh-ed25519",
      "ssh-ed25519 !!!!",
      "ssh-dss AAAAB3NzaC1kc3MAAAA",
      "-----BEGIN OPENSSH PRIVATE KEY-----"
    ]
    for (const key of good) assert.isTrue(accepts(SshPublicKey, key), key)
    for (const key of bad) assert.isFalse(accepts(SshPublicKey, key), key)
  })

  it("refuses addresses, routes, names and packages that are none", () => {
    const bad: ReadonlyArray<Record<string, unknown>> = [
      { network: [{ mac: "52:54:00:00:00:01", addresses: ["10.0.0.5"] }] },
      { network: [{ mac: "52:54:00:00:00:01", routes: [{ to: "10.0.0.1/8", via: "10.0.0.1" }] }] },
      { network: [{ mac: "52:54:00:00:00:01", routes: [{ to: "10.0.0.0/8", via: "gateway" }] }] },
      { network: [{ mac: "52:54:00:00:00:01", nameservers: { addresses: [], search: ["a b"] } }] },
      { network: [{ mac: "52:54:00:00:00:01" }, { mac: "52:54:00:00:00:01" }] },
      { network: [{ mac: "53:54:00:00:00:01" }] },
      { hostname: "-a" },
      { hostname: "a\nb" },
      { instanceId: "a b" },
      { packages: ["-o=x"] },
      { users: [{ name: "root:x" }] },
      { runCommands: [[]] },
      { writeFiles: [{ path: "etc/x", content: hidden("") }] },
      { writeFiles: [{ path: "/etc/x", content: hidden(""), permissions: "777" }] }
    ]
    for (const input of bad) {
      assert.throws(() => CloudInit.make(input))
    }
  })
})
