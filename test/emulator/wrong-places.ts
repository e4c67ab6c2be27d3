import { demo } from '../../scripts/emulators/discord/seed.ts'
import { type Case, callbackOf, followupOf, inGeneral, nobody, text } from './wrong-request-kit.ts'

const { applicationId, channels, users } = demo

export const places: Case[] = [
  {
    name: 'a message to a category',
    target: ['POST', `/channels/${channels.community}/messages`, { body: text() }],
    status: 400,
    code: 50008,
  },
  {
    name: 'crossposting outside announcements',
    target: (lab) => ['POST', `${inGeneral}/${lab.write(demo.botId)}/crosspost`],
    status: 400,
    code: 50024,
  },
  {
    name: 'a DM with itself',
    target: ['POST', '/users/@me/channels', { body: { recipient_id: demo.botId } }],
    status: 400,
    code: 50033,
  },
  {
    name: 'a DM to somebody who closed them',
    target: async (lab) => {
      await lab.emulator.driver('POST', 'switches', { dmsClosed: { alan: true } })
      const { body } = await lab.emulator.rest('POST', '/users/@me/channels', { body: { recipient_id: users.alan } })
      return ['POST', `/channels/${body['id']}/messages`, { body: text() }]
    },
    status: 403,
    code: 50007,
    verdict: 'outcome',
  },
  {
    name: 'bulk delete in direct messages',
    target: async (lab) => {
      const { body } = await lab.emulator.rest('POST', '/users/@me/channels', { body: { recipient_id: users.alan } })
      return ['POST', `/channels/${body['id']}/messages/bulk-delete`, { body: { messages: ['1', '2'] } }]
    },
    status: 400,
    code: 50003,
  },
  {
    name: 'a webhook with a wrong token',
    target: async (lab) => {
      const { body } = await lab.emulator.rest('POST', `/channels/${channels.general}/webhooks`, {
        body: { name: 'log' },
      })
      return ['POST', `/webhooks/${body['id']}/nonsense`, { body: text() }]
    },
    status: 401,
    code: 50027,
  },
]

export const interactions: Case[] = [
  {
    name: 'the callback of an unknown interaction',
    target: ['POST', `/interactions/${nobody}/token/callback`, { body: { type: 5 } }],
    status: 404,
    code: 10062,
  },
  {
    name: 'a second callback',
    target: (lab) => ['POST', callbackOf(lab.answered()), { body: { type: 5 } }],
    status: 400,
    code: 40060,
  },
  {
    name: 'a callback after three seconds',
    target: (lab) => {
      const interaction = lab.interact()
      lab.world.clock.advance(3500)
      return ['POST', callbackOf(interaction), { body: { type: 5 } }]
    },
    status: 404,
    code: 10062,
  },
  {
    name: 'an update in answer to a command',
    target: (lab) => ['POST', callbackOf(lab.interact()), { body: { type: 7, data: text() } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a modal title of 52',
    target: (lab) => [
      'POST',
      callbackOf(lab.interact()),
      { body: { type: 9, data: { custom_id: 'x', title: 'x'.repeat(52), components: [] } } },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'a follow-up before the answer was processed',
    target: (lab) => ['POST', followupOf(lab.interact()), { body: text() }],
    status: 404,
    code: 10015,
    verdict: 'outcome',
  },
  {
    name: 'a follow-up after a quarter of an hour',
    target: (lab) => {
      const interaction = lab.answered()
      lab.world.clock.advance(15 * 60 * 1000 + 1000)
      return ['PATCH', `${followupOf(interaction)}/messages/@original`, { body: text() }]
    },
    status: 401,
    code: 50027,
  },
  {
    name: 'a follow-up with an invented token',
    target: ['POST', `/webhooks/${applicationId}/invented`, { body: text() }],
    status: 404,
    code: 10015,
    verdict: 'outcome',
  },
]
