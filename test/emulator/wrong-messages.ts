import { demo } from '../../scripts/emulators/discord/seed.ts'
import {
  allowed_mentions,
  button,
  type Case,
  display,
  inGeneral,
  many,
  nobody,
  row,
  send,
  text,
  v2,
} from './wrong-request-kit.ts'

const { users } = demo

export const schema: Case[] = [
  { name: 'content of 2001', target: send(text({ content: 'x'.repeat(2001) })), status: 400, code: 50035 },
  { name: 'content as a number', target: send(text({ content: 5 })), status: 400, code: 50035 },
  { name: 'a field that does not exist', target: send(text({ contents: 'x' })), status: 400, code: 50035 },
  { name: 'an empty message', target: send({ allowed_mentions }), status: 400, code: 50006 },
  { name: 'a body that is no JSON', target: ['POST', inGeneral, { body: '{"content":' }], status: 400, code: 50109 },
  {
    name: 'a body sent as plain text',
    target: ['POST', inGeneral, { body: 'hi', headers: { 'content-type': 'text/plain' } }],
    status: 400,
    code: 50035,
  },
  { name: 'an id that is no snowflake', target: ['GET', '/channels/general'], status: 400, code: 50035 },
  { name: 'a page of 101 messages', target: ['GET', `${inGeneral}?limit=101`], status: 400, code: 50035 },
  {
    name: 'embeds of 6001 characters together',
    target: send({ allowed_mentions, embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] }),
    status: 400,
    code: 50035,
  },
  {
    name: 'eleven embeds',
    target: send({ allowed_mentions, embeds: many(11, () => ({ title: 'x' })) }),
    status: 400,
    code: 50035,
  },
  { name: 'a nonce of 26', target: send(text({ nonce: 'x'.repeat(26) })), status: 400, code: 50035 },
  {
    name: 'mentions both parsed and listed',
    target: send(text({ allowed_mentions: { parse: ['users'], users: [users.alan] } })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a poll of eleven answers',
    target: send({ poll: { question: { text: 'q' }, answers: many(11, () => ({ poll_media: { text: 'a' } })) } }),
    status: 400,
    code: 50035,
  },
  {
    name: 'a reply to a message that is not there',
    target: send(text({ message_reference: { message_id: nobody } })),
    status: 400,
    code: 50035,
  },
]

export const components: Case[] = [
  { name: 'V2 with content', target: send({ ...v2(display('x')), content: 'x' }), status: 400, code: 50035 },
  {
    name: 'V2 components without the flag',
    target: send(text({ components: [display('x')] })),
    status: 400,
    code: 50035,
  },
  {
    name: '41 nested components',
    target: send(v2({ type: 17, components: many(40, (index) => display(`${index}`)) })),
    status: 400,
    code: 50035,
  },
  {
    name: '4001 characters of text displays',
    target: send(v2(display('x'.repeat(2001)), display('x'.repeat(2000)))),
    status: 400,
    code: 50035,
  },
  {
    name: 'six rows',
    target: send(text({ components: many(6, (index) => row(button(`${index}`))) })),
    status: 400,
    code: 50035,
  },
  {
    name: 'six buttons in a row',
    target: send(text({ components: [row(...many(6, (index) => button(`${index}`)))] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a custom id twice',
    target: send(text({ components: [row(button('a'), button('a'))] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a custom id of 101',
    target: send(text({ components: [row(button('x'.repeat(101)))] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a button without custom id',
    target: send(text({ components: [row({ type: 2, style: 1, label: 'x' })] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a link button with custom id',
    target: send(text({ components: [row({ ...button('a'), style: 5, url: 'https://a.b' })] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a select beside a button',
    target: send(text({ components: [row(button('a'), { type: 5, custom_id: 'b' })] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'content for a message that is V2 already',
    target: async (lab) => {
      const { body } = await lab.emulator.rest('POST', inGeneral, { body: v2(display('x')) })
      return ['PATCH', `${inGeneral}/${body['id']}`, { body: text() }]
    },
    status: 400,
    code: 50035,
  },
]
