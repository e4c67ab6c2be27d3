import type {
  APIAttachment,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIUser,
  ChannelType,
  ComponentType,
} from 'discord-api-types/v10'
import type { ComponentType as Renders } from 'react'

type Always = 'id' | 'author' | 'content' | 'timestamp'

/**
 * A message as Discord's API gives it, or the part of it a preview has.
 * Discord docs: resources/message#message-object.
 */
export interface MessageData
  extends Pick<APIMessage, Always>,
    Partial<Omit<APIMessage, Always | 'referenced_message'>> {
  /** Null: it was deleted. */
  referenced_message?: MessageData | null
}

/** Discord docs: interactions/receiving-and-responding, callback data of a modal. */
export type ModalData = APIModalInteractionResponseCallbackData

/** What is known of a user where the message is shown: the member's nickname and colour. */
export interface UserView {
  id: string
  name: string
  avatarUrl?: string | undefined
  /** The colour of the highest coloured role, as the API's number; 0 or nothing means none. */
  color?: number | undefined
  bot?: boolean | undefined
}

export interface RoleView {
  id: string
  name: string
  color: number
}

export interface ChannelView {
  id: string
  name: string
  type: ChannelType
}

export interface EmojiView {
  name: string
  /** Without one the name stands in, as `:name:`. */
  url?: string | undefined
}

/** Names behind ids. Each answers undefined for what it does not know. */
export interface Resolve {
  user?: (id: string) => UserView | undefined
  role?: (id: string) => RoleView | undefined
  channel?: (id: string) => ChannelView | undefined
  emoji?: (id: string) => EmojiView | undefined
  /** True: a command with that id exists, so that its mention can be used. */
  command?: (id: string) => boolean
}

/** What user, role, mentionable and channel selects offer. */
export interface Choices {
  users?: () => readonly UserView[]
  roles?: () => readonly RoleView[]
  channels?: () => readonly ChannelView[]
}

export interface InteractInput {
  messageId: string | undefined
  customId: string
  /** The chosen values of a select, in the order of choosing; absent for a button. */
  values?: string[]
  kind: ComponentType
}

export interface ReactInput {
  messageId: string
  /** `name` of a Unicode emoji, `name:id` of a custom one, as in the API's routes. */
  emoji: string
  /** True: the viewer has reacted, so that this takes the reaction back. */
  mine: boolean
}

/** What a person may do with what is shown. What is left out is shown, but does nothing. */
export interface Actions {
  onInteract?: (input: InteractInput) => void
  /** Takes over the opening of a link; by default it opens in a new tab. */
  onLink?: (url: string) => void
  onReact?: (input: ReactInput) => void
  onVote?: (input: { messageId: string; answerIds: number[] }) => void
  /** A premium button was pressed: Discord opens its shop, the bot hears nothing. */
  onPremium?: (skuId: string) => void
  onDismiss?: (messageId: string) => void
  onJump?: (target: { channelId: string; messageId: string }) => void
  onUser?: (userId: string) => void
  onChannel?: (channelId: string) => void
  /** A command mention was clicked; `name` may hold a subcommand: `config set`. */
  onCommand?: (command: { id: string; name: string }) => void
}

export interface SelectOption {
  value: string
  label: string
  description?: string | undefined
  emoji?: { id?: string | undefined; name?: string | undefined; animated?: boolean | undefined } | undefined
  color?: number | undefined
}

export interface SelectProps {
  /** The accessible name. */
  label: string
  placeholder: string
  options: readonly SelectOption[]
  selected: readonly string[]
  min: number
  max: number
  searchable: boolean
  disabled: boolean
  busy: boolean
  onChoose: (values: string[]) => void
  /** False: `onChoose` is called at every change, as a form needs it; true: once the list closes. */
  commitOnClose: boolean
  id?: string | undefined
  describedBy?: string | undefined
  invalid?: boolean | undefined
}

export interface RenderContext {
  resolve: Resolve
  choices?: Choices
  actions?: Actions
  /** Milliseconds since 1970, on the clock that the messages' times follow. */
  now: () => number
  /** BCP 47, e.g. `de`; dates and relative times follow it. */
  locale: string
  /** IANA name, e.g. `Europe/Berlin`; the machine's own where it is left out. */
  timeZone?: string
  /** Where emojis, avatars and stickers lie, e.g. `https://cdn.discordapp.com`; without one, letters stand in. */
  cdnBase?: string
  /** Decides what a picture's address becomes; undefined shows its description instead. */
  mediaUrl?: (url: string) => string | undefined
  /** False: nothing can be clicked, as in a transcript. */
  interactive: boolean
  /** Components are shown, but cannot be used: the viewer may not, or the channel is closed. */
  disabled?: boolean
  /** The component that waits for an answer: it shows dots and takes no second click. */
  pending?: { messageId: string; customId: string } | undefined
  /** Who looks: mentions of this user are highlighted. */
  viewerId?: string
  /** Theme of pieces that are mounted outside of the tree (lists of selects). */
  theme?: 'dark' | 'light'
  /** Interactive select; `RenderProvider` brings it, a static page has none. */
  select?: Renders<SelectProps>
}

/** What the parts of one message share. */
export interface MessageScope {
  messageId: string | undefined
  attachments: readonly APIAttachment[]
  /** Users that the message itself names: their mentions have words also where they are unknown otherwise. */
  mentions: readonly APIUser[]
}
