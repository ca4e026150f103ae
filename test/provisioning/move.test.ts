/** A device that is moved to another fleet: at once, when it comes back, and with a power cut at each point of that. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ClaimingDevice } from './claiming-device.ts'
import { Site, until } from './site.ts'

const NAME = 'press-7'
const NEXT = 'other'

let site: Site
let device: ClaimingDevice
async function begin(): Promise<void> {
  site = await Site.open()
  device = new ClaimingDevice({ site, credential: await site.token(3) })
  await device.boot()
  await device.rests()
  await until(() => site.report(NAME) !== undefined, 'a report', device.lines)
}
async function end(): Promise<void> {
  await device.stop()
  await site.close()
}
beforeEach(begin)
afterEach(end)

const move = (fleet: string) => site.registrar.operate({ do: 'move', device: NAME, fleet })
const fleetOnDisk = async () => (await device.intent())?.identity?.fleet

it('goes at once when it is connected, and its agent begins as a member of the other fleet', async () => {
  const before = (await device.intent())?.identity
  await move(NEXT)
  await device.passUntil(() => site.report(NAME)?.fleet === NEXT, 'it reports from the other fleet')
  const after = await device.rests()
  expect(after.identity).toMatchObject({ device: NAME, fleet: NEXT })
  expect(after.identity?.serialNumber).not.toBe(before?.serialNumber)
  expect(site.store.registry.device.get(NAME)).toMatchObject({ fleet: NEXT, state: 'active' })
  expect(site.store.registry.device.get(NAME)).not.toHaveProperty('movesTo')
})

it('goes when it is there again, and stays who it is', async () => {
  await device.stop()
  await move(NEXT)
  expect(await fleetOnDisk()).not.toBe(NEXT)
  await device.boot()
  await device.passUntil(async () => (await fleetOnDisk()) === NEXT, 'it has moved')
  expect((await device.rests()).identity?.device).toBe(NAME)
})

it('is not moved once it is told to stay', async () => {
  await device.stop()
  const { fleet } = site.store.registry.device.get(NAME)!
  await move(NEXT)
  await move(fleet)
  expect(site.store.registry.device.get(NAME)).not.toHaveProperty('movesTo')
  await expect(site.registrar.operate({ do: 'move', device: 'nobody', fleet: NEXT })).rejects.toMatchObject({
    code: 'HF_DEVICE_UNKNOWN',
  })
  await expect(move('a/b')).rejects.toMatchObject({ code: 'HF_TOPIC_INVALID' })
  await device.boot()
})

it('arrives, once, wherever the power is cut on the way', async () => {
  const claims = new Set<string>()
  for (let write = 1; ; write += 1) {
    if (write > 1) {
      await end()
      await begin()
    }
    const cut = device.cutAt(write, write % 2 === 0)
    await move(NEXT)
    await device.passUntil(async () => cut.happened || (await arrived()), `cut at ${write}, or arrived`)
    device.cutNever()
    if (!cut.happened) break
    await device.boot()
    await device.passUntil(arrived, `it arrives after a cut at ${write}`)
    const { identity } = await device.rests()
    expect(identity).toMatchObject({ device: NAME, fleet: NEXT })
    claims.add(identity!.claim)
    expect([...site.store.registry.device.keys()]).toEqual([NAME])
    expect(write).toBeLessThan(40)
  }
  expect(claims.size).toBeGreaterThan(3)
}, 300_000)

async function arrived(): Promise<boolean> {
  const intent = await device.intent()
  return site.report(NAME)?.fleet === NEXT && intent?.phase === 'provisioned' && intent.identity?.fleet === NEXT
}
