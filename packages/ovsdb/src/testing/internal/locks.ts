/**
 * The locks of one server (RFC 7047 sections 4.1.8 to 4.1.10): for each lock, who holds it and who waits.
 *
 * @since 0.1.0
 */

interface Claim<S> {
  readonly session: S
  readonly stole: boolean
}

/** Locks claimed by sessions. */
export class Locks<S> {
  /** By lock; the first claim holds it. */
  readonly #claims = new Map<string, Array<Claim<S>>>()
  /** Who lost a lock for good, and must still say `unlock`. */
  readonly #lost = new Map<string, Set<S>>()

  #of(lock: string): Array<Claim<S>> {
    const claims = this.#claims.get(lock) ?? []
    this.#claims.set(lock, claims)
    return claims
  }

  /** Whether a session holds a lock. */
  owns(session: S, lock: string): boolean {
    return this.#claims.get(lock)?.[0]?.session === session
  }

  /** Whether a session has claimed a lock and not given it back. */
  claimed(session: S, lock: string): boolean {
    const lost = this.#lost.get(lock)?.has(session) === true
    return lost || this.#of(lock).some((claim) => claim.session === session)
  }

  /** Waits in line for a lock; whether it is held at once. */
  lock(session: S, lock: string): boolean {
    return this.#of(lock).push({ session, stole: false }) === 1
  }

  /** Takes a lock; from whom. A holder that had itself stolen it does not get back into the line. */
  steal(session: S, lock: string): S | undefined {
    const claims = this.#of(lock)
    const victim = claims[0]
    if (victim?.stole === true) {
      claims.shift()
      this.#lost.set(lock, (this.#lost.get(lock) ?? new Set<S>()).add(victim.session))
    }
    claims.unshift({ session, stole: true })
    return victim?.session
  }

  /** Gives a lock back, or leaves its line; who holds it from now on, if that changes. */
  unlock(session: S, lock: string): S | undefined {
    this.#lost.get(lock)?.delete(session)
    const claims = this.#of(lock)
    const at = claims.findIndex((claim) => claim.session === session)
    if (at >= 0) claims.splice(at, 1)
    return at === 0 ? claims[0]?.session : undefined
  }

  /** Gives back all that a session claimed: the locks that change hands, and to whom. */
  leave(session: S): ReadonlyArray<readonly [lock: string, heir: S]> {
    return [...this.#claims.keys()].flatMap((lock) => {
      const heir = this.unlock(session, lock)
      return heir === undefined ? [] : [[lock, heir] as const]
    })
  }
}
