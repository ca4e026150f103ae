/**
 * A modem that is played on a D-Bus, for ModemManager's own `mmcli` and a real NetworkManager: `played-modem.py`.
 *
 * Invariant: an interface that is there already stands in for the radio; all else is what its clients see of a real one.
 */
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Server, server } from '../rig/process.ts'

/** What has to be there, with its Debian package. */
const PROGRAMS = [
  ['/usr/bin/mmcli', 'modemmanager'],
  ['/usr/lib/python3/dist-packages/dbusmock', 'python3-dbusmock'],
] as const

/** Why no modem can be played here; null when one can. */
export async function whyNoModem(): Promise<string | null> {
  const missing: string[] = []
  for (const [path, name] of PROGRAMS) await access(path).catch(() => missing.push(name))
  return missing.length === 0 ? null : `missing here: ${missing.join(', ')}`
}

export interface PlayedModem {
  /** Its connections so far: what each was asked with. */
  asked(): Promise<Record<string, string>[]>
  /** SIGKILL, and it is there anew, connected to nothing. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface ModemSite {
  /** For its files. */
  dir: string
  env: { DBUS_SYSTEM_BUS_ADDRESS: string }
  /** How a program is started where it is to be. */
  argv(program: string, args: readonly string[]): { command: string; args: string[] }
  /** Runs a program there to its end; what it wrote. */
  exec(program: string, ...args: string[]): Promise<string>
  /** Its interface, and what a connection of it gives. */
  gives: { interface: string; address: string; prefix: number; gateway: string; dns: string }
  /** The only one that its network knows. Default: any. */
  apn?: string
}

export async function playModem({ dir, env, argv, exec, gives, apn = '' }: ModemSite): Promise<PlayedModem> {
  const asked = join(dir, 'modem-asked')
  const template = join(import.meta.dirname, 'played-modem.py')
  const parameters = JSON.stringify({ ...gives, asked, apn })
  const words = ['-m', 'dbusmock', '--system', '--template', template, '--parameters', parameters]
  const bus = `DBUS_SYSTEM_BUS_ADDRESS=${env.DBUS_SYSTEM_BUS_ADDRESS}`
  const running: Server = server({
    ...argv('/usr/bin/python3', words),
    log: join(dir, 'modem.log'),
    env,
    ready: () =>
      exec('env', bus, 'mmcli', '--list-modems').then(
        (said) => said.includes('/Modem/0'),
        () => false,
      ),
  })
  await running.start()
  return {
    async asked() {
      const text = await readFile(asked, 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, string>)
    },
    async restart() {
      await running.end('SIGKILL')
      await running.start()
    },
    stop: () => running.end('SIGKILL'),
  }
}
