import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { bytesOf } from '../../api/panel-field-view.ts'
import { notifyFailed } from '../components/notify.ts'
import { useApi } from '../data/api-context.ts'
import { saveFile } from '../data/save-file.ts'
import { SAVE_TEXT as TEXT } from '../text/charts.ts'

interface SaveChartProps {
  /** of the files, without an ending */
  readonly name: string
  /** the picture */
  readonly svg: () => string
  /** the numbers behind it, as CSV */
  readonly sheets: readonly { readonly label: string; readonly fileName: string; readonly csv: () => string }[]
}

/** A chart as files: pictures made from the option that the screen shows, and the numbers behind. */
export function SaveChart({ name, svg, sheets }: SaveChartProps) {
  const api = useApi()
  const convert = useMutation(
    api.figures.fromSvg.mutationOptions({
      onSuccess: ({ fileName, mimeType, base64 }) =>
        saveFile(fileName, new Blob([bytesOf(base64)], { type: mimeType })),
      onError: (error) => notifyFailed(TEXT.failed, error),
    }),
  )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          loading={convert.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {TEXT.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => saveFile(`${name}.svg`, new Blob([svg()], { type: 'image/svg+xml' }))}>
          {TEXT.svg}
        </Menu.Item>
        <Menu.Item onClick={() => convert.mutate({ svg: svg(), format: 'png', name })}>{TEXT.png}</Menu.Item>
        <Menu.Item onClick={() => convert.mutate({ svg: svg(), format: 'pdf', name })}>{TEXT.pdf}</Menu.Item>
        <Menu.Divider />
        {sheets.map(({ label, fileName, csv }) => (
          <Menu.Item key={label} onClick={() => saveFile(fileName, new Blob([csv()], { type: 'text/csv' }))}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
