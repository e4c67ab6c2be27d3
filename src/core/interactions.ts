import type { APIMessage } from 'discord-api-types/v10'
import type * as z from 'zod'
import { type ArgsSchema, customIdCodec } from './custom-id.ts'
import type { Guard } from './guards.ts'
import type { InteractionCtx, Target } from './interaction-context.ts'
import { type GivenOption, type Options, type OptionValues, readOptions } from './options.ts'
import type { Permission } from './permissions.ts'
import type { Answer } from './reply.ts'
import type { Locale, Localised } from './text.ts'

/**
 * Who sees the answer, when it has to be promised before it is known. `never` is for handlers that open a modal:
 * Discord takes no modal after a deferral.
 */
export type Visibility = 'public' | 'ephemeral'

/** `now` defers at once, for work that is always slow. Otherwise the bot defers by itself when a handler is slow. */
export type Defer = 'auto' | 'now' | 'never'

export type Names = Partial<Record<Exclude<Locale, 'en'>, string>>

/** One thing that can be called, with its types erased: what the registry holds and registration reads. */
export interface AnyCommand {
  readonly kind: 'chat' | 'user' | 'message'
  readonly name: string
  readonly names?: Names
  readonly description?: Localised
  readonly options: Options
  readonly guards: readonly Guard<never>[]
  readonly defer: Defer
  /** Reads and checks what was given, runs the guards, then the handler. */
  prepare(ctx: InteractionCtx, given: Given): Prepared
}

export interface Given {
  options: readonly GivenOption[]
  target?: Target
  message?: APIMessage
}

export interface Prepared {
  visibility: Visibility
  run(): Promise<Answer>
}

export interface CommandGroup {
  readonly kind: 'group'
  readonly name: string
  readonly names?: Names
  readonly description: Localised
  /** Hides the whole command from members without it; each subcommand still checks for itself. */
  readonly permission?: Permission
  readonly commands: readonly (AnyCommand | CommandGroup)[]
}

interface Common<Input> {
  name: string
  names?: Names
  guards?: readonly Guard<Input>[]
  defer?: Defer
  visibility?: Visibility | ((input: Input) => Visibility)
}

async function guarded<Input>(
  definition: Common<Input> & { run(ctx: InteractionCtx, input: Input): Promise<Answer> | Answer },
  ctx: InteractionCtx,
  input: Input,
): Promise<Answer> {
  for (const guard of definition.guards ?? []) await guard.check(ctx, input)
  return definition.run(ctx, input)
}

function visibilityOf<Input>({ visibility = 'ephemeral' }: Common<Input>, input: Input): Visibility {
  return typeof visibility === 'function' ? visibility(input) : visibility
}

interface ChatDefinition<O extends Options> extends Common<OptionValues<O>> {
  description: Localised
  options?: O
  run(ctx: InteractionCtx, options: OptionValues<O>): Promise<Answer> | Answer
}

export function defineCommand<O extends Options = Record<never, never>>(definition: ChatDefinition<O>): AnyCommand {
  const options = definition.options ?? noOptions<O>()
  return {
    kind: 'chat',
    name: definition.name,
    ...(definition.names === undefined ? {} : { names: definition.names }),
    description: definition.description,
    options,
    guards: definition.guards ?? [],
    defer: definition.defer ?? 'auto',
    prepare(ctx, given) {
      const values = readOptions(options, given.options, ctx.interaction.resolved)
      return { visibility: visibilityOf(definition, values), run: () => guarded(definition, ctx, values) }
    },
  }
}

/** Guarantee: only called when no options were declared, so `O` is the empty record. */
function noOptions<O extends Options>(): O {
  return {} as O
}

export function defineGroup(group: Omit<CommandGroup, 'kind'>): CommandGroup {
  return { kind: 'group', ...group }
}

interface UserDefinition extends Common<Target> {
  run(ctx: InteractionCtx, target: Target): Promise<Answer> | Answer
}

/** An entry of the menu behind a right click on a member. */
export function defineUserCommand(definition: UserDefinition): AnyCommand {
  return menuCommand('user', definition, (given) => given.target)
}

interface MessageDefinition extends Common<APIMessage> {
  run(ctx: InteractionCtx, message: APIMessage): Promise<Answer> | Answer
}

