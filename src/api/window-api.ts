import type { z } from 'zod'
import type { DesktopProcedureName } from './channels.ts'
import type { Result } from './result.ts'
import type { studyProcedures } from './study-procedures.ts'

type StudyProcedures = typeof studyProcedures

/** The service as its callers see it. */
export type StudyApi = {
  readonly [Name in keyof StudyProcedures]: (
    input: z.input<StudyProcedures[Name]['input']>,
  ) => Promise<Result<z.output<StudyProcedures[Name]['output']>>>
}

/** The service as it takes its callers' word: for nothing, before it has checked it. */
export type StudyService = {
  readonly [Name in keyof StudyProcedures]: (
    input: unknown,
  ) => Promise<Result<z.output<StudyProcedures[Name]['output']>>>
}

/** What only a desktop can do: each gives a study folder, or null for none. */
export type DesktopApi = {
  readonly [Name in DesktopProcedureName]: () => Promise<Result<string | null>>
}

/** Everything that the window can ask for: `window.otolith`. */
export interface WindowApi extends StudyApi, DesktopApi {
  /** calls back when a study is opened from the menu or the command line; gives what stops it */
  onStudyOpened(listener: (studyDir: string) => void): () => void
}
