/**
 * How a command with arguments, environment and directory gets to a remote process although SSH can only pass one string
 * to a login shell.
 *
 * That string is constant and means the same to every common shell: it starts `/bin/sh`, which reads one line from the
 * channel's input (shells read lines byte by byte, so nothing behind it is consumed) and evaluates it. The line is ours,
 * every word in it quoted, so neither the dialect of the login shell nor its length limit matters, and arguments with
 * secrets are never in the argument list of a shell. It reports the process id and then replaces itself by the command,
 * which is thus the leader of a process group of its own, as sshd starts a session for each.
 *
 * @since 0.1.0
 */

/** What the login shell gets. */
export const bootstrap = `exec /bin/sh -c 'IFS= read -r cw_s && eval "$cw_s"'`

const plain = /^[A-Za-z0-9_@%+:,./-]+$/

/** One word for a POSIX shell, on one line: a line end becomes `"$cw_n"`, which the script sets to one. */
const quote = (word: string): string =>
  plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`).replaceAll("\n", `'"$cw_n"'`)}'`

/** Sets `cw_n` to a line end, which a single line cannot hold. */
const lineEnd = `cw_n=$(printf "\\012x"); cw_n=\${cw_n%x}`

/** Splits the start time (field 22 of Linux's /proc/<pid>/stat) off; the name before it may hold anything. */
const startTimeOf = (pid: string) =>
  `cw_t=; IFS= read -r cw_t 2>/dev/null </proc/${pid}/stat; set -- \${cw_t##*) }; cw_t=\${20:-0}`

/** A name that a shell can export. */
export const isVariableName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)

/** What to start; `env` of an `undefined` value removes the variable. */
export interface Launch {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly cwd: string | undefined
  readonly env: Readonly<Record<string, string | undefined>> | undefined
  readonly extendEnv: boolean
  readonly ignored: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }
}

const changeDirectory = (cwd: string): string => {
  // A leading hyphen would be an option or `cd -`; CDPATH would look elsewhere.
  const directory = quote(cwd.startsWith("/") ? cwd : `./${cwd}`)
  return (
    `if CDPATH= cd ${directory} >/dev/null 2>&1; then :; elif [ ! -e ${directory} ]; then cw_e=NotFound; ` +
    `elif [ ! -d ${directory} ]; then cw_e=BadResource; else cw_e=PermissionDenied; fi`
  )
}

/** Finds out what `exec` would only say by an exit code that the command itself may also have. */
const lookUp = (command: string): string => {
  const word = quote(command)
  const judge = (path: string) =>
    `if [ -f ${path} ]; then if [ -x ${path} ]; then cw_f=ok; break; else cw_f=PermissionDenied; fi; fi`
  return command.includes("/")
    ? `for cw_d in 1; do if [ -d ${word} ]; then cw_f=PermissionDenied; fi; ${judge(word)}; done`
    : `IFS=:; for cw_d in $PATH; do ${judge(`"\${cw_d:-.}"/${word}`)}; done; unset IFS`
}

const exports = (env: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(env)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quote(value)}`))
    .join("; ")

/**
 * The lines to write to the channel's input before the command's own. On error output comes `<nonce> <pid> <status> <start
 * time>`, on output `<nonce>`; what login scripts printed before is to be dropped.
 */
export const script = (launch: Launch, nonce: string): string => {
  const { args, command, cwd, env, extendEnv, ignored } = launch
  const steps = [
    lineEnd,
    "set -f; unset IFS; cw_e=ok",
    ...(cwd === undefined ? [] : [changeDirectory(cwd)]),
    ...(env === undefined ? [] : [exports(env)]),
    `cw_f=NotFound; ${lookUp(command)}; [ "$cw_e" != ok ] || cw_e=$cw_f`,
    startTimeOf("$$"),
    `printf "%s %s %s %s%s" ${nonce} $$ "$cw_e" "$cw_t" "$cw_n" >&2; printf "%s%s" ${nonce} "$cw_n"`,
    `[ "$cw_e" = ok ] || exit 127`,
    [
      `exec ${[command, ...args].map(quote).join(" ")}`,
      ignored.stdin ? "</dev/null" : "",
      ignored.stdout ? ">/dev/null" : "",
      ignored.stderr ? "2>/dev/null" : ""
    ].join(" ")
  ].filter((step) => step !== "")
  const line = `${steps.join("; ")}\n`
  // A clean environment needs a fresh shell, which reads the next line.
  return env === undefined || extendEnv
    ? line
    : `exec /usr/bin/env -i /bin/sh -c 'IFS= read -r cw_s && eval "$cw_s"'\n${line}`
}

/**
 * Sends a signal to the process group, unless the leader's id belongs to another process by now. Exits 0 when it was sent,
 * 3 when the processes are gone.
 */
export const killScript = (pid: number, startTime: string, signal: string): string =>
  `if [ -r /proc/${pid}/stat ] && [ ${startTime} != 0 ]; then ${startTimeOf(String(pid))}; ` +
  `[ "$cw_t" = ${startTime} ] || exit 3; fi; kill -s ${signal.replace(/^SIG/, "")} -- -${pid} || exit 3\n`

/** Exits 0 when the user may do with the file what is asked, 3 otherwise. */
export const accessScript = (path: string, readable: boolean, writable: boolean): string => {
  const word = quote(path.startsWith("/") ? path : `./${path}`)
  const tests = [readable ? `[ -r ${word} ] || exit 3` : "", writable ? `[ -w ${word} ] || exit 3` : ""]
  return `${[lineEnd, ...tests.filter((test) => test !== "")].join("; ")}; exit 0\n`
}
