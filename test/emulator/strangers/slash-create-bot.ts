import {
  type AutocompleteContext,
  ButtonStyle,
  type CommandContext,
  CommandOptionType,
  type ComponentTextInput,
  ComponentType,
  SlashCommand,
  type SlashCreator,
  TextInputStyle,
} from 'slash-create'
import { createWork } from './kit.ts'

// Commands are classes here, since that is how slash-create takes them.

/** What the slow command waits for. */
export const work = createWork()

class GreetCommand extends SlashCommand {
  constructor(creator: SlashCreator) {
    super(creator, {
      name: 'greet',
      description: 'Greets somebody',
      options: [
        { type: CommandOptionType.USER, name: 'whom', description: 'Whom?', required: true },
        { type: CommandOptionType.INTEGER, name: 'times', description: 'How often?', min_value: 1, max_value: 5 },
      ],
    })
  }

  override async run(ctx: CommandContext) {
    const { whom, times = 1 } = ctx.options
    await ctx.send({
      content: `${'Hello '.repeat(times)}<@${whom}>!`,
      components: [
        {
          type: ComponentType.ACTION_ROW,
          components: [{ type: ComponentType.BUTTON, style: ButtonStyle.PRIMARY, label: 'Back', custom_id: 'back' }],
        },
      ],
    })
  }
}

class SlowCommand extends SlashCommand {
  constructor(creator: SlashCreator) {
    super(creator, { name: 'slow', description: 'Takes a while' })
  }

  override async run(ctx: CommandContext) {
    await ctx.defer(true)
    await work.done()
    await ctx.editOriginal('It is done.')
    await ctx.sendFollowUp({ content: 'Everybody may know.' })
  }
}

class ReportCommand extends SlashCommand {
  constructor(creator: SlashCreator) {
    super(creator, { name: 'report', description: 'Opens a form' })
  }

  override async run(ctx: CommandContext) {
    const input: ComponentTextInput = {
      type: ComponentType.TEXT_INPUT,
      style: TextInputStyle.PARAGRAPH,
      label: 'What?',
      custom_id: 'what',
    }
    await ctx.sendModal(
      { title: 'Report', custom_id: 'report', components: [{ type: ComponentType.ACTION_ROW, components: [input] }] },
      (modal) => void modal.send({ content: `Reported: ${modal.values['what']}`, ephemeral: true }),
    )
  }
}

class CityCommand extends SlashCommand {
  constructor(creator: SlashCreator) {
    const name = { type: CommandOptionType.STRING, name: 'name', description: 'x', required: true, autocomplete: true }
    super(creator, { name: 'city', description: 'Picks a city', options: [name] })
  }

  override async autocomplete(ctx: AutocompleteContext) {
    const typed = String(ctx.options[ctx.focused])
    return ['Bergen', 'Berlin', 'Bern']
      .filter((city) => city.startsWith(typed))
      .map((city) => ({ name: city, value: city }))
  }

  override async run(ctx: CommandContext) {
    return `${ctx.options['name']} is chosen.`
  }
}

/** Gives a creator all that the bot can do. */
export const addCommands = (creator: SlashCreator): void => {
  creator.registerCommands([GreetCommand, SlowCommand, ReportCommand, CityCommand])
  creator.registerGlobalComponent('back', (button) => {
    void button.editParent({ content: 'Greeted back.', components: [] })
  })
}
