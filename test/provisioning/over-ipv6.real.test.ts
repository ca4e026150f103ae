/** A device that claims who it is where nobody has an address of IPv4. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { type Ear, Site } from '../registrar/site.ts'
import { describeReal } from '../rig/use-rig.ts'

const DEVICE = 'till-6'

describeReal('provisioning over IPv6 alone', () => {
  let site: Site
  let operator: Ear
  let agent: HoldfastProcess | null = null

  beforeAll(async () => {
    site = await Site.open('::1')
    await site.registrar()
    operator = await site.operator()
    await operator.client.subscribeAsync(deviceTopics(DEVICE).report, { qos: 1 })
  })
  afterAll(async () => {
    agent?.child.kill('SIGKILL')
    await agent?.ended
    await site.clear()
  })

  it('ends with a report over mutual TLS', async () => {
    await writeFile(site.path('token'), await site.token('shop', 1))
    const broker = site.path('broker')
    const claim = {
      url: site.url('claims'),
      username: 'claim',
      passwordFile: join(broker, 'claim.password'),
      caFile: join(broker, 'authority.pem'),
      authorityFile: join(broker, 'authority.pem'),
      device: DEVICE,
      tokenFile: 'token',
    }
    const trustedKeys = [formatPublicKey(generateKey('release')), formatPublicKey(generateKey('rollout'))]
    const engine = { socket: site.path('no-engine') }
    await writeFile(site.path('six.json'), JSON.stringify({ claim, trustedKeys, dataDir: 'six.data', engine }))
    const started = startHoldfast(['agent', '--config', site.path('six.json'), '--log-level', 'debug'], {
      cwd: site.path('.'),
      env: {},
    })
    agent = started
    await until(
      'its first report',
      () => operator.heard.length > 0,
      () => [...started.out, ...started.err].slice(-40).join('\n'),
    )
    const { code, out, err } = await site.holdfast('devices', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(DEVICE)
  })
})
