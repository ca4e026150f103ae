/** Every supported key of a compose file comes to what the reference tool makes of it, on a real engine. */
import { beforeAll, describe, expect, it } from 'vitest'
import { LEVELS } from '../../fleet/compose/compose-docs.ts'
import { DIFFERENCES, type Difference } from '../../fleet/compose/differences.ts'
import type { Addresses } from '../rig/rig.ts'
import { describeReal } from '../rig/use-rig.ts'
import { bothWays, oursAlone, type Pair, type Pairs } from './both-ways.ts'
import { BASES, FILES } from './cases.ts'
import { differing, type Fields } from './inspected.ts'
import { OURS_ALONE, UNCOMPARED } from './ours-alone.ts'
import { toolVersion, whyNoTool } from './reference-tool.ts'

/** The rule of a supported key. */
interface Reading {
  read(...given: unknown[]): unknown
}

const reason = whyNoTool()
if (reason !== null && process.env.CI === 'true') throw new Error(`no reference to compare with: ${reason}`)

describe.skipIf(reason !== null)(reason ?? 'the reference tool', () =>
  describeReal('and we, from one compose file', suite),
)

function suite(rig: Addresses): void {
  /** Supported keys, "TITLE: KEY", that no file has shown to its reader yet. */
  const unread = new Set<string>()
  /** Rows of the table that are of this tool. */
  const rows = DIFFERENCES.filter(({ tool = toolVersion() }) => tool === toolVersion())
  /** Those that something has shown. */
  const shown = new Set<Difference>()

  beforeAll(() => {
    for (const { title, keys } of LEVELS)
      for (const [key, rule] of Object.entries(keys)) if ('read' in rule) watch(`${title}: ${key}`, rule as Reading)
  })

  function watch(key: string, rule: Reading): void {
    const { read } = rule
    unread.add(key)
    rule.read = (...given) => {
      unread.delete(key)
      return read(...given)
    }
  }

  /** Differences that no row explains, with both values. */
  function unexplained(thing: string, { reference, ours }: Pair, isStarted: boolean) {
    const stages = ['always', isStarted ? 'started' : 'created']
    return differing(reference, ours).flatMap((field) => {
      const values = { reference: reference.get(field), ours: ours.get(field) }
      const row = rows.find(
        (difference) =>
          difference.field === field.replace(/Networks\.[^.]+/, 'Networks.…') &&
          difference.of.some((kind) => thing.startsWith(`${kind} `)) &&
          stages.includes(difference.seen) &&
          difference.explains(values.reference, values.ours),
      )
      if (row !== undefined) shown.add(row)
      return row === undefined ? [{ field, ...values }] : []
    })
  }

  describe.each(Object.entries(FILES))('%s', (_, file) => {
    let pairs: Pairs

    beforeAll(async () => {
      pairs = await bothWays(rig, file)
    }, 600_000)

    it.each(Object.entries({ ...BASES, ...file.services }))('%s', (name, { shows, rich = false }) => {
      const pair = pairs.get(`service ${name}`)!
      expect(unexplained(`service ${name}`, pair, file.isStarted)).toEqual([])
      const base = pairs.get(`service ${rich ? 'rich' : 'plain'}`)!
      // What the second tool drops is in the table; that the case shows something, ours shows then.
      const changed = [
        ...differing(base.reference, pair.reference),
        ...(toolVersion() === '1.29' ? [] : differing(base.ours, pair.ours)),
      ]
      expect(changed).toEqual(expect.arrayContaining([...shows]))
    })

    it('networks, volumes, and nothing but what is in the file', () => {
      const beside = [...pairs].filter(([thing]) => !thing.startsWith('service '))
      expect(beside.flatMap(([thing, pair]) => unexplained(thing, pair, file.isStarted))).toEqual([])
      const services = [...pairs.keys()].filter((thing) => thing.startsWith('service '))
      expect(services.sort()).toEqual(
        Object.keys({ ...BASES, ...file.services })
          .map((name) => `service ${name}`)
          .sort(),
      )
    })
  })

  describe.each(Object.entries(OURS_ALONE))('what the reference tool cannot be asked: %s', (_, file) => {
    let made: ReadonlyMap<string, Fields>

    beforeAll(async () => {
      made = await oursAlone(rig, file)
    }, 600_000)

    it.each(Object.entries(file.services))('%s', (name, { expected }) => {
      const fields = made.get(`service ${name}`)!
      expect(Object.fromEntries(Object.keys(expected).map((field) => [field, fields.get(field)]))).toEqual(expected)
    })
  })

  it('has a case for every supported key', () => {
    expect([...unread].sort()).toEqual(Object.keys(UNCOMPARED).sort())
  })

  it('has shown every row of the table of differences', () => {
    expect(rows.filter((row) => !shown.has(row))).toEqual([])
  })
}
