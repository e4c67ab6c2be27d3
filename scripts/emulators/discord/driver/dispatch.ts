import { setTimeout as sleep } from 'node:timers/promises'
import { type APIInteractionResponse, InteractionResponseType as Response } from 'discord-api-types/v10'
import { takeInteractionFault } from '../faults.ts'
import { recordViolation } from '../request-log.ts'
import { missingAllowedMentions } from '../rest/house-rules.ts'
import { checkFields } from '../rest/unknown-fields.ts'
import type { Problem } from '../validate/index.ts'
import { acknowledge, applyResponse } from '../world/interactions.ts'
import { renderMessage } from '../world/messages.ts'
import type { Interaction, Message, World } from '../world/types.ts'
import { awakeTimeout } from './awake-timeout.ts'
import { noteEnd, noteResponse } from './inspector.ts'
import { type InteractionRecord, requestIdHeader } from './inspector-types.ts'
import type { Place } from './lookup.ts'
import { goesOverGateway, sendOverGateway } from './over-gateway.ts'
import { type NewInteraction, prepareInteraction } from './payload.ts'
import { responseProblems } from './response-problems.ts'
import { interactionHeaders } from './signer.ts'
import type { Driver, InteractionFailure, InteractionResult } from './types.ts'
import { waitUntil } from './wait-until.ts'

const defaultDeadlineMs = 3000
const defaultWaitMs = 10_000
/** An update may legally never be edited, so waiting for its edit ends sooner. */
const updateWaitMs = 2000

interface Answer {
  body: unknown
  failure?: InteractionFailure
  /** The answer breaks a rule, so it is listed as a violation under this name. */
  rule?: string
  /** HTTP 202: the answer comes, or came, through the callback route. */
  byCallback?: boolean
}

/** Where Discord would post interactions to. */
export const endpointOf = ({ world, deps }: Driver): string => {
  const base = typeof deps.workerUrl === 'function' ? deps.workerUrl() : deps.workerUrl
  return world.application.interactionsEndpointUrl ?? `${base.replace(/\/$/, '')}/interactions`
}

const deadlineOf = ({ switches, deps }: Driver): number => switches.deadlineMs ?? deps.deadlineMs ?? defaultDeadlineMs

const failed = (code: InteractionFailure['code'], message: string): InteractionFailure => ({ code, message })

const deadlineWords = 'The application did not respond'

const late = (deadlineMs: number): InteractionFailure =>
  failed('no_answer', `${deadlineWords}: no answer within ${deadlineMs} ms.`)

const requestHeaders = ({ world, deps }: Driver, body: string, record: InteractionRecord | undefined) => ({
  ...interactionHeaders(world.application.privateKey, world.clock, body),
  ...(deps.surroundings?.traces && record && { [requestIdHeader]: record.requestId }),
})

/** A fault on interactions changes what Discord gets, after the bot has done its work; it is no mistake of the bot. */
const strike = async (driver: Driver, given: Given, spentMs: number): Promise<Answer | undefined> => {
  const fault = takeInteractionFault(driver.world)
  if (fault === undefined) return undefined
  const deadlineMs = deadlineOf(driver)
  const delayMs = fault.drop ? deadlineMs : Math.max(spentMs, fault.delayMs ?? 0)
  if (given.record) given.record.fault = fault.drop ? 'the answer was dropped' : `the answer was held for ${delayMs} ms`
  await sleep(Math.min(delayMs, deadlineMs) - spentMs)
  given.interaction.spoiled = delayMs >= deadlineMs || fault.status !== undefined
  if (delayMs >= deadlineMs) return { body: null, failure: late(deadlineMs) }
  if (fault.status === undefined) return undefined
  if (given.record) given.record.fault = `answered HTTP ${fault.status}`
  return { body: null, failure: failed('http_error', `${deadlineWords}: HTTP ${fault.status} (a fault).`) }
}

interface Given {
  interaction: Interaction
  body: string
  record: InteractionRecord | undefined
}

