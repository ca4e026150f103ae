import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actionOf, ACTIONS as PROTOCOL } from '../../protocol/check-command.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { Command, Result } from '../../protocol/types.ts'
import { Args, parseCommandLine } from '../cli/args.ts'
import { Desk } from '../testing.ts'
import { command as body } from './send.ts'
import { ACTIONS, actionsHelp, ELSEWHERE, parseAction } from './send-actions.ts'

const send = { ...body, name: 'send', summary: '' }

/** What a command line puts on the wire: the action's name and its arguments. */
function wire(line: string) {
  const args = parseCommandLine(send, ['d', ...line.split(' ')])
  const [, name, ...words] = args.positionals
  const { command, budgetMs } = parseAction(name!, words, args)
  const { name: action, arguments: given } = actionOf(decode(KINDS.Command, encode(KINDS.Command, command)))
  return { [action]: given, budgetMs }
}

describe('what is sent', () => {
  it.each<[string, Loose<Command>]>([
    ['identify', { identify: {} }],
    ['restart', { restart: { service: '', force: false } }],
    ['restart web --force', { restart: { service: 'web', force: true } }],
    ['stop', { stop: { service: '', forMs: 0, force: false } }],
    ['stop web --for 1h30m --force', { stop: { service: 'web', forMs: 5_400_000, force: true } }],
    ['start', { start: { service: '' } }],
    ['start web', { start: { service: 'web' } }],
    ['pause --reason audit --downloads', { hold: { reason: 'audit', downloads: true } }],
    ['pause audit', { hold: { reason: 'audit', downloads: false } }],
    ['hold', { hold: { reason: '', downloads: false } }],
    ['resume', { unhold: {} }],
    ['unhold', { unhold: {} }],
    ['update-now', { updateNow: { force: false } }],
    ['update-now --force', { updateNow: { force: true } }],
    ['cancel', { cancel: {} }],
    ['revert', { revert: {} }],
    ['forget-refusal 7', { forgetRefusal: { epoch: 7 } }],
    ['prune', { prune: {} }],
    ['purge data --force', { purge: { volume: 'data', force: true } }],
    ['reboot --force', { reboot: { force: true } }],
    ['shutdown', { shutdown: { force: false } }],
    ['run web -- migrate --up -v', { run: { service: 'web', command: ['migrate', '--up', '-v'] } }],
    ['exec web ls', { exec: { service: 'web', command: ['ls'] } }],
    ['exec web -- sh -- --json', { exec: { service: 'web', command: ['sh', '--', '--json'] } }],
  ])('%s', (line, expected) => expect(wire(line)).toMatchObject(expected))

  it.each([
    ['identify', 60_000],
    ['run web -- true', 600_000],
    ['run web --budget 5s -- true', 5_000],
    ['reboot', 300_000],
  ])('%s may be worked on for %d ms', (line, ms) => expect(wire(line).budgetMs).toBe(ms))

  it('is every action that the protocol has, but for those with a command of their own', () => {
    const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    const args = new Args([], new Map())
    const sent = Object.entries(ACTIONS).map(([name, { words }]) => {
      const { command } = parseAction(name, ['1', '2'].slice(0, words[0]), args)
      return Object.keys(command)[0]!
    })
    const elsewhere = Object.keys(ELSEWHERE).map(camel)
    expect([...new Set([...sent, ...elsewhere])].sort()).toEqual([...PROTOCOL].sort())
  })

  it('is in the help, with its arguments and flags', () => {
    const help = actionsHelp()
    for (const name of Object.keys(ACTIONS)) expect(help).toMatch(new RegExp(`^ {2}${name}( |$)`, 'm'))
    expect(help).toContain('  stop [SERVICE] [--for TIME] [--force]\n')
    expect(help).toContain('  exec SERVICE -- PROGRAM [ARGUMENT …]\n')
  })

  it('says of what cannot be undone what is lost', () => {
    expect(actionsHelp()).toMatch(/purge VOLUME [^\n]*EMPTY A VOLUME FOR GOOD/)
    expect(actionsHelp()).toMatch(/shutdown [^\n]*SWITCH THE MACHINE OFF/)
  })
})

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

