/**
 * A libvirt daemon for tests, in this process: it speaks the wire protocol and answers from handlers that the test gives.
 *
 * Without a handler a procedure answers `VIR_ERR_NO_SUPPORT`, except the opening sequence and the registration of events,
 * which work; a second registration of the same event for the same object is refused, as libvirt does. Connections come over socket pairs in memory ({@link FakeLibvirtd.connect}) or over a real unix or TCP socket
 * ({@link FakeLibvirtd.listen}). Faults are injected per call ({@link Options.fault}) or as raw bytes. It is a peer for
 * tests of clients, not a model of libvirt: it keeps no domains. `Socket` is unstable in Effect.
 *
 * @since 0.1.0
 */
import { SocketPair } from "@cloudwright/core/testing"
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import type { SocketServerError } from "effect/socket/SocketServer"
import * as Stream from "effect/Stream"
import type {
  DomainEvents,
  NetworkEvents,
  NodeDeviceEvents,
  SecretEvents,
  StoragePoolEvents
} from "../generated/Events.ts"
import { domainEvents, networkEvents, nodeDeviceEvents, secretEvents, storagePoolEvents } from "../generated/Events.ts"
import * as Frame from "../Frame.ts"
import { RemoteError } from "../generated/Common.ts"
import { ErrorDomain, ErrorNumber } from "../generated/Constants.ts"
import { procedures } from "../generated/Procedures.ts"
import { KEEPALIVE, type Procedure, REMOTE } from "../Procedure.ts"
import * as Xdr from "../Xdr.ts"

/**
 * The name of a procedure.
 *
 * @category models
 * @since 0.1.0
 */
export type Name = keyof typeof procedures

type ArgsOf<K extends Name> = (typeof procedures)[K] extends Procedure<infer Args, infer _> ? Args : never
type RetOf<K extends Name> = (typeof procedures)[K] extends Procedure<infer _, infer Ret> ? Ret : never

/**
 * An error for a handler to fail with: the parts of libvirt's error that clients look at. `domain` is `VIR_FROM_QEMU` unless
 * given.
 *
 * @category models
 * @since 0.1.0
 */
export interface Failure {
  readonly code: number
  readonly message: string
  readonly domain?: number
}

/**
 * What a handler of a streaming procedure answers: the reply, what flows to the client, and what to do with what comes. The
 * stream ends in error when one of the two fails; `incoming` gets `null` when the client has finished. With `early` all that
 * flows to the client is sent before the reply, as a daemon may do.
 *
 * @category models
 * @since 0.1.0
 */
export interface StreamAnswer<Ret> {
  readonly reply: Ret
  readonly outgoing?: Stream.Stream<Uint8Array | { readonly hole: bigint }, Failure>
  readonly incoming?: (piece: Uint8Array | { readonly hole: bigint } | null) => Effect.Effect<void, Failure>
  readonly early?: boolean
}

/**
 * Handlers by procedure name.
 *
 * @category models
 * @since 0.1.0
 */
export type Handlers = {
  readonly [K in Name]?: (
    args: ArgsOf<K>
  ) => Effect.Effect<
    (typeof procedures)[K]["stream"] extends "none" ? RetOf<K> : StreamAnswer<RetOf<K>> | RetOf<K>,
    Failure
  >
}

/**
 * What goes wrong with one call: its reply is lost (the call having been executed or not), comes under a wrong serial, is
 * cut short, or is replaced by given bytes; or the connection closes before the call is executed, or after.
 *
 * @category models
 * @since 0.1.0
 */
export type Fault =
  | { readonly _tag: "LoseCall" }
  | { readonly _tag: "LoseReply" }
  | { readonly _tag: "WrongSerial" }
  | { readonly _tag: "Truncate"; readonly bytes: number }
  | { readonly _tag: "Replace"; readonly bytes: Uint8Array }
  | { readonly _tag: "CloseBefore" }
  | { readonly _tag: "CloseAfter" }

/**
 * - `handlers`: answers; see {@link Handlers}.
 * - `auth`: numbers of the offered authentication methods; default none is needed.
 * - `fault`: asked at each call.
 * - `keepAlive`: whether pings are answered; default true.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly handlers?: Handlers
  readonly auth?: ReadonlyArray<number>
  readonly fault?: (call: { readonly name: string; readonly serial: number }) => Fault | undefined
  readonly keepAlive?: boolean
}

/**
 * Families of events and their bodies, for {@link FakeLibvirtd.emit}. A body's `callbackID` is set by the fake.
 *
 * @category models
 * @since 0.1.0
 */
