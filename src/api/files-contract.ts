import { z } from 'zod'
import { count, filePath, instant, procedure } from './procedure.ts'

/** What something on disk, dropped or chosen, is to Otolith. */
export const PATH_KINDS = ['study', 'embryo-table', 'manifest', 'folder', 'file', 'missing'] as const
export type PathKind = (typeof PATH_KINDS)[number]

export const fileEntrySchema = z
  .object({
    name: z.string(),
    path: filePath,
    isFolder: z.boolean(),
    /** a folder that holds an otolith.db */
    isStudy: z.boolean(),
    sizeBytes: count.nullable(),
    modifiedAt: instant,
  })
  .readonly()
export type FileEntry = z.output<typeof fileEntrySchema>

/** What a path is, with what a person may want to know of it. */
export const identifiedPathSchema = z
  .object({
    path: filePath,
    kind: z.enum(PATH_KINDS),
    /** what was recognised or why nothing was, for people */
    message: z.string(),
    /** where a study of an embryo table or an empty folder would be made */
    suggestedStudyDir: z.string().nullable(),
  })
  .readonly()
export type IdentifiedPath = z.output<typeof identifiedPathSchema>

/** Disk, as far as opening and saving needs it: where the door has no dialogs of its own, the window draws them from this. */
export const filesContract = {
  /** a folder's entries, folders first; the studies folder where none is named */
  list: procedure
    .input(z.object({ dir: filePath.optional() }))
    .output(
      z.object({ dir: filePath, parent: filePath.nullable(), entries: z.array(fileEntrySchema).readonly() }).readonly(),
    ),
  makeFolder: procedure
    .input(z.object({ parent: filePath, name: z.string().min(1) }))
    .output(z.object({ path: filePath }).readonly()),
  identify: procedure.input(z.object({ path: filePath })).output(identifiedPathSchema),
}
