/**
 * What a transaction changes, gathered while it goes on and written at its end: the events, and the rows by which other
 * processes follow and an address finds its events.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import * as Ip from "../../Ip.ts"
import * as IpamEvent from "../IpamEvent.ts"
import type { AddressChange } from "../IpamRequest.ts"
import { compare, follows, ofKey } from "./ipamKeys.ts"
import type { RowOf } from "./ipamSql.ts"

/** Columns of `ipam_changes`. */
export const changeColumns = {
  scope: "text",
  version: "bigint",
  ordinal: "bigint",
  writer: "text",
  kind: "text",
  container: "text",
  first: "text",
  last: "text",
  taken: "bigint",
  ends_at: "bigint",
  position: "bigint"
} as const

/** An address that changed. */
export interface Changed {
  readonly address: string
  readonly owner: string
  readonly ends_at: number | null
}

/** Bytes of owners in one event, well below the limit of a payload with all the rest. */
const ownersBytesMax = 40_000

/** Runs in one event: each has some 100 bytes of its own. */
const runsMax = 200

interface Run {
  readonly first: string
  last: string
  readonly owners: Array<string>
}

interface Noted {
  readonly event: number
  readonly kind: string
  readonly container: string | null
  readonly first: string
  readonly last: string
  readonly taken: boolean
  readonly endsAt: number | null
}

const payloadRun = ({ first, last, owners }: Run): typeof IpamEvent.AddressRun.Type => ({
  first: Ip.toText(ofKey(first)),
  last: Ip.toText(ofKey(last)),
  owners: owners.every((owner) => owner === owners[0]) ? owners.slice(0, 1) : owners
})

/** At least as many bytes as an owner has in JSON: it has no control characters. */
const bytesOf = (owner: string): number => Buffer.byteLength(owner) + 3 + (/["\\]/.test(owner) ? owner.length : 0)

/** By address; most batches come so. */
const inOrder = (changed: ReadonlyArray<Changed>): ReadonlyArray<Changed> => {
  const isSorted = changed.every(({ address }, index) => index === 0 || changed[index - 1]!.address < address)
  return isSorted ? changed : changed.toSorted((a, b) => compare(a.address, b.address))
}

/** The changes of one transaction. */
export class Changes {
  readonly #scope: string
  readonly #version: number
  readonly #actor: string
  readonly #events: Array<EventLog.NewEvent> = []
  readonly #noted: Array<Noted> = []

  constructor(scope: string, version: number, actor: string) {
    this.#scope = scope
    this.#version = version
    this.#actor = actor
  }

  /** Whether nothing has changed. */
  get isEmpty(): boolean {
    return this.#noted.length === 0
  }

  #note(noted: Omit<Noted, "event">): void {
    this.#noted.push({ event: this.#events.length - 1, ...noted })
  }

  /** The scope itself. */
  scope(payload: typeof IpamEvent.ScopeChanged.payload.Type): void {
    this.#events.push(IpamEvent.ScopeChanged.make({ subject: this.#scope, actor: this.#actor, payload }))
    this.#note({ kind: "scope", container: null, first: "", last: "", taken: false, endsAt: null })
  }

  /** A block; `span` has its first and last keys, `pool` is the innermost pool around it. */
  block(
    payload: Omit<typeof IpamEvent.BlockChanged.payload.Type, "version">,
    span: { readonly first: string; readonly last: string },
    pool: string | null
  ): void {
    this.#events.push(
      IpamEvent.BlockChanged.make({
        subject: this.#scope,
        actor: this.#actor,
        payload: { ...payload, version: this.#version }
      })
    )
    const { first, last } = span
    this.#note({ kind: payload.kind, container: pool, first, last, taken: payload.change !== "removed", endsAt: null })
  }

  /** The place that a block had before its newest change, which is noted next. */
  vacated(before: { readonly kind: string; readonly first: string; readonly last: string }, pool: string | null): void {
    const { first, kind, last } = before
    this.#noted.push({ event: this.#events.length, kind, container: pool, first, last, taken: false, endsAt: null })
  }

  /** Addresses of a subnet, each at most once. */
  addresses(change: AddressChange, subnet: string, taken: boolean, changed: ReadonlyArray<Changed>): void {
    let runs: Array<Run> = []
    let bytes = 0
    let endsAt: number | null = null
    const close = () => {
      if (runs.length === 0) return
      const payload = { change, subnet, version: this.#version, runs: runs.map(payloadRun) }
      this.#events.push(IpamEvent.AddressesChanged.make({ subject: this.#scope, actor: this.#actor, payload }))
      for (const { first, last } of runs) this.#note({ kind: change, container: subnet, first, last, taken, endsAt })
      runs = []
      bytes = 0
    }
    for (const item of changed) {
      if (item.ends_at !== null && (endsAt === null || item.ends_at < endsAt)) endsAt = item.ends_at
    }
    for (const { address, owner } of inOrder(changed)) {
      const more = bytesOf(owner)
      if (bytes + more > ownersBytesMax) close()
      bytes += more
      const run = runs.at(-1)
      if (run !== undefined && follows(run.last, address)) {
        run.last = address
        run.owners.push(owner)
        continue
      }
      if (runs.length === runsMax) close()
      runs.push({ first: address, last: address, owners: [owner] })
    }
    close()
  }

  /** Appends the events; gives the rows that go with them. */
  append(
    log: EventLog.EventLog["Service"],
    writer: string
  ): Effect.Effect<ReadonlyArray<RowOf<typeof changeColumns>>, SqlError | EventLog.EventLogError> {
    return Effect.gen({ self: this }, function* () {
      const positions: Array<number> = []
      for (let start = 0; start < this.#events.length; start += EventLog.appendEventsMax) {
        positions.push(...(yield* log.append(this.#events.slice(start, start + EventLog.appendEventsMax))))
      }
      return this.#noted.map(({ container, endsAt, event, first, kind, last, taken }, ordinal) => ({
        scope: this.#scope,
        version: this.#version,
        ordinal,
        writer,
        kind,
        container,
        first,
        last,
        taken: taken ? 1 : 0,
        ends_at: endsAt,
        position: positions[event]!
      }))
    })
  }
}
