import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { findBrowser } from './ensure-browser.mjs'

const DRIVER = 'vk_swiftshader_icd.json'
/** what Debian's /usr/bin/chromium starts */
const DEBIAN = '/usr/lib/chromium'

/**
 * The environment in which WebGPU finds SwiftShader, the software GPU that comes with every Chromium for Linux: right, not fast. Empty where there
 * is none, or the environment already names a driver.
 */
export function softwareGpu(env = process.env) {
  if (process.platform !== 'linux' || env.VK_ICD_FILENAMES || env.VK_DRIVER_FILES) return {}
  const browser = findBrowser()
  const folders = [DEBIAN, ...(browser ? [dirname(realpathSync(browser))] : [])]
  const folder = folders.find((candidate) => existsSync(join(candidate, DRIVER)))
  if (folder === undefined) return {}
  return {
    VK_ICD_FILENAMES: join(folder, DRIVER),
    // Chromium brings the Vulkan loader too
    LD_LIBRARY_PATH: [folder, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
  }
}
