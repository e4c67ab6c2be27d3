import { demo } from '../../scripts/emulators/discord/seed.ts'
import { type Case, day, guild, inGeneral, send, text, weakened } from './wrong-request-kit.ts'

const { channels, roles, users } = demo

export const permissions: Case[] = [
  {
    name: 'writing without SEND_MESSAGES',
    target: (lab) => {
      lab.world.channels
        .get(channels.general)
        ?.overwrites.set(demo.botId, { id: demo.botId, type: 1, allow: '0', deny: '2048' })
      return send(text())
    },
    status: 403,
    code: 50013,
  },
  {
    name: 'reading a channel that the bot cannot see',
    target: (lab) => {
      lab.world.channels
        .get(channels.general)
        ?.overwrites.set(demo.botId, { id: demo.botId, type: 1, allow: '0', deny: '1024' })
      return ['GET', inGeneral]
    },
    status: 403,
    code: 50001,
  },
  {
    name: 'banning without BAN_MEMBERS',
    target: weakened(() => ['PUT', `${guild}/bans/${users.alan}`, { body: {} }]),
    status: 403,
    code: 50013,
  },
  {
    name: 'kicking without KICK_MEMBERS',
    target: weakened(() => ['DELETE', `${guild}/members/${users.alan}`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'giving a role without MANAGE_ROLES',
    target: weakened(() => ['PUT', `${guild}/members/${users.alan}/roles/${roles.trusted}`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'the audit log without VIEW_AUDIT_LOG',
    target: weakened(() => ['GET', `${guild}/audit-logs`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'deleting another message without MANAGE_MESSAGES',
    target: weakened((lab) => ['DELETE', `${inGeneral}/${lab.write(users.alan)}`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'granting a permission that the bot lacks',
    target: ['PATCH', `${guild}/roles/${roles.trusted}`, { body: { permissions: '8' } }],
    status: 403,
    code: 50013,
  },
  {
    name: 'editing the message of somebody else',
    target: (lab) => ['PATCH', `${inGeneral}/${lab.write(users.alan)}`, { body: text() }],
    status: 403,
    code: 50005,
  },
]

export const roleOrder: Case[] = [
  { name: 'kicking the owner', target: ['DELETE', `${guild}/members/${users.ada}`], status: 403, code: 50013 },
  {
    name: 'banning a member above the bot',
    target: ['PUT', `${guild}/bans/${users.radia}`, { body: {} }],
    status: 403,
    code: 50013,
  },
  {
    name: 'timing out an administrator',
    target: (lab) => [
      'PATCH',
      `${guild}/members/${users.radia}`,
      { body: { communication_disabled_until: new Date(lab.world.now() + day).toISOString() } },
    ],
    status: 403,
    code: 50013,
  },
  {
    name: 'renaming the owner',
    target: ['PATCH', `${guild}/members/${users.ada}`, { body: { nick: 'x' } }],
    status: 403,
    code: 50013,
  },
  {
    name: 'giving a role above the bot',
    target: ['PUT', `${guild}/members/${users.alan}/roles/${roles.admin}`],
    status: 403,
    code: 50013,
  },
  {
    name: 'deleting a role above the bot',
    target: ['DELETE', `${guild}/roles/${roles.admin}`],
    status: 403,
    code: 50013,
  },
  {
    name: 'giving a managed role',
    target: ['PUT', `${guild}/members/${users.alan}/roles/${roles.bot}`],
    status: 400,
    code: 50028,
  },
]
