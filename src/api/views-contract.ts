import { z } from 'zod'
import { fieldViewSchema } from './field-schemas.ts'
import { instant, procedure, studyDir } from './procedure.ts'

const viewName = z.string().trim().min(1).max(120)

/** A view of fields kept with its study under a name. */
export const savedViewSchema = z.object({ name: viewName, savedAt: instant, view: fieldViewSchema }).readonly()
export type SavedView = z.output<typeof savedViewSchema>

export const viewsContract = {
  /** newest first; views that this version doesn't know how to draw are left out */
  list: procedure.input(z.object({ studyDir })).output(z.array(savedViewSchema).readonly()),
  /** in place of the one that has the name, if one has */
  save: procedure.input(z.object({ studyDir, name: viewName, view: fieldViewSchema })).output(savedViewSchema),
  remove: procedure.input(z.object({ studyDir, name: viewName })).output(z.void()),
}
