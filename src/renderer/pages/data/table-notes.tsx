import type { ProblemView } from '../../../api/procedure.ts'
import { ProblemList } from '../../components/problem-list.tsx'
import { DATA_TEXT as TEXT } from '../../text/data.ts'
import classes from './data.module.css'

/** What is odd about the table, out of the way until it is asked for. */
export function TableNotes({ problems }: { readonly problems: readonly ProblemView[] }) {
  if (problems.length === 0) return null
  return (
    <details>
      <summary className={classes.summary}>{TEXT.problems(problems.length)}</summary>
      <ProblemList problems={problems} />
    </details>
  )
}
