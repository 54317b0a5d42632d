import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bindingDir } from '../install/binding.ts'

/** The native packages, and the folders of their own that they are installed into on demand. */
const OWN_FOLDERS: Readonly<Record<string, Parameters<typeof bindingDir>[0]>> = {
  '@tensorflow/tfjs-node-gpu': { name: 'cuda' },
  '@tensorflow/tfjs-node': { name: 'tensorflow-cpu' },
}

/**
 * What loads a package of TensorFlow.js: from the folder that it was installed into on demand, else from among the packages that this
 * program finds; undefined where it is in neither. Nothing of it is loaded.
 */
export function findPackage(packageName: string): NodeJS.Require | undefined {
  const folder = OWN_FOLDERS[packageName]
  const places = folder ? [join(bindingDir(folder), 'package.json'), import.meta.url] : [import.meta.url]
  return places.map((place) => createRequire(place)).find((require) => resolves(require, packageName))
}

function resolves(require: NodeJS.Require, packageName: string): boolean {
  try {
    require.resolve(packageName)
    return true
  } catch {
    return false
  }
}
