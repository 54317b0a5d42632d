import { Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import { COLOUR_MAPS_OF } from '../../figure/colour-maps.ts'
import { COLOUR_MAPS, type ColourLimits } from '../../figure/field-view.ts'
import type { FoundLimits } from '../../figure/limits.ts'
import { ROBUST_LIMITS } from '../../figure/usual-view.ts'
import { countOf } from '../format/number.ts'
import { COLOUR_NAMES, FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { ColourBar } from './colour-bar.tsx'
import classes from './fields.module.css'
import { changeView, useFields, useFieldsStore, useView } from './fields-store.ts'
import { ReadOutView } from './read-out-view.tsx'
import type { PreparedPanels } from './use-prepared-panels.ts'
import { areLimitsLinked, areWindowsLinked, linkedLimits, linkedWindows, withLimits } from './view-changes.ts'

interface SidePanelProps {
  readonly prepared: PreparedPanels
  readonly fields: readonly (PanelField | undefined)[]
  readonly sAt?: (y: number, x: number) => number | null
}

/** What one points at, and how all of it is drawn. */
export function SidePanel({ prepared, fields, sAt }: SidePanelProps) {
  return (
    <aside className={classes.side} aria-label={TEXT.side}>
      <section>
        <h2>{TEXT.readOut}</h2>
        <ReadOutView fields={fields} {...(sAt ? { sAt } : {})} />
      </section>
      <ColourSettings prepared={prepared} fields={fields} />
      <DrawingSettings />
      <LinkSettings />
    </aside>
  )
}

function ColourSettings({ prepared, fields }: Pick<SidePanelProps, 'prepared' | 'fields'>) {
  const store = useFieldsStore()
  const active = useFields((state) => state.active)
  const isLinked = useView(areLimitsLinked)
  const limits = useView((view) => view.panels[active]?.limits ?? view.limits)
  const place = prepared.groups[active] ? active : prepared.groups.findIndex((group) => group !== undefined)
  const [field, group] = [fields[place], prepared.groups[place]]
  if (!field || !group) return null
  const found = group.limits
  const suited: readonly string[] = COLOUR_MAPS_OF[field.kind]
  return (
    <section>
      <h2>{TEXT.colours}</h2>
      <Stack gap="xs">
        <ColourBar group={group} />
        <Text size="xs" c="dimmed">
          {isLinked ? TEXT.limitsShared(countOf(group.panels.length, 'panel')) : TEXT.limitsOf(field.title.join(' '))}
          {(found.someBelow || found.someAbove) && ` ${TEXT.limitsBeyond}`}
        </Text>
        <Select
          label={TEXT.colourMap}
          size="xs"
          data={COLOUR_MAPS.filter((name) => suited.includes(name)).map((value) => ({
            value,
            label: COLOUR_NAMES[value],
          }))}
          value={group.table.name}
          allowDeselect={false}
          onChange={(value) => {
            const name = COLOUR_MAPS.find((one) => one === value)
            if (name) changeView(store, (view) => ({ ...view, colours: name }))
          }}
        />
        <LimitsEditor
          key={`${limits.kind} ${active} ${isLinked}`}
          limits={limits}
          found={found}
          field={field}
          onChange={(next) => changeView(store, (view) => withLimits(view, active, next))}
        />
      </Stack>
    </section>
  )
}

interface LimitsEditorProps {
  readonly limits: ColourLimits
  readonly found: FoundLimits
  readonly field: PanelField
  readonly onChange: (limits: ColourLimits) => void
}

function LimitsEditor({ limits, found, field, onChange }: LimitsEditorProps) {
  const isRobust = limits.kind === 'robust'
  const [low, high] = isRobust ? [limits.lowPct, limits.highPct] : [limits.low, limits.high]
  const [typed, setTyped] = useState<readonly [number | string, number | string]>([low, high])
  const change = (next: readonly [number | string, number | string]) => {
    setTyped(next)
    const [from, to] = next
    if (typeof from !== 'number' || typeof to !== 'number' || !(to > from)) return
    onChange(isRobust ? { kind: 'robust', lowPct: from, highPct: to } : { kind: 'fixed', low: from, high: to })
  }
  const isBad = typeof typed[0] === 'number' && typeof typed[1] === 'number' && !(typed[1] > typed[0])
  const range = isRobust ? { min: 0, max: 100, step: 0.5 } : { step: stepFor(found) }
  // about zero the lower one is the upper one's mirror image
  const isSymmetric = isRobust && field.kind === 'signed'
  return (
    <Stack gap={6}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={TEXT.limits}
        data={[
          { value: 'robust', label: TEXT.limitsKinds.robust },
          { value: 'fixed', label: TEXT.limitsKinds.fixed },
        ]}
        value={limits.kind}
        onChange={(kind) =>
          onChange(
            kind === 'robust' ? ROBUST_LIMITS : { kind: 'fixed', low: rounded(found.low), high: rounded(found.high) },
          )
        }
      />
      <Group gap="xs" grow align="flex-start">
        {!isSymmetric && (
          <NumberInput
            size="xs"
            label={isRobust ? TEXT.lowPct : TEXT.low(field.unit)}
            value={typed[0]}
            onChange={(value) => change([value, typed[1]])}
            {...range}
          />
        )}
        <NumberInput
          size="xs"
          label={isRobust ? TEXT.highPct : TEXT.high(field.unit)}
          value={typed[1]}
          onChange={(value) => change([typed[0], value])}
          error={isBad ? TEXT.badLimits : undefined}
          {...range}
        />
      </Group>
    </Stack>
  )
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

function stepFor({ low, high }: FoundLimits): number {
  return 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-12) / 10))
}

