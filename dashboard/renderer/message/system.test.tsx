import { MessageType } from 'discord-api-types/v10'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { closedPoll, fixtureContext, fixtureNow, message, openPoll, systemMessages } from '../fixtures.ts'
import { RenderProvider } from '../provider.tsx'
import type { Actions, MessageData } from '../types.ts'
import { Message } from './message.tsx'
import { tallyOf } from './poll.tsx'
import { isSystem, systemText } from './system-text.ts'

const render = (data: MessageData, actions: Actions = {}): string =>
  renderToStaticMarkup(
    <RenderProvider value={{ ...fixtureContext, interactive: true, actions }}>
      <Message message={data} />
    </RenderProvider>,
  )

const textOf = (html: string): string => html.replace(/<[^>]*>/g, '').replaceAll('&#x27;', "'")

const lines: [MessageType, string][] = [
  [MessageType.UserJoin, 'Ben joined the server.'],
  [MessageType.ChannelPinnedMessage, 'Ada (owner) pinned a message to this channel.'],
  [MessageType.ThreadCreated, 'Ada (owner) started a thread: Where to begin'],
  [MessageType.GuildBoostTier1, 'Ben just boosted the server! The server has reached Level 1!'],
  [MessageType.ChannelNameChange, 'Ada (owner) changed the channel name: new-name'],
  [MessageType.PollResult, "Ben's poll Which day? has closed. Saturday won with 75 % of 4 votes."],
]

describe('lines of Discord', () => {
  it.each(lines)('say in words what a message of type %d means', (type, words) => {
    const [data] = systemMessages.filter((entry) => entry.type === type)
    expect(textOf(render(data ?? message({})))).toContain(words)
  })

  it('have words for every type that Discord may send', () => {
    const types = Object.values(MessageType).filter((type) => typeof type === 'number')
    for (const type of types.filter((entry) => isSystem({ type: entry })))
      expect(systemText(message({ type })), String(type)).not.toBe('')
    expect(isSystem({ type: MessageType.ContextMenuCommand })).toBe(false)
  })

  it('tell the rule, the channel and the text of an AutoMod alert', () => {
    const [alert] = systemMessages.filter((entry) => entry.type === MessageType.AutoModerationAction)
    const words = textOf(render(alert ?? message({})))
    expect(words).toContain('AutoMod has blocked a message in #general')
    expect(words).toContain('buy cheap stuff')
    expect(words).toContain('Keyword: cheap · Rule: No advertising')
  })
})

describe('polls', () => {
  it('offer their answers as radio buttons, and hide results until one has voted', () => {
    const html = render(openPoll, { onVote: () => {} })
    expect(html).toMatch(/<legend class="dm-poll-question">Which day\?/)
    expect(html.match(/<input type="radio"/g)).toHaveLength(2)
    expect(html).not.toContain('<meter')
    expect(textOf(html)).toContain('0 votes · ends in 1 day')
  })

  it('offer check boxes where several answers count', () => {
    const poll = openPoll.poll && { ...openPoll.poll, allow_multiselect: true }
    expect(render(message(poll ? { poll } : {}))).toMatch(/<input type="checkbox"/)
  })

  it('show the shares once they are over, and take no vote', () => {
    const html = render(closedPoll, { onVote: () => {} })
    expect(html).toContain('aria-label="Saturday: 75 %"')
    expect(textOf(html)).toContain('4 votes · Poll closed')
    expect(textOf(html)).not.toContain('Vote')
  })

  it('count answers nobody chose as 0', () => {
    const tally = openPoll.poll && tallyOf(openPoll.poll, fixtureNow)
    expect(tally).toMatchObject({ total: 0, isOver: false, mine: [] })
    expect(tally?.countOf(2)).toBe(0)
  })
})
