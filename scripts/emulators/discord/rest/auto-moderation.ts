import {
  type APIAutoModerationRule,
  type APIAutoModerationRuleTriggerMetadata,
  AuditLogEvent,
  AutoModerationActionType,
  AutoModerationRuleEventType,
  AutoModerationRuleTriggerType,
  type RESTPatchAPIAutoModerationRuleJSONBody,
  type RESTPostAPIAutoModerationRuleJSONBody,
} from 'discord-api-types/v10'
import { fieldError, formError, plainError } from '../errors.ts'
import { requireGuild, requireGuildPermission } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import type { Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

type RuleCall = Call<'guild_id' | 'rule_id'>
type Body = RESTPatchAPIAutoModerationRuleJSONBody

/** Discord docs: resources/auto-moderation#auto-moderation-rule-object-trigger-types, "Max per Guild". */
const maxPerGuild: Partial<Record<AutoModerationRuleTriggerType, number>> = {
  [AutoModerationRuleTriggerType.Keyword]: 6,
  [AutoModerationRuleTriggerType.Spam]: 1,
  [AutoModerationRuleTriggerType.KeywordPreset]: 1,
  [AutoModerationRuleTriggerType.MentionSpam]: 1,
  [AutoModerationRuleTriggerType.MemberProfile]: 1,
}

const managed = (call: Call<'guild_id'>): Guild => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild')
  return guild
}

/** Discord documents no JSON code for an unknown rule. */
const requireRule = (guild: Guild, id: string): APIAutoModerationRule => {
  const rule = guild.community.autoModRules.get(id)
  if (!rule) throw plainError(404, 'auto-moderation', `no AutoMod rule ${id} in ${guild.name}`)
  return rule
}

const checkRegexes = (patterns: readonly string[]): void => {
  const problems = patterns.flatMap((pattern, index) => {
    try {
      new RegExp(pattern, 'iu')
      return []
    } catch {
      const path = ['trigger_metadata', 'regex_patterns', String(index)]
      return [{ path, code: 'AUTO_MODERATION_INVALID_REGEX', message: `"${pattern}" is no valid pattern.` }]
    }
  })
  if (problems.length > 0) throw formError(problems)
}

const takesTimeout: ReadonlySet<AutoModerationRuleTriggerType> = new Set([
  AutoModerationRuleTriggerType.Keyword,
  AutoModerationRuleTriggerType.MentionSpam,
])

const checkActions = (world: World, guild: Guild, rule: APIAutoModerationRule): void => {
  for (const [index, action] of rule.actions.entries()) {
    if (action.type === AutoModerationActionType.Timeout) {
      requireGuildPermission(world, guild, 'ModerateMembers')
      if (!takesTimeout.has(rule.trigger_type))
        throw fieldError(`actions.${index}.type`, 'BASE_TYPE_CHOICES', 'This trigger takes no timeout.')
    }
    if (action.type !== AutoModerationActionType.SendAlertMessage) continue
    const channel = world.channels.get(action.metadata?.channel_id ?? '')
    if (channel?.guildId !== guild.id)
      throw fieldError(`actions.${index}.metadata.channel_id`, 'CHANNEL_NOT_FOUND', 'Unknown Channel')
  }
}

const checkEvent = (rule: APIAutoModerationRule): void => {
  const ofProfile = rule.trigger_type === AutoModerationRuleTriggerType.MemberProfile
  if (ofProfile === (rule.event_type === AutoModerationRuleEventType.MemberUpdate)) return
  throw fieldError('event_type', 'BASE_TYPE_CHOICES', `Trigger ${rule.trigger_type} does not go with this event.`)
}

const shownMetadata = (
  type: AutoModerationRuleTriggerType,
  given: APIAutoModerationRuleTriggerMetadata | undefined,
): APIAutoModerationRuleTriggerMetadata => {
  const { keyword_filter = [], regex_patterns = [], allow_list = [], presets = [] } = given ?? {}
  switch (type) {
    case AutoModerationRuleTriggerType.KeywordPreset:
      return { presets, allow_list }
    case AutoModerationRuleTriggerType.MentionSpam:
      return {
        mention_total_limit: given?.mention_total_limit ?? 20,
        mention_raid_protection_enabled: given?.mention_raid_protection_enabled ?? false,
      }
    case AutoModerationRuleTriggerType.Spam:
      return {}
    default:
      return { keyword_filter, regex_patterns, allow_list }
  }
}

