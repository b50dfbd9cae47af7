/** Peers that are no SSH servers, or stop being one. */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Net from "node:net"

/** Waits for what another side does in its own time; fails after five seconds. */
export const until = (condition: () => boolean) =>
  Effect.suspend(() => (condition() ? Effect.void : Effect.fail("not yet" as const))).pipe(
    Effect.retry(Schedule.spaced("10 millis").pipe(Schedule.upTo({ times: 500 })))
  )

/** A TCP server on 127.0.0.1 for the life of the scope; gives its port and the number of open connections. */
export const tcpPeer = (handle: (socket: Net.Socket) => void) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<{ readonly server: Net.Server; readonly open: Set<Net.Socket> }>((resume) => {
        const open = new Set<Net.Socket>()
        const server = Net.createServer((socket) => {
          open.add(socket)
          socket.on("error", () => {})
          socket.on("close", () => open.delete(socket))
          // The end is seen only by whom reads.
          socket.resume()
          handle(socket)
        })
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed({ server, open })))
      }),
      ({ open, server }) =>
        Effect.sync(() => {
          server.close()
          for (const socket of open) socket.destroy()
        })
    ),
    ({ open, server }) => ({ port: (server.address() as Net.AddressInfo).port, open })
  )

/** Passes on to a server, and cuts both sides after so many bytes of the server's. */
export const cuttingProxy = (to: number, bytes: number) =>
  tcpPeer((socket) => {
    const upstream = Net.connect(to, "127.0.0.1")
    let left = bytes
    upstream.on("error", () => {})
    socket.on("close", () => upstream.destroy())
    upstream.on("close", () => socket.destroy())
    socket.pipe(upstream)
    upstream.on("data", (chunk) => {
      const part = chunk.subarray(0, left)
      left -= part.length
      socket.write(part)
      if (left === 0) {
        socket.end()
        upstream.destroy()
      }
    })
  })

/** Passes on to a server until it is told to swallow everything, as a broken line does. */
export const mutingProxy = (to: number) => {
  let isMute = false
  return Effect.map(
    tcpPeer((socket) => {
      const upstream = Net.connect({ port: to, host: "127.0.0.1", noDelay: true })
      socket.setNoDelay(true)
      upstream.on("error", () => {})
      socket.on("close", () => upstream.destroy())
      upstream.on("close", () => socket.destroy())
      socket.on("data", (chunk) => isMute || upstream.write(chunk))
      upstream.on("data", (chunk) => isMute || socket.write(chunk))
    }),
    ({ port }) => ({
      port,
      mute: Effect.sync(() => {
        isMute = true
      })
    })
  )
}
