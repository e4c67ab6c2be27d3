import { useState } from 'react'
import { usePolled } from '../inspector/use-polled.ts'
import { call, wordsOf } from '../state/api.ts'
import type { Scenario, ScenariosView } from './types.ts'

const pollMs = 700

/** The scenarios and everything one can do with them; what is refused is said in `problem`. */
export const useScenarios = () => {
  const { data: view, problem: unreachable, refresh } = usePolled<ScenariosView>('scenarios', pollMs)
  const [draft, setDraft] = useState<Scenario | null>(null)
  const [opened, setOpened] = useState<{ name: string; scenario: Scenario } | null>(null)
  const [busy, setBusy] = useState(false)
  const [outdated, setOutdated] = useState<number | null>(null)
  const [refused, setRefused] = useState<string | null>(null)

  const run = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setRefused(null)
    try {
      await act()
    } catch (error) {
      setRefused(wordsOf(error))
    }
    setBusy(false)
    await refresh()
  }
  const read = async (name: string) =>
    setOpened({ name, scenario: (await call<{ scenario: Scenario }>('GET', `scenarios/${name}`)).scenario })

  return {
    view,
    /** The last replay; a former one disappears as soon as the next is asked for. */
    lastReplay: view?.replay && view.replay.id !== outdated ? view.replay : null,
    draft,
    opened,
    busy,
    problem: refused ?? unreachable,
    record: (title: string) => run(() => call('POST', 'scenarios/record', { title })),
    stop: () => run(async () => setDraft((await call<{ scenario: Scenario }>('POST', 'scenarios/stop', {})).scenario)),
    save: (name: string) =>
      run(async () => {
        await call('PUT', `scenarios/${name}`, draft)
        setDraft(null)
      }),
    discard: () => setDraft(null),
    open: (name: string) => run(() => read(name)),
    close: () => setOpened(null),
    remove: (name: string) => run(() => call('DELETE', `scenarios/${name}`)),
    replay: (name: string) =>
      run(async () => {
        setOutdated(view?.replay?.id ?? null)
        await read(name)
        await call('POST', `scenarios/${name}/replay`, {})
      }),
  }
}
