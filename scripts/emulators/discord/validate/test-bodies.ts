import { validateRestBody } from './index.ts'

/** Small bodies that the tests of this folder build theirs from. */
export const send = (body: unknown) => validateRestBody('POST', '/channels/{channel_id}/messages', body)
export const codes = (problems: { code: string }[]) => problems.map((entry) => entry.code)
export const button = (id: string, extra = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: id, ...extra })
export const row = (...components: unknown[]) => ({ type: 1, components })
export const textDisplay = (content: string) => ({ type: 10, content })
export const v2 = (...components: unknown[]) => ({ flags: 32768, components })
export const embed = (length: number) => ({ description: 'x'.repeat(length) })
export const option = (extra = {}) => ({ type: 3, name: 'reason', description: 'Why', ...extra })
export const command = (extra = {}) => ({ name: 'warn', description: 'Warn a member', ...extra })
export const label = (component: unknown) => ({ type: 18, label: 'Reason', component })
export const modal = (data = {}) => ({
  type: 9,
  data: { custom_id: 'form', title: 'Warn', components: [label({ type: 4, style: 1, custom_id: 'why' })], ...data },
})
