import { MessageFlags, MessageType } from 'discord-api-types/v10'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { embed, fixtureContext, ids, message, plainMessages } from '../fixtures.ts'
import { RenderProvider } from '../provider.tsx'
import type { MessageData, RenderContext } from '../types.ts'
import { Message, type MessageProps } from './message.tsx'

const render = (part: Partial<MessageData>, props: Partial<MessageProps & RenderContext> = {}): string =>
  renderToStaticMarkup(
    <RenderProvider value={{ ...fixtureContext, interactive: true, ...props }}>
      <Message message={message(part)} {...props} />
    </RenderProvider>,
  )

const textOf = (html: string): string => html.replace(/<[^>]*>/g, '').replaceAll('&#x27;', "'")

const guildhall = { id: ids.bot, username: 'Guildhall', discriminator: '0', global_name: null, avatar: null, bot: true }

describe('a message', () => {
  it('shows the name in the role colour, made readable for both themes', () => {
    expect(render({})).toMatch(/class="dm-author dm-tinted" style="--dm-tint-dark:#\w{6};--dm-tint-light:#\w{6}"/)
  })

  it('marks applications, webhooks too', () => {
    expect(render({ author: guildhall })).toContain('>APP<')
    expect(render({ webhook_id: '7' })).toContain('>APP<')
    expect(render({})).not.toContain('>APP<')
  })

  it('leaves name and avatar out in a group, and keeps the time', () => {
    const html = render({}, { grouped: true })
    expect(html).not.toContain('dm-author')
    expect(html).toContain('dm-gutter-time')
  })

  it('says that it was edited, and when', () => {
    expect(render({ content: 'a', edited_timestamp: '2026-11-21T11:00:00Z' })).toMatch(
      /title="Saturday,? 21 November 2026 at 11:00">\(edited\)/,
    )
  })

  it('highlights what mentions the reader', () => {
    const [ada] = plainMessages.slice(-1).map((entry) => entry.author)
    expect(render({ mentions: ada ? [ada] : [] })).toContain('dm-mentioned')
    expect(render({ mention_everyone: true })).toContain('dm-mentioned')
    expect(render({ mentions: [guildhall] })).not.toContain('dm-mentioned')
  })

  it('names mentioned users that only the message itself knows', () => {
    const stranger = { ...guildhall, id: '100000000000000999', global_name: 'Stranger' }
    expect(textOf(render({ content: `<@${stranger.id}>`, mentions: [stranger] }))).toContain('@Stranger')
    expect(textOf(render({ content: `<@${stranger.id}>` }))).toContain('@unknown-user')
  })

  it('takes nothing from the text as markup', () => {
    expect(render({ content: '<img src=x onerror=alert(1)>' })).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})

describe('above a message', () => {
  it('stands what it answers, by its first line', () => {
    const html = render({ type: MessageType.Reply, referenced_message: message({ content: 'first\nsecond' }) })
    expect(textOf(html)).toContain('first')
    expect(textOf(html)).not.toContain('second')
  })

  it('stands that the original is gone', () => {
    expect(render({ type: MessageType.Reply, referenced_message: null })).toContain('Original message was deleted')
  })

  it('stands the command that it answers', () => {
    const interaction = { id: '1', type: 2, name: 'warn add', user: guildhall } as const
    expect(textOf(render({ interaction }))).toContain('Guildhallused/warn add')
    const metadata = { id: '1', type: 2, user: guildhall, authorizing_integration_owners: {} } as const
    const answer = { type: MessageType.ChatInputCommand, interaction_metadata: metadata }
    expect(textOf(render(answer))).toContain('Guildhalluseda command')
    expect(textOf(render({ ...answer, type: MessageType.Default }))).not.toContain('used')
  })
})

describe('an answer of an application', () => {
  it('is thinking until it comes', () => {
    expect(textOf(render({ flags: MessageFlags.Loading }))).toContain('is thinking…')
  })

  it('tells that only the reader sees it, and can be dismissed', () => {
    const actions = { onDismiss: () => {} }
    expect(textOf(render({ flags: MessageFlags.Ephemeral }, { actions }))).toContain(
      'Only you can see this · Dismiss message',
    )
    expect(render({ flags: MessageFlags.Ephemeral })).not.toContain('<button')
  })

  it('tells a failure at once', () => {
    expect(render({}, { failure: 'The application did not respond' })).toMatch(
      /role="alert">The application did not respond/,
    )
  })
})

describe('below the text', () => {
  it('stands every part of an embed', () => {
    const html = render({ embeds: [embed] })
    for (const part of [
      'Provider',
      'Author',
      'Title of the embed',
      'description',
      'Inline one',
      'Wide',
      'Footer • Yesterday, 10:00',
    ])
      expect(textOf(html)).toContain(part)
    expect(html.match(/dm-embed-field-inline/g)).toHaveLength(2)
    expect(html).toContain('border-inline-start-color:#3f7fae')
  })

  it('stand no embeds where they are suppressed', () => {
    expect(render({ embeds: [embed], flags: MessageFlags.SuppressEmbeds })).not.toContain('dm-embed')
  })

  it('stand files of a components message only where a component shows them', () => {
    const [file] = plainMessages.flatMap((entry) => entry.attachments ?? []).slice(2)
    const attachments = file ? [file] : []
    expect(render({ attachments })).toContain('report.pdf')
    expect(render({ attachments, flags: MessageFlags.IsComponentsV2 })).not.toContain('report.pdf')
  })

  it('stand reactions as switches with their count', () => {
    const html = plainMessages
      .filter((entry) => entry.reactions)
      .map((entry) => render(entry, { actions: { onReact: () => {} } }))
    expect(html.join()).toMatch(
      /<button type="button" class="dm-reaction dm-reaction-mine" aria-pressed="true" aria-label="👍, 3 reactions">/,
    )
    expect(html.join()).toMatch(/aria-pressed="false" aria-label="wave, 1 reaction"/)
  })

  it('stand forwarded texts without an author', () => {
    const [forward] = plainMessages.filter((entry) => entry.message_snapshots)
    expect(textOf(render(forward ?? {}))).toMatch(/Forwarded.*A forwarded text/)
  })
})
