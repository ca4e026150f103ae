/**
 * One compose file, brought up by the reference tool and then by us, on one engine.
 *
 * Invariant: the second side finds an engine on which nothing of the first is left, and what the file calls
 * external was there before either.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { LABELS } from '../../agent/labels.ts'
import { uniqueName } from '../engine/specs.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { pushImage } from '../rig/images.ts'
import type { Addresses } from '../rig/rig.ts'
import { BASES, type CaseFile } from './cases.ts'
import { type Fields, fieldsBeside, fieldsOf } from './inspected.ts'
import * as ours from './our-way.ts'
import * as reference from './reference-tool.ts'

/** What each side made of one service, network or volume. */
export interface Pair {
  reference: Fields
  ours: Fields
}

/** "service plain", "network front", "volume data". */
export type Pairs = ReadonlyMap<string, Pair>

export async function bothWays(rig: Addresses, cases: CaseFile): Promise<Pairs> {
  return onStage(rig, cases, async (stage) => {
    const reference = await lookAt(rig, stage, theirSide(rig, stage, cases.isStarted))
    const ours = await lookAt(rig, stage, ourSide(rig, stage, cases.isStarted))
    const things = new Set([...reference.keys(), ...ours.keys()])
    const nothing: Fields = new Map()
    const pairOf = (thing: string) => ({ reference: reference.get(thing) ?? nothing, ours: ours.get(thing) ?? nothing })
    return new Map([...things].map((thing) => [thing, pairOf(thing)]))
  })
}

/** The same by us alone. */
export async function oursAlone(rig: Addresses, cases: CaseFile): Promise<ReadonlyMap<string, Fields>> {
  return onStage(rig, cases, (stage) => lookAt(rig, stage, ourSide(rig, stage, cases.isStarted)))
}

/** What both sides find. */
interface Stage {
  /** Of the project, and of the device. */
  name: string
  /** Path of the compose file. */
  file: string
  /** Name of a volume and of a network that are there. */
  external: string
}

async function onStage<T>(rig: Addresses, cases: CaseFile, use: (stage: Stage) => Promise<T>): Promise<T> {
  const name = uniqueName('hf')
  const external = `${name}-external`
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-compose-'))
  const file = join(directory, 'compose.yml')
  const ask = (method: string, path: string, body?: object) => askEngine(rig.engine, method, path, body)
  try {
    await writeFile(file, textOf(cases, await pushImages(rig, name), external))
    for (const [path, text] of Object.entries(cases.files ?? {})) await writeFile(join(directory, path), text)
    await ask('POST', '/volumes/create', { Name: external })
    await ask('POST', '/networks/create', { Name: external })
    return await use({ name, file, external })
  } finally {
    await ask('DELETE', `/networks/${external}`).catch(() => {})
    await ask('DELETE', `/volumes/${external}`).catch(() => {})
    await rm(directory, { recursive: true })
  }
}

/** One way to bring the file up, and how what it has made is found. */
interface Side {
  label: string
  /** Labels that hold the name in the file. */
  names: { service: string; network: string; volume: string }
  bringUp(): Promise<void>
}

function theirSide({ engine }: Addresses, { name, file }: Stage, isStarted: boolean): Side {
  const at = 'com.docker.compose'
  return {
    label: `${at}.project=${name}`,
    names: { service: `${at}.service`, network: `${at}.network`, volume: `${at}.volume` },
    bringUp: () => reference.bringUp({ engine, name, file }, isStarted),
  }
}

function ourSide({ engine }: Addresses, { name, file }: Stage, isStarted: boolean): Side {
  const bringUp = () => ours.bringUp({ engine, name }, file, isStarted)
  return { label: `${LABELS.device}=${name}`, names: LABELS, bringUp }
}

interface Made {
  Id: string
  Name: string
  Labels: Record<string, string>
}

