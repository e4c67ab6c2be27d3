import { formatDuration } from '../../../core/duration.ts'
import { AppError } from '../../../core/errors.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { defineCommand } from '../../../core/interactions.ts'
import { mentionChannel, timestamp } from '../../../core/markdown.ts'
import { option } from '../../../core/options.ts'
import { type Answer, announce, card, type Tone, whisper } from '../../../core/reply.ts'
import type { Localised } from '../../../core/text.ts'
import type { Case } from '../../../services/cases/index.ts'
import { moderatorPace } from '../commands/guards.ts'
import { reason } from '../commands/options.ts'
import { joinLines } from '../messages/case-card.ts'
import { showReason } from '../messages/words.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { needsInChannel } from './guards.ts'
import { lockChannel, unlockChannel } from './lock.ts'
import { describeSlowmode, parseSlowmode, readSlowmode, setSlowmode } from './slowmode.ts'
import { channelTexts as texts } from './texts.ts'

/** Discord docs: resources/channel, "Channel Types": text, voice, announcement, stage, forum, media; threads have slow mode too. */
const LOCKABLE = [0, 2, 5, 13, 15]
const SLOWABLE = [0, 2, 10, 11, 12, 13, 15]
const MOST_LOCK_MS = 28 * 86_400_000

const channelNames = { de: 'kanal', fr: 'salon' }
const durationNames = { de: 'dauer', fr: 'duree' }
const lockTarget = option.channel({ description: texts('channel'), channelTypes: LOCKABLE, names: channelNames })

const SLOWMODES = ['off', '5s', '10s', '30s', '1m', '5m', '15m', '1h', '6h']

/** To all where the guild wants it: people who cannot write any more should see why. */
async function answer(
  ctx: InteractionCtx,
  about: { done: Case; tone: Tone; lines: readonly (Localised | undefined)[] },
): Promise<Answer> {
  const { public_replies: isPublic } = await ctx.guild.settings(moderationSettings)
  const locale = isPublic ? ctx.guild.locale : ctx.locale
  const { number, reason: why } = about.done
  const reasonLine = why === null ? undefined : texts('reasonLine', { reason: showReason(why) })
  const body = card({
    tone: about.tone,
    body: joinLines([...about.lines, reasonLine], locale),
    footer: texts('caseLine', { number })(locale),
  })
  return isPublic ? announce(body) : whisper(body)
}

async function checkedReason(ctx: InteractionCtx, given: string | undefined): Promise<string | undefined> {
  const why = given?.trim() === '' ? undefined : given?.trim()
  const { require_reason: isNeeded } = await ctx.guild.settings(moderationSettings)
  if (isNeeded && why === undefined) throw new AppError('invalid_input', answerTexts('reasonNeeded'))
  return why
}

export const slowmodeCommand = defineCommand({
  name: 'slowmode',
  names: { de: 'slowmodus', fr: 'mode-lent' },
  description: texts('slowmode'),
  options: {
    duration: option.string({
      description: texts('slowmodeDuration'),
      maxLength: 40,
      names: durationNames,
      autocomplete: (_ctx, typed) =>
        SLOWMODES.filter((one) => one.startsWith(typed.trim())).map((one) => ({ name: one, value: one })),
    }),
    channel: option.channel({ description: texts('channel'), channelTypes: SLOWABLE, names: channelNames }),
    reason,
  },
  guards: [needsInChannel({ user: 'ManageChannels', bot: 'ManageChannels' }), moderatorPace],
  visibility: ({ duration }) => (duration === undefined ? 'ephemeral' : 'public'),
  async run(ctx, { duration, channel, reason: given }) {
    const channelId = channel?.id ?? ctx.interaction.channelId
    if (duration === undefined) {
      const seconds = await readSlowmode(ctx, channelId)
      return whisper(card({ tone: 'info', body: describeSlowmode(channelId, seconds)(ctx.locale) }))
    }
    const seconds = parseSlowmode(duration)
    const done = await setSlowmode(ctx, { channelId, seconds, reason: await checkedReason(ctx, given) })
    const where = mentionChannel(channelId)
    const line =
      seconds === 0
        ? texts('slowOff', { channel: where })
        : texts('slowSet', { channel: where, duration: formatDuration(seconds * 1000) })
    return answer(ctx, { done, tone: seconds === 0 ? 'success' : 'info', lines: [line] })
  },
})

export const lockCommand = defineCommand({
  name: 'lock',
  names: { de: 'sperren', fr: 'verrouiller' },
  description: texts('lock'),
  options: {
    channel: lockTarget,
    duration: option.duration({ description: texts('lockDuration'), mostMs: MOST_LOCK_MS, names: durationNames }),
    reason,
  },
  guards: [needsInChannel({ user: 'ManageChannels', bot: 'ManageRoles' }), moderatorPace],
  visibility: 'public',
  async run(ctx, { channel, duration, reason: given }) {
    const channelId = channel?.id ?? ctx.interaction.channelId
    const done = await lockChannel(ctx, { channelId, durationMs: duration, reason: await checkedReason(ctx, given) })
    const { expiresAt } = done
    const until =
      expiresAt === null
        ? undefined
        : texts('lockedUntil', { relative: timestamp(expiresAt, 'R'), until: timestamp(expiresAt) })
    return answer(ctx, {
      done,
      tone: 'warning',
      lines: [texts('locked', { channel: mentionChannel(channelId) }), until],
    })
  },
})

export const unlockCommand = defineCommand({
  name: 'unlock',
  names: { de: 'entsperren', fr: 'deverrouiller' },
  description: texts('unlock'),
  options: { channel: lockTarget, reason },
  guards: [needsInChannel({ user: 'ManageChannels', bot: 'ManageRoles' }), moderatorPace],
  visibility: 'public',
  async run(ctx, { channel, reason: given }) {
    const channelId = channel?.id ?? ctx.interaction.channelId
    const done = await unlockChannel(ctx, { channelId, reason: await checkedReason(ctx, given) })
    return answer(ctx, { done, tone: 'success', lines: [texts('unlocked', { channel: mentionChannel(channelId) })] })
  },
})
