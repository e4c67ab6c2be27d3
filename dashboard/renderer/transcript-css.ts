import { readFileSync } from 'node:fs'

const importLine = /^@import "(\.\/[\w./-]+)";\n?/gm

const read = (file: URL): string =>
  readFileSync(file, 'utf8').replace(importLine, (_line, path: string) => read(new URL(path, file)))

/** The renderer's style sheet with what it imports, for pages that carry it inside. Node only. */
export const rendererCss = (): string => read(new URL('./renderer.css', import.meta.url))
