import { renderToStaticMarkup } from 'react-dom/server'
import { StaticProvider } from './context.tsx'
import { MessageList } from './message/message-list.tsx'
import type { MessageData, RenderContext } from './types.ts'

export interface TranscriptContext extends Omit<RenderContext, 'interactive' | 'actions' | 'select' | 'pending'> {
  /** The text of `renderer.css` with its imports: `rendererCss()` in Node, `renderer.css?inline` from a bundler. */
  css: string
  title?: string
}

/* No script runs in a transcript, whatever was written in it, and only pictures are loaded. */
const policy = "default-src 'none'; img-src https: http://127.0.0.1:* data:; style-src 'unsafe-inline'"

const Page = ({ messages, context }: { messages: readonly MessageData[]; context: TranscriptContext }) => (
  <html lang={context.locale}>
    <head>
      <meta charSet="utf-8" />
      <meta httpEquiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width" />
      <title>{context.title ?? 'Transcript'}</title>
    </head>
    <body style={{ margin: 0 }}>
      <main className="dm-root dm-page" data-theme={context.theme ?? 'dark'}>
        <StaticProvider value={{ ...context, interactive: false }}>
          <MessageList messages={messages} />
        </StaticProvider>
      </main>
    </body>
  </html>
)

/** A page of its own: no script, no file beside it. `messages` oldest first; `css` is trusted, all else is only text. */
export const renderTranscript = (messages: readonly MessageData[], context: TranscriptContext): string => {
  const page = renderToStaticMarkup(<Page messages={messages} context={context} />)
  // React escapes text in a style element, which CSS does not understand; texts cannot hold an unescaped "</head>".
  return `<!doctype html>${page.replace('</head>', () => `<style>${context.css}</style></head>`)}`
}
