import { describe, expect, it } from 'vitest'
import { ByteClass, Gate, Strategy } from '../../protocol/enums.ts'
import { EXTENSION_PARTS, SERVICE_EXTENSION, TOP_EXTENSION } from './holdfast-keys.ts'
import type { JsonSchema } from './json-schema.ts'
import { compose, faultsIn, notesIn, releaseOf } from './testing.ts'
import { extensionSchema } from './x-holdfast-schema.ts'

const file = (top: string, service = '{}') => ({
  'c.yml': `x-holdfast: ${top}\nservices: {web: {image: x, x-holdfast: ${service}}}\n`,
})

describe('x-holdfast', () => {
  it('says when and how devices take a release', () => {
    const { policy } = compose(
      file(`{policy: {soak: 1m, fetch_bytes: 200m, windows: [
        {schedule: '0 3 * * *', time_zone: Europe/Berlin, duration: 2h, gate: apply},
        {schedule: '*/5 * * * mon-fri'}]}}`),
    )
    expect(policy).toEqual({
      soakMs: 60_000,
      fetchBytes: 209_715_200,
      windows: [
        { schedule: '0 3 * * *', timeZone: 'Europe/Berlin', durationMs: 7_200_000, gate: Gate.GATE_APPLY },
        { schedule: '*/5 * * * mon-fri', timeZone: '', durationMs: 0, gate: Gate.GATE_UNSPECIFIED },
      ],
    })
  })

  it('says how many bytes may go over which links', () => {
    const { policy } = compose(
      file(
        '{policy: {byte_budgets: [{class: content, link: cellular, day: 20m, month: 500m}, {link: metered, month: 1g}]}}',
      ),
    )
    expect(policy).toEqual({
      byteBudgets: [
        { class: ByteClass.BYTE_CLASS_CONTENT, link: 'cellular', dayBytes: 20 * 2 ** 20, monthBytes: 500 * 2 ** 20 },
        { class: ByteClass.BYTE_CLASS_UNSPECIFIED, link: 'metered', dayBytes: 0, monthBytes: 2 ** 30 },
      ],
    })
  })

  it('says how a service is updated, and what it is given', () => {
    const files = file(
      '{requirements: {operating_systems: [linux]}}',
      '{strategy: hand-over, hand_over: {wait_until_ready: true, timeout: 90s}, priority: -5, local_api: true}',
    )
    expect(releaseOf(files)).toMatchObject({
      requirements: { operatingSystems: ['linux'] },
      services: [
        {
          strategy: Strategy.STRATEGY_HAND_OVER,
          handOver: { waitUntilReady: true, timeoutMs: 90_000 },
          priority: -5,
          localApi: true,
        },
      ],
    })
  })

  it('says what is made of locks', () => {
    const files = file(
      '{policy: {lock: {honour: false, at_most: 12h}}}',
      '{lock: {honour: false, file: /data/press.lock, at_most: 90m}}',
    )
    expect(compose(files).policy).toEqual({ ignoreLocks: true, longestLockMs: 43_200_000 })
    expect(releaseOf(files)).toMatchObject({
      services: [{ locks: { ignored: true, file: '/data/press.lock', longestMs: 5_400_000 } }],
    })
  })

  it.each(['data/x', '/', '/data/', '/data/../x', '//x', '""'])('takes no lock file called %s', (path) => {
    expect(faultsIn(file('{}', `{lock: {file: ${path}}}`))).toEqual([expect.stringMatching(/^c\.yml:2:54: /)])
  })

  it.each<[string, string, string, string[]]>([
    ['a lock for no time', '{policy: {lock: {at_most: 0s}}}', '{}', ['c.yml:1:39: has to be more than 0']],
    ['no schedule', '{policy: {windows: [{duration: 1h}]}}', '{}', ['c.yml:1:33: needs a "schedule"']],
    [
      'a budget of nothing',
      '{policy: {byte_budgets: [{link: wifi}]}}',
      '{}',
      ['c.yml:1:38: needs a "day" or a "month"'],
    ],
    [
      'a budget over no link',
      '{policy: {byte_budgets: [{link: Wi-Fi, day: 1m}]}}',
      '{}',
      ['c.yml:1:38: the link "Wi-Fi"'],
    ],
    ['a schedule that is none', "{policy: {windows: [{schedule: '0 25 * * *'}]}}", '{}', ['c.yml:1:33: ']],
    ['a schedule of six fields', "{policy: {windows: [{schedule: '0 0 3 * * *'}]}}", '{}', ['c.yml:1:33: ']],
    [
      'a time zone that is none',
      "{policy: {windows: [{schedule: '0 3 * * *', time_zone: Berlin}]}}",
      '{}',
      ['c.yml:1:33: the time zone "Berlin"'],
    ],
    [
      'a window that is too long',
      "{policy: {windows: [{schedule: '0 3 * * *', duration: 32d}]}}",
      '{}',
      ['c.yml:1:33: the duration has to be'],
    ],
    [
      'no gate',
      "{policy: {windows: [{schedule: '0 3 * * *', gate: fetch}]}}",
      '{}',
      ['c.yml:1:63: has to be one of download, apply, both'],
    ],
    [
      'an unknown key',
      '{polcy: {}}',
      '{prio: 1}',
      ['c.yml:1:14: "polcy" is not known here; did you mean "policy"?', 'c.yml:2:41: "prio" is not known'],
    ],
    [
      'keys of a level below',
      '{soak: 10s, device_types: [board]}',
      '{}',
      [
        'c.yml:1:14: "soak" is not known here; it belongs under "policy"',
        'c.yml:1:25: "device_types" is not known here; it belongs under "requirements"',
      ],
    ],
    ...['soak', 'health_timeout'].flatMap((key): [string, string, string, string[]][] =>
      ['0s', '169h'].map((wait) => [
        `${key} of ${wait}`,
        `{policy: {${key}: ${wait}}}`,
        '{}',
        [`c.yml:1:${25 + key.length}: has to be more than 0 and at most 7d, not "${wait}"`],
      ]),
    ),
    [
      'hand_over without its strategy',
      '{}',
      '{hand_over: {timeout: 1m}}',
      ['c.yml:2:40: has "hand_over" without the strategy'],
    ],
    [
      'hand-over of a fixed address',
      '{}',
      '{strategy: hand-over}, networks: {default: {ipv4_address: 10.0.0.2}}',
      [
        'c.yml:2:73: has a fixed address, which the new container of a hand-over cannot have too',
        'c.yml:2:98: 10.0.0.2 is in no subnet of the network "default"',
      ],
    ],
    ['a priority that is none', '{}', '{priority: high}', ['c.yml:2:51: has to be a whole number from -1000 to 1000']],
  ])('is refused with %s', (_, top, service, expected) => {
    const found = faultsIn(file(top, service))
    expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
  })
})

