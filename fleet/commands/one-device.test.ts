/** What an operator does to one device of a fleet: variables, pin and unpin. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Secrets, Target } from '../../protocol/types.ts'
import { Desk } from '../testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
  await desk.run('keygen --out .')
})
afterEach(() => desk.clear())

const payload = async (topic: string) => decode(KINDS.Signed, await desk.retained(topic)).payload
const target = async (topic: string): Promise<Target> => decode<Target>(KINDS.Target, await payload(topic))

describe('vars', () => {
  it('are set, listed and removed, each time above what the device holds', async () => {
    await (await desk.device('d')).reports({ secretsRevision: 7 })
    expect(await desk.run('vars set d SITE=berlin web:PORT=80')).toMatchObject({ code: 0 })
    expect(await desk.run('vars set d SITE=a=b')).toMatchObject({ code: 0 })
    const secrets = decode<Secrets>(KINDS.Secrets, await payload(deviceTopics('d').secrets))
    expect(secrets).toMatchObject({ device: 'd', revision: 9, variables: { SITE: 'a=b', 'web:PORT': '80' } })
    expect((await desk.run('vars list d --json')).lines).toEqual([
      { event: 'variable', device: 'd', name: 'SITE', value: 'a=b' },
      { event: 'variable', device: 'd', name: 'web:PORT', value: '80' },
    ])
    expect((await desk.run('vars remove d SITE')).out).toContain('web:PORT')
    expect((await desk.run('vars list d')).out).toMatch(/VARIABLE +VALUE\nweb:PORT +80\n/)
  })

  it('tells of a device that never reported, and of a service that it does not run, and sets them', async () => {
    const unheard = await desk.run('vars set tll-1 SITE=berlin')
    expect(unheard).toMatchObject({ code: 0 })
    expect(unheard.err).toBe('note: tll-1 has never reported: they wait for it at the broker\n')
    await (await desk.device('d')).reports({ services: [{ service: 'web' }] as never })
    expect((await desk.run('vars set d web:A=1 B=2')).err).toBe('')
    expect((await desk.run('vars set d wbe:A=1')).err).toBe(
      'note: d runs no service wbe: what is for it waits for a release that has one\n',
    )
  })

  it.each([
    ['vars set d 1X=1', 1, /variables\.1X: is not NAME/],
    ['vars set d HOLDFAST_A=1', 1, /is for the agent/],
    ['vars set d SITE', 2, /not NAME=VALUE/],
    ['vars set d', 2, /needs a variable/],
    ['vars remove d SITE', 2, /not one of its variables/],
    ['vars list d SITE', 2, /too much/],
  ])('%s is refused', async (line, code, message) => {
    const { err, ...done } = await desk.run(line)
    expect(done.code).toBe(code)
    expect(err).toMatch(message)
  })
})

describe('pin', () => {
  it('gives a device what it runs as a target of its own, and unpin takes it away', async () => {
    await desk.compose()
    await desk.run('deploy docker-compose.yml --fleet f --no-wait')
    const { release } = await target(fleetTopics('f').target)
    const device = await desk.device('d')
    await device.reports({ current: { epoch: 1, releaseId: release!.id, name: 'shop', version: '' } })
    expect(await desk.run('pin d')).toMatchObject({ code: 0 })
    const own = await target(deviceTopics('d').target)
    expect(own).toMatchObject({ device: 'd', fleet: '', epoch: 2, release: { id: release!.id } })
    expect((await desk.run('unpin d')).out).toContain('goes with its fleet')
    expect(await desk.run('unpin d')).toMatchObject({ code: 1 })
  })

  it('is refused where what the device runs is not at hand', async () => {
    expect((await desk.run('pin d')).err).toContain('HF_DEVICE_UNKNOWN')
    await desk.compose()
    await desk.run('deploy docker-compose.yml --fleet f --no-wait')
    await (await desk.device('d')).reports({ current: { epoch: 9, releaseId: 'sha256:9', name: 'old', version: '' } })
    expect((await desk.run('pin d')).err).toMatch(/it runs old of epoch 9.*deploy FILE --device d/s)
  })
})
