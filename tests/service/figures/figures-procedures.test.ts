import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { decode } from 'fast-png'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MadeFile } from '../../../src/api/figures-contract.ts'
import { panelFieldOf } from '../../../src/api/panel-field-view.ts'
import type { PanelRef } from '../../../src/core/analysis/panel-field.ts'
import { usualView } from '../../../src/figure/usual-view.ts'
import { decodeZip } from '../../../src/study/zip.ts'
import { runDemo } from '../../support/field-study.ts'
import { testService } from '../../support/test-service.ts'

const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
let studyDir = ''
beforeAll(async () => {
  studyDir = (await runDemo(dir, 4, { coarse: { downsampleFactor: 4 } })).studyDir
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const runId = 'coarse'
const group = (value: string) => ({ column: 'tgt_genotype', value, stageHpf: null })

/** a client, and a view of a pair, a group and a difference */
async function mixedView() {
  const { client } = testService()
  const { columns } = await client.fields.groups({ studyDir, runId })
  const values = columns.find(({ name }) => name === 'tgt_genotype')?.groups.map(({ value }) => value) ?? []
  const mutant = values.find((value) => value !== 'wt') ?? ''
  const pairs = await pairIds(client)
  const panels: PanelRef[] = [
    { kind: 'pair', runId, pairId: pairs[0] },
    { kind: 'mean', runId, group: group(mutant) },
    { kind: 'difference', runId, group: group(mutant), reference: group('wt') },
  ]
  return { client, mutant, pairId: pairs[0], view: usualView('displacement', panels) }
}

async function pairIds(client: ReturnType<typeof testService>['client']): Promise<string[]> {
  for await (const update of await client.runs.watch({ studyDir, runId })) {
    if (update.kind === 'snapshot') return update.pairs.map(({ pairId }) => pairId)
  }
  return []
}

test('a figure in each format says what it is of and what it was made from, and nothing about folders', async () => {
  const { client, view } = await mixedView()
  const make = (format: 'svg' | 'png' | 'pdf') => client.figures.make({ studyDir, view, format, dpi: 96 })
  const svg = textOf(await make('svg'))
  const told = JSON.parse(
    (/<metadata>(.*)<\/metadata>/.exec(svg)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&gt;', '>'),
  )
  expect(told).toMatchObject({ runs: [{ runId, parameters: { 'downsample-factor': 4 } }], view })
  expect(told.limits).toHaveLength(2)
  expect(svg).not.toContain(dir)
  const png = await make('png')
  expect(decode(bytesOf(png)).width).toBe(680)
  expect(png).toMatchObject({ mimeType: 'image/png', fileName: expect.stringMatching(/^displacement-[\w.-]+\.png$/) })
  expect(
    bytesOf(await make('pdf'))
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('the kit has figure, legend, methods, provenance and the numbers, which are those that the panels show', async () => {
  const { client, view, mutant, pairId } = await mixedView()
  const kit = decodeZip(bytesOf(await client.figures.kit({ studyDir, view })))
  const files = new Map(kit.map(({ name, bytes }) => [name, Buffer.from(bytes)]))
  expect([...files.keys()].sort()).toEqual(
    [
      'figure.pdf',
      'figure.png',
      'figure.svg',
      'legend.txt',
      'methods.txt',
      'provenance.json',
      'source-data.csv',
    ].sort(),
  )
  const legend = files.get('legend.txt')?.toString() ?? ''
  expect(legend).toMatch(/a, .* → .*; n = 1 embryo against 1 reference in 1 pair, of 1 clutch\./)
  expect(legend).toMatch(new RegExp(`b, ${mutant}: mean of .*; n = \\d+ embryos? against .* clutch`))
  expect(legend).not.toContain('significant')
  const methods = files.get('methods.txt')?.toString() ?? ''
  for (const true_ of [
    'mass pooled over blocks of 4 × 4 pixels',
    'ε = 1 × 10⁻⁴ (a blur √ε of 230 µm)',
    'λ = 10',
    'run coarse',
  ]) {
    expect(methods).toContain(true_)
  }
  // pooled pixels are not laid over one another, and not all take part
  expect(methods).not.toContain('each target was then laid over its source')
  expect(methods).not.toContain('Every pixel took part')

  const rows = numbersIn(files.get('source-data.csv')).filter(({ panel }) => panel === 'a')
  const field = panelFieldOf(
    await client.fields.panel({ studyDir, panel: { kind: 'pair', runId, pairId }, map: 'displacement' }),
  )
  expect(rows).toHaveLength(field.values.filter((value) => !Number.isNaN(value)).length)
  for (const { y_px, x_px, value } of rows) {
    const { box, values } = field
    expect(Number(value)).toBe(values[(Number(y_px) - box.y0) * (box.x1 - box.x0) + Number(x_px) - box.x0])
  }
})

test('a report stands for itself: all pairs with their certificates, parameters, figures, and nothing from elsewhere', async () => {
  const { client } = testService()
  const html = textOf(await client.figures.report({ studyDir, runId }))
  for (const pairId of await pairIds(client)) expect(html).toContain(`<td>${pairId}</td>`)
  for (const heading of ['Parameters', 'Environment and versions', 'Quality flags', 'Pairs and their certificates']) {
    expect(html).toContain(`<h2>${heading}</h2>`)
  }
  expect(html).toContain('<th scope="row">downsample-factor</th><td class="number">4</td>')
  expect(html.match(/<svg /g)).toHaveLength(2)
  expect(html).not.toMatch(/<script|<link|src="(?!data:)|href="(?!#|data:)|url\((?!#)/)
  expect(html).not.toContain(dir)
  const ids = Array.from(html.matchAll(/ id="([^"]*)"/g), ([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  await expect(client.figures.report({ studyDir, runId: 'none' })).rejects.toThrow('no run none')
})

test('a report of pairs whose files are gone says so, and has the rest', async () => {
  const { client } = testService()
  const copy = join(dir, 'copy')
  cpSync(studyDir, copy, { recursive: true })
  rmSync(join(copy, 'pair_artifacts'), { recursive: true })
  const html = textOf(await client.figures.report({ studyDir: copy, runId }))
  expect(html).toContain('It can’t be drawn')
  expect(html).not.toContain('<svg ')
  for (const pairId of await pairIds(client)) expect(html).toContain(`<td>${pairId}</td>`)
})

test('a chart becomes PNG and PDF; what is no SVG, or reaches outside itself, is refused', async () => {
  const { client } = testService()
  const chart =
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><rect width="96" height="48" fill="#ff0000"/></svg>'
  const convert = (svg: string, format: 'png' | 'pdf') =>
    client.figures.fromSvg({ svg, format, dpi: 192, name: 'a chart' })
  const { width, height, data } = decode(bytesOf(await convert(chart, 'png')))
  expect([width, height, ...data.subarray(0, 3)]).toEqual([192, 96, 255, 0, 0])
  const pdf = await convert(chart, 'pdf')
  expect(pdf.fileName).toBe('a-chart.pdf')
  expect(bytesOf(pdf).toString('latin1')).toContain('/MediaBox [0 0 72 36]')
  await expect(convert('no picture', 'png')).rejects.toThrow("can't be read as SVG")
  for (const outside of [
    '<image href="/etc/secret.png"/>',
    "<image xlink:href = 'http://a.example/b.png'/>",
    '<use href="file:///x.svg#y"/>',
  ]) {
    await expect(convert(chart.replace('</svg>', `${outside}</svg>`), 'png')).rejects.toThrow('outside itself')
  }
})

/** rows of the source data */
function numbersIn(csv: Buffer | undefined): Record<string, string>[] {
  return parse(csv ?? '', { columns: true })
}

function bytesOf({ base64 }: MadeFile): Buffer {
  return Buffer.from(base64, 'base64')
}

function textOf(file: MadeFile): string {
  return bytesOf(file).toString('utf8')
}
