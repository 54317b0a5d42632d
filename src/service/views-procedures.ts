import { fieldViewSchema } from '../api/field-schemas.ts'
import { os } from './implementer.ts'
import { changeStudy, readStudy } from './read-study.ts'

/** The views that are kept with a study. */
export const viewsProcedures = {
  list: os.views.list.handler(({ input, context }) =>
    readStudy(context.paths.require(input.studyDir), (store) =>
      store.views.list().flatMap(({ name, savedAt, view }) => {
        // a newer version's may be made of other things
        const { data } = fieldViewSchema.safeParse(view)
        return data ? [{ name, savedAt, view: data }] : []
      }),
    ),
  ),
  save: os.views.save.handler(({ input: { studyDir, name, view }, context }) => {
    const saved = { name, savedAt: new Date().toISOString(), view }
    changeStudy(context.paths.require(studyDir), (store) => store.views.save(saved))
    return saved
  }),
  remove: os.views.remove.handler(({ input, context }) =>
    changeStudy(context.paths.require(input.studyDir), (store) => store.views.remove(input.name)),
  ),
}
