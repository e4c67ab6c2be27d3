import { type Client, type ClientEvents, Events } from 'discord.js'

type Line<E extends keyof ClientEvents> = (...args: ClientEvents[E]) => string | null

/** Writes one line for each event that a server log would tell of, in the order in which they arrive. */
export const keepJournal = (client: Client): string[] => {
  const lines: string[] = []
  const note = <E extends keyof ClientEvents>(event: E, line: Line<E>): void => {
    client.on(event, (...args) => {
      const text = line(...args)
      if (text !== null) lines.push(text)
    })
  }
  const nameOf = (id: string) => client.users.cache.get(id)?.username ?? id
  note(Events.GuildMemberAdd, ({ user }) => `joined: ${user.username}`)
  note(Events.GuildMemberRemove, ({ user }) => `left: ${user.username}`)
  note(Events.GuildMemberUpdate, (before, after) => {
    if (before.communicationDisabledUntilTimestamp !== after.communicationDisabledUntilTimestamp)
      return `${after.isCommunicationDisabled() ? 'timed out' : 'no longer timed out'}: ${after.user.username}`
    const added = after.roles.cache.find(({ id }) => !before.roles.cache.has(id))
    return added ? `${after.user.username} now has ${added.name}` : null
  })
  note(Events.GuildBanAdd, ({ user, guild }) => `banned from ${guild.name}: ${user.username}`)
  note(Events.GuildBanRemove, ({ user, guild }) => `unbanned from ${guild.name}: ${user.username}`)
  note(Events.GuildAuditLogEntryCreate, ({ action, reason }) => `audit log ${action}: ${reason}`)
  note(Events.ChannelCreate, ({ name }) => `created channel ${name}`)
  note(Events.ChannelDelete, (channel) => `deleted channel ${channel.isDMBased() ? channel.id : channel.name}`)
  note(Events.ThreadCreate, ({ name, parent }) => `created thread ${name} in ${parent?.name}`)
  // What it was before is not told: discord.js may have read the answer of the API first.
  note(Events.ThreadUpdate, (_before, { name, archived }) => (archived ? `closed thread ${name}` : null))
  note(Events.MessageCreate, ({ content, author, channel }) =>
    channel.isDMBased()
      ? `${author.username} in private: ${content}`
      : `${author.username} in ${channel.name}: ${content}`,
  )
  note(Events.MessageUpdate, (before, after) => `edited: ${before.content} -> ${after.content}`)
  note(Events.MessageDelete, ({ content }) => `deleted: ${content}`)
  note(Events.MessageBulkDelete, (messages) => `deleted at once: ${messages.size}`)
  note(Events.MessageReactionAdd, ({ emoji, count }, user) => `${nameOf(user.id)} added ${emoji.name}, now ${count}`)
  note(
    Events.MessageReactionRemove,
    ({ emoji, count }, user) => `${nameOf(user.id)} took ${emoji.name} back, now ${count}`,
  )
  note(Events.VoiceStateUpdate, (before, after) => {
    const name = after.member?.user.username
    return `${name} went from ${before.channel?.name ?? 'nowhere'} to ${after.channel?.name ?? 'nowhere'}`
  })
  note(Events.PresenceUpdate, (_before, { user, status }) => `${user?.username} is ${status}`)
  note(Events.WebhooksUpdate, ({ name }) => `webhooks of ${name} changed`)
  return lines
}
