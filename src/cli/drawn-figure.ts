import { FIGURE_WIDTH_PX, type FigureOptions } from '../figure/compose-figure.ts'
import type { FieldView } from '../figure/field-view.ts'
import { FieldReader } from '../service/fields/field-reader.ts'
import { type DrawnView, drawnView } from '../service/figures/drawn-view.ts'
import { pathGuard } from '../service/path-guard.ts'

/**
 * A view of a study, drawn for whoever sits at the machine: light and two columns of a journal wide, where nothing else is asked for.
 *
 * @throws ProblemsError where a panel shows what the study hasn't got
 */
export function drawnFigure(studyDir: string, view: FieldView, look: Partial<FigureOptions> = {}): Promise<DrawnView> {
  const context = { paths: pathGuard(null), fields: new FieldReader(), closing: new AbortController().signal }
  return drawnView(
    studyDir,
    view,
    { widthPx: FIGURE_WIDTH_PX, appearance: 'light', screenPanel: null, ...look },
    context,
  )
}
