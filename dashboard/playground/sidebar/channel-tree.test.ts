import { expect, it } from 'vitest'
import { testGuild } from '../test-guild.ts'
import { channelTree } from './channel-tree.ts'

const shape = () =>
  channelTree(testGuild()).map(({ category, nodes }) => [
    category?.name ?? null,
    nodes.map(({ channel, threads }) => [channel.name, threads.map(({ name }) => name)]),
  ])

it('channels without a category come first, voice below text, empty categories fall away', () => {
  expect(shape()).toEqual([
    [null, [['rules', []]]],
    [
      'Community',
      [
        ['general', ['talk']],
        ['help', []],
        ['Lounge', []],
      ],
    ],
  ])
})

it('archived threads and the posts of a forum do not stand in the sidebar', () => {
  const threads = channelTree(testGuild()).flatMap(({ nodes }) => nodes.flatMap((node) => node.threads))
  expect(threads.map(({ name }) => name)).toEqual(['talk'])
})

it('a channel whose category is hidden stands at the top', () => {
  const guild = testGuild()
  const channels = guild.channels.filter(({ id }) => id !== '30')
  expect(channelTree({ channels, threads: [] })[0]?.nodes.map(({ channel }) => channel.name)).toContain('general')
})
