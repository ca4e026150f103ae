/**
 * NetworkManager as the back end of network configurations.
 *
 * Invariant: profiles that are not ours are never written; a trial's profiles lie where a boot forgets them and do not come
 * up by themselves; each says what was up on its device before it, so that the way back is known to whoever comes after.
 * NetworkManager's own checkpoint stands behind all this until the trial is kept or taken back. The network as the device had
 * it is tried by hiding what is kept of ours, likewise until the next boot.
 */
import { networkInterfaces } from 'node:os'
import type { NetworkBackend, WantedNetwork } from '../../machines/network-backend.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { keyfile, uuidOf } from './keyfile.ts'
import type { ProfileFile, ProfileFiles } from './profile-files.ts'
import { beforeIn, beforeText, byDevice, canCarry, keptIn } from './profile-rules.ts'
import { type Programs, terseRows } from './programs.ts'
import { type DeviceRow, RouteMetrics, type Way } from './route-metrics.ts'

const BUS = [
  'call',
  'org.freedesktop.NetworkManager',
  '/org/freedesktop/NetworkManager',
  'org.freedesktop.NetworkManager',
]
/** NMCheckpointCreateFlags: delete-new-connections, allow-overlapping. */
const CHECKPOINT_FLAGS = 0x02 | 0x08
/** What was up before is given so long to come up again; then it is left to NetworkManager to try on. */
const BACK_MS = 30_000

interface Parts {
  programs: Programs
  files: ProfileFiles
  /** Told of what went wrong without ending anything. */
  warn(message: string, fields: object): void
}

