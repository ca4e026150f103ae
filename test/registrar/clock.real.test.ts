/** True agents on the real broker, by mutual TLS, whose clocks are wrong. */
import { globSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { Site } from './site.ts'

/** Debian's faketime. */
const LIBRARY = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0] ?? ''
const itIfThere = it.skipIf(LIBRARY === '' && process.env.CI !== 'true')

/** A process whose wall clock says this and runs on from there; what counts from the boot is left as it is. */
const clockOf = (time: string): Record<string, string> => ({
  LD_PRELOAD: LIBRARY,
  FAKETIME: `@${time}`,
  DONT_FAKE_MONOTONIC: '1',
})
/** A process for which time goes so much faster. */
const faster = (times: number): Record<string, string> => ({ LD_PRELOAD: LIBRARY, FAKETIME: `+0 x${times}` })

describeReal('agents with a wrong clock', (rig) => {
  let site: Site
  let boards: Boards
  beforeAll(async () => {
    site = await Site.open()
    boards = await Boards.on(site, rig.engine)
  })
  afterAll(async () => {
    await boards.clear()
    await site.clear()
  })

  const keysOf = async (board: string) => (await readdir(site.path(`${board}/data/identity`))).sort()
  const endOf = async (device: string): Promise<number> => {
    const lines = (await site.holdfast('devices', '--json')).out.split('\n')
    return lines
      .map((line) => JSON.parse(line) as { name: string; notAfterMs: number })
      .find(({ name }) => name === device)!.notAfterMs
  }
  const reportedAt = (device: string, agent: HoldfastProcess, time: string) =>
    boards.reported(device, agent, ({ atMs }) => Math.abs(atMs - Date.parse(`${time}Z`)) < 3_600_000)

  itIfThere('become somebody in 1970, and go on in 1970 and in 2107, when every certificate has ended', async () => {
    // Another board is given a certificate that does not live long.
    const registrar = await site.registrar('serving', '--lifetime', '1m')
    await writeFile(site.path('short.token'), await site.token('shop', 1))
    await boards.make('board-2', { device: 'till-2', tokenFile: site.path('short.token') })
    const short = boards.start('board-2')
    await boards.reported('till-2', short)
    await boards.stop(short)
    registrar.child.kill('SIGTERM')
    await registrar.ended

    await site.registrar()
    await writeFile(site.path('shop.token'), await site.token('shop', 1))
    await boards.make('board-1', { device: 'till-1', tokenFile: site.path('shop.token') })
    let keys: string[] | null = null
    for (const time of ['1970-01-02 00:00:00', '1970-03-04 00:00:00', '2107-01-02 00:00:00']) {
      const agent = boards.start('board-1', clockOf(time))
      await reportedAt('till-1', agent, time)
      expect(agent.err.concat(agent.out).join('\n')).toContain(
        'the broker was judged by the time that is known at least',
      )
      await boards.stop(agent)
      keys ??= await keysOf('board-1')
      expect(await keysOf('board-1')).toEqual(keys)
    }
    expect(keys).toHaveLength(2)
  })

  itIfThere('show a certificate that has ended while they were off, and are given the next', async () => {
    const before = await keysOf('board-2')
    const endMs = await endOf('till-2')
    await until('the end of its certificate', () => Date.now() > endMs + 1000)
    // It gives the broker a minute before it takes itself for refused.
    const agent = boards.start('board-2', faster(20))
    await until(
      'another certificate',
      async () => (await endOf('till-2')) > Date.now(),
      () => [...agent.err, ...agent.out].join('\n'),
    )
    await until('its old keys to be gone', async () => !(await keysOf('board-2')).some((name) => before.includes(name)))
    expect(boards.reportOf('till-2')).toMatchObject({ device: 'till-2', fleet: 'shop' })
  })
})
