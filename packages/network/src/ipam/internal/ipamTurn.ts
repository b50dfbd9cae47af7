/**
 * A turn: one change of one scope in one transaction, alone with the scope from its first statement to its end.
 *
 * A turn that changed nothing is rolled back, so that repeating a call leaves no trace. One that finds its memory
 * contradicted by the database (somebody wrote past us, or an owner has an address already) is rolled back and taken
 * again, more carefully each time; see {@link Care}.
 *
 * @since 0.1.0
 */
import type * as EventLog from "@cloudwright/core/EventLog"
import * as Transaction from "@cloudwright/core/Transaction"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { FreeSpace } from "../FreeSpace.ts"
import { IpamError } from "../IpamError.ts"
import { type AddressChange, batchMax } from "../IpamRequest.ts"
import { changeColumns, Changes, type Changed } from "./ipamChanges.ts"
import * as input from "./ipamInput.ts"
import { ofKey, span } from "./ipamKeys.ts"
import * as memories from "./ipamMemory.ts"
import { addressColumns, type AddressRow, addressRows, blockColumns, type BlockRow, subnetOf } from "./ipamRows.ts"
import { type Insert, insertBoth, insertInto, type Wide } from "./ipamSql.ts"
import { infoOf, type SubnetInfo } from "./ipamSubnet.ts"
import { blockOf } from "./planText.ts"

/** Who acts: a tenant's name as given, or the operator. */
export type Actor = string | undefined

/** Name of the operator in the event log; no tenant can have it. */
export const operator = "*operator"

/**
 * How a turn looks at the database before it writes: `trusting` relies on memory and on the constraints; `careful` reads
 * the rows that its wishes concern; `anew` also forgets its memory first.
 */
export type Care = "trusting" | "careful" | "anew"

/** The turn has to be taken again with more care. */
export class TakeAgain extends Data.TaggedError("TakeAgain")<{}> {}

class Unchanged extends Data.TaggedError("Unchanged")<{ readonly value: unknown }> {}

/** What goes wrong in a turn. */
export type Trouble = input.Refused | TakeAgain | SqlError.SqlError | EventLog.EventLogError

/** More changes than this are not followed one by one. */
const followMax = 2000

interface ChangeRow {
  readonly version: Wide
  readonly writer: string
  readonly kind: string
  readonly container: string | null
  readonly first: string
  readonly last: string
  readonly taken: Wide
  readonly ends_at: Wide | null
}

interface Entered {
  readonly version: Wide
  readonly previous: string
}

/** Takes the turn of a scope, as the operator or as its tenant. */
const enter = (sql: SqlClient.SqlClient, tenant: boolean): string => {
  const isPg = sql.onDialectOrElse({ pg: () => true, orElse: () => false })
  const place = (n: number) => (isPg ? `$${n}` : "?")
  return `UPDATE ipam_scopes SET version = version + 1, previous = writer, writer = ${place(1)}
    WHERE id = ${place(2)}${tenant ? ` AND tenant = ${place(3)}` : ""} RETURNING version, previous`
}

/** What every turn needs. */
export interface Tools {
  readonly sql: SqlClient.SqlClient
  readonly log: EventLog.EventLog["Service"]
  readonly memories: memories.Memories
  /** A name for a transaction that nobody else gives. */
  readonly writer: () => string
  readonly enterAny: string
  readonly enterOwn: string
  readonly insertChanges: Insert<typeof changeColumns>
  readonly insertAddresses: Insert<typeof addressColumns>
  readonly insertBlocks: Insert<typeof blockColumns>
}

/** The tools, on a database. `unique` is a text that no other process has. */
export const tools = (sql: SqlClient.SqlClient, log: EventLog.EventLog["Service"], unique: string): Tools => {
  let count = 0
  return {
    sql,
    log,
    memories: new memories.Memories(),
    writer: () => `${unique}.${++count}`,
    enterAny: enter(sql, false),
    enterOwn: enter(sql, true),
    insertChanges: insertInto(sql, "ipam_changes", changeColumns),
    insertAddresses: insertInto(sql, "ipam_addresses", addressColumns),
    insertBlocks: insertInto(sql, "ipam_blocks", blockColumns)
  }
}

