import { Group, Kbd, Modal, Stack, Table, Title } from '@mantine/core'
import { create } from 'zustand'
import { SHORTCUT_TEXT } from '../text/shell.ts'
import { type Command, useRegisteredCommands } from './commands.ts'
import { keyNames } from './key-names.ts'

const useOpened = create<{ readonly opened: boolean }>(() => ({ opened: false }))

export function showShortcuts(): void {
  useOpened.setState({ opened: true })
}

/** Every key that does something here. */
export function ShortcutSheet() {
  const { opened } = useOpened()
  const registered = useRegisteredCommands()
  const inScope = (wanted: 'anywhere' | 'page') =>
    registered.filter(({ scope }) => scope === wanted).flatMap(({ command }) => rowOf(command))
  const groups = [
    { title: SHORTCUT_TEXT.page, rows: inScope('page') },
    { title: SHORTCUT_TEXT.anywhere, rows: inScope('anywhere') },
    { title: SHORTCUT_TEXT.tables, rows: SHORTCUT_TEXT.table },
  ].filter(({ rows }) => rows.length > 0)
  return (
    <Modal opened={opened} onClose={() => useOpened.setState({ opened: false })} title={SHORTCUT_TEXT.title}>
      <Stack gap="md">
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <Title order={3} mb={4}>
              {title}
            </Title>
            <Table withRowBorders={false} verticalSpacing={5} horizontalSpacing={0}>
              <Table.Tbody>
                {rows.map(({ keys, what }) => (
                  <Table.Tr key={what}>
                    <Table.Td>{what}</Table.Td>
                    <Table.Td>
                      <Group gap={4} justify="flex-end">
                        {keys.map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  )
}

function rowOf({ keys, label }: Command): { readonly keys: readonly string[]; readonly what: string }[] {
  return keys === undefined ? [] : [{ keys: keyNames(keys), what: label }]
}
