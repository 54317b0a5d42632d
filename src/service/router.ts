import { appProcedures } from './app-procedures.ts'
import { enginesProcedures } from './engines-procedures.ts'
import { filesProcedures } from './files-procedures.ts'

/** The contract carried out, a group a line. */
export const router = {
  app: appProcedures,
  files: filesProcedures,
  engines: enginesProcedures,
}