/** Tells what became of a failed call: `committing` says whether COMMIT may have been sent. */
export const storage = (error: SqlError.SqlError, committing: boolean): IpamError["reason"] => ({
  _tag: "Storage",
  detail: error.message,
  retryable: error.isRetryable,
  outcome: committing && !Transaction.isRolledBack(error) ? "unknown" : "not-done"
})

/** Brings a memory up to `base`, or empties it. */
const catchUp = Effect.fnUntraced(function* (
  { sql }: Tools,
  scope: string,
  memory: memories.Memory,
  base: memories.Stamp
): Effect.fn.Return<void, SqlError.SqlError> {
  const { head } = memory
  const rows = yield* sql<ChangeRow>`SELECT version, writer, kind, container, first, last, taken, ends_at
    FROM ipam_changes WHERE scope = ${scope} AND version >= ${head.version}
    ORDER BY version, ordinal LIMIT ${followMax + 1}`.withoutTransform
  const [mine] = rows
  // What was remembered is part of the history only if its version was written by the transaction that we remember.
  const known = mine !== undefined && Number(mine.version) === head.version && mine.writer === head.writer
  if (!known || rows.length > followMax) memories.clear(memory)
  else {
    for (const row of rows) {
      if (Number(row.version) === head.version) continue
      const endsAt = row.ends_at === null ? null : Number(row.ends_at)
      memories.follow(memory, { ...row, taken: Number(row.taken) === 1, endsAt })
    }
  }
  memory.head = base
  memory.base = base
  memory.undo = []
})

/** A turn under way. */
export class Turn {
  readonly scope: string
  readonly version: number
  readonly now: number
  readonly care: Care
  readonly changes: Changes
  readonly memory: memories.Memory
  readonly sql: SqlClient.SqlClient
  readonly writer: string
  readonly insertAddresses: Tools["insertAddresses"]
  readonly insertBlocks: Tools["insertBlocks"]
  #atEnd: ReadonlyArray<AddressRow> = []

  constructor(
    { insertAddresses, insertBlocks, sql }: Tools,
    scope: string,
    head: memories.Stamp,
    at: { readonly now: number; readonly care: Care; readonly actor: Actor },
    memory: memories.Memory
  ) {
    this.sql = sql
    this.insertAddresses = insertAddresses
    this.insertBlocks = insertBlocks
    this.scope = scope
    this.version = head.version
    this.writer = head.writer
    this.now = at.now
    this.care = at.care
    this.changes = new Changes(scope, head.version, at.actor ?? operator)
    this.memory = memory
  }

  /**
   * To be asked before the memory is used after a wait: fails when the memory is not ours any more. Then the database has
   * ended this transaction, and given the turn to somebody else.
   */
  get ours(): Effect.Effect<void, TakeAgain> {
    return Effect.suspend(() => (this.memory.head.writer === this.writer ? Effect.void : Effect.fail(new TakeAgain())))
  }

