/**
 * Runs SFTP requests for the `FileSystem` service: on the session of the moment, with local names for refusals.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as PlatformError from "effect/PlatformError"
import { type Sftp, SftpStatus } from "../Sftp.ts"
import type { Ssh } from "../Ssh.ts"
import { SshError } from "../SshError.ts"
import { fromSsh } from "./platform.ts"
import { classify, type Situation } from "./sftperrors.ts"

const module = "FileSystem"

/** What a request may fail with: a refusal, the connection, or what was found wrong before asking. */
export type Failure = SftpStatus | SshError | PlatformError.PlatformError

/** What is asked for makes no sense or cannot be expressed. */
export const badArgument = (method: string, description: string): PlatformError.PlatformError =>
  PlatformError.badArgument({ module, method, description })

/** A refusal under its local name. */
export const systemError = (
  method: string,
  tag: PlatformError.SystemErrorTag,
  path: string,
  description?: string,
  cause?: unknown
): PlatformError.PlatformError =>
  PlatformError.systemError({ _tag: tag, module, method, pathOrDescriptor: path, description, cause })

/** Gives the failure of requests on an open session its `PlatformError`. */
export const translate = <A>(
  sftp: Sftp,
  method: string,
  situation: Situation,
  effect: Effect.Effect<A, Failure>
): Effect.Effect<A, PlatformError.PlatformError> =>
  Effect.catch(effect, (error): Effect.Effect<never, PlatformError.PlatformError> => {
    if (error instanceof SshError) return Effect.fail(fromSsh(module, method, situation.path)(error))
    if (!(error instanceof SftpStatus)) return Effect.fail(error)
    return classify(sftp, error, situation).pipe(
      Effect.mapError(fromSsh(module, method, situation.path)),
      Effect.flatMap((tag) => Effect.fail(systemError(method, tag, situation.path, error.message, error)))
    )
  })

/** A NUL would end the name early on the server, so it never gets there. */
const holdsNul = (situation: Situation) => Object.values(situation).some((path) => path?.includes("\0") === true)

/** Runs requests on the connection's session. */
export const request =
  (ssh: Ssh["Service"]) =>
  <A>(
    method: string,
    situation: Situation,
    use: (sftp: Sftp) => Effect.Effect<A, Failure>
  ): Effect.Effect<A, PlatformError.PlatformError> =>
    holdsNul(situation)
      ? Effect.fail(badArgument(method, "The path contains a NUL character"))
      : ssh.sftp.pipe(
          Effect.mapError(fromSsh(module, method, situation.path)),
          Effect.flatMap((sftp) => translate(sftp, method, situation, use(sftp)))
        )
