import { defineConfig } from "vitest/config"

const lab = process.env["CLOUDWRIGHT_LAB"] === "1"

/**
 * One configuration for every package. `*.lab.test.ts` needs root and real daemons: those files run, one after
 * the other, only under `npm run test:lab`. Imports between packages resolve to sources, so no build is needed.
 */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [lab ? "test/**/*.lab.test.ts" : "test/**/*.test.ts"],
    exclude: lab ? [] : ["test/**/*.lab.test.ts"],
    passWithNoTests: true,
    fileParallelism: !lab,
    maxWorkers: 2,
    testTimeout: lab ? 120_000 : 20_000,
    hookTimeout: lab ? 180_000 : 20_000,
    reporters: ["default", ["json", { outputFile: lab ? ".results/lab.json" : ".results/test.json" }]]
  }
})
