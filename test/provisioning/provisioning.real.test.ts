/** Agent processes that claim who they are, on real brokers with mutual TLS and the true registrar. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { type Ear, Site } from '../registrar/site.ts'
import { describeReal } from '../rig/use-rig.ts'

const FLEET = 'shop'
const trustedKeys = [formatPublicKey(generateKey('release')), formatPublicKey(generateKey('rollout'))]

describeReal('a device that claims its identity', () => {
  let site: Site
  let operator: Ear
  const agents: HoldfastProcess[] = []

  beforeAll(async () => {
    site = await Site.open()
    await site.registrar('serving', '--device-broker', `mqtts://localhost:${site.ports.devices}`, '--lifetime', '20m')
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

  async function configure(name: string, proof: object): Promise<string> {
    const file = site.path(`${name}.json`)
    const broker = site.path('broker')
    const claim = {
      url: `mqtts://localhost:${site.ports.claims}`,
      username: 'claim',
      passwordFile: join(broker, 'claim.password'),
      caFile: join(broker, 'authority.pem'),
      authorityFile: join(broker, 'authority.pem'),
      device: name,
      ...proof,
    }
    const engine = { socket: site.path('no-engine') }
    await writeFile(file, JSON.stringify({ claim, trustedKeys, dataDir: `${name}.data`, engine }))
    return file
  }

  function start(file: string): HoldfastProcess {
    const agent = startHoldfast(['agent', '--config', file, '--log-level', 'debug'], { cwd: site.path('.'), env: {} })
    agents.push(agent)
    return agent
  }

  const said = (agent: HoldfastProcess) => [...agent.out, ...agent.err].slice(-40).join('\n')
  const reports = (name: string) => operator.heard.filter((line) => line.startsWith(deviceTopics(name).report)).length

  it('reports within seconds of its first power-on; is the same after a kill; its key stays its own', async () => {
    await writeFile(site.path('till-1.token'), await site.token(FLEET, 1))
    const file = await configure('till-1', { tokenFile: 'till-1.token' })
    const beganMs = performance.now()
    let agent = start(file)
    await until(
      'the first report',
      () => reports('till-1') > 0,
      () => said(agent),
    )
    console.info(`from the first power-on to the first report: ${Math.round(performance.now() - beganMs)} ms`)
    await until('the token is gone', async () => (await stat(site.path('till-1.token')).catch(() => null)) === null)
    const keys = await readdir(site.path('till-1.data/identity'))
    expect(keys).toHaveLength(2)
    expect((await readFile(site.path('till-1.data/fingerprint'), 'utf8')).trim()).toMatch(/^([0-9A-F]{4}-){3}/)
    expect(said(agent)).not.toContain('PRIVATE KEY')

    agent.child.kill('SIGKILL')
    await agent.ended
    const before = reports('till-1')
    agent = start(file)
    await until(
      'a report of the next life',
      () => reports('till-1') > before,
      () => said(agent),
    )
    expect(await readdir(site.path('till-1.data/identity'))).toEqual(expect.arrayContaining(keys))
  })

  it('renews over its own connection, and goes on by the next certificate', async () => {
    const agent = agents.at(-1)!
    const keys = await readdir(site.path('till-1.data/identity'))
    await until(
      'another key in force',
      async () => {
        const now = await readdir(site.path('till-1.data/identity'))
        return now.length === 2 && !now.some((name) => keys.includes(name))
      },
      () => said(agent),
      90_000,
    )
    expect(agent.child.exitCode).toBeNull()
  })

  it('waits for an operator who compares its fingerprint', async () => {
    const agent = start(await configure('till-2', { serial: 'SN-2' }))
    const fingerprint = site.path('till-2.data/fingerprint')
    await until(
      'it waits',
      () => said(agent).includes('awaitingApproval'),
      () => said(agent),
    )
    const shown = (await readFile(fingerprint, 'utf8')).trim()
    const { code, err } = await site.holdfast('devices', 'approve', shown, '--fleet', FLEET)
    expect({ code, err }).toMatchObject({ code: 0 })
    await until(
      'its first report',
      () => reports('till-2') > 0,
      () => said(agent),
    )
  })

  it('is nobody when its identity was taken back: its keys are gone, and it claims by another one', async () => {
    const agent = agents.at(-1)!
    const identity = site.path('till-2.data/identity')
    const before = await readdir(identity)
    expect(await site.holdfast('devices', 'revoke', 'till-2')).toMatchObject({ code: 0 })
    await until(
      'other keys',
      async () => {
        const now = await readdir(identity)
        return now.length === 2 && !now.some((name) => before.includes(name))
      },
      () => said(agent),
    )
    expect(agent.child.exitCode).toBeNull()
  })
})
