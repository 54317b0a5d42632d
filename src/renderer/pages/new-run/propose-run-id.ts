import { baseName } from '../../format/path.ts'

/** A name for a run of a manifest that no other run of the study has: `wt-vs-mutant`, `wt-vs-mutant-2`. */
export function proposeRunId(manifestPath: string, known: ReadonlySet<string>): string {
  const stem = baseName(manifestPath)
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  const name = stem === '' || stem === 'manifest' ? 'run' : stem
  const isTaken = (id: string) => [...known].some((other) => other.toLowerCase() === id.toLowerCase())
  for (let n = 1; ; n++) {
    const id = n === 1 ? name : `${name}-${n}`
    if (!isTaken(id)) return id
  }
}
