/** Text of Home. */
export const HOME_TEXT = {
  title: 'Home',
  leadEmpty: 'Compare embryos by optimal transport: choose pairs, run them, look at what differs.',
  open: 'Open a study…',
  make: 'Make a study…',
  demo: 'Make the demo study',
  studies: 'Recent studies',
  runs: 'Latest runs',
  allRuns: 'All runs',
  noRuns: 'No runs yet. A study’s manifest is where one begins.',
  failed: 'Your studies can’t be listed',
  loading: 'Reading your studies…',
  openStudy: (name: string) => `Open the study ${name}`,
  opened: 'opened',
  noRunsOf: 'no runs yet',
  missing: 'not found',
  missingHint: 'It was moved, renamed, or is on a drive that is not connected.',
  unreadable: 'can’t be read',
  find: 'Find it…',
  findDialog: (name: string) => `Where is ${name} now?`,
  found: 'The study was found again.',
  findFailed: 'This is not the study',
  forget: 'Forget',
  forgetStudy: (name: string) => `Forget the study ${name}`,
  forgetTitle: 'Forget this study?',
  forgetText: (path: string) =>
    `It leaves this list only. Nothing in ${path} is touched; open the folder again to have it back.`,
  dropHint: 'Or drop an embryo table, a manifest or a folder anywhere in this window.',
  columns: { run: 'run', study: 'study', state: 'state', pairs: 'pairs', when: 'changed' },
  steps: {
    title: 'Four steps',
    list: [
      {
        name: 'Data',
        text: 'Choose a table with one row a frame: its mask, its scale, its stage. Look at the embryos, leave out bad frames.',
      },
      {
        name: 'Manifest',
        text: 'Say which embryos are compared: wild types with mutants at a stage, or an embryo with itself over time.',
      },
      {
        name: 'Run',
        text: 'Press Run. Pairs come in one by one, each with a certificate. Pause, stop and go on whenever you like.',
      },
      {
        name: 'Look',
        text: 'See where and how far tissue differs, read the figures, and open the tables in Python or R.',
      },
    ],
  },
  startTitle: 'Start with your own data, or try it first',
  startText:
    'The demo study has made-up embryos, wild types and mutants, with everything that a run needs. It takes a few seconds.',
} as const
