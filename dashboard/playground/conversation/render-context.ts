import type { APIEmoji } from 'discord-api-types/v10'
import { useMemo } from 'react'
import type { Actions, RenderContext, RoleView, UserView } from '../../renderer/index.ts'
import { commandForms } from '../composer/command-forms.ts'
import { insertIntoComposer } from '../composer/composer-store.ts'
import { chooseForm } from '../composer/use-text-list.ts'
import { colorOf, memberName } from '../members/names.ts'
import { useLocale } from '../page/locale-choice.tsx'
import { deleteMessage, pressComponent, react, vote } from '../state/act.ts'
import { openChannel } from '../state/navigate.ts'
import { getState, localNow, usePlayground } from '../state/store.ts'
import type { Channel, JoinedGuild, People } from '../state/types.ts'

const emojiOf = ({ id, name }: APIEmoji) => ({ id: id ?? '', name: name ?? '' })

const usersOf = (guild: JoinedGuild | null, people: People | null): UserView[] => {
  const known = new Set(guild?.members.map(({ user }) => user.id))
  const members = (guild?.members ?? []).map((member) => ({
    id: member.user.id,
    name: memberName(member),
    color: colorOf(guild ?? neverGuild, member) ?? 0,
    bot: member.user.bot === true,
  }))
  const others = (people?.users ?? [])
    .filter(({ id }) => !known.has(id))
    .map((user) => ({
      id: user.id,
      name: user.global_name ?? user.username,
      bot: user.bot === true,
    }))
  return [...members, ...others]
}

const neverGuild: JoinedGuild = {
  joined: true,
  id: '',
  name: '',
  ownerId: '',
  locale: 'en-US',
  permissions: '0',
  timedOutUntil: null,
  roles: [],
  emojis: [],
  channels: [],
  threads: [],
  members: [],
  voiceStates: [],
}

const byId = <T extends { id: string }>(list: readonly T[]): ((id: string) => T | undefined) => {
  const map = new Map(list.map((entry) => [entry.id, entry]))
  return (id) => map.get(id)
}

const channelView = ({ id, name, type }: Channel) => ({ id, name: name ?? '', type })

const cdnHost = 'cdn.discordapp.com'

/** Pictures come from this machine, also those of Discord's own addresses; the page's policy would refuse others. */
const localMedia = (url: string): string | undefined => {
  if (!URL.canParse(url)) return url.startsWith('/') ? url : undefined
  const { hostname, pathname, search } = new URL(url)
  if (hostname === cdnHost) return `${location.origin}${pathname}${search}`
  return ['127.0.0.1', location.hostname].includes(hostname) ? url : undefined
}

const startMentioned = (locale: string) => (command: { id: string; name: string }) => {
  const forms = commandForms(getState().commands.commands, locale)
  const form = forms.find(({ commandId, name }) => commandId === command.id && name === command.name)
  if (form) chooseForm(form)
}

const actionsFor = (locale: string, resolveUser: (id: string) => UserView | undefined): Actions => ({
  onInteract: ({ messageId, customId, values }) => {
    if (messageId !== undefined) void pressComponent(messageId, customId, values)
  },
  onReact: ({ messageId, emoji, mine }) => void react(messageId, emoji, mine),
  onVote: ({ messageId, answerIds }) => void vote(messageId, answerIds),
  onDismiss: (messageId) => void deleteMessage(messageId),
  onChannel: (channelId) => void openChannel(channelId),
  onUser: (userId) => {
    const user = resolveUser(userId)
    if (user) insertIntoComposer(`@${user.name}`, `<@${userId}>`)
  },
  onCommand: startMentioned(locale),
  onJump: ({ messageId }) =>
    document.querySelector(`[data-message-id="${CSS.escape(messageId)}"]`)?.scrollIntoView({ block: 'center' }),
})

/** What the renderer needs to know of the world, for the acting user. */
export const useRenderContext = (): RenderContext => {
  const guildView = usePlayground((state) => state.guild)
  const people = usePlayground((state) => state.people)
  const userId = usePlayground((state) => state.userId)
  const theme = usePlayground((state) => state.theme)
  const commands = usePlayground((state) => state.commands.commands)
  const waiting = usePlayground((state) => state.waiting)
  const locale = useLocale()
  const guild = guildView?.joined ? guildView : null
  const pending = waiting.findLast(({ component }) => component !== null)?.component ?? undefined
  return useMemo(() => {
    const users = usersOf(guild, people)
    const roles: RoleView[] = guild?.roles ?? []
    const channels = [...(guild?.channels ?? []), ...(guild?.threads ?? [])].map(channelView)
    const user = byId(users)
    return {
      resolve: {
        user,
        role: byId(roles),
        channel: byId(channels),
        emoji: byId((guild?.emojis ?? []).map(emojiOf)),
        command: (id) => commands.some((command) => command.id === id),
      },
      choices: {
        users: () => users.filter(({ id }) => guild === null || guild.members.some((member) => member.user.id === id)),
        roles: () => roles,
        channels: () => channels,
      },
      actions: actionsFor(locale, user),
      now: localNow,
      locale,
      cdnBase: location.origin,
      mediaUrl: localMedia,
      interactive: true,
      pending,
      viewerId: userId,
      theme,
    }
  }, [guild, people, userId, theme, commands, pending, locale])
}
