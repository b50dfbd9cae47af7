/**
 * Reader of the enumerations and plain constants of libvirt's public C headers. It understands what those headers use:
 * `typedef enum { A = 1, B = (1 << 3), C = A | B } name;` and `# define NAME "text"` or `# define NAME 16`.
 * Sentinels (`…_LAST`, only defined for the library's own use) are skipped.
 */

/** An enumeration with its evaluated members. */
export interface HeaderEnum {
  readonly name: string
  readonly members: ReadonlyArray<{ readonly name: string; readonly value: number }>
}

/** What a set of headers defines. */
export interface Headers {
  readonly enums: ReadonlyArray<HeaderEnum>
  readonly strings: ReadonlyArray<{ readonly name: string; readonly value: string }>
  readonly numbers: ReadonlyMap<string, number>
}

const withoutSentinels = (text: string): string =>
  text.replace(/^# *ifdef VIR_ENUM_SENTINELS[\s\S]*?^# *endif.*$/gm, "")

/** The members of one enum body. */
const members = (body: string): Array<string> =>
  body
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .split(",")
    .map((member) => member.trim())
    .filter((member) => member !== "")

/** Evaluates the constant expressions of the headers: numbers, names, `<<`, `|`, `+`, unary minus, parentheses. */
const evaluate = (text: string, known: ReadonlyMap<string, number>): number | undefined => {
  const expression = text.replace(/\s|(?<=\d)(?:LL|U|L)\b/g, "")
  const tokens = [...expression.matchAll(/0x[0-9a-fA-F]+|\d+|[A-Za-z_]\w*|<<|[|+()-]/g)].map(([t]) => t)
  if (tokens.join("") !== expression) return undefined
  let at = 0
  const primary = (): number => {
    const token = tokens[at++]
    if (token === "(") {
      const value = or()
      at++
      return value
    }
    if (token === "-") return -primary()
    if (token === undefined) return Number.NaN
    if (/^\d/.test(token)) return Number(token)
    return known.get(token) ?? Number.NaN
  }
  const sum = (): number => {
    let value = primary()
    while (tokens[at] === "+") {
      at++
      value += primary()
    }
    return value
  }
  const shift = (): number => {
    let value = sum()
    while (tokens[at] === "<<") {
      at++
      value = (value << sum()) >>> 0
    }
    return value
  }
  const or = (): number => {
    let value = shift()
    while (tokens[at] === "|") {
      at++
      value = (value | shift()) >>> 0
    }
    return value
  }
  const value = or()
  return Number.isNaN(value) ? undefined : value
}

/** Reads all headers together, since they refer to each other. */
export const read = (sources: ReadonlyArray<string>): Headers => {
  const numbers = new Map<string, number>()
  const strings: Array<{ name: string; value: string }> = []
  const enums: Array<HeaderEnum> = []
  for (const source of sources.map(withoutSentinels)) {
    for (const [, name, value] of source.matchAll(/^# *define +(\w+) +(.+)$/gm)) {
      if (name === undefined || value === undefined) continue
      const quoted = /^"([^"]*)"/.exec(value)?.[1]
      if (quoted !== undefined) {
        strings.push({ name, value: quoted })
        continue
      }
      const number = evaluate(value.replace(/\/\*.*$/, "").trim(), numbers)
      if (number !== undefined) numbers.set(name, number)
    }
    for (const match of source.matchAll(/typedef enum \{([\s\S]*?)\n\} *(\w+);/g)) {
      const [, body, name] = match
      if (body === undefined || name === undefined) continue
      let following = 0
      const found: Array<{ name: string; value: number }> = []
      for (const member of members(body)) {
        const [, memberName, expression] = /^(\w+)\s*(?:=\s*([\s\S]+))?$/.exec(member) ?? []
        if (memberName === undefined) throw new Error(`${name}: cannot read member ${JSON.stringify(member)}`)
        const value = expression === undefined ? following : evaluate(expression.trim(), numbers)
        if (value === undefined) throw new Error(`${name}: cannot evaluate ${memberName} = ${expression}`)
        following = value + 1
        numbers.set(memberName, value)
        found.push({ name: memberName, value })
      }
      enums.push({ name, members: found })
    }
  }
  return { enums, strings, numbers }
}
