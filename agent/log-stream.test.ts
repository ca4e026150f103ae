import { describe, expect, it } from 'vitest'
import type { Container, LogEntry, LogOptions } from '../machines/ports.ts'
import { checkCommand } from '../protocol/check-command.ts'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import { Health, Outcome, Restart } from '../protocol/enums.ts'
import { type ErrorCode, HoldfastError } from '../protocol/errors.ts'
import type { Command, Log, Logs } from '../protocol/types.ts'
import { streamLogs } from './log-stream.ts'
import { VirtualClock } from './virtual-clock.ts'

const container = (service: string): Container => ({
  id: `id-${service}`,
  name: service,
  service,
  release: 'r',
  specHash: 'h',
  state: 'running',
  health: Health.HEALTH_NONE,
  exitCode: 0,
  restarts: 0,
  restart: Restart.RESTART_NO,
  startedAt: '',
  image: 'i',
  stopGraceMs: 10_000,
  hostPorts: [],
})
const entry = (text: string): LogEntry => ({ stderr: false, atMs: 1, text })

/** Writes these lines, then ends, or stays open when followed. */
async function* writes(lines: string[], follow: boolean, signal: AbortSignal): AsyncGenerator<LogEntry> {
  for (const line of lines) yield entry(line)
  if (follow)
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new HoldfastError('HF_CANCELLED', 'x')), { once: true })
    })
}

function setUp(
  logs: Partial<Logs>,
  source: (id: string, options: LogOptions, signal: AbortSignal) => AsyncIterable<LogEntry>,
) {
  const clock = new VirtualClock()
  const sent: Log[] = []
  const abort = new AbortController()
  let online = true
  let refuses: ErrorCode | null = null
  const command = checkCommand(decode(KINDS.Command, encode(KINDS.Command, { id: 'c1', logs })))
  const result = streamLogs({
    engine: { logs: source },
    publish: async (topic, payload) => {
      await Promise.resolve()
      if (refuses !== null) throw new HoldfastError(refuses, 'not allowed')
      if (!online) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'offline')
      expect(topic).toBe('hf/1/device/d1/log')
      sent.push(decode(KINDS.Log, payload))
    },
    device: 'd1',
    command: command as Command & { logs: Logs },
    containers: [container('web'), container('db')],
    clock,
    signal: abort.signal,
  })
  const lines = () => sent.flatMap((log) => log.lines.map(({ service, text }) => `${service}: ${text}`))
  const setOnline = (value: boolean): void => {
    online = value
  }
  const refuse = (code: ErrorCode): void => {
    refuses = code
  }
  return { clock, sent, abort, result, lines, setOnline, refuse }
}

