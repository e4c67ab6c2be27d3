import { applicationEmojiRoutes } from './application-emojis.ts'
import { applicationRoutes } from './applications.ts'
import { banRoutes } from './bans.ts'
import { channelRoutes } from './channels.ts'
import { commandPermissionRoutes } from './command-permissions.ts'
import { commandRoutes } from './commands.ts'
import { communityRoutes } from './community-routes.ts'
import { currentUserRoutes } from './current-user.ts'
import { joinRoutes } from './guild-join.ts'
import { guildRoutes } from './guilds.ts'
import { interactionRoutes } from './interactions.ts'
import { inviteRoutes } from './invites.ts'
import { memberRoutes } from './members.ts'
import { messageRoutes } from './messages.ts'
import { monetisationRoutes } from './monetisation.ts'
import { overwriteRoutes } from './overwrites.ts'
import { pollRoutes } from './polls.ts'
import { pinRoutes, reactionRoutes } from './reactions.ts'
import { roleRoutes } from './roles.ts'
import type { Route } from './route.ts'
import { threadRoutes } from './threads.ts'
import { userRoutes } from './users.ts'
import { voiceRoutes } from './voice.ts'
import { webhookMessageRoutes } from './webhook-messages.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every route of the API. The first that matches serves, so fixed words (`@me`, `pins`) come before parameters. */
export const routes: readonly Route[] = [
  ...applicationRoutes,
  ...applicationEmojiRoutes,
  ...monetisationRoutes,
  ...commandPermissionRoutes,
  ...commandRoutes,
  ...currentUserRoutes,
  ...joinRoutes,
  ...userRoutes,
  ...communityRoutes,
  ...guildRoutes,
  ...channelRoutes,
  ...overwriteRoutes,
  ...roleRoutes,
  ...memberRoutes,
  ...banRoutes,
  ...pinRoutes,
  ...messageRoutes,
  ...reactionRoutes,
  ...pollRoutes,
  ...threadRoutes,
  ...webhookMessageRoutes,
  ...webhookRoutes,
  ...interactionRoutes,
  ...inviteRoutes,
  ...voiceRoutes,
]
