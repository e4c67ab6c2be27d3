import { demo } from '../../scripts/emulators/discord/seed.ts'
import type { Json } from './harness.ts'
import { type Case, many, nobody } from './wrong-request-kit.ts'

const { applicationId } = demo
const commandsPath = `/applications/${applicationId}/commands`
const command = (extra: Json = {}) => ({ name: 'warn', description: 'x', ...extra })
const option = (extra: Json = {}) => ({ type: 3, name: 'reason', description: 'x', ...extra })

export const commands: Case[] = [
  {
    name: 'a command name with capitals',
    target: ['POST', commandsPath, { body: command({ name: 'Warn' }) }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a required option after an optional one',
    target: ['PUT', commandsPath, { body: [command({ options: [option(), option({ name: 'b', required: true })] })] }],
    status: 400,
    code: 50035,
  },
  {
    name: '26 choices',
    target: [
      'POST',
      commandsPath,
      { body: command({ options: [option({ choices: many(26, (index) => ({ name: `${index}`, value: 'x' })) })] }) },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'a command of 8001 characters',
    target: [
      'POST',
      commandsPath,
      {
        body: command({
          options: many(25, (o) =>
            option({
              name: `o${o}`,
              choices: many(25, (c) => ({ name: `${c}-${'x'.repeat(8)}`, value: 'yyyyyyyyy' })),
            }),
          ),
        }),
      },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'the same command twice',
    target: ['PUT', commandsPath, { body: [command(), command()] }],
    status: 400,
    code: 50035,
  },
  {
    name: '101 commands',
    target: ['PUT', commandsPath, { body: many(101, (index) => command({ name: `c${index}` })) }],
    status: 400,
    code: 30032,
  },
  {
    name: 'commands of another application',
    target: ['GET', `/applications/${nobody}/commands`],
    status: 403,
    code: 20012,
  },
  {
    name: 'a command that is not there',
    target: ['PATCH', `${commandsPath}/${nobody}`, { body: { name: 'x' } }],
    status: 404,
    code: 10063,
    verdict: 'outcome',
  },
]
