import * as spec from 'discord-api-spec/zod'
import * as z from 'zod'
import { applicationProblems, currentUserSchema } from './application-bodies.ts'
import { bulkDeleteProblems, channelProblems, threadProblems, webhookNameProblems } from './channels.ts'
import { closeSchema } from './close.ts'
import { commandListProblems, commandProblems } from './commands.ts'
import { callbackProblems } from './interaction-response.ts'
import { messageProblems } from './messages.ts'
import type { Json, Problem } from './problem.ts'

export interface BodyRule {
  /** The published schema, closed; a function where the body itself decides which one applies. */
  schema?: z.core.$ZodType | ((body: Json) => z.core.$ZodType)
  rules?: (body: Json) => Problem[]
  /** For bodies that are lists. */
  listRules?: (body: unknown) => Problem[]
  /** The route works without any body. */
  optional?: boolean
}

const snowflake = z.string().regex(/^(0|[1-9]\d*)$/)
const bitfield = z.union([z.string().regex(/^\d{1,20}$/), z.int().min(0)])
const webhookName = z.string().min(1).max(80)
const list = (schema: z.core.$ZodType) => z.array(closeSchema(schema))

const createMessage = (body: Json) => messageProblems(body, { path: [], kind: 'create', mayBeEmpty: true })
const editMessage = (body: Json) => messageProblems(body, { path: [], kind: 'edit' })

const member = z.strictObject({
  nick: z.string().max(32).nullish(),
  roles: z.array(snowflake).max(250).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
  channel_id: snowflake.nullish(),
  communication_disabled_until: z.iso.datetime({ offset: true }).nullish(),
  flags: z.int().nullish(),
})

const threadKeys = ['archived', 'locked', 'invitable', 'auto_archive_duration', 'applied_tags']
const threadPatch = closeSchema(spec.UpdateThreadRequestPartialSchema)
const channelPatch = closeSchema(spec.UpdateGuildChannelRequestPartialSchema)
const forumPost = closeSchema(spec.CreateForumThreadRequestSchema)
const plainThread = closeSchema(spec.CreateTextThreadWithoutMessageRequestSchema)

const commandList: BodyRule = {
  schema: list(spec.ApplicationCommandUpdateRequestSchema),
  listRules: commandListProblems,
}
const commandCreate: BodyRule = {
  schema: closeSchema(spec.ApplicationCommandCreateRequestSchema),
  rules: (body) => commandProblems(body),
}
/** A patch names only what changes, so the rules of a whole command do not apply to it. */
const commandPatch: BodyRule = { schema: closeSchema(spec.ApplicationCommandPatchRequestPartialSchema) }
const messageEdit: BodyRule = { schema: closeSchema(spec.MessageEditRequestPartialSchema), rules: editMessage }
const webhookEdit: BodyRule = {
  schema: closeSchema(spec.IncomingWebhookUpdateRequestPartialSchema),
  rules: editMessage,
}

