import { formatSince, formatWhen } from '../format/when.ts'

/** A moment as one would say it, whole on hover and to machines. */
export function When({ iso }: { readonly iso: string }) {
  return (
    <time dateTime={iso} title={formatWhen(iso)}>
      {formatSince(iso, new Date())}
    </time>
  )
}
