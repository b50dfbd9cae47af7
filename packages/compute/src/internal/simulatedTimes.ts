/**
 * How long things take in the simulation, in milliseconds from and to (both included), drawn from the seed.
 *
 * Measured on libvirt 9.0 and QEMU 7.2 with a small Linux guest and rounded outwards; a large guest on slow storage is
 * slower. Reads and changes of the definition alone take no time, as they are below a millisecond on a real host.
 *
 * @since 0.1.0
 */

/** Ranges in milliseconds. */
export const times = {
  start: [300, 700],
  destroy: [50, 300],
  suspend: [2, 10],
  reset: [5, 20],
  save: [400, 900],
  restore: [400, 900],
  snapshotMemory: [300, 1_100],
  snapshotDisk: [20, 250],
  revertMemory: [900, 3_500],
  hotplug: [10, 60],
  unplug: [50, 500],
  resize: [2, 10],
  /** From power on to the end of the firmware: nobody listens to the power button yet. */
  firmware: [300, 800],
  /** From the end of the firmware to a running system. */
  boot: [3_000, 8_000],
  /** From a running system to its agent's first word. */
  agentUp: [200, 2_000],
  /** From the request to the guest's begin of its shutdown. */
  shutdownBegin: [100, 500],
  /** From there to the end of the machine. */
  shutdownEnd: [200, 1_500],
  /** One step of the balloon. */
  balloon: [500, 1_500],
  agentReply: [2, 20],
  agentSlow: [2_000, 30_000],
  seed: [2, 20],
  slow: [1_000, 60_000]
} as const

/** A name of a duration. */
export type Time = keyof typeof times
