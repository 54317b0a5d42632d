import type { Problem } from './problem.ts'

/** Problems as they are found; of a kind that stands in every row, the first ones are listed and the others counted. */
export interface ProblemList {
  add(problem: Problem): void
  all(): readonly Problem[]
}

/** An empty list that keeps `limit` problems of each kind. */
export function problemList(limit = 100): ProblemList {
  const kept: Problem[] = []
  const byKind = new Map<string, { readonly first: Problem; count: number }>()
  return {
    add(problem) {
      const known = byKind.get(problem.kind)
      if (known === undefined) byKind.set(problem.kind, { first: problem, count: 1 })
      else known.count++
      if (known === undefined || known.count <= limit) kept.push(problem)
    },
    all() {
      const uncounted = [...byKind.values()].filter(({ count }) => count > limit)
      return [...kept, ...uncounted.map(({ first, count }) => moreOf(first, count - limit))]
    },
  }
}

function moreOf({ severity, scope, kind, file }: Problem, count: number): Problem {
  return { severity, scope, kind, file, message: `and ${count} more rows with a problem of this kind (${kind})` }
}
