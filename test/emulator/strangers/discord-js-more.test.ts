import {
  ActionRowBuilder,
  ApplicationCommandType,
  ChannelType,
  type Client,
  EmbedBuilder,
  Events,
  type ForumChannel,
  type Interaction,
  LabelBuilder,
  ModalBuilder,
  type TextChannel,
  TextInputStyle,
  UserSelectMenuBuilder,
} from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Json } from '../harness.ts'
import { createBot } from './discord-js-bot.ts'
import { demo, expectNoViolations, known, patience, type Stage, setStage, textOf } from './kit.ts'

let stage: Stage
let client: Client
beforeAll(async () => {
  stage = await setStage()
  await stage.act('switches', { botPermissions: ['Administrator'] })
  client = createBot(stage)
  await client.login(stage.token)
  await vi.waitUntil(() => client.isReady(), patience)
  await client.application?.commands.set([
    { name: 'Profile', type: ApplicationCommandType.User },
    { name: 'Quote', type: ApplicationCommandType.Message },
  ])
})
afterAll(async () => {
  await client.destroy()
  await stage.close()
})
afterEach(() => expectNoViolations(stage))

const place = { guild: demo.guildId, channel: demo.channels.general }
const demoGuild = () => known(client.guilds.cache.get(demo.guildId), 'the demo guild')

/** Guarantee: the general channel of the demo guild is a text channel. */
const general = () => known(client.channels.cache.get(demo.channels.general), 'the general channel') as TextChannel

/** Guarantee: the channel was just made as a forum. */
const makeForum = async () =>
  (await demoGuild().channels.create({
    name: 'questions',
    type: ChannelType.GuildForum,
    availableTags: [{ name: 'urgent' }],
  })) as ForumChannel

/** Somebody does something, and the bot answers the interaction that comes of it. */
const exchange = async (act: () => Promise<Json>, answer: (interaction: Interaction) => unknown): Promise<Json> => {
  const received = new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve))
  const [result] = await Promise.all([act(), received.then(answer)])
  return result
}

describe('interactions', () => {
  it('knows the member of a user command and the message of a message command', async () => {
    const profile = await exchange(
      () => stage.act('commands', { ...place, user: 'alan', name: 'Profile', target: 'grace' }),
      (interaction) => interaction.isUserContextMenuCommand() && interaction.reply(interaction.targetUser.username),
    )
    expect(profile).toMatchObject({ message: { content: 'grace' } })
    const target = await stage.say('barbara', 'To be or not to be')
    const quote = await exchange(
      () => stage.act('commands', { ...place, user: 'alan', name: 'Quote', target }),
      (interaction) =>
        interaction.isMessageContextMenuCommand() && interaction.reply(interaction.targetMessage.content),
    )
    expect(quote).toMatchObject({ message: { content: 'To be or not to be' } })
  })

  it('resolves the members of a user select, and updates the message after a promise', async () => {
    const select = new UserSelectMenuBuilder().setCustomId('team').setMaxValues(2)
    const components = [new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(select)]
    const { id } = await general().send({ content: 'Who plays?', components })
    const values = [demo.users.alan, demo.users.barbara]
    const chosen = await exchange(
      () => stage.act('components', { ...place, user: 'ada', message: id, customId: 'team', values }),
      async (interaction) => {
        if (!interaction.isUserSelectMenu()) return
        await interaction.deferUpdate()
        await interaction.editReply({ content: interaction.users.map(({ username }) => username).join(' and ') })
      },
    )
    expect(chosen).toMatchObject({ message: { id, content: 'alan and barbara' } })
  })

  it('reads a modal of labels with a text and a select', async () => {
    const target = await stage.say('barbara', 'Rude words')
    const modal = new ModalBuilder()
      .setCustomId('report')
      .setTitle('Report')
      .addLabelComponents(
        new LabelBuilder()
          .setLabel('Why?')
          .setTextInputComponent((input) => input.setCustomId('why').setStyle(TextInputStyle.Paragraph)),
        new LabelBuilder()
          .setLabel('Who else?')
          .setUserSelectMenuComponent((select) => select.setCustomId('who').setRequired(false)),
      )
    const opened = await exchange(
      () => stage.act('commands', { ...place, user: 'alan', name: 'Quote', target }),
      (interaction) => interaction.isMessageContextMenuCommand() && interaction.showModal(modal),
    )
    const sent = await exchange(
      () => stage.submit(opened, { why: 'Rude', who: [demo.users.hedy] }),
      (interaction) => {
        if (!interaction.isModalSubmit()) return undefined
        const { fields } = interaction
        return interaction.reply(
          `${fields.getTextInputValue('why')}, ${fields.getSelectedUsers('who')?.first()?.username}`,
        )
      },
    )
    expect(sent).toMatchObject({ message: { content: 'Rude, hedy' } })
  })
})

describe('content', () => {
  it('sends an embed with a picture of its own, which can be fetched', async () => {
    const embed = new EmbedBuilder().setTitle('Chart').setImage('attachment://chart.png')
    const message = await general().send({
      embeds: [embed],
      files: [{ attachment: Buffer.from('PNG'), name: 'chart.png' }],
    })
    const answer = await fetch(known(message.embeds[0]?.image?.url, 'the picture'))
    expect([answer.status, await answer.text()]).toEqual([200, 'PNG'])
  })

  it('posts in a forum with a tag, and finds the first message of the post', async () => {
    const forum = await makeForum()
    const tag = known(forum.availableTags[0], 'the tag')
    const post = await forum.threads.create({ name: 'Help', message: { content: 'How?' }, appliedTags: [tag.id] })
    expect(post.appliedTags).toEqual([tag.id])
    expect(await post.fetchStarterMessage()).toMatchObject({ content: 'How?' })
  })

  it('asks in a poll, forwards a message, and is replied to', async () => {
    const answers = [{ text: 'Yes', emoji: '👍' }, { text: 'No' }]
    const poll = await general().send({
      poll: { question: { text: 'Tea?' }, answers, duration: 1, allowMultiselect: false },
    })
    expect(poll.poll?.answers.map(({ text }) => text)).toEqual(['Yes', 'No'])
    const message = await general().send('Read this')
    const forward = await message.forward(demo.channels.art)
    expect(forward.messageSnapshots.first()?.content).toBe('Read this')
    const { message: reply } = await stage.act('messages', {
      ...place,
      user: 'alan',
      content: 'Done',
      replyTo: message.id,
    })
    const heard = await vi.waitUntil(() => general().messages.cache.get(textOf(reply, 'id')), patience)
    expect(await heard.fetchReference()).toMatchObject({ content: 'Read this' })
  })

  it('creates a role, moves it among all others and gives it', async () => {
    const role = await demoGuild().roles.create({ name: 'Helper', colors: { primaryColor: 'Blue' } })
    await role.setPosition(3)
    const alan = await demoGuild().members.fetch(demo.users.alan)
    await alan.roles.add([role, demo.roles.trusted])
    await expect.poll(() => alan.roles.highest.name, patience).toBe('Trusted')
    expect(demoGuild().roles.cache.get(role.id)?.position).toBe(3)
  })
})
