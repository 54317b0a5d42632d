import { os } from '../implementer.ts'
import { panelField } from './panel-field.ts'
import { panelFieldView } from './panel-field-view.ts'
import { runGroups } from './run-groups.ts'

/** Maps of pairs and groups, as they are looked at. */
export const fieldsProcedures = {
  panel: os.fields.panel.handler(async ({ input, context }) =>
    panelFieldView(await panelField(context.paths.require(input.studyDir), input.panel, input.map, context)),
  ),
  progress: os.fields.progress.handler(({ context }) => context.fields.progress()),
  groups: os.fields.groups.handler(({ input, context }) =>
    runGroups(context.paths.require(input.studyDir), input.runId),
  ),
}
