/**
 * Certificates for the lab's TLS: a good set and three broken ones for negative tests. File names are those that libvirt's
 * `pkipath` expects, so that each directory can be given to a client as it is.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { LabError } from "../LabError.ts"
import { fromPlatform, System } from "./system.ts"

/**
 * One authority with a server's and a client's certificate (paths of PEM files).
 *
 * @since 0.1.0
 * @category models
 */
export interface CertificateSet {
  readonly directory: string
  readonly caCert: string
  readonly serverCert: string
  readonly serverKey: string
  readonly clientCert: string
  readonly clientKey: string
}

/**
 * The good set, and sets in which one thing is wrong.
 *
 * @since 0.1.0
 * @category models
 */
export interface Pki extends CertificateSet {
  readonly untrusted: CertificateSet
  readonly expired: CertificateSet
  readonly wrongName: CertificateSet
}

const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-sha256"]

/** `openssl req` cannot date a certificate back, `openssl ca` can, and wants a configuration and a database. */
const expiringAuthority = (directory: string) =>
  [
    "[ca]",
    "default_ca = lab",
    "[lab]",
    `database = ${directory}/index.txt`,
    `new_certs_dir = ${directory}`,
    "rand_serial = yes",
    "unique_subject = no",
    "default_md = sha256",
    "policy = any",
    "copy_extensions = copy",
    "[any]",
    "commonName = supplied",
    ""
  ].join("\n")

const setIn = (directory: string): CertificateSet => ({
  directory,
  caCert: `${directory}/cacert.pem`,
  serverCert: `${directory}/servercert.pem`,
  serverKey: `${directory}/serverkey.pem`,
  clientCert: `${directory}/clientcert.pem`,
  clientKey: `${directory}/clientkey.pem`
})

interface Subject {
  readonly name: "server" | "client"
  readonly alternatives: ReadonlyArray<string>
}

const extensions = ({ alternatives, name }: Subject) =>
  [
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature,keyEncipherment",
    // A host is a client of the other one during a migration, with its server certificate.
    `extendedKeyUsage=${name === "server" ? "serverAuth,clientAuth" : "clientAuth"}`,
    ...(alternatives.length === 0 ? [] : [`subjectAltName=${alternatives.join(",")}`])
  ].flatMap((extension) => ["-addext", extension])

/** Runs openssl with its arguments in groups. */
const openssl = Effect.fnUntraced(function* (...groups: ReadonlyArray<ReadonlyArray<string>>) {
  const { run } = yield* System
  yield* run(["openssl", ...groups.flat()])
})

const authority = Effect.fnUntraced(function* (set: CertificateSet, name: string) {
  const { fs } = yield* System
  yield* fs
    .makeDirectory(set.directory, { recursive: true, mode: 0o700 })
    .pipe(Effect.mapError(fromPlatform("make a directory for certificates")))
  yield* openssl(
    ["req", "-x509", ...key, "-days", "3650", "-subj", `/CN=${name}`],
    ["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    ["-keyout", `${set.directory}/cakey.pem`, "-out", set.caCert]
  )
})

/** The files of a subject in a set: its key, its certificate. */
const filesOf = (set: CertificateSet, { name }: Subject) =>
  name === "server" ? ([set.serverKey, set.serverCert] as const) : ([set.clientKey, set.clientCert] as const)

const signed = Effect.fnUntraced(function* (set: CertificateSet, subject: Subject, by = set.directory) {
  const [keyFile, certificate] = filesOf(set, subject)
  yield* openssl(
    ["req", "-x509", "-CA", `${by}/cacert.pem`, "-CAkey", `${by}/cakey.pem`, ...key, "-days", "3650"],
    ["-subj", `/CN=${subject.name}`, ...extensions(subject), "-keyout", keyFile, "-out", certificate]
  )
})

const expired = Effect.fnUntraced(function* (set: CertificateSet, subject: Subject, by: string) {
  const [keyFile, certificate] = filesOf(set, subject)
  const request = `${set.directory}/${subject.name}.csr`
  yield* openssl(
    ["req", "-new", ...key, "-subj", `/CN=${subject.name}`, ...extensions(subject)],
    ["-keyout", keyFile, "-out", request]
  )
  yield* openssl(
    ["ca", "-config", `${set.directory}/ca.cnf`, "-batch", "-notext"],
    ["-cert", `${by}/cacert.pem`, "-keyfile", `${by}/cakey.pem`],
    ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z", "-in", request, "-out", certificate]
  )
})

/**
 * Makes all sets below a directory. `names` are the server's alternative names (`IP:…`, `DNS:…`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (directory: string, names: ReadonlyArray<string>): Effect.Effect<Pki, LabError, System> =>
  Effect.gen(function* () {
    const { fs } = yield* System
    const good = setIn(directory)
    const pki: Pki = {
      ...good,
      untrusted: setIn(`${directory}/untrusted`),
      expired: setIn(`${directory}/expired`),
      wrongName: setIn(`${directory}/wrong-name`)
    }
    const server: Subject = { name: "server", alternatives: names }
    const client: Subject = { name: "client", alternatives: [] }

    yield* authority(good, "Cloudwright lab CA")
    yield* authority(pki.untrusted, "Cloudwright lab CA nobody trusts")
    yield* Effect.gen(function* () {
      for (const set of [pki.expired, pki.wrongName]) {
        yield* fs.makeDirectory(set.directory, { mode: 0o700 })
        yield* fs.copyFile(good.caCert, set.caCert)
      }
      yield* fs.writeFileString(`${pki.expired.directory}/index.txt`, "")
      yield* fs.writeFileString(`${pki.expired.directory}/ca.cnf`, expiringAuthority(pki.expired.directory))
    }).pipe(Effect.mapError(fromPlatform("write the certificate authority's files")))

    yield* signed(good, server)
    yield* signed(good, client)
    yield* signed(pki.untrusted, server)
    yield* signed(pki.untrusted, client)
    yield* signed(pki.wrongName, { name: "server", alternatives: ["DNS:elsewhere.invalid"] }, directory)
    yield* signed(pki.wrongName, client, directory)
    // One after the other: they share the authority's database.
    yield* expired(pki.expired, server, directory)
    yield* expired(pki.expired, client, directory)
    return pki
  })
