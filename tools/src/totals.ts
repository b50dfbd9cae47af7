/** Adds up what the test runs of all packages reported. */
import { globSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "./source.ts"

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numFailedTestSuites: number
  readonly testResults: ReadonlyArray<{ readonly status: string; readonly assertionResults: ReadonlyArray<unknown> }>
}

const reports = (kind: "test" | "lab") =>
  globSync(`{packages,examples}/*/.results/${kind}.json`, { cwd: root }).concat(
    globSync(`tools/.results/${kind}.json`, { cwd: root })
  )

/** Forgets earlier reports, so that only this run is counted. */
export const clear = (kind: "test" | "lab"): void => {
  for (const file of reports(kind)) rmSync(join(root, file))
}

/** The sum over all packages; a test file that could not even be loaded counts as one failure. */
export const totals = (kind: "test" | "lab") =>
  reports(kind)
    .map((file) => JSON.parse(readFileSync(join(root, file), "utf8")) as Report)
    .reduce(
      (sum, report) => ({
        passed: sum.passed + report.numPassedTests,
        skipped: sum.skipped + report.numPendingTests,
        failed:
          sum.failed +
          report.numFailedTests +
          report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length
      }),
      { passed: 0, skipped: 0, failed: 0 }
    )

/** The sum as the closing line of a run. */
export const line = ({ passed, failed, skipped }: { passed: number; failed: number; skipped: number }): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`
