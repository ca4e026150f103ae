import { describe, expect, it } from 'vitest'
import { Restart } from '../../protocol/enums.ts'
import { type Files, faultsIn, notesIn, releaseOf } from './testing.ts'

const serviceOf = (files: Files, name: string) => releaseOf(files).services.find((service) => service.name === name)!

describe('extends', () => {
  it('begins as a service of the same file, through a chain, and merges over it', () => {
    const text = `
services:
  cli: {extends: {service: common}, environment: {PORT: 8080}, command: [b]}
  common: {extends: base, image: "web:\${TAG}", environment: [TZ=utc, PORT=80], command: [a], cap_add: [MKNOD]}
  base: {image: none, user: root, cap_add: [CHOWN]}
`
    expect(serviceOf({ 'c.yml': text }, 'cli')).toMatchObject({
      image: 'web:1.2',
      environment: { TZ: 'utc', PORT: '8080' },
      command: ['b'],
      user: 'root',
      capAdd: ['CHOWN', 'MKNOD'],
    })
  })

  it('begins as a service of another file, whose paths start from where that one is', () => {
    const files = {
      'c.yml': 'services: {web: {extends: {file: common/base.yml, service: web}, ports: !reset []}}',
      'common/base.yml':
        'services: {web: {extends: {file: ../deep.yml, service: x}, env_file: e.env, ports: ["80:80"]}, other: {bad: 1}}',
      'common/e.env': `TAG_WAS=\${TAG}`,
      'deep.yml': 'services: {x: {image: deep, restart: always}}',
    }
    expect(serviceOf(files, 'web')).toMatchObject({
      image: 'deep',
      restart: Restart.RESTART_ALWAYS,
      environment: { TAG_WAS: '1.2' },
      ports: [],
    })
  })

  it.each<[string, Files, string[]]>([
    [
      'a circle',
      { 'c.yml': 'services:\n  a: {image: x, extends: b}\n  b: {extends: {service: a}}\n' },
      [
        'c.yml:2:26: extends itself: a (c.yml) → b (c.yml) → a (c.yml)',
        'c.yml:3:16: extends itself: b (c.yml) → a (c.yml) → b (c.yml)',
      ],
    ],
    [
      'a circle through files',
      {
        'c.yml': 'services: {a: {image: x, extends: {file: d.yml, service: b}}}',
        'd.yml': 'services: {b: {extends: {file: c.yml, service: a}}}',
      },
      ['c.yml:1:35: extends itself: a (c.yml) → b (d.yml) → a (c.yml)'],
    ],
    [
      'nobody',
      { 'c.yml': 'services:\n  a: {image: x, extends: bb}\n  bbb: {image: x}\n' },
      ['c.yml:2:26: there is no service "bb" to extend; did you mean "bbb"?'],
    ],
    [
      'a file that is not there',
      { 'c.yml': 'services: {a: {image: x, extends: {file: d.yml, service: b}}}' },
      ['c.yml:1:35: there is no compose file "d.yml" to extend from'],
    ],
    [
      'what is wrong in another file, once for all who extend it',
      {
        'c.yml': 'services: {a: {extends: {file: d.yml, service: b}}, c: {extends: {file: d.yml, service: b}}}',
        'd.yml': 'services:\n  b:\n    image: x\n    usr: root\n    volumes: ["data:/d"]\n',
      },
      [
        'd.yml:4:5: "usr" is not known here; did you mean "user"?',
        'd.yml:5:15: there is no volume "data" under the top-level volumes',
      ],
    ],
    [
      'an unknown key of it',
      { 'c.yml': 'services: {a: {image: x, extends: {servce: b}}, b: {image: x}}' },
      ['c.yml:1:35: needs a "service"', 'c.yml:1:36: "servce" is not known here; did you mean "service"?'],
    ],
  ])('of %s is refused', (_, files, expected) => expect(faultsIn(files)).toEqual(expected))
})

