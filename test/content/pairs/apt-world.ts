/**
 * Packages of a release of Debian, as apt chooses them for a machine that has none.
 *
 * Invariant: what this machine has installed, and which Debian it runs, changes nothing; nothing is installed here. Packages
 * come from the mirror that its own apt is set up with, and each comes once.
 */
import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { debianMirror } from '../../rig/debian-tree.ts'

const run = promisify(execFile)
const MUCH = { maxBuffer: 2 ** 28 }

export type Suite = 'bookworm' | 'trixie'

/** A source package and the version that is taken of it. */
export interface Held {
  source: string
  version: string
}

export interface AptWorld {
  /** Of a package, the newest first. */
  versions(name: string): Promise<string[]>
  /** These and all that they need: file names of packages in `folder`. */
  fetch(names: readonly string[], held: Held | null): Promise<string[]>
  readonly folder: string
}

/** @param folder is made; needs Debian's apt, and seconds */
export async function aptWorld(folder: string, suite: Suite): Promise<AptWorld> {
  const debs = join(folder, 'debs')
  for (const each of [
    'lists/partial',
    'cache/archives/partial',
    'etc/apt.conf.d',
    'etc/preferences.d',
    'var/log/apt',
    'debs',
  ])
    await mkdir(join(folder, each), { recursive: true })
  await writeFile(join(folder, 'status'), '')
  await writeFile(join(folder, 'etc/sources.list'), sourcesOf(suite))
  await writeFile(join(folder, 'apt.conf'), settingsOf(folder))
  const env = { ...process.env, APT_CONFIG: join(folder, 'apt.conf') }
  const apt = async (program: string, args: readonly string[], cwd = folder): Promise<string> =>
    (await run(program, args, { ...MUCH, env, cwd })).stdout
  await apt('apt-get', ['update', '-qq'])

  return {
    folder: debs,
    async versions(name) {
      const lines = (await apt('apt-cache', ['madison', name])).trim().split('\n')
      return [...new Set(lines.map((line) => line.split('|')[1]?.trim() ?? ''))].filter((version) => version !== '')
    },
    async fetch(names, held) {
      const preferences = join(folder, 'preferences')
      const pin = held && `Package: src:${held.source}\nPin: version ${held.version}\nPin-Priority: 1001\n`
      await writeFile(preferences, pin ?? '')
      const plan = ['-s', '-o', `Dir::Etc::preferences=${preferences}`, 'install', ...names]
      const chosen = [...(await apt('apt-get', plan)).matchAll(/^Inst (\S+) \((\S+) /gm)]
      const here = new Set(await readdir(debs))
      const lacking = chosen.filter(([, name, version]) => ![...here].some((file) => isFileOf(file, name, version)))
      const wanted = lacking.map(([, name, version]) => `${name}=${version}`)
      if (wanted.length > 0) await apt('apt-get', ['download', '-qq', ...wanted], debs)
      const files = await readdir(debs)
      return chosen.map(([, name, version]) => {
        const file = files.find((each) => isFileOf(each, name, version))
        if (file === undefined) throw new Error(`apt did not bring ${name} ${version}`)
        return file
      })
    },
  }
}

function isFileOf(file: string, name = '', version = ''): boolean {
  return file.startsWith(`${name}_${version.replaceAll(':', '%3a')}_`)
}

function sourcesOf(suite: Suite): string {
  const mirror = debianMirror().replace(/\/$/, '')
  const lines = [suite, `${suite}-updates`].map((each) => `deb ${mirror} ${each} main`)
  return [...lines, `deb ${mirror}-security ${suite}-security main`, ''].join('\n')
}

function settingsOf(folder: string): string {
  const values = {
    Dir: folder,
    'Dir::State': folder,
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc': join(folder, 'etc'),
    'Dir::Etc::TrustedParts': '/usr/share/keyrings',
    'Acquire::Languages': 'none',
    'APT::Install-Recommends': 'false',
    // The folder may be closed to apt's own user.
    'APT::Sandbox::User': 'root',
  }
  return Object.entries(values)
    .map(([key, value]) => `${key} "${value}";\n`)
    .join('')
}