const merged = (rule: APIAutoModerationRule, body: Body): APIAutoModerationRule => ({
  ...rule,
  name: body.name ?? rule.name,
  event_type: body.event_type ?? rule.event_type,
  enabled: body.enabled ?? rule.enabled,
  actions: (body.actions ?? rule.actions).map(({ type, metadata }) => ({ type, metadata: metadata ?? {} })),
  exempt_roles: (body.exempt_roles ?? rule.exempt_roles).map(String),
  exempt_channels: (body.exempt_channels ?? rule.exempt_channels).map(String),
  trigger_metadata: shownMetadata(rule.trigger_type, body.trigger_metadata ?? rule.trigger_metadata),
})

const store = (call: Call, guild: Guild, rule: APIAutoModerationRule): void => {
  checkEvent(rule)
  checkRegexes(rule.trigger_metadata.regex_patterns ?? [])
  checkActions(call.world, guild, rule)
  const before = guild.community.autoModRules.get(rule.id)
  guild.community.autoModRules.set(rule.id, rule)
  const changes = changesBetween({ ...before }, { ...rule })
  const kind = before ? 'UPDATE' : 'CREATE'
  const action = before ? AuditLogEvent.AutoModerationRuleUpdate : AuditLogEvent.AutoModerationRuleCreate
  if (changes.length > 0) auditAsBot(call, guild, { action, targetId: rule.id, changes })
  call.world.emit({ type: `AUTO_MODERATION_RULE_${kind}`, guildId: guild.id, payload: rule })
}

const create = (call: Call<'guild_id'>): Reply => {
  const guild = managed(call)
  const body = bodyOf<RESTPostAPIAutoModerationRuleJSONBody>(call)
  const sameType = [...guild.community.autoModRules.values()].filter((rule) => rule.trigger_type === body.trigger_type)
  if (sameType.length >= (maxPerGuild[body.trigger_type] ?? 1)) {
    const message = 'Maximum number of rules of this trigger type reached for this server.'
    throw fieldError('trigger_type', 'AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED', message)
  }
  const blank: APIAutoModerationRule = {
    id: call.world.newId(),
    guild_id: guild.id,
    creator_id: call.world.application.botId,
    name: body.name,
    event_type: body.event_type,
    trigger_type: body.trigger_type,
    trigger_metadata: {},
    actions: [],
    enabled: false,
    exempt_roles: [],
    exempt_channels: [],
  }
  const rule = merged(blank, body)
  if (rule.actions.length === 0) throw fieldError('actions', 'BASE_TYPE_REQUIRED', 'This field is required')
  store(call, guild, rule)
  return ok(rule)
}

const patch = (call: RuleCall): Reply => {
  const guild = managed(call)
  const rule = merged(requireRule(guild, call.params.rule_id), bodyOf<Body>(call))
  store(call, guild, rule)
  return ok(rule)
}

const remove = (call: RuleCall): Reply => {
  const guild = managed(call)
  const rule = requireRule(guild, call.params.rule_id)
  guild.community.autoModRules.delete(rule.id)
  auditAsBot(call, guild, { action: AuditLogEvent.AutoModerationRuleDelete, targetId: rule.id })
  call.world.emit({ type: 'AUTO_MODERATION_RULE_DELETE', guildId: guild.id, payload: rule })
  return noContent
}

const base = '/guilds/{guild_id}/auto-moderation/rules'

/** AutoMod rules. Discord docs: resources/auto-moderation. */
export const autoModerationRoutes: Route[] = [
  route('GET', base, (call) => ok([...managed(call).community.autoModRules.values()])),
  route('POST', base, create),
  route('GET', `${base}/{rule_id}`, (call) => ok(requireRule(managed(call), call.params.rule_id))),
  route('PATCH', `${base}/{rule_id}`, patch),
  route('DELETE', `${base}/{rule_id}`, remove),
]
