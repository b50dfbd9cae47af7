/**
 * Loopback ports and TCP readiness.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as NodeNet from "node:net"
import { because, type LabError } from "../LabError.ts"

/**
 * A TCP port of 127.0.0.1 that was free a moment ago. Whoever binds it must be ready to try another one.
 *
 * @since 0.1.0
 * @category getters
 */
export const freePort: Effect.Effect<number, LabError> = Effect.callback((resume) => {
  const server = NodeNet.createServer()
  server.once("error", (cause) =>
    resume(Effect.fail(because({ _tag: "SystemFailed", operation: "find a free TCP port", cause })))
  )
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() =>
      resume(
        typeof address === "object" && address !== null
          ? Effect.succeed(address.port)
          : Effect.fail(because({ _tag: "SystemFailed", operation: "find a free TCP port", cause: address }))
      )
    )
  })
  return Effect.sync(() => server.close())
})

/**
 * Whether something accepts a TCP connection there within a second.
 *
 * @since 0.1.0
 * @category predicates
 */
export const accepts = (host: string, port: number): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const socket = NodeNet.connect({ host, port, timeout: 1000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resume(Effect.succeed(answer))
    }
    socket.once("connect", () => end(true))
    socket.once("error", () => end(false))
    socket.once("timeout", () => end(false))
    return Effect.sync(() => socket.destroy())
  })
