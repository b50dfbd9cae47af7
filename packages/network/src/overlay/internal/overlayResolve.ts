/**
 * From what is asked to changes of records: what is left out is filled in, texts are read, and what the actor may not do is
 * refused.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { ChangeRequest } from "../OverlayChange.ts"
import type { OverlayRecord, RecordRef } from "../OverlayRecord.ts"
import { decode, kinds } from "../OverlayRecord.ts"
import type { Change, OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import { type Actor, forbidden, isVisible } from "./overlayAuthority.ts"
import { type Refused, refuse } from "./overlayRefusal.ts"
import { samePlain } from "./plain.ts"

type Network = (OverlayRecord & { readonly kind: "Network" })["record"]
type Subnet = Network["subnets"][number]
type Fields = Readonly<Record<string, unknown>>

/** Chooses a free address in a subnet; `mac` is for subnets in which guests work out their own. */
export type Pick<E> = (network: Network, subnet: Subnet, mac?: string) => Effect.Effect<string, E>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const find = (state: OverlayState, { id, kind }: RecordRef): OverlayRecord | undefined => {
  const record = State.get(state, kind, id)
  return record === undefined ? undefined : ({ kind, record } as OverlayRecord)
}

/** The MAC address of a port that names none: locally administered, by the FNV-1a hash of its id. */
const macOf = (id: string): string => {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(id)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  const hex = BigInt.asUintN(40, hash ^ (hash >> 40n))
    .toString(16)
    .padStart(10, "0")
  return `02:${hex.match(/../g)!.join(":")}`
}

const completePort = Effect.fnUntraced(function* <E>(state: OverlayState, input: Fields, pick: Pick<E>) {
  const id = String(input["id"])
  const existing = State.get(state, "Port", id)
  const mac = typeof input["mac"] === "string" ? input["mac"] : (existing?.mac ?? macOf(id))
  const network = State.get(state, "Network", String(input["network"]))
  const asked: unknown = input["addresses"] ?? network?.subnets.map((subnet) => ({ subnet: subnet.id }))
  if (asked === "none" || !Array.isArray(asked))
    return { ...input, mac, addresses: asked === "none" ? [] : (asked ?? []) }
  // In the same network only: an address elsewhere means nothing.
  const left = existing?.network === network?.id ? [...(existing?.addresses ?? [])] : []
  const taken = new Set(asked.flatMap((entry: unknown) => (isFields(entry) ? [entry["address"]] : [])))
  const addresses: Array<unknown> = []
  for (const entry of asked as ReadonlyArray<unknown>) {
    const subnet = isFields(entry) ? network?.subnets.find((each) => each.id === entry["subnet"]) : undefined
    if (!isFields(entry) || entry["address"] !== undefined || network === undefined || subnet === undefined) {
      addresses.push(entry)
      continue
    }
    const at = left.findIndex((each) => each.subnet === subnet.id && !taken.has(each.address))
    const [own] = at < 0 ? [] : left.splice(at, 1)
    addresses.push(own ?? { subnet: subnet.id, address: yield* pick(network, subnet, mac) })
  }
  return { ...input, mac, addresses }
})

/** Fills in the one address of a record on a network. */
const completeAddress = Effect.fnUntraced(function* <E>(
  existing: { readonly address: string } | undefined,
  network: Network | undefined,
  input: Fields,
  pick: Pick<E>
) {
  const [subnet] = network?.subnets ?? []
  if (input["address"] !== undefined || network === undefined || subnet === undefined) return input
  return { ...input, address: existing?.address ?? (yield* pick(network, subnet)) }
})

const complete = <E>(
  state: OverlayState,
  { kind }: ChangeRequest,
  input: Fields,
  pick: Pick<E>
): Effect.Effect<Fields, E> => {
  const id = String(input["id"])
  switch (kind) {
    case "Port":
      return completePort(state, input, pick)
    case "FloatingIp": {
      const network = State.get(state, "Network", String(input["network"]))
      const existing = State.get(state, kind, id)
      return completeAddress(existing?.network === network?.id ? existing : undefined, network, input, pick)
    }
    case "ServiceAttachment": {
      const service = State.get(state, "ServiceNetwork", String(input["service"]))
      const network = service === undefined ? undefined : State.get(state, "Network", service.network)
      const existing = State.get(state, kind, id)
      return completeAddress(existing?.service === service?.id ? existing : undefined, network, input, pick)
    }
    default:
      return Effect.succeed(input)
  }
}

