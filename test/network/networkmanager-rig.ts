/**
 * A real NetworkManager with a D-Bus of its own, in the namespace of a device.
 *
 * Invariant: it manages only what is in its namespace; `powerCut` leaves what a boot would find, and nothing more.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Server, server } from '../rig/process.ts'
import type { Netns } from './netns.ts'

/** Of a bus on which everybody may say everything. */
export const BUS_CONFIG = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_destination="*" eavesdrop="false"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
`

const CONFIG = `[main]
plugins=keyfile
dns=default
rc-manager=file
auth-polkit=false
no-auto-default=*
hostname-mode=none
dhcp=internal
[device-all]
match-device=interface-name:eth*,interface-name:wlan*
managed=1
[device-of-a-modem]
match-device=interface-name:wwan*
managed=0
[connectivity]
enabled=false
`

export interface NetworkManagerRig {
  /** What its clients need in their environment. */
  readonly env: { DBUS_SYSTEM_BUS_ADDRESS: string }
  nmcli(...args: string[]): Promise<string>
  /** SIGKILL; what it has set up in the kernel stays. */
  kill(): Promise<void>
  start(): Promise<void>
  /** As {@link kill}, and the kernel and /run have forgotten everything. Interfaces stay, down. */
  powerCut(): Promise<void>
  stop(): Promise<void>
}

export async function startNetworkManager(ns: Netns): Promise<NetworkManagerRig> {
  const socket = join(ns.dir, 'bus.sock')
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` }
  const busConfig = join(ns.dir, 'bus.conf')
  const config = join(ns.dir, 'NetworkManager.conf')
  await writeFile(busConfig, BUS_CONFIG(socket))
  await writeFile(config, CONFIG, { mode: 0o600 })

  const asked = async (...args: string[]) =>
    ns.exec('env', ...Object.entries(env).map(([k, v]) => `${k}=${v}`), ...args)
  const answers =
    (...args: string[]) =>
    async () =>
      asked(...args).then(
        () => true,
        () => false,
      )
  const part = (command: string, args: readonly string[], ready: () => Promise<boolean>): Server =>
    server({ ...ns.argv(command, args), log: join(ns.dir, `${command}.log`), env, ready })
  const bus = part('dbus-daemon', [`--config-file=${busConfig}`, '--nofork', '--nopidfile'], answers('busctl', 'list'))
  const manager = part(
    'NetworkManager',
    ['--debug', '--no-daemon', '--config', config, '--config-dir', join(ns.dir, 'none')],
    answers('nmcli', '--terse', 'general', 'status'),
  )
  await bus.start()
  await manager.start()
  return {
    env,
    nmcli: (...args) => asked('nmcli', ...args),
    kill: () => manager.end('SIGKILL'),
    start: () => manager.start(),
    async powerCut() {
      await manager.end('SIGKILL')
      await ns.exec('sh', '-c', 'rm -rf /run/NetworkManager && mkdir -p /run/NetworkManager/system-connections')
      await ns.exec('sh', '-c', ': > /etc/resolv.conf')
      const links = (await ns.exec('sh', '-c', 'ls /sys/class/net'))
        .split(/\s+/)
        .filter((name) => /^(eth|wlan|wwan)/.test(name))
      for (const link of links) {
        await ns.exec('ip', 'link', 'set', link, 'down', 'mtu', '1500')
        await ns.exec('ip', 'addr', 'flush', 'dev', link)
      }
    },
    async stop() {
      await manager.end('SIGTERM')
      await bus.end('SIGTERM')
    },
  }
}
