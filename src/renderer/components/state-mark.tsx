import type { PairState, RunState } from '../../api/states.ts'

type State = PairState | RunState

// drawn rather than typed: not every system has a font with these signs
const SIGNS: Readonly<Record<State, string>> = {
  ok: 'M2 6.5 5 9.5 10.5 3',
  finished: 'M2 6.5 5 9.5 10.5 3',
  unconverged: 'M1.5 6.5c1.5-3 3-3 4.5 0s3 3 4.5 0',
  failed: 'M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5',
  running: 'M3.5 2.2 9.8 6 3.5 9.8Z',
  queued: 'M6 2a4 4 0 1 0 .01 0M6 4v2.2h1.8',
  skipped: 'M2 6h8',
  paused: 'M4 2.5v7M8 2.5v7',
  cancelled: 'M3 3h6v6H3Z',
  interrupted: 'M7 1.5 3.5 6.5h5L5 10.5',
}

/** A state by its sign and its word; the colour only helps. */
export function StateMark({ state }: { readonly state: State }) {
  return (
    <span className="state" data-state={state}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={SIGNS[state]} />
      </svg>
      {state}
    </span>
  )
}
