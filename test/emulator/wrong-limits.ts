import { demo } from '../../scripts/emulators/discord/seed.ts'
import { allowed_mentions, type Case, day, guild, inGeneral, many } from './wrong-request-kit.ts'

const { channels, users } = demo

export const limits: Case[] = [
  {
    name: 'an empty forum post',
    target: ['POST', `/channels/${channels.forum}/threads`, { body: { name: 'x', message: { allowed_mentions } } }],
    status: 400,
    code: 50006,
  },
  {
    name: 'bulk delete of one',
    target: (lab) => ['POST', `${inGeneral}/bulk-delete`, { body: { messages: [lab.write(users.alan)] } }],
    status: 400,
    code: 50016,
  },
  {
    name: 'bulk delete with a message twice',
    target: (lab) => {
      const id = lab.write(users.alan)
      return ['POST', `${inGeneral}/bulk-delete`, { body: { messages: [id, id] } }]
    },
    status: 400,
    code: 50035,
  },
  {
    name: 'bulk delete of messages older than two weeks',
    target: (lab) => {
      const messages = [lab.write(users.alan), lab.write(users.alan)]
      lab.world.clock.advance(15 * day)
      return ['POST', `${inGeneral}/bulk-delete`, { body: { messages } }]
    },
    status: 400,
    code: 50034,
  },
  {
    name: 'a ban deleting more than a week',
    target: ['PUT', `${guild}/bans/${users.alan}`, { body: { delete_message_seconds: 604801 } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a bulk ban of 201',
    target: ['POST', `${guild}/bulk-ban`, { body: { user_ids: many(201, (index) => `${index + 1}`) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a nickname of 33',
    target: ['PATCH', `${guild}/members/${users.alan}`, { body: { nick: 'x'.repeat(33) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a timeout of 29 days',
    target: (lab) => [
      'PATCH',
      `${guild}/members/${users.alan}`,
      { body: { communication_disabled_until: new Date(lab.world.now() + 29 * day).toISOString() } },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'slow mode of a day',
    target: ['PATCH', `/channels/${channels.general}`, { body: { rate_limit_per_user: 86_400 } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a role name of 101',
    target: ['POST', `${guild}/roles`, { body: { name: 'x'.repeat(101) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a webhook called Discord',
    target: ['POST', `/channels/${channels.general}/webhooks`, { body: { name: 'Discord news' } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a thread without name',
    target: ['POST', `/channels/${channels.general}/threads`, { body: { name: '', type: 11 } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'an audit reason of 513',
    target: ['DELETE', `${guild}/members/${users.alan}`, { headers: { 'x-audit-log-reason': 'x'.repeat(513) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'an audit reason that is not URL-encoded',
    target: ['DELETE', `${guild}/members/${users.alan}`, { headers: { 'x-audit-log-reason': '100%' } }],
    status: 400,
    code: 50035,
  },
]
