import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig({
  // what package.json's dependencies name stays outside; the service's process runs what tsc compiles into dist/
  main: {
    build: {
      outDir: path('out/main'),
      rolldownOptions: { input: { main: path('src/main/main.ts') } },
    },
  },
  // a sandboxed preload script is one file, and CommonJS
  preload: {
    build: {
      outDir: path('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: path('src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src/renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: path('out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: { index: path('src/renderer/index.html') } },
    },
  },
})
