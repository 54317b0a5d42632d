// compiles kernels/ to WebAssembly, with relaxed multiply-add and without: the engine takes what the runtime has
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('../', import.meta.url))
mkdirSync(new URL('../kernels/build/', import.meta.url), { recursive: true })
const common = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd']
const builds = { simd: [], 'relaxed-simd': ['--enable', 'relaxed-simd'] }

for (const [name, extra] of Object.entries(builds)) {
  const args = ['kernels/kernels.ts', '-o', `kernels/build/kernels.${name}.wasm`, ...common, ...extra]
  const { error, stderr } = await asc.main(args, { baseDir: root })
  if (error) {
    process.stderr.write(`${stderr}\n`)
    throw error
  }
}
