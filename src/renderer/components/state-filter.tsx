import { PAIR_STATES, type PairState } from '../../api/states.ts'
import type { RunSummaryView } from '../../api/study-views.ts'
import { formatCount } from '../data/format.ts'
import { StateMark } from './state-mark.tsx'

interface StateFilterProps {
  readonly run: RunSummaryView
  readonly shown: PairState | 'all'
  readonly onShow: (state: PairState | 'all') => void
}

/** How many pairs are in each state; choosing one shows only those. */
export function StateFilter({ run: { counts, pairCount }, shown, onShow }: StateFilterProps) {
  const present = PAIR_STATES.filter((state) => counts[state] > 0 || state === shown)
  return (
    <fieldset className="state-filter">
      <legend className="unseen">Show pairs</legend>
      <label>
        <input type="radio" name="shown" checked={shown === 'all'} onChange={() => onShow('all')} />
        all <span className="count">{formatCount(pairCount)}</span>
      </label>
      {present.map((state) => (
        <label key={state}>
          <input type="radio" name="shown" checked={shown === state} onChange={() => onShow(state)} />
          <StateMark state={state} /> <span className="count">{formatCount(counts[state])}</span>
        </label>
      ))}
    </fieldset>
  )
}