  /** Keeps what was read, unless this turn has written: then only if it is committed. */
  #keep<A>(map: Map<string, A>, id: string, value: A): A {
    map.set(id, value)
    if (!this.changes.isEmpty) this.memory.undo.push(() => map.delete(id))
    return value
  }

  /** A subnet. */
  subnet(id: string): Effect.Effect<SubnetInfo, Trouble> {
    const known = this.memory.subnets.get(id)
    if (known !== undefined) return Effect.succeed(known)
    return Effect.gen({ self: this }, function* () {
      const rows = yield* this.sql<BlockRow>`SELECT * FROM ipam_blocks
        WHERE scope = ${this.scope} AND kind = 'subnet' AND id = ${id}`.withoutTransform
      if (rows[0] === undefined) return yield* input.refuse({ _tag: "NotFound", kind: "subnet", id })
      yield* this.ours
      return this.#keep(this.memory.subnets, id, infoOf(subnetOf(rows[0])))
    })
  }

  /** The free addresses of a subnet's ranges or of its DHCP range. */
  space(info: SubnetInfo, from: "ranges" | "dhcp"): Effect.Effect<FreeSpace, Trouble> {
    const name = memories.spaceOf[from](info.record.id)
    const known = this.memory.spaces.get(name)
    if (known !== undefined) return Effect.succeed(known)
    return Effect.gen({ self: this }, function* () {
      const { first, last } = span(info.prefix)
      const rows = yield* this.sql<{ readonly address: string }>`SELECT address FROM ipam_addresses
        WHERE scope = ${this.scope} AND address BETWEEN ${first} AND ${last}`.withoutTransform
      yield* this.ours
      return this.#keep(
        this.memory.spaces,
        name,
        spaceWithout(
          info.prefix,
          info[from],
          rows.map((row) => row.address)
        )
      )
    })
  }

  /** The blocks of a pool that are free. */
  pool(id: string, prefix: Prefix.Prefix): Effect.Effect<FreeSpace, Trouble> {
    const name = memories.spaceOf.pool(id)
    const known = this.memory.spaces.get(name)
    if (known !== undefined) return Effect.succeed(known)
    return Effect.gen({ self: this }, function* () {
      const rows = yield* this.sql<{ readonly cidr: Prefix.Text }>`SELECT cidr FROM ipam_blocks
        WHERE scope = ${this.scope} AND pool = ${id}`.withoutTransform
      yield* this.ours
      const space = FreeSpace.make(prefix)
      for (const { cidr } of rows) space.reserve(blockOf(cidr))
      return this.#keep(this.memory.spaces, name, space)
    })
  }

  /** Addresses to be inserted with what the turn writes last; it must not look for them meanwhile. */
  insertAtEnd(rows: ReadonlyArray<AddressRow>): void {
    this.#atEnd = rows
  }

  /** Writes what is left to be written. */
  write({ insertAddresses, insertChanges, log, sql }: Tools): Effect.Effect<void, Trouble> {
    return Effect.flatMap(this.changes.append(log, this.writer), (rows) =>
      insertBoth(sql, [insertAddresses, this.#atEnd], [insertChanges, rows])
    )
  }

  /** Forgets what the memory has of subnets in a block. */
  forgetSubnets(block: Prefix.Prefix): void {
    const forget = () => memories.forgetSubnets(this.memory, block)
    forget()
    this.memory.undo.push(forget)
  }

  /** Forgets what the memory has of pools. */
  forgetPools(): void {
    const forget = () => memories.forgetPools(this.memory)
    forget()
    this.memory.undo.push(forget)
  }

  /** Notes in memory that a block is taken from a pool or given back, if the pool is in memory. */
  carve(pool: string | null, block: Prefix.Prefix, taken: boolean): void {
    if (pool !== null) this.mark(this.memory.spaces.get(memories.spaceOf.pool(pool)), block, taken)
  }

  /** Takes a block out of a free space or gives it back; what does not change it is nothing to undo. */
  mark(space: FreeSpace | undefined, block: Prefix.Prefix, taken: boolean): void {
    if (space === undefined) return
    if (taken ? space.reserve(block) : space.release(block)) this.#undoMark(space, block, taken)
  }

  #undoMark(space: FreeSpace, block: Prefix.Prefix, taken: boolean): void {
    this.memory.undo.push(taken ? () => space.release(block) : () => space.reserve(block))
  }

  /** Takes a block of this length from a free space by a strategy. */
  choose(space: FreeSpace, length: number, strategy: Parameters<FreeSpace["allocate"]>[1]): Prefix.Prefix | undefined {
    const block = space.allocate(length, strategy)
    if (block !== undefined) this.#undoMark(space, block, true)
    return block
  }

  /** Notes addresses of a subnet that changed, for the log. `taken` says whether they are taken now. */
  note(change: AddressChange, subnet: string, taken: boolean, rows: ReadonlyArray<Changed>): void {
    this.changes.addresses(change, subnet, taken, rows)
    const { memory } = this
    for (const { ends_at: at } of rows) {
      if (at !== null && memory.nextEnd !== undefined && at < memory.nextEnd) memory.nextEnd = at
    }
  }

  /** As `note`, and in memory. */
  changed(change: AddressChange, info: SubnetInfo, taken: boolean, rows: ReadonlyArray<Changed>): void {
    this.note(change, info.record.id, taken, rows)
    for (const { address } of rows) {
      const ip = ofKey(address)
      this.mark(memories.spaceFor(this.memory, info, ip), Prefix.host(ip), taken)
    }
  }

  /** At most so many rows of addresses, in the order of the addresses. */
  rows(where: Statement.Fragment, limit = batchMax): Effect.Effect<ReadonlyArray<AddressRow>, SqlError.SqlError> {
    return addressRows(this.sql, this.scope, where, limit)
  }
}