describe('include', () => {
  const files: Files = {
    'c.yml': `
include:
  - shared/db.yml
  - {path: [other/app.yml, other/more.yml], project_directory: ., env_file: other.env}
services: {web: {image: web, depends_on: [db], networks: [back]}}
`,
    'shared/db.yml': `
name: theirs
services:
  db: {image: "db:\${VERSION}-\${TAG}", env_file: db.env, volumes: [data:/d], networks: [back]}
volumes: {data: }
networks: {back: }
`,
    'shared/.env': 'VERSION=9\nTAG=never',
    'shared/db.env': 'FROM=shared',
    'other/app.yml': `services: {app: {image: "app:\${NAME}", env_file: root.env}}`,
    'other/more.yml': 'services: {app: {user: nobody}}',
    'other.env': 'NAME=two',
    'root.env': 'FROM=root',
  }

  it('takes in services and what they stand on, each with its own paths and variables', () => {
    const release = releaseOf(files)
    expect(release.name).toBe('app')
    expect(release.services.map(({ name, image }) => [name, image])).toEqual([
      ['web', 'web'],
      ['db', 'db:9-1.2'],
      ['app', 'app:two'],
    ])
    expect(release.services.map(({ environment }) => environment)).toEqual([{}, { FROM: 'shared' }, { FROM: 'root' }])
    expect(release.services[2]!.user).toBe('nobody')
    expect(release.volumes.map(({ name }) => name)).toEqual(['data'])
  })

  it('lets a file that is merged over the first one change what is included', () => {
    const over = { ...files, 'o.yml': 'services: {db: {image: mine}}' }
    expect(releaseOf(over, { files: ['c.yml', 'o.yml'] }).services.map(({ image }) => image)).toContain('mine')
  })

  it('takes in the same file by two ways', () => {
    const diamond = {
      'c.yml': 'include: [a.yml, b.yml]\nservices: {web: {image: x}}',
      'a.yml': 'include: [d.yml]\n',
      'b.yml': 'include: [d.yml]\n',
      'd.yml': 'services: {deep: {image: x}}',
    }
    expect(releaseOf(diamond).services.map(({ name }) => name)).toEqual(['web', 'deep'])
  })

  it('notes what an included file says in vain', () => {
    const noted = {
      'c.yml': 'include: [a.yml]',
      'a.yml': 'services: {a: {image: x}}\nx-holdfast: {version: 2}\nx-mine: 1\n',
    }
    expect(notesIn(noted)).toEqual(['a.yml:2:1: "x-holdfast" of an included file has no effect'])
  })

  it.each<[string, Files, string[]]>([
    [
      'itself',
      { 'c.yml': 'include: [a.yml]\nservices: {a: {image: x}}', 'a.yml': 'include: [c.yml]' },
      ['a.yml:1:11: includes itself: c.yml → a.yml → c.yml'],
    ],
    [
      'a name that is taken',
      { 'c.yml': 'include: [a.yml]\nservices: {a: {image: x}}', 'a.yml': 'services: {a: {image: y}}' },
      ['c.yml:2:12: "a" is included too, from a.yml:1:12'],
    ],
    [
      'what is not there',
      { 'c.yml': 'include: [no.yml]\nservices: {a: {image: x}}' },
      ['c.yml:1:11: there is no file "no.yml"'],
    ],
    [
      'variables that are not there',
      { 'c.yml': 'include: [{path: a.yml, env_file: no.env}]', 'a.yml': 'services: {a: {image: x}}' },
      ['c.yml:1:35: there is no file "no.env"'],
    ],
    [
      'what is elsewhere',
      { 'c.yml': 'include: ["oci://registry.example/app", {pth: x}]\nservices: {a: {image: x}}' },
      [
        'c.yml:1:11: is remote; fetch it first',
        'c.yml:1:41: needs a "path"',
        'c.yml:1:42: "pth" is not known here; did you mean "path"?',
      ],
    ],
    [
      'a fault, which keeps its place',
      { 'c.yml': 'include: [x/a.yml]', 'x/a.yml': 'services:\n  a:\n    image: x\n    prots: []\n' },
      ['x/a.yml:4:5: "prots" is not known here; did you mean "ports"?'],
    ],
    [
      'a variable that is needed',
      { 'c.yml': 'include: [x/a.yml]', 'x/a.yml': `services: {a: {image: x, user: "\${NEED:?say it}"}}` },
      ['x/a.yml:1:32: needs the variable NEED: say it'],
    ],
  ])('of %s is refused', (_, bad, expected) => expect(faultsIn(bad)).toEqual(expected))
})
