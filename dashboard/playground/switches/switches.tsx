import { useState } from 'react'
import { Notice } from '../../ui/index.ts'
import { usePolled } from '../inspector/use-polled.ts'
import { call, wordsOf } from '../state/api.ts'
import { BotForm } from './bot-form.tsx'
import { FaultForm } from './fault-form.tsx'
import { PeopleForm } from './people-form.tsx'
import type { Change, SwitchesView } from './types.ts'
import { ClockForm, ResetForm, SlowBotForm } from './world-forms.tsx'

const pollMs = 2_000

/** Everything around the bot that one may change: faults, its speed and rights, people, the clock, and back to the start. */
export const Switches = () => {
  const { data: view, problem, refresh } = usePolled<SwitchesView>('switches', pollMs)
  const [refused, setRefused] = useState<string | null>(null)
  const change: Change = async (path, body, method = 'POST') => {
    try {
      await call(method, path, body)
      setRefused(null)
    } catch (error) {
      setRefused(wordsOf(error))
    }
    await refresh()
  }
  const wrong = refused ?? problem
  return (
    <div className="flex flex-col gap-4">
      {wrong && (
        <Notice tone="danger" live>
          {wrong}
        </Notice>
      )}
      {view && (
        <>
          <SlowBotForm view={view} change={change} />
          <FaultForm faults={view.faults.filter(({ slowBot }) => slowBot === undefined)} change={change} />
          <ClockForm change={change} />
          <PeopleForm view={view} change={change} />
          <BotForm view={view} change={change} />
          <ResetForm resetsData={view.resetsData} change={change} />
        </>
      )}
    </div>
  )
}
