/**
 * Brokers that are reached by a proxy alone: Debian's tinyproxy for CONNECT, its microsocks for SOCKS 5.
 *
 * Invariant: where the way past the proxy is closed, a device that is there came by it.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Server, server } from '../rig/process.ts'
import { ADDRESSES, type FarDevice, GATEWAY } from './far-device.ts'
import { BACKOFF_MS, births, on, type Story, says, within } from './story.ts'

export const LOGIN = { username: 'press-7', password: 'hunter2' }

export interface ProxyProgram {
  url: string
  argv(far: FarDevice): Promise<[command: string, ...args: string[]]>
}

export const TINYPROXY = tinyproxy(8888, LOGIN)

/** At the gateway; it lets whoever has that login through to brokers. */
export function tinyproxy(port: number, login: { username: string; password: string }): ProxyProgram {
  return {
    url: `http://${GATEWAY}:${port}`,
    async argv(far) {
      const lines = [
        `Port ${port}`,
        `Listen ${GATEWAY}`,
        'ConnectPort 1883',
        `BasicAuth ${login.username} ${login.password}`,
        'LogLevel Connect',
      ]
      const config = join(far.world.dir, 'tinyproxy.conf')
      await writeFile(config, `${lines.join('\n')}\n`)
      return ['tinyproxy', '-d', '-c', config]
    },
  }
}

export const MICROSOCKS: ProxyProgram = {
  url: `socks5h://${GATEWAY}:1080`,
  argv: async () => ['microsocks', '-i', GATEWAY, '-p', '1080', '-u', LOGIN.username, '-P', LOGIN.password],
}

const more =
  ({ url }: ProxyProgram, password = LOGIN.password) =>
  (folder: string) => ({
    proxy: { url, username: LOGIN.username, passwordFile: join(folder, `password-${password}`) },
  })

/** Starts the proxy, which looks names up in its world as the device does in its own. */
export async function withProxy<T>(
  far: FarDevice,
  proxy: ProxyProgram,
  story: (running: Server) => Promise<T>,
  wayPast: 'closed' | 'open' = 'closed',
): Promise<T> {
  for (const word of [LOGIN.password, 'stale'])
    await writeFile(join(far.device.dir, `password-${word}`), `${word}\n`, { mode: 0o600 })
  await far.world.exec('sh', '-c', `echo "nameserver ${GATEWAY}" > /etc/resolv.conf`)
  if (wayPast === 'closed') await closeWayPast(far)
  const [command, ...args] = await proxy.argv(far)
  const running = server({
    ...far.world.argv(command, args),
    log: join(far.world.dir, 'proxy.log'),
    ready: async () => (await far.world.exec('ss', '-Hltn', 'src', GATEWAY)).includes(`:${new URL(proxy.url).port} `),
  })
  await running.start()
  await far.manager.nmcli('--wait', '20', 'connection', 'up', 'base')
  try {
    return await story(running)
  } finally {
    await running.end('SIGKILL')
  }
}

/** Nothing that the device sends to the broker itself arrives. */
export async function closeWayPast(far: FarDevice): Promise<void> {
  await far.world.exec('iptables', '-A', 'INPUT', '-i', 'peer0', '-d', ADDRESSES[0], '-j', 'DROP')
}

const behind = (far: FarDevice, proxy: ProxyProgram) =>
  withProxy(far, proxy, async (running) => {
    far.start()
    await within(far, BACKOFF_MS, 'its report', () => far.brokers[0]!.reports.length > 0)
    const { status, out } = await far.run('doctor', '--json')
    const { findings } = JSON.parse(out.join(''))
    for (const layer of ['proxy', 'broker'])
      expect(findings).toContainEqual(expect.objectContaining({ layer, state: 'ok' }))
    expect(status).toBe(0)
    const before = births(far)
    await running.end('SIGKILL')
    await within(far, BACKOFF_MS, 'that it is not there', () => says(far, /cannot connect to 10\.9\.0\.1/))
    await running.start()
    await within(far, BACKOFF_MS, 'it is back', () => births(far) > before)
    expect([...far.log, ...out].join('\n')).not.toContain(LOGIN.password)
  })

const refused = (far: FarDevice, proxy: ProxyProgram) =>
  withProxy(far, proxy, async () => {
    const { status, out } = await far.run('doctor', '--json')
    expect(JSON.parse(out.join(''))).toMatchObject({ first: 'proxy' })
    expect(out.join('')).toContain('another user or password')
    expect(status).toBe(1)
  })

export const PROXIES: Record<string, Story> = {
  'a broker behind tinyproxy': (dist) => on(dist, { more: more(TINYPROXY) }, (far) => behind(far, TINYPROXY)),
  'a broker behind microsocks': (dist) => on(dist, { more: more(MICROSOCKS) }, (far) => behind(far, MICROSOCKS)),
  'a password that tinyproxy does not take': (dist) =>
    on(dist, { more: more(TINYPROXY, 'stale') }, (far) => refused(far, TINYPROXY)),
  'a password that microsocks does not take': (dist) =>
    on(dist, { more: more(MICROSOCKS, 'stale') }, (far) => refused(far, MICROSOCKS)),
}
