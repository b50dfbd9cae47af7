/**
 * Stops synchronous code that never returns, so that a hanging decoder is a finding and not a hanging test run.
 *
 * @since 0.1.0
 */
import { Script } from "node:vm"

const slot = Symbol.for("@cloudwright/core/testing/hangGuard")
const script = new Script(`globalThis[Symbol.for(${JSON.stringify(slot.description)})]()`)

/**
 * Runs `body`; returns true if it had to be stopped after `milliseconds`. Errors of `body` pass through. The limit only
 * ends endless loops: it is no measure of speed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const hangs = (body: () => void, milliseconds: number): boolean => {
  const place = globalThis as { [slot]?: (() => void) | undefined }
  const outer = place[slot]
  place[slot] = body
  try {
    script.runInThisContext({ timeout: milliseconds })
    return false
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return true
    throw error
  } finally {
    place[slot] = outer
  }
}