export function networkManager(parts: Parts): NetworkBackend {
  const { programs, files } = parts
  const nmcli = (args: readonly string[], options?: Parameters<Programs['run']>[2]) =>
    programs.run('nmcli', args, options)

  const devices = async (): Promise<DeviceRow[]> =>
    terseRows(await nmcli(['--terse', '--fields', 'DEVICE,TYPE,STATE,CON-UUID', 'device', 'status'])).map(
      ([device = '', type = '', state = '', uuid = '']) => ({ device, type, state, uuid }),
    )

  const metrics = new RouteMetrics(nmcli, devices)

  const reload = async (): Promise<void> => {
    await nmcli(['connection', 'reload'])
  }

  const known = async (): Promise<Set<string>> =>
    new Set(terseRows(await nmcli(['--terse', '--fields', 'UUID', 'connection', 'show'])).map(([uuid = '']) => uuid))

  const up = async (uuid: string, device: string, limitMs: number, signal?: AbortSignal): Promise<void> => {
    const seconds = Math.max(1, Math.ceil(limitMs / 1000))
    const on = device === '' ? [] : ['ifname', device]
    await nmcli(['--wait', String(seconds), 'connection', 'up', 'uuid', uuid, ...on], {
      limitMs: limitMs + 5_000,
      ...(signal === undefined ? {} : { signal }),
    })
  }

  /** The second line may be missing: the first does not rest on it. */
  const checkpoint = async (lineMs: number): Promise<string> => {
    try {
      const seconds = String(Math.max(1, Math.ceil(lineMs / 1000)))
      const said = await programs.run('busctl', [
        ...BUS,
        'CheckpointCreate',
        'aouu',
        '0',
        seconds,
        String(CHECKPOINT_FLAGS),
      ])
      return /"([^"]+)"/.exec(said)?.[1] ?? ''
    } catch (error) {
      parts.warn('NetworkManager makes no checkpoint', { ...faultOf(error) })
      return ''
    }
  }

  const forgetCheckpoints = async (trial: readonly ProfileFile[]): Promise<void> => {
    for (const path of new Set(trial.map(({ notes }) => notes.checkpoint ?? ''))) {
      if (path !== '') {
        await programs.run('busctl', [...BUS, 'CheckpointDestroy', 'o', path]).catch((error: unknown) => {
          // It has gone off, or went with the NetworkManager that held it.
          parts.warn('the checkpoint is not there any more', { ...faultOf(error) })
        })
      }
    }
  }

  const write = async (
    wanted: WantedNetwork,
    place: 'trial' | 'kept',
    notes: Record<string, string>,
  ): Promise<void> => {
    const { hash, config } = wanted
    for (const [index, link] of config.links.entries()) {
      const text = keyfile({
        hash,
        link,
        index,
        isKept: place === 'kept',
        notes: { hash, links: String(config.links.length), ...notes },
      })
      await files.write(place, hash, link.name, text)
    }
  }

  /** Every device that a link is for and that could carry it; of several links for one device one is enough. */
  const bringUp = async ({ hash, config }: WantedNetwork, limitMs: number, signal?: AbortSignal): Promise<void> => {
    if (config.links.length === 0) return
    const present = await devices()
    const isUp = (uuid: string): boolean =>
      present.some((row) => row.uuid === uuid && row.state.startsWith('connected'))
    let carried = 0
    let why: HoldfastError | null = null
    for (const links of byDevice(config.links)) {
      const first = links[0]!
      if (!canCarry(first, present)) continue
      if (links.some(({ name }) => isUp(uuidOf(hash, name)))) {
        carried += 1
        continue
      }
      let fault: HoldfastError | null = null
      for (const { name, interface: device, vlan } of links) {
        try {
          // That of a VLAN is made by coming up: NetworkManager's own program knows of none before.
          await up(uuidOf(hash, name), vlan === null ? device : '', limitMs, signal)
          fault = null
          break
        } catch (error) {
          if (!(error instanceof HoldfastError) || error.code !== 'HF_NETWORK_FAILED') throw error
          fault = error
        }
      }
      if (fault === null) carried += 1
      else why ??= fault
    }
    if (why !== null) throw why
    if (carried === 0)
      throw new HoldfastError('HF_NETWORK_FAILED', 'no device is there that could carry one of its links')
  }

  /** What is kept stays where it is, for the next boot; NetworkManager sets up what else there is. */
  const hideKept = async (hash: string, kept: readonly ProfileFile[], checkpoint: string): Promise<void> => {
    for (const { uuid } of kept) await files.hide(uuid, { hash, checkpoint })
    await reload()
    const uuids = await known()
    if (kept.some(({ uuid }) => uuids.has(uuid)))
      throw new HoldfastError('HF_NETWORK_FAILED', 'NetworkManager does not let go of what is kept')
  }

  /** What could not come up NetworkManager tries on with. */
  const upAgain = async (device: string, coming: Promise<void>): Promise<void> =>
    coming.catch((error: unknown) => {
      if (error instanceof HoldfastError && error.code === 'HF_NETWORK_UNAVAILABLE') throw error
      parts.warn('what was up before does not come up', { device, ...faultOf(error) })
    })

  return {
    async read() {
      try {
        const [[running = ''] = []] = terseRows(await nmcli(['--terse', '--fields', 'RUNNING', 'general', 'status']))
        return { answers: running === 'running', kept: keptIn(await files.all()) }
      } catch (error) {
        parts.warn('NetworkManager does not answer', { ...faultOf(error) })
        return { answers: false, kept: keptIn(await files.all()) }
      }
    },

    async apply(wanted, secondLineMs, signal) {
      const present = await devices()
      const found = await files.all()
      const trial = found.filter(({ place }) => place === 'trial')
      const again = trial.find(({ notes }) => notes.hash === wanted.hash)
      const others = trial.filter(({ notes }) => notes.hash !== wanted.hash)
      const before = again?.notes.before ?? beforeText(present)
      const line = again === undefined ? await checkpoint(secondLineMs) : (again.notes.checkpoint ?? '')
      await files.remove(others)
      if (wanted.config.asItCame)
        return hideKept(
          wanted.hash,
          found.filter(({ place }) => place === 'kept'),
          line,
        )
      await write(wanted, 'trial', { before, checkpoint: line })
      await reload()
      const uuids = await known()
      for (const { name } of wanted.config.links) {
        if (!uuids.has(uuidOf(wanted.hash, name)))
          throw new HoldfastError('HF_NETWORK_FAILED', `NetworkManager does not take the link ${name}`)
      }
      await bringUp(wanted, secondLineMs, signal)
    },

    async keep(wanted) {
      const before = await files.all()
      await nmcli(['--terse', 'general', 'status'])
      await forgetCheckpoints(before.filter(({ place }) => place === 'trial'))
      await write(wanted, 'kept', {})
      const now = await files.all()
      await files.remove(now.filter(({ place, notes }) => place === 'trial' || notes.hash !== wanted.hash))
      await reload()
      await bringUp(wanted, BACK_MS).catch((error: unknown) => {
        // It has been proved; whatever is in the way now, NetworkManager brings it up when it can.
        parts.warn('a kept link is not up', { ...faultOf(error) })
      })
    },

    async revert(to) {
      const found = await files.all()
      const present = await devices()
      const trial = found.filter(({ place }) => place === 'trial')
      await forgetCheckpoints(trial)
      const hiding = trial.filter(({ hides }) => hides)
      await files.remove(hiding)
      if (hiding.length > 0) await reload()
      // Of a device that has lost what it knew: going back from what was there before us never ends there.
      const isKept = (hash: string | undefined): boolean => hash === to?.hash || (to === null && hiding.length > 0)
      const surplus = found.filter(({ place, notes }) => place === 'trial' || !isKept(notes.hash))
      const before = trial.map(({ notes }) => notes.before ?? '').find((text) => text !== '') ?? ''
      if (to !== null && keptIn(found) !== to.hash) {
        await write(to, 'kept', {})
        await reload()
      }
      const uuids = await known()
      for (const [device, uuid] of beforeIn(before)) {
        const row = present.find((each) => each.device === device)
        if (row === undefined || row.uuid === uuid || !uuids.has(uuid)) continue
        await upAgain(device, up(uuid, device, BACK_MS))
      }
      await files.remove(surplus)
      await reload()
      // Nobody has noted what was up: what was hidden, or what an earlier life was going back to.
      if (to !== null && to.config.links.length > 0 && before === '') await upAgain('', bringUp(to, BACK_MS))
      else for (const { uuid } of hiding) await upAgain('', up(uuid, '', BACK_MS))
    },

    steer: (setBack) => metrics.steer(setBack),

    async carries({ hash, config }, localAddress) {
      const ours = (await files.all()).filter(({ place }) => place === 'kept').map(({ uuid }) => uuid)
      const uuids = new Set(config.asItCame ? ours : config.links.map(({ name }) => uuidOf(hash, name)))
      const shown = await metrics.ways().catch(() => new Map<string, Way>())
      const names = new Set(
        (await devices())
          .filter(({ uuid }) => uuids.has(uuid))
          .flatMap(({ device }) => [device, ...(shown.get(device)?.interfaces ?? [])]),
      )
      return Object.entries(networkInterfaces()).some(
        ([name, addresses]) =>
          // As it came is whatever is none of ours.
          names.has(name) !== config.asItCame && addresses!.some(({ address }) => address === localAddress),
      )
    },
  }
}
