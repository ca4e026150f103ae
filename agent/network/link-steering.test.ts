import { setImmediate as tick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Log } from '../log.ts'
import { linkSteering } from './link-steering.ts'

/** @param answers of the back end, one call after the other: null is a success */
function rig(...answers: (string | null)[]) {
  const logged: [string, string, unknown][] = []
  const failed: (readonly string[])[] = []
  const note =
    (level: string) =>
    (words: string, fields: Record<string, unknown> = {}) =>
      void logged.push([level, words, fields.code ?? fields.setBack])
  const log = { info: note('info'), warn: note('warn') } as unknown as Log
  const backend = {
    async steer(): Promise<void> {
      const words = answers.shift() ?? null
      if (words !== null) throw new HoldfastError('HF_NETWORK_FAILED', words)
    },
  }
  const steer = linkSteering({ backend, log, failed: (setBack) => void failed.push(setBack) })
  return { logged, failed, steer }
}
const INFO = ['info', 'another link is to be used', 'eth0']
const WARN = ['warn', 'not all links are used as they should', 'HF_NETWORK_FAILED']

describe('a choice that cannot be brought about', () => {
  it.each<[string, (string | null)[], unknown[]]>([
    ['is logged once, however often it is tried', ['a', 'a', 'a', null], [INFO, WARN]],
    ['is logged again when it fails otherwise', ['a', 'b', 'b', null], [INFO, WARN, WARN]],
    ['is logged again when it had succeeded', ['a', null, 'a', null], [INFO, WARN, INFO, WARN]],
  ])('%s, and told each time', async (_, given, expected) => {
    const { logged, failed, steer } = rig(...given)
    const failures = given.filter((words) => words !== null).length
    for (const words of given) {
      const done = steer(['eth0'])
      if (words === null) await done
      else await expect(done).rejects.toMatchObject({ code: 'HF_NETWORK_FAILED' })
    }
    expect(logged).toEqual(expected)
    expect(failed).toEqual(Array(failures).fill(['eth0']))
  })

  it('is logged as another one when others are to be set back', async () => {
    const { logged, steer } = rig('a', 'a')
    await expect(steer(['eth0'])).rejects.toThrow('a')
    await expect(steer(['eth0', 'wlan0'])).rejects.toThrow('a')
    expect(logged).toEqual([INFO, WARN, ['info', INFO[1], 'eth0 wlan0'], WARN])
  })
})

it('of two choices the newer one is brought about last, however slow the first is', async () => {
  const begun: string[] = []
  const goes: (() => void)[] = []
  const backend = {
    steer: (setBack: readonly string[]) => {
      begun.push(setBack.join(' '))
      return new Promise<void>((resolve) => void goes.push(resolve))
    },
  }
  const log = { info: () => {}, warn: () => {} } as unknown as Log
  const steer = linkSteering({ backend, log, failed: () => {} })
  const both = [steer(['eth0']), steer([])]
  await tick()
  expect(begun).toEqual(['eth0'])
  goes[0]!()
  await both[0]
  await tick()
  expect(begun).toEqual(['eth0', ''])
  goes[1]!()
  await both[1]
})
