import { demo } from '../seed.ts'
import { app, type Case, general, guild, old, text, unknown, young } from './error-kit.ts'

const { users, channels } = demo

export const plainCases: Case[] = [
  { name: 'unknown channel', call: ['GET', `/channels/${unknown}`], expected: [404, 10003], verdict: 'outcome' },
  { name: 'unknown guild', call: ['GET', `/guilds/${unknown}`], expected: [404, 10004], verdict: 'outcome' },
  {
    name: 'member who left',
    call: ['GET', `${guild}/members/${users.otto}`],
    expected: [404, 10007],
    verdict: 'outcome',
  },
  {
    name: 'user who never was',
    call: ['GET', `${guild}/members/${unknown}`],
    expected: [404, 10013],
    verdict: 'outcome',
  },
  {
    name: 'kick of somebody who left',
    call: ['DELETE', `${guild}/members/${users.otto}`],
    expected: [404, 10007],
    verdict: 'outcome',
  },
  {
    name: 'ban of a deleted user',
    call: ['PUT', `${guild}/bans/${unknown}`],
    expected: [404, 10013],
    verdict: 'outcome',
  },
  {
    name: 'unban without a ban',
    call: ['DELETE', `${guild}/bans/${users.alan}`],
    expected: [404, 10026],
    verdict: 'outcome',
  },
  {
    name: 'unknown message',
    call: ['GET', `${general}/messages/${unknown}`],
    expected: [404, 10008],
    verdict: 'outcome',
  },
  {
    name: 'unknown role',
    call: ['PUT', `${guild}/members/${users.alan}/roles/${unknown}`],
    expected: [404, 10011],
    verdict: 'outcome',
  },
  {
    name: 'unknown webhook',
    call: ['POST', `/webhooks/${unknown}/abc`, { body: text }],
    expected: [404, 10015],
    verdict: 'outcome',
  },
  {
    name: 'unknown interaction',
    call: ['POST', `/interactions/${unknown}/abc/callback`, { body: { type: 5 } }],
    expected: [404, 10062],
    verdict: 'violation',
  },
  {
    name: 'unknown command',
    call: ['DELETE', `${app}/commands/${unknown}`],
    expected: [404, 10063],
    verdict: 'outcome',
  },
  {
    name: 'unknown overwrite',
    call: ['DELETE', `${general}/permissions/${users.alan}`],
    expected: [404, 10009],
    verdict: 'outcome',
  },
  { name: 'unknown invite', call: ['GET', '/invites/nope'], expected: [404, 10006], verdict: 'outcome' },
  {
    name: 'voice state of somebody who is in none',
    call: ['GET', `${guild}/voice-states/${users.alan}`],
    expected: [404, 10065],
    verdict: 'outcome',
  },
  {
    name: 'commands of another application',
    call: ['PUT', `/applications/${unknown}/commands`, { body: [] }],
    expected: [403, 20012],
    verdict: 'violation',
  },
  {
    name: 'commands of a guild without the bot',
    call: ['PUT', `${app}/guilds/${unknown}/commands`, { body: [] }],
    expected: [403, 50001],
    verdict: 'violation',
  },
  {
    name: 'DM to a user with closed messages',
    call: ['POST', '/channels/DM/messages', { body: text }],
    expected: [403, 50007],
    verdict: 'outcome',
  },
  {
    name: 'empty message',
    call: ['POST', `${general}/messages`, { body: { content: '', allowed_mentions: { parse: [] } } }],
    expected: [400, 50006],
    verdict: 'violation',
  },
  {
    name: 'message into a category',
    call: ['POST', `/channels/${channels.community}/messages`, { body: text }],
    expected: [400, 50008],
    verdict: 'violation',
  },
  {
    name: 'edit of another author',
    call: ['PATCH', `${general}/messages/ALAN`, { body: text }],
    expected: [403, 50005],
    verdict: 'violation',
  },
  {
    name: 'reply to nothing',
    call: ['POST', `${general}/messages`, { body: { ...text, message_reference: { message_id: unknown } } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of one',
    call: ['POST', `${general}/messages/bulk-delete`, { body: { messages: [young(1)] } }],
    expected: [400, 50016],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of 101',
    call: [
      'POST',
      `${general}/messages/bulk-delete`,
      { body: { messages: Array.from({ length: 101 }, (_, n) => young(n)) } },
    ],
    expected: [400, 50016],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of old ones',
    call: ['POST', `${general}/messages/bulk-delete`, { body: { messages: [old, young(1)] } }],
    expected: [400, 50034],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of duplicates',
    call: ['POST', `${general}/messages/bulk-delete`, { body: { messages: [young(1), young(1)] } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'bulk delete in a direct message',
    call: ['POST', '/channels/DM/messages/bulk-delete', { body: { messages: [young(1), young(2)] } }],
    expected: [400, 50003],
    verdict: 'violation',
  },
]
