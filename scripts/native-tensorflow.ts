// builds TensorFlow's native binding for the tests, in .cache/native-tensorflow; the next time it is there already
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bindingDir, CPU_BINDING } from '../src/engines/install/binding.ts'
import { installBinding } from '../src/engines/install/install-binding.ts'

/** What `OTOLITH_APP_DIR` is to be where the native binding is wanted: beside node_modules, which `npm ci` empties. */
export const NATIVE_TENSORFLOW_DIR = join(dirname(import.meta.dirname), '.cache', 'native-tensorflow')

/**
 * Builds it unless it is there, for this process and those that it starts.
 *
 * @throws Error that says why it can't be built here
 */
export async function prepareNativeTensorflow(say: (line: string) => void): Promise<void> {
  process.env.OTOLITH_APP_DIR = NATIVE_TENSORFLOW_DIR
  if (existsSync(bindingDir(CPU_BINDING))) return
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('its wheel is for Linux on x64')
  let told = 0
  await installBinding(CPU_BINDING, {
    wheelsDir: join(NATIVE_TENSORFLOW_DIR, 'wheels'),
    onInstalling: ({ step, steps, title }) => {
      if (step === told) return
      told = step
      say(`native TensorFlow, ${step}/${steps}: ${title}`)
    },
  })
}

if (import.meta.main) await prepareNativeTensorflow((line) => process.stdout.write(`${line}\n`))
