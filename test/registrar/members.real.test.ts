/**
 * Two true agents with identities of the registrar's, on a real engine: variables of one, a wave by tags that a
 * release stops which does badly after the commit, what they tell Prometheus, and a move to another fleet.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ofDevice } from '../../agent/labels.ts'
import { parsePublicKey } from '../../protocol/keys.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { pushImage } from '../rig/images.ts'
import { freePort } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { operatorsDoor } from './operators-desk.ts'
import { Site } from './site.ts'

const STEADY = "trap 'exit 0' TERM; sleep 86400 & wait"

describeReal('members of a fleet', (rig) => {
  let site: Site
  let boards: Boards
  let docker: Docker
  let memory: string
  let image: string
  let names: [canary: string, other: string]
  const agents: HoldfastProcess[] = []
  const ports: number[] = []
  const desk = () => site.path('desk')

  beforeAll(async () => {
    site = await Site.open()
    await site.registrar()
    boards = await Boards.on(site, rig.engine)
    docker = new Docker({ socketPath: rig.engine })
    memory = await mkdtemp('/dev/shm/holdfast-members-')
    const id = memory.slice(-6).toLowerCase()
    names = [`canary-${id}`, `other-${id}`]
    image = (await pushImage(rig.registry, { name: `members/${id}` })).ref
    await mkdir(desk())
    await holdfast('keygen', '--out', 'keys')
    const keys = ['release', 'rollout'].map((role) => readFile(join(desk(), `keys/${role}.pub`), 'utf8'))
    const trusted = (await Promise.all(keys)).map((text) => parsePublicKey(text))
    for (const device of names) {
      const tokenFile = site.path(`${device}.token`)
      await writeFile(tokenFile, await site.token('shop', 1))
      ports.push(await freePort())
      const more = { secretsDir: join(memory, device), metricsListen: `127.0.0.1:${ports.at(-1)}` }
      await boards.make(device, { device, tokenFile }, trusted, more)
      agents.push(boards.start(device))
    }
    for (const [at, device] of names.entries()) await boards.reported(device, agents[at]!)
  })
  afterAll(async () => {
    await boards?.clear()
    for (const device of names) {
      const filters = ofDevice(device)
      for (const { Id } of await docker.listContainers({ all: true, filters }))
        await docker.getContainer(Id).remove({ force: true, v: true })
      for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove()
    }
    await site?.clear()
    await rm(memory, { recursive: true, force: true })
  })

  /** One command at the desk. */
  async function holdfast(...words: string[]) {
    const env = {
      HOLDFAST_KEYS: join(desk(), 'keys'),
      DOCKER_CONFIG: desk(),
      HOLDFAST_REGISTRAR: site.path('data'),
      HOLDFAST_CONTROLLER: site.path('controller'),
    }
    const run = startHoldfast(words, { cwd: desk(), env })
    const code = await run.ended
    return { code, out: run.out, err: run.err.join('\n') }
  }
  const online = (...words: string[]) => holdfast(...words, ...operatorsDoor(site))

  async function compose(version: string, command: string, more = '', service = 'web'): Promise<string> {
    const text = `name: members
services:
  ${service}:
    image: ${image}
    command: [sh, -c, ${JSON.stringify(command)}]
    restart: always
    stop_grace_period: 0s
    environment: { SITE: nowhere }
    ${more}
x-holdfast: { version: "${version}", policy: { soak: 100ms, health_timeout: 120s, contact_timeout: 120s } }
`
    await writeFile(join(desk(), `${version}.yml`), text)
    return `${version}.yml`
  }

  /** Names and environment of what runs for a device. */
  async function containers(device: string) {
    const found = await docker.listContainers({ filters: ofDevice(device) })
    const all = await Promise.all(found.map(({ Id }) => docker.getContainer(Id).inspect()))
    return all.map(({ Name, Config }) => ({ name: Name.split('_').at(-2), env: Config.Env ?? [] }))
  }
  const metrics = async (at: number) => (await fetch(`http://127.0.0.1:${ports[at]}/metrics?all`)).text()
  const runs = (epoch: number, version: string) => (report: { current: object | null; phase: string }) =>
    report.phase === 'idle' &&
    JSON.stringify(report.current).includes(`"epoch":${epoch},`) &&
    JSON.stringify(report.current).includes(`"${version}"`)

  it('variables of one are in the environment of its containers, and of no other device', async () => {
    expect(await online('deploy', await compose('v1', STEADY), '--fleet', 'shop')).toMatchObject({ code: 0 })
    const [canary, other] = names
    expect(await online('vars', 'set', canary, 'SITE=berlin', 'web:PORT=8081')).toMatchObject({ code: 0, err: '' })
    await until('its container has them', async () => {
      const [one] = await containers(canary)
      return one?.env.includes('SITE=berlin') === true && one.env.includes('PORT=8081')
    })
    expect((await containers(other))[0]?.env).toContain('SITE=nowhere')
  })

  it.each([
    ['starts over and over', 'sleep 2; exit 7', ''],
    [
      'becomes unhealthy',
      `touch /tmp/ok; (sleep 4; rm /tmp/ok) & ${STEADY}`,
      'healthcheck: { test: "test -e /tmp/ok", interval: 1s, timeout: 10s, retries: 2 }',
    ],
  ])(
    'a release that %s after the commit is sent back from the wave of tags, and nobody else has it',
    async (what, command, more) => {
      const [canary, other] = names
      expect(await holdfast('devices', 'tag', canary, 'canary', 'site=berlin')).toMatchObject({ code: 0 })
      const version = what.replaceAll(' ', '-')
      expect(
        await online('deploy', await compose(version, command, more), '--fleet', 'shop', '--share', '0%', '--no-wait'),
      ).toMatchObject({ code: 0 })
      const plan = `waves: [{ tags: [canary], bake: 2m, gate: { minimum: 1 } }, { share: 100% }]\nrestarts: 2\non-breach: revert\n`
      await writeFile(join(desk(), 'plan.yml'), plan)
      const { code, out } = await online('rollout', 'start', '--fleet', 'shop', '--plan', 'plan.yml', '--json')
      const views = out.map(
        (line) => JSON.parse(line) as { phase: string; breach: { rule: string; wave: number } | null },
      )
      expect(code).toBe(1)
      expect(views.map(({ phase }) => phase)).toContain('baking')
      expect(views.at(-1)).toMatchObject({ phase: 'reverted', breach: { rule: 'failure', wave: 0 } })
      const { epoch } = boards.reportOf(canary)!.current!
      // The release before, also where one was sent back in between.
      await boards.reported(canary, agents[0]!, runs(epoch, 'v1'))
      expect(boards.reportOf(other)?.current).toMatchObject({ epoch: 1, version: 'v1' })
      expect((await containers(canary)).map(({ env }) => env.includes('SITE=berlin'))).toEqual([true])
    },
  )

  it('one that is moved runs what the other fleet runs, and nothing of the one before; its variables go with it', async () => {
    const [canary, other] = names
    expect(await metrics(0)).toContain(`holdfast_device_info{device="${canary}",fleet="shop"`)
    expect(
      await online('deploy', await compose('m1', STEADY, '', 'grind'), '--fleet', 'mill', '--no-wait'),
    ).toMatchObject({ code: 0 })
    expect(await holdfast('devices', 'move', canary, 'mill')).toMatchObject({ code: 0 })
    await boards.reported(canary, agents[0]!, (report) => report.fleet === 'mill' && runs(1, 'm1')(report))
    await until('only that runs', async () => {
      const all = await containers(canary)
      return all.length === 1 && all[0]?.name === 'grind' && all[0].env.includes('SITE=berlin')
    })
    expect((await containers(other)).map(({ name }) => name)).toEqual(['web'])
    const text = await until('its metrics', async () => {
      const now = await metrics(0).catch(() => '')
      return now.includes('holdfast_device_current_epoch 1') ? now : null
    })
    expect(text).toContain(`holdfast_device_info{device="${canary}",fleet="mill"`)
    expect(text).toContain('holdfast_device_service_unhealthy{service="grind"} 0')
    expect(text.endsWith('# EOF\n')).toBe(true)
    const { out } = await holdfast('devices', '--json')
    expect(out.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ name: canary, fleet: 'mill', tags: ['canary', 'site=berlin'] }),
    )
  })
})
