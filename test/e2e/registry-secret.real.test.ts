/** A registry that wants credentials, which the operator gives to the devices of a fleet as a secret. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { OddFront } from '../content/odd-front.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'

const WORDS = 'press-7:open sesame'

describeReal('the credentials of a registry', (rig) => {
  let scene: Scene
  let front: OddFront

  beforeAll(async () => {
    front = await OddFront.before(rig.registry)
    front.wants = WORDS
    scene = await openScene(rig, { versions: ['v1', 'v2'], more: { content: { by: 'store' } } })
    scene.device.powerOn()
    await scene.device.reports('that it rests', ({ phase }) => phase === 'idle')
  })
  afterAll(async () => {
    await scene?.close()
    await front?.close()
  })
  beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(scene?.story())))

  const compose = (image: string) => `name: shop
services:
  web:
    image: ${image.replace(/^[^/]*/, front.address)}
    stop_grace_period: 2s
    ports: ["127.0.0.1:${scene.port}:8080"]
x-holdfast: { policy: { soak: 200ms, health_timeout: 240s, contact_timeout: 120s } }
`
  const secrets = (...words: string[]) => scene.operator.run('secrets', ...words, '--store', 'secrets', '--json')

  it('reach its devices sealed, and open it to them, not to their engines', async () => {
    await writeFile(join(scene.operator.desk, 'value'), `${WORDS}\n`)
    const name = `registry.${front.address.replace(':', '_')}`
    await secrets('set', name, '--fleet', scene.fleet, '--file', 'value')
    const line = scene.device.log.find((one) => one.includes('secrets are sealed to this key'))
    const fingerprint = /fingerprint=([0-9A-F-]+)/.exec(line ?? '')?.[1] ?? ''
    expect((await secrets('trust', scene.device.name, fingerprint)).code).toBe(0)
    await secrets('sync')
    await scene.device.reports('that it has it', ({ secretsRevision }) => secretsRevision === 1)
    expect((await scene.operator.deploy(compose(scene.images.web.v1 ?? ''), scene.fleet)).code).toBe(0)
    await scene.device.settlesOn(1)
    expect([...front.askers].sort()).toEqual(['holdfast', 'node'])
    expect(scene.device.log.join('\n')).not.toContain('open sesame')
  })
})
