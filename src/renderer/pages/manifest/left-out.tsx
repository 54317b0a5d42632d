import { Stack, Table, Text, Title } from '@mantine/core'
import type { Column } from '../../components/virtual-table.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { frameKey, frameName } from '../../data/frame-key.ts'
import { formatCount } from '../../format/number.ts'
import { flagWord } from '../../text/flags.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import type { LeftOut } from './draft-store.ts'
import classes from './manifest.module.css'

const TEXT = MANIFEST_TEXT.leftOut
type Excluded = LeftOut['excluded'][number]

const COLUMNS: readonly Column<Excluded>[] = [
  { key: 'frame', header: TEXT.frame, width: 230, isRowHeader: true, cell: ({ frame }) => frameName(frame) },
  { key: 'reason', header: TEXT.reason, width: 160, cell: ({ reason }) => flagWord(reason) },
  {
    key: 'why',
    header: TEXT.why,
    width: 240,
    grows: true,
    cell: ({ message }) => <span title={message}>{message}</span>,
  },
]

/** What building left out, and why. */
export function LeftOutList({ leftOut }: { readonly leftOut: LeftOut | null }) {
  if (leftOut === null) return <Text c="dimmed">{TEXT.fromFile}</Text>
  const { rows, excluded, notes } = leftOut
  return (
    <Stack gap="md" className={classes.leftOut}>
      {notes.length > 0 && (
        <section>
          <Title order={3}>{TEXT.notes}</Title>
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <Title order={3}>{TEXT.title}</Title>
        {Object.keys(rows).length === 0 ? (
          <Text c="dimmed">{TEXT.none}</Text>
        ) : (
          <Table className={classes.reasons}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{TEXT.reason}</Table.Th>
                <Table.Th ta="right">{TEXT.rows}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {Object.entries(rows).map(([reason, count]) => (
                <Table.Tr key={reason}>
                  <Table.Td>{/\s/.test(reason) ? reason : flagWord(reason)}</Table.Td>
                  <Table.Td ta="right">{formatCount(count)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </section>
      {excluded.length > 0 && (
        <section className={classes.excluded}>
          <Title order={3}>{TEXT.excluded}</Title>
          <div className={classes.excludedTable}>
            <VirtualTable
              label={TEXT.excluded}
              columns={COLUMNS}
              rowCount={excluded.length}
              rowAt={(index) => excluded[index]}
              keyOf={({ frame }) => frameKey(frame)}
            />
          </div>
        </section>
      )}
    </Stack>
  )
}
