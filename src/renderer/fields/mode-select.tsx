import { SegmentedControl, Tooltip } from '@mantine/core'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { COMPARE_MODES, inMode, modeOf } from './compare-mode.ts'
import { changeView, useFieldsStore, useShownRefs } from './fields-store.ts'
import { withPanels } from './view-changes.ts'

/** How the pairs or groups that are shown are compared. */
export function ModeSelect() {
  const store = useFieldsStore()
  const refs = useShownRefs()
  const mode = modeOf(refs)
  const canCompare = inMode(refs, 'difference') !== null
  return (
    <Tooltip label={canCompare ? TEXT.modeHints[mode] : TEXT.modesNeed}>
      <SegmentedControl
        size="xs"
        aria-label={TEXT.compare}
        data={COMPARE_MODES.map((value) => ({
          value,
          label: TEXT.modes[value],
          disabled: value !== mode && inMode(refs, value) === null,
        }))}
        value={mode}
        onChange={(value) => {
          const chosen = COMPARE_MODES.find((one) => one === value)
          const next = chosen && inMode(refs, chosen)
          if (next) changeView(store, (view) => withPanels(view, next))
        }}
      />
    </Tooltip>
  )
}
