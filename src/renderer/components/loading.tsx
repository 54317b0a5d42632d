import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { SHELL_TEXT } from '../text/shell.ts'

/** What is being read, by its outline. */
export function Loading({ rows = 6, label = SHELL_TEXT.loading }: { readonly rows?: number; readonly label?: string }) {
  return (
    <Stack gap="sm" role="status" aria-busy="true">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outlines are all alike
        <Skeleton key={row} height={36} width={row === rows - 1 ? '62%' : '100%'} />
      ))}
    </Stack>
  )
}
