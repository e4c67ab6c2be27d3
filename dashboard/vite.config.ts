import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * The playground as static files. Nothing is inlined and no polyfill script is written into the page, so that it runs
 * under `script-src 'self'`; relative addresses let the emulator serve it from anywhere.
 */
export default defineConfig({
  root: folder('./playground'),
  base: './',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: folder('./dist/playground'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    chunkSizeWarningLimit: 1000,
  },
})