export interface EventBodies {
  readonly domain: DomainEvents
  readonly network: NetworkEvents
  readonly storagePool: StoragePoolEvents
  readonly nodeDevice: NodeDeviceEvents
  readonly secret: SecretEvents
}

/**
 * A running fake.
 *
 * - `connect`: a new connection in memory; its client side.
 * - `listen`: serves a unix socket (`path`) or a TCP port (`port`, 0 for any) for the rest of the scope; gives the port.
 * - `calls`: names of all calls received so far, in order.
 * - `emit`: sends an event to every registration for it; gives how many that were.
 * - `sendRaw`: sends bytes on every connection. `ping`: sends a keep-alive ping on every connection.
 * - `disconnect`: cuts all connections. `connections`: how many there are.
 * - `pongs`: answers to pings received so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface FakeLibvirtd {
  readonly connect: Effect.Effect<Socket.Socket>
  readonly listen: (
    where: { readonly path: string } | { readonly port: number }
  ) => Effect.Effect<number, SocketServerError, Scope.Scope>
  readonly calls: ReadonlyArray<string>
  readonly emit: <F extends keyof EventBodies, E extends keyof EventBodies[F] & string>(
    family: F,
    event: E,
    body: Omit<EventBodies[F][E], "callbackID">
  ) => Effect.Effect<number>
  readonly sendRaw: (bytes: Uint8Array) => Effect.Effect<void>
  readonly ping: Effect.Effect<void>
  readonly disconnect: Effect.Effect<void>
  readonly connections: number
  readonly pongs: number
}

const byNumber = new Map<string, Procedure<unknown, unknown>>(
  Object.values(procedures).map((procedure) => [
    `${procedure.program}/${procedure.number}`,
    procedure as unknown as Procedure<unknown, unknown>
  ])
)

const eventTables: Record<
  string,
  Readonly<
    Record<
      string,
      { readonly id: number; readonly procedure: number; readonly codec: Xdr.Codec<never>; readonly wrapped: boolean }
    >
  >
> = {
  domain: domainEvents as never,
  network: networkEvents as never,
  storagePool: storagePoolEvents as never,
  nodeDevice: nodeDeviceEvents as never,
  secret: secretEvents as never
}

const registerFamily = new Map<string, string>([
  ["connectDomainEventCallbackRegisterAny", "domain"],
  ["connectNetworkEventRegisterAny", "network"],
  ["connectStoragePoolEventRegisterAny", "storagePool"],
  ["connectNodeDeviceEventRegisterAny", "nodeDevice"],
  ["connectSecretEventRegisterAny", "secret"]
])

const bytesOf = <A>(codec: Xdr.Codec<A>, value: A): Uint8Array => Result.getOrThrow(Xdr.encode(codec, value))

const errorBody = (failure: Failure): Uint8Array =>
  bytesOf(RemoteError, {
    code: failure.code,
    domain: failure.domain ?? ErrorDomain.VIR_FROM_QEMU,
    message: failure.message,
    level: 2,
    dom: null,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
    net: null
  })

type Incoming = NonNullable<StreamAnswer<unknown>["incoming"]>

/** One client of the fake. */
interface Client {
  readonly send: (bytes: Uint8Array) => Effect.Effect<void>
  readonly close: Effect.Effect<void>
  /** Where its calls run: it outlives the start of the fake's own closing, so that clients can say goodbye. */
  readonly scope: Scope.Scope
  readonly registrations: Map<
    number,
    { readonly family: string; readonly eventID: number; readonly object: string | undefined }
  >
  readonly streams: Map<number, Incoming | undefined>
}

