import { os } from '../implementer.ts'
import { exploreTable } from './explore-table.ts'

/** What is looked at over all pairs at once. */
export const exploreProcedures = {
  table: os.explore.table.handler(({ input, context }) =>
    exploreTable(context.paths.require(input.studyDir), input.runIds),
  ),
}
