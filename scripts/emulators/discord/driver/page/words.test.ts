import { expect, it } from 'vitest'
import { formatTimestamp, hideTokens, initialOf, isLocalPicture, routeOf, safeLink } from './words.js'

const at = { nowMs: 1_618_953_630_000, locale: 'en-GB', timeZone: 'UTC' }

it.each([
  ['t', '21:20'],
  ['T', '21:20:30'],
  ['d', '20/04/2021'],
  ['D', '20 April 2021'],
  ['f', '20 April 2021 at 21:20'],
  ['F', 'Tuesday, 20 April 2021 at 21:20'],
])('a timestamp in style %s reads %s', (style, expected) => {
  expect(formatTimestamp({ seconds: 1_618_953_630, style }, at).replace('Tuesday 20', 'Tuesday, 20')).toBe(expected)
})

it.each([
  [-3, '3 seconds ago'],
  [-150, '2 minutes ago'],
  [0, '0 seconds ago'],
  [599, 'in 10 minutes'],
  [86_400 * 3, 'in 3 days'],
  [-31_536_000 * 2, '2 years ago'],
])('%s seconds from the local clock reads %s', (difference, expected) => {
  expect(formatTimestamp({ seconds: 1_618_953_630 + difference, style: 'R' }, at)).toBe(expected)
})

it('pictures are shown only from this machine', () => {
  expect(isLocalPicture('http://127.0.0.1:8788/cdn/a.png')).toBe(true)
  for (const url of [
    'https://cdn.discordapp.com/a.png',
    'http://127.0.0.1.example/a',
    'attachment://a.png',
    'data:,',
    '',
  ])
    expect(isLocalPicture(url)).toBe(false)
})

it('a link leads to the web or nowhere', () => {
  expect(safeLink('https://a.example')).toBe('https://a.example')
  expect(safeLink('javascript:alert(1)')).toBeNull()
  expect(safeLink(undefined)).toBeNull()
})

it('the initial of a name is its first letter or digit', () => {
  expect([initialOf('alan'), initialOf('_ému'), initialOf(''), initialOf(undefined)]).toEqual(['A', 'É', '?', '?'])
})

it('a request is listed without its token', () => {
  const path = `/webhooks/1/${'x'.repeat(90)}/messages/@original`
  const route = '/webhooks/{webhook_id}/{webhook_token}/messages/@original'
  expect(routeOf({ route, path })).toBe(route)
  expect(routeOf({ route: null, path })).toBe('/webhooks/1/…/messages/@original')
  expect(hideTokens('/guilds/800000000000000001')).toBe('/guilds/800000000000000001')
})
