import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BALENA_LABELS } from './balena-labels.ts'
import { REQUIREMENT_LEVEL } from './balena-requires.ts'
import { COMPOSE_LEVELS } from './compose-docs.ts'
import { SERVICE_EXTENSION, TOP_EXTENSION } from './holdfast-keys.ts'
import { SERVICE_LEVEL } from './service-keys.ts'
import { faultsIn, releaseOf } from './testing.ts'
import { TOP_LEVEL } from './top-keys.ts'

/** Whatever anybody may write: keys of any table, words that mean something somewhere, and nonsense. */
const inner = [...COMPOSE_LEVELS, SERVICE_EXTENSION, TOP_EXTENSION].flatMap(({ keys }) => Object.keys(keys))
const word = fc.oneof(
  fc.constantFrom(
    'web',
    'db',
    'x',
    'a:b',
    'a:/b:ro',
    '/d',
    '80:80',
    '1m',
    '64m',
    'linux',
    'service:db',
    'db:x',
    'o.yml',
    'c.yml',
    'e.env',
  ),
  fc.constantFrom(
    'A=1',
    'io.balena.features.dbus=1',
    '$TAG',
    '${',
    'true',
    '-1',
    '',
    '0',
    '[::1]:1:1',
    'data:/d',
    'hand-over',
  ),
  fc.string({ maxLength: 6 }),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    word,
    fc.constantFrom(null, true, false, 0, 1, -1, 1.5, 80, 2 ** 40),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...inner), word), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

const withKeys = (keys: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4, noNullPrototype: true })
const service = withKeys(Object.keys(SERVICE_LEVEL.keys)).map((keys) => ({ image: 'x', ...keys }))
const labels = fc.dictionary(
  fc.oneof(
    fc.constantFrom(...Object.keys(BALENA_LABELS.keys)),
    fc.constantFrom(...Object.keys(REQUIREMENT_LEVEL.keys)).map((type) => `io.balena.features.requires.${type}`),
  ),
  value,
  { maxKeys: 2, noNullPrototype: true },
)
const file = fc
  .record({
    web: service,
    db: service,
    labels,
    top: withKeys(Object.keys(TOP_LEVEL.keys).filter((key) => key !== 'services')),
  })
  .map(({ web, db, labels: own, top }) =>
    JSON.stringify({ volumes: { data: null }, ...top, services: { web, db: { labels: own, ...db } } }),
  )
const contract = fc.oneof(
  value,
  fc.array(value, { maxLength: 2 }).map((requires) => ({ requires })),
)

describe('whatever stands in the files', () => {
  it('is a release, or every fault has its place in one of them', () =>
    fc.assert(
      fc.property(file, file, contract, fc.string({ maxLength: 40 }), (one, two, requires, env) => {
        const files = { 'c.yml': one, 'o.yml': two, 'balena.yml': JSON.stringify(requires), 'e.env': env }
        const faults = faultsIn(files, { files: ['c.yml', 'o.yml'] })
        if (faults.length === 0) releaseOf(files, { files: ['c.yml', 'o.yml'] })
        for (const line of faults) expect(line).toMatch(/^(c\.yml|o\.yml|balena\.yml|e\.env):\d+:\d+: ./)
      }),
      { numRuns: 300 },
    ))
})
