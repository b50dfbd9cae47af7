/**
 * All records of an overlay as one immutable value, with an index of who refers to whom. A change costs time in proportion to
 * the record that changes (and to those that refer to it, when it comes, goes, or changes hands), whatever else there is.
 *
 * A state may hold records whose references lead nowhere: `Intent` says so. It is `Overlay` that refuses to store them.
 *
 * @since 0.1.0
 */
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import { faultsOf } from "./internal/faults.ts"
import { samePlain } from "./internal/plain.ts"
import type { IntentProblem } from "./IntentProblem.ts"
import type { OverlayRecord, RecordKind, RecordOf, RecordRef } from "./OverlayRecord.ts"
import { isShared, kinds, references } from "./OverlayRecord.ts"

/** A change before another: the lookups whose answers may differ since. A chain of them tells an `Intent` what to look at. */
interface Edits {
  readonly touched: ReadonlyArray<string>
  readonly before: Edits | undefined
  readonly depth: number
}

/** After so many changes the chain starts anew, so that it does not keep a state's whole history. */
const editsMax = 4096

/**
 * All records of an overlay. Read it by the functions of this module. `revision` counts the changes that changed something.
 *
 * @since 0.1.0
 * @category models
 */
export interface OverlayState {
  readonly revision: number
  readonly tables: { readonly [K in RecordKind]: HashMap.HashMap<string, RecordOf<K>> }
  readonly uses: HashMap.HashMap<string, HashMap.HashMap<string, OverlayRecord>>
  readonly faults: HashMap.HashMap<string, ReadonlyArray<IntentProblem>>
  readonly edits: Edits
}

/**
 * A change: a record that is to be as given, or one that is to be gone.
 *
 * @since 0.1.0
 * @category models
 */
export type Change = ({ readonly _tag: "Put" } & OverlayRecord) | ({ readonly _tag: "Remove" } & RecordRef)

const none = <K extends RecordKind>(): HashMap.HashMap<string, RecordOf<K>> => HashMap.empty()

/**
 * No records at all.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty: OverlayState = {
  revision: 0,
  tables: {
    Network: none<"Network">(),
    Port: none<"Port">(),
    SecurityGroup: none<"SecurityGroup">(),
    AddressSet: none<"AddressSet">(),
    Router: none<"Router">(),
    FloatingIp: none<"FloatingIp">(),
    PortForward: none<"PortForward">(),
    Peering: none<"Peering">(),
    ServiceNetwork: none<"ServiceNetwork">(),
    ServiceAttachment: none<"ServiceAttachment">(),
    LoadBalancer: none<"LoadBalancer">(),
    Vpn: none<"Vpn">(),
    DnsZone: none<"DnsZone">(),
    QosPolicy: none<"QosPolicy">()
  },
  uses: HashMap.empty(),
  faults: HashMap.empty(),
  edits: { touched: [], before: undefined, depth: 0 }
}

/**
 * The lookup of a record, as `touchedSince` names it.
 *
 * @since 0.1.0
 * @category getters
 */
export const recordKey = (kind: RecordKind, id: string): string => `${kind} ${id}`

/**
 * The lookup of the records of kind `user` that refer to a record, as `touchedSince` names it.
 *
 * @since 0.1.0
 * @category getters
 */
export const usersKey = (user: RecordKind, target: RecordRef): string => `${user}<${target.kind} ${target.id}`

/**
 * The record of a kind and id.
 *
 * @since 0.1.0
 * @category getters
 */
export const get = <K extends RecordKind>(state: OverlayState, kind: K, id: string): RecordOf<K> | undefined =>
  Option.getOrUndefined(HashMap.get(state.tables[kind], id))

