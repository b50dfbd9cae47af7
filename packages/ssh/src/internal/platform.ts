/**
 * How an `SshError` looks through Effect's platform services, whose only error is `PlatformError`.
 *
 * @since 0.1.0
 */
import * as PlatformError from "effect/PlatformError"
import { SshError } from "../SshError.ts"

/** The `SshError` stays as the cause, where `SshError.fromPlatformError` finds it. */
export const fromSsh =
  (module: string, method: string, pathOrDescriptor?: string) =>
  (cause: SshError): PlatformError.PlatformError =>
    PlatformError.systemError({
      _tag: cause.reason._tag === "TimedOut" ? "TimedOut" : "Unknown",
      module,
      method,
      description: cause.message,
      pathOrDescriptor,
      cause
    })

/** The loss of a connection under a command that may have done anything. */
export const withUnknownOutcome = (error: SshError): SshError =>
  error.reason._tag === "ConnectionLost"
    ? new SshError({
        target: error.target,
        operation: error.operation,
        reason: { ...error.reason, outcome: "unknown" }
      })
    : error