/** The free space of a subnet whose allowed addresses are given, without those that are taken. */
export const spaceWithout = (
  prefix: Prefix.Prefix,
  allowed: PrefixSet.PrefixSet,
  taken: ReadonlyArray<string>
): FreeSpace => {
  const space = FreeSpace.make(prefix)
  const never = PrefixSet.difference(PrefixSet.fromPrefixes([prefix]), allowed)
  for (const block of PrefixSet.toPrefixes(never)) space.reserve(block)
  for (const key of taken) space.reserve(Prefix.host(ofKey(key)))
  return space
}

/** Why a scope cannot be changed by an actor. */
const denied = Effect.fnUntraced(function* ({ sql }: Tools, actor: Actor, scope: string) {
  const found = yield* sql`SELECT 1 AS found FROM ipam_scopes WHERE id = ${scope}`
  if (found.length === 0 || actor === undefined) {
    return yield* input.refuse({ _tag: "NotFound", kind: "scope", id: scope })
  }
  return yield* input.refuse({ _tag: "Forbidden", tenant: actor, scope })
})

const begin = Effect.fnUntraced(function* (tools: Tools, actor: Actor, scope: string, care: Care) {
  const { sql } = tools
  const writer = tools.writer()
  const rows = yield* actor === undefined
    ? Transaction.execute<Entered>(sql, tools.enterAny, [writer, scope])
    : Transaction.execute<Entered>(sql, tools.enterOwn, [writer, scope, actor])
  if (rows[0] === undefined) return yield* denied(tools, actor, scope)
  const head = { version: Number(rows[0].version), writer }
  const base = { version: head.version - 1, writer: rows[0].previous }
  const memory = tools.memories.enter(scope, base)
  if (care === "anew") memories.clear(memory)
  if (memory.head.version !== base.version || memory.head.writer !== base.writer) {
    yield* catchUp(tools, scope, memory, base)
  }
  memories.begin(memory, base, head)
  return new Turn(tools, scope, head, { now: yield* Clock.currentTimeMillis, care, actor }, memory)
})

const next: Record<Care, Care | undefined> = { trusting: "careful", careful: "anew", anew: undefined }

/** Takes a turn. */
export const take = <A>(
  tools: Tools,
  call: { readonly operation: string; readonly actor: Actor; readonly scope: string },
  body: (turn: Turn) => Effect.Effect<A, Trouble>
): Effect.Effect<A, IpamError> => {
  const { actor, operation, scope } = call
  const attempt = (care: Care): Effect.Effect<A, IpamError> => {
    let committing = false
    const again = () => {
      const more = next[care]
      if (more !== undefined) return attempt(more)
      const detail = "the database contradicts itself: somebody writes to the tables at the same time"
      return failure({ _tag: "Storage", detail, retryable: true, outcome: "not-done" })
    }
    const failure = (reason: IpamError["reason"]) => Effect.fail(new IpamError({ operation, scope, reason }))
    const transaction = Effect.gen(function* () {
      committing = false
      const turn = yield* begin(tools, actor, scope, care)
      const value = yield* body(turn)
      if (turn.changes.isEmpty) return yield* new Unchanged({ value })
      yield* turn.write(tools)
      committing = true
      return value
    })
    return Transaction.run(transaction).pipe(
      Effect.provideService(SqlClient.SqlClient, tools.sql),
      Effect.catchTags({
        Unchanged: ({ value }) => Effect.succeed(value as A),
        TakeAgain: again,
        Refused: ({ reason }) => failure(reason),
        SqlError: (error) =>
          error.reason._tag === "UniqueViolation" && next[care] !== undefined
            ? again()
            : failure(storage(error, committing)),
        EventLogError: (error) => Effect.die(error)
      })
    )
  }
  return Effect.fromResult(input.scopeId("scope", scope)).pipe(
    Effect.mapError(({ reason }) => new IpamError({ operation, reason })),
    Effect.andThen(Effect.suspend(() => attempt("trusting")))
  )
}
