/**
 * `npm test` and `npm run test:lab`: type-checks, then runs the tests of every package and prints the totals last.
 *
 * The lab tests need root and Debian; their packages are installed first. They run one file at a time.
 */
import { run } from "./run.ts"
import { clear, line, totals } from "./totals.ts"

const lab = process.argv.includes("--lab")
const kind = lab ? "lab" : "test"

clear(kind)
const turbo = [
  "run",
  lab ? "test:lab" : "test",
  "--continue=always",
  "--output-logs=full",
  `--concurrency=${lab ? 1 : 2}`
]
const quiet = { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1", FORCE_COLOR: "0" }
const prepared = lab ? run("npm", ["run", "--silent", "lab:install"]) : run("tsc", ["-b", "--pretty", "false"])
const tested = prepared && run("turbo", turbo, quiet)
const sum = totals(kind)
const ok = tested && sum.failed === 0 && sum.passed > 0
if (!prepared) console.error(lab ? "the lab's packages could not be installed" : "the types are wrong: see above")
console.log(line(ok || sum.failed > 0 ? sum : { ...sum, failed: 1 }))
process.exitCode = ok ? 0 : 1
