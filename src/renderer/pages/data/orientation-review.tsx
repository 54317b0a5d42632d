import { Button, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { FrameRow } from '../../../api/data-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { useApi } from '../../data/api-context.ts'
import { DATA_TEXT } from '../../text/data.ts'
import classes from './data.module.css'
import { FilmStrip } from './film-strip.tsx'
import type { Check } from './use-check.ts'

const TEXT = DATA_TEXT.review
const EMBRYO_PX = 114
/** as many as one answer gives: who has looked at these is asked for the next */
const MOST = 2000
const UNCERTAIN = { filters: [{ column: 'orientation_uncertain', comparison: 'is', value: 'True' }] } as const

interface OrientationReviewProps {
  readonly studyDir: string
  readonly check: Check
  readonly currentKey: string | null
  readonly onCurrent: (row: FrameRow) => void
}

/** Embryos some of whose frames may lie the wrong way round, each with all its frames in a row. */
export function OrientationReview({ studyDir, check, currentKey, onCurrent }: OrientationReviewProps) {
  const api = useApi()
  const input = { studyDir, query: UNCERTAIN, offset: 0, limit: MOST }
  const { data, error, refetch } = useQuery(api.data.rows.queryOptions({ input }))
  const embryoIds = useListedEmbryos(data?.rows)
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: embryoIds.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => EMBRYO_PX,
    overscan: 3,
  })

  if (error) return <Failed title={DATA_TEXT.failed} error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (embryoIds.length === 0) {
    return check.state.kind === 'ready' ? (
      <Empty icon={IconCircleCheck} title={TEXT.empty}>
        {TEXT.emptyText}
      </Empty>
    ) : (
      <Empty
        icon={IconShieldCheck}
        title={TEXT.unchecked}
        action={
          check.state.kind === 'idle' ? <Button onClick={check.start}>{DATA_TEXT.check.start}</Button> : undefined
        }
      >
        {TEXT.uncheckedText}
      </Empty>
    )
  }
  return (
    <Stack gap="xs" className={classes.review}>
      <Text size="sm" c="dimmed">
        {TEXT.lead(data.total, embryoIds.length)}
      </Text>
      <div ref={scroller} className={classes.reviewList}>
        <ul aria-label={TEXT.label} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <li
              key={embryoIds[index]}
              aria-setsize={embryoIds.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)`, height: EMBRYO_PX }}
            >
              <Text fw={600}>{embryoIds[index]}</Text>
              <FilmStrip
                studyDir={studyDir}
                embryoId={embryoIds[index] ?? ''}
                currentKey={currentKey}
                onCurrent={onCurrent}
              />
            </li>
          ))}
        </ul>
      </div>
    </Stack>
  )
}

/** An embryo whose frames were set right stays in view, so that one sees what was done. */
function useListedEmbryos(rows: readonly FrameRow[] | undefined): readonly string[] {
  const listed = useRef<readonly string[]>([])
  const added = new Set(rows?.map(({ embryoId }) => embryoId))
  if (rows) listed.current = [...listed.current, ...[...added].filter((id) => !listed.current.includes(id))]
  return listed.current
}
