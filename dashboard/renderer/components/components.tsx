import clsx from 'clsx'
import {
  type APIContainerComponent,
  type APIMessageComponent,
  type APISectionComponent,
  type APISeparatorComponent,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord-api-types/v10'
import { cssColor } from '../format.ts'
import { keyed } from '../keyed.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { BlockSpoiler } from '../markdown/spoiler.tsx'
import { Button } from './button.tsx'
import { File, MediaGallery, Thumbnail } from './media.tsx'
import { MessageSelect } from './message-select.tsx'

const Section = ({ section }: { section: APISectionComponent }) => (
  <div className="dm-section">
    <div className="dm-section-text">
      <Components components={section.components} />
    </div>
    <Component component={section.accessory} />
  </div>
)

const Separator = ({ separator }: { separator: APISeparatorComponent }) => {
  const className = clsx('dm-separator', separator.spacing === SeparatorSpacingSize.Large && 'dm-separator-large')
  return separator.divider === false ? <div className={className} /> : <hr className={`${className} dm-divider`} />
}

const Container = ({ container }: { container: APIContainerComponent }) => {
  const accent = container.accent_color
  const box = (
    <div
      className={clsx('dm-container', typeof accent === 'number' && 'dm-accented')}
      style={typeof accent === 'number' ? { borderInlineStartColor: cssColor(accent) ?? '#000000' } : undefined}
    >
      <Components components={container.components} />
    </div>
  )
  return container.spoiler ? <BlockSpoiler>{box}</BlockSpoiler> : box
}

const Component = ({ component }: { component: APIMessageComponent }) => {
  switch (component.type) {
    case ComponentType.ActionRow:
      return (
        <div className="dm-row">
          <Components components={component.components} />
        </div>
      )
    case ComponentType.Button:
      return <Button button={component} />
    case ComponentType.StringSelect:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.ChannelSelect:
      return <MessageSelect key={JSON.stringify(component)} select={component} />
    case ComponentType.Section:
      return <Section section={component} />
    case ComponentType.TextDisplay:
      return <Markdown content={component.content} />
    case ComponentType.Thumbnail:
      return <Thumbnail thumbnail={component} />
    case ComponentType.MediaGallery:
      return <MediaGallery gallery={component} />
    case ComponentType.File:
      return <File file={component} />
    case ComponentType.Separator:
      return <Separator separator={component} />
    case ComponentType.Container:
      return <Container container={component} />
    default:
      return <Unknown component={component} />
  }
}

/* Discord adds kinds; what is not known yet is named rather than left out. */
const Unknown = ({ component }: { component: { type: number } }) => (
  <div className="dm-muted">Component of type {component.type}: not shown here</div>
)

export interface ComponentsProps {
  components: readonly APIMessageComponent[]
}

/** The components of a message, at any depth. Discord docs: components/reference. */
export const Components = ({ components }: ComponentsProps) =>
  keyed(components).map(({ key, item }) => <Component key={key} component={item} />)
