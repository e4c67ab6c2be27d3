import { readFileSync, writeFileSync } from 'node:fs'
import { discordErrors } from './errors.ts'
import { errorCases } from './rest/error-list.ts'

const file = new URL('../../../docs/emulator-errors.md', import.meta.url)

const head = `# JSON errors of the Discord emulator

Written by \`node scripts/emulators/discord/errors-table.ts\` from \`errors.ts\` and from the cases that
\`rest/errors.test.ts\` runs; do not edit it. Discord's own list: docs topics/opcodes-and-status-codes#json.

A *violation* is something that a correct bot never does: \`/emulator/violations\` lists it. An *outcome* can meet a
correct bot too, through a race or another person's doing.

| code | status | message | kind | raised, for example, by |
|---|---|---|---|---|
`

const casesOf = (code: string): string[] =>
  errorCases.filter(({ expected }) => expected[1] === Number(code)).map(({ name }) => name)

const cell = (text: string): string => text.replaceAll('|', '\\|')

const rowOf = ([code, [status, message, kind]]: [string, readonly [number, string, string]]): string =>
  `| ${code} | ${status} | ${cell(message)} | ${kind} | ${cell(casesOf(code).join('; '))} |`

const byCode = (a: [string, unknown], b: [string, unknown]): number => Number(a[0]) - Number(b[0])

/** The document as it should be: one row for each JSON error that the emulator can raise. */
export const errorsDocument = (): string =>
  `${head}${Object.entries(discordErrors).sort(byCode).map(rowOf).join('\n')}\n`

/** The document as it is; empty when it is missing. */
export const writtenErrorsDocument = (): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

if (import.meta.main) writeFileSync(file, errorsDocument())
