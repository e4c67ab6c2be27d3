import type { ReactNode } from 'react'

/** Hidden until its check box is set, which needs no script: it works in a static page and from the keyboard. */
export const Spoiler = ({ children }: { children: ReactNode }) => (
  <label className="dm-spoiler">
    <input type="checkbox" className="dm-hidden" aria-label="Show spoiler" />
    <span className="dm-spoiler-content">{children}</span>
  </label>
)

/** The same around a picture, a file or a container. */
export const BlockSpoiler = ({ children }: { children: ReactNode }) => (
  <div className="dm-block-spoiler">
    <label className="dm-block-spoiler-cover">
      <input type="checkbox" className="dm-hidden" aria-label="Show spoiler" />
      <span aria-hidden="true">Spoiler</span>
    </label>
    <div className="dm-block-spoiler-content">{children}</div>
  </div>
)
