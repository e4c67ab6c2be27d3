import {
  type APIAutoModerationRule,
  type APIAutoModerationRuleTriggerMetadata,
  AutoModerationRuleKeywordPresetType,
  AutoModerationRuleTriggerType,
} from 'discord-api-types/v10'

export interface Match {
  /** The keyword, pattern or word list entry; null for counts. */
  keyword: string | null
  /** The piece of the text that it found. */
  content: string | null
}

/** Discord's own lists are not published; these few words stand for them. */
const presetWords: Record<AutoModerationRuleKeywordPresetType, readonly string[]> = {
  [AutoModerationRuleKeywordPresetType.Profanity]: ['fuck*', 'shit*', 'asshole*'],
  [AutoModerationRuleKeywordPresetType.SexualContent]: ['porn*', 'nudes'],
  [AutoModerationRuleKeywordPresetType.Slurs]: ['exampleslur*'],
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * A keyword matches whole words, case-insensitively; a leading or trailing `*` lets it stand inside a longer word.
 * Discord docs: resources/auto-moderation#auto-moderation-rule-object-keyword-matching-strategies.
 */
const keywordPattern = (keyword: string): RegExp => {
  const opensFreely = keyword.startsWith('*')
  const endsFreely = keyword.endsWith('*') && keyword.length > 1
  const core = escaped(keyword.slice(opensFreely ? 1 : 0, endsFreely ? -1 : undefined))
  const before = opensFreely ? '' : '(?<![\\p{L}\\p{N}_])'
  const after = endsFreely ? '' : '(?![\\p{L}\\p{N}_])'
  return new RegExp(`${before}${core}${after}`, 'iu')
}

const firstMatch = (text: string, patterns: Iterable<readonly [keyword: string, pattern: RegExp]>): Match | null => {
  for (const [keyword, pattern] of patterns) {
    const content = pattern.exec(text)?.[0]
    if (content !== undefined) return { keyword, content }
  }
  return null
}

const withoutAllowed = (text: string, allowed: readonly string[]): string =>
  allowed.reduce((rest, keyword) => rest.replace(new RegExp(keywordPattern(keyword).source, 'giu'), ' '), text)

const matchWords = (text: string, metadata: APIAutoModerationRuleTriggerMetadata): Match | null => {
  const rest = withoutAllowed(text, metadata.allow_list ?? [])
  const keywords = (metadata.keyword_filter ?? []).map((keyword) => [keyword, keywordPattern(keyword)] as const)
  const patterns = (metadata.regex_patterns ?? []).map((source) => [source, new RegExp(source, 'iu')] as const)
  return firstMatch(rest, keywords) ?? firstMatch(rest, patterns)
}

const matchPreset = (text: string, metadata: APIAutoModerationRuleTriggerMetadata): Match | null => {
  const words = (metadata.presets ?? []).flatMap((preset) => presetWords[preset])
  const patterns = words.map((word) => [word, keywordPattern(word)] as const)
  return firstMatch(withoutAllowed(text, metadata.allow_list ?? []), patterns)
}

const matchMentions = (text: string, metadata: APIAutoModerationRuleTriggerMetadata): Match | null => {
  const mentions = new Set(text.match(/<@[!&]?\d+>/g) ?? [])
  return mentions.size > (metadata.mention_total_limit ?? 0) ? { keyword: null, content: null } : null
}

/** Discord decides by a model; here the fourth same text of one author in a row counts as spam. */
const repeatsForSpam = 4

const matchSpam = (text: string, recent: readonly string[]): Match | null => {
  const earlier = recent.slice(-(repeatsForSpam - 1))
  const isRepeated = earlier.length === repeatsForSpam - 1 && earlier.every((entry) => entry === text)
  return isRepeated ? { keyword: null, content: text } : null
}

/**
 * What a rule finds in a text, or null. `recent` are the author's earlier texts in the channel, oldest first, for the
 * spam trigger.
 */
export const matchRule = (rule: APIAutoModerationRule, text: string, recent: readonly string[]): Match | null => {
  switch (rule.trigger_type) {
    case AutoModerationRuleTriggerType.Keyword:
    case AutoModerationRuleTriggerType.MemberProfile:
      return matchWords(text, rule.trigger_metadata)
    case AutoModerationRuleTriggerType.KeywordPreset:
      return matchPreset(text, rule.trigger_metadata)
    case AutoModerationRuleTriggerType.MentionSpam:
      return matchMentions(text, rule.trigger_metadata)
    case AutoModerationRuleTriggerType.Spam:
      return matchSpam(text, recent)
    default:
      return null
  }
}
