import { useState } from 'react'
import { Button, SelectField, TextField } from '../../ui/index.ts'
import { spaced } from '../state/permissions.ts'
import { Section } from './section.tsx'
import type { Change, SwitchesView } from './types.ts'

type BotOfGuild = SwitchesView['guilds'][number]

const BotFields = ({ guild, permissions, change }: { guild: BotOfGuild; permissions: string[]; change: Change }) => {
  const bot = guild.bot
  const [chosen, setChosen] = useState(() => new Set(bot?.permissions))
  const [position, setPosition] = useState(String(bot?.position ?? 1))
  if (!bot) return <p className="text-sm text-soft">The bot is not on this server.</p>
  const toggle = (name: string) =>
    setChosen((before) => {
      const after = new Set(before)
      if (!after.delete(name)) after.add(name)
      return after
    })
  const apply = () =>
    change('switches', { guild: guild.id, botPermissions: [...chosen], botRolePosition: Number(position) })
  return (
    <>
      <TextField
        label="Position of its role"
        help={`The highest role of the server stands at ${bot.highest}.`}
        type="number"
        min={1}
        max={250}
        value={position}
        onChange={(event) => setPosition(event.target.value)}
      />
      <fieldset className="max-h-60 overflow-y-auto rounded-md border border-line p-2.5">
        <legend className="px-1 text-xs font-semibold text-soft">Permissions of its role</legend>
        {permissions.map((name) => (
          <label key={name} className="flex items-center gap-2 py-0.5 text-sm text-text">
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
            {spaced(name)}
          </label>
        ))}
      </fieldset>
      <Button onClick={apply}>Apply to the bot</Button>
    </>
  )
}

/** What the bot may do on a server, and how high its role stands. */
export const BotForm = ({ view, change }: { view: SwitchesView; change: Change }) => {
  const [guildId, setGuildId] = useState(view.guilds[0]?.id ?? '')
  const guild = view.guilds.find(({ id }) => id === guildId) ?? view.guilds[0]
  const state = guild?.bot ? `${guild.bot.position} ${guild.bot.permissions.join()}` : 'none'
  return (
    <Section title="The bot on a server">
      <SelectField label="Server" value={guild?.id ?? ''} onChange={(event) => setGuildId(event.target.value)}>
        {view.guilds.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {guild && <BotFields key={`${guild.id} ${state}`} guild={guild} permissions={view.permissions} change={change} />}
    </Section>
  )
}
