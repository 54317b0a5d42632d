import { appProcedures } from './app-procedures.ts'
import { dataProcedures } from './data-procedures.ts'
import { enginesProcedures } from './engines-procedures.ts'
import { estimateProcedure } from './estimate-procedure.ts'
import { exploreProcedures } from './explore/explore-procedures.ts'
import { fieldsProcedures } from './fields/fields-procedures.ts'
import { figuresProcedures } from './figures/figures-procedures.ts'
import { filesProcedures } from './files-procedures.ts'
import { homeProcedures } from './home-procedures.ts'
import { os } from './implementer.ts'
import { manifestProcedures } from './manifest-procedures.ts'
import { runControlProcedures } from './run-control-procedures.ts'
import { runProcedures } from './run-procedures.ts'
import { studyProcedures } from './study-procedures.ts'
import { viewsProcedures } from './views-procedures.ts'

/** The contract carried out, all of it, a group a line. */
export const router = os.router({
  app: appProcedures,
  files: filesProcedures,
  home: homeProcedures,
  study: studyProcedures,
  data: dataProcedures,
  manifest: { ...manifestProcedures, estimate: estimateProcedure },
  runs: { ...runProcedures, ...runControlProcedures },
  fields: fieldsProcedures,
  views: viewsProcedures,
  figures: figuresProcedures,
  engines: enginesProcedures,
  explore: exploreProcedures,
})
