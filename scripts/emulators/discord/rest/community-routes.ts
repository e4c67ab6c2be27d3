import { autoModerationRoutes } from './auto-moderation.ts'
import { emojiRoutes } from './emojis.ts'
import { followerRoutes } from './followers.ts'
import { guildPageRoutes } from './guild-pages.ts'
import { searchRoutes } from './message-search.ts'
import { onboardingRoutes } from './onboarding.ts'
import type { Route } from './route.ts'
import { scheduledEventUserRoutes } from './scheduled-event-users.ts'
import { scheduledEventRoutes } from './scheduled-events.ts'
import { soundboardRoutes } from './soundboard.ts'
import { stageRoutes } from './stages.ts'
import { stickerRoutes } from './stickers.ts'
import { templateRoutes } from './templates.ts'
import { threadListRoutes } from './thread-lists.ts'

/** What a guild has around its channels and members. */
export const communityRoutes: readonly Route[] = [
  ...autoModerationRoutes,
  ...scheduledEventRoutes,
  ...scheduledEventUserRoutes,
  ...emojiRoutes,
  ...stickerRoutes,
  ...soundboardRoutes,
  ...stageRoutes,
  ...onboardingRoutes,
  ...guildPageRoutes,
  ...templateRoutes,
  ...searchRoutes,
  ...threadListRoutes,
  ...followerRoutes,
]