const refOf = (request: ChangeRequest): RecordRef => {
  const written: unknown = request._tag === "Create" || request._tag === "Put" ? request.record : undefined
  const id: unknown =
    request._tag === "Update" || request._tag === "Remove" ? request.id : isFields(written) ? written["id"] : ""
  // Errors hold kinds that there are.
  return { kind: kinds.includes(request.kind) ? request.kind : "Network", id: String(id).slice(0, 80) }
}

/** The record as it is written after all, before it is read. */
const written = (actor: Actor, request: ChangeRequest, existing: OverlayRecord | undefined): unknown => {
  if (request._tag === "Remove") return undefined
  if (request._tag === "Update") {
    const fields: Fields = { ...existing?.record, ...request.fields }
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  }
  const input: unknown = request.record
  if (!isFields(input)) return input
  const tenant = input["tenant"] ?? actor ?? existing?.record.tenant
  return tenant === undefined ? input : { ...input, tenant }
}

const step = Effect.fnUntraced(function* <E>(
  state: OverlayState,
  actor: Actor,
  request: ChangeRequest,
  pick: Pick<E>
): Effect.fn.Return<OverlayState, Refused | E> {
  const target = refOf(request)
  if (!kinds.includes(request.kind)) {
    return yield* refuse({
      _tag: "Invalid",
      record: target,
      problems: [{ path: "kind", message: "there is no such kind" }]
    })
  }
  const existing = find(state, target)
  const no = (what: string) => refuse({ _tag: "Forbidden", tenant: actor ?? "", record: target, what })
  if (request._tag === "Remove") {
    if (existing === undefined) return state
    return actor === undefined || existing.record.tenant === actor
      ? State.remove(state, target)
      : yield* no("it is another tenant's")
  }
  if (request._tag === "Update" && (existing === undefined || !isVisible(actor, existing))) {
    return yield* refuse({ _tag: "NotFound", record: target })
  }
  const input = written(actor, request, existing)
  // Before an address is chosen for it.
  if (
    actor !== undefined &&
    existing !== undefined &&
    existing.record.tenant !== actor &&
    existing.kind !== "Peering"
  ) {
    return yield* no("it is another tenant's")
  }
  const full = isFields(input) ? yield* complete(state, request, input, pick) : input
  const decoded = decode(request.kind, full)
  if (Result.isFailure(decoded)) {
    return yield* refuse({ _tag: "Invalid", record: target, problems: decoded.failure.problems })
  }
  const record = decoded.success
  const what = actor === undefined ? undefined : forbidden(actor, state, existing, record)
  if (what !== undefined) return yield* no(what)
  if (request._tag === "Create" && existing !== undefined && !samePlain(existing.record, record.record)) {
    return yield* refuse({ _tag: "AlreadyExists", record: target })
  }
  return State.put(state, record)
})

/** The state after all requests, and the changes that come to something, in an order in which records can be made. */
export const resolve = Effect.fnUntraced(function* <E>(
  base: OverlayState,
  actor: Actor,
  requests: ReadonlyArray<ChangeRequest>,
  pick: Pick<E>
): Effect.fn.Return<{ readonly state: OverlayState; readonly changes: ReadonlyArray<Change> }, Refused | E> {
  let state = base
  for (const request of requests) state = yield* step(state, actor, request, pick)
  const targets = [...new Map(requests.map((request) => [JSON.stringify(refOf(request)), refOf(request)])).values()]
  const changed = targets.filter((target) => {
    const [before, after] = [find(base, target), find(state, target)]
    return before === undefined ? after !== undefined : !samePlain(before.record, after?.record)
  })
  const inOrder = kinds.flatMap((kind) => changed.filter((target) => target.kind === kind))
  const removed = inOrder.filter((target) => find(state, target) === undefined).reverse()
  const put = inOrder.flatMap((target): ReadonlyArray<Change> => {
    const found = find(state, target)
    return found === undefined ? [] : [{ _tag: "Put", ...found }]
  })
  const changes: ReadonlyArray<Change> = [...removed.map((target): Change => ({ _tag: "Remove", ...target })), ...put]
  if (changes.length === 0) return { state: base, changes }
  // One step from the base: what was passed on the way is nobody's business.
  return { state: State.apply(base, changes), changes }
})
