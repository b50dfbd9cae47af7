/**
 * The rule that decides whether replayed code asks for the step that was recorded.
 *
 * Order is compared within one fiber only, because concurrent branches may overtake each other. Each step is recorded
 * with the step it follows: the one its fiber asked for before, or, for the first step of a forked fiber, the last one
 * of the workflow's own fiber.
 *
 * @since 0.1.0
 */

/** A recorded step. `label` is unique in an execution; `input` is a hash, if the input is known. */
export interface Recorded {
  readonly label: string
  readonly follows: string
  readonly forked: boolean
  readonly input: string | null
}

/** What the replayed code asks for. `body` is true on the workflow's own fiber. */
export interface Request {
  readonly kind: "activity" | "deferred" | "workflow"
  readonly name: string
  readonly attempt: number
  readonly input: string | null
  readonly fiber: number
  readonly body: boolean
}

/** The answer: recorded before, new and to be recorded, or not what was recorded. */
type Verdict<Step extends Recorded> =
  | { readonly _tag: "Known"; readonly step: Step }
  | { readonly _tag: "New"; readonly step: Recorded }
  | { readonly _tag: "Mismatch"; readonly recorded: string; readonly requested: string }

/** The step that stands before the first one. */
const start = "start"

/** The step that stands after the last one. */
const end = "end"

/** One run of a workflow's code against its recorded steps. Mutable. */
export interface Order<Step extends Recorded> {
  readonly request: (request: Request) => Verdict<Step>
  readonly finish: () => Verdict<Step> | undefined
}

/** `done`: the recorded execution had come to its end, so it has no further steps. */
export const make = <Step extends Recorded>(steps: ReadonlyArray<Step>, done: boolean): Order<Step> => {
  const recorded = new Map<string, Recorded>(steps.map((step) => [step.label, step]))
  const known = new Map<string, Step>(steps.map((step) => [step.label, step]))
  const requested = new Set<string>()
  const lastOf = new Map<number, string>()
  let lastOfBody = start

  const labelOf = ({ attempt, kind, name }: Request) => {
    const base = `${kind} ${name}${attempt > 1 ? ` (attempt ${attempt})` : ""}`
    for (let occurrence = 2, label = base; ; label = `${base} (again ${occurrence++})`) {
      if (!requested.has(label)) return label
    }
  }
  const successor = (follows: string) =>
    [...recorded.values()].find((step) => step.follows === follows && !step.forked && !requested.has(step.label))
  // A race that was decided is not run again, so its branches may rightly stay away.
  const absentSibling = (follows: string) =>
    follows.startsWith("deferred ")
      ? undefined
      : [...recorded.values()].find((step) => step.follows === follows && step.forked && !requested.has(step.label))

  return {
    request: (request) => {
      const label = labelOf(request)
      const before = request.body ? lastOfBody : lastOf.get(request.fiber)
      const forked = before === undefined
      const follows = before ?? lastOfBody
      const step = recorded.get(label)
      const mismatch = (expected: string, asked = label) =>
        ({ _tag: "Mismatch", recorded: expected, requested: asked }) as const
      if (step === undefined) {
        const expected = forked ? absentSibling(follows) : successor(follows)
        if (expected !== undefined) return mismatch(expected.label)
        if (done) return mismatch(end)
      } else {
        if (!forked && (step.forked || step.follows !== follows)) return mismatch(successor(follows)?.label ?? end)
        if (step.input !== null && request.input !== null && step.input !== request.input) {
          return mismatch(`${label} with input ${step.input}`, `${label} with input ${request.input}`)
        }
      }
      requested.add(label)
      lastOf.set(request.fiber, label)
      if (request.body) lastOfBody = label
      const found = known.get(label)
      if (found !== undefined) return { _tag: "Known", step: found }
      const added = { label, follows, forked, input: request.input }
      recorded.set(label, added)
      return { _tag: "New", step: added }
    },
    finish: () => {
      const left = successor(lastOfBody)
      return left === undefined ? undefined : { _tag: "Mismatch", recorded: left.label, requested: end }
    }
  }
}
