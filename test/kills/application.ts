/**
 * The application that is updated while it is killed: a store that may run only once, and a helper.
 *
 * Invariant: it bears witness to what the engine forgets when it is killed. The store listens on one address of
 * the host: a second one at the same time cannot, and writes that down, whatever any engine says. What it
 * writes down is in a directory of the host, so that no emptied volume takes it along.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Loose } from '../../protocol/codec.ts'
import { MountType, Restart, Strategy } from '../../protocol/enums.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import type { Release } from '../../protocol/types.ts'
import { pushImage } from '../rig/images.ts'

/** The service of which never two may run, and its volume. */
export const STORE = 'store'
export const VOLUME = 'data'
export const SERVICES = ['helper', STORE]
export const NETWORK = 'default'

const PROGRAM = `#!/bin/sh
trap "exit 0" TERM
echo "$EPOCH" >> /witness/starts
[ -e /data/born ] || { cat /proc/sys/kernel/random/uuid > /data/new && mv /data/new /data/born; }
cat /data/born >> /witness/births
httpd -f -p "$PLACE" -h /www &
wait $!
echo "epoch $EPOCH could not have the place of the store" >> /witness/overlaps
exit 1
`

export interface Images {
  /** By turns, so that each update has something to fetch. */
  store: string[]
  helper: string
}

/** @param registry `127.0.0.1:PORT` */
export async function pushImages(registry: string, name: string): Promise<Images> {
  const files = { '/store': PROGRAM, '/www/alive': 'yes' }
  const store: string[] = []
  for (const salt of ['a', 'b', 'c'])
    store.push((await pushImage(registry, { name: `${name}/store`, salt, layers: [300_000], files }, salt)).ref)
  return { store, helper: (await pushImage(registry, { name: `${name}/helper` })).ref }
}

export interface Shape {
  epoch: number
  images: Images
  /** `127.x.y.z:PORT`, where the store listens. */
  place: string
  /** Directory of the host. */
  witness: string
  strategy: Strategy
  isHealthy: boolean
}

/** The release of one epoch. */
export function releaseOf({ epoch, images, place, witness, strategy, isHealthy }: Shape): Release {
  const environment = { EPOCH: String(epoch), PLACE: place }
  return withReleaseId({
    name: 'kills',
    version: String(epoch),
    services: [
      {
        name: STORE,
        image: imageOf(images, epoch),
        command: ['/store'],
        strategy,
        environment,
        networkMode: 'host',
        stopGraceMs: 5_000,
        restart: Restart.RESTART_ALWAYS,
        mounts: [
          { type: MountType.MOUNT_TYPE_VOLUME, source: VOLUME, target: '/data' },
          { type: MountType.MOUNT_TYPE_BIND, source: witness, target: '/witness' },
        ],
        healthcheck: isHealthy
          ? {
              test: ['CMD-SHELL', 'wget -q -O /dev/null "http://$PLACE/alive"'],
              intervalMs: 250,
              timeoutMs: 20_000,
              retries: 20,
            }
          : { test: ['CMD', 'false'], intervalMs: 200, timeoutMs: 20_000, retries: 1 },
      },
      {
        name: 'helper',
        image: images.helper,
        strategy: Strategy.STRATEGY_HAND_OVER,
        environment: { EPOCH: String(epoch) },
        networks: [{ network: NETWORK }],
        stopGraceMs: 5_000,
        restart: Restart.RESTART_UNLESS_STOPPED,
      },
    ],
    volumes: [{ name: VOLUME }],
    networks: [{ name: NETWORK }],
  } satisfies Loose<Release>)
}

/** The store's image at an epoch. */
export function imageOf(images: Images, epoch: number): string {
  return images.store[epoch % images.store.length]!
}

/** What the store has written down, one entry for each of its starts. */
export interface Testimony {
  starts: number
  /** The mark of the volume as each start found it. */
  births: string[]
  overlaps: string[]
}

/** @param witness directory of the host */
export async function testimonyIn(witness: string): Promise<Testimony> {
  const [starts, births, overlaps] = await Promise.all(
    ['starts', 'births', 'overlaps'].map((name) => linesOf(join(witness, name))),
  )
  return { starts: starts!.length, births: births!, overlaps: overlaps! }
}

async function linesOf(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
