/**
 * Something wrong with what a person gave us, said so that they can mend it.
 *
 * `batch` problems stop everything before anything is written (contract §9); `pair` problems concern the named pairs only.
 * `row` counts as a spreadsheet does: the header is row 1.
 */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly scope: 'batch' | 'pair'
  /** what kind of problem, kebab-case and stable, for scripts: `missing-column`, `duplicate-pair-id`, … */
  readonly kind: string
  /** what is wrong, with the offending value, and what to do about it */
  readonly message: string
  readonly file: string
  readonly row?: number
  readonly column?: string
  readonly pairId?: string
}

/** `file:row [column] message`, one line. */
export function formatProblem(problem: Problem): string {
  const where = problem.row === undefined ? problem.file : `${problem.file}:${problem.row}`
  const column = problem.column === undefined ? '' : ` [${problem.column}]`
  return `${problem.severity}: ${where}${column} ${problem.message}`
}

/** What a command is refused with as a whole: one error, of `batch` scope. */
export function refusal(kind: string, message: string, file: string): ProblemsError {
  return new ProblemsError([{ severity: 'error', scope: 'batch', kind, message, file }])
}

/** Thrown where going on makes no sense; carries every problem found so far. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.name = 'ProblemsError'
    this.problems = problems
  }
}
