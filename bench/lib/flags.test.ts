import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBenchFlags } from './flags.ts'

const DEFAULTS = { rounds: 9, seed: 'abort' }

describe('the flags of a bench', () => {
  it('are what it names, where nothing is given', () => {
    expect(readBenchFlags([], DEFAULTS)).toEqual({ rounds: 9, seed: 'abort', json: false })
  })

  it('are read by what they are without being given', () => {
    const args = ['--rounds', '3', '--seed', '4', '--json']
    expect(readBenchFlags(args, DEFAULTS)).toEqual({ rounds: 3, seed: '4', json: true })
  })

  it('may be none where the bench says so', () => {
    expect(readBenchFlags(['--rounds', '0'], DEFAULTS, ['rounds'])).toMatchObject({ rounds: 0 })
  })

  it.each([
    [['--rounds', 'many'], '"many" is not a number of at least 1'],
    [['--rounds', '0'], '"0" is not a number of at least 1'],
    [['--rounds', '-1'], ''],
    [['--rounds'], ''],
    [['--round', '1'], "Unknown option '--round'"],
    [['content'], "Unexpected argument 'content'"],
    [['--json=yes'], ''],
  ])('refuses %j', (args, message) => {
    expect(() => readBenchFlags(args, DEFAULTS)).toThrow(
      expect.objectContaining({ code: 'HF_USAGE', message: expect.stringContaining(message) }),
    )
  })

  it.each([
    [['--help'], 0, ''],
    [['--rounds', 'many'], 2, 'HF_USAGE: --rounds: "many" is not a number of at least 1\n'],
  ])('%j is answered with the flags, and nothing is measured', (args, status, fault) => {
    const bench = spawnSync(process.execPath, [join(import.meta.dirname, '../checkpoint.ts'), ...args], {
      encoding: 'utf8',
    })
    expect(bench.status).toBe(status)
    expect(`${bench.stdout}${bench.stderr}`).toMatch(
      new RegExp(`^${fault}flags, [^\\n]* --rounds 2000 \\[--json\\]\\n$`),
    )
  })
})
