/** What the service does: the same behind every door. */
export const STUDY_PROCEDURES = ['listRuns', 'showRun'] as const
export type StudyProcedureName = (typeof STUDY_PROCEDURES)[number]

/** What only a desktop can do. */
export const DESKTOP_PROCEDURES = ['currentStudy', 'chooseStudy'] as const
export type DesktopProcedureName = (typeof DESKTOP_PROCEDURES)[number]

/** The IPC channel of a procedure. */
export function channelOf(procedure: StudyProcedureName | DesktopProcedureName): `otolith:${string}` {
  return `otolith:${procedure}`
}

/** The IPC channel on which the main process says that another study was opened, from the menu or the command line. */
export const STUDY_OPENED_CHANNEL = 'otolith:studyOpened'