it('notes that a hand-over of a published port has a gap', () => {
  const published = (ports: string) => notesIn(file('{}', `{strategy: hand-over}, ports: [${ports}]`))
  expect(published('"80"')).toEqual([])
  expect(published('"8080:80"')).toEqual([
    'c.yml:2:70: the old container is stopped before a hand-over, because both would publish a port',
  ])
})

it.each([
  ['host', 'the host'],
  ['service:db', 'service:db'],
])('notes that both containers of a hand-over with the network of %s share its ports', (mode, whose) => {
  const keys = `{strategy: hand-over}, network_mode: "${mode}"}, db: {image: y`
  expect(notesIn(file('{}', keys))).toEqual([
    `c.yml:2:77: both containers of a hand-over share the ports of ${whose}, and cannot listen on the same one`,
  ])
})

it('takes the strategy from a label of balena, too', () => {
  const labelled = file('{}', '{hand_over: {timeout: 5s}}, labels: {io.balena.update.strategy: hand-over}')
  expect(releaseOf(labelled).services[0]!.handOver).toEqual({ waitUntilReady: false, timeoutMs: 5000 })
})

describe('the schema of x-holdfast', () => {
  const levels = [TOP_EXTENSION, SERVICE_EXTENSION, ...EXTENSION_PARTS]

  it('names every key of the tables, and no other', () => {
    const found = new Map<string, string[]>()
    const visit = (schema: JsonSchema): void => {
      const { properties, title, additionalProperties } = schema
      if (additionalProperties === false) found.set(String(title), Object.keys(properties as object))
      for (const value of Object.values(schema))
        if (typeof value === 'object' && value !== null) visit(value as JsonSchema)
    }
    visit(JSON.parse(extensionSchema()) as JsonSchema)
    expect(found).toEqual(new Map(levels.map(({ title, keys }) => [title.replaceAll('`', ''), Object.keys(keys)])))
  })

  const examples = levels.flatMap(({ title, keys }) =>
    Object.entries(keys).flatMap(([key, { schema, read }]) => {
      const values = schema.type === 'boolean' ? [true, false] : ((schema.examples ?? []) as unknown[])
      return values.map((value) => ({ title, key, value, read, schema }))
    }),
  )

  it('has no value as an example that the reader does not take', () => {
    const shape: Record<string, (value: unknown) => string> = {
      [SERVICE_EXTENSION.title]: (value) => file('{}', JSON.stringify(value))['c.yml'],
      [TOP_EXTENSION.title]: (value) => file(JSON.stringify(value))['c.yml'],
      '`hand_over` of `x-holdfast`': (value) =>
        file('{}', JSON.stringify({ strategy: 'hand-over', hand_over: value }))['c.yml'],
      '`lock` of `x-holdfast`': (value) => file('{}', JSON.stringify({ lock: value }))['c.yml'],
      '`x-holdfast.policy.lock`': (value) => file(JSON.stringify({ policy: { lock: value } }))['c.yml'],
      '`x-holdfast.policy`': (value) => file(JSON.stringify({ policy: value }))['c.yml'],
      '`x-holdfast.requirements`': (value) => file(JSON.stringify({ requirements: value }))['c.yml'],
      'An item of `x-holdfast.policy.byte_budgets`': (value) =>
        file(JSON.stringify({ policy: { byte_budgets: [{ day: '1m', month: '1g', ...(value as object) }] } }))['c.yml'],
      'An item of `x-holdfast.policy.windows`': (value) =>
        file(JSON.stringify({ policy: { windows: [{ schedule: '0 3 * * *', ...(value as object) }] } }))['c.yml'],
    }
    expect(examples.length).toBeGreaterThan(25)
    for (const { title, key, value } of examples)
      expect({ key, value, faults: faultsIn({ 'c.yml': shape[title]!({ [key]: value }) }) }).toEqual({
        key,
        value,
        faults: [],
      })
  })

  it('has examples that fit it', () => {
    for (const { key, value, schema } of examples) {
      const pattern =
        schema.pattern ?? (schema.oneOf as JsonSchema[] | undefined)?.find(({ pattern }) => pattern)?.pattern
      const fits = typeof value !== 'string' || typeof pattern !== 'string' || new RegExp(pattern, 'u').test(value)
      expect({ key, value, fits }).toEqual({ key, value, fits: true })
    }
  })
})
