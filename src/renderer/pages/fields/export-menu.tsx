import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { MadeFile } from '../../../api/figures-contract.ts'
import { bytesOf } from '../../../api/panel-field-view.ts'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { saveFile } from '../../data/save-file.ts'
import { presentView, useFieldsStore } from '../../fields/fields-store.ts'
import { EXPORT_TEXT as TEXT } from '../../text/fields.ts'

const DPIS = [150, 300, 600]
/** figures are made for paper */
const PAPER = { appearance: 'light' } as const

/** What is shown, as files: figures that match the screen, the numbers behind them, all that a paper needs, and the run's report. */
export function ExportMenu({ studyDir }: { readonly studyDir: string }) {
  const api = useApi()
  const store = useFieldsStore()
  const [isBusy, setBusy] = useState(false)
  const figure = () => ({ studyDir, view: presentView(store), screenPanel: screenPanel(), ...PAPER })
  const save = async (make: () => Promise<MadeFile>) => {
    setBusy(true)
    try {
      const { fileName, mimeType, base64 } = await make()
      saveFile(fileName, new Blob([bytesOf(base64)], { type: mimeType }))
      notifyDone(TEXT.done(fileName))
    } catch (error) {
      notifyFailed(TEXT.failed, error)
    } finally {
      setBusy(false)
    }
  }
  const item = (label: string, make: () => Promise<MadeFile>) => (
    <Menu.Item key={label} onClick={() => void save(make)}>
      {label}
    </Menu.Item>
  )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          loading={isBusy}
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {TEXT.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{TEXT.figure}</Menu.Label>
        {item(TEXT.svg, () => api.figures.make.call({ ...figure(), format: 'svg' }))}
        {item(TEXT.pdf, () => api.figures.make.call({ ...figure(), format: 'pdf' }))}
        {DPIS.map((dpi) => item(TEXT.png(dpi), () => api.figures.make.call({ ...figure(), format: 'png', dpi })))}
        <Menu.Divider />
        {item(TEXT.numbers, () => api.figures.data.call({ studyDir, view: presentView(store) }))}
        {item(TEXT.kit, () => api.figures.kit.call(figure()))}
        {item(TEXT.report, () =>
          api.figures.report.call({ studyDir, runId: presentView(store).panels[0]?.ref.runId ?? '' }),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** the size of a panel on the screen, which its zoom was chosen for */
function screenPanel(): { readonly width: number; readonly height: number } | null {
  const canvas = document.querySelector('[data-testid="panels"] canvas')
  const { width = 0, height = 0 } = canvas?.getBoundingClientRect() ?? {}
  return width > 0 && height > 0 ? { width, height } : null
}
