import { ActionIcon, Anchor, Tooltip } from '@mantine/core'
import { IconEqualNot, IconPin, IconPinFilled } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Link } from 'wouter'
import { type RunRef, routes } from '../../data/routes.ts'
import { baseName } from '../../format/path.ts'
import { COMPARE_TEXT as TEXT } from '../../text/runs.ts'
import classes from './compare.module.css'
import { type CompareRow, type CompareValue, changeOf, formatValue } from './compare-values.ts'

const GROUPS = ['parameters', 'environment', 'inputs', 'results'] as const

interface CompareTableProps {
  readonly runs: readonly (RunRef & { readonly title: string })[]
  readonly rows: readonly CompareRow[]
  /** index of the run that the others are held against */
  readonly baseline: number
  readonly onBaseline: (index: number) => void
}

/** A column a run, a row a property; what differs from the baseline is marked by a sign, not by colour alone. */
export function CompareTable({ runs, rows, baseline, onBaseline }: CompareTableProps) {
  return (
    // a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes.scroller} aria-label={TEXT.table} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{TEXT.property}</th>
            {runs.map((run, index) => (
              <th scope="col" key={`${run.studyDir} ${run.runId}`} data-baseline={index === baseline || undefined}>
                <span className={classes.head}>
                  <span className={classes.title}>
                    <Anchor component={Link} href={routes.run(run.studyDir, run.runId)}>
                      {run.title}
                    </Anchor>
                    <span className={classes.quiet}>{index === baseline ? TEXT.baseline : baseName(run.studyDir)}</span>
                  </span>
                  <Tooltip label={index === baseline ? TEXT.baseline : TEXT.pinShort}>
                    <ActionIcon
                      variant="subtle"
                      color={index === baseline ? 'teal' : 'gray'}
                      aria-pressed={index === baseline}
                      aria-label={TEXT.pin(run.title)}
                      onClick={() => onBaseline(index)}
                    >
                      {index === baseline ? <IconPinFilled size={16} aria-hidden /> : <IconPin size={16} aria-hidden />}
                    </ActionIcon>
                  </Tooltip>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {GROUPS.map((group) => (
            <Group
              key={group}
              name={TEXT.groups[group]}
              rows={rows.filter((row) => row.group === group)}
              baseline={baseline}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface GroupProps {
  readonly name: string
  readonly rows: readonly CompareRow[]
  readonly baseline: number
}

function Group({ name, rows, baseline }: GroupProps) {
  const [first] = rows
  if (!first) return null
  return (
    <>
      <tr>
        <th scope="colgroup" colSpan={first.values.length + 1} className={classes.group}>
          {name}
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row">{TEXT.names[row.name] ?? row.name}</th>
          {row.values.map((value, index) => (
            <Fragment
              // biome-ignore lint/suspicious/noArrayIndexKey: a value has no name but its run's place
              key={index}
            >
              <Value
                value={value}
                against={row.values[baseline] ?? null}
                isBaseline={index === baseline}
                withChange={row.group === 'results'}
              />
            </Fragment>
          ))}
        </tr>
      ))}
    </>
  )
}

interface ValueProps {
  readonly value: CompareValue
  readonly against: CompareValue
  readonly isBaseline: boolean
  /** whether how far it is from the baseline says something */
  readonly withChange: boolean
}

function Value({ value, against, isBaseline, withChange }: ValueProps) {
  const differs = !isBaseline && value !== against
  const change = differs && withChange ? changeOf(value, against) : null
  return (
    <td data-baseline={isBaseline || undefined} data-differs={differs || undefined} data-kind={typeof value}>
      <span className={classes.value}>
        {differs && <IconEqualNot size={14} aria-label={TEXT.differs} className={classes.sign} />}
        <span className={classes.text}>{formatValue(value)}</span>
        {change !== null && <span className={classes.quiet}>{change}</span>}
      </span>
    </td>
  )
}
