/** A power cut after, and before, every durable write between the first power-on and the rest. */
import { expect, it } from 'vitest'
import { ClaimingDevice } from './claiming-device.ts'
import { DAY, Site, until } from './site.ts'

/** More writes than these a claim does not make. */
const MOST = 60

async function withDevice(use: (site: Site, device: ClaimingDevice) => Promise<void>): Promise<void> {
  const site = await Site.open()
  const device = new ClaimingDevice({ site, credential: await site.token() })
  try {
    await use(site, device)
  } finally {
    await device.stop()
    await site.close()
  }
}

/** One device, one use of the token, one pair of keys. */
async function expectOne(site: Site, device: ClaimingDevice): Promise<void> {
  const { identity } = await device.rests()
  await until(() => device.files.names.length === 2, 'the other keys are gone', device.lines)
  expect(site.devices).toEqual(['press-7'])
  expect(site.store.registry.device.get('press-7')?.claim).toBe(identity?.claim)
  expect([...site.store.registry.token.values()].map(({ used }) => used)).toEqual([1])
  expect(device.files.names.every((name) => name.startsWith(identity?.claim ?? '?'))).toBe(true)
}

it.each([true, false])('at every write of a claim (reached the disk: %s) there is one identity', async (survives) => {
  let cuts = 0
  for (let write = 1; write < MOST; write += 1) {
    let isOver = false
    await withDevice(async (site, device) => {
      const cut = device.cutAt(write, survives)
      // A start that the power cuts never ends.
      void device.boot()
      await until(async () => cut.happened || isAtRest(await device.intent()), 'the cut, or the rest', device.lines)
      isOver = !cut.happened
      if (isOver) return device.cutNever()
      cuts += 1
      await device.boot()
      await expectOne(site, device)
    })
    if (isOver) break
  }
  expect(cuts).toBeGreaterThan(8)
})

it('at every write of a renewal the device stays who it is', async () => {
  let cuts = 0
  for (let write = 1; write < MOST; write += 1) {
    let isOver = false
    await withDevice(async (site, device) => {
      await device.boot()
      const before = await device.rests()
      site.nowMs += 70 * DAY
      device.clock.wallMs = site.nowMs
      await until(() => site.report('press-7') !== undefined, 'it is connected', device.lines)
      const cut = device.cutAt(write, true)
      const isRenewed = async () => {
        const intent = await device.intent()
        return isAtRest(intent) && intent?.identity?.claim !== before.identity?.claim && device.files.names.length === 2
      }
      await device.passUntil(async () => cut.happened || (await isRenewed()), 'the cut, or the renewal')
      isOver = !cut.happened
      if (isOver) return device.cutNever()
      cuts += 1
      expect((await device.intent())?.identity).toMatchObject({ device: 'press-7' })
      await device.boot()
      await device.passUntil(isRenewed, 'it is renewed')
      await expectOne(site, device)
    })
    if (isOver) break
  }
  expect(cuts).toBeGreaterThan(5)
})

function isAtRest(intent: Awaited<ReturnType<ClaimingDevice['intent']>>): boolean {
  return intent?.phase === 'provisioned' && intent.credentialDropped
}
