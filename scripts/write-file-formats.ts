// writes docs/file-formats.md from the lists that the writers themselves use; `--check` only compares
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { writeFileAtomicSync } from '../src/study/atomic-file.ts'
import { fileFormatsPage } from './file-formats-page.ts'

const path = fileURLToPath(new URL('../docs/file-formats.md', import.meta.url))
const page = fileFormatsPage()
if (!process.argv.includes('--check')) writeFileAtomicSync(path, page)
else if (readFileSync(path, 'utf8') !== page) {
  process.stderr.write('docs/file-formats.md is not what the code writes: run npm run docs\n')
  process.exitCode = 1
}
