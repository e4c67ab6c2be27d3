import { demo } from '../../scripts/emulators/discord/seed.ts'
import { type Case, guild, inGeneral, nobody } from './wrong-request-kit.ts'

const { channels, users } = demo

export const unknown: Case[] = [
  { name: 'an unknown channel', target: ['GET', `/channels/${nobody}`], status: 404, code: 10003, verdict: 'outcome' },
  { name: 'an unknown guild', target: ['GET', `/guilds/${nobody}`], status: 404, code: 10004, verdict: 'outcome' },
  {
    name: 'an unknown message',
    target: ['GET', `${inGeneral}/${nobody}`],
    status: 404,
    code: 10008,
    verdict: 'outcome',
  },
  {
    name: 'a user who is not in the guild',
    target: ['GET', `${guild}/members/${users.otto}`],
    status: 404,
    code: 10007,
    verdict: 'outcome',
  },
  {
    name: 'a user who does not exist',
    target: ['GET', `/users/${nobody}`],
    status: 404,
    code: 10013,
    verdict: 'outcome',
  },
  {
    name: 'an unknown role',
    target: ['PUT', `${guild}/members/${users.alan}/roles/${nobody}`],
    status: 404,
    code: 10011,
    verdict: 'outcome',
  },
  {
    name: 'a ban that does not exist',
    target: ['DELETE', `${guild}/bans/${users.alan}`],
    status: 404,
    code: 10026,
    verdict: 'outcome',
  },
  { name: 'an unknown webhook', target: ['GET', `/webhooks/${nobody}`], status: 404, code: 10015, verdict: 'outcome' },
  { name: 'an unknown invite', target: ['GET', '/invites/nothing'], status: 404, code: 10006, verdict: 'outcome' },
  {
    name: 'an overwrite that does not exist',
    target: ['DELETE', `/channels/${channels.general}/permissions/${users.alan}`],
    status: 404,
    code: 10009,
    verdict: 'outcome',
  },
  {
    name: 'an emoji that is none',
    target: (lab) => ['PUT', `${inGeneral}/${lab.write(users.alan)}/reactions/smile/@me`],
    status: 400,
    code: 10014,
  },
  { name: 'an unknown route', target: ['GET', '/teapots'], status: 404, code: 0 },
  { name: 'a method that the route does not take', target: ['PUT', inGeneral, { body: {} }], status: 405, code: 0 },
]

export const access: Case[] = [
  { name: 'no token', target: ['GET', '/users/@me', { headers: { authorization: '' } }], status: 401, code: 0 },
  {
    name: 'a wrong token',
    target: ['GET', '/users/@me', { headers: { authorization: 'Bot nonsense' } }],
    status: 401,
    code: 0,
  },
  {
    name: 'the token without "Bot"',
    target: (lab) => ['GET', '/users/@me', { headers: { authorization: lab.world.application.token } }],
    status: 401,
    code: 0,
  },
  {
    name: 'a User-Agent that is not the documented one',
    target: ['GET', '/users/@me', { headers: { 'user-agent': 'my-bot' } }],
    status: 403,
    code: 40333,
  },
]
