/**
 * Finds plain passwords in a `#cloud-config` text: `password` and `passwd` accept plain ones and hashes alike,
 * `plain_text_passwd` and lines of `chpasswd` are meant for plain ones
 * (https://cloudinit.readthedocs.io/en/latest/reference/modules.html, "Set Passwords", "Users and Groups").
 *
 * @since 0.1.0
 */
import * as Yaml from "effect/encoding/Yaml"
import * as Option from "effect/Option"

const hash = /^\$(5|6|7|y|gy|2[aby])\$/
const parse = Option.liftThrowable(Yaml.parse)

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

/** `!` and `*` in front lock a password. Numbers and whatever else YAML may make of it count as plain. */
const isPlain = (value: unknown): boolean => {
  if (value === undefined || value === null) return false
  return typeof value !== "string" || !(/^[!*]/.test(value) || hash.test(value))
}

const inUser = (user: unknown): boolean =>
  isFields(user) && ("plain_text_passwd" in user || isPlain(user["passwd"]) || isPlain(user["hashed_passwd"]))

/** `R` and `RANDOM` let the guest choose one. */
const inLine = (line: unknown): boolean => {
  const text = String(line).trim()
  const value = text.slice(text.indexOf(":") + 1)
  return text.includes(":") && value !== "R" && value !== "RANDOM" && isPlain(value)
}

const inChpasswd = (value: unknown): boolean => {
  if (!isFields(value)) return false
  const lines = typeof value["list"] === "string" ? value["list"].split("\n") : list(value["list"])
  return lines.some(inLine) || list(value["users"]).some((user) => isFields(user) && isPlain(user["password"]))
}

// Where the text uses YAML that cannot be parsed here: keys at the places where the ones above stand.
const anywhere = /^[ \t{,-]*["']?plain_text_passwd["']?[ \t]*:|^["']?(password|chpasswd)["']?[ \t]*:/m

/** Whether the text sets a plain password. */
export const hasPlainPassword = (text: string): boolean => {
  const config = parse(text)
  if (Option.isNone(config)) return anywhere.test(text)
  const fields = config.value
  if (!isFields(fields)) return false
  return (
    isPlain(fields["password"]) ||
    list(fields["users"]).some(inUser) ||
    inUser(fields["user"]) ||
    inChpasswd(fields["chpasswd"])
  )
}
