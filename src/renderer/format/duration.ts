import { formatFixed, NONE } from './number.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something took or will take, in the two units worth reading: `0.42 s`, `12.3 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(sec: number | null | undefined): string {
  if (sec === null || sec === undefined || !Number.isFinite(sec)) return NONE
  if (sec < 9.995) return `${formatFixed(sec, 2)}\u00a0s`
  if (sec < 59.95) return `${formatFixed(sec, 1)}\u00a0s`
  if (sec < HOUR - 0.5) return two(sec, MINUTE, 'min', 1, 's')
  if (sec < DAY - MINUTE / 2) return two(sec, HOUR, 'h', MINUTE, 'min')
  return two(sec, DAY, 'd', HOUR, 'h')
}

function two(sec: number, large: number, largeName: string, small: number, smallName: string): string {
  const smalls = Math.round(sec / small)
  const perLarge = large / small
  const rest = smalls % perLarge
  const first = `${formatFixed(Math.floor(smalls / perLarge), 0)}\u00a0${largeName}`
  return rest === 0 ? first : `${first} ${rest}\u00a0${smallName}`
}
