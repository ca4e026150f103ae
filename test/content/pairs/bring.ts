/**
 * A device that is killed while it brings an image over a bad link.
 *
 * Invariant: each kill is at a moment of the way, by what has come, and never by a clock alone; whoever says that the image is
 * there is not believed: its id is the release's, and every file is read in a container. What it cost is counted by the link.
 */
import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { askEngine, bytesFromEngine } from '../../rig/ask-engine.ts'
import type { Dockerd } from '../../rig/dockerd.ts'
import type { BadLink } from '../bad-link.ts'
import type { PushedPair } from './push-pair.ts'

export interface Device {
  dockerd: Dockerd
  link: BadLink
  dataDir: string
}

export interface Kill {
  victim: 'agent' | 'engine'
  /** As soon as this share of it has come. */
  share: number
  /** Milliseconds after that. */
  afterMs: number
}

export interface Brought {
  /** Of the last life, as it says itself. */
  way: string
  /** To the device. */
  carried: number
  cuts: number
  changes: number
  /** That came before the image was there. */
  kills: number
  lives: number
  wallMs: number
  /** Files that were read, and found to be the right ones. */
  files: number
  /** Ways that led nowhere, and what came beyond plans, of all lives. */
  warnings: string[]
}

const LIVES = 12

/** @throws when it does not come, or something else does */
export async function bring(device: Device, image: PushedPair, kills: readonly Kill[]): Promise<Brought> {
  const { link } = device
  const before = { carried: link.carried, cuts: link.cuts, changes: link.changes }
  const began = performance.now()
  const todo = [...kills]
  const warnings: string[] = []
  let [lives, inTime, way] = [0, 0, '']
  for (let isThere = false; !isThere; ) {
    if (lives++ === LIVES) throw new Error(`it did not come in ${LIVES} lives: ${warnings.join('\n')}`)
    const ended = await life(device, image, todo)
    warnings.push(...ended.warnings)
    way = ended.way || way
    inTime += ended.kills
    isThere = ended.code === 0
  }
  const wallMs = performance.now() - began
  const files = await verify(device.dockerd.address, image)
  const left = await readdir(join(device.dataDir, 'content'))
  if (left.length > 0) throw new Error(`the store keeps ${left.join()}`)
  return {
    way,
    carried: link.carried - before.carried,
    cuts: link.cuts - before.cuts,
    changes: link.changes - before.changes,
    kills: inTime,
    lives,
    wallMs,
    files,
    warnings,
  }
}

interface Ended {
  code: number | null
  way: string
  kills: number
  warnings: string[]
}

/** @param todo kills that are to come, of which it takes those that it sees */
async function life({ dockerd, link, dataDir }: Device, image: PushedPair, todo: Kill[]): Promise<Ended> {
  const ref = overLink(link, image)
  const script = join(import.meta.dirname, '../fetching.ts')
  const child = spawn(process.execPath, [script, dockerd.address, dataDir, ref], { stdio: ['ignore', 'pipe', 'pipe'] })
  const warnings: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    if (/^\S+ (WARN|ERROR) /.test(line)) warnings.push(line)
  })
  let [way, share, kills, isOver] = ['', 0, 0, false]
  let striking = Promise.resolve()
  let isStriking = false
  const strike = async ({ victim, afterMs }: Kill): Promise<void> => {
    await sleep(afterMs)
    if (isOver) return
    kills += 1
    if (victim === 'agent') return void child.kill('SIGKILL')
    await dockerd.kill()
    await dockerd.restart()
    isStriking = false
    consider()
  }
  const consider = (): void => {
    const next = todo[0]
    if (isOver || isStriking || next === undefined || share < next.share) return
    todo.shift()
    isStriking = true
    striking = strike(next)
  }
  createInterface(child.stdout).on('line', (line) => {
    const [done, , total, by = ''] = line.split(' ')
    way = by || way
    share = Number(total) > 0 ? Number(done) / Number(total) : 0
    consider()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  isOver = true
  await striking
  return { code, way, kills, warnings }
}

export function overLink(link: BadLink, { ref }: PushedPair): string {
  return ref.replace(/^[^/]+/, link.address)
}

/** @returns how many files were read */
async function verify(engine: string, { digest, id, image, stack }: PushedPair): Promise<number> {
  const name = await nameIn(engine, digest)
  const { Id } = await askEngine<{ Id: string }>(engine, 'GET', `/images/${encodeURIComponent(name)}/json`)
  if (Id !== id) throw new Error(`the engine has ${Id}, and the release is ${id}`)
  const sums = ['/usr/bin/sha256sum', '-c', '/sums']
  const read = await said(engine, { Image: name, Cmd: sums, HostConfig: { Binds: [`${image.sums}:/sums:ro`] } })
  const files = read.match(/: OK$/gm)?.length ?? 0
  const told = await said(engine, { Image: name, Cmd: stack.command })
  if (!told.includes(`release ${image.release}`)) throw new Error(`its application says "${told}"`)
  return files
}

/** What a container says that ends well. */
async function said(engine: string, container: object): Promise<string> {
  const { Id } = await askEngine<{ Id: string }>(engine, 'POST', '/containers/create', { ...container, Tty: true })
  await askEngine(engine, 'POST', `/containers/${Id}/start`)
  const { StatusCode } = await askEngine<{ StatusCode: number }>(engine, 'POST', `/containers/${Id}/wait`)
  const text = (await bytesFromEngine(engine, `/containers/${Id}/logs?stdout=true&stderr=true`)).toString('utf8')
  await askEngine(engine, 'DELETE', `/containers/${Id}`)
  if (StatusCode !== 0) throw new Error(`a container ended with ${StatusCode}: ${text.slice(-2000)}`)
  return text.replaceAll('\r', '')
}

/** Under which an engine has it that was given it, or that pulled it. */
export async function nameIn(engine: string, digest: string): Promise<string> {
  const images = await askEngine<{ RepoTags: string[] | null; RepoDigests: string[] | null }[]>(
    engine,
    'GET',
    '/images/json',
  )
  const names = images.flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])])
  const name = names.find((each) => each.endsWith(digest.replace(':', '-')) || each.endsWith(`@${digest}`))
  if (name === undefined) throw new Error(`the engine has no ${digest}, but ${names.join()}`)
  return name
}
