/** True agents, from their first power-on: claim, certificate, mutual TLS, report; and how they lose it again. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { type Ear, Site } from './site.ts'

describeReal('agents that claim their identity', (rig) => {
  let site: Site
  let operator: Ear
  const agents: HoldfastProcess[] = []
  beforeAll(async () => {
    site = await Site.open()
    await site.registrar()
    operator = await site.operator()
    await operator.client.subscribeAsync('hf/1/device/+/report', { qos: 1 })
  })
  afterAll(async () => {
    for (const { child, ended } of agents) {
      child.kill('SIGKILL')
      await ended
    }
    await site.clear()
  })

  /** Switches a new board on. @param proof of the claim's configuration */
  async function powerOn(board: string, proof: object): Promise<HoldfastProcess> {
    await mkdir(site.path(board), { recursive: true })
    const claim = {
      url: `mqtts://localhost:${site.ports.claims}`,
      username: 'claim',
      passwordFile: site.path('broker/claim.password'),
      caFile: site.path('broker/authority.pem'),
      authorityFile: site.path('broker/authority.pem'),
      ...proof,
    }
    const trustedKeys = [formatPublicKey(generateKey('release'))]
    const config = { claim, trustedKeys, dataDir: site.path(`${board}/data`), engine: { socket: rig.engine } }
    await writeFile(site.path(`${board}/agent.json`), JSON.stringify(config))
    const agent = startHoldfast(['agent', '--config', site.path(`${board}/agent.json`)], { cwd: site.path(board) })
    agents.push(agent)
    return agent
  }
  const reportOf = (device: string): Report | null => {
    const { report } = deviceTopics(device)
    const last = operator.heard.findLast((line) => line.startsWith(`${report} `))
    return last === undefined ? null : decode(KINDS.Report, Buffer.from(last.slice(report.length + 1), 'latin1'))
  }
  const reported = (device: string, agent: HoldfastProcess) =>
    until(
      `the first report of ${device}`,
      () => reportOf(device),
      () => [...agent.err, ...agent.out].join('\n'),
    )

  const waitingFor = async (device: string) => {
    const { out } = await site.holdfast('devices', '--json')
    const lines = out
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; device?: string; fingerprint: string })
    return lines.find((line) => line.event === 'claim' && line.device === device)
  }

  it('become somebody by token, by serial and by approval, and report over mutual TLS', async () => {
    await writeFile(site.path('shop.token'), await site.token('shop', 1))
    await writeFile(site.path('boards.csv'), 'S-2,one-time-code,shop,till-2\n')
    await writeFile(site.path('S-2.code'), 'one-time-code\n')
    expect((await site.holdfast('serials', 'import', 'boards.csv')).code).toBe(0)
    const began = performance.now()
    const first = await powerOn('board-1', { device: 'till-1', tokenFile: site.path('shop.token') })
    await reported('till-1', first)
    const tookMs = performance.now() - began
    const second = await powerOn('board-2', { serial: 'S-2', codeFile: site.path('S-2.code') })
    const third = await powerOn('board-3', { device: 'till-3', fleet: 'shop' })
    expect(await reported('till-2', second)).toMatchObject({ device: 'till-2', fleet: 'shop' })
    const waiting = await until('the claim of the third', () => waitingFor('till-3'))
    expect((await site.holdfast('devices', 'approve', waiting.fingerprint)).code).toBe(0)
    expect(await reported('till-3', third)).toMatchObject({ device: 'till-3', fleet: 'shop' })
    // From the start of a process to the report that the broker has passed on, on a machine with other work.
    expect(tookMs).toBeLessThan(30_000)
    expect(existsSync(site.path('shop.token'))).toBe(false)
  })

  it('lose their keys when their identity is taken back', async () => {
    const identity = site.path('board-1/data/identity')
    const before = await readdir(identity)
    expect(before.length).toBeGreaterThan(0)
    expect((await site.holdfast('devices', 'revoke', 'till-1')).code).toBe(0)
    await until('its keys to be gone', async () => !(await readdir(identity)).some((name) => before.includes(name)))
  })
})
