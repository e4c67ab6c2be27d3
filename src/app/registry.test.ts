import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Feature } from '../core/feature.ts'
import { defineCommand, defineComponent, defineGroup, defineModal } from '../core/interactions.ts'
import { defineJob } from '../core/jobs.ts'
import { announce, card } from '../core/reply.ts'
import { verbatim } from '../core/text.ts'
import { createRegistry } from './registry.ts'

const about = verbatim('about')
const run = () => announce(card({ tone: 'info' }))
const command = (name: string) => defineCommand({ name, description: about, run })
const component = (id: string) => defineComponent({ id, args: z.object({}), run })
const modal = (id: string) => defineModal({ id, args: z.object({}), run })
const job = (id: string) => defineJob({ id, payload: z.object({}), run: async () => {} })
const feature = (id: string, parts: Partial<Feature> = {}): Feature => ({ id, title: about, about, ...parts })

describe('the registry', () => {
  it('finds commands by their words, components and modals by their route, jobs and events by name', () => {
    const group = defineGroup({ name: 'case', description: about, commands: [command('view'), command('edit')] })
    const polls = feature('polls', {
      commands: [command('poll'), group],
      components: [component('polls:vote')],
      modals: [modal('polls:form')],
      jobs: [job('polls.end')],
      events: { MESSAGE_CREATE: async () => {} },
    })
    const logs = feature('logs', { events: { MESSAGE_CREATE: async () => {} } })
    const registry = createRegistry([polls, logs])
    expect([...registry.chat.keys()]).toEqual(['poll', 'case view', 'case edit'])
    expect(registry.components.get('polls:vote')?.feature).toBe(polls)
    expect([...registry.modals.keys(), ...registry.jobs.keys()]).toEqual(['polls:form', 'polls.end'])
    expect(registry.events.get('MESSAGE_CREATE')).toEqual([polls, logs])
  })

  it.each<[string, Feature[]]>([
    ['feature ids', [feature('a'), feature('a')]],
    ['commands', [feature('a', { commands: [command('x')] }), feature('b', { commands: [command('x')] })]],
    ['components', [feature('a', { components: [component('a:x'), component('a:x')] })]],
  ])('stops the start on two of the same %s', (_, features) => {
    expect(() => createRegistry(features)).toThrow('two definitions')
  })

  it.each<[string, Feature]>([
    ['component', feature('a', { components: [component('b:x')] })],
    ['modal', feature('a', { modals: [modal('b:x')] })],
    ['job', feature('a', { jobs: [job('b.x')] })],
  ])('stops the start on a %s outside its feature', (_, wrong) => {
    expect(() => createRegistry([wrong])).toThrow('must start with')
  })
})
