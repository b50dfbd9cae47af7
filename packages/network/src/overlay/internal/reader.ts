/**
 * Reads a state and remembers what was asked, so that the answer to all of it can be kept until one of the lookups changes.
 *
 * @since 0.1.0
 */
import type { RecordKind, RecordOf } from "../OverlayRecord.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import type { OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"

/** The lookup of whether a member is healthy. */
export const healthKey = (member: string): string => `health ${member}`

/** A state, settings and the observed members, read by one part. */
export class Reader {
  readonly settings: OverlaySettings
  readonly keys = new Set<string>()
  readonly #state: OverlayState
  readonly #unhealthy: ReadonlySet<string>

  constructor(state: OverlayState, settings: OverlaySettings, unhealthy: ReadonlySet<string>) {
    this.#state = state
    this.settings = settings
    this.#unhealthy = unhealthy
  }

  get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined {
    this.keys.add(State.recordKey(kind, id))
    return State.get(this.#state, kind, id)
  }

  users<K extends RecordKind>(user: K, kind: RecordKind, id: string): ReadonlyArray<RecordOf<K>> {
    const target = { kind, id }
    this.keys.add(State.usersKey(user, target))
    return State.users(this.#state, user, target)
  }

  /** By the path of ids: `balancer/listener/member`. */
  isHealthy(member: string): boolean {
    this.keys.add(healthKey(member))
    return !this.#unhealthy.has(member)
  }

  /** Whether other parts than its own are on a network: it is external, or served to others. */
  isOpen(network: RecordOf<"Network">): boolean {
    return network.kind === "external" || this.users("ServiceNetwork", "Network", network.id).length > 0
  }
}
