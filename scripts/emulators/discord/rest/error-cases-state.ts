import { InteractionResponseType, InteractionType, MessageFlags, MessageType, WebhookType } from 'discord-api-types/v10'
import { demo } from '../seed.ts'
import { openDm } from '../world/dms.ts'
import { createEntitlement, demoSkus } from '../world/entitlements.ts'
import { createInteraction } from '../world/interactions.ts'
import { addUser } from '../world/members.ts'
import type { World } from '../world/types.ts'
import { setVoiceState } from '../world/voice.ts'
import {
  asAdministrator,
  homeOf,
  made,
  makeNews,
  makeStage,
  makeThread,
  placeMessage,
  refused,
} from './error-builder.ts'
import { app, botRole, type Case, channelOf, general, guild, text, without } from './error-kit.ts'

const { users, channels } = demo
const message = `${general}/messages/${made.message}`

const placeToken = (world: World, ...scopes: string[]): void => {
  world.oauth2.tokens.set('people', {
    token: 'people',
    refreshToken: null,
    grant: { id: '1', userId: users.otto, scopes: new Set(scopes), guildId: null, webhookId: null },
    expiresAt: world.now() + 60_000,
  })
}

const placeEntitlement = (world: World): void => {
  const sku = world.monetisation.skus.get(demoSkus.durable)
  if (!sku) throw new Error('the demo offers are gone')
  const bought = createEntitlement(world, { sku, userId: users.alan, isTest: false })
  world.monetisation.entitlements.set(made.entitlement, { ...bought, id: made.entitlement })
}

const placeWebhook = (channelId: string) => (world: World) => {
  world.webhooks.set(made.webhook, {
    id: made.webhook,
    type: WebhookType.Incoming,
    guildId: demo.guildId,
    channelId,
    name: 'x',
    avatar: null,
    token: 'right',
    creatorId: users.ada,
    applicationId: null,
  })
}

const placeAnswered = (world: World): void => {
  const place = { guildId: demo.guildId, channelId: channels.general, userId: users.alan }
  const interaction = createInteraction(world, { type: InteractionType.ApplicationCommand, ...place })
  const answered = { state: 'acknowledged', responseType: InteractionResponseType.Pong } as const
  world.interactions.set(made.interaction, { ...interaction, id: made.interaction, token: 'token', ...answered })
}

const placeStranger = (world: World): void => {
  const stranger = addUser(world, { username: 'stranger' })
  world.channels.set(made.dm, { ...openDm(world, stranger.data.id), id: made.dm })
}

const placePoll = (isOver: boolean, authorId: string) => (world: World) =>
  placeMessage(world, channels.general, (posted) => {
    posted.authorId = authorId
    posted.data.poll = {
      question: { text: 'x' },
      answers: [{ answer_id: 1, poll_media: { text: 'x' } }],
      expiry: new Date(world.now()).toISOString(),
      allow_multiselect: false,
      layout_type: 1,
      results: { is_finalized: isOver, answer_counts: [] },
    }
  })

const join = (userId: string): Case['call'] => [
  'PUT',
  `${guild}/members/${userId}`,
  { body: { access_token: 'people' } },
]

const reply = { ...text, message_reference: { message_id: made.message } }
const forward = {
  allowed_mentions: { parse: [] },
  message_reference: { type: 1, message_id: made.message, channel_id: channels.general },
}
const post = { name: 'x', message: text }

