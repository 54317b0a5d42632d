import type { Command } from 'commander'
import { portNumber } from './options.ts'
import type { ServeFlags } from './serve.ts'

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('open the workbench in a browser: on this machine, or on another one through an SSH tunnel')
    .argument('[study]', 'folder of the study to show first')
    .option('--port <n>', 'port on this machine, for a tunnel (default: a free one)', portNumber, 0)
    .option('--root <dir>', 'nothing outside it can be opened (default: the home folder, and the study)')
    .option('--no-open', 'print the address only')
    .action(async (study: string | undefined, flags: ServeFlags) => {
      // no other command waits for what a server needs
      const { serve } = await import('./serve.ts')
      await serve(study, flags)
    })
}
