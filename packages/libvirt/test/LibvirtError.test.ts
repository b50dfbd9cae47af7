import { assert, describe, it } from "@effect/vitest"
import { ErrorNumber } from "../src/generated/Constants.ts"
import * as LibvirtError from "../src/LibvirtError.ts"

const remote = (code: number, message: string | null = "text") =>
  LibvirtError.fromRemote({
    code,
    domain: 10,
    message,
    level: 2,
    dom: null,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
    net: null
  })

describe("LibvirtError", () => {
  it("keeps code, domain, level and text of every error number", () => {
    for (const code of Object.values(ErrorNumber)) {
      const reason = remote(code)
      assert.isTrue(
        "text" in reason && reason.code === code && reason.domain === 10 && reason.level === 2 && reason.text === "text"
      )
      assert.isString(LibvirtError.codeName(code))
    }
  })

  it("maps the ones that callers act on", () => {
    const {
      VIR_ERR_AGENT_UNRESPONSIVE,
      VIR_ERR_DOM_EXIST,
      VIR_ERR_NO_DOMAIN,
      VIR_ERR_NO_STORAGE_VOL,
      VIR_ERR_OPERATION_DENIED
    } = ErrorNumber
    assert.strictEqual(remote(VIR_ERR_NO_DOMAIN)._tag, "NoDomain")
    assert.deepInclude(remote(VIR_ERR_NO_STORAGE_VOL), { _tag: "NotFound", kind: "storage volume" })
    assert.strictEqual(remote(VIR_ERR_DOM_EXIST)._tag, "AlreadyExists")
    assert.strictEqual(remote(VIR_ERR_AGENT_UNRESPONSIVE)._tag, "AgentUnresponsive")
    assert.strictEqual(remote(VIR_ERR_OPERATION_DENIED)._tag, "AccessDenied")
    assert.strictEqual(remote(9, "operation failed: domain 'a' already exists with uuid x")._tag, "AlreadyExists")
    assert.strictEqual(remote(9, "operation failed: no")._tag, "OperationFailed")
    assert.strictEqual(remote(9, null)._tag, "OperationFailed")
  })

  it("takes a code of the future for Other", () => {
    assert.strictEqual(remote(4711)._tag, "Other")
    assert.isUndefined(LibvirtError.codeName(4711))
    assert.strictEqual(LibvirtError.domainName(10), "VIR_FROM_QEMU")
  })
})