describe('the logs on request', () => {
  it('come in numbered messages, and the last one says so', async () => {
    const asked: unknown[] = []
    const { clock, sent, lines, result } = setUp({ service: 'web' }, (id, options, signal) => {
      asked.push([id, options])
      return writes(['one', 'two'], false, signal)
    })
    await clock.advance(1000)
    expect(await result).toEqual({ outcome: Outcome.OUTCOME_OK, code: '', message: '' })
    expect(asked).toEqual([['id-web', { follow: false, tail: 100, sinceMs: 0 }]])
    expect(lines()).toEqual(['web: one', 'web: two'])
    expect(sent.map(({ sequence, end, commandId }) => ({ sequence, end, commandId }))).toEqual([
      { sequence: 1, end: false, commandId: 'c1' },
      { sequence: 2, end: true, commandId: 'c1' },
    ])
  })

  it('come from every service when none is named', async () => {
    const { clock, lines, result } = setUp({}, (id, options, signal) => writes([id], options.follow, signal))
    await clock.advance(1000)
    await result
    expect(lines().sort()).toEqual(['db: id-db', 'web: id-web'])
  })

  it('come within 200 ms while they are followed, until the budget is spent', async () => {
    let write: (line: LogEntry) => void = () => undefined
    const { clock, sent, lines, result } = setUp(
      { service: 'web', follow: true },
      async function* (_id, _options, signal) {
        while (!signal.aborted)
          yield await new Promise<LogEntry>((resolve, reject) => {
            write = resolve
            signal.addEventListener('abort', () => reject(new HoldfastError('HF_CANCELLED', 'x')), { once: true })
          })
      },
    )
    await clock.advance(1000)
    write(entry('late'))
    await clock.advance(200)
    expect(lines()).toEqual(['web: late'])
    await clock.advance(58_000)
    expect(sent.at(-1)?.end).toBe(false)
    await clock.advance(1000)
    expect(await result).toMatchObject({ outcome: Outcome.OUTCOME_OK })
    expect(sent.at(-1)?.end).toBe(true)
  })

  it('say so when what is followed ends before the budget', async () => {
    const { clock, lines, result } = setUp({ service: 'web', follow: true }, (_id, _options, signal) =>
      writes(['last words'], false, signal),
    )
    await clock.advance(1000)
    expect(await result).toMatchObject({ outcome: Outcome.OUTCOME_OK, message: expect.stringContaining('has stopped') })
    expect(lines()).toEqual(['web: last words'])
  })

  it('come in messages of 32 KiB at most', async () => {
    const many = Array.from({ length: 2000 }, (_, n) => `${n} ${'x'.repeat(50)}`)
    const { clock, sent, lines, result } = setUp({ service: 'web' }, (_id, _options, signal) =>
      writes(many, false, signal),
    )
    await clock.advance(1000)
    await result
    expect(lines()).toHaveLength(2000)
    for (const log of sent) expect(encode(KINDS.Log, log).byteLength).toBeLessThanOrEqual(32 * 1024)
  })

  it('lose nothing, however many they are, when they are not followed', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `${n}`)
    const { clock, sent, lines, result } = setUp({ service: 'web' }, (_id, _options, signal) =>
      writes(many, false, signal),
    )
    await clock.advance(30_000)
    await result
    expect(lines()).toHaveLength(20_000)
    expect(sent.every(({ dropped }) => dropped === 0)).toBe(true)
  })

  it('lose their oldest lines, counted, while the broker is away, and their numbers have no gap', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `${n}`)
    const { clock, sent, lines, result, setOnline } = setUp({ service: 'web', follow: true }, (_id, _options, signal) =>
      writes(many, true, signal),
    )
    setOnline(false)
    await clock.advance(10_000)
    expect(sent).toEqual([])
    setOnline(true)
    await clock.advance(60_000)
    await result
    const dropped = sent.reduce((sum, log) => sum + log.dropped, 0)
    expect(dropped).toBeGreaterThan(10_000)
    expect(dropped + lines().length).toBe(20_000)
    expect(lines().at(-1)).toBe('web: 19999')
    expect(sent.map(({ sequence }) => sequence)).toEqual(sent.map((_, index) => index + 1))
  })

  it('say which service is not there', async () => {
    const { result, sent } = setUp({ service: 'cache' }, (_id, _options, signal) => writes([], false, signal))
    expect(await result).toEqual({
      outcome: Outcome.OUTCOME_FAILED,
      code: 'HF_COMMAND_FAILED',
      message: 'no container of a service "cache"',
    })
    expect(sent).toEqual([])
  })

  it('say what the engine said, after the lines that came before', async () => {
    const { clock, sent, lines, result } = setUp({ service: 'web' }, async function* () {
      yield entry('before')
      throw new HoldfastError('HF_ENGINE_FAILED', 'no such container')
    })
    await clock.advance(1000)
    expect(await result).toEqual({
      outcome: Outcome.OUTCOME_FAILED,
      code: 'HF_ENGINE_FAILED',
      message: 'no such container',
    })
    expect(lines()).toEqual(['web: before'])
    expect(sent.at(-1)?.end).toBe(true)
  })

  it('that do not end within the budget, though they are not followed, expire', async () => {
    const { clock, sent, result } = setUp({ service: 'web' }, (_id, _options, signal) => writes(['x'], true, signal))
    await clock.advance(60_000)
    expect(await result).toMatchObject({ outcome: Outcome.OUTCOME_EXPIRED, code: 'HF_COMMAND_EXPIRED' })
    expect(sent.at(-1)?.end).toBe(true)
  })

  it('end at once when given up, without another word, and leave nothing waiting', async () => {
    const { clock, sent, abort, result } = setUp({ follow: true }, (_id, _options, signal) =>
      writes(['x'], true, signal),
    )
    await clock.advance(1000)
    const before = sent.length
    abort.abort()
    expect(await result).toMatchObject({ code: 'HF_CANCELLED' })
    expect(sent).toHaveLength(before)
    expect(clock.sleepers).toBe(0)
  })

  it('do not wait for ever for a broker that never comes', async () => {
    const { clock, result, setOnline } = setUp({}, (_id, _options, signal) => writes(['x'], false, signal))
    setOnline(false)
    await clock.advance(70_000)
    expect(await result).toMatchObject({ outcome: Outcome.OUTCOME_EXPIRED })
    expect(clock.sleepers).toBe(0)
  })

  it.each(['HF_BROKER_REFUSED', 'HF_BUDGET_SPENT'] as const)('end at once when they may not go: %s', async (code) => {
    const { clock, result, refuse } = setUp({ follow: true }, (_id, _options, signal) => writes(['x'], true, signal))
    refuse(code)
    await clock.advance(300)
    expect(await result).toMatchObject({ outcome: Outcome.OUTCOME_FAILED, code })
    expect(clock.sleepers).toBe(0)
  })
})
