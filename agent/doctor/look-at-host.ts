/**
 * Engine, disk and data directory.
 *
 * Invariant: the database is not opened: an agent may have it, and opening it writes. What is written to try the disk
 * is removed again.
 */
import { constants } from 'node:fs'
import { access, mkdir, open, readFile, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../../protocol/errors.ts'
import { lockHolder } from '../../storage/lock-holder.ts'
import { dockerEngine } from '../adapters/docker.ts'
import { type Finding, ok, skipped, warn, wrong } from './finding.ts'

/** What the agent itself needs beside its ballast. */
const LEAST_BYTES = 16 * 1024 * 1024
/** Of the disk of the engine: images want room. */
const LITTLE_BYTES = 512 * 1024 * 1024

export interface EngineLook {
  finding: Finding[]
  /** Registries of the images that run. */
  registries: string[]
}

export async function lookAtEngine(socketPath: string, device: string | null): Promise<EngineLook> {
  const engine = dockerEngine({ socketPath })
  try {
    const info = await engine.info()
    const containers = device === null ? [] : await engine.listContainers(device)
    const running = containers.filter(({ state }) => state === 'running').length
    const what = `${info.version}, ${running} of ${containers.length} containers of ours run`
    const free = info.diskFreeBytes
    const finding =
      info.diskTotalBytes > 0 && free < LITTLE_BYTES
        ? warn(
            'disk',
            `${mebibytes(free)} free where the engine keeps images`,
            'Remove what is not needed: docker system df, docker image prune',
          )
        : null
    return {
      finding: [ok('engine', device === null ? info.version : what), ...(finding === null ? [] : [finding])],
      registries: [...new Set(containers.map(({ image }) => registryOf(image)).filter((name) => name !== null))],
    }
  } catch (error) {
    const advice = await engineAdvice(socketPath)
    return { finding: [wrong('engine', faultOf(error).message, advice)], registries: [] }
  }
}

async function engineAdvice(socketPath: string): Promise<string> {
  try {
    await access(socketPath, constants.R_OK | constants.W_OK)
    return 'Look whether it runs: systemctl status docker, journalctl -u docker'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      return 'Run this as root, or as a user who may use the engine'
    return `There is no socket at ${socketPath}: look whether the engine runs (systemctl status docker), or at "engine" in the configuration`
  }
}

/** The registry in an image's name; null: it is Docker's own, or a bare id. */
export function registryOf(image: string): string | null {
  const [first = '', ...rest] = image.split('/')
  if (rest.length === 0) return null
  return first.includes('.') || first.includes(':') || first === 'localhost' ? first : null
}

export async function lookAtDisk(dataDir: string): Promise<Finding[]> {
  try {
    await stat(dataDir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return [
        warn(
          'data',
          `${dataDir} does not exist`,
          'The agent makes it at its first start; if it has run before, the disk is not mounted',
        ),
      ]
    return [
      wrong(
        'data',
        `${dataDir} cannot be looked at (${codeOf(error)})`,
        'Run this as the user of the agent, or as root',
      ),
    ]
  }
  return [await space(dataDir), await writes(dataDir), await database(dataDir)]
}

async function space(dataDir: string): Promise<Finding> {
  return judgeSpace(dataDir, await statfs(dataDir))
}

/** What a file system has left, as statfs(2) tells it. */
export function judgeSpace(
  dataDir: string,
  { bavail, bsize, ffree, files }: { bavail: number; bsize: number; ffree: number; files: number },
): Finding {
  const free = bavail * bsize
  if (free < LEAST_BYTES)
    return wrong('disk', `${mebibytes(free)} free where ${dataDir} is`, 'Make room: du -xh --max-depth=2 / | sort -h')
  if (files > 0 && ffree === 0)
    return wrong('disk', `no file more fits where ${dataDir} is: all inodes are used`, 'Remove files: df -i')
  return ok('disk', `${mebibytes(free)} free`)
}

async function writes(dataDir: string): Promise<Finding> {
  const path = join(dataDir, `.doctor-${process.pid}`)
  try {
    await mkdir(dataDir, { recursive: true })
    const file = await open(path, 'wx', 0o600)
    const began = performance.now()
    try {
      await file.write('x'.repeat(4096))
      await file.sync()
    } finally {
      await file.close()
      await rm(path, { force: true })
    }
    const ms = Math.round(performance.now() - began)
    if (ms > 2_000)
      return warn('disk', `4 KiB took ${ms} ms to be safe on it`, 'It is busy or failing: dmesg, smartctl')
    return ok('disk', `4 KiB were safe on it in ${ms} ms`)
  } catch (error) {
    const code = codeOf(error)
    const advice =
      code === 'EROFS'
        ? 'The disk is mounted read-only, often after a fault: dmesg, mount'
        : code === 'ENOSPC'
          ? 'The disk is full: df -h, df -i'
          : code === 'EACCES' || code === 'EPERM'
            ? 'Run this as the user of the agent, or as root'
            : 'The disk may be failing: dmesg, smartctl'
    return wrong('disk', `nothing can be written to ${dataDir} (${code})`, advice)
  }
}

async function database(dataDir: string): Promise<Finding> {
  const holder = await lockHolder(dataDir)
  if (holder !== null)
    return ok(
      'data',
      `an agent runs on it: process ${holder.pid}${holder.command === '' ? '' : ` (${holder.command})`}`,
    )
  const current = await readFile(join(dataDir, 'db', 'CURRENT'), 'utf8').catch(() => null) // told below
  if (current === null)
    return warn(
      'data',
      'no database is there, and no agent runs',
      'It is made by the first start of the agent: systemctl start holdfast-agent',
    )
  if (!/^MANIFEST-\d+\n$/.test(current))
    return warn(
      'data',
      'the database is damaged, and no agent runs',
      'The next start of the agent sets it aside, keeps what can be read, and reports it: systemctl start holdfast-agent',
    )
  return warn(
    'data',
    'the database is there, and no agent runs',
    'Start it: systemctl start holdfast-agent; journalctl -u holdfast-agent',
  )
}

/** Of the agent that runs, since a shell has others; null: none runs, or we may not look. */
export async function environmentOfAgent(dataDir: string): Promise<Record<string, string> | null> {
  const holder = await lockHolder(dataDir).catch(() => null) // told by the check of the data
  if (holder === null || holder.pid <= 0) return null
  const text = await readFile(`/proc/${holder.pid}/environ`, 'utf8').catch(() => null) // of another user
  if (text === null) return null
  return Object.fromEntries(
    text
      .split('\0')
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const)
      .filter(([name]) => /_proxy$/i.test(name)),
  )
}

export function noRegistry(): Finding {
  return skipped('registry', 'none is known: no container of ours runs; name one with --registry HOST')
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MiB`
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}
