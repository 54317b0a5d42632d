const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const DATE_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

const MINUTE_MS = 60_000

/** A moment of the service (ISO 8601, UTC) in the reader's own time, whole. */
export function formatWhen(iso: string): string {
  return FULL.format(new Date(iso))
}

/** A moment as one would say it: `just now`, `5 min ago`, `today 14:03`, `yesterday 09:30`, `3 Nov`, `3 Nov 2025`. */
export function formatSince(iso: string, now: Date): string {
  const then = new Date(iso)
  const agoMs = now.getTime() - then.getTime()
  if (agoMs >= -MINUTE_MS && agoMs < MINUTE_MS) return 'just now'
  if (agoMs >= MINUTE_MS && agoMs < 60 * MINUTE_MS) return `${Math.floor(agoMs / MINUTE_MS)} min ago`
  const days = daysBetween(then, now)
  if (days === 0) return `today ${TIME.format(then)}`
  if (days === 1) return `yesterday ${TIME.format(then)}`
  return (then.getFullYear() === now.getFullYear() ? DATE : DATE_OF_YEAR).format(then)
}

/** Midnights between two moments in the reader's own time. */
function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return (midnight(now) - midnight(then)) / (24 * 60 * MINUTE_MS)
}
