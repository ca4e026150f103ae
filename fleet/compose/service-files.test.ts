import { describe, expect, it } from 'vitest'
import { type Files, faultsIn, releaseOf } from './testing.ts'

/** A service "web" with the keys given as the inside of a flow map, and what stands beside `services`. */
const web = (keys: string, beside = '') => `services: {web: {image: x, ${keys}}}\n${beside}`

const filesOf = (files: Files) =>
  releaseOf(files).services[0]!.files.map(({ content, ...file }) => ({
    ...file,
    content: Buffer.from(content).toString(),
  }))

describe('secrets and configs', () => {
  it('come from a file, a variable, or the compose file itself', () => {
    const text = web(
      'secrets: [key, tag], configs: [conf]',
      `secrets: {key: {file: ./s/key.pem}, tag: {environment: TAG}}\nconfigs: {conf: {content: "v=\${TAG} $$x"}}`,
    )
    const defaults = { mode: 0, uid: 0, gid: 0 }
    expect(filesOf({ 'c.yml': text, 's/key.pem': 'PEM\0\n' })).toMatchObject([
      { path: '/run/secrets/key', content: 'PEM\0\n', ...defaults },
      { path: '/run/secrets/tag', content: '1.2', ...defaults },
      { path: '/conf', content: 'v=1.2 $x', ...defaults },
    ])
  })

  it('stand where, and belong to whom, the service says; nobody may write them', () => {
    const text = web(
      'secrets: [{source: s, target: a.key, uid: "103", gid: 104, mode: 0640}], configs: [{source: c, target: /etc/x/c.ini, mode: 0o755}, {source: c, target: d}]',
      'secrets: {s: {environment: TAG}}\nconfigs: {c: {content: x}}',
    )
    expect(filesOf({ 'c.yml': text })).toMatchObject([
      { path: '/run/secrets/a.key', uid: 103, gid: 104, mode: 0o440 },
      { path: '/etc/x/c.ini', mode: 0o555 },
      { path: '/d' },
    ])
  })

  it('may be secrets that each device holds, by their own name or another one', () => {
    const text = web(
      'read_only: true, tmpfs: /run, secrets: [db, {source: api, target: /api.key, uid: 5, mode: 0400}, old]',
      'secrets: {db: {external: true}, api: {external: true, name: api-2026}, old: {external: {name: was}}}',
    )
    expect(filesOf({ 'c.yml': text })).toMatchObject([
      { path: '/run/secrets/db', secret: 'db', content: '' },
      { path: '/api.key', secret: 'api-2026', uid: 5, mode: 0o400, content: '' },
      { path: '/run/secrets/old', secret: 'was', content: '' },
    ])
  })

  it('may name as many secrets of a device as one can hold, and no more', () => {
    const names = Array.from({ length: 129 }, (_, index) => `s${index}`)
    const defined = `secrets: {${names.map((name) => `${name}: {external: true}`).join(', ')}}`
    expect(faultsIn({ 'c.yml': web(`secrets: [${names.slice(1).join(', ')}]`, defined) })).toEqual([])
    expect(faultsIn({ 'c.yml': web(`secrets: [${names.join(', ')}]`, defined) })).toMatchObject([
      expect.stringContaining('is one secret more than the 128 that a device can hold'),
    ])
  })

  it('are read as they are, though they are no text', () => {
    const readFile = (path: string) =>
      path === 'c.yml'
        ? Buffer.from(web('configs: [c]', 'configs: {c: {file: c.bin}}'))
        : path === 'c.bin'
          ? Uint8Array.of(0, 255, 128)
          : null
    expect([...releaseOf({}, { readFile }).services[0]!.files[0]!.content]).toEqual([0, 255, 128])
  })

  it('take up 128 KiB in a release, and not a byte more', () => {
    const text = `services:
  a: {image: x, configs: [c]}
  b: {image: x, configs: [c]}
configs: {c: {file: c.bin}}
`
    expect(faultsIn({ 'c.yml': text, 'c.bin': 'x'.repeat(64 * 1024) })).toEqual([])
    expect(faultsIn({ 'c.yml': text, 'c.bin': 'x'.repeat(64 * 1024 + 1) })).toEqual([
      "c.yml:3:27: brings the release's secrets and configs to 131074 bytes of at most 131072; put it into an image, or mount it from the host",
    ])
  })

  it.each<[string, string, string[]]>([
    [
      'that are not declared',
      web('secrets: [kye]', 'secrets: {key: {environment: TAG}}'),
      ['c.yml:1:38: there is no secret "kye" under the top-level secrets; did you mean "key"?'],
    ],
    [
      'that devices do not keep',
      web('configs: [s]', 'configs: {s: {external: true}}'),
      ['c.yml:2:25: cannot be external: a device keeps secrets of its own, and no configs'],
    ],
    [
      'that are here and on the device',
      web('secrets: [s]', 'secrets: {s: {external: true, file: a}}'),
      ['c.yml:2:37: has a value here, but is external at c.yml:2:25'],
    ],
    [
      'by a name that no device knows',
      web('secrets: [a, b]', 'secrets: {a: {external: true, name: ../x}, b: {external: {name: "y z"}}}'),
      [
        'c.yml:2:37: "../x" is not the name of a secret: letters, digits',
        'c.yml:2:65: "y z" is not the name of a secret',
      ],
    ],
    [
      'by two names',
      web('secrets: [a]', 'secrets: {a: {external: {name: x}, name: y}}'),
      ['c.yml:2:42: is another name than the one at c.yml:2:32'],
    ],
    [
      'that say twice what they are',
      web('configs: [c]', 'configs: {c: {content: a, file: b}}'),
      ['c.yml:2:11: the config "c" needs one of'],
    ],
    [
      'without their file',
      web('configs: [c]', 'configs: {c: {file: ./no.ini}}'),
      ['c.yml:2:21: there is no file "no.ini"'],
    ],
    [
      'without their variable',
      web('configs: [c]', 'configs: {c: {environment: NO}}'),
      ['c.yml:2:28: the variable NO is not set'],
    ],
    [
      'that nobody may read',
      web('configs: [{source: c, mode: 0222}]', 'configs: {c: {content: a}}'),
      ['c.yml:1:56: would let nobody read it'],
    ],
    [
      'at no path of a file',
      web('configs: [{source: c, target: ../x}]', 'configs: {c: {content: a}}'),
      ['c.yml:1:38: "../x" is not the path of a file'],
    ],
    [
      'in one place',
      web('configs: [c, {source: c, target: /c}]', 'configs: {c: {content: a}}'),
      ['c.yml:1:37: puts two things at "/c"'],
    ],
    [
      'below a tmpfs',
      web('tmpfs: /run, secrets: [s]', 'secrets: {s: {environment: TAG}}'),
      ['c.yml:1:50: /run/secrets/s would be hidden by the tmpfs at /run; give it another "target"'],
    ],
    [
      'below what each container makes for itself',
      web('configs: [{source: c, target: /proc/c}]', 'configs: {c: {content: a}}'),
      ["c.yml:1:37: /proc/c would be hidden by the container's own /proc"],
    ],
    [
      'in a mount that is read-only',
      web(
        'volumes: ["v:/etc/app:ro"], configs: [{source: c, target: /etc/app/c}]',
        'configs: {c: {content: a}}\nvolumes: {v: }',
      ),
      ['c.yml:1:65: /etc/app/c cannot be put into the read-only mount at /etc/app; give it another "target"'],
    ],
    [
      'in a root directory that is read-only',
      web('read_only: true, configs: [c]', 'configs: {c: {content: a}}'),
      ['c.yml:1:54: /c is in a root directory that is read-only; give it a "target" in another one'],
    ],
  ])('%s are refused', (_, text, expected) => {
    const found = faultsIn({ 'c.yml': text })
    expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
  })
})

