import { type FormEvent, useState } from 'react'
import { Button, SelectField, TextArea, TextField } from '../../ui/index.ts'
import { memberName } from '../members/names.ts'
import { attempt, changeMember, placeNow } from '../state/act.ts'
import { call } from '../state/api.ts'
import { refreshNow } from '../state/refresh.ts'
import { usePlayground } from '../state/store.ts'
import type { JoinedGuild, Member } from '../state/types.ts'
import { readLines } from './read-lines.ts'

const isPerson = ({ user }: Member): boolean => user.bot !== true

const section = 'flex flex-col gap-2 border-b border-line pb-4'

/** Several people talk: each line is written by the one it names, in the order of the lines. */
const Talk = () => {
  const [text, setText] = useState('alan: hello everybody\nbarbara: hi!\nalan: how are you?')
  const [busy, setBusy] = useState(false)
  const lines = readLines(text)
  const say = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    await attempt(async () => {
      for (const line of lines) await call('POST', 'messages', { ...placeNow(), ...line })
    })
    setBusy(false)
  }
  return (
    <form onSubmit={say} className={section}>
      <TextArea
        label="Several people write"
        help="One message per line: username, colon, words."
        rows={4}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" loading={busy} disabled={lines.length === 0}>
        Write {lines.length} {lines.length === 1 ? 'message' : 'messages'}
      </Button>
    </form>
  )
}

const mostAtOnce = 1000

/** Many messages at once, to see floods. */
const Burst = ({ guild }: { guild: JoinedGuild }) => {
  const [count, setCount] = useState('20')
  const [busy, setBusy] = useState(false)
  const messages = Number(count)
  const isFine = Number.isInteger(messages) && messages >= 1 && messages <= mostAtOnce
  const burst = async (event: FormEvent) => {
    event.preventDefault()
    if (!isFine) return
    setBusy(true)
    const users = guild.members.filter(isPerson).map(({ user }) => user.id)
    const { guild: guildId, channel } = placeNow()
    await attempt(() => call('POST', 'bursts', { guild: guildId, channel, messages, users }))
    setBusy(false)
  }
  return (
    <form onSubmit={burst} noValidate className={section}>
      <TextField
        label="A burst of messages in this channel"
        type="number"
        min={1}
        max={mostAtOnce}
        value={count}
        onChange={(event) => setCount(event.target.value)}
        error={isFine ? undefined : `A whole number from 1 to ${mostAtOnce}.`}
      />
      <Button type="submit" look="primary" loading={busy} disabled={!isFine}>
        Write them
      </Button>
    </form>
  )
}

const Join = () => {
  const [name, setName] = useState('')
  const join = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || !(await changeMember({ user: name.trim(), action: 'join' }))) return
    setName('')
    await refreshNow()
  }
  return (
    <form onSubmit={join} className={section}>
      <TextField
        label="Somebody joins the server"
        help="A new name makes a new account; a known one joins again."
        maxLength={32}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={name.trim() === ''}>
        Join
      </Button>
    </form>
  )
}

const Leave = ({ guild }: { guild: JoinedGuild }) => {
  const members = guild.members.filter((member) => isPerson(member) && member.user.id !== guild.ownerId)
  const [chosen, setChosen] = useState('')
  const user = members.some((member) => member.user.id === chosen) ? chosen : (members[0]?.user.id ?? '')
  const act = (action: string) => async () => {
    if (await changeMember({ user, action })) await refreshNow()
  }
  return (
    <div className={section}>
      <SelectField label="Somebody leaves the server" value={user} onChange={(event) => setChosen(event.target.value)}>
        {members.map((member) => (
          <option key={member.user.id} value={member.user.id}>
            {memberName(member)}
          </option>
        ))}
      </SelectField>
      <div className="flex flex-wrap gap-2">
        <Button onClick={act('leave')}>Leaves</Button>
        <Button onClick={act('ban')}>Is banned by hand</Button>
        <Button look="danger" onClick={act('delete-account')}>
          Deletes the account
        </Button>
      </div>
    </div>
  )
}

/** What other people than the acting user do. */
export const PeopleTools = () => {
  const guild = usePlayground((state) => state.guild)
  return (
    <div className="flex flex-col gap-4">
      <Talk />
      {guild?.joined && <Burst guild={guild} />}
      {guild && <Join />}
      {guild?.joined && <Leave guild={guild} />}
    </div>
  )
}
