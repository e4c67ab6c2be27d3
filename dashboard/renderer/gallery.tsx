import { useMemo, useState } from 'react'
import { fixtureContext, modal, plainMessages, richMessages, secondModal, systemMessages } from './fixtures.ts'
import { MessageList } from './message/message-list.tsx'
import { noAnswer } from './message/pieces.tsx'
import { ModalForm } from './modal/modal-form.tsx'
import { RenderProvider } from './provider.tsx'
import type { InteractInput, MessageData } from './types.ts'

const groups: [string, MessageData[]][] = [
  ['Messages', plainMessages],
  ['Embeds and components', richMessages],
  ['System messages and polls', systemMessages],
]

const failed = Object.fromEntries(richMessages.slice(1, 2).map((message) => [message.id, noAnswer]))

/** Every piece on one page, for looking at and for tests: what is used is written at the end. */
export const Gallery = ({ theme = 'dark' }: { theme?: 'dark' | 'light' }) => {
  const [log, setLog] = useState<string[]>([])
  const [pending, setPending] = useState<InteractInput>()
  const context = useMemo(() => {
    const write = (name: string) => (input: unknown) =>
      setLog((before) => [...before, `${name} ${JSON.stringify(input)}`])
    const onInteract = (input: InteractInput) => {
      setPending(input)
      write('interact')(input)
    }
    const actions = {
      onInteract,
      onReact: write('react'),
      onVote: write('vote'),
      onPremium: write('premium'),
      onDismiss: write('dismiss'),
      onJump: write('jump'),
      onUser: write('user'),
      onChannel: write('channel'),
      onCommand: write('command'),
    }
    const waits =
      pending?.messageId === undefined ? undefined : { messageId: pending.messageId, customId: pending.customId }
    return { ...fixtureContext, actions, interactive: true, theme, pending: waits }
  }, [theme, pending])
  const submitted = (submission: unknown) => setLog((before) => [...before, `submit ${JSON.stringify(submission)}`])
  return (
    <RenderProvider value={context}>
      <main className="dm-page">
        {groups.map(([title, messages]) => (
          <section key={title} aria-label={title}>
            <MessageList messages={messages} failures={failed} />
          </section>
        ))}
        <section aria-label="Modals">
          <ModalForm modal={modal} onSubmit={submitted} onCancel={() => submitted('cancelled')} />
          <ModalForm modal={secondModal} onSubmit={submitted} failure="Something went wrong. Try again." />
        </section>
        <output aria-label="What was used">{log.join('\n')}</output>
      </main>
    </RenderProvider>
  )
}