const post = async (driver: Driver, given: Given): Promise<Answer> => {
  const { body, record } = given
  const deadlineMs = deadlineOf(driver)
  const headers = requestHeaders(driver, body, record)
  const started = performance.now()
  if (record) record.request = { url: endpointOf(driver), headers, body }
  const { signal, end } = awakeTimeout(deadlineMs)
  try {
    const response = await fetch(endpointOf(driver), { method: 'POST', headers, body, signal })
    const text = await response.text()
    end()
    noteResponse(record, response, text)
    const answer = readAnswer(response.status, text)
    // A callback has reached Discord already; a fault for it is one of the REST route.
    return answer.byCallback ? answer : ((await strike(driver, given, performance.now() - started)) ?? answer)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return {
        body: null,
        rule: 'interaction-deadline',
        failure: late(deadlineMs),
      }
    return {
      body: null,
      failure: failed('unreachable', `${deadlineWords}: ${endpointOf(driver)} cannot be reached (${causeOf(error)}).`),
    }
  } finally {
    end()
  }
}

/** The bot answers through the callback route; where nothing came in time, the client shows a failure. */
const byGateway = async (driver: Driver, { interaction, body, record }: Given): Promise<Answer> => {
  const deadlineMs = deadlineOf(driver)
  if (record) record.request = { url: 'gateway: INTERACTION_CREATE', headers: {}, body }
  if (await sendOverGateway(driver, interaction, { body, deadlineMs })) return { body: null, byCallback: true }
  return { body: null, rule: 'interaction-deadline', failure: late(deadlineMs) }
}

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

const readAnswer = (status: number, text: string): Answer => {
  if (status === 202) return { body: null, byCallback: true }
  if (status < 200 || status > 299)
    return {
      body: null,
      rule: 'interaction-http',
      failure: failed('http_error', `${deadlineWords}: it answered HTTP ${status}: ${text.slice(0, 300)}`),
    }
  try {
    return { body: JSON.parse(text) }
  } catch {
    return {
      body: null,
      rule: 'interaction-response',
      failure: failed('invalid_response', `The answer is no JSON: ${text.slice(0, 200)}`),
    }
  }
}

const invalid = (problems: Problem[]): InteractionFailure => ({
  code: 'invalid_response',
  message: problems.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join(' '),
  problems,
})

/** `responseProblems` found nothing wrong, so the object is one of Discord's responses. */
const asResponse = (body: unknown): APIInteractionResponse => body as APIInteractionResponse

/** Judges the first answer, changes the world by it, and returns why the client shows a failure, if it does. */
const settle = async (
  driver: Driver,
  interaction: Interaction,
  answer: Answer,
): Promise<InteractionFailure | undefined> => {
  const { world } = driver
  if (answer.byCallback) return settleCallback(driver, interaction)
  if (interaction.state === 'acknowledged') return answeredTwice(world, interaction)
  const checked = checkFields(world, answer.body, (body) =>
    answer.failure ? [] : responseProblems(world, interaction, body),
  )
  const { problems } = checked
  const failure = answer.failure ?? (problems.length > 0 ? invalid(problems) : undefined)
  // The bot's follow-ups may overtake its own reply: until Discord has processed that, they get 10015.
  if (!failure && driver.switches.ackRaceMs > 0) await sleep(driver.switches.ackRaceMs)
  if (!failure) {
    applyResponse(world, interaction, asResponse(checked.body))
    acknowledge(world, interaction)
    checkMentions(world, interaction, answer.body)
    return undefined
  }
  interaction.state = 'failed'
  const rule = answer.failure ? answer.rule : 'interaction-response'
  if (rule !== undefined) recordViolation(world, { rule, explanation: failure.message, interactionId: interaction.id })
  return failure
}

/** The callback route has answered already, so the HTTP reply changes nothing. */
const answeredTwice = (world: World, interaction: Interaction): undefined => {
  const explanation = 'The HTTP reply carries a body although the callback route had answered; send 202 without body.'
  recordViolation(world, { rule: 'interaction', explanation, interactionId: interaction.id })
}

/** The house rule that text names its allowed mentions holds for inline answers as for the callback route. */
const checkMentions = (world: World, interaction: Interaction, body: unknown): void => {
  const route = 'POST /interactions/{interaction_id}/{interaction_token}/callback'
  const broken = missingAllowedMentions(world, route, body)
  if (broken !== null)
    recordViolation(world, {
      rule: 'allowed-mentions',
      explanation: `inline answer: ${broken}`,
      interactionId: interaction.id,
    })
}

