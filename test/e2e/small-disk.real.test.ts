/** A device whose engine has a small disk: it keeps what it needs to go back, and begins nothing that does not fit. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { forget, keepInMemory } from '../rig/memory.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { pushShop, shop } from './shop.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const MB = 1_000_000
const DISK_BYTES = 200 * MB
/** Of each version's own layer. Three times that and the reserve of 64 MiB have to be free for the next one. */
const LAYER_BYTES = 10 * MB
/** Would need 150 MB and the reserve. */
const LARGE_BYTES = 50 * MB

describeReal('an engine with a small disk', (rig) => {
  let scene: Scene
  let dockerd: Dockerd
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-small-disk-'))
    await keepInMemory(folder)
    const [image, disk] = [join(folder, 'image'), join(folder, 'disk')]
    await writeFile(image, '')
    await truncate(image, DISK_BYTES)
    await run('mkfs.ext4', ['-q', '-m', '0', image])
    await run('mkdir', [disk])
    await run('mount', ['-o', 'loop', image, disk])
    dockerd = await startDockerd({ 'data-root': disk })
    scene = await openScene(
      { ...rig, engine: dockerd.address },
      { versions: ['v1', 'v2', 'v3', 'v4', 'v5'], bytes: LAYER_BYTES },
    )
    scene.device.powerOn()
  })

  afterAll(async () => {
    await scene?.close()
    await dockerd?.stop()
    await run('umount', [join(folder, 'disk')])
    await forget(folder)
    await rm(folder, { recursive: true })
  })

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
  })

  const deploy = (version: string) =>
    scene.operator.deploy(shop(scene.images, { version, port: scene.port }), scene.fleet)
  const webImages = async () =>
    new Set([...(await scene.engine.images(scene.images.place))].filter((image) => image.includes('/web@')))

  it('takes one release after the other, and keeps the images of two', async () => {
    for (const version of ['v1', 'v2', 'v3', 'v4', 'v5']) {
      expect(await deploy(version), version).toMatchObject({ code: 0 })
      await scene.answers('/version', version)
    }
    expect(await webImages()).toEqual(new Set([scene.images.web.v4, scene.images.web.v5]))
  })

  it('goes back from what it kept, with nobody to ask for images', async () => {
    scene.link.stallAfter(0)
    const { code } = await scene.operator.run('send', scene.device.name, 'revert')
    expect(code).toBe(0)
    await scene.answers('/version', 'v4')
    scene.link.flow()
  })

  it('begins nothing that does not fit, and says how much is needed; what runs goes on', async () => {
    const large = await pushShop(rig.registry, scene.link.address, `${scene.fleet}-large`, ['v6'], LARGE_BYTES)
    const compose = shop({ ...scene.images, web: large.web }, { version: 'v6', port: scene.port })
    await scene.operator.deploy(compose, scene.fleet, '--no-wait')
    const { blockers } = await scene.device.reports('too little space', (report) =>
      report.blockers.some(({ kind }) => kind === 'space'),
    )
    expect(blockers).toMatchObject([
      { kind: 'space', gate: 'download', code: 'HF_SPACE_LOW', message: expect.stringMatching(/\d+ bytes are needed/) },
    ])
    expect(await scene.ask('/version')).toContain('v4')
    expect([...(await scene.engine.images(large.place))]).toEqual([])
  })

  it('goes on when a smaller one comes in its place', async () => {
    await until('a smaller one', async () => (await deploy('v5')).code === 0, scene.story)
    await scene.answers('/version', 'v5')
  })
})
