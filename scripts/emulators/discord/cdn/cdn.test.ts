import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../rest/test-client.ts'
import { demo } from '../seed.ts'
import { imageType } from '../world/images.ts'
import { createCdnApp } from './app.ts'
import { encodePng } from './png.ts'

const app = `/applications/${demo.applicationId}`
const png = encodePng(16, () => 0xff0000)
const image = `data:image/png;base64,${png.toString('base64')}`

const load = async ({ world }: TestClient, path: string, headers: Record<string, string> = {}) => {
  const response = await createCdnApp(world).request(path, { headers })
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, type: response.headers.get('content-type'), headers: response.headers, bytes }
}

const avatarOf = (client: TestClient, id: string) => client.world.users.get(id)?.data.avatar

describe('the PNG encoder', () => {
  test('writes size and pixels as the format wants them', () => {
    const bytes = encodePng(3, (x, y) => (x === y ? 0x010203 : 0xffffff))
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20), imageType(bytes)]).toEqual([3, 3, 'image/png'])
    const data = bytes.subarray(bytes.indexOf('IDAT') + 4, bytes.indexOf('IEND') - 8)
    const pixels = inflateSync(data)
    expect([...pixels.subarray(0, 7)]).toEqual([0, 1, 2, 3, 255, 255, 255])
    expect(pixels).toHaveLength(3 * (3 * 3 + 1))
  })
})

describe('the CDN', () => {
  test('draws the avatars of the demo world, of the size asked for, always the same', async () => {
    const client = createTestClient()
    const path = `/avatars/${demo.users.ada}/${avatarOf(client, demo.users.ada)}.png?size=64`
    const first = await load(client, path)
    expect([first.status, first.type, Buffer.from(first.bytes).readUInt32BE(16)]).toEqual([200, 'image/png', 64])
    expect((await load(client, `/cdn${path}`)).bytes).toEqual(first.bytes)
    expect(first.headers.get('cache-control')).toContain('immutable')
    const again = await load(client, path, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
  })

  test('draws the six default avatars', async () => {
    const client = createTestClient()
    expect(avatarOf(client, demo.users.otto)).toBeNull()
    for (const index of [0, 5]) expect((await load(client, `/embed/avatars/${index}.png`)).type).toBe('image/png')
    expect((await load(client, '/embed/avatars/6.png')).status).toBe(404)
    expect((await load(client, '/embed/avatars/0.webp')).status).toBe(415)
  })

  test('knows no other hash, format or size', async () => {
    const client = createTestClient()
    const known = `/avatars/${demo.users.ada}/${avatarOf(client, demo.users.ada)}`
    expect((await load(client, `/avatars/${demo.users.ada}/${'0'.repeat(32)}.png`)).status).toBe(404)
    expect((await load(client, `/avatars/${demo.users.alan}/${avatarOf(client, demo.users.ada)}.png`)).status).toBe(404)
    expect((await load(client, `${known}.gif`)).status).toBe(415)
    expect((await load(client, `${known}.svg`)).status).toBe(415)
    expect((await load(client, `${known}.png?size=100`)).status).toBe(400)
  })

  test('serves what was uploaded: avatar, webhook avatar, application icon and emoji', async () => {
    const client = createTestClient()
    const me = await client.call('PATCH', '/users/@me', { body: { avatar: image } })
    const hook = await client.call('POST', `/channels/${demo.channels.general}/webhooks`, {
      body: { name: 'News', avatar: image },
    })
    const own = await client.call('PATCH', '/applications/@me', { body: { icon: image } })
    const emoji = await client.call('POST', `${app}/emojis`, { body: { name: 'wave', image } })
    for (const path of [
      `/avatars/${demo.botId}/${me.body['avatar']}.png`,
      `/avatars/${hook.body['id']}/${hook.body['avatar']}.webp`,
      `/app-icons/${demo.applicationId}/${own.body['icon']}.png`,
      `/emojis/${emoji.body['id']}.png`,
    ]) {
      const { status, type, bytes } = await load(client, path)
      expect([path, status, type, Buffer.from(bytes).equals(png)]).toEqual([path, 200, 'image/png', true])
    }
    expect(client.world.violations.entries).toEqual([])
  })

  test('drops the oldest uploads beyond the limit', async () => {
    const client = createTestClient({ limits: { uploadBytes: 200 } })
    const colours = [1, 2, 3, 4, 5].map((colour) => encodePng(16, () => colour).toString('base64'))
    for (const data of colours)
      await client.call('PATCH', '/users/@me', { body: { avatar: `data:image/png;base64,${data}` } })
    const kept = [...client.world.images.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
    expect([kept <= 200, client.world.images.size > 0]).toEqual([true, true])
  })
})

describe('application emojis', () => {
  test('are listed, renamed and deleted, with their picture', async () => {
    const client = createTestClient()
    const { body } = await client.call('POST', `${app}/emojis`, { body: { name: 'wave', image } })
    expect((await client.call('PATCH', `${app}/emojis/${body['id']}`, { body: { name: 'bye' } })).body['name']).toBe(
      'bye',
    )
    expect((await client.call('GET', `${app}/emojis`)).body['items']).toMatchObject([{ id: body['id'], name: 'bye' }])
    expect((await client.call('DELETE', `${app}/emojis/${body['id']}`)).status).toBe(204)
    expect((await load(client, `/emojis/${body['id']}.png`)).status).toBe(404)
    expect(client.world.violations.entries).toEqual([])
  })

  test.each([
    ['a name with a blank', { name: 'a b', image }, 50035],
    ['bytes that are no picture', { name: 'wave', image: `data:image/png;base64,${btoa('hello')}` }, 50046],
    [
      'more than 256 KiB',
      {
        name: 'wave',
        image: `data:image/png;base64,${Buffer.concat([png, Buffer.alloc(262_144)]).toString('base64')}`,
      },
      50035,
    ],
  ])('are refused with %s', async (_name, body, code) => {
    const client = createTestClient()
    const answer = await client.call('POST', `${app}/emojis`, { body })
    expect([answer.status, answer.body.code]).toEqual([400, code])
  })
})
