/** `holdfast simulate --virtual`: the same flags give the same history, and what goes wrong in it is found. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { command } from '../../fleet/commands/simulate.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { HELP, readFlags } from '../../simulators/fleet/flags.ts'
import { readRealFlags } from '../../simulators/fleet/real-flags.ts'

const BIN = join(import.meta.dirname, '../../bin/holdfast')
const SMALL = ['simulate', '--virtual', '--devices', '2', '--days', '2', '--faults', 'hard']

interface Printed {
  figures: { name: string; value: unknown }[]
}

async function hashOf(seed: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(BIN, [...SMALL, '--seed', seed, '--json'])
  return (JSON.parse(stdout) as Printed).figures.find(({ name }) => name === 'trace sha256')?.value
}

describe('holdfast simulate --virtual', () => {
  it('gives the same trace in every process, and another one for another seed', async () => {
    const [one, again, other] = [await hashOf('a'), await hashOf('a'), await hashOf('b')]
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  }, 180_000)

  it('has in its own help each flag that the list of commands has', () => {
    for (const flag of Object.keys(command.flags)) expect(HELP).toContain(`--${flag} `)
  })

  it.each([
    [['--devices', '3'], '--virtual'],
    [['--virtual', '--fault', 'power-cut=often'], '--fault'],
    [['--virtual', '--profile', 'toaster=1'], '--profile'],
    [['--virtual', '--faults', 'some'], '--faults'],
  ])('refuses %j', (args, place) => {
    expect(() => readFlags(args)).toThrow(place)
  })
})

describe('holdfast simulate --broker', () => {
  const KEY = ['--key', 'no-such.pub']
  const WAY = ['--broker', 'mqtt://127.0.0.1', '--fleet', 'f']

  it.each([
    [['--broker', 'http://127.0.0.1', '--fleet', 'f', ...KEY], '--broker'],
    [['--broker', 'mqtt://127.0.0.1', ...KEY], '--fleet'],
    [[...WAY, '--processes', '21', ...KEY], '--processes'],
    [[...WAY, '--for', '10', ...KEY], '--for'],
    [[...WAY, '--failing', 'web', ...KEY], '--failing'],
    [[...WAY, '--failing', 'web=101%', ...KEY], '--failing'],
    [[...WAY, '--failing', 'web=30%@20', ...KEY], '--failing'],
    [[...WAY, '--days', '3', ...KEY], '--days'],
    [[...WAY, '--profiles', 'no-such.json', ...KEY], 'no-such'],
    [[...WAY, ...KEY], 'no-such.pub'],
  ])('refuses %j', (args, place) => {
    try {
      readRealFlags(args, {})
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(HoldfastError)
      const { place: at, message } = error as HoldfastError
      expect(`${at} ${message}`).toContain(place)
    }
  })
})
