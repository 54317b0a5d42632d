import {
  type Icon,
  IconBolt,
  IconCheck,
  IconClock,
  IconMinus,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconWaveSine,
  IconX,
} from '@tabler/icons-react'
import type { PairState, RunState } from '../../api/states.ts'
import { formatCount } from '../format/number.ts'
import { STATE_MEANINGS, STATE_WORDS } from '../text/states.ts'
import classes from './state-mark.module.css'

type State = PairState | RunState

const ICONS: Readonly<Record<State, Icon>> = {
  ok: IconCheck,
  finished: IconCheck,
  unconverged: IconWaveSine,
  failed: IconX,
  running: IconPlayerPlay,
  queued: IconClock,
  skipped: IconMinus,
  paused: IconPlayerPause,
  cancelled: IconPlayerStop,
  interrupted: IconBolt,
}

/** A state by its icon and its word; the colour only helps. */
export function StateMark({ state, count }: { readonly state: State; readonly count?: number }) {
  const StateIcon = ICONS[state]
  return (
    <span className={classes.mark} data-state={state} title={STATE_MEANINGS[state]}>
      <StateIcon size={15} stroke={2.2} aria-hidden />
      {count === undefined ? STATE_WORDS[state] : `${formatCount(count)} ${STATE_WORDS[state]}`}
    </span>
  )
}
