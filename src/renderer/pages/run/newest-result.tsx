import { Button, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { useElementSize, useThrottledValue } from '@mantine/hooks'
import { IconFocusCentered } from '@tabler/icons-react'
import { useEffect, useMemo, useRef } from 'react'
import { Link } from 'wouter'
import type { PanelField } from '../../../core/analysis/panel-field.ts'
import { appearance } from '../../../figure/appearance.ts'
import { colourTable } from '../../../figure/colour-maps.ts'
import { findLimits } from '../../../figure/limits.ts'
import { panelScene } from '../../../figure/panel-scene.ts'
import { heightThatFits, setWindow } from '../../../figure/panel-window.ts'
import { preparePanel } from '../../../figure/prepare-panel.ts'
import { ROBUST_LIMITS, WHOLE_WINDOW } from '../../../figure/usual-view.ts'
import { Panel } from '../../components/panel.tsx'
import { routes } from '../../data/routes.ts'
import { paintScene } from '../../fields/canvas-painter.ts'
import { usePanelFields } from '../../fields/use-panel-fields.ts'
import { formatFixed } from '../../format/number.ts'
import { FIELDS_TEXT } from '../../text/fields.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import classes from './run.module.css'

interface NewestResultProps {
  readonly studyDir: string
  readonly runId: string
  readonly pairId: string
}

/** Fields are read no more often than they can be looked at, ms. */
const FIELD_MS = 1000
const TALLEST_PX = 176

/** The debiased displacement of the pair that was solved last, on its source, and the way to look at it closely. */
export function NewestResult({ studyDir, runId, pairId: newestId }: NewestResultProps) {
  const pairId = useThrottledValue(newestId, FIELD_MS)
  const [state] = usePanelFields(studyDir, [{ kind: 'pair', runId, pairId }], 'displacement')
  return (
    <Panel title={TEXT.newest}>
      <Stack gap="xs">
        {state?.field ? (
          <Picture field={state.field} pairId={pairId} />
        ) : (
          <Text c="dimmed">{state?.error ? TEXT.newestFailed : FIELDS_TEXT.loading}</Text>
        )}
        <Text size="xs" title={pairId} className={classes.pairId}>
          {pairId}
        </Text>
        <Button
          component={Link}
          href={routes.fields(studyDir, { runId, pairId })}
          variant="default"
          size="xs"
          leftSection={<IconFocusCentered size={14} aria-hidden />}
        >
          {FIELDS_TEXT.showField}
        </Button>
      </Stack>
    </Panel>
  )
}

function Picture({ field, pairId }: { readonly field: PanelField; readonly pairId: string }) {
  const scheme = useComputedColorScheme('light')
  const { ref, width } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)
  const limits = useMemo(() => findLimits(ROBUST_LIMITS, [field]), [field])
  const prepared = useMemo(() => preparePanel(field, { range: limits, table: colourTable('viridis') }), [field, limits])
  const height = width === 0 ? 0 : Math.min(TALLEST_PX, heightThatFits([prepared.shown], width))

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || height === 0) return
    const size = { width, height }
    const scene = panelScene(prepared, setWindow(WHOLE_WINDOW, [prepared.shown], size), size, {
      appearance: appearance(scheme),
      outlines: { source: true, target: true },
      arrowScale: null,
      marks: [],
      scaleBar: true,
      orientation: false,
    })
    paintScene(context, scene, globalThis.devicePixelRatio)
  }, [prepared, width, height, scheme])

  return (
    <div ref={ref}>
      <canvas
        ref={canvas}
        style={{ display: 'block', width, height }}
        role="img"
        aria-label={TEXT.newestText(pairId, formatFixed(limits.high, 0))}
      />
    </div>
  )
}
