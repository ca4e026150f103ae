import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS, type CommandAction, type CommandFact } from './commands.ts'
import { behindHeads, queued } from './queue.ts'

/** "restart", "restart!" with force, "restart*" begun in an earlier life. */
function command(text: string, id = text): CommandFact {
  const action = text.replace(/[!*]/, '') as CommandAction
  const args = text.endsWith('!') ? { force: true } : {}
  return { id, action, args, budgetMs: 1_000, bootId: 'boot', monoMs: 0, note: text.endsWith('*') ? 'begun' : '' }
}

const lane = (words: readonly string[], working: string | null = null) =>
  words.reduce<CommandFact[]>((all, word, at) => queued(all, command(word, `${at}`), working), [])
const words = (all: readonly CommandFact[]) =>
  all.map(({ action, args }) => `${action}${args.force === true ? '!' : ''}`)

describe('a lane', () => {
  it.each([
    ['is first come, first served', ['restart', 'exec', 'stop'], null, ['restart', 'exec', 'stop']],
    ['lets force pass what waits for locks', ['restart', 'stop', 'stop!'], null, ['stop!', 'restart', 'stop']],
    ['keeps what heeds none before it', ['restart', 'start', 'stop!'], null, ['start', 'stop!', 'restart']],
    ['keeps those with force in their order', ['stop', 'restart!', 'stop!'], null, ['restart!', 'stop!', 'stop']],
    ['leaves alone what is carried out', ['restart', 'stop', 'stop!'], '0', ['restart', 'stop!', 'stop']],
    ['leaves alone what had begun before a cut', ['stop*', 'stop', 'restart!'], null, ['stop', 'restart!', 'stop']],
    ['knows force of what heeds locks alone', ['restart', 'exec!'], null, ['restart', 'exec!']],
  ])('%s', (_, given, working, expected) => expect(words(lane(given, working))).toEqual(expected))

  it('loses nothing, keeps each kind in its order, and is the same when it is filled again', () => {
    const actions = Object.keys(COMMANDS).filter((action) => COMMANDS[action as CommandAction].lane === 'operation')
    const some = fc.array(
      fc.tuple(fc.constantFrom(...actions), fc.boolean()).map(([a, force]) => `${a}${force ? '!' : ''}`),
    )
    fc.assert(
      fc.property(some, (given) => {
        const all = lane(given)
        expect(all.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(given.map((_, at) => at))
        for (const isForced of [true, false]) {
          const kind = all.filter(
            ({ args, action }) => 'heedsLocks' in COMMANDS[action] && (args.force === true) === isForced,
          )
          const ids = kind.map(({ id }) => Number(id))
          expect(ids).toEqual(ids.toSorted((a, b) => a - b))
        }
        expect(lane(given)).toEqual(all)
      }),
    )
  })
})

it('behind the heads stands all but the first of each lane', () => {
  const [a, b, c] = ['restart', 'exec', 'logs'].map((word) => command(word))
  expect(behindHeads({ operation: [a!, b!], logs: [c!], parked: [] })).toEqual([b])
})
