/**
 * From libvirt's errors to ours: the only place that does it.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import { ErrorNumber } from "@cloudwright/libvirt/generated/Constants"
import { LibvirtError, type LibvirtErrorReason } from "@cloudwright/libvirt/LibvirtError"
import { DomainXmlError } from "../DomainXml.ts"
import { HypervisorError, HypervisorErrorReason } from "../HypervisorError.ts"

/** Reasons by name. */
export const reason = HypervisorErrorReason.cases

/** How the parts of an operation fail, before it is known which operation of which host it was. */
export type Failure = HypervisorErrorReason | LibvirtError | DomainXmlError

// libvirt and QEMU say only in words that a file is not there.
const missingFile = /(?:'|")(\/[^'"]+)(?:'|")[^'"]*: No such file or directory/

/** The file that an error text says is missing. */
export const missingPath = (text: string): string | undefined => missingFile.exec(text)?.[1]

type ConnectFailed = Extract<LibvirtErrorReason, { readonly _tag: "ConnectFailed" }>

const connectProblem = ({ address, detail: text, remote }: ConnectFailed): HypervisorErrorReason => {
  const detail = `${address}: ${text}`
  switch (remote?._tag) {
    case "HostKeyUnknown":
    case "HostKeyChanged":
    case "HostKeyRevoked":
      return reason.HostKeyRejected.make({ detail })
    case "AuthenticationFailed":
      return reason.AuthenticationFailed.make({ detail })
    default:
      return reason.HostUnreachable.make({ detail })
  }
}

const fromLibvirt = (error: LibvirtError): HypervisorErrorReason => {
  const from = error.reason
  switch (from._tag) {
    case "NoDomain":
      return reason.NoSuchVm.make({})
    case "NoSupport":
    case "ConfigUnsupported":
      return reason.Unsupported.make({ detail: from.text })
    case "AgentUnresponsive":
      return reason.AgentUnavailable.make({ detail: from.text })
    case "AccessDenied":
    case "AuthFailed":
      return reason.AuthenticationFailed.make({ detail: from.text })
    case "AuthRequired":
      return reason.AuthenticationFailed.make({ detail: `the host offers ${from.offered.join(", ")}` })
    case "ConnectFailed":
      return connectProblem(from)
    case "TlsFailed":
      return reason.CertificateRejected.make({ detail: `${from.address}: ${from.problem}: ${from.detail}` })
    case "ConnectionLost":
    case "Protocol":
      return reason.ConnectionLost.make({ detail: from.detail })
    case "Closed":
      return reason.ConnectionLost.make({ detail: "the connection was closed" })
    case "TimedOut":
      return reason.TimedOut.make({ afterMillis: from.afterMillis })
    case "LimitExceeded":
      return reason.LimitExceeded.make({ what: from.what, asked: from.asked, limit: from.limit })
    case "InvalidUri":
      return reason.InvalidSpec.make({ field: "uri", detail: from.detail })
    case "InvalidRequest":
      return reason.InvalidSpec.make({ field: error.operation, detail: from.detail })
    default:
      return from.code === ErrorNumber.VIR_ERR_XML_ERROR
        ? reason.InvalidSpec.make({ field: "domain", detail: from.text })
        : reason.Failed.make({ code: from.code, domain: from.domain, detail: from.text })
  }
}

const fromXml = (error: DomainXmlError): HypervisorErrorReason =>
  error.reason._tag === "InvalidSpec"
    ? reason.InvalidSpec.make({ field: "spec", detail: error.reason.detail })
    : reason.Unsupported.make({ detail: error.message })

// After these a change that was begun may have been carried out, or may still be.
const unknowable: ReadonlySet<string> = new Set(["ConnectionLost", "TimedOut", "GuestIgnored", "AgentTimedOut"])

/** What an operation was about. `changed`: whether a change was sent before it failed. */
export interface Attempt {
  readonly host: HostRef.HostRef
  readonly operation: string
  readonly vm: Ids.VmId | undefined
  readonly changed: boolean
}

/** The reason of a failure. */
const reasonOf = (failure: Failure): HypervisorErrorReason =>
  failure instanceof LibvirtError
    ? fromLibvirt(failure)
    : failure instanceof DomainXmlError
      ? fromXml(failure)
      : failure

/** The error of an operation. */
export const toError = (failure: Failure, attempt: Attempt): HypervisorError => {
  const reason = reasonOf(failure)
  return new HypervisorError({
    host: attempt.host,
    operation: attempt.operation,
    ...(attempt.vm === undefined ? {} : { vm: attempt.vm }),
    outcome: attempt.changed && unknowable.has(reason._tag) ? "unknown" : "not-done",
    reason
  })
}

/** Whether libvirt refused because of the state that something is in. */
export const isInvalidState = (failure: Failure): boolean =>
  failure instanceof LibvirtError && failure.reason._tag === "OperationInvalid"

/** libvirt's text, where the failure has one. */
export const textOf = (failure: Failure): string =>
  failure instanceof LibvirtError && "text" in failure.reason ? failure.reason.text : ""
