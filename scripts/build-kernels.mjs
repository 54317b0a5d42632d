// compiles kernels/ to WebAssembly, with relaxed multiply-add and without, and packs both into one module: core takes what the runtime has
// and stays free of file access
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('../', import.meta.url))
const outDir = new URL('../kernels/build/', import.meta.url)
const common = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd']
const builds = { 'relaxed-simd': ['--enable', 'relaxed-simd'], simd: [] }

async function compiled(extra) {
  let binary
  const writeFile = (name, contents) => {
    if (name.endsWith('.wasm')) binary = contents
  }
  const args = ['kernels/index.ts', '-o', 'kernels.wasm', ...common, ...extra]
  const { error, stderr } = await asc.main(args, { baseDir: root, writeFile })
  if (error) {
    process.stderr.write(`${stderr}\n`)
    throw error
  }
  return Buffer.from(binary).toString('base64')
}

const lines = []
for (const [name, extra] of Object.entries(builds)) lines.push(`  '${name}': '${await compiled(extra)}',`)

mkdirSync(outDir, { recursive: true })
writeFileSync(
  new URL('kernels.js', outDir),
  `// made by scripts/build-kernels.mjs\nexport const KERNELS = {\n${lines.join('\n')}\n}\n`,
)
writeFileSync(
  new URL('kernels.d.ts', outDir),
  "/** The kernels of kernels/ as WebAssembly, base64. */\nexport declare const KERNELS: Readonly<Record<'relaxed-simd' | 'simd', string>>\n",
)
