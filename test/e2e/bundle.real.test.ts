/** A device that has neither broker nor registry any more, and gets its releases as bundles. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startMosquitto } from '../rig/mosquitto.ts'
import { freePort, type Part } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'
import { until } from './until.ts'

describeReal('a device without broker and registry', (rig) => {
  let broker: Part
  let scene: Scene
  let upload: string
  const path = (name: string) => join(scene.operator.desk, name)

  beforeAll(async () => {
    broker = await startMosquitto()
    scene = await openScene({ ...rig, broker: broker.address }, { versions: ['v1', 'v2', 'v3', 'v4'], bytes: 300_000 })
    const config = path(`${scene.device.name}.json`)
    const port = await freePort()
    upload = `http://127.0.0.1:${port}/v1/bundle`
    await mkdir(path('usb'))
    const written = JSON.parse(await readFile(config, 'utf8')) as object
    const more = { operatorSocket: 'operator.sock', bundleDirectory: 'usb', bundleListen: `127.0.0.1:${port}` }
    await writeFile(config, JSON.stringify({ ...written, ...more }))
    scene.device.powerOn()
    const first = await scene.operator.deploy(shop(scene.images, { version: 'v1', port: scene.port }), scene.fleet)
    expect(first.code).toBe(0)
    for (const [epoch, version] of [
      [2, 'v2'],
      [3, 'v3'],
      [4, 'v4'],
    ] as const)
      expect(await bundle(version, epoch, version)).toMatchObject({ code: 0 })
    expect(await bundle('v3', 1, 'old')).toMatchObject({ code: 0 })
    await scene.operator.run('keygen', '--out', 'other')
    expect(await bundle('v3', 3, 'foreign', '--key', 'other')).toMatchObject({ code: 0 })
    await broker.kill()
    // The engine gets no image any more.
    await scene.link.close()
  })
  afterAll(async () => {
    await scene?.close()
    await broker?.stop()
  })
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
  })

  async function bundle(version: string, epoch: number, name: string, ...flags: string[]) {
    const file = await scene.operator.write(
      'bundle.yml',
      shop(scene.images, { version, port: scene.port, contact: '5s' }),
    )
    const words = ['bundle', file, '--fleet', scene.fleet, '--epoch', String(epoch), '--out', `${name}.tar`]
    return scene.operator.run(...words, ...flags)
  }
  const apply = (file: string) =>
    scene.operator.run('agent', 'apply', path(file), '--config', path(`${scene.device.name}.json`))
  /** What was said of a bundle in the watched folder. */
  const word = async (file: string) => {
    const text = await readFile(path(`usb/${file}.${scene.device.name}.json`), 'utf8').catch(() => '{}')
    return JSON.parse(text) as { outcome?: string; code?: string }
  }

  it('commits one that an engineer gives it, without contact', async () => {
    const settled = scene.device.comesTo('idle.steady')
    const applied = await apply('v2.tar')
    expect(applied).toMatchObject({ code: 0 })
    expect(applied.out.join()).toContain('epoch 2: taken')
    await settled
    await scene.answers('/version', 'v2')
    expect((await apply('v2.tar')).out.join()).toContain('held')
  })

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    [
      'of which a layer was changed',
      (bytes) => bytes.fill(bytes[bytes.length - 3000]! ^ 1, bytes.length - 3000, bytes.length - 2999),
      'HF_BUNDLE_INVALID',
    ],
    ['that is cut short', (bytes) => bytes.subarray(0, bytes.length / 2), 'HF_BUNDLE_INVALID'],
    ['with a name that leads elsewhere', (bytes) => withName(bytes, '../../etc/passwd'), 'HF_BUNDLE_INVALID'],
  ])('refuses one %s, and changes nothing', async (_, harm, code) => {
    const before = (await scene.engine.containers()).map(({ id }) => id).sort()
    await writeFile(path('bad.tar'), harm(await readFile(path('v3.tar'))))
    const applied = await apply('bad.tar')
    expect(applied.code).toBe(1)
    expect(applied.err.join()).toContain(code)
    expect(await scene.ask('/version')).toBe('v2')
    expect((await scene.engine.containers()).map(({ id }) => id).sort()).toEqual(before)
  })

  it('refuses a lower epoch, and what others have signed, over HTTP as well', async () => {
    const put = async (file: string) => {
      const answer = await fetch(upload, { method: 'PUT', body: await readFile(path(file)) })
      return { status: answer.status, ...((await answer.json()) as { code: string; outcome?: string }) }
    }
    expect(await put('old.tar')).toMatchObject({ status: 409, code: 'HF_EPOCH_STALE' })
    expect(await put('foreign.tar')).toMatchObject({ status: 400, code: 'HF_SIGNATURE_INVALID' })
    expect(await scene.ask('/version')).toBe('v2')
    const settled = scene.device.comesTo('idle.steady')
    expect(await put('v3.tar')).toMatchObject({ status: 200, outcome: 'taken' })
    await settled
    await scene.answers('/version', 'v3')
  })

  it('takes one from a folder, also when the power goes in the middle, and leaves a word there', async () => {
    const switching = scene.device.comesTo('switching')
    await writeFile(path('usb/v4.tar'), await readFile(path('v4.tar')))
    await switching
    await scene.device.powerCut()
    scene.device.powerOn()
    await until(
      'it says that it is committed',
      async () => (await word('v4.tar')).outcome === 'committed',
      () => scene.story(),
    )
    await scene.answers('/version', 'v4')
  })
})

/** The first blob under another name, and the header's checksum right again. */
function withName(bytes: Buffer, name: string): Buffer {
  const at = bytes.indexOf('blobs/sha256/')
  const header = bytes.subarray(at, at + 512)
  header.fill(0, 0, 100).write(name)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}
