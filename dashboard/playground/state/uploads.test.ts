import { expect, test } from 'vitest'
import { base64Of, fileValue, fileValues } from './uploads.ts'

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

test('every byte of a file survives, whatever it is and however long the file is', async () => {
  const bytes = Uint8Array.from({ length: 20_001 }, (_, index) => (index * 7) % 256)
  expect(bytesOf(await base64Of(new File([bytes], 'a.bin')))).toEqual(bytes)
  expect(await base64Of(new File([], 'empty'))).toBe('')
})

test('a file goes out under its name and type, one without a type as plain bytes', async () => {
  const data = Buffer.from('héllo').toString('base64')
  const named = { filename: 'ids.csv', content_type: 'text/csv', data }
  expect(await fileValue(new File(['héllo'], 'ids.csv', { type: 'text/csv' }))).toEqual(named)
  expect(await fileValue(new File(['héllo'], 'ids'))).toMatchObject({ content_type: 'application/octet-stream' })
})

test('the files of a form are listed under the field they were chosen in', async () => {
  const proof = [new File(['a'], 'a.txt'), new File(['b'], 'b.txt')]
  expect(await fileValues({ proof, none: [] })).toMatchObject({
    proof: [{ filename: 'a.txt' }, { filename: 'b.txt' }],
    none: [],
  })
})
