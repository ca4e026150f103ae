import { describe, expect, it } from 'vitest'
import { HoldfastError } from '../protocol/errors.ts'
import { formatPrivateKey, generateKey } from '../protocol/keys.ts'
import { createLog, type LogOptions } from './log.ts'

function lines(options: Partial<LogOptions> = {}) {
  const written: string[] = []
  const log = createLog({
    level: 'info',
    format: 'json',
    write: (line) => written.push(line),
    now: () => 0,
    ...options,
  })
  return { log, written, json: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

describe('the log', () => {
  it('writes one line an event, from its level on', () => {
    const { log, json } = lines({ level: 'warn' })
    log.debug('a')
    log.info('b')
    log.warn('c', { epoch: 7 })
    log.error('d')
    expect(json()).toEqual([
      { time: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'c', epoch: 7 },
      { time: '1970-01-01T00:00:00.000Z', level: 'error', message: 'd' },
    ])
  })

  it('writes for people too, still one line', () => {
    const { log, written } = lines({ format: 'text' })
    log.info('two\nlines', { topic: 'hf/1/x', text: 'a "b"\nc', n: 3, none: undefined })
    expect(written).toEqual(['1970-01-01T00:00:00.000Z INFO  two lines topic=hf/1/x text="a \\"b\\"\\nc" n=3\n'])
  })

  it('shows an error with its code, place and causes', () => {
    const { log, json } = lines()
    const cause = new Error('connect ECONNREFUSED')
    log.error('failed', {
      error: new HoldfastError('HF_BROKER_UNAVAILABLE', 'no answer', { place: 'broker:1883', cause }),
    })
    expect(json()[0]).toMatchObject({
      error: {
        code: 'HF_BROKER_UNAVAILABLE',
        message: 'broker:1883: no answer',
        cause: { name: 'Error', message: 'connect ECONNREFUSED', stack: expect.stringContaining('log.test') },
      },
    })
  })

  it.each(['json', 'text'] as const)('hides secrets wherever they stand (%s)', (format) => {
    const { log, written } = lines({ format })
    const key = formatPrivateKey(generateKey('release'))
    log.info(`connecting to mqtt://me:hunter2@broker with ${key}`, {
      password: 'hunter2',
      deep: [{ accessToken: 'hunter2', url: 'mqtt://me:hunter2@broker/x' }],
      error: new Error('refused', { cause: new Error('for mqtt://:hunter2@broker') }),
      pem: '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----',
      map: new Map([['clientSecret', 'hunter2']]),
    })
    expect(written.join('')).not.toContain('hunter2')
    expect(written.join('')).not.toContain(key.split(' ')[1])
    expect(written.join('')).toContain('me:[hidden]@broker')
  })

  it('does not hide the path of a password file', () => {
    const { log, json } = lines()
    log.info('x', { passwordFile: '/etc/password' })
    expect(json()[0]).toMatchObject({ passwordFile: '/etc/password' })
  })

  it('writes whatever it is given: cycles, bytes, big numbers', () => {
    const { log, json } = lines()
    const cycle: Record<string, unknown> = { bytes: new Uint8Array(3), big: 5n }
    cycle.self = cycle
    log.info('x', { cycle })
    expect(json()[0]).toMatchObject({ cycle: { bytes: '3 bytes', big: '5' } })
  })
})
