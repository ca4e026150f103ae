/**
 * The test's hands on a real engine.
 *
 * Invariant: they use the engine's API, its files and its processes, and never the adapter under test.
 */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { filesOf } from '../../simulators/engine/archive-files.ts'
import type { Downfall } from '../../simulators/engine/restart-rule.ts'
import { sourceOf } from '../content/image.ts'
import { fakeRegistry, refuse } from '../engine/fake-registry.ts'
import { uniqueName } from '../engine/specs.ts'
import { askEngine, bytesFromEngine } from '../rig/ask-engine.ts'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { buildImage, pushImage } from '../rig/images.ts'
import { freePort } from '../rig/process.ts'
import type { Addresses } from '../rig/rig.ts'
import { CONTRACT_IMAGES, type ContractImage, type ContractImageName, WELL_FILE } from './contract-images.ts'
import { cuttableSocket } from './cuttable-socket.ts'
import type { EngineHarness, MortalEngine } from './engine-harness.ts'

/** Pushes the contract's images and opens a port to the rig's engine. */
export async function dockerHarness(rig: Addresses): Promise<EngineHarness> {
  const socket = await cuttableSocket(join(tmpdir(), `${uniqueName('hf')}.sock`), rig.engine)
  // Salted: an engine keeps manifests that it has pulled for a while, and would not ask a registry for one that it knows.
  const nothing = buildImage({ name: 'nothing', salt: uniqueName('nothing') })
  const denied = await fakeRegistry([nothing])
  denied.rules.manifest = refuse(401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="registry"' })
  const garbage = await fakeRegistry([nothing])
  garbage.rules.manifest = (response) => response.end('<html>Welcome to the hotel</html>')
  const images = await pushAll(rig.registry)
  const salt = uniqueName('held')

  const ask = <T>(method: string, path: string, body?: object) => askEngine<T>(rig.engine, method, path, body)
  const processOf = async (id: string) =>
    (await ask<{ State: { Pid: number } }>('GET', `/containers/${id}/json`)).State.Pid
  const fileIn = async (volume: string) =>
    join((await ask<{ Mountpoint: string }>('GET', `/volumes/${volume}`)).Mountpoint, 'content')

  return {
    engine: dockerEngine({ socketPath: socket.path }),
    away: dockerEngine({ socketPath: '/nonexistent/docker.sock' }),
    images,
    bad: {
      absent: `${rig.registry}/absent@${nothing.digest}`,
      denied: `${denied.address}/app@${nothing.digest}`,
      garbage: `${garbage.address}/app@${nothing.digest}`,
      unreachable: `127.0.0.1:1/app@${nothing.digest}`,
    },
    held: (name) => {
      const { command } = CONTRACT_IMAGES.steady
      const built = buildImage({ name: `held/${name}`, command: [...command], layers: [100_000], salt })
      return { image: `127.0.0.1:1/held/${name.replaceAll(' ', '-')}@${built.digest}`, source: sourceOf(built) }
    },
    pass: (ms) => sleep(ms),
    async setHealth(id, healthy) {
      const file = `/proc/${await processOf(id)}/root${WELL_FILE}`
      if (healthy) await writeFile(file, '')
      else await rm(file, { force: true })
    },
    kill: async (id) => {
      process.kill(await processOf(id), 'SIGKILL')
    },
    removeBehindOurBack: (id) => ask('DELETE', `/containers/${id}?force=1`),
    createForeign: (name) => ask('POST', `/containers/create?name=${name}`, { Image: images.steady }),
    cutEvents: async () => socket.cut('/events'),
    loseNextCopy: () => socket.cutNext(/^PUT .*\/archive/),
    async fileIn(id, path) {
      const archive = await bytesFromEngine(rig.engine, `/containers/${id}/archive?path=${encodeURIComponent(path)}`)
      const [file] = filesOf(archive)
      if (file === undefined) throw new Error(`${path} is no file`)
      const { content, mode, uid, gid } = file
      return { text: Buffer.from(content).toString(), mode, uid, gid }
    },
    async writeFile(id, path, text) {
      const file = `/proc/${await processOf(id)}/root${path}`
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    },
    writeVolume: async (name, text) => writeFile(await fileIn(name), text),
    readVolume: async (name) => readFile(await fileIn(name), 'utf8').catch(() => ''),
    mortal: () => mortalEngine(images.steady),
    countVolumes: async () => (await ask<{ Volumes: unknown[] | null }>('GET', '/volumes')).Volumes?.length ?? 0,
    networkId: async (name) => (await ask<{ Id: string }>('GET', `/networks/${name}`)).Id,
    freePort,
    async close() {
      await socket.close()
      await denied.stop()
      await garbage.stop()
    },
  }
}

/** One of its own: others work on the rig's. */
async function mortalEngine(image: string): Promise<MortalEngine> {
  const dockerd = await startDockerd()
  const engine = dockerEngine({ socketPath: dockerd.address })
  await engine.pull(image, () => {}, new AbortController().signal)
  const falls: Record<Downfall, (part: Dockerd) => Promise<void>> = {
    graceful: async () => {},
    killed: (part) => part.kill(),
    power: (part) => part.powerCut(),
  }
  return {
    engine,
    async fallAndRise(how) {
      await falls[how](dockerd)
      await dockerd.restart()
    },
    close: () => dockerd.stop(),
  }
}

async function pushAll(registry: string): Promise<EngineHarness['images']> {
  const refs: Partial<Record<ContractImageName, string>> = {}
  for (const [name, image] of Object.entries<ContractImage>(CONTRACT_IMAGES)) {
    const { command, healthcheck, layers, volumes } = image
    const recipe = { name: `contract/${name}`, command, layers, ...(volumes && { volumes }) }
    refs[name as ContractImageName] = (
      await pushImage(registry, { ...recipe, ...(healthcheck && { healthcheck }) })
    ).ref
  }
  return refs as EngineHarness['images']
}
