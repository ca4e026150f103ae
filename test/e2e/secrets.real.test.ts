/** A secret's way: from the operator's file to the file of memory that a program reads, and to nowhere else. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Broker, connectBroker } from '../../fleet/broker/connection.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { until } from './until.ts'

const [FIRST, SECOND] = ['correct-horse-battery-staple', 'tr0ub4dor-and-3-more']
const hashOf = (value: string) => createHash('sha256').update(value).digest('hex')

describeReal('a secret', (rig) => {
  let scene: Scene
  let memory: string
  let ear: Broker
  const heard: { topic: string; payload: Buffer }[] = []
  const said: string[] = []

  beforeAll(async () => {
    scene = await openScene(rig, { versions: ['v1'] })
    memory = await mkdtemp('/dev/shm/holdfast-e2e-')
    ear = await connectBroker({ url: rig.broker, version: '5', connectTimeoutMs: 10_000 }, (topic, payload) =>
      heard.push({ topic, payload: Buffer.from(payload) }),
    )
    await ear.subscribe(['hf/1/#'])
    const config = join(scene.operator.desk, `${scene.device.name}.json`)
    const written = JSON.parse(await readFile(config, 'utf8')) as object
    await writeFile(config, JSON.stringify({ ...written, secretsDir: join(memory, 'secrets') }))
    scene.device.powerOn()
    await scene.device.reports('that it rests', ({ phase }) => phase === 'idle')
  })
  afterAll(async () => {
    await ear?.close()
    await scene?.close()
    await rm(memory, { recursive: true, force: true })
  })
  beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(scene?.story())))

  /** The web server shows the hash of what it has read. */
  const compose = () => `name: shop
services:
  web:
    image: ${scene.images.web.v1}
    command: [sh, -c, "sha256sum /run/secrets/db | cut -d' ' -f1 > /www/hash; exec /web"]
    stop_grace_period: 2s
    tmpfs: /run
    ports: ["127.0.0.1:${scene.port}:8080"]
    healthcheck: { test: "test -s /www/hash", interval: 300ms, timeout: 10s, retries: 5 }
    secrets: [db]
secrets:
  db: { external: true, name: db-password }
x-holdfast: { policy: { soak: 200ms, health_timeout: 240s, contact_timeout: 120s } }
`

  async function secrets(...words: string[]) {
    const run = await scene.operator.run('secrets', ...words, '--store', 'secrets', '--json')
    said.push(...run.out, ...run.err)
    return run
  }
  const put = async (value: string) => {
    await writeFile(join(scene.operator.desk, 'value'), value)
    return secrets('set', 'db-password', '--fleet', scene.fleet, '--file', 'value')
  }

  it('that a release names and a device does not have is what it waits for', async () => {
    const { code } = await scene.operator.deploy(compose(), scene.fleet, '--no-wait')
    expect(code).toBe(0)
    const { blockers } = await scene.device.reports('that it waits', (report) => report.blockers.length > 0)
    expect(blockers).toMatchObject([{ kind: 'secret', code: 'HF_SECRET_MISSING', service: 'web' }])
  })

  it('is sealed to the device once its fingerprint was compared, and its program reads it', async () => {
    expect((await put(FIRST)).events).toMatchObject([
      { event: 'secret', name: 'db-password', version: 1 },
      { event: 'skipped', device: scene.device.name, code: 'HF_SECRET_KEY_UNKNOWN' },
    ])
    const line = scene.device.log.find((one) => one.includes('secrets are sealed to this key'))
    const fingerprint = /fingerprint=([0-9A-F-]+)/.exec(line ?? '')?.[1] ?? ''
    expect((await secrets('trust', scene.device.name, fingerprint)).code).toBe(0)
    expect((await secrets('sync')).events).toMatchObject([{ event: 'published', revision: 1 }])
    await scene.device.settlesOn(1)
    await scene.answers('/hash', hashOf(FIRST))
  })

  it('is another one after its rotation, and the list says who has it', async () => {
    expect((await put(SECOND)).code).toBe(0)
    await scene.answers('/hash', hashOf(SECOND))
    await scene.device.reports('that it has it', ({ secretsRevision }) => secretsRevision === 2)
    expect((await secrets('list')).events).toMatchObject([
      { name: 'db-password', version: 2, devices: [{ device: scene.device.name, state: 'held' }] },
    ])
  })

  it('is put there again when the memory was lost with the power', async () => {
    await scene.device.powerCut()
    const { id } = await scene.engine.container('web')
    await scene.engine.docker.getContainer(id).stop({ t: 0 })
    await rm(join(memory, 'secrets'), { recursive: true })
    scene.device.powerOn()
    await scene.answers('/hash', hashOf(SECOND))
  })

  it('is in clear in the memory alone: not in the data, the logs, on the broker, or with the engine', async () => {
    const { id } = await scene.engine.container('web')
    const found: [string, Buffer | string][] = [
      ...heard.map(({ topic, payload }): [string, Buffer] => [`message on ${topic}`, payload]),
      ['log', scene.device.log.join('\n')],
      ['what the operator was told', said.join('\n')],
      ['inspect', JSON.stringify(await scene.engine.docker.getContainer(id).inspect())],
      ...(await filesBelow(join(scene.operator.desk, `${scene.device.name}-data`))),
      ...(await filesBelow(join(scene.operator.desk, 'secrets'))),
    ]
    expect(heard.filter(({ topic }) => topic.endsWith(`${scene.device.name}/secrets`)).length).toBeGreaterThan(1)
    expect(found.length).toBeGreaterThan(20)
    for (const value of [FIRST, SECOND])
      for (const form of [
        value,
        Buffer.from(value).toString('base64').replace(/=+$/, ''),
        Buffer.from(value).toString('hex'),
      ])
        expect(found.filter(([, content]) => content.includes(form)).map(([place]) => place)).toEqual([])
    // A control: it is found where it is to be.
    expect((await filesBelow(join(memory, 'secrets'))).filter(([, content]) => content.includes(SECOND))).toHaveLength(
      1,
    )
  })

  it('that is removed is gone from the device, and what runs goes on', async () => {
    const { id } = await scene.engine.container('web')
    const { events } = await secrets('remove', 'db-password', '--fleet', scene.fleet)
    expect(events).toMatchObject([{ event: 'secret removed' }, { event: 'published', revision: 3, secrets: [] }])
    await scene.device.reports('that it lacks it', ({ blockers }) => blockers.some(({ kind }) => kind === 'secret'))
    expect((await scene.engine.container('web')).id).toBe(id)
    await until('it answers still', async () => (await scene.ask('/hash')) === hashOf(SECOND), scene.story)
  })
})

async function filesBelow(directory: string): Promise<[string, Buffer][]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(files.map(async (path): Promise<[string, Buffer]> => [path, await readFile(path)]))
}
