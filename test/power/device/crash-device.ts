/**
 * `npm run crash:device`: a whole device, its power cut at random instants of updates.
 *
 * Invariant: the instants and what becomes of unflushed writes come from one seed, which is printed; the disk of
 * a device that does not come back as it should is kept, and the run goes on with a new device.
 */
import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Measured, report } from '../../../bench/lib/report.ts'
import { formatPublicKey } from '../../../protocol/keys.ts'
import { countOf, flagsFrom, runProgram } from '../../../simulators/command-line.ts'
import { seededRandom } from '../../../simulators/seeded-random.ts'
import { pushShop } from '../../e2e/shop.ts'
import { assertRig, installDeviceRig } from '../../rig/install.ts'
import { clear, makeGround, sweep } from '../../rig/leftovers.ts'
import { startMosquitto } from '../../rig/mosquitto.ts'
import { startRegistry } from '../../rig/registry.ts'
import { FATES } from '../block-disk.ts'
import { DEVICE, FLEET, VERSIONS } from './application.ts'
import { Guest, HOST } from './guest.ts'
import { dataDisk, guestImage } from './guest-image.ts'
import { ask, Owner } from './owner.ts'

const HELP = `Usage: npm run crash:device -- [options]

Boots a Debian guest with Docker and the agent, cuts its power in the middle of updates, boots it again, and
checks what runs. Needs root on Debian, and minutes for each cut.

  --cuts N     how many (default 10)
  --seed TEXT  chance follows from it (default: random)
  --json       one line of JSON
`

/** Of the bytes that a version adds, so that a pull takes long enough to be cut. */
const LAYER_BYTES = 4_000_000

/** What an application wrote and did not sync is the kernel's for so long (vm.dirty_expire_centisecs). */
const WRITTEN_BACK_MS = 40_000

/** A device that is done writes nothing. */
const LONGEST_REST_MS = 20_000

const say = (text: string): unknown => process.stderr.write(`${text}\n`)

type Images = Awaited<ReturnType<typeof pushShop>>

interface Tally {
  survived: number
  lost: number
  unflushed: number
  /** From power on to converged, in seconds. */
  recoveries: number[]
  /** An update that nobody cut, in seconds. */
  uncut: number[]
}

async function crashDevice(cuts: number, seed: string): Promise<Measured[]> {
  const tally: Tally = { survived: 0, lost: 0, unflushed: 0, recoveries: [], uncut: [] }
  const random = seededRandom(seed)
  while (tally.survived + tally.lost < cuts) await liveUntilLost(cuts, seed, random, tally)
  const { survived, unflushed, recoveries, uncut } = tally
  return [
    { name: 'survived', value: survived, unit: 'power cuts', floor: cuts, budget: 1, atLeast: true },
    { name: 'unflushed writes at the cuts', value: unflushed, unit: 'writes' },
    {
      name: 'boot to converged (median), against an uncut update',
      value: median(recoveries),
      unit: 's',
      floor: median(uncut),
    },
  ]
}

/** One device, from its first boot until all cuts are made or it is lost. */
async function liveUntilLost(cuts: number, seed: string, random: () => number, tally: Tally): Promise<void> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const ground = await makeGround('device')
    closers.push(() => clear(ground))
    const registry = await startRegistry()
    closers.push(() => registry.stop())
    const broker = await startMosquitto()
    closers.push(() => broker.stop())
    const asSeen = (address: string): string => address.replace('127.0.0.1', HOST)
    const images = await pushShop(registry.address, asSeen(registry.address), 'whole', VERSIONS, LAYER_BYTES)
    const owner = await Owner.at(broker.address)
    closers.push(() => owner.leave())
    const data = await dataDisk(ground.dir, {
      device: DEVICE,
      fleet: FLEET,
      broker: { url: asSeen(broker.address) },
      trustedKeys: owner.keys.map(formatPublicKey),
      dataDir: '/data/holdfast',
      engine: { socket: '/run/docker.sock' },
    })
    const guest = await Guest.of(ground.dir, await guestImage(), data)
    closers.push(() => guest.close())
    const born = await settleIn(guest, owner, images, tally)
    for (let epoch = 3; tally.survived + tally.lost < cuts; epoch += 1) {
      const fault = await cutOnce({ guest, owner, images, born, epoch }, random, tally)
      if (fault === null) {
        tally.survived += 1
        continue
      }
      tally.lost += 1
      const kept = join(tmpdir(), `holdfast-crash-device-${seed}-${tally.survived + tally.lost}.img`)
      await guest.powerCut('kept', random)
      await cp(data, kept)
      say(`lost: ${fault}\nthe end of its console:\n${await guest.lastWords()}\nits disk is kept: ${kept}`)
      return
    }
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

/** The first release, and an update that nobody disturbs. @returns what stands on the volume */
async function settleIn(guest: Guest, owner: Owner, images: Images, tally: Tally): Promise<string> {
  await owner.deploy(1, images)
  await guest.powerOn()
  await owner.settled(1, 0)
  const born = await ask(`${guest.web}/data/born`)
  await sleep(WRITTEN_BACK_MS)
  const begin = performance.now()
  const seen = owner.reports.length
  await owner.deploy(2, images)
  await owner.settled(2, seen)
  tally.uncut.push(since(begin))
  say(`an update without a cut takes ${since(begin).toFixed(1)} s`)
  return born
}

interface Scene {
  guest: Guest
  owner: Owner
  images: Images
  born: string
  epoch: number
}

/** @returns what is not as it should be afterwards; null when all is well */
async function cutOnce(scene: Scene, random: () => number, tally: Tally): Promise<string | null> {
  const { guest, owner, images, born, epoch } = scene
  const fate = FATES[Math.floor(random() * FATES.length)]!
  const delay = random() * median(tally.uncut)
  await owner.command(`c${epoch}`)
  await owner.deploy(epoch, images)
  await sleep(delay * 1000)
  // Most instants find the disk at rest: every second cut waits for one that does not.
  if (epoch % 2 === 0) await Promise.race([guest.somethingUnflushed(), sleep(LONGEST_REST_MS)])
  const phase = owner.reports.at(-1)?.phase
  const unflushed = await guest.powerCut(fate, random)
  tally.unflushed += unflushed
  say(`epoch ${epoch}: cut after ${delay.toFixed(1)} s in ${phase}, ${unflushed} unflushed writes ${fate}`)
  const seen = owner.reports.length
  const on = performance.now()
  await guest.powerOn()
  try {
    await owner.settled(epoch, seen)
    tally.recoveries.push(since(on))
    say(`epoch ${epoch}: converged ${since(on).toFixed(1)} s after the power came back`)
    await owner.answered(`c${epoch}`)
    const faults = await owner.faults(guest, epoch, images, born)
    return faults.length === 0 ? null : faults.join('; ')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function since(begin: number): number {
  return (performance.now() - begin) / 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

async function main(argv: string[]): Promise<void> {
  const { help, cuts, seed } = flagsFrom(argv, {
    cuts: { type: 'string', default: '10' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  })
  if (help) return void process.stdout.write(HELP)
  const count = countOf(cuts, '--cuts', 1)
  await assertRig()
  await installDeviceRig()
  await sweep()
  say(`seed ${seed}`)
  report('crash:device', await crashDevice(count, seed), argv)
}

if (import.meta.main) await runProgram(main)
