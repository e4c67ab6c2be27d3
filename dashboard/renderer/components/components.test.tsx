import {
  type APIMessageComponent,
  type APISelectMenuComponent,
  ButtonStyle,
  ChannelType,
  ComponentType,
} from 'discord-api-types/v10'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ScopeProvider } from '../context.tsx'
import { fixtureContext, ids } from '../fixtures.ts'
import { RenderProvider } from '../provider.tsx'
import type { RenderContext } from '../types.ts'
import { Components } from './components.tsx'

const render = (component: APIMessageComponent, part: Partial<RenderContext> = {}): string =>
  renderToStaticMarkup(
    <RenderProvider value={{ ...fixtureContext, interactive: true, ...part }}>
      <ScopeProvider value={{ messageId: '1', attachments: [], mentions: [] }}>
        <Components components={[component]} />
      </ScopeProvider>
    </RenderProvider>,
  )

const text = (content: string) => ({ type: ComponentType.TextDisplay, content }) as const

const button = {
  type: ComponentType.Button,
  style: ButtonStyle.Danger,
  label: 'Undo',
  custom_id: 'undo',
} as const

describe('buttons', () => {
  it.each([
    [ButtonStyle.Primary, 'dm-button-primary'],
    [ButtonStyle.Secondary, 'dm-button-secondary'],
    [ButtonStyle.Success, 'dm-button-success'],
    [ButtonStyle.Danger, 'dm-button-danger'],
  ] as const)('have the look of style %d', (style, name) => {
    expect(render({ ...button, style })).toMatch(new RegExp(`<button type="button" class="dm-button ${name}">`))
  })

  it('are disabled by themselves, by the page and in a static page', () => {
    expect(render(button)).not.toContain('disabled')
    expect(render({ ...button, disabled: true })).toContain('disabled')
    expect(render(button, { disabled: true })).toContain('disabled')
    expect(render(button, { interactive: false })).toContain('disabled')
  })

  it('show that they wait, and only the one that was pressed', () => {
    expect(render(button, { pending: { messageId: '1', customId: 'undo' } })).toContain('aria-busy="true"')
    expect(render(button, { pending: { messageId: '2', customId: 'undo' } })).not.toContain('aria-busy')
  })

  it('have a name also where they only carry an emoji', () => {
    const { label: _label, ...nameless } = button
    expect(render({ ...nameless, emoji: { name: '🔁' } })).toContain('aria-label="🔁"')
  })

  it('link only to safe addresses', () => {
    const link = { type: ComponentType.Button, style: ButtonStyle.Link, label: 'Go', url: 'https://a.example' } as const
    expect(render(link)).toMatch(/<a class="dm-button[^>]*href="https:\/\/a\.example"[^>]*rel="noopener/)
    expect(render({ ...link, url: 'javascript:alert(1)' })).not.toContain('href')
  })

  it('name what is for sale by a premium mark', () => {
    expect(render({ type: ComponentType.Button, style: ButtonStyle.Premium, sku_id: '5' })).toContain('Premium')
  })
})

const selects: [string, APISelectMenuComponent][] = [
  ['Make a selection', { type: ComponentType.StringSelect, custom_id: 's', options: [{ label: 'A', value: 'a' }] }],
  ['Select a user', { type: ComponentType.UserSelect, custom_id: 's' }],
  ['Select a role', { type: ComponentType.RoleSelect, custom_id: 's' }],
  ['Select a user or role', { type: ComponentType.MentionableSelect, custom_id: 's' }],
  ['Select a channel', { type: ComponentType.ChannelSelect, custom_id: 's', channel_types: [ChannelType.GuildText] }],
]

describe('selects', () => {
  it.each(selects)('are comboboxes named "%s"', (name, select) => {
    const html = render({ type: ComponentType.ActionRow, components: [select] })
    expect(html).toMatch(/role="combobox"/)
    expect(html).toContain(`aria-label="${name}"`)
  })

  it.each(selects)('are plain disabled controls named "%s" in a static page', (name, select) => {
    const html = render({ type: ComponentType.ActionRow, components: [select] }, { interactive: false })
    expect(html).toMatch(/<button type="button" class="dm-select" disabled=""/)
    expect(html).toContain(`aria-label="${name}: nothing chosen"`)
  })

  it('show what is preset, also where it cannot be chosen any more', () => {
    const select = {
      type: ComponentType.RoleSelect,
      custom_id: 's',
      default_values: [{ id: ids.moderator, type: 'role' }],
    }
    const row = { type: ComponentType.ActionRow, components: [select] }
    expect(render(asComponent(row))).toContain('@Moderator')
    expect(render(asComponent(row), { choices: {} })).toContain('@Moderator')
  })
})

/** Guarantee: the callers give what the API sends, whose string values TypeScript's enums do not accept. */
const asComponent = (value: unknown): APIMessageComponent => value as APIMessageComponent

describe('layout and content', () => {
  it('puts the accessory of a section beside its text', () => {
    const section = { type: ComponentType.Section, components: [text('Case 12')], accessory: button } as const
    expect(render({ ...section, components: [...section.components] })).toMatch(
      /dm-section-text.*Case 12.*<\/div><button/,
    )
  })

  it('marks a container with its colour, also where that is black', () => {
    const container = { type: ComponentType.Container, components: [] } as const
    expect(render({ ...container, components: [], accent_color: 0x2f8f6b })).toContain(
      'border-inline-start-color:#2f8f6b',
    )
    expect(render({ ...container, components: [], accent_color: 0 })).toContain('border-inline-start-color:#000000')
    expect(render({ ...container, components: [] })).not.toContain('dm-accented')
  })

  it('covers spoilers of containers, thumbnails, galleries and files', () => {
    const media = { url: 'https://a.example/a.png' }
    const covered: APIMessageComponent[] = [
      { type: ComponentType.Container, components: [text('x')], spoiler: true },
      { type: ComponentType.Thumbnail, media, spoiler: true },
      { type: ComponentType.MediaGallery, items: [{ media, spoiler: true }] },
      { type: ComponentType.File, file: media, spoiler: true },
    ]
    for (const component of covered) expect(render(component)).toContain('aria-label="Show spoiler"')
  })

  it('describes pictures, and shows the description where they may not be loaded', () => {
    const thumbnail = {
      type: ComponentType.Thumbnail,
      media: { url: 'https://a.example/a.png' },
      description: 'A cat',
    } as const
    expect(render(thumbnail)).toMatch(/<img[^>]*src="https:\/\/a\.example\/a\.png"[^>]*alt="A cat"/)
    expect(render(thumbnail, { mediaUrl: () => undefined })).toMatch(/role="img" aria-label="A cat"/)
  })

  it('draws a separator only where it has a divider', () => {
    expect(render({ type: ComponentType.Separator })).toContain('<hr')
    expect(render({ type: ComponentType.Separator, divider: false })).not.toContain('<hr')
  })

  it('names a kind that it does not know instead of leaving it out', () => {
    expect(render(asComponent({ type: 99 }))).toContain('type 99')
  })
})