describe('what is not understood', () => {
  it.each([
    ['shutdwon', 'did you mean "shutdown"?'],
    ['flihgt', 'did you mean "flight"?'],
    ['logs web', 'logs has a command of its own; write: holdfast logs DEVICE [SERVICE]'],
    ['exec web', 'something is missing; write: holdfast send DEVICE exec SERVICE -- PROGRAM [ARGUMENT …]'],
    ['exec web ls -l', '-l: is not a flag of "send"'],
    ['start web db', '"db" is too much; write: holdfast send DEVICE start [SERVICE]'],
    ['resume now', '"now" is too much; write: holdfast send DEVICE resume'],
    [
      'start web --force',
      '--force: does not go with start, but with restart, stop, update-now, purge, reboot, shutdown',
    ],
    ['restart web --for 1h', '--for: does not go with restart, but with stop'],
    ['stop web --for 0', '--for: has to be more than nothing'],
    ['stop web --for soon', '"soon" is not a duration'],
    ['pause audit --reason market', '--reason: is given twice'],
    ['resume --downloads', '--downloads: does not go with resume, but with pause, hold'],
  ])('send d %s', async (line, message) => {
    const { code, out, err } = await desk.run(`send d ${line}`)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  it('takes no flag of the program for its own', async () => {
    const { out, err } = await desk.run('send d/e exec web -- ip --json')
    expect(out).toBe('')
    expect(err).toContain('cannot be the name of a device')
  })
})

describe('a program', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  async function answered(result: Loose<Result>, line = 'exec web -- ls') {
    const device = await desk.device('d1')
    await device.answers(() => ({ result }))
    return desk.run(`send d1 ${line}`)
  }

  it('shows its output as it is, and nothing else', async () => {
    const output = bytes('a\r\n\u001b[31mb\u001b[0m')
    expect(await answered({ outcome: Outcome.OUTCOME_OK, message: 'it ended', output })).toEqual({
      code: 0,
      out: 'a\r\n\u001b[31mb\u001b[0m',
      err: '',
      lines: [],
    })
  })

  it.each<[string, Loose<Result>, number]>([
    ['ends with a code', { outcome: Outcome.OUTCOME_OK, exitCode: 3 }, 3],
    ['ends with a code that is told as a failure', { outcome: Outcome.OUTCOME_FAILED, exitCode: 137 }, 137],
    ['ends with what no process can', { outcome: Outcome.OUTCOME_OK, exitCode: 256 }, 255],
    ['ends with a negative code', { outcome: Outcome.OUTCOME_OK, exitCode: -1 }, 255],
    ['was not begun', { outcome: Outcome.OUTCOME_REFUSED, code: 'HF_COMMAND_FAILED' }, 125],
    ['was begun, and its end is not known', { outcome: Outcome.OUTCOME_FAILED, code: 'HF_COMMAND_FAILED' }, 125],
    ['had no time left', { outcome: Outcome.OUTCOME_EXPIRED, code: 'HF_COMMAND_EXPIRED' }, 125],
  ])('that %s', async (_, result, code) => {
    const run = await answered({ ...result, output: bytes('so far\n'), message: 'why' })
    expect(run).toMatchObject({ code, out: 'so far\n' })
    expect(run.err.includes(`error ${result.code ?? 'HF_'}`)).toBe(code === 125)
  })

  it('says beside it when its beginning is missing', async () => {
    const output = bytes('x'.repeat(64 * 1024))
    const { out, err } = await answered({ outcome: Outcome.OUTCOME_OK, message: 'only the end is here', output })
    expect(out).toHaveLength(64 * 1024)
    expect(err).toBe('note: only the end is here\n')
  })

  it('gives scripts the whole answer', async () => {
    const answer = { outcome: Outcome.OUTCOME_OK, exitCode: 3, output: bytes('x') }
    const { code, lines } = await answered(answer, 'run web --json -- ls')
    expect(code).toBe(3)
    expect(lines).toMatchObject([{ event: 'result', outcome: 'ok', exitCode: 3, output: 'x' }])
  })

  it('has not run where no broker is reached', async () => {
    const { code, err } = await desk.run('send d1 run web --broker mqtt://127.0.0.1:1 -- ls')
    expect(code).toBe(125)
    expect(err).toContain('error HF_BROKER_UNAVAILABLE')
    expect((await desk.run('send d1 restart web --broker mqtt://127.0.0.1:1')).code).toBe(3)
  })
})

describe('shutdown', () => {
  it('is done when the device has gone offline: it cannot answer any more', async () => {
    const device = await desk.device('d1')
    await device.onCommand(() => device.presence(false))
    expect(await desk.run('send d1 shutdown')).toMatchObject({ code: 0, out: 'it has gone offline\n' })
  })

  it('is not done by a device that was away before it was asked', async () => {
    const device = await desk.device('d1')
    await device.presence(false)
    expect(await desk.run('send d1 shutdown --budget 100ms')).toMatchObject({
      code: 3,
      err: expect.stringContaining('HF_TIMEOUT'),
    })
  })

  it('is refused where the device refuses it', async () => {
    const device = await desk.device('d1')
    await device.answers(() => ({ result: { outcome: Outcome.OUTCOME_REFUSED, code: 'HF_LOCKED', message: 'no' } }))
    expect(await desk.run('send d1 shutdown')).toMatchObject({ code: 1, err: expect.stringContaining('HF_LOCKED') })
  })
})
