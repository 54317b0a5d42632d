import { Command, CommanderError } from 'commander'
import { APP_VERSION } from '../runner/app-version.ts'
import { addCouplingCommand } from './coupling-command.ts'
import { addDemoCommand } from './demo-command.ts'
import { addEnginesCommand } from './engines-command.ts'
import { EXIT, reportError } from './exit-codes.ts'
import { addManifestCommand } from './manifest-command.ts'
import { addRenderCommand } from './render-command.ts'
import { addRunCommand } from './run-command.ts'
import { addRunsCommand } from './runs-command.ts'
import { addServeCommand } from './serve-command.ts'
import { addValidateCommand } from './validate-command.ts'

const program = new Command('otolith')
  .description('Optimal-transport morphometrics of segmented embryos')
  .version(APP_VERSION)
  .exitOverride()
  .showHelpAfterError('(otolith --help lists the commands)')

addRunCommand(program)
addDemoCommand(program)
addManifestCommand(program)
addCouplingCommand(program)
addEnginesCommand(program)
addRunsCommand(program)
addRenderCommand(program)
addServeCommand(program)
addValidateCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  // commander has already said what it had to
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.badInput
  else process.exitCode = reportError(error)
}
