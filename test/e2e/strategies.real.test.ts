/** Each service takes over from its old container as its strategy says. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'

describeReal('the strategy', (rig) => {
  let scene: Scene

  beforeAll(async () => {
    scene = await openScene(rig, { versions: ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'], bytes: 1_500_000 })
    scene.device.powerOn()
    expect((await deploy('v1')).code).toBe(0)
  })

  afterAll(() => scene?.close())

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
    scene.engine.forget()
  })

  afterEach(() => scene.link.flow())

  const deploy = (version: string, changes: object = {}) =>
    scene.operator.deploy(shop(scene.images, { version, ...changes }), scene.fleet)

  /** What had happened to the web server by the time that its new image was being fetched. */
  async function atTheFetchOf(version: string, strategy: string) {
    const deployment = deploy(version, { strategy })
    scene.link.stallAfter(600_000)
    await scene.device.reports('bytes', ({ progress }) => progress?.step === 'fetching web' && progress.doneBytes > 0)
    const containers = (await scene.engine.containers()).filter(({ service }) => service === 'web')
    const images = await scene.engine.images(scene.images.place)
    scene.link.flow()
    expect((await deployment).code).toBe(0)
    return { states: containers.map(({ state }) => state), images }
  }

  it('download-then-kill: the old one runs until the new image is there', async () => {
    expect(await atTheFetchOf('v2', 'download-then-kill')).toMatchObject({ states: ['running'] })
    expect(scene.engine.story().filter((what) => what.endsWith('web'))).toEqual(['start web', 'die web', 'start web'])
  })

  it('kill-then-download: the old one is stopped first, and its image and its container stay', async () => {
    const { states, images } = await atTheFetchOf('v3', 'kill-then-download')
    expect(states).toEqual(['exited'])
    expect(images).toContain(scene.images.web.v2)
  })

  it('delete-then-download: the old one and its image are gone before the new image is fetched', async () => {
    const { states, images } = await atTheFetchOf('v4', 'delete-then-download')
    expect(states).toEqual([])
    expect(images).not.toContain(scene.images.web.v3)
  })

  it('hand-over: the old one stays until the new one is healthy, and never is none of them there', async () => {
    expect((await deploy('v5', { strategy: 'hand-over' })).code).toBe(0)
    expect(scene.engine.outages('web')).toEqual([])
    expect(scene.engine.story().filter((what) => what.endsWith('web'))).toEqual(['start web', 'start web', 'die web'])

    scene.engine.forget()
    const { code, summary } = await deploy('v6', { strategy: 'hand-over', healthy: 'false', retries: 2 })
    expect(code).toBe(1)
    expect(summary?.devices).toMatchObject([{ code: 'HF_HEALTH_FAILED' }])
    await scene.device.settlesOn(5)
    expect(scene.engine.outages('web')).toEqual([])
    expect((await scene.engine.container('web')).image).toBe(scene.images.web.v5)
  })
})
