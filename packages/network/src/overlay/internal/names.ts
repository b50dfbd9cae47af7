/**
 * What is written in zones and security groups themselves.
 *
 * @since 0.1.0
 */
import * as Struct from "effect/Struct"
import type { DnsData } from "../DnsModel.ts"
import type { RecordOf } from "../OverlayRecord.ts"
import type { Draft } from "./draft.ts"
import { placeOf } from "./draft.ts"
import type { Reader } from "./reader.ts"

/** Adds the records of a zone. */
export const addZone = (draft: Draft, zone: RecordOf<"DnsZone">): void => {
  const { id, name, networks, records, tenant, ttlSeconds } = zone
  draft.tenants.add(tenant)
  const seen = new Map<string, Array<RecordOf<"DnsZone">["records"][number]>>()
  const entries = records
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((record): { name: string; data: DnsData } => {
      const absolute = record.name === "@" ? name : `${record.name}.${name}`
      const place = placeOf("DnsZone", id, `records.${record.id}`)
      const others = seen.get(absolute) ?? []
      seen.set(absolute, [...others, record])
      const type = record.data._tag
      const clash = others.find(
        ({ data }) => data._tag === "CNAME" || type === "CNAME" || (data._tag === type && type !== "SRV")
      )
      if (clash !== undefined) {
        draft.problem({
          _tag: "NameTaken",
          ...place,
          name: absolute,
          other: placeOf("DnsZone", id, `records.${clash.id}`)
        })
      }
      draft.claim({ _tag: "Name", within: id, what: absolute, owner: "zone", place })
      return { name: absolute, data: record.data }
    })
  const reverse = entries.flatMap(({ data, name: of }) =>
    data._tag === "A" || data._tag === "AAAA" ? data.addresses.map((address) => ({ address, name: of })) : []
  )
  draft.more.dns.push({ zone: id, name, networks: [...new Set(networks)].sort(), ttlSeconds, entries, reverse })
}

/** Adds a security group. */
export const addGroup = (draft: Draft, reader: Reader, group: RecordOf<"SecurityGroup">): void => {
  const { id, rules, stateful, tenant } = group
  draft.securityGroups.push({ id, tenant, stateful, rules: rules.map(Struct.omit(["log"])) })
  for (const rule of rules) {
    if (rule.log) draft.more.logging.push({ group: id, rule: rule.id })
    if (rule.remote._tag === "Group") {
      const remote = reader.get("SecurityGroup", rule.remote.group)
      if (remote !== undefined) draft.groups.set(remote.id, remote)
    }
    if (rule.remote._tag === "AddressSet") {
      const set = reader.get("AddressSet", rule.remote.addressSet)
      if (set !== undefined) draft.sets.set(set.id, set)
    }
  }
}
