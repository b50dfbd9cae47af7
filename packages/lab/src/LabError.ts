/**
 * The one error of this package and what may be its reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Why a real daemon could not be started or used.
 *
 * - `NotRoot`: `part` needs root on this machine (namespaces, network links, other users).
 * - `MissingProgram`: `program` is not installed; the Debian package that brings it is `debianPackage`.
 * - `NotReady`: `what` did not become ready within `seconds`; `log` is the end of what it printed (at most 64 KiB).
 * - `CommandFailed`: `command` (argument vector) ended with `exitCode` (`-1`: by a signal or a limit); `output` is what it
 *   printed on both streams, its end (at most 64 KiB).
 * - `PathTooLong`: a unix socket below `path` would pass the kernel's 108 bytes; choose a shorter `TMPDIR`.
 * - `InvalidOption`: `option` cannot be `value`.
 * - `SystemFailed`: the operating system refused `operation`; `cause` is its error.
 *
 * @since 0.1.0
 * @category errors
 */
export const LabErrorReason = Schema.TaggedUnion({
  NotRoot: { part: Schema.String },
  MissingProgram: { program: Schema.String, debianPackage: Schema.String },
  NotReady: { what: Schema.String, seconds: Schema.Finite, log: Schema.String },
  CommandFailed: { command: Schema.Array(Schema.String), exitCode: Schema.Int, output: Schema.String },
  PathTooLong: { path: Schema.String, limit: Schema.Int },
  InvalidOption: { option: Schema.String, value: Schema.String, allowed: Schema.String },
  SystemFailed: { operation: Schema.String, cause: Schema.Defect() }
})

/**
 * Why a real daemon could not be started or used.
 *
 * @since 0.1.0
 * @category models
 */
export type LabErrorReason = typeof LabErrorReason.Type

const describe = (reason: LabErrorReason): string =>
  LabErrorReason.match(reason, {
    NotRoot: ({ part }) => `${part} needs root`,
    MissingProgram: ({ debianPackage, program }) =>
      `${program} is not installed: it comes with the Debian package ${debianPackage} (npm run lab:install)`,
    NotReady: ({ log, seconds, what }) => `${what} was not ready within ${seconds} s; its output ends with:\n${log}`,
    CommandFailed: ({ command, exitCode, output }) => `${command.join(" ")} ended with ${exitCode}:\n${output}`,
    PathTooLong: ({ limit, path }) => `${path} is longer than ${limit} bytes, too long for unix sockets below it`,
    InvalidOption: ({ allowed, option, value }) => `${option} cannot be ${value}: ${allowed}`,
    SystemFailed: ({ cause, operation }) => `${operation}: ${String(cause)}`
  })

/**
 * A real daemon could not be started or used.
 *
 * @since 0.1.0
 * @category errors
 */
export class LabError extends Schema.TaggedError<LabError>()("LabError", { reason: LabErrorReason }) {
  /** Whether the same call may succeed later with nothing else changed: only when something was not ready in time. */
  get isRetryable(): boolean {
    return this.reason._tag === "NotReady"
  }
  override get message(): string {
    return describe(this.reason)
  }
}

/**
 * The error for one reason.
 *
 * @since 0.1.0
 * @category constructors
 */
export const because = (reason: LabErrorReason): LabError => new LabError({ reason })
