import { basename } from 'node:path'
import type { PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import { composeFigure, type Figure, type FigureOptions } from '../../figure/compose-figure.ts'
import type { FieldView } from '../../figure/field-view.ts'
import { MAP_LABELS } from '../../figure/map-labels.ts'
import type { FigureMetadata } from '../../figure/svg.ts'
import { APP_VERSION } from '../../runner/app-version.ts'
import type { PairState, RunRecord } from '../../study/run-store.ts'
import { panelField } from '../fields/panel-field.ts'
import { readStudy } from '../read-study.ts'
import { requireRun } from '../require-run.ts'
import type { ServiceContext } from '../service-context.ts'
import { legendText } from './legend-text.ts'
import { panelSample } from './panel-sample.ts'

export type FigureContext = Pick<ServiceContext, 'paths' | 'fields' | 'closing'>

/** A view of a study, drawn, with what is said of it. */
export interface DrawnView {
  readonly figure: Figure
  readonly fields: readonly PanelField[]
  readonly metadata: FigureMetadata
  readonly legend: string
  readonly runs: readonly { readonly run: RunRecord; readonly counts: Readonly<Record<PairState, number>> }[]
}

/**
 * Reads what a view shows and draws it.
 *
 * @throws ProblemsError where a panel shows what the study hasn't got
 */
export async function drawnView(
  studyDir: string,
  view: FieldView,
  options: FigureOptions,
  context: FigureContext,
): Promise<DrawnView> {
  const fields = await panelFields(studyDir, view, context)
  const figure = composeFigure(view, fields, options)
  const { runs, samples } = readStudy(studyDir, (store) => {
    const clutchOf = store.embryoCells('clutch')
    return {
      runs: [...new Set(view.panels.flatMap(({ ref }) => runsOf(ref)))].map((runId) => ({
        run: requireRun(store, studyDir, runId),
        counts: store.countPairs(runId),
      })),
      samples: view.panels.map(({ ref }) => panelSample(store, ref, clutchOf)),
    }
  })
  const legend = legendText({ view, fields, figure, samples })
  const titles = fields.map(({ title }) => title.join(' ')).join('; ')
  const metadata = {
    title: `${MAP_LABELS[view.map].name}: ${titles}`,
    description: legend,
    provenance: provenanceOf(studyDir, view, options, { figure, runs: runs.map(({ run }) => run) }),
  }
  return { figure, fields, metadata, legend, runs }
}

/** the run that a panel shows, and that of the pair that it is held against */
function runsOf(ref: PanelRef): string[] {
  return ref.kind === 'pair-difference' ? [ref.runId, ref.reference.runId] : [ref.runId]
}

/** What the panels of a view show, unsmoothed, one after the other: a group's files are many. */
export async function panelFields(studyDir: string, view: FieldView, context: FigureContext): Promise<PanelField[]> {
  const fields: PanelField[] = []
  for (const { ref } of view.panels) fields.push(await panelField(studyDir, ref, view.map, context))
  return fields
}

/** Everything needed to make the figure again, and nothing about the machine's folders. */
function provenanceOf(
  studyDir: string,
  view: FieldView,
  options: FigureOptions,
  { figure, runs }: { readonly figure: Figure; readonly runs: readonly RunRecord[] },
) {
  return {
    software: `Otolith ${APP_VERSION}`,
    madeAt: new Date().toISOString(),
    study: basename(studyDir),
    runs: runs.map(({ runId, createdAt, parameters, environment, manifestSha256 }) => ({
      runId,
      createdAt,
      appVersion: environment.app_version ?? null,
      engine: environment.engine ?? null,
      manifestSha256,
      parameters,
    })),
    view,
    options,
    limits: figure.groups.map(({ label, panels, limits: { low, high, how }, table }) => ({
      label,
      panels,
      low,
      high,
      how,
      colours: table.name,
    })),
    arrowScale: figure.arrowScale,
  }
}
