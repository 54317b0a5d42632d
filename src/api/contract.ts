import { appContract } from './app-contract.ts'
import { dataContract } from './data-contract.ts'
import { enginesContract } from './engines-contract.ts'
import { exploreContract } from './explore-contract.ts'
import { fieldsContract } from './fields-contract.ts'
import { figuresContract } from './figures-contract.ts'
import { filesContract } from './files-contract.ts'
import { homeContract, studyContract } from './home-contract.ts'
import { manifestContract } from './manifest-contract.ts'
import { runsContract } from './runs-contract.ts'
import { viewsContract } from './views-contract.ts'

/** Everything that the workbench asks of its service, whichever door leads there. */
export const contract = {
  app: appContract,
  files: filesContract,
  home: homeContract,
  study: studyContract,
  data: dataContract,
  manifest: manifestContract,
  runs: runsContract,
  fields: fieldsContract,
  views: viewsContract,
  figures: figuresContract,
  engines: enginesContract,
  explore: exploreContract,
}