/** By "service NAME" and so on, what the side makes; it is gone afterwards. */
async function lookAt(rig: Addresses, { external }: Stage, side: Side): Promise<Map<string, Fields>> {
  const ask = <A>(method: string, path: string) => askEngine<A>(rig.engine, method, path)
  const filter = encodeURIComponent(JSON.stringify({ label: [side.label] }))
  const containersOf = () => ask<Made[]>('GET', `/containers/json?all=1&filters=${filter}`)
  const networksOf = () => ask<Made[]>('GET', `/networks?filters=${filter}`)
  const volumesOf = async () => (await ask<{ Volumes: Made[] }>('GET', `/volumes?filters=${filter}`)).Volumes
  try {
    await side.bringUp()
    const [containers, networks, volumes] = [await containersOf(), await networksOf(), await volumesOf()]
    const nameOf = (made: Made, kind: keyof Side['names']) => made.Labels[side.names[kind]] ?? ''
    const renames = new Map([
      [external, 'external'],
      ...containers.map((made) => [made.Id, nameOf(made, 'service')] as const),
      ...containers.map((made) => [made.Id.slice(0, 12), nameOf(made, 'service')] as const),
      ...networks.map((made) => [made.Name, nameOf(made, 'network')] as const),
      ...volumes.map((made) => [made.Name, nameOf(made, 'volume')] as const),
    ])
    const found = new Map<string, Fields>()
    for (const made of networks)
      found.set(`network ${nameOf(made, 'network')}`, fieldsBeside(await ask('GET', `/networks/${made.Id}`)))
    for (const made of volumes)
      found.set(`volume ${nameOf(made, 'volume')}`, fieldsBeside(await ask('GET', `/volumes/${made.Name}`)))
    for (const made of containers) {
      const answer = await ask<{ State: { Pid: number } }>('GET', `/containers/${made.Id}/json`)
      const mounted = await mountedIn(answer.State.Pid)
      found.set(`service ${nameOf(made, 'service')}`, new Map([...fieldsOf(answer, renames), ['mounted', mounted]]))
    }
    return found
  } finally {
    for (const { Id } of await containersOf()) await ask('DELETE', `/containers/${Id}?force=1&v=1`)
    for (const { Id } of await networksOf()) await ask('DELETE', `/networks/${Id}`)
    for (const { Name } of await volumesOf()) await ask('DELETE', `/volumes/${Name}`)
  }
}

/** What is mounted in a running container, as its kernel tells: where, which kind and with which options. */
async function mountedIn(pid: number): Promise<string[]> {
  if (pid === 0) return []
  const lines = (await readFile(`/proc/${pid}/mounts`, 'utf8')).trim().split('\n')
  const mounts = lines.map((line) => line.split(' ')).filter(([, place]) => place !== '/')
  return mounts.map(([, place, kind, options]) => `${place} ${kind} ${options}`).sort()
}

interface Images {
  plain: string
  rich: string
}

/** Pushes them, and pulls them by tag and by digest. @returns their tagged names */
async function pushImages(rig: Addresses, name: string): Promise<Images> {
  const engine = dockerEngine({ socketPath: rig.engine })
  const push = async (recipe: Omit<Parameters<typeof pushImage>[1], 'name'>, which: string) => {
    const repository = `${name}/${which}`
    const { ref } = await pushImage(rig.registry, { name: repository, ...recipe }, 'v1')
    await engine.pull(ref, () => {}, new AbortController().signal)
    const tagged = `${rig.registry}/${repository}`
    await askEngine(rig.engine, 'POST', `/images/create?fromImage=${tagged}&tag=v1`)
    return `${tagged}:v1`
  }
  return {
    plain: await push({}, 'plain'),
    rich: await push(
      {
        entrypoint: ['/bin/sh', '-c'],
        command: ['sleep 99'],
        environment: { RICH: 'yes' },
        labels: { rich: 'yes' },
        workingDir: '/tmp',
        user: 'nobody',
        stopSignal: 'SIGQUIT',
        volumes: ['/var/lib/rich'],
        expose: ['80/tcp'],
        healthcheck: { test: ['CMD', 'true'], intervalMs: 5_000, timeoutMs: 1_000, retries: 2, startPeriodMs: 500 },
      },
      'rich',
    ),
  }
}

function textOf(cases: CaseFile, images: Images, external: string): string {
  const services = Object.entries({ ...BASES, ...cases.services }).map(([service, { keys, rich = false }]) => {
    const lines = [`image: ${rich ? images.rich : images.plain}`, ...keys.split('\n').filter((line) => line !== '')]
    return [`  ${service}:`, ...lines.map((line) => `    ${line}`)].join('\n')
  })
  return `services:\n${services.join('\n')}\n${cases.beside}`.replaceAll('EXTERNAL', external)
}
