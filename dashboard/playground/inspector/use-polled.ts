import { useCallback, useEffect, useState } from 'react'
import { call, wordsOf } from '../state/api.ts'

export interface Polled<T> {
  data: T | null
  problem: string | null
  /** Asks again at once. */
  refresh(): Promise<void>
}

/** `GET /emulator/<path>` again and again while the page can be seen; null asks for nothing. */
export const usePolled = <T>(path: string | null, everyMs: number): Polled<T> => {
  const [answer, setAnswer] = useState<{ path: string; data: T } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const refresh = useCallback(async () => {
    if (path === null) return
    try {
      const data = await call<T>('GET', path)
      setAnswer({ path, data })
      setProblem(null)
    } catch (error) {
      setProblem(wordsOf(error))
    }
  }, [path])
  useEffect(() => {
    void refresh()
    const timer = setInterval(() => {
      if (!document.hidden) void refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [refresh, everyMs])
  return { data: answer?.path === path ? answer.data : null, problem, refresh }
}
