import { expect, it } from 'vitest'
import { fakeCtx } from '../../../../test/contract/fake-ctx.ts'
import { DiscordError } from '../../../core/errors.ts'
import { card } from '../../../core/reply.ts'
import { amendAnswer } from './answer.ts'

const body = card({ tone: 'info', body: 'DM delivered' })

function editRefusedWith(code: number) {
  const refused = new DiscordError({ status: 404, code, route: 'PATCH /webhooks/:application', message: 'refused' })
  return { ...fakeCtx({ features: [] }), editReply: () => Promise.reject(refused) }
}

it.each([10008, 10015, 50027])('an answer that is gone (%i) is not amended, and that is no failure', async (code) => {
  await expect(amendAnswer(editRefusedWith(code), body)).resolves.toBeUndefined()
})

it('any other refusal of the edit is reported', async () => {
  await expect(amendAnswer(editRefusedWith(50035), body)).rejects.toMatchObject({ code: 50035 })
})
