import {
  type APIButtonComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithSKUId,
  type APIButtonComponentWithURL,
  type APIMessageComponentEmoji,
  ButtonStyle,
} from 'discord-api-types/v10'
import { ExternalLink, Gem } from 'lucide-react'
import { useRender } from '../context.tsx'
import { safeLink } from '../format.ts'
import { Emoji } from '../markdown/emoji.tsx'
import { Dots } from './pending.tsx'
import { useComponent } from './use-component.ts'

const styleNames: Readonly<Record<APIButtonComponentWithCustomId['style'], string>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
}

interface FaceProps {
  label?: string | undefined
  emoji?: APIMessageComponentEmoji | undefined
}

const Face = ({ label, emoji }: FaceProps) => (
  <>
    {emoji && <Emoji emoji={emoji} />}
    {label && <span>{label}</span>}
  </>
)

const ActionButton = ({ button }: { button: APIButtonComponentWithCustomId }) => {
  const { disabled, busy, use } = useComponent(button)
  return (
    <button
      type="button"
      className={`dm-button dm-button-${styleNames[button.style] ?? 'secondary'}`}
      disabled={disabled}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      aria-label={button.label ? undefined : (button.emoji?.name ?? 'Button')}
      onClick={() => use()}
    >
      <span className={busy ? 'dm-button-face dm-invisible' : 'dm-button-face'}>
        <Face label={button.label} emoji={button.emoji} />
      </span>
      {busy && <Dots />}
    </button>
  )
}

const LinkButton = ({ button }: { button: APIButtonComponentWithURL }) => {
  const { onLink } = useRender().actions ?? {}
  const url = safeLink(button.url)
  const face = (
    <span className="dm-button-face">
      <Face label={button.label} emoji={button.emoji} />
      <ExternalLink className="dm-icon" aria-hidden="true" />
    </span>
  )
  if (button.disabled || url === undefined)
    return (
      <button type="button" className="dm-button dm-button-secondary" disabled>
        {face}
      </button>
    )
  return (
    <a
      className="dm-button dm-button-secondary"
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      aria-label={button.label ? undefined : (button.emoji?.name ?? url)}
      onClick={(event) => {
        if (!onLink) return
        event.preventDefault()
        onLink(url)
      }}
    >
      {face}
    </a>
  )
}

const PremiumButton = ({ button }: { button: APIButtonComponentWithSKUId }) => {
  const { interactive, disabled, actions } = useRender()
  const onPremium = actions?.onPremium
  return (
    <button
      type="button"
      className="dm-button dm-button-premium"
      disabled={!interactive || !onPremium || disabled === true || button.disabled === true}
      onClick={() => onPremium?.(button.sku_id)}
      title={`SKU ${button.sku_id}`}
    >
      <span className="dm-button-face">
        <Gem className="dm-icon" aria-hidden="true" />
        <span>Premium</span>
      </span>
    </button>
  )
}

/** All styles. Link and premium ones reach Discord or the web, never the bot. Discord docs: components/reference#button. */
export const Button = ({ button }: { button: APIButtonComponent }) => {
  switch (button.style) {
    case ButtonStyle.Link:
      return <LinkButton button={button} />
    case ButtonStyle.Premium:
      return <PremiumButton button={button} />
    default:
      return <ActionButton button={button} />
  }
}
