import { FEW_EMBRYOS, type PanelWarning } from '../core/analysis/panel-field.ts'
import { counted } from './panel-header.ts'

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
