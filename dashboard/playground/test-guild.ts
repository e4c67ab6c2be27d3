import type { JoinedGuild } from './state/types.ts'

/** Guarantee: tests read only the fields that are given here. */
const asGuild = (fields: object): JoinedGuild => fields as JoinedGuild

const member = (id: string, username: string, roles: string[] = [], bot = false) => ({
  user: { id, username, global_name: username.charAt(0).toUpperCase() + username.slice(1), ...(bot && { bot }) },
  nick: null,
  roles,
  standing: 'member',
  presence: 'online',
})

const role = (id: string, name: string, position: number, rest: object = {}) => ({
  id,
  name,
  position,
  color: 0,
  ...rest,
})

const channel = (id: string, type: number, name: string, rest: object = {}) => ({
  id,
  type,
  name,
  last_message_id: null,
  ...rest,
})

/** A small guild: a category with text, voice and forum, a thread in each kind, three members and a bot. */
export const testGuild = (): JoinedGuild =>
  asGuild({
    joined: true,
    id: '1',
    name: 'Test',
    ownerId: '11',
    roles: [
      role('1', '@everyone', 0),
      role('20', 'Moderator', 2, { hoist: true, color: 0x3498db }),
      role('21', 'Trusted', 1, { color: 0x00ff00 }),
    ],
    emojis: [{ id: '90', name: 'party', animated: true }],
    members: [
      member('11', 'ada', ['20', '21']),
      member('12', 'alan'),
      member('13', 'barbara', ['21']),
      member('14', 'guildhall', [], true),
    ],
    channels: [
      channel('30', 4, 'Community', { position: 0 }),
      channel('31', 0, 'general', { parent_id: '30', position: 2 }),
      channel('32', 2, 'Lounge', { parent_id: '30', position: 0 }),
      channel('33', 15, 'help', { parent_id: '30', position: 3 }),
      channel('34', 0, 'rules', { position: 9 }),
      channel('35', 4, 'Empty', { position: 1 }),
    ],
    threads: [
      channel('40', 11, 'talk', { parent_id: '31', thread_metadata: { archived: false, locked: false } }),
      channel('41', 11, 'old', { parent_id: '31', thread_metadata: { archived: true, locked: false } }),
      channel('42', 11, 'a post', { parent_id: '33', thread_metadata: { archived: false, locked: false } }),
    ],
    voiceStates: [],
  })
