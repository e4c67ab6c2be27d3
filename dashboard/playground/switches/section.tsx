import { type ReactNode, useId } from 'react'

/** A group of switches under a heading. */
export const Section = ({ title, help, children }: { title: string; help?: string; children: ReactNode }) => {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5 border-b border-line pb-4 last:border-b-0">
      <div>
        <h3 id={id} className="text-sm font-semibold text-text">
          {title}
        </h3>
        {help && <p className="text-xs text-soft">{help}</p>}
      </div>
      {children}
    </section>
  )
}
