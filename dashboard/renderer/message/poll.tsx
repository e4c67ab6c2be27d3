import type { APIPoll, APIPollAnswer } from 'discord-api-types/v10'
import { useState } from 'react'
import { useRender } from '../context.tsx'
import { formatRelative } from '../format.ts'
import { Emoji } from '../markdown/emoji.tsx'

export interface PollTally {
  total: number
  isOver: boolean
  mine: number[]
  countOf: (answerId: number) => number
}

/** Counts are left out by Discord where nobody voted. Discord docs: resources/poll#poll-results-object. */
export const tallyOf = (poll: APIPoll, nowMs: number): PollTally => {
  const counts = poll.results?.answer_counts ?? []
  return {
    total: counts.reduce((sum, entry) => sum + entry.count, 0),
    isOver: poll.results?.is_finalized === true || (poll.expiry !== null && Date.parse(poll.expiry) <= nowMs),
    mine: counts.filter((entry) => entry.me_voted).map((entry) => entry.id),
    countOf: (answerId) => counts.find((entry) => entry.id === answerId)?.count ?? 0,
  }
}

const votes = (count: number): string => `${count} ${count === 1 ? 'vote' : 'votes'}`

const Result = ({ answer, tally }: { answer: APIPollAnswer; tally: PollTally }) => {
  const count = tally.countOf(answer.answer_id)
  const share = tally.total === 0 ? 0 : Math.round((count / tally.total) * 100)
  return (
    <>
      <span className="dm-poll-count">
        {votes(count)} · {share} %
      </span>
      <meter
        className="dm-poll-bar"
        min={0}
        max={100}
        value={share}
        aria-label={`${answer.poll_media.text ?? ''}: ${share} %`}
      />
    </>
  )
}

/* Results stay hidden until one has voted or the poll is over. */
const showsResults = (tally: PollTally): boolean => tally.isOver || tally.mine.length > 0

interface AnswerProps {
  answer: APIPollAnswer
  tally: PollTally
  group: string
  multiple: boolean
  chosen: boolean
  onChoose: ((chosen: boolean) => void) | undefined
}

const Answer = ({ answer, tally, group, multiple, chosen, onChoose }: AnswerProps) => (
  <label className="dm-poll-answer">
    <input
      type={multiple ? 'checkbox' : 'radio'}
      name={group}
      checked={chosen}
      disabled={!onChoose}
      onChange={(event) => onChoose?.(event.currentTarget.checked)}
    />
    {answer.poll_media.emoji && <Emoji emoji={answer.poll_media.emoji} />}
    <span className="dm-poll-text">{answer.poll_media.text}</span>
    {showsResults(tally) && <Result answer={answer} tally={tally} />}
  </label>
)

/** A poll with its results. Discord docs: resources/poll. */
export const Poll = ({ poll, messageId }: { poll: APIPoll; messageId: string }) => {
  const context = useRender()
  const tally = tallyOf(poll, context.now())
  const [chosen, setChosen] = useState<number[]>(tally.mine)
  const onVote = context.interactive && !context.disabled ? context.actions?.onVote : undefined
  const open = onVote && !tally.isOver && tally.mine.length === 0
  const choose = (id: number) => (on: boolean) =>
    setChosen((before) =>
      poll.allow_multiselect ? [...before.filter((entry) => entry !== id), ...(on ? [id] : [])] : [id],
    )
  const ends = tally.isOver || poll.expiry === null ? undefined : Date.parse(poll.expiry)
  return (
    <fieldset className="dm-poll">
      <legend className="dm-poll-question">{poll.question.text}</legend>
      <div className="dm-muted">{poll.allow_multiselect ? 'Select one or more answers' : 'Select one answer'}</div>
      {poll.answers.map((answer) => (
        <Answer
          key={answer.answer_id}
          answer={answer}
          tally={tally}
          group={`poll-${messageId}`}
          multiple={poll.allow_multiselect}
          chosen={(open ? chosen : tally.mine).includes(answer.answer_id)}
          onChoose={open ? choose(answer.answer_id) : undefined}
        />
      ))}
      <div className="dm-poll-footer">
        <span className="dm-muted">
          {votes(tally.total)} ·{' '}
          {ends === undefined ? 'Poll closed' : `ends ${formatRelative(ends, context.now(), context.locale)}`}
        </span>
        {open && (
          <button
            type="button"
            className="dm-button dm-button-primary"
            disabled={chosen.length === 0}
            onClick={() => onVote({ messageId, answerIds: chosen })}
          >
            Vote
          </button>
        )}
      </div>
    </fieldset>
  )
}
