/**
 * How simulated guests behave.
 *
 * @since 0.1.0
 */

/**
 * How a simulated guest behaves:
 *
 * - `boot`: `starts`, `hangs` (no operating system) or `panics` at the end of its boot.
 * - `powerButton`: whether a running system `obeys` ACPI or `ignores` it.
 * - `agent`: `answers`; `absent` (not installed); `refuses` every command; `silent` (connected, no reply); `slow` (2 to 30
 *   seconds); `lies` (replies of wrong shapes and hostile texts); `endless` (a reply that does not end).
 * - `devices`: whether it `releases` a device that is to be detached or `keeps` it.
 * - `console`: a small `shell`, `silent`, or `endless` output.
 *
 * @since 0.1.0
 * @category models
 */
export interface GuestBehaviour {
  readonly boot: "starts" | "hangs" | "panics"
  readonly powerButton: "obeys" | "ignores"
  readonly agent: "answers" | "absent" | "refuses" | "silent" | "slow" | "lies" | "endless"
  readonly devices: "releases" | "keeps"
  readonly console: "shell" | "silent" | "endless"
}

/**
 * A guest that starts, obeys, answers and lets go.
 *
 * @since 0.1.0
 * @category constants
 */
export const wellBehaved: GuestBehaviour = {
  boot: "starts",
  powerButton: "obeys",
  agent: "answers",
  devices: "releases",
  console: "shell"
}
