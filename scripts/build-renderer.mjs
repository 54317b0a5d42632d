// builds the window where it is missing or older than its sources: `node scripts/build-renderer.mjs`
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const outDir = join(root, 'out', 'renderer')
const SOURCES = [
  'src/renderer',
  'src/api',
  'src/core',
  'src/figure',
  'electron.vite.config.ts',
  'package-lock.json',
  'scripts/build-renderer.mjs',
]

/** When a file, or the newest in a folder, was changed; ms since 1970. */
function changedMs(path) {
  const own = statSync(path).mtimeMs
  if (!statSync(path).isDirectory()) return own
  return Math.max(own, ...readdirSync(path).map((name) => changedMs(join(path, name))))
}

function isFresh() {
  const page = join(outDir, 'index.html')
  if (!existsSync(page)) return false
  return SOURCES.every((source) => changedMs(join(root, source)) <= statSync(page).mtimeMs)
}

/** Builds beside what is there, then puts it in its place: whoever starts meanwhile finds the old or the new. */
async function buildRenderer() {
  const { build } = await import('vite')
  const { default: config } = await import('../electron.vite.config.ts')
  const { build: options, ...renderer } = config.renderer
  const fresh = `${outDir}.${process.pid}.tmp`
  // begun by a test, it would be React's development build, in which stepping through fields takes four times as long
  process.env.NODE_ENV = 'production'
  try {
    await build({ ...renderer, configFile: false, logLevel: 'error', build: { ...options, outDir: fresh } })
    rmSync(outDir, { recursive: true, force: true })
    renameSync(fresh, outDir)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

if (!isFresh()) {
  process.stderr.write('building the window, once\n')
  await buildRenderer()
}
