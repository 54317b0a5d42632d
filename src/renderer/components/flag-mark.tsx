import { type Icon, IconAlertTriangle, IconArrowsLeftRight, IconBan, IconCircleX, IconFlag } from '@tabler/icons-react'
import { flagWord } from '../text/flags.ts'
import classes from './flag-mark.module.css'

/** What a flag is about: its icon and colour; the word stands beside it. */
type FlagTone = 'doubt' | 'orientation' | 'unusable' | 'excluded' | 'table'

const TONES: Readonly<Record<string, FlagTone>> = {
  'orientation-uncertain': 'orientation',
  'orientation-against-neighbours': 'orientation',
  'unusable-frame': 'unusable',
  'missing-frame': 'unusable',
  'excluded-by-hand': 'excluded',
}

const ICONS: Readonly<Record<FlagTone, Icon>> = {
  doubt: IconAlertTriangle,
  orientation: IconArrowsLeftRight,
  unusable: IconCircleX,
  excluded: IconBan,
  table: IconFlag,
}

interface FlagMarkProps {
  readonly kind: string
  /** in place of the kind's own word */
  readonly word?: string
  readonly tone?: FlagTone
  readonly title?: string
}

/** A reason to look at a frame: icon and word. */
export function FlagMark({ kind, word = flagWord(kind), tone = TONES[kind] ?? 'doubt', title }: FlagMarkProps) {
  const FlagIcon = ICONS[tone]
  return (
    <span className={classes.mark} data-tone={tone} title={title}>
      <FlagIcon size={14} aria-hidden />
      {word}
    </span>
  )
}
