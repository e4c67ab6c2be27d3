import { AppError } from '../../core/errors.ts'
import type { Guard, PickTarget } from '../../core/guards.ts'
import type { InteractionCtx, Target } from '../../core/interaction-context.ts'
import { escapeMarkdown } from '../../core/markdown.ts'
import { isSnowflake, type Snowflake } from '../../core/snowflake.ts'
import { defineTexts, type Localised } from '../../core/text.ts'
import { highestRole, judge, type Verdict } from './hierarchy.ts'

export const texts = defineTexts({
  en: {
    self: 'You cannot do this to yourself.',
    botItself: 'I cannot do this to myself.',
    owner: 'The owner of the server cannot be moderated.',
    executorTooLow:
      'Your highest role ({yours}) is not above the highest role of that member ({theirs}). Ask someone whose role is higher.',
    botTooLow:
      'My highest role ({mine}) is not above the highest role of that member ({theirs}). Move my role up under Server Settings › Roles, then try again.',
    everyone: '@everyone',
    notMember:
      'That user is not on this server (any more). Use `/ban`, `/note` or `/history` for people who are not here.',
  },
  de: {
    self: 'Das kannst du nicht mit dir selbst machen.',
    botItself: 'Das kann ich nicht mit mir selbst machen.',
    owner: 'Gegen die Person, der der Server gehört, geht das nicht.',
    executorTooLow:
      'Deine höchste Rolle ({yours}) steht nicht über der höchsten Rolle dieses Mitglieds ({theirs}). Bitte jemanden mit höherer Rolle.',
    botTooLow:
      'Meine höchste Rolle ({mine}) steht nicht über der höchsten Rolle dieses Mitglieds ({theirs}). Schiebe meine Rolle unter Servereinstellungen › Rollen nach oben und versuche es erneut.',
    everyone: '@everyone',
    notMember: 'Diese Person ist nicht (mehr) auf dem Server. Für Abwesende gibt es `/ban`, `/note` und `/history`.',
  },
  fr: {
    self: 'Tu ne peux pas te faire cela à toi-même.',
    botItself: 'Je ne peux pas me faire cela à moi-même.',
    owner: 'Le propriétaire du serveur ne peut pas être modéré.',
    executorTooLow:
      "Ton rôle le plus haut ({yours}) n'est pas au-dessus du rôle le plus haut de ce membre ({theirs}). Demande à quelqu'un dont le rôle est plus haut.",
    botTooLow:
      "Mon rôle le plus haut ({mine}) n'est pas au-dessus du rôle le plus haut de ce membre ({theirs}). Monte mon rôle dans Paramètres du serveur › Rôles, puis réessaie.",
    everyone: '@everyone',
    notMember:
      "Cette personne n'est pas (ou plus) sur le serveur. Pour les absents il y a `/ban`, `/note` et `/history`.",
  },
})

function roleName(role: { name: string } | undefined): Localised {
  if (role === undefined) return texts('everyone')
  const shown = `**${escapeMarkdown(role.name)}**`
  return () => shown
}

/** Judges the person who asks and the bot against `target`; throws `AppError('forbidden')` that explains the role order. */
export async function assertMayTarget(
  ctx: InteractionCtx,
  target: { id: Snowflake; roles: readonly Snowflake[] },
): Promise<void> {
  const facts = await ctx.guild.facts()
  const verdict = judge({ facts, botId: ctx.discord.botId, executor: ctx.actor, target })
  if (verdict === 'ok') return
  const names = {
    yours: roleName(highestRole(facts, ctx.actor.roles)),
    mine: roleName(highestRole(facts, facts.botRoles)),
    theirs: roleName(highestRole(facts, target.roles)),
  }
  throw new AppError('forbidden', refusal(verdict, names), { details: { verdict } })
}

function refusal(
  verdict: Exclude<Verdict, 'ok'>,
  { yours, mine, theirs }: { yours: Localised; mine: Localised; theirs: Localised },
): Localised {
  switch (verdict) {
    case 'self':
      return texts('self')
    case 'bot-itself':
      return texts('botItself')
    case 'owner':
      return texts('owner')
    case 'executor-too-low':
      return texts('executorTooLow', { yours, theirs })
    case 'bot-too-low':
      return texts('botTooLow', { mine, theirs })
  }
}

/** The target's roles as Discord sent them with the interaction; none for someone who is not in the guild. */
export function targetRoles(target: Target): Snowflake[] {
  return (target.member?.roles ?? []).filter(isSnowflake)
}

/** Not yourself, not the owner, nobody with an equal or higher role; people outside the guild pass unless `mustBeMember`. */
export function mayTarget<Input>(pick: PickTarget<Input>, options: { mustBeMember?: boolean } = {}): Guard<Input> {
  return {
    kind: 'hierarchy',
    async check(ctx, input) {
      const target = pick(input)
      if (target === undefined) return
      await assertMayTarget(ctx, { id: target.id, roles: targetRoles(target) })
      if (options.mustBeMember === true && target.member === undefined) {
        throw new AppError('not_found', texts('notMember'))
      }
    },
  }
}
