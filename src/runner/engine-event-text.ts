import type { EngineDied, EngineFailed } from './run-event.ts'

/** What happened to a run's engine, for people, in the run's record and wherever it is watched. */
export function engineEventText(event: EngineFailed | EngineDied): string {
  if (event.kind === 'engine-failed') {
    return `${event.pairId}: the ${event.engine} engine failed (${event.error}), the cpu engine solved it`
  }
  const { engine, reason, givenUp } = event
  const next = givenUp ? 'and all that are left: it is not started again' : 'and it is started again for the others'
  return `the ${engine} engine died: ${reason}. The cpu engine solves the pairs it had, ${next}`
}
