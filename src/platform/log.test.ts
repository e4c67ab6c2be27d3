import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'

function lines(level: 'debug' | 'warn') {
  const written: string[] = []
  return { log: createLog(level, { requestId: 'r1' }, (line: string) => written.push(line)), written }
}

describe('log', () => {
  it('writes one JSON line with the request id', () => {
    const { log, written } = lines('debug')
    log.info('hello', { guild: '1', size: 5n })
    expect(written.map((line) => JSON.parse(line))).toEqual([
      { level: 'info', message: 'hello', requestId: 'r1', guild: '1', size: '5' },
    ])
  })

  it('drops what is below its level', () => {
    const { log, written } = lines('warn')
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    expect(written).toHaveLength(2)
  })

  it('lets no secret out, wherever it lies', () => {
    const { log, written } = lines('debug')
    const error = new Error('PATCH /webhooks/175928847299117063/s3cret-token/messages/@original failed', {
      cause: { token: 's3cret-token' },
    })
    log.error('failed', {
      error,
      headers: { authorization: 'Bot s3cret-token' },
      list: [{ botToken: 's3cret-token' }],
      path: '/interactions/175928847299117063/s3cret-token/callback',
    })
    expect(written.join()).not.toContain('s3cret-token')
    expect(written.join()).toContain('/webhooks/175928847299117063/***')
  })

  it('survives endless nesting', () => {
    const { log, written } = lines('debug')
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    log.info('loop', loop)
    expect(written).toHaveLength(1)
  })
})
