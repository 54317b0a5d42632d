import { Anchor, Badge } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { Link } from 'wouter'
import { RunProgress } from '../../components/run-progress.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import type { Column } from '../../components/virtual-table.tsx'
import { When } from '../../components/when.tsx'
import { routes } from '../../data/routes.ts'
import { formatCount, NONE } from '../../format/number.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { doneCount, type RunRow } from './run-row.ts'
import classes from './runs.module.css'

interface RunColumnsOptions {
  readonly withStudy: boolean
  /** whether there is room for when a run was begun */
  readonly isWide: boolean
}

/** The columns of a list of runs; the study's is left out where all are of one. */
export function runColumns({ withStudy, isWide }: RunColumnsOptions): readonly Column<RunRow>[] {
  const study: Column<RunRow> = {
    key: 'study',
    header: TEXT.columns.study,
    width: 130,
    isSortable: true,
    cell: (run) => (
      <span className={classes.quiet} title={run.studyDir}>
        {run.studyName}
      </span>
    ),
  }
  const begun: Column<RunRow> = {
    key: 'created',
    header: TEXT.columns.created,
    width: 124,
    isSortable: true,
    align: 'right',
    cell: ({ createdAt }) => <When iso={createdAt} />,
  }
  return [
    {
      key: 'title',
      header: TEXT.columns.title,
      width: 200,
      grows: true,
      isSortable: true,
      isRowHeader: true,
      cell: (run) => <Title run={run} />,
    },
    ...(withStudy ? [study] : []),
    {
      key: 'state',
      header: TEXT.columns.state,
      width: 122,
      isSortable: true,
      cell: ({ state }) => <StateMark state={state} />,
    },
    {
      key: 'done',
      header: TEXT.columns.done,
      unit: 'pairs',
      width: 130,
      isSortable: true,
      align: 'right',
      cell: (run) => <Done run={run} />,
    },
    {
      key: 'failed',
      header: TEXT.columns.failed,
      width: 76,
      isSortable: true,
      align: 'right',
      cell: ({ counts }) =>
        counts.failed === 0 ? (
          <span className={classes.quiet}>{NONE}</span>
        ) : (
          <span className={classes.failed}>{formatCount(counts.failed)}</span>
        ),
    },
    {
      key: 'engine',
      header: TEXT.columns.engine,
      width: 84,
      isSortable: true,
      cell: ({ engine }) => engine ?? NONE,
    },
    ...(isWide ? [begun] : []),
    {
      key: 'updated',
      header: TEXT.columns.updated,
      width: 124,
      isSortable: true,
      align: 'right',
      cell: ({ updatedAt }) => <When iso={updatedAt} />,
    },
  ]
}

function Title({ run }: { readonly run: RunRow }) {
  return (
    <div className={classes.title}>
      <Anchor
        component={Link}
        href={routes.run(run.studyDir, run.runId)}
        className={classes.name}
        title={nameAndId(run)}
      >
        {run.title}
      </Anchor>
      <span className={classes.under}>
        {run.archivedAt !== null && (
          <span className={classes.archived}>
            <IconArchive size={13} aria-hidden /> {TEXT.archived}
          </span>
        )}
        {run.tags.map((tag) => (
          <Badge key={tag} variant="default" size="sm" className={classes.tag}>
            {tag}
          </Badge>
        ))}
        {run.note !== '' && <span title={run.note}>{run.note}</span>}
      </span>
    </div>
  )
}

/** Where a run was given a name, its id is still what the command line knows. */
function nameAndId({ title, runId }: RunRow): string {
  return title === runId ? runId : `${title} (${runId})`
}

function Done({ run }: { readonly run: RunRow }) {
  const done = doneCount(run)
  return (
    <div>
      <span className="figures">
        {done === run.pairCount ? formatCount(done) : `${formatCount(done)} of ${formatCount(run.pairCount)}`}
      </span>
      <RunProgress run={run} />
    </div>
  )
}
