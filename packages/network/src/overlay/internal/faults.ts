/**
 * References of a record that lead nowhere or to what is not for it.
 *
 * @since 0.1.0
 */
import type { IntentProblem } from "../IntentProblem.ts"
import type { OverlayRecord, RecordKind, Reference } from "../OverlayRecord.ts"
import { isShared, references } from "../OverlayRecord.ts"

/** Whether both tenants agreed, each in a record of its own or in this one. */
const agreed = ({ kind, record }: OverlayRecord, target: OverlayRecord): boolean => {
  if (kind === "Peering") return target.record.tenant === record.peer.tenant
  if (kind !== "ServiceAttachment" || target.kind !== "ServiceNetwork") return false
  const { consumers, tenant } = target.record
  return tenant === record.tenant || consumers === "everyone" || consumers.includes(record.tenant)
}

const permitted = (user: OverlayRecord, { whose }: Reference, target: OverlayRecord): boolean => {
  if (whose === "agreed") return agreed(user, target)
  return target.record.tenant === user.record.tenant || (whose === "shared" && isShared(target))
}

/** The problems of a record's references. */
export const faultsOf = (
  user: OverlayRecord,
  find: (kind: RecordKind, id: string) => OverlayRecord | undefined
): ReadonlyArray<IntentProblem> =>
  references(user).flatMap((reference): ReadonlyArray<IntentProblem> => {
    const { field, target } = reference
    const record = { kind: user.kind, id: user.record.id }
    const found = find(target.kind, target.id)
    if (found === undefined) return [{ _tag: "UnknownReference", record, field, target }]
    if (permitted(user, reference, found)) return []
    const { tenant: owner } = found.record
    return [{ _tag: "ForeignReference", record, field, target, tenant: user.record.tenant, owner }]
  })
