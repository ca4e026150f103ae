import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Condition } from '../../protocol/enums.ts'
import { Faults } from './faults.ts'
import { mergeNodes } from './merge.ts'
import { faultsIn, releaseOf } from './testing.ts'
import { contentOf, type Node, parseYaml } from './yaml-tree.ts'

/** The service "web" of two files, the keys of each as the inside of a flow map. */
const merged = (lower: string, upper: string) => {
  const file = (keys: string) => `services: {web: {image: web:1, ${keys}}}\nvolumes: {a: , b: }\nnetworks: {n: , m: }\n`
  return releaseOf({ 'c.yml': file(lower), 'o.yml': file(upper) }, { files: ['c.yml', 'o.yml'] }).services[0]!
}

describe('one file over another', () => {
  it.each<[string, string, string, object]>([
    ['a word', 'user: a', 'user: b', { user: 'b' }],
    ['nothing', 'user: a', 'user: ', { user: 'a' }],
    [
      'a map',
      'logging: {driver: local, options: {a: 1}}',
      'logging: {options: {b: 2}}',
      {
        logging: { driver: 'local', options: { a: '1', b: '2' } },
      },
    ],
    [
      'logging of another driver',
      'logging: {driver: local, options: {a: 1}}',
      'logging: {driver: journald}',
      {
        logging: { driver: 'journald', options: {} },
      },
    ],
    ['a list, each word once', 'cap_add: [BPF, KILL]', 'cap_add: [KILL, ALL]', { capAdd: ['BPF', 'KILL', 'ALL'] }],
    [
      'command, entrypoint and test',
      'command: [a, b], entrypoint: a, healthcheck: {test: [CMD, a], retries: 2}',
      'command: c, entrypoint: [d], healthcheck: {test: b}',
      {
        command: ['c'],
        entrypoint: ['d'],
        healthcheck: { test: ['CMD-SHELL', 'b'], retries: 2 },
      },
    ],
    [
      'a map over a list of pairs',
      'environment: [A=1, B=2=3], labels: {x: 1}',
      'environment: {B: 4, C: 5}, labels: [x=2]',
      {
        environment: { A: '1', B: '4', C: '5' },
        labels: { x: '2' },
      },
    ],
    [
      'ports: the same one once, another one beside it',
      'ports: ["8080:80", "53:53/udp"]',
      'ports: [{target: 80, published: 8080}, "53:53"]',
      {
        ports: [
          { containerPort: 80, hostPort: 8080 },
          { containerPort: 53, hostPort: 53, protocol: 'udp' },
          { containerPort: 53, hostPort: 53, protocol: 'tcp' },
        ],
      },
    ],
    [
      'volumes by their target',
      'volumes: ["a:/x", "b:/y"]',
      'volumes: [{type: volume, source: b, target: /x}]',
      {
        mounts: [
          { source: 'b', target: '/x' },
          { source: 'b', target: '/y' },
        ],
      },
    ],
    [
      'devices by their target',
      'devices: [/dev/a, "/dev/b:/dev/c"]',
      'devices: ["/dev/d:/dev/c"]',
      {
        devices: [{ hostPath: '/dev/a' }, { hostPath: '/dev/d', containerPath: '/dev/c' }],
      },
    ],
    [
      'networks: details over a name',
      'networks: [n]',
      'networks: {n: {aliases: [x]}, m: }',
      {
        networks: [{ network: 'm' }, { network: 'n', aliases: ['x'] }],
      },
    ],
    [
      'one word over a list',
      'dns: [1.1.1.1], tmpfs: /a',
      'dns: 8.8.8.8, tmpfs: [/b]',
      {
        dns: ['1.1.1.1', '8.8.8.8'],
        mounts: [{ target: '/a' }, { target: '/b' }],
      },
    ],
    [
      'a limit over another',
      'ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}',
      'ulimits: {nofile: 4}',
      {
        ulimits: [
          { name: 'nofile', soft: 4, hard: 4 },
          { name: 'nproc', soft: 3 },
        ],
      },
    ],
    [
      'a health check that is switched off',
      'healthcheck: {test: a, interval: 3s}',
      'healthcheck: {disable: true}',
      {
        healthcheck: { test: ['NONE'], intervalMs: 0 },
      },
    ],
    [
      '!reset takes away',
      'ports: ["80:80"], environment: {A: 1, B: 2}, user: x',
      'ports: !reset [], environment: {A: !reset null}, user: !reset x',
      {
        ports: [],
        environment: { B: '2' },
        user: '',
      },
    ],
    [
      '!override replaces',
      'cap_add: [BPF], environment: {A: 1}',
      'cap_add: !override [KILL], environment: !override {C: 3}',
      {
        capAdd: ['KILL'],
        environment: { C: '3' },
      },
    ],
  ])('%s', (_, lower, upper, expected) => expect(merged(lower, upper)).toMatchObject(expected))

  it('says of a dependency what the upper file says of it', () => {
    const file = (waits: string) => ({
      'c.yml':
        'services: {web: {image: x, depends_on: {a: {condition: service_healthy}, b: {condition: service_healthy}}}, a: {image: x}, b: {image: x}}',
      'o.yml': `services: {web: {depends_on: ${waits}}}`,
    })
    const waits = (upper: string) =>
      releaseOf(file(upper), { files: ['c.yml', 'o.yml'] }).services[0]!.dependsOn.map(({ condition }) => condition)
    const { CONDITION_HEALTHY, CONDITION_STARTED } = Condition
    expect(waits('[a]')).toEqual([CONDITION_STARTED, CONDITION_HEALTHY])
    expect(waits('{a: }')).toEqual([CONDITION_HEALTHY, CONDITION_HEALTHY])
    expect(waits('!override [b]')).toEqual([CONDITION_STARTED])
  })

  it('is refused where two kinds meet, with both places', () => {
    const [lower, upper] = ['services: {web: {image: x, cap_add: [BPF]}}', 'services: {web: {cap_add: {A: 1}}}']
    expect(faultsIn({ 'c.yml': lower, 'o.yml': upper }, { files: ['c.yml', 'o.yml'] })).toEqual([
      'o.yml:1:27: is a map, and cannot be merged with the list at c.yml:1:37',
    ])
  })

  it('keeps a fault of one file where it is, whatever is merged over it', () => {
    const files = {
      'c.yml': 'services: {web: {image: x, volumes: ["a:/d", "b:/d"]}}\nvolumes: {a: , b: }',
      'o.yml': 'services: {web: {volumes: ["a:/e"]}}',
    }
    expect(faultsIn(files, { files: ['c.yml', 'o.yml'] })).toEqual(['c.yml:1:37: mounts two things at "/d"'])
  })

  it('takes the name from the last file that has one, and paths from where the first one is', () => {
    const files = {
      'dir/c.yml': 'name: one\nservices: {web: {image: x}}',
      'other/o.yml': 'name: two\nservices: {web: {env_file: e.env}}',
      'dir/e.env': 'A=1',
    }
    const release = releaseOf(files, { files: ['dir/c.yml', 'other/o.yml'] })
    expect([release.name, release.services[0]!.environment]).toEqual(['two', { A: '1' }])
  })
})