const withKind = (state: OverlayState, kind: RecordKind, id: string): OverlayRecord | undefined => {
  const record = get(state, kind, id)
  // The table of a kind holds records of this kind.
  return record === undefined ? undefined : ({ kind, record } as OverlayRecord)
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/**
 * All records of a kind, by id.
 *
 * @since 0.1.0
 * @category getters
 */
export const list = <K extends RecordKind>(state: OverlayState, kind: K): ReadonlyArray<RecordOf<K>> =>
  HashMap.toValues(state.tables[kind]).sort(byId)

/**
 * All records, by kind in the order of `OverlayRecord.kinds`, then by id.
 *
 * @since 0.1.0
 * @category getters
 */
export const records = (state: OverlayState): ReadonlyArray<OverlayRecord> =>
  kinds.flatMap((kind) => list(state, kind).map((record) => ({ kind, record }) as OverlayRecord))

/**
 * How many records there are.
 *
 * @since 0.1.0
 * @category getters
 */
export const size = (state: OverlayState): number =>
  kinds.reduce((sum, kind) => sum + HashMap.size<string, unknown>(state.tables[kind]), 0)

/**
 * The records of kind `user` that refer to a record, by id.
 *
 * @since 0.1.0
 * @category getters
 */
export const users = <K extends RecordKind>(
  state: OverlayState,
  user: K,
  target: RecordRef
): ReadonlyArray<RecordOf<K>> => {
  const found = HashMap.get(state.uses, usersKey(user, target))
  if (Option.isNone(found)) return []
  return HashMap.toValues(found.value)
    .map(({ record }) => record as RecordOf<K>)
    .sort(byId)
}

/**
 * Everything that refers to a record.
 *
 * @since 0.1.0
 * @category getters
 */
export const usersOf = (state: OverlayState, target: RecordRef): ReadonlyArray<OverlayRecord> =>
  kinds.flatMap((kind) => users(state, kind, target).map((record) => ({ kind, record }) as OverlayRecord))

/**
 * References of records that lead nowhere, or to what is another tenant's.
 *
 * @since 0.1.0
 * @category getters
 */
export const faults = (state: OverlayState): Iterable<IntentProblem> => [...HashMap.values(state.faults)].flat()

const setIn = <A>(map: HashMap.HashMap<string, A>, key: string, value: A | undefined): HashMap.HashMap<string, A> =>
  value === undefined ? HashMap.remove(map, key) : HashMap.set(map, key, value)

/** Moves a record's entries in the index from what it referred to before to what it refers to now. */
const reindex = (
  state: OverlayState,
  before: OverlayRecord | undefined,
  after: OverlayRecord | undefined,
  touched: Set<string>
): OverlayState["uses"] => {
  let { uses } = state
  const keys = (of: OverlayRecord) => new Set(references(of).map(({ target }) => usersKey(of.kind, target)))
  const now = after === undefined ? new Set<string>() : keys(after)
  const entries = (key: string) =>
    Option.getOrElse(HashMap.get(uses, key), () => HashMap.empty<string, OverlayRecord>())
  if (before !== undefined) {
    for (const key of keys(before)) {
      touched.add(key)
      if (now.has(key)) continue
      const left = HashMap.remove(entries(key), before.record.id)
      uses = setIn(uses, key, HashMap.isEmpty(left) ? undefined : left)
    }
  }
  if (after !== undefined) {
    for (const key of now) {
      touched.add(key)
      uses = HashMap.set(uses, key, HashMap.set(entries(key), after.record.id, after))
    }
  }
  return uses
}

/** Whether records that refer to this one may do so before and no longer after, or the other way round. */
const standing = (before: OverlayRecord | undefined, after: OverlayRecord | undefined): boolean =>
  before?.record.tenant !== after?.record.tenant ||
  (before !== undefined && isShared(before)) !== (after !== undefined && isShared(after)) ||
  after?.kind === "ServiceNetwork"

const changed = (state: OverlayState, target: RecordRef, after: OverlayRecord | undefined): OverlayState => {
  const before = withKind(state, target.kind, target.id)
  if (before === undefined ? after === undefined : samePlain(before.record, after?.record)) return state
  const touched = new Set([recordKey(target.kind, target.id)])
  const uses = reindex(state, before, after, touched)
  const table = setIn<OverlayRecord["record"]>(state.tables[target.kind], target.id, after?.record)
  const tables = { ...state.tables, [target.kind]: table }
  const full = state.edits.depth >= editsMax
  const next: OverlayState = {
    revision: state.revision + 1,
    tables,
    uses,
    faults: state.faults,
    edits: { touched: [...touched], before: full ? undefined : state.edits, depth: full ? 0 : state.edits.depth + 1 }
  }
  const again = standing(before, after) ? usersOf(next, target) : []
  let broken = next.faults
  for (const user of after === undefined ? again : [after, ...again]) {
    const found = faultsOf(user, (kind, id) => withKind(next, kind, id))
    broken = setIn(broken, recordKey(user.kind, user.record.id), found.length === 0 ? undefined : found)
  }
  if (after === undefined) broken = HashMap.remove(broken, recordKey(target.kind, target.id))
  return { ...next, faults: broken }
}

/**
 * The state in which a record is as given. The same state if it is so already.
 *
 * @since 0.1.0
 * @category combinators
 */
export const put = (state: OverlayState, record: OverlayRecord): OverlayState =>
  changed(state, { kind: record.kind, id: record.record.id }, record)

/**
 * The state without a record. The same state if it is not there.
 *
 * @since 0.1.0
 * @category combinators
 */
export const remove = (state: OverlayState, target: RecordRef): OverlayState => changed(state, target, undefined)

/**
 * The state after changes.
 *
 * @since 0.1.0
 * @category combinators
 */
export const apply = (state: OverlayState, changes: Iterable<Change>): OverlayState => {
  let next = state
  for (const change of changes) next = change._tag === "Put" ? put(next, change) : remove(next, change)
  return next
}

/**
 * The state of some records.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromRecords = (all: Iterable<OverlayRecord>): OverlayState => {
  let state = empty
  for (const record of all) state = put(state, record)
  return state
}

/**
 * The lookups, by `recordKey` and `usersKey`, whose answers may differ between `before` and `state`; `undefined` when
 * `state` did not come from `before`, or by too many changes.
 *
 * @since 0.1.0
 * @category getters
 */
export const touchedSince = (state: OverlayState, before: OverlayState): ReadonlySet<string> | undefined => {
  const touched = new Set<string>()
  for (let at: Edits | undefined = state.edits; at !== undefined; at = at.before) {
    if (at === before.edits) return touched
    for (const key of at.touched) touched.add(key)
  }
  return undefined
}