/** Keys are `METHOD template`, with `{}` for each parameter. */
export const bodyRules: ReadonlyMap<string, BodyRule> = new Map<string, BodyRule>([
  ['PATCH /applications/@me', { schema: closeSchema(spec.ApplicationFormPartialSchema), rules: applicationProblems }],
  ['PUT /applications/{}/commands', commandList],
  ['POST /applications/{}/commands', commandCreate],
  ['PATCH /applications/{}/commands/{}', commandPatch],
  ['PUT /applications/{}/guilds/{}/commands', commandList],
  ['POST /applications/{}/guilds/{}/commands', commandCreate],
  ['PATCH /applications/{}/guilds/{}/commands/{}', commandPatch],
  [
    'PATCH /channels/{}',
    { schema: (body) => (threadKeys.some((key) => key in body) ? threadPatch : channelPatch), rules: channelProblems },
  ],
  ['POST /channels/{}/invites', { schema: closeSchema(spec.CreateGuildInviteRequestSchema), optional: true }],
  ['POST /channels/{}/messages', { schema: closeSchema(spec.MessageCreateRequestSchema), rules: createMessage }],
  ['PATCH /channels/{}/messages/{}', messageEdit],
  [
    'POST /channels/{}/messages/bulk-delete',
    { schema: z.strictObject({ messages: z.array(snowflake) }), rules: bulkDeleteProblems },
  ],
  ['POST /channels/{}/messages/{}/threads', { schema: closeSchema(spec.CreateTextThreadWithMessageRequestSchema) }],
  [
    'PUT /channels/{}/permissions/{}',
    { schema: z.strictObject({ type: z.literal([0, 1]), allow: bitfield.nullish(), deny: bitfield.nullish() }) },
  ],
  [
    'POST /channels/{}/threads',
    { schema: (body) => ('message' in body ? forumPost : plainThread), rules: threadProblems },
  ],
  ['PUT /channels/{}/voice-status', { schema: z.strictObject({ status: z.string().max(500).nullish() }) }],
  [
    'POST /channels/{}/webhooks',
    {
      schema: z.strictObject({ name: webhookName, avatar: z.string().nullish() }),
      rules: (body) => webhookNameProblems(body, 'name'),
    },
  ],
  ['PATCH /guilds/{}', { schema: closeSchema(spec.GuildPatchRequestPartialSchema) }],
  ['PUT /guilds/{}/bans/{}', { schema: closeSchema(spec.BanUserFromGuildRequestSchema), optional: true }],
  ['POST /guilds/{}/bulk-ban', { schema: closeSchema(spec.BulkBanUsersRequestSchema) }],
  ['POST /guilds/{}/channels', { schema: closeSchema(spec.CreateGuildChannelRequestSchema), rules: channelProblems }],
  [
    'PATCH /guilds/{}/channels',
    {
      schema: z.array(
        z.strictObject({
          id: snowflake,
          position: z.int().nullish(),
          lock_permissions: z.boolean().nullish(),
          parent_id: snowflake.nullish(),
        }),
      ),
    },
  ],
  ['PUT /guilds/{}/incident-actions', { schema: closeSchema(spec.GuildIncidentActionsRequestSchema) }],
  [
    'PATCH /guilds/{}/members/@me',
    {
      schema: z.strictObject({
        nick: z.string().max(32).nullish(),
        avatar: z.string().nullish(),
        banner: z.string().nullish(),
        bio: z.string().max(190).nullish(),
      }),
    },
  ],
  ['PATCH /guilds/{}/members/{}', { schema: member }],
  ['POST /guilds/{}/prune', { schema: closeSchema(spec.PruneGuildRequestSchema), optional: true }],
  ['POST /guilds/{}/roles', { schema: closeSchema(spec.CreateRoleRequestSchema), optional: true }],
  ['PATCH /guilds/{}/roles', { schema: list(spec.UpdateRolePositionsRequestSchema) }],
  ['PATCH /guilds/{}/roles/{}', { schema: closeSchema(spec.UpdateRoleRequestPartialSchema) }],
  // The file of a sticker comes beside these fields, in the same form.
  [
    'POST /guilds/{}/stickers',
    {
      schema: z.strictObject({
        name: z.string().min(2).max(30),
        tags: z.string().min(1).max(200),
        description: z.string().max(100).nullish(),
      }),
    },
  ],
  ['PATCH /guilds/{}/voice-states/@me', { schema: closeSchema(spec.UpdateSelfVoiceStateRequestPartialSchema) }],
  ['PATCH /guilds/{}/voice-states/{}', { schema: closeSchema(spec.UpdateVoiceStateRequestPartialSchema) }],
  ['POST /interactions/{}/{}/callback', { rules: callbackProblems }],
  ['PATCH /users/@me', { schema: currentUserSchema }],
  ['POST /users/@me/channels', { schema: closeSchema(spec.CreatePrivateChannelRequestSchema) }],
  [
    'PATCH /webhooks/{}',
    {
      schema: z.strictObject({
        name: webhookName.optional(),
        avatar: z.string().nullish(),
        channel_id: snowflake.nullish(),
      }),
      rules: (body) => webhookNameProblems(body, 'name'),
    },
  ],
  [
    'PATCH /webhooks/{}/{}',
    {
      schema: z.strictObject({ name: webhookName.optional(), avatar: z.string().nullish() }),
      rules: (body) => webhookNameProblems(body, 'name'),
    },
  ],
  [
    'POST /webhooks/{}/{}',
    {
      schema: closeSchema(spec.IncomingWebhookRequestPartialSchema),
      rules: (body) => [...createMessage(body), ...webhookNameProblems(body, 'username')],
    },
  ],
  ['PATCH /webhooks/{}/{}/messages/@original', webhookEdit],
  ['PATCH /webhooks/{}/{}/messages/{}', webhookEdit],
])

/** `/api/v10/channels/:id/messages` or `/channels/{channel_id}/messages` -> `/channels/{}/messages`. */
export const normaliseTemplate = (template: string): string =>
  template
    .replace(/^\/api(\/v\d+)?/, '')
    .replace(/\{[^}]*\}|(?<=\/):[^/]+/g, '{}')
    .replace(/(?<=.)\/$/, '')
