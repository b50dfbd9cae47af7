/**
 * Whether what several writers saw at the same time equals some serial order: one after the other, each operation at one
 * moment between its call and its answer (linearizability).
 *
 * ```ts
 * const order = SerialOrder.find({
 *   history: [
 *     { operation: "take", answer: 1, called: 0, answered: 3 },
 *     { operation: "take", answer: 0, called: 1, answered: 2 }
 *   ],
 *   initial: 0,
 *   step: (taken, _operation, answer) => (answer === taken ? taken + 1 : undefined),
 *   key: String
 * })
 * // the second one came first
 * ```
 *
 * A search with memory over the sets of operations that are done: its time grows with the number of operations that
 * overlap, exponentially in the worst case, and hardly with the length of the history.
 *
 * @since 0.1.0
 */

/**
 * An operation and what its caller was told. `called` and `answered` are moments on any common scale, for example the
 * places in a log of all calls and answers.
 *
 * @since 0.1.0
 * @category models
 */
export interface Done<Operation, Answer> {
  readonly operation: Operation
  readonly answer: Answer
  readonly called: number
  readonly answered: number
}

/**
 * Finds a serial order that explains the history, or `undefined` when there is none.
 *
 * - `step`: the state after the operation, or `undefined` when it cannot be answered so in this state.
 * - `key`: equal texts for equal states.
 *
 * @since 0.1.0
 * @category testing
 */
export const find = <State, Operation, Answer>(options: {
  readonly history: ReadonlyArray<Done<Operation, Answer>>
  readonly initial: State
  readonly step: (state: State, operation: Operation, answer: Answer) => State | undefined
  readonly key: (state: State) => string
}): ReadonlyArray<Done<Operation, Answer>> | undefined => {
  const history = options.history.toSorted((left, right) => left.called - right.called)
  const done = history.map(() => false)
  const order: Array<Done<Operation, Answer>> = []
  const refuted = new Set<string>()
  const search = (state: State): boolean => {
    if (order.length === history.length) return true
    const position = `${done.map(Number).join("")} ${options.key(state)}`
    if (refuted.has(position)) return false
    const firstAnswer = Math.min(...history.flatMap(({ answered }, index) => (done[index] === true ? [] : [answered])))
    for (const [index, candidate] of history.entries()) {
      // Whoever was called after another one had its answer cannot come before that one.
      if (candidate.called > firstAnswer) break
      if (done[index] === true) continue
      const next = options.step(state, candidate.operation, candidate.answer)
      if (next === undefined) continue
      done[index] = true
      order.push(candidate)
      if (search(next)) return true
      order.pop()
      done[index] = false
    }
    refuted.add(position)
    return false
  }
  return search(options.initial) ? order : undefined
}
