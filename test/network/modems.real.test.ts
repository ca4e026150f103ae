/** ModemManager's own `mmcli`, which asks a modem that is played for it: what is read is what that program writes. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mmcliModems } from '../../agent/network/modems.ts'
import { type Server, server } from '../rig/process.ts'
import { BUS_CONFIG } from './networkmanager-rig.ts'
import { type PlayedModem, playModem, whyNoModem } from './played-modem.ts'

const run = promisify(execFile)
const reason = await whyNoModem()
if (reason !== null && process.env.CI !== undefined) throw new Error(`no modem to test on: ${reason}`)

describe.skipIf(reason !== null)(`a real mmcli${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  const exec = async (program: string, ...args: string[]): Promise<string> => (await run(program, args)).stdout
  let dir: string
  let bus: Server
  let modem: PlayedModem | null = null

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hf-modem-'))
    const address = `unix:path=${join(dir, 'bus.sock')}`
    vi.stubEnv('DBUS_SYSTEM_BUS_ADDRESS', address)
    await writeFile(join(dir, 'bus.conf'), BUS_CONFIG(join(dir, 'bus.sock')))
    bus = server({
      command: 'dbus-daemon',
      args: [`--config-file=${join(dir, 'bus.conf')}`, '--nofork', '--nopidfile'],
      log: join(dir, 'bus.log'),
      ready: () =>
        exec('busctl', 'list').then(
          () => true,
          () => false,
        ),
    })
    await bus.start()
  })
  afterAll(async () => {
    await modem?.stop()
    await bus?.end('SIGKILL')
    vi.unstubAllEnvs()
    await rm(dir, { recursive: true, force: true })
  })

  it('knows of none while ModemManager does not run, and then what it says of one', async () => {
    expect(await mmcliModems().read()).toEqual([])
    modem = await playModem({
      dir,
      env: { DBUS_SYSTEM_BUS_ADDRESS: process.env.DBUS_SYSTEM_BUS_ADDRESS! },
      argv: (command, args) => ({ command, args: [...args] }),
      exec,
      gives: { interface: 'wwan0', address: '10.7.0.8', prefix: 24, gateway: '10.7.0.1', dns: '10.7.0.1' },
    })
    const reading = {
      state: 'registered',
      registration: 'roaming',
      operator: 'Exámple Móvil',
      technology: 'lte',
      qualityPercent: 62,
    }
    expect(await mmcliModems().read()).toEqual([{ interfaces: ['wwan0'], reading }])
  })
})