describe('links', () => {
  const text = (links: string) => `
services:
  web: {image: x, links: [${links}], networks: [front, back]}
  db: {image: x, networks: {back: {aliases: [sql]}, side: }}
  far: {image: x, network_mode: host}
networks: {front: , back: , side: }
`
  it('are aliases on the networks that both are on, and a dependency', () => {
    const { services } = releaseOf({ 'c.yml': text('db, "db:database"') })
    expect(services[0]!.dependsOn).toMatchObject([{ service: 'db', condition: 1 }])
    expect(services[1]!.networks.map(({ network, aliases }) => [network, aliases])).toEqual([
      ['back', ['sql', 'database']],
      ['side', []],
    ])
  })

  it.each([
    ['to nobody', 'dbb', 'c.yml:3:27: there is no service "dbb"; did you mean "db"?'],
    ['to one on no network', 'far', 'c.yml:3:27: has no network in common with "far"'],
    ['by the name of another', '"db:far"', 'c.yml:3:27: the alias "far" is the name of another service'],
    ['to itself', 'web', 'c.yml:3:27: services wait for one another: web → web'],
    ['that are none', '"db:a:b"', 'c.yml:3:27: is not SERVICE or SERVICE:ALIAS'],
  ])('%s are refused', (_, links, expected) => expect(faultsIn({ 'c.yml': text(links) })).toEqual([expected]))
})
