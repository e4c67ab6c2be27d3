import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const tones = {
  info: 'border-accent bg-accent-wash',
  warning: 'border-warning bg-warning-wash',
  danger: 'border-danger bg-danger-wash',
} as const

/** A short note in a box; `live` has screen readers read it when it appears. */
export const Notice = ({
  tone = 'info',
  live = false,
  className,
  children,
}: {
  tone?: keyof typeof tones
  live?: boolean
  className?: string
  children: ReactNode
}) => (
  <div
    {...(live && { role: 'status' })}
    className={clsx('rounded-md border-l-4 px-3 py-2 text-sm text-text', tones[tone], className)}
  >
    {children}
  </div>
)
