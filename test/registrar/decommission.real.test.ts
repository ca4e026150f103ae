/** A device that is decommissioned: a true agent on a real engine, with a volume and a secret that its program reads. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ofDevice } from '../../agent/labels.ts'
import { parsePublicKey } from '../../protocol/keys.ts'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { atDesk, operatorsDoor } from './operators-desk.ts'
import { Site } from './site.ts'

const VALUE = 'correct-horse-battery-staple'

describeReal('a device that is decommissioned', (rig) => {
  let site: Site
  let boards: Boards
  let agent: HoldfastProcess
  let memory: string
  let device: string
  let docker: Docker
  const desk = () => site.path('desk')
  const token = () => site.path('shop.token')

  beforeAll(async () => {
    site = await Site.open()
    await site.registrar()
    boards = await Boards.on(site, rig.engine)
    docker = new Docker({ socketPath: rig.engine })
    memory = await mkdtemp('/dev/shm/holdfast-wipe-')
    device = `wiped-${memory.slice(-6).toLowerCase()}`
    await mkdir(desk())
    await atDesk(site, 'keygen', '--out', 'keys')
    const files = ['release', 'rollout'].map((role) => readFile(join(desk(), `keys/${role}.pub`), 'utf8'))
    const trusted = (await Promise.all(files)).map((text) => parsePublicKey(text))
    await writeFile(token(), await site.token('shop', 1))
    const more = { secretsDir: join(memory, 'secrets') }
    await boards.make('board-1', { device, tokenFile: token() }, trusted, more)
    agent = boards.start('board-1')
    await boards.reported(device, agent)
  })
  afterAll(async () => {
    await boards?.clear()
    for (const id of await containers()) await docker.getContainer(id).remove({ force: true, v: true })
    for (const name of await volumes()) await docker.getVolume(name).remove()
    for (const id of await networks()) await docker.getNetwork(id).remove()
    await site?.clear()
    await rm(memory, { recursive: true, force: true })
  })

  const filters = () => ofDevice(device)
  const containers = async () => (await docker.listContainers({ all: true, filters: filters() })).map(({ Id }) => Id)
  const volumes = async () =>
    ((await docker.listVolumes({ filters: filters() } as object)).Volumes ?? []).map(({ Name }) => Name)
  const networks = async () => (await docker.listNetworks({ filters: filters() })).map(({ Id }) => Id)
  const secretFiles = async () => {
    const entries = await readdir(memory, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  }
  const keys = () => readdir(site.path('board-1/data/identity'))
  const story = () => [...agent.err, ...agent.out].slice(-40).join('\n')

  it('runs something first, which keeps data and has read a secret', async () => {
    const { ref } = await pushImage(rig.registry, { name: `wipe/${device}` })
    const compose = `name: shop
services:
  web:
    image: ${ref}
    stop_grace_period: 0s
    volumes: ["data:/data"]
    secrets: [db]
volumes: { data: {} }
secrets: { db: { external: true } }
x-holdfast: { policy: { soak: 100ms, contact_timeout: 120s } }
`
    await writeFile(join(desk(), 'docker-compose.yml'), compose)
    await writeFile(join(desk(), 'value'), VALUE)
    await atDesk(
      site,
      'secrets',
      'set',
      'db',
      '--fleet',
      'shop',
      '--file',
      'value',
      '--store',
      'store',
      ...operatorsDoor(site),
    )
    await atDesk(site, 'deploy', 'docker-compose.yml', '--fleet', 'shop', '--no-wait', ...operatorsDoor(site))
    await boards.reported(device, agent, ({ current, phase }) => current?.epoch === 1 && phase === 'idle')
    const read = await Promise.all((await secretFiles()).map((path) => readFile(path, 'utf8')))
    expect(read).toEqual([VALUE])
    expect([await containers(), await volumes()].map(({ length }) => length)).toEqual([1, 1])
  })

  it('keeps neither containers nor volumes, neither keys nor secrets, nor their files in memory', async () => {
    const before = await keys()
    expect(before.length).toBeGreaterThan(0)
    expect(await readdir(site.path('board-1/data'))).toContain('known-identity.json')
    expect((await site.holdfast('devices', 'revoke', device, '--wipe-volumes')).code).toBe(0)
    await until('its keys to be gone', async () => !(await keys()).some((name) => before.includes(name)), story)
    expect([await containers(), await volumes(), await networks(), await secretFiles()]).toEqual([[], [], [], []])
    expect((await readdir(site.path('board-1/data'))).filter((name) => name.startsWith('known-identity'))).toEqual([])
  })

  it('is nobody then, and becomes somebody again by another token, with nothing of before', async () => {
    await boards.stop(agent)
    expect((await site.holdfast('devices', 'forget', device)).code).toBe(0)
    await writeFile(token(), await site.token('bank', 1))
    const began = Date.now()
    agent = boards.start('board-1')
    const report = await boards.reported(device, agent, ({ atMs }) => atMs >= began)
    expect(report).toMatchObject({ device, fleet: 'bank', current: null, secretsRevision: 0 })
    expect(await secretFiles()).toEqual([])
  })
})
