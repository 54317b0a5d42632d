import { IconFilterOff } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { FrameRow, RowQuery } from '../../../api/data-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import type { Sort } from '../../components/sort.ts'
import { Thumbnail } from '../../components/thumbnail.tsx'
import { type Column, type Selection, VirtualTable } from '../../components/virtual-table.tsx'
import { frameKey } from '../../data/frame-key.ts'
import { formatFixed } from '../../format/number.ts'
import { DATA_TEXT } from '../../text/data.ts'
import { FrameMarks } from './frame-marks.tsx'
import type { FrameRows } from './use-frame-rows.ts'

const TEXT = DATA_TEXT.table
const ROW_PX = 44

interface FrameTableProps {
  readonly studyDir: string
  readonly rows: FrameRows
  readonly query: RowQuery
  readonly sort: Sort | null
  readonly onSort: (sort: Sort | null) => void
  readonly labelColumns: readonly string[]
  readonly currentKey: string | null
  readonly onCurrent: (row: FrameRow) => void
  readonly selection: Selection
}

/** The embryo table's rows, as many as there are. */
export function FrameTable(props: FrameTableProps) {
  const { studyDir, rows, query, sort, onSort, labelColumns, currentKey, onCurrent, selection } = props
  const columns = useMemo(() => columnsOf(studyDir, labelColumns), [studyDir, labelColumns])
  if (rows.error) return <Failed title={DATA_TEXT.failed} error={rows.error} onRetry={rows.retry} />
  if (rows.total === undefined) return <Loading rows={10} />
  const isFiltered = (query.filters?.length ?? 0) > 0 || query.search !== undefined
  return (
    <VirtualTable
      label={TEXT.label}
      columns={columns}
      rowCount={rows.total}
      rowAt={rows.rowAt}
      keyOf={frameKey}
      sort={sort}
      onSort={onSort}
      onFocusRow={onCurrent}
      onOpen={onCurrent}
      currentKey={currentKey}
      selection={selection}
      onRange={rows.onRange}
      rowHeight={ROW_PX}
      empty={<Empty icon={IconFilterOff} title={isFiltered ? TEXT.empty : TEXT.emptyAll} />}
    />
  )
}

function columnsOf(studyDir: string, labelColumns: readonly string[]): readonly Column<FrameRow>[] {
  return [
    {
      key: 'mask',
      header: TEXT.mask,
      width: 96,
      cell: (row) => <Thumbnail studyDir={studyDir} frame={row} />,
    },
    {
      key: 'embryo_id',
      header: TEXT.embryo,
      width: 190,
      isSortable: true,
      isRowHeader: true,
      cell: ({ embryoId }) => <span title={embryoId}>{embryoId}</span>,
    },
    {
      key: 'frame_index',
      header: TEXT.frame,
      width: 76,
      align: 'right',
      isSortable: true,
      cell: ({ frameIndex }) => frameIndex,
    },
    {
      key: 'stage_hpf',
      header: TEXT.stage,
      unit: TEXT.hpf,
      width: 112,
      align: 'right',
      isSortable: true,
      cell: ({ stageHpf }) => formatFixed(stageHpf, 1),
    },
    ...labelColumns.map(
      (name): Column<FrameRow> => ({
        key: name,
        header: name,
        width: 130,
        isSortable: true,
        cell: ({ labels }) => <span title={labels[name]}>{labels[name] ?? ''}</span>,
      }),
    ),
    {
      key: 'quality_flags',
      header: TEXT.flags,
      width: 200,
      grows: true,
      isSortable: true,
      cell: (row) => <FrameMarks row={row} />,
    },
  ]
}
