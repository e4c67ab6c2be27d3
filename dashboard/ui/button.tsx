import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

const looks = {
  primary: 'bg-accent text-on-accent hover:not-disabled:bg-accent-hover',
  secondary: 'bg-active text-text hover:not-disabled:bg-hover',
  danger: 'bg-danger-fill text-on-danger hover:not-disabled:bg-danger-fill-hover',
  ghost: 'text-soft hover:not-disabled:bg-hover hover:not-disabled:text-text',
} as const

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks
  /** Shows that the press is being worked on; further presses do nothing. */
  loading?: boolean
  small?: boolean
}

export const Button = ({ look = 'secondary', loading = false, small = false, className, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    disabled={rest.disabled || loading}
    aria-busy={loading || undefined}
    className={clsx(
      'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium transition-colors disabled:opacity-60',
      small ? 'min-h-7 px-2.5 text-xs' : 'min-h-9 px-3.5 text-sm',
      loading && 'animate-pulse',
      looks[look],
      className,
    )}
  />
)

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** The accessible name, also shown as the tooltip. */
  label: string
  icon: ReactNode
  pressed?: boolean
}

export const IconButton = ({ label, icon, pressed, className, ...rest }: IconButtonProps) => (
  <button
    type="button"
    title={label}
    aria-label={label}
    aria-pressed={pressed}
    {...rest}
    className={clsx(
      'inline-grid size-8 shrink-0 place-items-center rounded-md transition-colors hover:bg-hover hover:text-text disabled:opacity-50',
      pressed ? 'bg-active text-text' : 'text-soft',
      className,
    )}
  >
    {icon}
  </button>
)
