/** Words that JavaScript keeps for itself and that people could want as the name of a feature. */
const reserved = new Set([
  'case',
  'class',
  'default',
  'delete',
  'export',
  'import',
  'new',
  'package',
  'private',
  'public',
])

/** `role-menus` -> `roleMenus`. Throws an `Error` that says what a name looks like. */
export function identifierOf(name: string): string {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > 32) {
    throw new Error(`"${name}" cannot be a name: use at most 32 lowercase letters, digits and hyphens, like role-menus`)
  }
  if (reserved.has(name)) throw new Error(`"${name}" is a word of JavaScript: choose another name`)
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** `role-menus` -> `Role menus` */
function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The files of a working feature by their path below `src/features/<name>/`: one setting, one command, its texts, a test. */
export function featureSkeleton(name: string): Readonly<Record<string, string>> {
  const names = { name, id: identifierOf(name), title: titleOf(name) }
  return {
    'index.ts': index(names),
    'settings.ts': settings(names),
    'texts.ts': texts(names),
    'commands.ts': commands(names),
    [`${name}.test.ts`]: test(names),
  }
}

interface Names {
  name: string
  id: string
  title: string
}

const index = ({ name, id, title }: Names) => `import { defineFeature } from '../../core/feature.ts'
import { ${id}Command } from './commands.ts'
import { ${id}Settings } from './settings.ts'
import { texts } from './texts.ts'

/** ${title}: \`/${name}\` counts for people. */
export const ${id} = defineFeature({
  id: '${name}',
  title: texts('title'),
  about: texts('about'),
  texts,
  settings: ${id}Settings,
  commands: [${id}Command],
})
`

const settings = ({ name, id }: Names) => `import { defineSettings, setting } from '../../core/settings.ts'
import { texts } from './texts.ts'

export const ${id}Settings = defineSettings('${name}', {
  public_answers: setting.toggle(false, { label: texts('publicAnswers'), help: texts('publicAnswersHelp') }),
})
`

const commands = ({ name, id }: Names) => `import { everybody } from '../../core/guards.ts'
import { defineCommand } from '../../core/interactions.ts'
import { option } from '../../core/options.ts'
import { announce, card, whisper } from '../../core/reply.ts'
import { ${id}Settings } from './settings.ts'
import { texts } from './texts.ts'

export const ${id}Command = defineCommand({
  name: '${name}',
  description: texts('command'),
  options: { count: option.integer({ description: texts('countOption'), least: 1, most: 10 }) },
  guards: [everybody],
  async run(ctx, { count = 1 }) {
    const { public_answers } = await ctx.guild.settings(${id}Settings)
    const body = card({ tone: 'info', title: texts('title')(ctx.locale), body: texts('answer', { count })(ctx.locale) })
    return public_answers ? announce(body) : whisper(body)
  },
})
`

const texts = ({ title }: Names) => `import { defineTexts } from '../../core/text.ts'

export const texts = defineTexts({
  en: {
    title: '${title}',
    about: 'Counts for you.',
    command: 'Count to a number',
    countOption: 'How far to count',
    answer: { one: 'I counted once.', other: 'I counted {count} times.' },
    publicAnswers: 'Public answers',
    publicAnswersHelp: 'Everybody in the channel sees the answers.',
  },
  de: {
    title: '${title}',
    about: 'Zählt für dich.',
    command: 'Zählt bis zu einer Zahl',
    countOption: 'Wie weit gezählt wird',
    answer: { one: 'Ich habe einmal gezählt.', other: 'Ich habe {count} Mal gezählt.' },
    publicAnswers: 'Öffentliche Antworten',
    publicAnswersHelp: 'Alle im Kanal sehen die Antworten.',
  },
  fr: {
    title: '${title}',
    about: 'Compte pour toi.',
    command: "Compte jusqu'à un nombre",
    countOption: "Jusqu'où compter",
    answer: { one: "J'ai compté une fois.", other: "J'ai compté {count} fois." },
    publicAnswers: 'Réponses publiques',
    publicAnswersHelp: 'Tout le monde dans le salon voit les réponses.',
  },
})
`

const test = ({ name, id }: Names) => `import { expect, it } from 'vitest'
import { call, fakeCtx } from '../../../test/contract/fake-ctx.ts'
import { ${id} } from './index.ts'

const features = [${id}]

it('answers the person who asks alone', async () => {
  const answer = await call(fakeCtx({ features }), '${name}', { count: 3 })
  expect(answer).toMatchObject({ kind: 'message', ephemeral: true })
  expect(JSON.stringify(answer)).toContain('I counted 3 times.')
})

it('answers everybody when the server wants that', async () => {
  const ctx = fakeCtx({ features, settings: (of) => of.parse({ public_answers: true }) })
  expect(await call(ctx, '${name}')).toMatchObject({ kind: 'message', ephemeral: false })
})

it('refuses a number that Discord would not have let through', async () => {
  await expect(call(fakeCtx({ features }), '${name}', { count: 11 })).rejects.toMatchObject({ code: 'invalid_input' })
})
`
