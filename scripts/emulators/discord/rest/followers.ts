import { AuditLogEvent, ChannelType, MessageFlags, MessageReferenceType, WebhookType } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { guildOf, requireGuildChannel } from '../world/access.ts'
import { plainUserFields } from '../world/members.ts'
import { createMessage } from '../world/messages.ts'
import type { Channel, Message, Webhook, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

const maxWebhooks = 15

const follow = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [source] = requireGuildChannel(world, call.params.channel_id)
  if (source.type !== ChannelType.GuildAnnouncement) throw discordError(50024, `#${source.name} cannot be followed`)
  const { webhook_channel_id } = bodyOf<{ webhook_channel_id: string }>(call)
  const [target, guild] = requireGuildChannel(world, String(webhook_channel_id), 'ManageWebhooks')
  const inTarget = [...world.webhooks.values()].filter(({ channelId }) => channelId === target.id)
  if (inTarget.length >= maxWebhooks) throw discordError(30007)
  const webhook: Webhook = {
    id: world.newId(),
    type: WebhookType.ChannelFollower,
    guildId: guild.id,
    channelId: target.id,
    name: `${guildOf(world, source)?.name ?? ''} #${source.name ?? ''}`,
    avatar: null,
    token: '',
    creatorId: world.application.botId,
    applicationId: null,
    sourceChannelId: source.id,
  }
  world.webhooks.set(webhook.id, webhook)
  auditAsBot(call, guild, { action: AuditLogEvent.WebhookCreate, targetId: webhook.id })
  const payload = { guild_id: guild.id, channel_id: target.id }
  world.emit({ type: 'WEBHOOKS_UPDATE', guildId: guild.id, payload })
  return ok({ channel_id: source.id, webhook_id: webhook.id })
}

const copyTo = (world: World, copy: { webhook: Webhook; target: Channel; message: Message }): void => {
  const { webhook, target, message } = copy
  const { data } = message
  createMessage(world, {
    channel: target,
    author: {
      id: webhook.id,
      username: webhook.name,
      discriminator: '0000',
      global_name: null,
      bot: true,
      ...plainUserFields,
    },
    origin: 'webhook',
    content: data.content,
    embeds: data.embeds,
    components: data.components,
    attachments: data.attachments,
    flags: ((data.flags ?? 0) & ~MessageFlags.Crossposted) | MessageFlags.IsCrosspost,
    allowedMentions: { parse: [] },
    webhookId: webhook.id,
    reference: {
      type: MessageReferenceType.Default,
      channel_id: message.channelId,
      message_id: data.id,
      ...(message.guildId !== null && { guild_id: message.guildId }),
    },
  })
}

/** Sends a published announcement to every channel that follows it. */
export const deliverCrosspost = (world: World, message: Message): void => {
  for (const webhook of [...world.webhooks.values()]) {
    const target = world.channels.get(webhook.channelId)
    if (webhook.sourceChannelId === message.channelId && target) copyTo(world, { webhook, target, message })
  }
}

/** Following an announcement channel. Discord docs: resources/channel#follow-announcement-channel. */
export const followerRoutes: Route[] = [route('POST', '/channels/{channel_id}/followers', follow)]