/** HTTP 202 means that the bot answers through the callback route; it has the same deadline. */
const settleCallback = async (driver: Driver, interaction: Interaction): Promise<InteractionFailure | undefined> => {
  const deadlineMs = deadlineOf(driver)
  const left = interaction.createdAt + deadlineMs - driver.world.now()
  if (await waitUntil(driver.world, () => interaction.state === 'acknowledged', Math.max(0, left))) return undefined
  interaction.state = 'failed'
  const failure = failed('no_answer', `${deadlineWords}: HTTP 202, but no callback within ${deadlineMs} ms.`)
  recordViolation(driver.world, {
    rule: 'interaction-deadline',
    explanation: failure.message,
    interactionId: interaction.id,
  })
  return failure
}

const takenBackWaitMs = 2000

const waitForEdit = async (
  driver: Driver,
  interaction: Interaction,
  waitMs: number | undefined,
): Promise<InteractionFailure | undefined> => {
  if (!interaction.deferred) return undefined
  const isUpdate = interaction.responseType === Response.DeferredMessageUpdate
  const ms = waitMs ?? (isUpdate ? updateWaitMs : defaultWaitMs)
  const hasEnded = await waitUntil(driver.world, () => !interaction.deferred, ms)
  if (isUpdate) return undefined
  if (!hasEnded) return failed('still_thinking', `The deferred answer has not arrived within ${ms} ms.`)
  // A bot that takes its public promise back says what is private in a follow-up.
  if (messageById(driver.world, interaction, interaction.originalMessageId) === undefined) {
    await waitUntil(driver.world, () => interaction.followupIds.length > 0, takenBackWaitMs)
  }
  return undefined
}

const messageById = (world: World, interaction: Interaction, id: string | null): Message | undefined =>
  id === null ? undefined : world.channels.get(interaction.channelId)?.messages.get(id)

const resultOf = (
  driver: Driver,
  interaction: Interaction,
  parts: { response: unknown; elapsedMs: number; error?: InteractionFailure | undefined },
): InteractionResult => {
  const { world } = driver
  const message = messageById(world, interaction, interaction.originalMessageId)
  const followups = interaction.followupIds.flatMap((id) => messageById(world, interaction, id) ?? [])
  return {
    interaction: {
      id: interaction.id,
      token: interaction.token,
      type: interaction.type,
      state: interaction.state,
      guildId: interaction.guildId,
      channelId: interaction.channelId,
    },
    response: parts.response,
    ...(message && { message: renderMessage(message, world) }),
    followups: followups.map((entry) => renderMessage(entry, world)),
    elapsedMs: parts.elapsedMs,
    ...(parts.error && { error: parts.error }),
  }
}

/**
 * Sends an interaction to the bot as Discord does (signed over HTTP, or over the gateway) and follows it to its end:
 * 3 s deadline, validation, its effect on the world, and the edit after a deferred answer. `elapsedMs` is the time of
 * the first answer.
 */
export const dispatch = async (
  driver: Driver,
  place: Place,
  input: NewInteraction & { waitMs?: number | undefined },
): Promise<InteractionResult> => {
  const { interaction, body } = prepareInteraction(driver.world, place, input)
  interaction.deadlineMs = deadlineOf(driver)
  const record = driver.inspector?.begin(interaction, place, { data: input.data, limitMs: interaction.deadlineMs })
  const start = performance.now()
  const given = { interaction, body, record }
  const answer = await (goesOverGateway(driver, place) ? byGateway(driver, given) : post(driver, given))
  const elapsedMs = Math.round((performance.now() - start) * 100) / 100
  const failure = await settle(driver, interaction, answer)
  noteEnd(record, { elapsedMs, failure })
  const error = failure ?? (await waitForEdit(driver, interaction, input.waitMs))
  noteEnd(record, { failure: error })
  const response = answer.byCallback ? interaction.response : answer.body
  return resultOf(driver, interaction, { response, elapsedMs, error })
}
