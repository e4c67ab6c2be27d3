import { ChannelType, WebhookType } from 'discord-api-types/v10'
import { demo } from '../seed.ts'
import { addChannel } from '../world/channels.ts'
import type { ScheduledEvent } from '../world/community-types.ts'
import type { World } from '../world/types.ts'
import { asAdministrator, fill, homeOf, made, makeThread, refused } from './error-builder.ts'
import { alanMessage, app, type Case, channelOf, general, grant, guild, say, text } from './error-kit.ts'

const { users, channels } = demo
const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
const inTwoHours = new Date(Date.now() + 7_200_000).toISOString()

const meetup = {
  name: 'Meetup',
  privacy_level: 2,
  entity_type: 3,
  entity_metadata: { location: 'Town hall' },
  scheduled_start_time: inAnHour,
  scheduled_end_time: inTwoHours,
}

const event = (index: number, status: 1 | 3 = 1): ScheduledEvent => ({
  id: String(index),
  name: 'x',
  description: null,
  channelId: null,
  creatorId: demo.botId,
  image: null,
  start: inAnHour,
  end: inTwoHours,
  status,
  entityType: 3,
  entityId: null,
  location: 'x',
  recurrence: null,
  exceptions: new Map(),
  userIds: new Set(),
})

const webhook = (index: number) => ({
  id: String(index),
  type: WebhookType.Incoming,
  guildId: demo.guildId,
  channelId: channels.general,
  name: 'x',
  avatar: null,
  token: 'x',
  creatorId: users.ada,
  applicationId: null,
})

const files = (count: number): FormData => {
  const form = new FormData()
  form.set('payload_json', JSON.stringify(text))
  for (let n = 0; n < count; n += 1) form.set(`files[${n}]`, new File(['x'], `${n}.txt`))
  return form
}

const pinMany = (world: World): void => {
  for (let n = 0; n < 250; n += 1) {
    const message = channelOf(world, channels.general).messages.get(say(world, users.alan))
    if (message) message.pinnedAt = inAnHour
  }
}

const reactMany = (world: World): void => {
  const message = channelOf(world, channels.general).messages.get(alanMessage(world))
  for (let n = 0; n < 20; n += 1) {
    message?.reactions.set(String(n), { emoji: { id: null, name: String(n) }, userIds: new Set([users.alan]) })
  }
}

const commands = Array.from({ length: 101 }, (_, n) => ({ name: `c${n}`, description: 'x' }))

