/** The local API as a container sees it: its variables, its socket, its address, and its own folder beside. */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { Rig, SPEC } from '../../agent/local-api/local-api-rig.ts'
import type { EnginePort } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import { containerSpecOf, uniqueName } from '../engine/specs.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'

const NEVER = new AbortController().signal

describeReal('a container with the local API', (rig) => {
  let engine: EnginePort
  let device: Rig
  let container: string
  let processId: number
  const name = uniqueName('device')

  beforeAll(async () => {
    engine = dockerEngine({ socketPath: rig.engine })
    const bridge = await askEngine<{ IPAM: { Config: { Gateway: string }[] } }>(rig.engine, 'GET', '/networks/bridge')
    device = await Rig.start(bridge.IPAM.Config[0]?.Gateway)
    const image = await pushImage(rig.registry, { name: 'local-api/base', salt: name })
    await engine.pull(image.ref, () => {}, NEVER)
    const extras = device.api.extrasFor('press', SPEC)
    container = await engine.createContainer(
      containerSpecOf({ image: image.ref, readOnly: false }, { device: name, extras }),
    )
    await engine.startContainer(container, Restart.RESTART_NO, 0)
    const found = await askEngine<{ State: { Pid: number } }>(rig.engine, 'GET', `/containers/${container}/json`)
    processId = found.State.Pid
  })

  afterAll(async () => {
    for (const { id } of await engine.listContainers(name)) await engine.removeContainer(id)
    await device.end()
  })

  const sh = async (script: string) => engine.exec(container, ['/bin/sh', '-c', script], NEVER)

  /** Through the container's own mounts, which busybox has no client for. */
  function askInside(method: string, path: string, key: string): Promise<number> {
    const socketPath = `/proc/${processId}/root/run/holdfast/api/holdfast.sock`
    return new Promise((resolve, reject) => {
      const asking = request(
        { agent: false, socketPath, method, path, headers: { authorization: `Bearer ${key}` } },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0))
        },
      )
      asking.on('error', reject)
      asking.end()
    })
  }

  it('reaches it on the address, with what stands in its environment', async () => {
    const script = 'wget -q -O - --header "Authorization: Bearer $HOLDFAST_KEY" "$HOLDFAST_URL/v1/state"'
    const { exitCode, output } = await sh(script)
    expect({ exitCode, state: JSON.parse(output) as unknown }).toMatchObject({
      exitCode: 0,
      state: { device: 'press-7', phase: 'fetching' },
    })
    expect((await sh('wget -q -O - "$HOLDFAST_URL/v1/state"')).output).toContain('401')
  })

  it('reaches it on the socket, which is mounted read-only, also after the agent has started anew', async () => {
    const { output } = await sh('echo -n "$HOLDFAST_KEY"')
    expect(await askInside('PUT', '/v1/lock', output)).toBe(200)
    expect(device.leases.all()).toMatchObject([{ service: 'press' }])
    await device.api.close()
    await expect(askInside('GET', '/v1/lock', output)).rejects.toMatchObject({ code: 'ENOENT' })
    await device.begin()
    expect(await askInside('GET', '/v1/lock', output)).toBe(200)
    const mounts = readFileSync(`/proc/${processId}/mounts`, 'utf8').split('\n')
    expect(mounts.find((line) => line.includes(' /run/holdfast/api '))).toMatch(/ ro[, ]/)
    expect((await sh('rm -f /run/holdfast/api/holdfast.sock; ls /run/holdfast/api')).output).toContain('holdfast.sock')
  })

  it('may still lock by a file: the folder above the socket is its own', async () => {
    expect((await sh('echo busy > /run/holdfast/lock')).exitCode).toBe(0)
    expect(Buffer.from((await engine.readFile(container, '/run/holdfast/lock', 100)) ?? []).toString()).toBe('busy\n')
  })
})
