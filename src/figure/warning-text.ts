import { FEW_EMBRYOS, type PanelField, type PanelWarning } from '../core/analysis/panel-field.ts'
import { counted } from './counted.ts'

/** A warning in a sentence. */
export function warningText(warning: PanelWarning): string {
  switch (warning.kind) {
    case 'few-embryos':
      return `${warning.group}: only ${counted(warning.embryos, 'embryo')}; with fewer than ${FEW_EMBRYOS} a mean says little about a group.`
    case 'pairs-left-out':
      return `${counted(warning.count, 'pair')} left out: ${warning.reason}.`
    case 'not-converged':
      return `${counted(warning.count, 'pair')} not solved to tolerance.`
  }
}

/** The warnings of a figure's panels in sentences, each once, after the letters of the panels that it is of. */
export function figureWarnings(
  fields: readonly Pick<PanelField, 'warnings'>[],
  letters: readonly (string | null)[],
): string[] {
  const lettersOf = new Map<string, Set<string | null>>()
  fields.forEach(({ warnings }, i) => {
    for (const text of warnings.map(warningText)) {
      lettersOf.set(text, (lettersOf.get(text) ?? new Set()).add(letters[i]))
    }
  })
  return Array.from(lettersOf, ([text, of]) => (of.has(null) ? text : `${[...of].join(', ')}: ${text}`))
}
