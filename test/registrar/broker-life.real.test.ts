/** The configured broker over time: devices that are away while its rules are read again, and its own restart. */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IClientOptions } from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOptions } from '../../agent/adapters/mqtt-options.ts'
import { FakeClaimant } from '../../fleet/registrar/testing.ts'
import { claimTopics, deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { type Ear, type Identity, Site } from './site.ts'

const { target } = fleetTopics('shop')

describeReal('the configured broker', () => {
  let site: Site
  let token: string
  beforeAll(async () => {
    site = await Site.open()
    token = await site.token('shop', 20)
    await site.registrar()
  })
  afterAll(() => site.clear())

  /** Connects as an agent does, for what concerns its session. */
  async function agent(identity: Identity, clientId: string): Promise<Ear> {
    const options = { clientId, will: () => null }
    const asked = await clientOptions(
      options,
      { url: 'mqtts://localhost' },
      { version: 5, number: 1, promisedMs: 60_000 },
    )
    const { clean, properties } = asked as Pick<IClientOptions, 'clean' | 'properties'>
    return site.device(identity, { clientId, clean: clean!, properties: properties! })
  }

  it('goes on when its rules are read again while devices are away, that come back, or are revoked', async () => {
    const pid = site.brokerPid
    const [back, lost] = [await site.enrolled('till-back', token), await site.enrolled('till-lost', token)]
    const { command } = deviceTopics('till-back')
    for (const [identity, name] of [
      [back, 'till-back'],
      [lost, 'till-lost'],
    ] as const) {
      const ear = await agent(identity, name)
      await ear.client.subscribeAsync(deviceTopics(name).command, { qos: 1 })
      await ear.client.endAsync()
    }
    const operator = await site.operator()
    await operator.client.publishAsync(command, 'while it was away', { qos: 1 })
    // Each claim that is granted has the rules read again.
    for (const name of ['till-1', 'till-2', 'till-3']) await site.enrolled(name, token)
    expect((await site.holdfast('devices', 'revoke', 'till-lost')).code).toBe(0)
    const ear = await agent(back, 'till-back')
    await until('what its session has kept', () => ear.heard.includes(`${command} while it was away`))
    // The broker looks through its sessions once a second.
    await sleep(3000)
    expect(site.brokerPid).toBe(pid)
    expect(ear.client.connected).toBe(true)
    await ear.client.endAsync()
  })

  it('keeps what is retained, and what waits for a device, over its restart; claims go on', async () => {
    const till = await site.enrolled('till-kept', token)
    const { command, secrets } = deviceTopics('till-kept')
    const first = await agent(till, 'till-kept')
    await first.client.subscribeAsync([command, secrets, target], { qos: 1 })
    await first.client.endAsync()
    const operator = await site.operator()
    for (const topic of [target, secrets])
      await operator.client.publishAsync(topic, 'retained', { qos: 1, retain: true })
    await operator.client.publishAsync(command, 'once', { qos: 1 })
    await site.restartBrokers()
    expect(existsSync(site.path('state/holdfast.db'))).toBe(true)
    const ear = await agent(till, 'till-kept')
    await until('what was kept for it', () => ear.heard.includes(`${command} once`))
    const late = await site.device(till, { clientId: 'till-kept' })
    await late.client.subscribeAsync([target, secrets], { qos: 1 })
    await until('what is retained', () => late.heard.length === 2)
    expect(late.heard.sort()).toEqual([`${secrets} retained`, `${target} retained`].sort())
    // While the bridge is not there again, a claim is nobody's, and is asked again.
    const claimant = await FakeClaimant.make()
    const claims = await site.stranger(claimant.id)
    const { claim, answer } = claimTopics(claimant.id)
    await claims.client.subscribeAsync(answer, { qos: 1 })
    await until('an answer to a claim', async () => {
      await claims.client.publishAsync(claim, Buffer.from(claimant.byToken(token)), { qos: 1 })
      return claims.heard.length > 0
    })
  })
})
