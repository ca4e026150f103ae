/** What the explorer makes of its command line: no rubbish is taken for an order that was carried out. */
import { describe, expect, it } from 'vitest'
import { repeat } from './explore.ts'
import { readFlags } from './flags.ts'
import { randomJobs } from './jobs.ts'
import { scenarioNamed } from './named.ts'

const usage = (part: string) => expect.objectContaining({ code: 'HF_USAGE', message: expect.stringContaining(part) })

describe('the flags of the explorer', () => {
  it.each([
    ['--cut 17', 'needs a --scenario'],
    ['--scenario purge --cut x', '--cut: "x" is not a number'],
    ['--scenario purge --cut 17,', '--cut: "" is not a number'],
    ['--scenario purge --cut 0,3', '"0" is not a number of at least 1'],
    ['--scenario purge --cut 3 --kill 4', '--kill: does not go together with --cut'],
    ['--scenario purge --cut 3 --for 10m', '--for: does not go together with --cut'],
    ['--scenario purge --kill 3 --json', '--json: does not go together with --kill'],
    ['--for 0s', 'not a time'],
    ['--for 10', 'not a time'],
    ['--for ten', 'not a time'],
    ['--pairs -1', 'pairs'],
    ['--workers 0', '--workers'],
    ['--colour', '--colour'],
    ['purge', 'purge'],
  ])('%s is refused', (line, part) => {
    expect(() => readFlags(line.split(' '))).toThrow(usage(part))
  })

  it('know "no cut at all" from a cut', () => {
    expect(readFlags(['--scenario', 'purge', '--cut', '0']).only?.numbers).toEqual([])
    expect(readFlags(['--scenario', 'purge', '--kill', '3']).only).toEqual({
      scenario: 'purge',
      kill: true,
      numbers: [3],
    })
  })
})

describe('a cut that never came', () => {
  const scenario = scenarioNamed('purge')
  const options = { seed: '1', tell: null }

  it.each([
    [[99_999], false, /--cut: there are only \d+ instants/],
    [[17, 99_999], false, /--cut: there are only \d+ instants after the first 1/],
    [[99_999], true, /--kill: there are only \d+ instants/],
  ])('%j was not survived: it is refused', async (numbers, kill, message) => {
    await expect(repeat(scenario, numbers, { ...options, kill })).rejects.toThrow(message)
    await expect(repeat(scenario, numbers, { ...options, kill })).rejects.toMatchObject({ code: 'HF_USAGE' })
  })

  it('is told with a number that is the last one there is', async () => {
    const refused = await repeat(scenario, [99_999], { ...options, kill: false }).then(() => '', String)
    const last = Number(/only (\d+)/.exec(refused)?.[1])
    await expect(repeat(scenario, [last], { ...options, kill: false })).resolves.toMatchObject({ faults: [] })
    await expect(repeat(scenario, [last + 1], { ...options, kill: false })).rejects.toThrow(`only ${last} instants`)
  })
})

describe('a search', () => {
  const EXTENT = { cuts: 1, pairs: 0, kills: 0 }

  it('stays with the scenario that was named, and takes another seed each time', () => {
    const jobs = randomJobs('s', EXTENT, 60_000, 'purge')
    const found = [jobs.next().value, jobs.next().value]
    expect(found.map((job) => job?.scenario)).toEqual(['purge', 'purge'])
    expect(new Set(found.map((job) => job?.seed)).size).toBe(2)
  })

  it('makes up another scenario each time when none was named', () => {
    const jobs = randomJobs('s', EXTENT, 60_000)
    expect([jobs.next().value?.scenario, jobs.next().value?.scenario]).toEqual(['random:s-1', 'random:s-2'])
  })
})
