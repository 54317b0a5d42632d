import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import type { Size } from '../../figure/panel-window.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { FieldPanel } from './field-panel.tsx'
import classes from './fields.module.css'
import { useShownRefs, useView } from './fields-store.ts'
import { columnsFor, panelSize } from './panel-layout.ts'
import type { PanelState } from './use-panel-fields.ts'
import type { PreparedPanels } from './use-prepared-panels.ts'
import { panelKey } from './view-changes.ts'

/** as the style has them */
const CAPTION_PX = 28
const WARNINGS_PX = 22

interface PanelGridProps {
  readonly states: readonly PanelState[]
  readonly prepared: PreparedPanels
}

/** The panels of a view, all of one size, as large as there is room. */
export function PanelGrid({ states, prepared }: PanelGridProps) {
  const { ref, width, height } = useElementSize()
  const refs = useShownRefs()
  const asked = useView((view) => view.columns)
  const room: Size = { width, height }
  const hasWarnings = states.some(({ field }) => field && field.warnings.length > 0)
  const headPx = CAPTION_PX + (hasWarnings ? WARNINGS_PX : 0)
  const columns = Math.min(asked ?? columnsFor(refs.length, room, headPx), refs.length)
  const { width: panelWidth, height: panelHeight } = panelSize(room, refs.length, columns, headPx)
  const size = useMemo(() => ({ width: panelWidth, height: panelHeight }), [panelWidth, panelHeight])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of pictures is no fieldset
    <div
      ref={ref}
      className={classes.grid}
      role="group"
      aria-label={TEXT.panels}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      data-testid="panels"
    >
      {refs.map((shown, index) => {
        const state = states[index]
        return (
          state && (
            <FieldPanel
              // a panel that shows another pair stays the same panel
              key={shown.kind === 'pair' ? index : `${index} ${panelKey(shown)}`}
              index={index}
              state={state}
              prepared={prepared.panels[index]}
              group={prepared.groups[index]}
              boxes={prepared.boxes[index] ?? []}
              longUm={prepared.longUm}
              hasWarnings={hasWarnings}
              size={size}
            />
          )
        )
      })}
    </div>
  )
}
