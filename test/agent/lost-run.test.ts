/** A container that the engine will never start again, after it was killed in the middle of a start. */

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { around } from '../../agent/around.ts'
import { situationOf, takeStep } from '../../agent/effects/bring-about.ts'
import { nextStep } from '../../machines/next-step.ts'
import { Restart } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { EffectWorld } from './effect-world.ts'

const NEVER = new AbortController().signal

let box: EffectWorld

beforeEach(async () => {
  box = await EffectWorld.open()
})

afterEach(() => box.close())

it('is made anew and started, in the same update', async () => {
  const release = await box.release({
    name: 'app',
    version: 'v1',
    services: [{ name: 'web', image: box.image('web') }],
  })
  const goal = { release, mustRun: null, undo: null, adopted: [], stopped: [] }
  const { engine } = box.world
  let lost = ''
  const ended: string[] = []
  const world = {
    ...box.world,
    host: { ...box.world.host, endProcesses: async (id: string) => ended.push(id) },
    engine: around(engine, {
      startContainer: async (id: string, restart: Restart, maxRetries: number) => {
        lost ||= id
        if (id === lost) throw new HoldfastError('HF_ENGINE_CONFLICT', 'the engine lost a run of it')
        await engine.startContainer(id, restart, maxRetries)
      },
    }),
  }
  for (let steps = 0; steps < 10; steps += 1) {
    const next = nextStep((await situationOf(world, goal))!)
    if (next.kind === 'act') await takeStep(world, goal, next.step, NEVER)
  }
  const containers = await engine.listContainers(world.device)
  expect(containers.map(({ service, state }) => `${service} ${state}`)).toEqual(['web running'])
  expect(containers[0]!.id).not.toBe(lost)
  expect(ended).toEqual([lost])
})

it('may live on, and is ended before another of its service starts', async () => {
  const image = box.image('web')
  const before = await box.release({ name: 'app', services: [{ name: 'web', image, environment: { V: '1' } }] })
  const after = await box.release({ name: 'app', services: [{ name: 'web', image, environment: { V: '2' } }] })
  await box.world.engine.pull(image, () => {}, NEVER)
  const old = await box.start(before, 'web')
  await box.world.engine.stopContainer(old, 0)
  const ended: string[] = []
  box.world.host.endProcesses = async (id) => ended.push(id)
  const next = await box.start(after, 'web')
  expect(ended).toEqual([old])
  expect(next).not.toBe(old)
})

it.each([
  ['task 7e33f37e: already exists', 'HF_ENGINE_CONFLICT'],
  ['id already in use', 'HF_ENGINE_CONFLICT'],
  ['failed to start shim: mkdir /run/task/moby/7e33f37e: file exists: unknown', 'HF_ENGINE_CONFLICT'],
  ['OCI runtime create failed: container with given ID already exists: unknown', 'HF_ENGINE_CONFLICT'],
  ['driver failed programming external connectivity: port is already allocated', 'HF_ENGINE_FAILED'],
])('is told from other failures of a start by the words of the engine: %s', async (words, code) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-lost-run-'))
  const socketPath = join(folder, 'engine.sock')
  const server = engineThatStartsNothing(words)
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  const starting = dockerEngine({ socketPath }).startContainer('web', Restart.RESTART_ALWAYS, 0)
  await expect(starting).rejects.toMatchObject({ code })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

const STATE = { Status: 'exited', ExitCode: 128 }

function engineThatStartsNothing(words: string): Server {
  return createServer(({ url = '' }, response) => {
    const [status, body] = url.endsWith('/version')
      ? [200, { ApiVersion: '1.41', MinAPIVersion: '1.12', Version: '20.10.24', Os: 'linux', Arch: 'amd64' }]
      : url.endsWith('/start')
        ? [500, { message: words }]
        : [200, { Id: 'web', State: STATE, Config: { Labels: {} }, HostConfig: { RestartPolicy: {} } }]
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
}