/**
 * Starts a fake; its connections end with the scope.
 *
 * @category testing
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  options: Options = {}
): Effect.fn.Return<FakeLibvirtd, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const clients = new Set<Client>()
  const calls: Array<string> = []
  let pongs = 0
  let lastCallback = 0

  const builtIn = (client: Client, name: string, args: unknown): Effect.Effect<unknown, Failure> => {
    const family = registerFamily.get(name)
    if (family !== undefined) {
      const { eventID } = args as { readonly eventID: number }
      const object = JSON.stringify(Object.values(args as object).find((value) => typeof value === "object"))
      for (const other of client.registrations.values()) {
        if (other.family !== family || other.eventID !== eventID || other.object !== object) continue
        return Effect.fail({ code: ErrorNumber.VIR_ERR_INVALID_ARG, message: "event callback already tracked" })
      }
      const callbackID = ++lastCallback
      client.registrations.set(callbackID, { family, eventID, object })
      return Effect.succeed({ callbackID })
    }
    if (name.endsWith("DeregisterAny")) {
      client.registrations.delete((args as { readonly callbackID: number }).callbackID)
      return Effect.void
    }
    switch (name) {
      case "authList":
        return Effect.succeed({ types: options.auth ?? [0] })
      case "authPolkit":
        return Effect.succeed({ complete: 1 })
      case "connectOpen":
      case "connectClose":
        return Effect.void
      case "connectSupportsFeature":
        return Effect.succeed({ supported: 1 })
      default:
        return Effect.fail({ code: ErrorNumber.VIR_ERR_NO_SUPPORT, message: `this function is not supported: ${name}` })
    }
  }

  const frameOf = (
    procedure: Procedure<unknown, unknown>,
    type: number,
    serial: number,
    status: number,
    body: Uint8Array
  ) => Frame.encode({ program: procedure.program, procedure: procedure.number, type, serial, status, body })

  const runStream = (
    client: Client,
    procedure: Procedure<unknown, unknown>,
    serial: number,
    answer: StreamAnswer<unknown>
  ) => {
    const packet = (type: number, status: number, body: Uint8Array) =>
      client.send(frameOf(procedure, type, serial, status, body))
    const open = Effect.sync(() => void client.streams.set(serial, answer.incoming))
    if (answer.outgoing === undefined) return open
    return Stream.concat(Stream.fromEffectDrain(open), answer.outgoing).pipe(
      Stream.runForEach((piece) =>
        piece instanceof Uint8Array
          ? packet(3, Frame.MessageStatus.continue, piece)
          : packet(6, Frame.MessageStatus.continue, bytesOf(Frame.StreamHole, { length: piece.hole, flags: 0 }))
      ),
      Effect.andThen(packet(3, Frame.MessageStatus.continue, new Uint8Array(0))),
      Effect.catch((failure) => {
        client.streams.delete(serial)
        return packet(3, Frame.MessageStatus.error, errorBody(failure))
      })
    )
  }

  const onStream = (client: Client, frame: Frame.Frame): Effect.Effect<void> => {
    const { serial, status } = frame
    if (!client.streams.has(serial)) return Effect.void
    const incoming = client.streams.get(serial)
    const packet = (packetStatus: number, body: Uint8Array) =>
      client.send(Frame.encode({ ...frame, type: 3, status: packetStatus, body }))
    if (status === Frame.MessageStatus.error) {
      client.streams.delete(serial)
      return packet(Frame.MessageStatus.ok, new Uint8Array(0))
    }
    const piece =
      status === Frame.MessageStatus.ok
        ? null
        : frame.type === Frame.MessageType.stream
          ? frame.body
          : { hole: Result.getOrThrow(Xdr.decode(Frame.StreamHole, frame.body)).length }
    return (incoming === undefined ? Effect.void : incoming(piece)).pipe(
      Effect.andThen(
        Effect.suspend(() => {
          if (piece !== null) return Effect.void
          client.streams.delete(serial)
          return packet(Frame.MessageStatus.ok, new Uint8Array(0))
        })
      ),
      Effect.catch((failure) => {
        client.streams.delete(serial)
        return packet(Frame.MessageStatus.error, errorBody(failure))
      })
    )
  }

  const onCall = Effect.fnUntraced(function* (client: Client, frame: Frame.Frame) {
    const procedure = byNumber.get(`${frame.program}/${frame.procedure}`)
    const refuse = (failure: Failure) =>
      client.send(Frame.encode({ ...frame, type: 1, status: Frame.MessageStatus.error, body: errorBody(failure) }))
    if (procedure === undefined) {
      return yield* refuse({ code: ErrorNumber.VIR_ERR_RPC, message: `unknown procedure: ${frame.procedure}` })
    }
    calls.push(procedure.name)
    const fault = options.fault?.({ name: procedure.name, serial: frame.serial })
    if (fault?._tag === "LoseCall") return
    if (fault?._tag === "CloseBefore") return yield* client.close
    const args = Xdr.decode(procedure.args, frame.body)
    if (Result.isFailure(args)) {
      return yield* refuse({
        code: ErrorNumber.VIR_ERR_RPC,
        message: `Unable to decode message payload: ${args.failure.message}`
      })
    }
    const handler = options.handlers?.[procedure.name as Name] as
      | ((args: unknown) => Effect.Effect<unknown, Failure>)
      | undefined
    const answered = yield* Effect.result(
      handler === undefined ? builtIn(client, procedure.name, args.success) : handler(args.success)
    )
    const answer = Result.isSuccess(answered) ? answered.success : undefined
    const streaming = procedure.stream !== "none" && typeof answer === "object" && answer !== null && "reply" in answer
    const flow = streaming ? runStream(client, procedure, frame.serial, answer) : Effect.void
    const early = streaming && "early" in answer && answer.early === true
    if (early) yield* flow
    if (fault?._tag === "LoseReply") return
    if (fault?._tag === "CloseAfter") return yield* client.close
    if (fault?._tag === "Replace") return yield* client.send(fault.bytes)
    if (Result.isFailure(answered)) return yield* refuse(answered.failure)
    const ret = streaming ? answer.reply : answer
    const reply = frameOf(
      procedure,
      Frame.MessageType.reply,
      fault?._tag === "WrongSerial" ? frame.serial + 1000 : frame.serial,
      Frame.MessageStatus.ok,
      bytesOf(procedure.ret, ret)
    )
    if (fault?._tag === "Truncate") {
      const short = reply.slice(0, Math.max(Frame.headerBytes, reply.length - fault.bytes))
      new DataView(short.buffer).setUint32(0, short.length)
      return yield* client.send(short)
    }
    if (procedure.stream !== "none" && !early) client.streams.set(frame.serial, undefined)
    yield* client.send(reply)
    if (!early) yield* flow
  })

  const onFrame = (client: Client, frame: Frame.Frame): Effect.Effect<void> => {
    if (frame.program === KEEPALIVE) {
      if (frame.procedure === 2) return Effect.sync(() => void pongs++)
      return options.keepAlive === false ? Effect.void : client.send(Frame.encode({ ...frame, procedure: 2 }))
    }
    if (frame.type === Frame.MessageType.call)
      return Effect.asVoid(Effect.forkIn(onCall(client, frame), client.scope, { startImmediately: true }))
    if (frame.type === Frame.MessageType.stream || frame.type === Frame.MessageType.streamHole)
      return onStream(client, frame)
    return client.close
  }

  const serve = (socket: Socket.Socket): Effect.Effect<void> =>
    Effect.gen(function* () {
      const wire = yield* Effect.scope
      const pull = yield* Socket.readerBytes(socket)
      const writer = yield* socket.writer
      const client: Client = {
        send: (bytes) => Effect.ignore(writer.write(bytes)),
        close: Effect.ignore(writer.write(new Socket.CloseEvent())),
        scope: wire,
        registrations: new Map(),
        streams: new Map()
      }
      yield* Scope.addFinalizer(
        wire,
        Effect.sync(() => void clients.delete(client))
      )
      clients.add(client)
      const decoder = new Frame.FrameDecoder()
      return yield* Effect.forever(
        Effect.flatMap(pull, (chunks) => {
          const frames: Array<Frame.Frame> = []
          for (const chunk of chunks) if (Result.isFailure(decoder.push(chunk, frames))) return client.close
          return Effect.forEach(frames, (frame) => onFrame(client, frame), { discard: true })
        })
      )
    }).pipe(Effect.scoped, Effect.ignore)

  const everyone = (f: (client: Client) => Effect.Effect<void>) =>
    Effect.suspend(() => Effect.forEach([...clients], f, { discard: true }))

  return {
    connect: Effect.gen(function* () {
      const pair = yield* SocketPair.make
      yield* Effect.forkIn(serve(pair.right), scope, { startImmediately: true })
      return pair.left
    }),
    listen: Effect.fnUntraced(function* (where) {
      const server = yield* NodeSocketServer.make("path" in where ? where : { host: "127.0.0.1", ...where })
      yield* Effect.forkScoped(server.run(serve))
      return "port" in server.address ? server.address.port : 0
    }),
    calls,
    emit: (family, event, body) =>
      Effect.suspend(() => {
        const entry = eventTables[family]?.[event]
        if (entry === undefined) return Effect.succeed(0)
        const targets = [...clients].flatMap((client) =>
          [...client.registrations].flatMap(([callbackID, registration]) =>
            registration.family === family && registration.eventID === entry.id ? [{ client, callbackID }] : []
          )
        )
        return Effect.as(
          Effect.forEach(
            targets,
            ({ callbackID, client }) => {
              const message = entry.wrapped ? { callbackID, msg: body } : { ...body, callbackID }
              const bytes = bytesOf(entry.codec, message as never)
              return client.send(
                Frame.encode({
                  program: REMOTE,
                  procedure: entry.procedure,
                  type: 2,
                  serial: 0,
                  status: 0,
                  body: bytes
                })
              )
            },
            { discard: true }
          ),
          targets.length
        )
      }),
    sendRaw: (bytes) => everyone((client) => client.send(bytes)),
    ping: everyone((client) =>
      client.send(
        Frame.encode({ program: KEEPALIVE, procedure: 1, type: 2, serial: 0, status: 0, body: new Uint8Array(0) })
      )
    ),
    disconnect: everyone((client) => client.close),
    get connections() {
      return clients.size
    },
    get pongs() {
      return pongs
    }
  }
})
