/**
 * Discord's messages as React components, with no tie to any page. Import `renderer.css` beside them.
 * Static pages import `./transcript.tsx` instead, which needs neither a browser nor its libraries.
 */
export { Components, type ComponentsProps } from './components/components.tsx'
export { Markdown, type MarkdownProps } from './markdown/markdown.tsx'
export { Embed } from './message/embed.tsx'
export { groupMessages, type ListedMessage } from './message/grouping.ts'
export { Message, type MessageProps } from './message/message.tsx'
export { MessageList, type MessageListProps } from './message/message-list.tsx'
export { noAnswer } from './message/pieces.tsx'
export { ModalForm, type ModalFormProps, type ModalSubmission } from './modal/modal-form.tsx'
export { type FieldValue, validateFields } from './modal/validate.ts'
export { RenderProvider, type RenderProviderProps } from './provider.tsx'
export type * from './types.ts'
