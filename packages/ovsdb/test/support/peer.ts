/** A peer that sends whatever a test wants, on a unix socket: it knows enough of the protocol to let a client in. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as NodeFs from "node:fs"
import * as NodeNet from "node:net"
import * as NodeOs from "node:os"
import * as NodePath from "node:path"

export interface Request {
  readonly id: unknown
  readonly method: string
  readonly params: ReadonlyArray<unknown>
}

export interface Link {
  readonly socket: NodeNet.Socket
  /** Sends text as it is. */
  readonly send: (text: string | Uint8Array) => void
  readonly reply: (request: Request, result: unknown) => void
  readonly refuse: (request: Request, error: unknown) => void
  /** Everything the client has sent, opening included. */
  readonly seen: Array<Request>
}

export interface Peer {
  readonly address: string
  /** One for each connection so far. */
  readonly links: ReadonlyArray<Link>
}

/** Cuts what our own client sends: it never puts braces into strings here, and ends each message with `}`. */
const cut = (text: string): { readonly messages: ReadonlyArray<string>; readonly rest: string } => {
  const messages: Array<string> = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "{") depth++
    else if (text[i] === "}" && --depth === 0) {
      messages.push(text.slice(from, i + 1))
      from = i + 1
    }
  }
  return { messages, rest: text.slice(from) }
}

/** `answer` is given what comes after the opening. */
export const make = (answer: (request: Request, link: Link) => void): Effect.Effect<Peer, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<{ readonly peer: Peer; readonly close: () => void }>((resume) => {
      const directory = NodeFs.mkdtempSync(NodePath.join(NodeOs.tmpdir(), "ovsdb-peer-"))
      const path = NodePath.join(directory, "sock")
      const links: Array<Link> = []
      const server = NodeNet.createServer((socket) => {
        const send = (text: string | Uint8Array) => {
          if (socket.writable) socket.write(text)
        }
        const link: Link = {
          socket,
          send,
          reply: ({ id }, result) => send(JSON.stringify({ id, result, error: null })),
          refuse: ({ id }, error) => send(JSON.stringify({ id, result: null, error })),
          seen: []
        }
        links.push(link)
        let text = ""
        socket.on("error", () => undefined)
        socket.on("data", (chunk: Buffer) => {
          const { messages, rest } = cut(text + chunk.toString())
          text = rest
          for (const message of messages) {
            const request = JSON.parse(message) as Request
            link.seen.push(request)
            if (request.method === "set_db_change_aware") link.reply(request, {})
            else if (request.method === "transact" && request.params[0] === "_Server") {
              link.reply(request, [{ rows: [{ name: "Db", model: "standalone" }] }])
            } else answer(request, link)
          }
        })
      })
      server.listen(path, () =>
        resume(
          Effect.succeed({
            peer: { address: `unix:${path}`, links },
            close: () => {
              for (const { socket } of links) socket.destroy()
              server.close()
              NodeFs.rmSync(directory, { recursive: true, force: true })
            }
          })
        )
      )
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map(({ peer }) => peer))
