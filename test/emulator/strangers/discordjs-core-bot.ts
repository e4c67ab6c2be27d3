import {
  type API,
  type APIInteraction,
  ApplicationCommandType,
  ButtonStyle,
  Client,
  ComponentType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  InteractionType,
  MessageFlags,
  type RESTPutAPIApplicationCommandsJSONBody,
  TextInputStyle,
  type ToEventProps,
} from '@discordjs/core'
import { REST } from '@discordjs/rest'
import { WebSocketManager } from '@discordjs/ws'
import { createWork, demo, type Stage } from './kit.ts'

/** What the slow command waits for. */
export const work = createWork()

export const commands: RESTPutAPIApplicationCommandsJSONBody = [
  { name: 'purge', description: 'Deletes the newest messages', type: ApplicationCommandType.ChatInput },
  { name: 'Report message', type: ApplicationCommandType.Message },
]

const button = (customId: string, label: string) => ({
  type: ComponentType.ActionRow as const,
  components: [{ type: ComponentType.Button as const, style: ButtonStyle.Danger as const, custom_id: customId, label }],
})

/** Deletes a message with a bad word, mutes its author, and tells the moderators, who may undo it. */
const filter = async ({ api, data: message }: ToEventProps<GatewayMessageCreateDispatchData>): Promise<void> => {
  if (message.author.bot || !message.guild_id || !message.content.includes('swindle')) return
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const reason = 'Word filter'
  await api.channels.deleteMessage(message.channel_id, message.id, { reason })
  await api.guilds.editMember(message.guild_id, message.author.id, { communication_disabled_until: until }, { reason })
  await api.channels.createMessage(demo.channels.modLog, {
    content: `Muted <@${message.author.id}>`,
    allowed_mentions: { parse: [] },
    components: [button(`unmute:${message.author.id}`, 'Undo')],
  })
}

const purge = async (api: API, { id, token, application_id, channel }: APIInteraction): Promise<void> => {
  await api.interactions.defer(id, token, { flags: MessageFlags.Ephemeral })
  await work.done()
  const messages = await api.channels.getMessages(channel?.id ?? '', { limit: 2 })
  await api.channels.bulkDeleteMessages(
    channel?.id ?? '',
    messages.map((message) => message.id),
  )
  await api.interactions.editReply(application_id, token, { content: `Deleted ${messages.length} messages.` })
  await api.interactions.followUp(application_id, token, { content: 'The channel is clean.' })
}

const askWhy = (api: API, { id, token }: APIInteraction, messageId: string): Promise<unknown> =>
  api.interactions.createModal(id, token, {
    custom_id: `report:${messageId}`,
    title: 'Report',
    components: [
      {
        type: ComponentType.Label,
        label: 'What is wrong with it?',
        component: {
          type: ComponentType.TextInput,
          custom_id: 'why',
          style: TextInputStyle.Paragraph,
          max_length: 200,
        },
      },
    ],
  })

const answer = async ({ api, data: interaction }: ToEventProps<APIInteraction>): Promise<void> => {
  const { id, token } = interaction
  if (interaction.type === InteractionType.ApplicationCommand) {
    if (interaction.data.type === ApplicationCommandType.Message)
      await askWhy(api, interaction, interaction.data.target_id)
    else await purge(api, interaction)
  }
  if (interaction.type === InteractionType.ModalSubmit) {
    const [field] = interaction.data.components
    const why = field?.type === ComponentType.Label && 'value' in field.component ? field.component.value : ''
    await api.channels.createMessage(demo.channels.modLog, { content: `Reported: ${why}` })
    await api.interactions.reply(id, token, { content: 'Thank you.', flags: MessageFlags.Ephemeral })
  }
  if (interaction.type === InteractionType.MessageComponent && interaction.guild_id) {
    const [, userId = ''] = interaction.data.custom_id.split(':')
    await api.guilds.editMember(interaction.guild_id, userId, { communication_disabled_until: null })
    await api.interactions.updateMessage(id, token, { content: 'Taken back.', components: [] })
  }
}

/** A small moderation bot, as the guide of @discordjs/core writes one; only `api` is not what it would be for Discord. */
export const createBot = (stage: Pick<Stage, 'url' | 'token'>) => {
  const rest = new REST({ version: '10', api: `${stage.url}/api` }).setToken(stage.token)
  const gateway = new WebSocketManager({
    token: stage.token,
    intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
    rest,
  })
  const client = new Client({ rest, gateway })
  client.on(GatewayDispatchEvents.MessageCreate, filter)
  client.on(GatewayDispatchEvents.InteractionCreate, answer)
  return { client, gateway }
}
