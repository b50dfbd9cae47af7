/**
 * What is asked of the overlay service: records to be made, changed and removed.
 *
 * A record is written as its schema reads it, with what has a default left out, and besides:
 *
 * - `tenant`: the acting tenant.
 * - `mac` of a port: worked out from its id, always the same; a port that is there keeps its own.
 * - `address` of one of a port's `addresses`, of a floating IP and of a service attachment: chosen by the address manager.
 *   A record that is there keeps what it has in the subnet. `addresses` of a port itself: one in every subnet of the
 *   network; `"none"` in its place for a port without any.
 *
 * @since 0.1.0
 */
import type * as Record from "./OverlayRecord.ts"

type Encoded<K extends Record.RecordKind> = (typeof Record.schemas)[K]["Encoded"]

/** What a kind need not say. */
interface Chosen {
  readonly Port: {
    readonly mac?: string
    readonly addresses?: "none" | ReadonlyArray<{ readonly subnet: string; readonly address?: string }>
  }
  readonly FloatingIp: { readonly address?: string }
  readonly ServiceAttachment: { readonly address?: string }
}

type ChosenOf<K extends Record.RecordKind> = K extends keyof Chosen ? Chosen[K] : {}

/**
 * A record of a kind as it is written.
 *
 * @since 0.1.0
 * @category models
 */
export type RecordInput<K extends Record.RecordKind> = Omit<Encoded<K>, "tenant" | keyof ChosenOf<K>> &
  ChosenOf<K> & { readonly tenant?: string }

/**
 * Fields of a record that are to be as given; `undefined` takes one away. What is left out stays.
 *
 * @since 0.1.0
 * @category models
 */
export type RecordFields<K extends Record.RecordKind> = {
  readonly [Field in Exclude<keyof RecordInput<K>, "id" | "tenant">]?: RecordInput<K>[Field] | undefined
}

/**
 * One change. `Create` refuses a record that is there and is another one; `Put` makes or replaces it; `Update` changes
 * fields of one that is there; `Remove` of one that is not there changes nothing.
 *
 * @since 0.1.0
 * @category models
 */
export type ChangeRequest = {
  readonly [K in Record.RecordKind]:
    | { readonly _tag: "Create"; readonly kind: K; readonly record: RecordInput<K> }
    | { readonly _tag: "Put"; readonly kind: K; readonly record: RecordInput<K> }
    | { readonly _tag: "Update"; readonly kind: K; readonly id: string; readonly fields: RecordFields<K> }
    | { readonly _tag: "Remove"; readonly kind: K; readonly id: string }
}[Record.RecordKind]

/**
 * Most changes of one plan.
 *
 * @since 0.1.0
 * @category constants
 */
export const changesMax = 10_000
