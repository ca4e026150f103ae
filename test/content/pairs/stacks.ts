/**
 * Two applications as people ship them: a Python and a Node service on Debian, with libraries from its packages.
 *
 * Invariant: pure; the same release gives the same files. Between two releases a few modules differ, and what names the release.
 */
import { seededRandom } from '../../../simulators/seeded-random.ts'

export interface Stack {
  name: string
  /** Packages of each layer, the lowest first; each adds what the ones before it lack. */
  layers: readonly (readonly string[])[]
  /** Ends with 0 and tells its release, when all that it is made of works. */
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  /** How a module of it ends its name, and how it begins. */
  main: { path: string; text: string }
  extension: string
}

const BASE = ['base-files', 'bash', 'coreutils', 'dash', 'libc-bin', 'findutils', 'grep', 'sed', 'tar', 'util-linux']
const USUAL = [...BASE, 'perl-base', 'openssl', 'ca-certificates', 'tzdata']
const SCIENCE = ['python3-numpy', 'python3-pil', 'python3-cryptography', 'python3-lxml', 'python3-yaml']
const LIBRARIES = '/usr/lib/x86_64-linux-gnu'

const PYTHON: Stack = {
  name: 'python',
  layers: [
    USUAL,
    ['python3'],
    [...SCIENCE, 'python3-flask', 'python3-requests', 'python3-sqlalchemy', 'python3-paho-mqtt', 'gunicorn'],
  ],
  command: ['/usr/bin/python3', '/srv/app/main.py'],
  // What Debian's alternatives would link.
  environment: { LD_LIBRARY_PATH: `${LIBRARIES}/blas:${LIBRARIES}/lapack`, PYTHONDONTWRITEBYTECODE: '1' },
  main: { path: 'main.py', text: 'import flask, numpy, ssl\nprint(open("/srv/app/release").read())\n' },
  extension: 'py',
}

const NODE: Stack = {
  name: 'node',
  layers: [USUAL, ['nodejs'], ['npm', 'node-express', 'node-ws']],
  command: ['/usr/bin/node', '/srv/app/main.js'],
  environment: {},
  main: {
    path: 'main.js',
    text: 'require("express")\nrequire("ws")\nconsole.log(require("fs").readFileSync("/srv/app/release", "utf8"))\n',
  },
  extension: 'js',
}

/** 290 and 320 MB unpacked. */
export const STACKS: readonly Stack[] = [PYTHON, NODE]

/** The same with no more than it takes to run: 90 and 140 MB. */
export const SMALL_STACKS: readonly Stack[] = [
  {
    ...PYTHON,
    layers: [['base-files', 'coreutils', 'libc-bin', 'openssl'], ['python3-minimal'], ['python3-yaml']],
    main: { ...PYTHON.main, text: 'import yaml\nprint(open("/srv/app/release").read())\n' },
  },
  {
    ...NODE,
    layers: [['base-files', 'coreutils', 'libc-bin', 'openssl'], ['nodejs'], ['node-ws']],
    main: { ...NODE.main, text: NODE.main.text.replace('require("express")\n', '') },
  },
]

const MODULES = 150
const LINES = 220
/** One module in so many is changed by a release. */
const CHANGED = 12

/** Path below `/srv/app`, to text. */
export function applicationFiles(stack: Stack, release: number): Record<string, string> {
  const files: Record<string, string> = { release: `release ${release}`, [stack.main.path]: stack.main.text }
  const comment = stack.extension === 'py' ? '#' : '//'
  for (let at = 0; at < MODULES; at++) {
    const random = seededRandom(`${stack.name}/${at}`)
    const lines = Array.from({ length: LINES }, () => `${comment} ${words(random)}`)
    if (at % CHANGED === 0) lines[at % LINES] = `${comment} of release ${release}`
    files[`modules/part${at}.${stack.extension}`] = `${lines.join('\n')}\n`
  }
  return files
}

/** Text that packs as programs do. */
function words(random: () => number): string {
  return Array.from({ length: 6 }, () => Math.floor(random() * 30_000).toString(36)).join(' ')
}