describe('merging', () => {
  const parse = (text: string, file = 'f') =>
    parseYaml(text, { file, directory: '.', lookup: () => undefined }, new Faults())!
  const merge = (lower: Node, upper: Node) => mergeNodes(lower, upper, [], new Faults())

  /** Services as people write them, in all forms that a key may have. */
  const word = fc.constantFrom('a', 'b', 'c')
  const words = fc.uniqueArray(word, { maxLength: 3 })
  const pairs = fc.uniqueArray(fc.tuple(word, fc.constantFrom('1', '2')), { selector: ([name]) => name, maxLength: 3 })
  const service = fc.record(
    {
      user: word,
      command: fc.oneof(word, words),
      cap_add: words,
      environment: fc.oneof(
        pairs.map((all) => Object.fromEntries(all)),
        pairs.map((all) => all.map(([name, value]) => `${name}=${value}`)),
      ),
      depends_on: fc.oneof(
        words,
        words.map((all) => Object.fromEntries(all.map((name) => [name, { condition: `service_${name}` }]))),
      ),
      dns: fc.oneof(word, words),
      volumes: fc
        .uniqueArray(fc.tuple(word, word), { selector: ([, target]) => target })
        .map((all) => all.map(([source, target]) => `${source}:/${target}`)),
      ports: words.map((all) => all.map((each) => `${'abc'.indexOf(each) + 1}:80`)),
      healthcheck: fc.record({ test: words, retries: fc.nat(3) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  const fileNamed = (file: string) =>
    fc
      .dictionary(word, service, { noNullPrototype: true })
      .map((services) => parse(JSON.stringify({ services, name: 'x' }), file))
  const file = fileNamed('f')

  it('is associative', () =>
    fc.assert(
      fc.property(file, file, file, (one, two, three) => {
        expect(contentOf(merge(merge(one, two), three))).toBe(contentOf(merge(one, merge(two, three))))
      }),
    ))

  it('changes nothing by what says the same, or nothing', () =>
    fc.assert(
      fc.property(file, (tree) => {
        const itself = merge(tree, tree)
        expect(contentOf(merge(itself, tree))).toBe(contentOf(itself))
        expect(contentOf(merge(tree, parse('{}')))).toBe(contentOf(tree))
      }),
    ))

  it('loses no value of the upper file, and makes up none', () =>
    fc.assert(
      fc.property(fileNamed('lower'), fileNamed('upper'), (lower, upper) => {
        const places = placesIn(merge(lower, upper))
        expect(places).toEqual(expect.arrayContaining(placesIn(upper)))
        expect([...placesIn(lower), ...placesIn(upper)]).toEqual(expect.arrayContaining(places))
      }),
    ))

  const placesIn = (node: Node): string[] => {
    if (node.kind === 'scalar') return [node.place]
    return node.kind === 'list' ? node.items.flatMap(placesIn) : node.entries.flatMap(({ value }) => placesIn(value))
  }
})
