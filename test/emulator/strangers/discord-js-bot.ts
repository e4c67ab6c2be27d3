import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  ModalBuilder,
  Partials,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { createWork, patience, type Stage } from './kit.ts'

/** What the slow command waits for. */
export const work = createWork()

/** What the bot registers at its start. */
export const commands = [
  new SlashCommandBuilder().setName('ping').setDescription('Replies with Pong'),
  new SlashCommandBuilder().setName('slow').setDescription('Takes a while'),
  new SlashCommandBuilder().setName('panel').setDescription('Shows a button and a select'),
  new SlashCommandBuilder().setName('form').setDescription('Opens a modal'),
  new SlashCommandBuilder()
    .setName('game')
    .setDescription('Picks a game')
    .addStringOption((option) =>
      option.setName('title').setDescription('Which?').setRequired(true).setAutocomplete(true),
    ),
].map((command) => command.toJSON())

const slow = async (interaction: ChatInputCommandInteraction): Promise<void> => {
  await interaction.deferReply()
  await work.done()
  await interaction.editReply('Finished.')
  await interaction.followUp({ content: 'And this is private.', flags: 'Ephemeral' })
}

const panel = async (interaction: ChatInputCommandInteraction): Promise<void> => {
  const button = new ButtonBuilder().setCustomId('count').setLabel('Count').setStyle(ButtonStyle.Success)
  const select = new StringSelectMenuBuilder()
    .setCustomId('size')
    .addOptions({ label: 'Small', value: 's' }, { label: 'Large', value: 'l' })
  const answer = await interaction.reply({
    content: 'Nobody has pressed.',
    components: [
      new ActionRowBuilder<ButtonBuilder>().addComponents(button),
      new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select),
    ],
    withResponse: true,
  })
  const collector = answer.resource?.message?.createMessageComponentCollector({
    componentType: ComponentType.Button,
    filter: ({ user }) => user.id !== interaction.user.id,
    max: 2,
  })
  collector?.on('collect', (pressed) => pressed.update(`Pressed ${collector.total} times.`))
  collector?.on('end', () => interaction.editReply({ content: 'That was enough.', components: [] }))
}

const form = async (interaction: ChatInputCommandInteraction): Promise<void> => {
  const input = new TextInputBuilder().setCustomId('name').setLabel('Your name').setStyle(TextInputStyle.Short)
  const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input)
  await interaction.showModal(new ModalBuilder().setCustomId('who').setTitle('Who are you?').addComponents(row))
  const sent = await interaction.awaitModalSubmit({
    time: patience.timeout,
    filter: ({ customId }) => customId === 'who',
  })
  await sent.reply({ content: `Welcome, ${sent.fields.getTextInputValue('name')}!`, flags: 'Ephemeral' })
}

const handlers: Record<string, (interaction: ChatInputCommandInteraction) => unknown> = {
  ping: (interaction) => interaction.reply('Pong!'),
  slow,
  panel,
  form,
  game: (interaction) => interaction.reply(`Let us play ${interaction.options.getString('title', true)}.`),
}

const onInteraction = async (interaction: Interaction): Promise<void> => {
  if (interaction.isChatInputCommand()) await handlers[interaction.commandName]?.(interaction)
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused()
    const titles = ['Chess', 'Checkers', 'Go'].filter((title) => title.startsWith(typed))
    await interaction.respond(titles.map((title) => ({ name: title, value: title })))
  }
  if (interaction.isStringSelectMenu())
    await interaction.reply({ content: `Size ${interaction.values.join()}.`, flags: 'Ephemeral' })
}

const onMessage = async (message: Message): Promise<void> => {
  if (!message.author.bot && message.content === '!hello') await message.reply(`Hello ${message.author.displayName}!`)
}

/** The bot, as discord.js's guide writes one; only `rest.api` is not what it would be for Discord. */
export const createBot = (stage: Pick<Stage, 'url'>): Client => {
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMembers,
      GatewayIntentBits.GuildModeration,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.GuildVoiceStates,
      GatewayIntentBits.GuildWebhooks,
      GatewayIntentBits.GuildPresences,
      GatewayIntentBits.MessageContent,
      GatewayIntentBits.DirectMessages,
    ],
    partials: [Partials.Channel],
    rest: { api: `${stage.url}/api` },
  })
  client.on(Events.MessageCreate, onMessage)
  client.on(Events.InteractionCreate, onInteraction)
  return client
}
