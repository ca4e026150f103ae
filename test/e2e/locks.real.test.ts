/** What a compose file says of an application's locks: they are leases and files, and hold for as long as it allows. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { askEngine } from '../rig/ask-engine.ts'
import { pushImage } from '../rig/images.ts'
import { freePort } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { until } from './until.ts'

/** Asks the local API from within, with what the container has in its environment. */
const ASK = `#!/bin/sh
export at=\${HOLDFAST_URL#http://} method="$1" body="$2"
exec nc "\${at%:*}" "\${at#*:}" -e /bin/sh -c '
  printf "$method /v1/lock HTTP/1.1\\r\\nHost: $at\\r\\nAuthorization: Bearer $HOLDFAST_KEY\\r\\n"
  printf "Connection: close\\r\\nContent-Length: \${#body}\\r\\n\\r\\n%s" "$body"
  cat >&2'
`
const PRESS = '#!/bin/sh\ntrap "exit 0" TERM\nhttpd -p 8080 -h /www\nsleep 86400 & wait\n'

/** Long enough to be met, with the device's power cut before it has passed. */
const AT_MOST_MS = 5_000

describeReal('a service that holds a lock', (rig) => {
  let scene: Scene
  const images: Record<string, string> = {}

  beforeAll(async () => {
    const bridge = await askEngine<{ IPAM: { Config: { Gateway: string }[] } }>(rig.engine, 'GET', '/networks/bridge')
    const listen = `${bridge.IPAM.Config[0]!.Gateway}:${await freePort()}`
    // A reboot leaves a file instead.
    const more = { localApi: { listen }, rebootCommand: ['/usr/bin/touch', 'rebooted'] }
    scene = await openScene(rig, { versions: [], more })
    for (const version of ['v1', 'v2', 'v3', 'v4']) {
      const files = { '/press': PRESS, '/ask': ASK, '/www/version': version }
      const recipe = { name: `${scene.fleet}/press`, salt: version, files }
      images[version] = (await pushImage(rig.registry, recipe, version)).ref
    }
    scene.device.powerOn()
    expect((await deploy('v1', `at_most: ${AT_MOST_MS}ms`)).code).toBe(0)
  })

  afterAll(() => scene?.close())

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
  })

  const deploy = (version: string, lock: string, ...flags: string[]) => {
    const file = `name: printing
services:
  press:
    image: ${images[version]}
    command: /press
    stop_grace_period: 2s
    ports: ["127.0.0.1:${scene.port}:8080"]
    x-holdfast: { local_api: true, lock: { file: /data/press.lock, ${lock} } }
    volumes: [data:/data]
volumes: { data: }
x-holdfast: { version: ${version}, policy: { soak: 100ms } }
`
    return scene.operator.deploy(file, scene.fleet, ...flags)
  }
  const send = (...words: string[]) => scene.operator.run('send', scene.device.name, ...words)
  const locked = (epoch: number) =>
    scene.device.reports(
      `that a lock holds up epoch ${epoch}`,
      ({ blockers, target }) => target?.epoch === epoch && blockers.some(({ kind }) => kind === 'lock'),
    )
  const isFetched = async (version: string) =>
    expect(await scene.engine.images(`${rig.registry}/${scene.fleet}/`)).toContain(images[version])
  /** When a line of the log was written, by the device's monotonic clock. */
  const at = (line: string | undefined) => Number(/ monoMs=(\d+)/.exec(line ?? '')?.[1])

  it('by HTTP, from within: the update is fetched and waits, also through a power cut, until at_most has passed', async () => {
    const answer = await scene.engine.exec('press', '/ask', 'PUT', '{"reason":"a job runs","seconds":600}')
    expect(answer).toContain('HTTP/1.1 200')
    const blocked = scene.device.writes(/ transition machine=update .* to=waiting\.blocked /)
    const deployed = deploy('v2', 'at_most: 1h', '--no-wait')
    const { blockers } = await locked(2)
    await scene.device.powerCut()
    const message =
      /^press holds a lock: a job runs; .*, or it ends in \d+ minutes, or it is passed over in \d+ seconds?,/
    expect(blockers).toMatchObject([{ gate: 'apply', service: 'press', message: expect.stringMatching(message) }])
    await isFetched('v2')
    expect(await scene.ask('/version')).toBe('v1')
    expect((await deployed).code).toBe(0)

    // While the agent is away the time goes on: in its next life nothing is put off any more.
    const met = performance.now()
    await until('at_most has passed', () => performance.now() - met > AT_MOST_MS, scene.story)
    const life = scene.device.log.length
    scene.device.powerOn()
    await scene.device.settlesOn(2)
    await scene.answers('/version', 'v2')
    const applied = scene.device.log.slice(life).filter((line) => line.includes(' transition machine=update '))
    expect(applied.filter((line) => line.includes('to=waiting.blocked'))).toEqual([])
    expect(at(applied.find((line) => line.includes('to=switching.'))) - at(await blocked)).toBeGreaterThan(AT_MOST_MS)
  })

  it('by a file of its own: the update is fetched and waits, as does a reboot, and deploy --force overtakes', async () => {
    await scene.engine.exec('press', 'sh', '-c', 'echo "paper is in" > /data/press.lock')
    expect((await deploy('v3', 'honour: false', '--no-wait')).code).toBe(0)
    const { blockers } = await locked(3)
    expect(blockers).toMatchObject([
      { gate: 'apply', service: 'press', message: expect.stringMatching(/\(\/data\/press\.lock\).*: paper is in; /) },
    ])
    await isFetched('v3')
    const why = await scene.operator.run('why', scene.device.name)
    expect(why.out.join('\n')).toMatch(/blocked at apply, service press, by lock: .*paper is in.* --force/)

    const reboot = await send('reboot', '--budget', '1s')
    expect(reboot.code).toBe(1)
    expect(reboot.err.join('\n')).toMatch(/HF_COMMAND_EXPIRED[\s\S]*paper is in/)
    await expect(access(join(scene.operator.desk, 'rebooted'))).rejects.toThrow('ENOENT')
    expect(await scene.ask('/version')).toBe('v2')

    expect(await deploy('v3', 'honour: false', '--force')).toMatchObject({ code: 0, summary: { epoch: 4 } })
    await scene.answers('/version', 'v3')
  })

  it('that the release which runs does not honour: the update waits for none', async () => {
    await scene.engine.exec('press', 'sh', '-c', 'echo "paper is in" > /data/press.lock')
    expect((await deploy('v4', 'at_most: 1h')).code).toBe(0)
    await scene.answers('/version', 'v4')
  })

  it('that it gives back lets the update go on', async () => {
    await scene.engine.exec('press', 'rm', '/data/press.lock')
    expect(await scene.engine.exec('press', '/ask', 'PUT', '{"reason":"a job runs"}')).toContain('HTTP/1.1 200')
    expect((await deploy('v1', 'at_most: 1h', '--no-wait')).code).toBe(0)
    await locked(6)
    expect(await scene.engine.exec('press', '/ask', 'DELETE', '')).toContain('HTTP/1.1 200')
    await scene.device.settlesOn(6)
    await scene.answers('/version', 'v1')
  })
})
