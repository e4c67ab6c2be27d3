import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { IconButton, Notice, type Tab, Tabs } from '../../ui/index.ts'
import { CallList } from './call-list.tsx'
import { CodeBlock } from './code-block.tsx'
import { DataList, LogList } from './data-list.tsx'
import { ElapsedBar } from './elapsed-bar.tsx'
import { clockTime, headerLines, pretty, standingOf, wordsOfStanding } from './format.ts'
import type { InteractionDetail } from './types.ts'

const Request = ({ request }: Pick<InteractionDetail, 'request'>) =>
  request === null ? (
    <p className="text-sm text-soft">It has not been sent yet.</p>
  ) : (
    <div className="flex flex-col gap-3">
      <CodeBlock label="Sent to" text={request.url} />
      <CodeBlock wrap label="Headers, with Discord's signature" text={headerLines(request.headers)} />
      <CodeBlock label="Body" text={pretty(request.body)} />
    </div>
  )

const Response = ({ response, failure }: Pick<InteractionDetail, 'response' | 'failure'>) =>
  response === null ? (
    <p className="text-sm text-soft">
      {failure ? failure.message : 'No answer over HTTP. A bot may also answer by a callback, which is a REST call.'}
    </p>
  ) : (
    <div className="flex flex-col gap-3">
      <CodeBlock label="Status" text={String(response.status)} />
      <CodeBlock label="Headers" text={headerLines(response.headers)} />
      <CodeBlock label="Body" text={pretty(response.body)} />
    </div>
  )

const tabsOf = (detail: InteractionDetail): Tab[] => [
  { value: 'request', label: 'Request', content: <Request request={detail.request} /> },
  {
    value: 'response',
    label: 'Response',
    content: <Response response={detail.response} failure={detail.failure} />,
  },
  { value: 'calls', label: `REST (${detail.calls.length})`, content: <CallList calls={detail.calls} /> },
  {
    value: 'data',
    label: `Data (${detail.changes.length})`,
    content: <DataList changes={detail.changes} traced={detail.traced} />,
  },
  { value: 'log', label: `Log (${detail.log.length})`, content: <LogList log={detail.log} traced={detail.traced} /> },
]

const Problems = ({ problems }: { problems: readonly string[] }) =>
  problems.length === 0 ? null : (
    <Notice tone="danger">
      <ul className="flex flex-col gap-1">
        {problems.map((problem) => (
          <li key={problem} className="break-words">
            {problem}
          </li>
        ))}
      </ul>
    </Notice>
  )

const Head = ({ detail, onBack }: { detail: InteractionDetail; onBack: () => void }) => (
  <div className="flex items-start gap-1">
    <IconButton label="Back to the list of interactions" icon={<ArrowLeft size={18} aria-hidden />} onClick={onBack} />
    <div className="min-w-0 flex-1 pt-1">
      <h3 className="font-mono text-sm font-semibold break-all text-text">{detail.name}</h3>
      <p className="text-xs text-soft">
        {clockTime(detail.at)} · {detail.user.name} in {detail.guild ? `#${detail.channel.name}` : 'direct messages'} ·{' '}
        {wordsOfStanding(standingOf(detail))}
      </p>
    </div>
  </div>
)

/** One interaction: problems in words, the time it took, and everything that is known of it. */
export const InteractionView = ({ detail, onBack }: { detail: InteractionDetail; onBack: () => void }) => {
  const [tab, setTab] = useState('response')
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Head detail={detail} onBack={onBack} />
      <Problems problems={detail.problems} />
      {detail.fault && <Notice tone="warning">A fault on purpose: {detail.fault}.</Notice>}
      <ElapsedBar failure={detail.failure} elapsedMs={detail.elapsedMs} limitMs={detail.limitMs} />
      <Tabs label="Parts of the interaction" tabs={tabsOf(detail)} value={tab} onChange={setTab} />
    </div>
  )
}
