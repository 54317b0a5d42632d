/** Text of choosing, dropping and making. */
export const PICKER_TEXT = {
  path: 'Folder',
  go: 'Go to this folder',
  up: 'To the folder above',
  entries: 'Files and folders',
  empty: 'This folder is empty.',
  noneFits: (endings: string) => `No file here ends in ${endings}.`,
  newFolder: 'New folder',
  newFolderName: 'Name of the new folder',
  make: 'Make it',
  chooseFolder: 'Choose this folder',
  chooseFile: 'Choose this file',
  study: 'study',
  browse: 'Choose…',
  clear: 'Clear',
  failed: 'This folder can’t be read',
} as const

export const DROP_TEXT = {
  hint: 'Drop it anywhere',
  hintMore: 'An embryo table, a manifest, a study or a folder of data',
  dialog: 'What was dropped',
  looking: 'Looking at what was dropped…',
  failed: 'What was dropped can’t be used',
  folderInBrowser: 'A browser doesn’t say where a folder lies. Choose it here.',
  asTable: (study: string) => `Use it as the table of ${study}`,
  asDataRoot: (study: string) => `Use it as the data folder of ${study}`,
  makeStudy: 'Make a study of it',
  openManifest: (study: string) => `Open it in ${study}`,
  manifestNeedsStudy: 'A manifest belongs to a study. Open or make the study first, then drop the manifest again.',
  openStudy: 'Open a study…',
  inputsSet: 'The study’s inputs were changed.',
} as const

export const NEW_STUDY_TEXT = {
  title: 'Make a study',
  lead: 'A study is a folder that keeps manifests, runs and what you decide about frames. Your own files stay where they are.',
  table: 'Embryo table',
  tableHint: 'CSV: one row a frame, with its mask, scale and stage',
  tableDialog: 'Choose the embryo table',
  dataRoot: 'Data folder (optional)',
  dataRootHint: 'The folder that holds segmentation/ with the yolk masks',
  dataRootDialog: 'Choose the data folder',
  studyDir: 'Study folder',
  studyDirHint: 'Made where it is not there yet',
  studyDirDialog: 'Choose the study folder',
  make: 'Make the study',
  failed: 'The study can’t be made',
} as const

export const STUDY_TEXT = {
  openDialog: 'Open a study folder',
  openFailed: 'This study can’t be opened',
  demoMade: 'The demo study was made.',
  demoFailed: 'The demo study can’t be made',
} as const
