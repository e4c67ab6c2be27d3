import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import type { Message, World } from '../../world/types.ts'
import { DriverError, isObject, type Json } from '../types.ts'
import { type Step, type StepKind, stepKinds, stepRoutes } from './format.ts'
import type { Names } from './names.ts'
import { type Control, controlsOf } from './reading.ts'

/** What a request to the driver does, if it is something a scenario can hold. */
export const stepKindOf = (method: string, path: string): StepKind | undefined =>
  stepKinds.find((kind) => stepRoutes[kind][0] === method && path === `/emulator/${stepRoutes[kind][1]}`)

export const findMessage = (world: World, id: string): Message | undefined => {
  for (const channel of world.channels.values()) {
    const message = channel.messages.get(id)
    if (message) return message
  }
  return undefined
}

const optionKinds = (options: unknown, name: string): unknown[] =>
  (Array.isArray(options) ? options : [])
    .filter(isObject)
    .flatMap((option) => [
      ...(option['name'] === name ? [option['type']] : []),
      ...optionKinds(option['options'], name),
    ])

/** Whether the option takes a person, role or channel, which the driver also knows by name. */
const namesSomething = (world: World, command: string, option: string): boolean => {
  const all = [world.commands.global, ...world.commands.guilds.values()].flatMap((map) => [...map.values()])
  const root = all.find(({ name }) => name === command || command.startsWith(`${name} `))
  return optionKinds(root?.options, option).some(
    (type) => type === Kind.User || type === Kind.Role || type === Kind.Channel || type === Kind.Mentionable,
  )
}

const nameOf = (names: Names, id: string): string => names.user(id) ?? names.channel(id) ?? names.role(id) ?? id

const hidden = (names: Names, value: unknown): unknown => {
  if (typeof value === 'string') return names.hide(value)
  if (Array.isArray(value)) return value.map((entry) => hidden(names, entry))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [names.user(key) ?? names.hide(key), hidden(names, entry)]),
  )
}

const revealed = (names: Names, value: unknown): unknown => {
  if (typeof value === 'string') return names.reveal(value)
  if (Array.isArray(value)) return value.map((entry) => revealed(names, entry))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [names.reveal(key), revealed(names, entry)]))
}

const readOptions = (world: World, names: Names, { name, options }: Json): Json =>
  Object.fromEntries(
    Object.entries(isObject(options) ? options : {}).map(([key, value]) => [
      key,
      typeof value === 'string' && namesSomething(world, String(name), key)
        ? nameOf(names, value.replace(/^<(?:@&|@!|@|#)(\d+)>$/, '$1'))
        : hidden(names, value),
    ]),
  )

const labelOrId = ({ label, id }: Control): string => label || id

const fits = (control: Control, wanted: string): boolean => labelOrId(control) === wanted

/** By label, or by the beginning of the custom id where there is none; `nth` tells equal ones apart. */
const readControl = (names: Names, message: Message | undefined, customId: unknown): Json => {
  const all = controlsOf(message?.data.components)
  const found = all.find((control) => control.customId === customId)
  if (found === undefined) return { control: names.hide(String(customId)) }
  const same = all.filter((control) => fits(control, labelOrId(found)))
  const nth = same.indexOf(found) + 1
  return { control: labelOrId(found), ...(nth > 1 && { nth }) }
}

/** Values of a select as words: people, roles and channels by name. */
const readChoices = (names: Names, values: unknown): Json =>
  Array.isArray(values)
    ? {
        values: hidden(
          names,
          values.map((value) => nameOf(names, String(value))),
        ),
      }
    : {}

/** The rest of a body, as it is but for ids of this run. */
const readRest = (names: Names, rest: Json): Json => {
  const read = hidden(names, rest)
  return isObject(read) ? read : {}
}

/** What people did, as a step: names in place of the ids of this run. Call it before it is done. */
export const toStep = (world: World, names: Names, { kind, body }: { kind: StepKind; body: Json }): Step => {
  names.learn()
  const { user, guild, channel, message, replyTo, target, customId, values, interaction, options, ...rest } = body
  const text = (value: unknown, find: (id: string) => string | undefined): string | undefined =>
    typeof value === 'string' ? (find(value) ?? value) : undefined
  const as = text(user, names.user)
  const inside = text(guild, names.guild)
  const where = text(channel, names.channel)
  const known = typeof message === 'string' ? findMessage(world, message) : undefined
  const reference = (value: unknown) => text(value, (id) => (findMessage(world, id) ? names.message(id) : undefined))
  const from = typeof interaction === 'string' ? names.stepOfInteraction(interaction) : undefined
  return {
    do: kind,
    ...(as !== undefined && { as }),
    ...(inside !== undefined && { guild: inside }),
    ...(where !== undefined && { in: where }),
    ...readRest(names, rest),
    ...(message !== undefined && { message: reference(message) }),
    ...(replyTo !== undefined && { replyTo: reference(replyTo) }),
    ...(target !== undefined && { target: names.user(String(target)) ?? reference(target) }),
    ...(customId !== undefined && readControl(names, known, customId)),
    ...readChoices(names, values),
    ...(from !== undefined && { from }),
    ...(options !== undefined && { options: readOptions(world, names, body) }),
  }
}

/** What is not there is passed on as it is: the driver refuses it as it refused it in the recorded run. */
const findControl = (world: World, names: Names, { messageId, step }: { messageId: string; step: Step }): string => {
  const wanted = String(step['control'])
  const all = controlsOf(findMessage(world, messageId)?.data.components)
  const nth = typeof step['nth'] === 'number' ? step['nth'] : 1
  const found = all.filter((control) => fits(control, wanted) || control.id === wanted)[nth - 1]
  return found?.customId ?? names.reveal(wanted)
}

const messageIdOf = (world: World, names: Names, step: Step): string => {
  const reference = String(step['message'])
  if (reference !== 'last') return names.messageId(reference) ?? names.reveal(reference)
  const botId = world.application.botId
  const all = [...world.channels.values()].flatMap((channel) => [...channel.messages.values()])
  const last = all
    .filter(
      ({ authorId, visibleTo }) => authorId === botId && (visibleTo === null || names.user(visibleTo) === step.as),
    )
    .reduce<Message | undefined>((a, b) => (a && BigInt(a.data.id) > BigInt(b.data.id) ? a : b), undefined)
  return last?.data.id ?? reference
}

/** The driver's body for a step of this run. Throws `unknown_step`. */
export const toBody = (world: World, names: Names, step: Step): Json => {
  names.learn()
  const {
    do: _kind,
    as,
    guild,
    in: where,
    expect: _expect,
    message,
    control,
    nth: _nth,
    from,
    replyTo,
    target,
    ...rest
  } = step
  const messageId = message === undefined ? undefined : messageIdOf(world, names, step)
  const opener = typeof from === 'number' ? names.interactionOfStep(from) : undefined
  if (from !== undefined && opener === undefined)
    throw new DriverError('unknown_step', `Step ${String(from)} has opened no form in this run.`)
  const plain = revealed(names, rest)
  return {
    ...(as !== undefined && { user: as }),
    ...(guild !== undefined && { guild }),
    ...(where !== undefined && { channel: where }),
    ...(isObject(plain) ? plain : {}),
    ...(messageId !== undefined && { message: messageId }),
    ...(typeof replyTo === 'string' && { replyTo: names.messageId(replyTo) ?? replyTo }),
    ...(typeof target === 'string' && { target: names.messageId(target) ?? target }),
    ...(control !== undefined && { customId: findControl(world, names, { messageId: messageId ?? '', step }) }),
    ...(opener !== undefined && { interaction: opener }),
  }
}