/** More of something than Discord allows. Its limits: docs of the resource that is counted. */
export const limitCases: Case[] = [
  refused(20028, {
    name: 'a third rename in ten minutes',
    call: ['PATCH', general, { body: { name: 'again' } }],
    setUp: (world) => {
      channelOf(world, channels.general).renamedAt = [world.now() - 1, world.now()]
    },
  }),
  refused(30003, {
    name: 'a pin beyond 250',
    call: ['PUT', `${general}/messages/pins/ALAN`],
    setUp: (world) => {
      grant(world, 'PinMessages')
      pinMany(world)
    },
  }),
  refused(30007, {
    name: 'a webhook beyond 15 of a channel',
    call: ['POST', `${general}/webhooks`, { body: { name: 'x' } }],
    setUp: (world) => fill(world.webhooks, 15, webhook),
  }),
  refused(30010, {
    name: 'a reaction beyond 20',
    call: ['PUT', `${general}/messages/ALAN/reactions/%F0%9F%91%8D/@me`],
    setUp: reactMany,
  }),
  refused(30013, {
    name: 'a channel beyond 500',
    call: ['POST', `${guild}/channels`, { body: { name: 'x' } }],
    setUp: (world) => {
      const home = homeOf(world)
      for (let n = 0; n < 500; n += 1) addChannel(world, home, { type: ChannelType.GuildCategory, name: 'x' })
    },
  }),
  refused(30015, { name: 'eleven files', call: ['POST', `${general}/messages`, { raw: files(11) }] }),
  refused(30016, {
    name: 'an invite beyond 1,000',
    call: ['POST', `${general}/invites`, { body: {} }],
    setUp: (world) =>
      fill(world.invites, 1000, (index) => ({
        code: String(index),
        guildId: demo.guildId,
        channelId: channels.general,
        inviterId: users.ada,
        uses: 0,
        maxUses: 0,
        maxAge: 0,
        temporary: false,
        createdAt: inAnHour,
      })),
  }),
  refused(30031, {
    name: 'a second template',
    call: ['POST', `${guild}/templates`, { body: { name: 'x' } }],
    setUp: (world) =>
      fill(homeOf(world).community.templates, 1, () => ({
        code: 'x',
        name: 'x',
        description: null,
        creatorId: users.ada,
        createdAt: inAnHour,
        updatedAt: inAnHour,
        snapshot: {},
      })),
  }),
  refused(30032, { name: 'more than 100 commands', call: ['PUT', `${app}/commands`, { body: commands }] }),
  refused(30033, {
    name: 'a member beyond 1,000 of a thread',
    call: ['PUT', `/channels/${made.thread}/thread-members/@me`],
    setUp: (world) => {
      const { thread } = makeThread(world)
      for (let n = 0; n < 1000; n += 1) thread?.memberIds.add(String(n))
    },
  }),
  refused(30034, {
    name: 'a 201st command creation of a day',
    call: ['POST', `${app}/commands`, { body: { name: 'x', description: 'x' } }],
    setUp: (world) => {
      world.commands.createdAt.set(
        'global',
        Array.from({ length: 200 }, () => world.now()),
      )
    },
  }),
  refused(30038, {
    name: 'a scheduled event beyond 100',
    call: ['POST', `${guild}/scheduled-events`, { body: meetup }],
    setUp: (world) => {
      asAdministrator(world)
      fill(homeOf(world).community.scheduledEvents, 100, (index) => event(index))
    },
  }),
  refused(30039, {
    name: 'a sixth sticker',
    call: ['POST', `${guild}/stickers`, { body: { name: 'Wave', tags: 'wave' } }],
    setUp: (world) => {
      asAdministrator(world)
      fill(homeOf(world).stickers, 5, (index) => ({
        id: String(index),
        name: 'x',
        tags: 'x',
        type: 2,
        format_type: 1,
        description: null,
      }))
    },
  }),
  refused(30045, {
    name: 'a ninth sound',
    call: ['POST', `${guild}/soundboard-sounds`, { body: { name: 'horn', sound: 'data:audio/ogg;base64,T2dnUw==' } }],
    setUp: (world) => {
      asAdministrator(world)
      fill(homeOf(world).community.soundboardSounds, 8, (index) => ({
        sound_id: String(index),
        name: 'x',
        volume: 1,
        emoji_id: null,
        emoji_name: null,
        available: true,
      }))
    },
  }),
  refused(30047, {
    name: 'a second pinned post of a forum',
    call: ['PATCH', `/channels/${made.thread}`, { body: { flags: 2 } }],
    setUp: (world) => {
      grant(world, 'ManageThreads')
      makeThread(world, channels.forum)
      makeThread(world, channels.forum, made.post).flags = 2
    },
  }),
  refused(30060, {
    name: 'an overwrite beyond 1,000',
    call: ['PUT', `${general}/permissions/${users.alan}`, { body: { type: 1 } }],
    setUp: (world) =>
      fill(channelOf(world, channels.general).overwrites, 1000, (index) => ({
        id: String(index),
        type: 1,
        allow: '0',
        deny: '0',
      })),
  }),
  refused(180000, {
    name: 'a change of a canceled or completed event',
    call: ['PATCH', `${guild}/scheduled-events/1`, { body: { status: 2 } }],
    setUp: (world) => {
      asAdministrator(world)
      homeOf(world).community.scheduledEvents.set('1', event(1, 3))
    },
  }),
]
