import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import type { Size } from '../../figure/panel-window.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { FieldPanel } from './field-panel.tsx'
import classes from './fields.module.css'
import { useView } from './fields-store.ts'
import { columnsFor, panelSize } from './panel-layout.ts'
import type { PanelState } from './use-panel-fields.ts'
import type { PreparedPanels } from './use-prepared-panels.ts'
import { panelKey } from './view-changes.ts'

interface PanelGridProps {
  readonly states: readonly PanelState[]
  readonly prepared: PreparedPanels
}

/** The panels of a view, all of one size, as large as there is room. */
export function PanelGrid({ states, prepared }: PanelGridProps) {
  const { ref, width, height } = useElementSize()
  const panels = useView((view) => view.panels)
  const asked = useView((view) => view.columns)
  const room: Size = { width, height }
  const columns = Math.min(asked ?? columnsFor(panels.length, room), panels.length)
  const { width: panelWidth, height: panelHeight } = panelSize(room, panels.length, columns)
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
      {panels.map(({ ref: shown }, index) => {
        const state = states[index]
        return (
          state && (
            <FieldPanel
              // a panel that shows another pair stays the same panel
              key={shown.kind === 'pair' ? index : `${index} ${panelKey(shown)}`}
              index={index}
              state={state}
              prepared={prepared.panels[index]}
              limits={prepared.limits[index]}
              boxes={prepared.boxes[index] ?? []}
              longUm={prepared.longUm}
              size={size}
            />
          )
        )
      })}
    </div>
  )
}
