import { Button, List, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProblemView } from '../../api/procedure.ts'
import { formatCount } from '../format/number.ts'
import { baseName } from '../format/path.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import classes from './problem-list.module.css'

/** How many are shown at first, and then at a time. */
const STRETCH = 50

/** What a person can mend, one by one: where it is, what is wrong and what to do. */
export function ProblemList({ problems }: { readonly problems: readonly ProblemView[] }) {
  const [shown, setShown] = useState(STRETCH)
  const text = SHELL_TEXT.problems
  const rest = problems.length - shown
  return (
    <>
      <List listStyleType="none" className={classes.list} aria-label={text.label}>
        {problems.slice(0, shown).map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no name of their own and keep their order
          <List.Item key={index} className={classes.problem} data-severity={problem.severity}>
            <span className={classes.severity}>
              {problem.severity === 'error' ? (
                <IconCircleX size={16} aria-hidden />
              ) : (
                <IconAlertTriangle size={16} aria-hidden />
              )}
              {text[problem.severity]}
            </span>
            <div className={classes.what}>
              <Text className={classes.message}>{problem.message}</Text>
              <Where problem={problem} />
            </div>
          </List.Item>
        ))}
      </List>
      {rest > 0 && (
        <Button variant="subtle" mt="xs" onClick={() => setShown(shown + STRETCH)}>
          {text.more(formatCount(Math.min(rest, STRETCH)))}
        </Button>
      )}
    </>
  )
}

function Where({ problem }: { readonly problem: ProblemView }) {
  const text = SHELL_TEXT.problems
  const parts = [
    ...(problem.file === '' ? [] : [baseName(problem.file)]),
    ...(problem.row === undefined ? [] : [text.row(problem.row)]),
    ...(problem.column === undefined ? [] : [text.column(problem.column)]),
    ...(problem.pairId === undefined ? [] : [text.pair(problem.pairId)]),
  ]
  if (parts.length === 0) return null
  return (
    <Text size="sm" c="dimmed" title={problem.file} className={classes.where}>
      {parts.join(' · ')}
    </Text>
  )
}
