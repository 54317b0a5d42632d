import { os } from '../implementer.ts'
import { pairMorph } from './pair-morph.ts'
import { panelBody } from './panel-body.ts'
import { panelField } from './panel-field.ts'
import { panelFieldView } from './panel-field-view.ts'
import { readProfiles } from './read-profiles.ts'
import { runGroups } from './run-groups.ts'

/** Maps of pairs and groups, as they are looked at. */
export const fieldsProcedures = {
  panel: os.fields.panel.handler(async ({ input, context }) =>
    panelFieldView(await panelField(context.paths.require(input.studyDir), input.panel, input.map, context)),
  ),
  body: os.fields.body.handler(({ input, context }) =>
    panelBody(context.paths.require(input.studyDir), input.panel, context),
  ),
  morph: os.fields.morph.handler(({ input, context }) =>
    pairMorph({ ...input, studyDir: context.paths.require(input.studyDir) }, context),
  ),
  profiles: os.fields.profiles.handler(({ input, context }) =>
    readProfiles({ ...input, studyDir: context.paths.require(input.studyDir) }, context),
  ),
  progress: os.fields.progress.handler(({ context }) => context.fields.progress()),
  groups: os.fields.groups.handler(({ input, context }) =>
    runGroups(context.paths.require(input.studyDir), input.runId),
  ),
}
