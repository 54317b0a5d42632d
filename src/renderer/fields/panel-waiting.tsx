import { useQuery } from '@tanstack/react-query'
import { useApi } from '../data/api-context.ts'
import { formatCount } from '../format/number.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import classes from './fields.module.css'

/** How often one looks how far the reading is, ms. */
const LOOK_MS = 400

/** In a panel's place until its field is read; of groups it says how far the reading is, as hundreds of pairs take seconds. */
export function PanelWaiting({ isOfGroups }: { readonly isOfGroups: boolean }) {
  const api = useApi()
  const { data } = useQuery({
    ...api.fields.progress.queryOptions({ input: {} }),
    enabled: isOfGroups,
    refetchInterval: LOOK_MS,
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <div className={classes.waiting} role="status" aria-label={TEXT.loading}>
      {data && TEXT.pairsRead(formatCount(data.pairsRead), formatCount(data.pairCount))}
    </div>
  )
}
