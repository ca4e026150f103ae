/**
 * The life that the power rig records: a first start, updates, a bad release, commands, kills and restarts.
 *
 * Invariant: every fact that the outside world learns becomes a mark, no earlier than it was learnt.
 */
import { join } from 'node:path'
import { encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import type { Command, Report } from '../../protocol/types.ts'
import { type DiskLog, LoggedDisk } from './disk-log.ts'
import { mountLogged } from './logged-mount.ts'
import type { Mark } from './marks.ts'
import { BAD, rolloutOf, targetOf } from './shelf.ts'
import { Stage, TOPICS } from './stage.ts'

/** Small, so that an image is made fast; large enough for the database several times. */
const DISK_BYTES = 24 * 1024 * 1024

/**
 * Records one life.
 * @param ground an empty directory of our own
 * @param agentFile run instead of the agent
 */
export async function recordLife(ground: string, agentFile?: string): Promise<DiskLog<Mark>> {
  const keys = [generateKey('release'), generateKey('rollout')]
  const trusted = keys.map(formatPublicKey)
  const disk = new LoggedDisk<Mark>(DISK_BYTES)
  const mount = await mountLogged(disk, ground)
  const told = new Set<string>()
  const once = (mark: Mark): void => {
    const name = JSON.stringify(mark)
    if (!told.has(name)) disk.mark(mark)
    told.add(name)
  }
  const payloads = new Map<string, Mark>()
  const stage = await Stage.open({
    desk: join(ground, 'desk'),
    dataDir: join(mount.directory, 'holdfast'),
    trusted,
    ...(agentFile === undefined ? {} : { agentFile }),
    onAcknowledged: (_, payload) => {
      const mark = payloads.get(payload.toString('base64'))
      if (mark !== undefined) once(mark)
    },
    onReport: ({ current, refused }) => {
      if (current !== null) once({ kind: 'current', epoch: current.epoch })
      for (const { epoch } of refused) once({ kind: 'refused', epoch })
    },
    onResult: ({ id, outcome, code }) => once({ kind: 'result', id, outcome, code }),
    onBirth: () => disk.mark({ kind: 'life' }),
  })

  async function publish(epoch: number): Promise<void> {
    const [target, rollout] = [targetOf(epoch, keys), rolloutOf(epoch, keys)]
    payloads.set(target.toString('base64'), { kind: 'target', epoch })
    payloads.set(rollout.toString('base64'), { kind: 'rollout', epoch })
    disk.mark({ kind: 'published', epoch, target, rollout })
    await stage.publish(TOPICS.fleetRollout, rollout, true)
    await stage.publish(TOPICS.fleetTarget, target, true)
  }

  async function send(id: string, action: Loose<Command>): Promise<void> {
    const payload = Buffer.from(encode(KINDS.Command, { id, budgetMs: 60_000, ...action }))
    payloads.set(payload.toString('base64'), { kind: 'command', id })
    disk.mark({ kind: 'sent', id, payload })
    await stage.publish(TOPICS.command, payload, false)
  }

  async function ask(prefix: string, count: number): Promise<void> {
    const ids = Array.from({ length: count }, (_, index) => `${prefix}-${index}`)
    for (const id of ids) await send(id, { identify: {} })
    await stage.answers(ids)
  }

  try {
    disk.mark({ kind: 'ready', trusted })
    await publish(1)
    stage.powerOn()
    await stage.reports('v1 runs', isSettledOn(1))
    await ask('first', 5)
    await publish(2)
    await send('in-update', { identify: {} })
    await stage.reports('v2 runs', isSettledOn(2))
    await send('hold', { hold: { reason: 'a look at the press' } })
    await stage.powerOff('SIGKILL')
    stage.powerOn()
    await publish(BAD)
    await stage.answers(['hold'])
    await send('unhold', { unhold: {} })
    await stage.reports('v3 is taken back', (report) => isSettledOn(2)(report) && isRefused(report, BAD))
    await stage.powerOff('SIGTERM')
    stage.powerOn()
    await ask('second', 30)
    await publish(4)
    await stage.reports('v4 is on its way', ({ phase }) => phase !== 'idle')
    await stage.powerOff('SIGKILL')
    stage.powerOn()
    await stage.reports('v4 runs', isSettledOn(4))
    await send('restart', { restart: { service: 'web' } })
    await stage.answers(['restart', 'in-update', 'unhold'])
    await ask('third', 30)
    await publish(5)
    await stage.reports('v5 runs', isSettledOn(5))
    return disk.log
  } finally {
    await stage.close()
    await mount.unmount()
  }
}

/** Whether the device is at rest and runs this epoch. */
export function isSettledOn(epoch: number): (report: Report) => boolean {
  return ({ phase, current }) => phase === 'idle' && current?.epoch === epoch
}

/** Whether the device has refused this epoch. */
export function isRefused(report: Report, epoch: number): boolean {
  return report.refused.some((refusal) => refusal.epoch === epoch)
}
