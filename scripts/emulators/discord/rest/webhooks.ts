import { randomBytes } from 'node:crypto'
import {
  AuditLogEvent,
  ChannelType,
  type RESTPatchAPIWebhookJSONBody,
  type RESTPostAPIChannelWebhookJSONBody,
  WebhookType,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireGuild, requireGuildChannel, requireGuildPermission } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { storeImageData } from '../world/images.ts'
import { renderWebhook } from '../world/render.ts'
import type { Guild, Webhook, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const maxPerChannel = 15

const webhooksOf = (world: World, matches: (webhook: Webhook) => boolean): Webhook[] =>
  [...world.webhooks.values()].filter(matches)

const holdsWebhooks: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildStageVoice,
])

/** WEBHOOKS_UPDATE says only where something changed. Discord docs: events/gateway-events#webhooks-update. */
const tell = (world: World, { guildId, channelId }: Webhook): void =>
  world.emit({ type: 'WEBHOOKS_UPDATE', guildId, payload: { guild_id: guildId, channel_id: channelId } })

const createWebhook = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'ManageWebhooks')
  if (!holdsWebhooks.has(channel.type)) throw discordError(50024, `channels of type ${channel.type} have no webhooks`)
  if (webhooksOf(world, ({ channelId }) => channelId === channel.id).length >= maxPerChannel) throw discordError(30007)
  const { name, avatar } = bodyOf<RESTPostAPIChannelWebhookJSONBody>(call)
  const webhook: Webhook = {
    id: world.newId(),
    type: WebhookType.Incoming,
    guildId: guild.id,
    channelId: channel.id,
    name,
    avatar: storeImageData(world, 'avatar', avatar),
    token: randomBytes(51).toString('base64url'),
    creatorId: world.application.botId,
    applicationId: world.application.id,
  }
  world.webhooks.set(webhook.id, webhook)
  const changes = changesBetween({}, { name, channel_id: channel.id, type: webhook.type })
  auditAsBot(call, guild, { action: AuditLogEvent.WebhookCreate, targetId: webhook.id, changes })
  tell(world, webhook)
  return ok(renderWebhook(world, webhook))
}

const listOfChannel = (call: Call<'channel_id'>): Reply => {
  const [channel] = requireGuildChannel(call.world, call.params.channel_id, 'ManageWebhooks')
  const list = webhooksOf(call.world, ({ channelId }) => channelId === channel.id)
  return ok(list.map((webhook) => renderWebhook(call.world, webhook)))
}

const listOfGuild = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageWebhooks')
  const list = webhooksOf(call.world, ({ guildId }) => guildId === guild.id)
  return ok(list.map((webhook) => renderWebhook(call.world, webhook)))
}

const guildOfWebhook = (world: World, webhook: Webhook): Guild => {
  const guild = webhook.guildId === null ? undefined : world.guilds.get(webhook.guildId)
  if (!guild) throw discordError(10015, `webhook ${webhook.id} belongs to no guild`)
  return guild
}

const requireOwnWebhook = (world: World, id: string): Webhook => {
  const webhook = world.webhooks.get(id)
  if (!webhook) throw discordError(10015, `no webhook ${id}`)
  requireGuildChannel(world, webhook.channelId, 'ManageWebhooks')
  return webhook
}

/** The webhook with that id and token: 10015 unknown, 50027 for a wrong token. */
export const requireTokenWebhook = (world: World, id: string, token: string): Webhook => {
  const webhook = world.webhooks.get(id)
  if (!webhook) throw discordError(10015, `no webhook ${id}`)
  if (webhook.token !== token) throw discordError(50027, `wrong token for webhook ${id}`)
  return webhook
}

const withoutUser = (world: World, webhook: Webhook) => {
  const { user: _, ...rest } = renderWebhook(world, webhook)
  return rest
}

const modify = (call: Call, webhook: Webhook): void => {
  const body = bodyOf<RESTPatchAPIWebhookJSONBody>(call)
  const before = { name: webhook.name, channel_id: webhook.channelId }
  if (body.channel_id !== undefined) {
    const [target] = requireGuildChannel(call.world, String(body.channel_id), 'ManageWebhooks')
    webhook.channelId = target.id
  }
  if (body.name !== undefined) webhook.name = body.name
  if (body.avatar !== undefined) webhook.avatar = storeImageData(call.world, 'avatar', body.avatar)
  const changes = changesBetween(before, { name: webhook.name, channel_id: webhook.channelId })
  const guild = guildOfWebhook(call.world, webhook)
  auditAsBot(call, guild, { action: AuditLogEvent.WebhookUpdate, targetId: webhook.id, changes })
  tell(call.world, webhook)
}

const remove = (call: Call, webhook: Webhook): Reply => {
  call.world.webhooks.delete(webhook.id)
  const guild = guildOfWebhook(call.world, webhook)
  auditAsBot(call, guild, { action: AuditLogEvent.WebhookDelete, targetId: webhook.id })
  tell(call.world, webhook)
  return noContent
}

/** Webhooks themselves; executing them is in webhook-messages. Discord docs: resources/webhook. */
export const webhookRoutes: Route[] = [
  route('POST', '/channels/{channel_id}/webhooks', createWebhook),
  route('GET', '/channels/{channel_id}/webhooks', listOfChannel),
  route('GET', '/guilds/{guild_id}/webhooks', listOfGuild),
  route('GET', '/webhooks/{webhook_id}', (call) =>
    ok(renderWebhook(call.world, requireOwnWebhook(call.world, call.params.webhook_id))),
  ),
  route('PATCH', '/webhooks/{webhook_id}', (call) => {
    const webhook = requireOwnWebhook(call.world, call.params.webhook_id)
    modify(call, webhook)
    return ok(renderWebhook(call.world, webhook))
  }),
  route('DELETE', '/webhooks/{webhook_id}', (call) =>
    remove(call, requireOwnWebhook(call.world, call.params.webhook_id)),
  ),
  route(
    'GET',
    '/webhooks/{webhook_id}/{webhook_token}',
    (call) =>
      ok(withoutUser(call.world, requireTokenWebhook(call.world, call.params.webhook_id, call.params.webhook_token))),
    { auth: 'token' },
  ),
  route(
    'PATCH',
    '/webhooks/{webhook_id}/{webhook_token}',
    (call) => {
      const webhook = requireTokenWebhook(call.world, call.params.webhook_id, call.params.webhook_token)
      modify(call, webhook)
      return ok(withoutUser(call.world, webhook))
    },
    { auth: 'token' },
  ),
  route(
    'DELETE',
    '/webhooks/{webhook_id}/{webhook_token}',
    (call) => remove(call, requireTokenWebhook(call.world, call.params.webhook_id, call.params.webhook_token)),
    { auth: 'token' },
  ),
]
