/**
 * A client of libvirt's RPC protocol over any `Socket`.
 *
 * @since 0.1.0
 */
export * as Calls from "./generated/Calls.ts"
export * as Constants from "./generated/Constants.ts"
export * as Events from "./Events.ts"
export * as Frame from "./Frame.ts"
export * as LibvirtConnection from "./LibvirtConnection.ts"
export * as LibvirtError from "./LibvirtError.ts"
export * as LibvirtStream from "./LibvirtStream.ts"
export * as LibvirtUri from "./LibvirtUri.ts"
export * as Procedure from "./Procedure.ts"
export * as Procedures from "./generated/Procedures.ts"
export * as TypedParams from "./TypedParams.ts"
export * as Types from "./Types.ts"
export * as Xdr from "./Xdr.ts"
