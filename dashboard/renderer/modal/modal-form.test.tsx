import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { fixtureContext, modal, secondModal } from '../fixtures.ts'
import { RenderProvider } from '../provider.tsx'
import type { ModalData } from '../types.ts'
import { acceptOf } from './file-control.tsx'
import { ModalForm, type ModalFormProps } from './modal-form.tsx'

const render = (data: ModalData, part: Partial<ModalFormProps> = {}): string =>
  renderToStaticMarkup(
    <RenderProvider value={{ ...fixtureContext, interactive: true }}>
      <ModalForm modal={data} onSubmit={() => {}} {...part} />
    </RenderProvider>,
  )

const labelled = (html: string, label: string): string => {
  const [, id = ''] = new RegExp(`<label class="dm-label" for="([^"]+)">${label}`).exec(html) ?? []
  return new RegExp(`<[a-z]+[^>]* id="${id}"[^>]*>`).exec(html)?.[0] ?? ''
}

describe('ModalForm', () => {
  it('is a form named by its title', () => {
    const html = render(modal)
    const [, id = ''] = /<form[^>]*aria-labelledby="([^"]+)"/.exec(html) ?? []
    expect(html).toMatch(new RegExp(`<h2[^>]*id="${id}"[^>]*>Report a message</h2>`))
  })

  it('ties every label to its control', () => {
    expect(labelled(render(modal), 'Reason')).toMatch(/^<textarea.*placeholder="What happened\?"/)
    const html = render(secondModal)
    expect(labelled(html, 'Proof')).toMatch(/^<input.*type="file".*accept="image\/\*,\.pdf"/)
    expect(labelled(html, 'Member')).toMatch(/^<button.*role="combobox".*aria-label="Member"/)
    expect(labelled(html, 'Topic')).toMatch(/^<button.*role="combobox".*aria-label="Topic"/)
    expect(labelled(html, 'Older input')).toMatch(/^<input.*value="Preset"/)
  })

  it('groups radio buttons and check boxes under a legend', () => {
    const html = render(modal)
    expect(html).toMatch(/<legend class="dm-label">Urgency/)
    expect(html.match(/type="radio"/g)).toHaveLength(2)
    expect(html.match(/type="checkbox"/g)).toHaveLength(4)
    expect(html).toMatch(/<input type="radio"[^>]*checked=""[^>]*\/><span class="dm-option-text"><span>Can wait/)
  })

  it('marks what is required, for eyes and for screen readers', () => {
    expect(render(modal)).toMatch(
      /Reason<span class="dm-required"><span aria-hidden="true">\*<\/span><span[^>]*> required/,
    )
    expect(render(modal)).not.toMatch(/Rules broken<span class="dm-required">/)
  })

  it('keeps problems back until one tries to send', () => {
    expect(render(modal)).not.toContain('This field is required')
  })

  it('says what came back, and waits while it is sent', () => {
    expect(render(modal, { failure: 'Try again' })).toMatch(/role="alert">Try again/)
    expect(render(modal, { busy: true })).toMatch(/<button type="submit"[^>]*disabled=""[^>]*aria-busy="true"/)
  })
})

describe('acceptOf', () => {
  it('turns kinds into wildcards and keeps endings', () => {
    expect(acceptOf(['image', '.pdf'])).toBe('image/*,.pdf')
    expect(acceptOf([])).toBe('')
  })
})
