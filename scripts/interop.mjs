// makes studies with the command line and lets Python's readers (numpy, scipy, pandas, pyarrow, DuckDB, pycocotools) check what is in them,
// and librsvg and Poppler draw its figures
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preparePython } from './python-venv.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Ends with a reason that a person can act on. */
function giveUp(reason) {
  process.stderr.write(`interop: ${reason}\n`)
  process.exit(1)
}

function run(command, args, { allowed = [0], ...options } = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) giveUp(`${command} can't be started: ${error.message}`)
  if (!allowed.includes(status)) giveUp(`${[command, ...args].join(' ')} ended with ${status}`)
}

function prepareVenv() {
  const requirements = join(root, 'tests', 'interop', 'requirements.txt')
  try {
    return preparePython({ name: 'interop-venv', requirements, oldestPython: [3, 10] })
  } catch (error) {
    return giveUp(error.message)
  }
}

/** The programs that draw figures a second time; where they can't be had, the tests of it say so. */
function installPainters() {
  const painters = ['rsvg-convert', 'pdftoppm']
  const isThere = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined
  if (painters.every(isThere) || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-y', '-q', 'librsvg2-bin', 'poppler-utils'], options)
}

function otolith(args, options) {
  process.stdout.write(`otolith ${args.join(' ')}\n`)
  run(process.execPath, [join(root, 'bin', 'otolith.mjs'), ...args], options)
}

/** The demo's manifest with a pair whose target frame is in no row of the table. */
function addMissingFrame(manifestText) {
  const [header, ...lines] = manifestText.trimEnd().split(/\r?\n/)
  const names = header.split(',')
  const cells = lines[0].split(',')
  cells[names.indexOf('pair_id')] = 'frame_that_is_missing'
  cells[names.indexOf('frame_tgt')] = '9999'
  return `${[header, ...lines, cells.join(',')].join('\n')}\n`
}

/** The studies that the tests look at, by the variable that tells where each one is. */
function makeStudies(work) {
  const demo = join(work, 'demo')
  const table = join(demo, 'embryos.csv')
  const manifest = join(demo, 'manifest.csv')
  const demoStudy = join(demo, 'results')
  const sampledStudy = join(work, 'sampled')
  const mixedStudy = join(work, 'mixed')

  otolith(['demo', demo, '--pairs', '4'])
  otolith(['coupling', demoStudy])
  const input = ['run', '--csv', table, '--data-root', demo]
  const sampling = ['--run-id', 'sampled', '--max-support-points', '3000', '--limit', '2']
  otolith([...input, '--transitions', manifest, '--output-root', sampledStudy, ...sampling])

  // two runs in one folder: a failed pair among good ones, and the other metric
  const manifestWithGap = join(work, 'manifest-with-gap.csv')
  writeFileSync(manifestWithGap, addMissingFrame(readFileSync(manifest, 'utf8')))
  const mixed = [...input, '--output-root', mixedStudy]
  const failing = ['--run-id', 'failing', '--downsample-factor', '2', '--mass-normalization', 'source', '--keep-going']
  otolith([...mixed, '--transitions', manifestWithGap, ...failing], { allowed: [1] })
  const euclidean = ['--run-id', 'euclidean', '--downsample-factor', '4', '--metric', 'euclidean', '--epsilon', '1e-3']
  otolith([...mixed, '--transitions', manifest, ...euclidean, '--limit', '2'])

  const real = join(root, '..', 'shared', 'real')
  const realStudy = existsSync(join(real, 'embryos_A01.csv')) ? join(work, 'real') : undefined
  const realFiles = ['--csv', join(real, 'embryos_A01.csv'), '--transitions', join(real, 'manifest_A01.csv')]
  if (realStudy) otolith(['run', ...realFiles, '--output-root', realStudy, '--run-id', 'a01', '--coupling', 'sparse'])
  // placed by their anterior bodies and laid over one another, to be compared with the second implementation
  const anteriorStudy = join(work, 'anterior')
  const exact = ['--backend', 'cpu', '--tolerance', '1e-9']
  const anterior = ['--output-root', anteriorStudy, '--placement', 'anterior', '--refinement', 'rigid', ...exact]
  const demoPairs = ['--transitions', manifest, '--limit', '3', ...anterior]
  otolith([...input, ...demoPairs, '--run-id', 'yolk'])
  otolith(['run', '--csv', table, ...demoPairs, '--run-id', 'outline'])
  if (realStudy) otolith(['run', ...realFiles, ...anterior, '--run-id', 'a01'])

  return {
    OTOLITH_DEMO_TABLE: table,
    OTOLITH_DEMO_STUDY: demoStudy,
    OTOLITH_SAMPLED_STUDY: sampledStudy,
    OTOLITH_MIXED_STUDY: mixedStudy,
    OTOLITH_ANTERIOR_STUDY: anteriorStudy,
    ...(realStudy ? { OTOLITH_REAL_TABLE: join(real, 'embryos_A01.csv'), OTOLITH_REAL_STUDY: realStudy } : {}),
  }
}

function listColumns(path) {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'list-columns.ts')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) giveUp(`scripts/list-columns.ts ended with ${status}`)
  writeFileSync(path, stdout)
}

const venvPython = prepareVenv()
installPainters()
const work = mkdtempSync(join(tmpdir(), 'otolith-interop-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
const columns = join(work, 'columns.json')
listColumns(columns)
const env = {
  ...process.env,
  ...makeStudies(work),
  OTOLITH_COLUMNS: columns,
  OTOLITH_NODE: process.execPath,
  // products of small matrices only wait for each other on several threads
  OPENBLAS_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
}
// numpy's newer copy argument, which is for pycocotools to take up
const quiet = ['-W', 'ignore::DeprecationWarning:pycocotools.mask']
const pytest = ['-m', 'pytest', '-p', 'no:cacheprovider', '-q', '-ra', ...quiet, 'tests/interop']
run(venvPython, [...pytest, ...process.argv.slice(2)], { env })