const ARROW_SCALES = [0.5, 1, 2, 5, 10]

function DrawingSettings() {
  const store = useFieldsStore()
  const arrows = useView((view) => view.arrows)
  const arrowScale = useView((view) => view.arrowScale)
  const outlines = useView((view) => view.outlines)
  const smoothingUm = useView((view) => view.smoothingUm)
  const columns = useView((view) => view.columns)
  const panelCount = useView((view) => view.panels.length)
  return (
    <section>
      <h2>{TEXT.drawing}</h2>
      <Stack gap="xs">
        <Switch
          label={TEXT.arrows}
          checked={arrows}
          onChange={(event) => {
            const { checked } = event.currentTarget
            changeView(store, (view) => ({ ...view, arrows: checked }))
          }}
        />
        <Select
          label={TEXT.arrowScale}
          size="xs"
          disabled={!arrows}
          allowDeselect={false}
          data={[
            { value: 'auto', label: TEXT.arrowScales.auto },
            ...ARROW_SCALES.map((times) => ({ value: String(times), label: TEXT.arrowScales.times(String(times)) })),
          ]}
          value={arrowScale === null ? 'auto' : String(arrowScale)}
          onChange={(value) =>
            changeView(store, (view) => ({ ...view, arrowScale: value === 'auto' ? null : Number(value) }))
          }
        />
        {(['source', 'target'] as const).map((end) => (
          <Switch
            key={end}
            label={end === 'source' ? TEXT.sourceOutline : TEXT.targetOutline}
            checked={outlines[end]}
            onChange={(event) => {
              const { checked } = event.currentTarget
              changeView(store, (view) => ({ ...view, outlines: { ...view.outlines, [end]: checked } }))
            }}
          />
        ))}
        <NumberInput
          label={TEXT.smoothing}
          description={TEXT.smoothingHint}
          size="xs"
          min={0}
          max={200}
          step={10}
          value={smoothingUm}
          onChange={(value) => {
            if (typeof value === 'number') changeView(store, (view) => ({ ...view, smoothingUm: value }))
          }}
        />
        {panelCount > 1 && (
          <Select
            label={TEXT.columns}
            size="xs"
            allowDeselect={false}
            data={[
              { value: 'auto', label: TEXT.columnsAuto },
              ...Array.from({ length: Math.min(6, panelCount) }, (_, i) => ({ value: `${i + 1}`, label: `${i + 1}` })),
            ]}
            value={columns === null ? 'auto' : String(columns)}
            onChange={(value) =>
              changeView(store, (view) => ({ ...view, columns: value === 'auto' ? null : Number(value) }))
            }
          />
        )}
      </Stack>
    </section>
  )
}

function LinkSettings() {
  const store = useFieldsStore()
  const isWindowLinked = useView(areWindowsLinked)
  const isLimitsLinked = useView(areLimitsLinked)
  const isCursorLinked = useFields((state) => state.isCursorLinked)
  const isTimeLinked = useFields((state) => state.isTimeLinked)
  const link = (label: string, isOn: boolean, set: (isLinked: boolean) => void) => (
    <Checkbox size="xs" label={label} checked={isOn} onChange={(event) => set(event.currentTarget.checked)} />
  )
  return (
    <section>
      <h2>{TEXT.linked}</h2>
      <Stack gap="xs" role="group" aria-label={TEXT.linked}>
        {link(TEXT.links.window, isWindowLinked, (isLinked) =>
          changeView(store, (view) => linkedWindows(view, isLinked)),
        )}
        {link(TEXT.links.cursor, isCursorLinked, (isLinked) => store.setState({ isCursorLinked: isLinked }))}
        {link(TEXT.links.limits, isLimitsLinked, (isLinked) =>
          changeView(store, (view) => linkedLimits(view, isLinked)),
        )}
        {link(TEXT.links.time, isTimeLinked, (isLinked) => store.setState({ isTimeLinked: isLinked }))}
      </Stack>
    </section>
  )
}
