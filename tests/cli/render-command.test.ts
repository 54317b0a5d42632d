import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { decode } from 'fast-png'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addRenderCommand } from '../../src/cli/render-command.ts'
import { usualView } from '../../src/figure/usual-view.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { runDemo } from '../support/field-study.ts'

const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
let studyDir = ''
let pairId = ''
beforeAll(async () => {
  studyDir = (await runDemo(dir, 4, { coarse: { downsampleFactor: 4 } })).studyDir
  using store = RunStore.open(studyDir)
  pairId = store.pairs('coarse')[0].pairId
  const view = usualView('along', [{ kind: 'pair', runId: 'coarse', pairId }])
  store.views.save({ name: 'tails', savedAt: '2026-11-27T00:00:00Z', view })
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function render(...args: string[]): Promise<void> {
  const said = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  const complained = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  try {
    const program = new Command().exitOverride()
    addRenderCommand(program)
    await program.parseAsync(['render', studyDir, ...args], { from: 'user' })
  } finally {
    said.mockRestore()
    complained.mockRestore()
  }
}

test('a pair as SVG, with its limits and the numbers behind it', async () => {
  const [out, csv] = [join(dir, 'pair.svg'), join(dir, 'pair.csv')]
  await render('--pair', pairId, '--limits', '0,50', '--out', out, '--csv', csv)
  const svg = readFileSync(out, 'utf8')
  expect(svg).toContain('limits set by hand')
  expect(svg).toContain('&quot;high&quot;:50')
  expect(readFileSync(csv, 'utf8').split('\n')[0]).toBe('panel,title,y_px,x_px,value,unit,dy_um,dx_um,embryos')
})

test('a group, its reference and their difference as PNG; a saved view as PDF', async () => {
  const png = join(dir, 'groups.png')
  const groups = ['--group', 'genotype=curl-ventral', '--reference', 'genotype=wt']
  await render(...groups, '--map', 'across', '--appearance', 'dark', '--width-mm', '90', '--dpi', '254', '--out', png)
  expect(decode(readFileSync(png)).width).toBe(900)
  const svg = join(dir, 'groups.svg')
  await render(...groups, '--standardised', '--out', svg)
  const text = readFileSync(svg, 'utf8')
  expect(text.match(/class="panel-\d"/g)).toHaveLength(3)
  expect(text).toContain('difference / SD')
  const pdf = join(dir, 'view.pdf')
  await render('--view', 'tails', '--out', pdf)
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')
})

test.each([
  [['--out', 'a.svg'], 'give what to draw'],
  [['--pair', 'nobody', '--out', 'a.svg'], 'has not solved nobody'],
  [['--run', 'none', '--pair', 'x', '--out', 'a.svg'], 'its runs: coarse'],
  [['--group', 'genotype=martian', '--out', 'a.svg'], 'has genotype martian; there are: curl'],
  [['--group', 'mood=good', '--out', 'a.svg'], 'a group is label=value'],
  [['--group', 'genotype=wt', '--standardised', '--out', 'a.svg'], 'needs --reference'],
  [['--view', 'heads', '--out', 'a.svg'], 'its views: tails'],
  [['--view', 'tails', '--run', 'coarse', '--out', 'a.svg'], 'a saved view has its own panels'],
  [['--pair', 'x', '--out', 'a.jpg'], 'must end with .svg, .pdf, .png'],
  [['--pair', 'x', '--limits', '9,3', '--out', 'a.svg'], 'the lower first'],
  [['--pair', 'x', '--map', 'smell', '--out', 'a.svg'], 'must be one of displacement'],
])('%j is refused with what to do about it, and nothing is written', async (args, message) => {
  await expect(render(...args)).rejects.toThrow(message)
  expect(existsSync('a.svg')).toBe(false)
})