/** What the state of a thing forbids. */
export const stateCases: Case[] = [
  refused(40005, {
    name: 'a body above 25 MiB',
    call: ['POST', `${general}/messages`, { body: text, headers: { 'content-length': String(26 * 1024 * 1024) } }],
  }),
  refused(40007, {
    name: 'joining somebody who is banned',
    call: join(users.otto),
    setUp: (world) => {
      placeToken(world, 'guilds.join')
      homeOf(world).bans.set(users.otto, { userId: users.otto, reason: null })
    },
  }),
  refused(50025, { name: 'joining with a token that nobody gave', call: join(users.otto) }),
  refused(50026, {
    name: 'joining without the scope guilds.join',
    call: join(users.otto),
    setUp: (world) => placeToken(world, 'identify'),
  }),
  refused(40018, {
    name: 'consuming what is not consumable',
    call: ['POST', `${app}/entitlements/${made.entitlement}/consume`],
    setUp: placeEntitlement,
  }),
  refused(40019, {
    name: 'deleting what was bought',
    call: ['DELETE', `${app}/entitlements/${made.entitlement}`],
    setUp: placeEntitlement,
  }),
  refused(40033, {
    name: 'publishing twice',
    call: ['POST', `/channels/${made.news}/messages/${made.message}/crosspost`],
    setUp: (world) => {
      makeNews(world)
      placeMessage(world, made.news, ({ data }) => {
        data.flags = MessageFlags.Crossposted
      })
    },
  }),
  refused(40060, {
    name: 'answering an interaction twice',
    call: ['POST', `/interactions/${made.interaction}/token/callback`, { body: { type: 5 } }],
    setUp: placeAnswered,
  }),
  refused(40061, {
    name: 'two tags of one name',
    call: ['PATCH', `/channels/${channels.forum}`, { body: { available_tags: [{ name: 'bug' }, { name: 'bug' }] } }],
  }),
  refused(40067, {
    name: 'a post without a tag where one is required',
    call: ['POST', `/channels/${channels.forum}/threads`, { body: post }],
    setUp: (world) => {
      channelOf(world, channels.forum).flags = 1 << 4
    },
  }),
  refused(50004, { name: 'the JSON of a widget that is off', call: ['GET', `${guild}/widget.json`] }),
  refused(50021, {
    name: 'deleting a system message',
    call: ['DELETE', message],
    setUp: (world) =>
      placeMessage(world, channels.general, ({ data }) => {
        data.type = MessageType.ChannelNameChange
      }),
  }),
  refused(50027, {
    name: 'a wrong webhook token',
    call: ['POST', `/webhooks/${made.webhook}/wrong`, { body: text }],
    setUp: placeWebhook(channels.general),
  }),
  refused(50068, {
    name: 'forwarding a poll',
    call: ['POST', `${general}/messages`, { body: forward }],
    setUp: placePoll(false, users.alan),
  }),
  refused(50074, {
    name: 'deleting the rules channel',
    call: ['DELETE', general],
    setUp: (world) => {
      homeOf(world).rulesChannelId = channels.general
    },
  }),
  refused(50083, {
    name: 'joining an archived thread',
    call: ['PUT', `/channels/${made.thread}/thread-members/@me`],
    setUp: (world) => {
      const { thread } = makeThread(world)
      if (thread) thread.archived = true
    },
  }),
  refused(50167, {
    name: 'a sound from somebody who is muted',
    call: ['POST', `/channels/${channels.voice}/send-soundboard-sound`, { body: { sound_id: '1' } }],
    setUp: (world) => {
      asAdministrator(world)
      setVoiceState(world, homeOf(world), { userId: demo.botId, channelId: channels.voice, selfMute: true })
    },
  }),
  refused(50278, {
    name: 'a direct message without a guild in common',
    call: ['POST', `/channels/${made.dm}/messages`, { body: text }],
    setUp: placeStranger,
  }),
  refused(150006, {
    name: 'a second stage instance of a channel',
    call: ['POST', '/stage-instances', { body: { channel_id: made.stage, topic: 'x' } }],
    setUp: (world) => {
      asAdministrator(world)
      makeStage(world)
      const instance = { id: '1', guild_id: demo.guildId, channel_id: made.stage, topic: 'x' }
      const rest = { privacy_level: 2, discoverable_disabled: true }
      homeOf(world).community.stageInstances.set(made.stage, { ...instance, ...rest })
    },
  }),
  refused(160002, {
    name: 'a reply without READ_MESSAGE_HISTORY',
    call: ['POST', `${general}/messages`, { body: reply }],
    setUp: (world) => {
      placeMessage(world, channels.general, () => undefined)
      without('ReadMessageHistory')(world)
    },
  }),
  refused(160005, {
    name: 'a message into a locked thread',
    call: ['POST', `/channels/${made.thread}/messages`, { body: text }],
    setUp: (world) => {
      const { thread } = makeThread(world)
      if (thread) thread.locked = true
      without('ManageThreads')(world)
    },
  }),
  refused(220001, {
    name: 'a webhook into a forum without a thread',
    call: ['POST', `/webhooks/${made.webhook}/right`, { body: text }],
    setUp: placeWebhook(channels.forum),
  }),
  refused(220003, {
    name: 'a thread name where there is no forum',
    call: ['POST', `/webhooks/${made.webhook}/right`, { body: { ...text, thread_name: 'x' } }],
    setUp: placeWebhook(channels.general),
  }),
  refused(350000, {
    name: 'onboarding without seven default channels',
    call: ['PUT', `${guild}/onboarding`, { body: { enabled: true } }],
    setUp: (world) => botRole(world, (permissions) => permissions | 8n),
  }),
  refused(520001, {
    name: 'ending a poll that has ended',
    call: ['POST', `${general}/polls/${made.message}/expire`],
    setUp: placePoll(true, demo.botId),
  }),
  refused(520003, {
    name: 'editing a poll',
    call: ['PATCH', message, { body: text }],
    setUp: placePoll(false, demo.botId),
  }),
  refused(520006, { name: 'ending a message that is no poll', call: ['POST', `${general}/polls/ALAN/expire`] }),
]
