import { describe, expect, it } from 'vitest'
import { ACTIONS, actionOf, checkCommand } from './check-command.ts'
import { decode, encode, KINDS, type Loose } from './codec.ts'
import type { Command } from './types.ts'

const command = (changes: Loose<Command>): Command =>
  decode(KINDS.Command, encode(KINDS.Command, { id: 'c1', ...changes }))

describe('a command', () => {
  it('gets the default budget when it names none', () => {
    expect(checkCommand(command({ identify: {} })).budgetMs).toBe(60_000)
    expect(checkCommand(command({ identify: {}, budgetMs: 5 })).budgetMs).toBe(5)
  })

  it('says what it asks for, with the arguments', () => {
    expect(actionOf(command({ restart: { service: 'web' } }))).toEqual({
      name: 'restart',
      arguments: { service: 'web', force: false },
    })
  })

  it('knows every arm of the protocol', () => {
    const fields = Object.keys(command({})).filter((name) => name !== 'id' && name !== 'budgetMs')
    expect(fields.sort()).toEqual([...ACTIONS].sort())
  })

  it('of a newer peer is unknown', () => {
    // Field 1 = "id", field 29 = an empty message.
    const newer = decode(KINDS.Command, Uint8Array.from([0x0a, 0x02, 0x69, 0x64, 0xea, 0x01, 0x00]))
    expect(() => checkCommand(newer)).toThrow(expect.objectContaining({ code: 'HF_COMMAND_UNKNOWN' }))
  })

  it.each<[string, Command, string]>([
    ['no id', command({ id: '', identify: {} }), 'command.id'],
    ['an id with a slash', command({ id: 'a/b', identify: {} }), 'command.id'],
    ['an id of 65 characters', command({ id: 'a'.repeat(65), identify: {} }), 'command.id'],
    ['a budget of more than a week', command({ identify: {}, budgetMs: 604_800_001 }), 'command.budgetMs'],
    ['two arms', { ...command({ identify: {} }), reboot: { force: false } }, 'command'],
    ['a purge of nothing', command({ purge: {} }), 'command.purge.volume'],
    ['a program without a service', command({ exec: { command: ['ls'] } }), 'command.exec.service'],
    ['no program', command({ run: { service: 'web' } }), 'command.run.command'],
    ['an epoch of zero to forget', command({ forgetRefusal: {} }), 'command.forgetRefusal.epoch'],
  ])('with %s is refused', (_, bad, place) => {
    expect(() => checkCommand(bad)).toThrow(expect.objectContaining({ code: 'HF_COMMAND_INVALID', place }))
  })
})
