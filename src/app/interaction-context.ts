import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
} from 'discord-api-types/v10'
import { AppError, isDiscordError } from '../core/errors.ts'
import type { InteractionCtx, Resolved } from '../core/interaction-context.ts'
import { messagePayload } from '../core/message-payload.ts'
import type { MessageBody } from '../core/reply.ts'
import { type Snowflake, snowflake } from '../core/snowflake.ts'
import { defineTexts, toLocale } from '../core/text.ts'
import type { Isolate, RequestScope } from './context.ts'

export type GuildInteraction =
  | APIApplicationCommandInteraction
  | APIApplicationCommandAutocompleteInteraction
  | APIMessageComponentInteraction
  | APIModalSubmitInteraction

const texts = defineTexts({
  en: {
    noGuild: 'I work on servers only. Use this command on a server that I was added to.',
    notInstalled: 'I was not added to this server as a member. Ask an admin to add me, then try again.',
  },
  de: {
    noGuild: 'Ich arbeite nur auf Servern. Benutze diesen Befehl auf einem Server, dem ich hinzugefügt wurde.',
    notInstalled: 'Ich bin auf diesem Server kein Mitglied. Bitte eine Person mit Adminrechten, mich hinzuzufügen.',
  },
  fr: {
    noGuild: "Je ne fonctionne que sur les serveurs. Utilise cette commande sur un serveur où l'on m'a ajouté.",
    notInstalled: "Je ne suis pas membre de ce serveur. Demande à un admin de m'ajouter, puis réessaie.",
  },
})

/** Waits between tries while Discord has not yet taken in our HTTP answer; until then it says 10015 (unknown webhook). */
const ACK_RACE_WAITS = [150, 400, 1000, 1500, 3000]

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function afterAck<T>(call: () => Promise<T>): Promise<T> {
  for (const wait of ACK_RACE_WAITS) {
    try {
      return await call()
    } catch (error) {
      if (!isDiscordError(error, 10015, 10008)) throw error
      await sleep(wait)
    }
  }
  return call()
}

function resolvedOf(interaction: GuildInteraction): Resolved {
  const { data } = interaction
  return 'resolved' in data && data.resolved !== undefined ? data.resolved : {}
}

/**
 * The tenant is the guild that installed the bot, and it has to be the guild the interaction came from: a user-installed copy
 * of a command must not act on a guild that never agreed to it.
 * Throws `AppError('forbidden')` otherwise.
 */
function tenantOf(interaction: GuildInteraction): Snowflake {
  const { guild_id: guildId, authorizing_integration_owners: owners } = interaction
  if (guildId === undefined) throw new AppError('forbidden', texts('noGuild'))
  if (owners['0'] !== guildId) throw new AppError('forbidden', texts('notInstalled'))
  return snowflake(guildId)
}

export interface Acknowledgement {
  /** Resolves when our HTTP answer has left. */
  sent: Promise<void>
}

/** What one interaction may touch: its guild, its member, its own answer. */
export function createInteractionCtx(
  isolate: Isolate,
  scope: RequestScope,
  { interaction, ack }: { interaction: GuildInteraction; ack: Acknowledgement },
): InteractionCtx {
  const { member } = interaction
  const guildId = tenantOf(interaction)
  if (member === undefined || interaction.channel === undefined) throw new AppError('forbidden', texts('noGuild'))
  const locale = toLocale(interaction.locale)
  const ctx = isolate.guildCtx(scope, {
    guildId,
    locale,
    guildLocale: toLocale(interaction.guild_locale),
    event: { source: 'interaction', id: interaction.id },
    actor: {
      kind: 'member',
      id: snowflake(member.user.id),
      name: member.user.username,
      roles: member.roles.map(snowflake),
      permissions: BigInt(member.permissions),
    },
  })
  const { token } = interaction
  const webhook = `/webhooks/${isolate.discordIds.applicationId}/${token}` as const
  const own = {
    interaction: {
      id: snowflake(interaction.id),
      token,
      channelId: snowflake(interaction.channel.id),
      appPermissions: BigInt(interaction.app_permissions),
      resolved: resolvedOf(interaction),
      ...('message' in interaction && interaction.message !== undefined
        ? { messageId: snowflake(interaction.message.id) }
        : {}),
    },
    async editReply(body: MessageBody) {
      await ack.sent
      const path = `${webhook}/messages/@original` as const
      await afterAck(() =>
        ctx.discord.request({ method: 'PATCH', path, auth: 'interaction', body: messagePayload(body) }),
      )
    },
    async deleteReply() {
      await ack.sent
      const path = `${webhook}/messages/@original` as const
      await afterAck(() => ctx.discord.request({ method: 'DELETE', path, auth: 'interaction' }))
    },
    async followUp(body: MessageBody, options: { ephemeral?: boolean } = {}) {
      await ack.sent
      const payload = messagePayload(body, { ephemeral: options.ephemeral ?? true })
      await afterAck(() => ctx.discord.request({ method: 'POST', path: webhook, auth: 'interaction', body: payload }))
    },
  }
  return Object.assign(ctx, own)
}