/** An entry of the menu behind a right click on a message. */
export function defineMessageCommand(definition: MessageDefinition): AnyCommand {
  return menuCommand('message', definition, (given) => given.message)
}

function menuCommand<Input>(
  kind: 'user' | 'message',
  definition: Common<Input> & { run(ctx: InteractionCtx, input: Input): Promise<Answer> | Answer },
  pick: (given: Given) => Input | undefined,
): AnyCommand {
  return {
    kind,
    name: definition.name,
    ...(definition.names === undefined ? {} : { names: definition.names }),
    options: {},
    guards: definition.guards ?? [],
    defer: definition.defer ?? 'auto',
    prepare(ctx, given) {
      const input = pick(given)
      if (input === undefined) throw new TypeError(`context menu ${definition.name} without its target`)
      return { visibility: visibilityOf(definition, input), run: () => guarded(definition, ctx, input) }
    },
  }
}

/** A pressed button or a changed select. `values` are what was picked in a select. */
export interface ComponentInput<Args> {
  args: Args
  values: readonly string[]
}

export interface AnyComponent {
  readonly id: string
  readonly args: ArgsSchema
  readonly guards: readonly Guard<never>[]
  readonly defer: Defer
  /** Whether a slow answer will change the message or add one. */
  readonly answers: 'update' | Visibility
  /** `undefined` when the custom id was not made by this component. */
  prepare(ctx: InteractionCtx, customId: string, values: readonly string[]): { run(): Promise<Answer> } | undefined
}

export interface Component<Args> extends AnyComponent {
  customId(args: Args): string
}

interface ComponentDefinition<Schema extends ArgsSchema> {
  /** `feature:action` */
  id: string
  args: Schema
  guards?: readonly Guard<ComponentInput<z.output<Schema>>>[]
  defer?: Defer
  answers?: 'update' | Visibility
  run(ctx: InteractionCtx, input: ComponentInput<z.output<Schema>>): Promise<Answer> | Answer
}

export function defineComponent<Schema extends ArgsSchema>(
  definition: ComponentDefinition<Schema>,
): Component<z.output<Schema>> {
  const codec = customIdCodec(definition.id, definition.args)
  return {
    id: definition.id,
    args: definition.args,
    guards: definition.guards ?? [],
    defer: definition.defer ?? 'auto',
    answers: definition.answers ?? 'update',
    customId: codec.encode,
    prepare(ctx, customId, values) {
      const args = codec.decode(customId)
      if (args === undefined) return undefined
      return { run: () => guarded({ ...definition, name: definition.id }, ctx, { args, values }) }
    },
  }
}

export interface ModalInput<Args> {
  args: Args
  /** By the custom id of the field: the text of an input, the picks of a select. */
  fields: Readonly<Record<string, string | readonly string[]>>
}

export interface AnyModal {
  readonly id: string
  readonly args: ArgsSchema
  readonly guards: readonly Guard<never>[]
  readonly answers: 'update' | Visibility
  prepare(
    ctx: InteractionCtx,
    customId: string,
    fields: ModalInput<unknown>['fields'],
  ): { run(): Promise<Answer> } | undefined
}

export interface Modal<Args> extends AnyModal {
  customId(args: Args): string
}

interface ModalDefinition<Schema extends ArgsSchema> {
  id: string
  args: Schema
  guards?: readonly Guard<ModalInput<z.output<Schema>>>[]
  answers?: 'update' | Visibility
  run(ctx: InteractionCtx, input: ModalInput<z.output<Schema>>): Promise<Answer> | Answer
}

export function defineModal<Schema extends ArgsSchema>(definition: ModalDefinition<Schema>): Modal<z.output<Schema>> {
  const codec = customIdCodec(definition.id, definition.args)
  return {
    id: definition.id,
    args: definition.args,
    guards: definition.guards ?? [],
    answers: definition.answers ?? 'ephemeral',
    customId: codec.encode,
    prepare(ctx, customId, fields) {
      const args = codec.decode(customId)
      if (args === undefined) return undefined
      return { run: () => guarded({ ...definition, name: definition.id }, ctx, { args, fields }) }
    },
  }
}
