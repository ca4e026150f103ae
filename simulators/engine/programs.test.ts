import { describe, expect, it } from 'vitest'
import { type Behaviour, readBehaviour, STEADY } from './behaviour.ts'
import { behaviourOfRun, programOf } from './programs.ts'

const behaviour: Behaviour = readBehaviour(
  {
    healthyAfterMs: null,
    programs: { 'migrate --all': { endsAfterMs: 2000, exitCode: 3, lines: ['one'] }, echo: { exitCode: 9 } },
  },
  'web',
)

describe('a program in a simulated container', () => {
  it('is what the behaviour says, before what every image has', () => {
    expect(programOf(behaviour, ['migrate', '--all'])).toEqual({
      endsAfterMs: 2000,
      exitCode: 3,
      lines: [{ afterMs: 0, text: 'one', stderr: false }],
    })
    expect(programOf(behaviour, ['echo'])).toMatchObject({ exitCode: 9 })
  })

  it.each([
    ['echo a  b', ['echo', 'a', ' b'], { endsAfterMs: 0, exitCode: 0, lines: [{ text: 'a  b' }] }],
    ['true', ['true'], { exitCode: 0, lines: [] }],
    ['false', ['false'], { exitCode: 1 }],
    ['sleep 1.5', ['sleep', '1.5'], { endsAfterMs: 1500 }],
  ])('every image has %s', (_, command, expected) => {
    expect(programOf(STEADY, command)).toMatchObject(expected)
  })

  it.each([[['migrate']], [['nosuch']], [[]], [['toString']]])('there is none of %j', (command) => {
    expect(programOf(behaviour, command)).toBeNull()
  })
})

describe('a one-off container', () => {
  it('does what its command does, and nothing that its service does', () => {
    expect(behaviourOfRun(behaviour, ['migrate', '--all'])).toEqual({
      ...STEADY,
      exitsAfterMs: 2000,
      exitCode: 3,
      lines: [{ afterMs: 0, text: 'one', stderr: false }],
    })
  })

  it('cannot start when there is no such program', () => {
    expect(behaviourOfRun(behaviour, ['nosuch']).startError).toContain('"nosuch": executable file not found')
  })
})
