import { z } from 'zod'
import { fieldMapSchema, panelFieldViewSchema, panelRefSchema } from './field-schemas.ts'
import { procedure, studyDir } from './procedure.ts'

export const fieldsContract = {
  /** what a panel draws of a map; statistics take it as it is, pictures may smooth it */
  panel: procedure
    .input(z.object({ studyDir, panel: panelRefSchema, map: fieldMapSchema }))
    .output(panelFieldViewSchema),
}
