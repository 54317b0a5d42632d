import type { PanelField } from '../../core/analysis/panel-field.ts'
import { limitsText } from '../../figure/colour-bar.ts'
import type { Figure } from '../../figure/compose-figure.ts'
import type { FieldView } from '../../figure/field-view.ts'
import { arrowText } from '../../figure/figure-key.ts'
import { valueText } from '../../figure/lengths.ts'
import type { LimitGroup } from '../../figure/limit-groups.ts'
import { MAP_LABELS } from '../../figure/map-labels.ts'
import { figureWarnings } from '../../figure/warning-text.ts'
import { type PanelSample, sampleText } from './panel-sample.ts'

export interface Legend {
  readonly view: FieldView
  readonly fields: readonly PanelField[]
  readonly figure: Figure
  readonly samples: readonly PanelSample[]
}

/** A figure's legend, as a paper has it: what is shown, what each panel is and of how many, how to read colours, arrows and lines. */
export function legendText({ view, fields, figure, samples }: Legend): string {
  const { name, meaning } = MAP_LABELS[view.map]
  const panels = fields.map((field, i) => {
    const letter = figure.letters[i] === null ? '' : `${figure.letters[i]}, `
    const kind = KINDS[view.panels[i].ref.kind]
    return `${letter}${field.title.join(view.panels[i].ref.kind.startsWith('pair') ? ' ' : ': ')}${kind}; ${sampleText(samples[i])}.`
  })
  const isLettered = figure.letters[0] !== null
  const colours = figure.groups.map(
    (group) => `${isLettered ? `${lettersOf(group, figure)}: ` : ''}${coloursText(group)}`,
  )
  return [
    `${name}: ${meaning}, on a canonical grid of ${fields[0].umPerPx} µm per pixel, the head left, the back up.`,
    ...panels,
    `Colours: ${colours.join('; ')}. Pixels without a value are blank.`,
    ...(figure.arrowScale === null ? [] : [`Arrows: ${arrowText(figure.arrowScale)}.`]),
    ...outlinesText(view, fields),
    ...(view.smoothingUm > 0 ? [`For the picture alone, smoothed by a Gaussian of σ = ${view.smoothingUm} µm.`] : []),
    ...figureWarnings(fields, figure.letters),
    'Transport moves silhouette mass the cheapest way: it is no track of tissue.',
  ].join('\n')
}

const KINDS = {
  pair: '',
  'pair-difference': ' (pixel by pixel)',
  mean: ' (per embryo over its references and frames first, then over embryos)',
  difference: ' (means per embryo first)',
  'standardised-difference': ' (difference of the means over the pooled standard deviation between embryos)',
} as const

function coloursText({ limits, kind, table, label }: LimitGroup): string {
  return `${label}, ${valueText(limits.low)} to ${valueText(limits.high)} (${limitsText({ limits, kind })}), ${table.name}`
}

function lettersOf({ panels }: LimitGroup, { letters }: Figure): string {
  return panels.map((i) => letters[i]).join(', ')
}

function outlinesText({ outlines }: FieldView, fields: readonly PanelField[]): string[] {
  const hasTarget = outlines.target && fields.some(({ targetMask }) => targetMask !== null)
  const lines = [
    ...(outlines.source ? ['solid, the source (of a group, the union of its sources)'] : []),
    ...(hasTarget ? ['dashed, the target'] : []),
  ]
  return lines.length === 0 ? [] : [`Outlines: ${lines.join('; ')}.`]
}
