/**
 * The shape of a remote procedure: its number in a program and the codecs of its arguments and its result.
 *
 * Numbers of the programs are those of libvirt's protocol files (`remote_protocol.x`, `qemu_protocol.x`).
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "./Xdr.ts"

/**
 * Program number of libvirt's main protocol.
 *
 * @category constants
 * @since 0.1.0
 */
export const REMOTE = 0x20008086

/**
 * Program number of the QEMU-only procedures.
 *
 * @category constants
 * @since 0.1.0
 */
export const QEMU = 0x20008087

/**
 * Program number of keep-alive messages.
 *
 * @category constants
 * @since 0.1.0
 */
export const KEEPALIVE = 0x6b656570

/**
 * Which way a procedure's stream mainly flows, seen from the client; consoles and channels flow both ways whatever is said
 * here. `none` for a procedure without stream.
 *
 * @category models
 * @since 0.1.0
 */
export type StreamDirection = "none" | "read" | "write"

/**
 * A remote procedure. `reads` is true when it changes nothing, so that repeating it after a lost reply is harmless.
 *
 * @category models
 * @since 0.1.0
 */
export interface Procedure<Args, Ret> {
  readonly name: string
  readonly program: number
  readonly number: number
  readonly args: Codec<Args>
  readonly ret: Codec<Ret>
  readonly reads: boolean
  readonly stream: StreamDirection
}

/**
 * Makes a procedure.
 *
 * @category constructors
 * @since 0.1.0
 */
export const procedure = <Args, Ret>(
  name: string,
  program: number,
  number: number,
  args: Codec<Args>,
  ret: Codec<Ret>,
  reads: boolean,
  stream: StreamDirection
): Procedure<Args, Ret> => ({ name, program, number, args, ret, reads, stream })

/**
 * Codec of nothing: procedures without arguments or without result.
 *
 * @category codecs
 * @since 0.1.0
 */
export const Void: Codec<void> = codec<void>(
  "Void",
  () => undefined,
  () => undefined
)
