/**
 * `npm run crash:device`: a whole device, its power cut at random instants of updates.
 *
 * Invariant: the instants and what becomes of unflushed writes come from one seed, which is printed; a device
 * that does not come back as it should ends the run, and its disk is kept.
 */
import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Measured, report } from '../../../bench/lib/report.ts'
import { formatPublicKey } from '../../../protocol/keys.ts'
import { seededRandom } from '../../../simulators/seeded-random.ts'
import { pushShop } from '../../e2e/shop.ts'
import { installDeviceRig, whyNoRig } from '../../rig/install.ts'
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

async function crashDevice(cuts: number, seed: string): Promise<Measured[]> {
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
    try {
      return await cutAgainAndAgain(guest, owner, images, cuts, seed)
    } catch (error) {
      await guest.close()
      const kept = join(tmpdir(), `holdfast-crash-device-${seed}.img`)
      await cp(data, kept)
      say(`the end of the console:\n${await guest.lastWords()}\nits disk is kept: ${kept}`)
      throw error
    }
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

type Images = Awaited<ReturnType<typeof pushShop>>

async function cutAgainAndAgain(guest: Guest, owner: Owner, images: Images, cuts: number, seed: string) {
  const random = seededRandom(seed)
  const since = (begin: number): number => (performance.now() - begin) / 1000
  await owner.deploy(1, images)
  await guest.powerOn()
  await owner.settled(1, 0)
  const born = await ask(`${guest.web}/data/born`)
  await sleep(WRITTEN_BACK_MS)
  const begin = performance.now()
  await owner.deploy(2, images)
  await owner.settled(2, owner.reports.length)
  const uncut = since(begin)
  say(`an update without a cut takes ${uncut.toFixed(1)} s`)

  const again: number[] = []
  let survived = 0
  let lost = 0
  for (let cut = 1; cut <= cuts; cut += 1) {
    const epoch = cut + 2
    const fate = FATES[Math.floor(random() * FATES.length)]!
    const delay = random() * uncut
    const seen = owner.reports.length
    await owner.command(`c${epoch}`)
    await owner.deploy(epoch, images)
    await sleep(delay * 1000)
    // Most instants find the disk at rest: every second cut waits for one that does not.
    if (cut % 2 === 0) await Promise.race([guest.somethingUnflushed(), sleep(LONGEST_REST_MS)])
    const phase = owner.reports.at(-1)?.phase
    const unflushed = await guest.powerCut(fate, random)
    lost += unflushed
    const reported = owner.reports.length
    const on = performance.now()
    await guest.powerOn()
    await owner.settled(epoch, Math.max(seen, reported))
    again.push(since(on))
    await owner.answered(`c${epoch}`)
    const faults = await owner.faults(guest, epoch, images, born)
    const story = `cut ${cut} after ${delay.toFixed(1)} s in ${phase}, ${unflushed} unflushed writes ${fate}`
    say(`${story}: ${faults.length === 0 ? `well again after ${again.at(-1)?.toFixed(1)} s` : faults.join('; ')}`)
    if (faults.length > 0) throw new Error(`${story}: ${faults.join('; ')}`)
    survived += 1
  }
  const middle = again.toSorted((a, b) => a - b)[Math.floor(again.length / 2)] ?? 0
  return [
    { name: 'survived', value: survived, unit: 'power cuts', floor: cuts, budget: 1, atLeast: true },
    { name: 'unflushed writes at the cuts', value: lost, unit: 'writes' },
    { name: 'boot to converged (median), against an update without a cut', value: middle, unit: 's', floor: uncut },
  ]
}

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '10' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) process.stdout.write(HELP)
else {
  const reason = await whyNoRig()
  if (reason !== null) throw new Error(reason)
  await installDeviceRig()
  await sweep()
  say(`seed ${values.seed}`)
  report('crash:device', await crashDevice(Number(values.cuts), values.seed))
}
