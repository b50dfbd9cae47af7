/**
 * The synchronous kernel of the embedded database: binding values, prepared statements, rows.
 * Everything here throws what `node:sqlite` throws; `sqliteClient.ts` turns it into effects.
 *
 * @since 0.1.0
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"

/** How the rows of one run are wanted. */
export interface Shape {
  readonly bigInts: boolean
  readonly arrays: boolean
}

interface Prepared {
  readonly statement: StatementSync
  readonly returnsRows: boolean
  /** A stream is reading from it: running it again would end that stream. */
  streaming: boolean
  /** When it was last taken, counted in statements. */
  used: number
}

/** What a statement without rows did. */
export interface Changes {
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

/** A result that is read row by row. */
export interface Cursor {
  /** Up to `count` rows; fewer mean the end. */
  readonly take: (count: number) => ReadonlyArray<unknown>
  /** Once or more often. */
  readonly close: () => void
}

const cannotBind = (what: string): Error =>
  Object.assign(new TypeError(`${what} cannot be bound to a parameter`), { code: "ERR_INVALID_ARG_TYPE" })

/**
 * `node:sqlite` binds every JavaScript number as a floating point value, which makes `5` arrive as `5.0` in a text
 * column and in integer division; whole numbers therefore go as 64-bit integers. What SQLite cannot hold is refused:
 * NaN would silently become NULL, and a plain object would be taken for named parameters.
 */
const bind = (value: unknown): SQLInputValue => {
  switch (typeof value) {
    case "number":
      if (Number.isNaN(value)) throw cannotBind("NaN")
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value
    case "string":
    case "bigint":
      return value
    case "boolean":
      return value ? 1n : 0n
    case "undefined":
      return null
  }
  if (value === null) return null
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw cannotBind("an invalid date")
    return value.toISOString()
  }
  throw cannotBind(`a value of type ${typeof value}`)
}

/** Only blanks, semicolons and comments may follow a statement. */
const nothingFollows = (rest: string): boolean => /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*$/.test(rest)

/** Statements of one connection. Keeps up to `limit` prepared, the least recently used goes first. */
export const make = (db: DatabaseSync, limit: number) => {
  const kept = new Map<string, Prepared>()

  const prepare = (sql: string): Prepared => {
    const statement = db.prepare(sql)
    // SQLite compiles the first statement of a text and ignores the rest; silence would lose half a migration.
    if (!nothingFollows(sql.slice(statement.sourceSQL.length))) {
      throw Object.assign(new Error("one statement at a time: text follows the first one"), { errcode: 1 })
    }
    return { statement, returnsRows: statement.columns().length > 0, streaming: false, used: 0 }
  }

  let taken = 0
  const forgetOldest = () => {
    let oldest: [string, Prepared] | undefined
    for (const entry of kept) if (oldest === undefined || entry[1].used < oldest[1].used) oldest = entry
    if (oldest !== undefined) kept.delete(oldest[0])
  }

  const take = (sql: string): Prepared => {
    const found = kept.get(sql)
    if (found !== undefined) {
      found.used = ++taken
      return found.streaming ? prepare(sql) : found
    }
    const made = prepare(sql)
    made.used = ++taken
    kept.set(sql, made)
    if (kept.size > limit) forgetOldest()
    return made
  }

  const shaped = ({ statement }: Prepared, shape: Shape): StatementSync => {
    statement.setReadBigInts(shape.bigInts)
    statement.setReturnArrays(shape.arrays)
    return statement
  }

  return {
    /** A statement ready to run: from the cache, or made for this run alone. */
    take,
    prepare,
    /** All rows. A statement without rows gives none. */
    rows: (prepared: Prepared, params: ReadonlyArray<unknown>, shape: Shape): ReadonlyArray<unknown> => {
      const statement = shaped(prepared, shape)
      const values = params.map(bind)
      if (prepared.returnsRows) return statement.all(...values)
      statement.run(...values)
      return []
    },
    /** The rows, or for a statement without rows what it changed. */
    raw: (prepared: Prepared, params: ReadonlyArray<unknown>, shape: Shape): ReadonlyArray<unknown> | Changes => {
      const statement = shaped(prepared, shape)
      const values = params.map(bind)
      return prepared.returnsRows ? statement.all(...values) : statement.run(...values)
    },
    cursor: (prepared: Prepared, params: ReadonlyArray<unknown>, shape: Shape): Cursor => {
      const rows = shaped(prepared, shape).iterate(...params.map(bind))
      prepared.streaming = true
      let open = true
      return {
        take: (count) => {
          const out: Array<unknown> = []
          while (out.length < count) {
            const next = rows.next()
            if (next.done === true) break
            out.push(next.value)
          }
          return out
        },
        close: () => {
          if (!open) return
          open = false
          prepared.streaming = false
          // Closing the database has ended it already.
          if (db.isOpen) rows.return?.()
        }
      }
    },
    /** How many statements are kept. */
    size: () => kept.size
  }
}

/** The statements of one connection. */
export type Statements = ReturnType<typeof make>
