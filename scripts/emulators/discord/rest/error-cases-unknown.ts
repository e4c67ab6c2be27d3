import { demo } from '../seed.ts'
import { addRole } from '../world/guilds.ts'
import { asAdministrator, homeOf, made, makeStage, refused } from './error-builder.ts'
import { app, type Case, guild, unknown } from './error-kit.ts'

const { users, channels } = demo
const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

const stickerForm = (bytes: Uint8Array<ArrayBuffer>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ name: 'Wave', tags: 'wave' })) form.set(name, value)
  form.set('file', new File([bytes], 'wave.png'))
  return form
}

/** Things that are not there, and uploads that are not what they should be. */
export const unknownCases: Case[] = [
  refused(10002, { name: 'unknown application', call: ['GET', `/applications/${unknown}`] }),
  refused(10005, { name: 'unknown integration', call: ['DELETE', `${guild}/integrations/${unknown}`] }),
  refused(10027, { name: 'unknown SKU', call: ['GET', `/skus/${unknown}/subscriptions`] }),
  refused(10029, { name: 'unknown entitlement', call: ['GET', `${app}/entitlements/${unknown}`] }),
  refused(10057, { name: 'unknown template', call: ['GET', '/guilds/templates/none'] }),
  refused(10060, { name: 'unknown sticker', call: ['GET', `${guild}/stickers/${unknown}`] }),
  refused(10061, { name: 'unknown sticker pack', call: ['GET', `/sticker-packs/${unknown}`] }),
  refused(10066, {
    name: 'permissions that nobody has set',
    call: ['GET', `${app}/guilds/${demo.guildId}/commands/${unknown}/permissions`],
  }),
  refused(10067, { name: 'unknown stage instance', call: ['GET', `/stage-instances/${made.stage}`], setUp: makeStage }),
  refused(10069, {
    name: 'a disabled welcome screen, without MANAGE_GUILD',
    call: ['GET', `${guild}/welcome-screen`],
    setUp: (world) => {
      const role = homeOf(world).roles.get(demo.roles.bot)
      if (role) role.permissions = '1024'
    },
  }),
  refused(10070, { name: 'unknown scheduled event', call: ['GET', `${guild}/scheduled-events/${unknown}`] }),
  refused(10087, {
    name: 'a tag that the forum does not have',
    call: [
      'POST',
      `/channels/${channels.forum}/threads`,
      { body: { name: 'x', message: { content: 'x', allowed_mentions: { parse: [] } }, applied_tags: [unknown] } },
    ],
  }),
  refused(10097, { name: 'unknown sound', call: ['GET', `${guild}/soundboard-sounds/${unknown}`] }),
  refused(20001, { name: 'a route for bearer tokens, called by the bot', call: ['GET', '/oauth2/@me'] }),
  refused(50033, {
    name: 'a direct message to itself',
    call: ['POST', '/users/@me/channels', { body: { recipient_id: demo.botId } }],
  }),
  refused(50045, {
    name: 'a sticker above 512 KiB',
    call: ['POST', `${guild}/stickers`, { raw: stickerForm(new Uint8Array(513 * 1024)) }],
    setUp: asAdministrator,
  }),
  refused(50046, {
    name: 'an emoji that is no picture',
    call: ['POST', `${guild}/emojis`, { body: { name: 'blob', image: 'data:image/png;base64,aGVsbG8=' } }],
    setUp: asAdministrator,
  }),
  refused(30008, {
    name: 'a fifty-first emoji',
    call: ['POST', `${guild}/emojis`, { body: { name: 'blob', image: png } }],
    setUp: (world) => {
      asAdministrator(world)
      const emojis = homeOf(world).emojis
      for (let n = 0; n < 50; n += 1) emojis.set(String(n), { id: String(n), name: 'x', animated: false })
    },
  }),
  refused(30018, {
    name: 'a fifty-first animated emoji',
    call: ['POST', `${guild}/emojis`, { body: { name: 'blob', image: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' } }],
    setUp: (world) => {
      asAdministrator(world)
      const emojis = homeOf(world).emojis
      for (let n = 0; n < 50; n += 1) emojis.set(String(n), { id: String(n), name: 'x', animated: true })
    },
  }),
  refused(30005, {
    name: 'a role beyond 250',
    call: ['POST', `${guild}/roles`, { body: { name: 'x' } }],
    setUp: (world) => {
      const home = homeOf(world)
      while (home.roles.size < 250) addRole(world, home, { name: 'x', position: 1 })
    },
  }),
  refused(40032, {
    name: 'muting somebody who is in no voice channel',
    call: ['PATCH', `${guild}/members/${users.alan}`, { body: { mute: true } }],
  }),
]
