/** A power cut after, and before, every durable write between the first power-on and the rest. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Credential } from '../../agent/provisioning/proofs.ts'
import { ClaimingDevice } from './claiming-device.ts'
import { DAY, FLEET, REFUSED, Site, until } from './site.ts'

/** More writes than these a claim does not make. */
const MOST = 60

/** How a board gets in. */
const WAYS: Record<string, (site: Site) => Promise<Credential>> = {
  token: (site) => site.token(),
  async serial(site) {
    const codeFile = join(site.directory, 'code')
    await writeFile(codeFile, 'A-CODE-1\n')
    const serials = [{ serial: 'SN-1', code: 'A-CODE-1', fleet: FLEET, device: '', claim: '' }]
    await site.registrar.operate({ do: 'importSerials', serials })
    return { kind: 'serial', serial: 'SN-1', codeFile }
  },
  approval: async () => ({ kind: 'approval', serial: 'SN-1' }),
}

async function withDevice(way: string, use: (site: Site, device: ClaimingDevice) => Promise<void>): Promise<void> {
  const site = await Site.open()
  const device = new ClaimingDevice({ site, credential: await WAYS[way]!(site) })
  try {
    await use(site, device)
  } finally {
    await device.stop()
    await site.close()
  }
}

/** An operator who has compared what waits. */
async function approveWaiting(site: Site): Promise<void> {
  for (const { id, state } of site.store.registry.claim.values())
    if (state === 'pending') await site.registrar.operate({ do: 'approve', claim: id, fleet: FLEET, replace: false })
}

/** One device, one use of what it claimed with, one pair of keys, and nobody else who waits or was approved. */
async function expectOne(site: Site, device: ClaimingDevice): Promise<void> {
  const { identity } = await device.rests()
  await until(() => device.files.names.length === 2, 'the other keys are gone', device.lines)
  const { registry } = site.store
  expect(site.devices).toEqual(['press-7'])
  expect(registry.device.get('press-7')?.claim).toBe(identity?.claim)
  expect([...registry.token.values()].every(({ used }) => used === 1)).toBe(true)
  expect([...registry.serial.values()].every(({ claim }) => claim === identity?.claim)).toBe(true)
  expect([...registry.claim.keys()].every((claim) => claim === identity?.claim)).toBe(true)
  expect(device.files.names.every((name) => name.startsWith(identity?.claim ?? '?'))).toBe(true)
}

it.each([
  ['token', true],
  ['token', false],
  ['serial', false],
  ['approval', true],
  ['approval', false],
])('at every write of a claim by %s (reached the disk: %s) there is one identity', async (way, survives) => {
  const phases = new Set<string>()
  let cuts = 0
  for (let write = 1; write < MOST; write += 1) {
    let isOver = false
    await withDevice(way, async (site, device) => {
      const cut = device.cutAt(write, survives)
      // A start that the power cuts never ends.
      void device.boot()
      const isDone = async () => {
        await approveWaiting(site)
        return cut.happened || isAtRest(await device.intent())
      }
      await until(isDone, 'the cut, or the rest', device.lines)
      isOver = !cut.happened
      if (isOver) return device.cutNever()
      cuts += 1
      phases.add((await device.intent())?.phase ?? 'none')
      await device.boot()
      const rests = async () => {
        await approveWaiting(site)
        return isAtRest(await device.intent())
      }
      await device.passUntil(rests, 'it rests')
      await expectOne(site, device)
    })
    if (isOver) break
  }
  expect(cuts).toBeGreaterThan(8)
  const waits = way === 'approval' ? ['awaitingApproval'] : []
  expect([...phases]).toEqual(expect.arrayContaining(['claiming', 'installing', 'verifying', 'provisioned', ...waits]))
})

it('at every write of a renewal the device stays who it is', async () => {
  let cuts = 0
  for (let write = 1; write < MOST; write += 1) {
    let isOver = false
    await withDevice('token', async (site, device) => {
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

it.each([true, false])(
  'at every write of an old identity that comes back by approval (reached the disk: %s) it stays who it is',
  async (survives) => {
    let cuts = 0
    for (let write = 1; write < MOST; write += 1) {
      let isOver = false
      await withDevice('token', async (site, device) => {
        await device.boot()
        const before = await device.rests()
        await device.stop()
        site.nowMs += 500 * DAY
        await site.registrar.tidy()
        device.doorkeeper = ({ notAfterMs }) => (notAfterMs > site.nowMs ? null : REFUSED)
        const cut = device.cutAt(write, survives)
        void device.boot()
        const isBack = async () => {
          await approveWaiting(site)
          const intent = await device.intent()
          const isNew = intent?.identity?.claim !== before.identity?.claim
          return isAtRest(intent) && isNew && device.files.names.length === 2
        }
        await device.passUntil(async () => cut.happened || (await isBack()), 'the cut, or the way back')
        isOver = !cut.happened
        if (isOver) return device.cutNever()
        cuts += 1
        expect((await device.intent())?.identity).toMatchObject({ device: 'press-7' })
        await device.boot()
        await device.passUntil(isBack, 'it is back')
        await expectOne(site, device)
      })
      if (isOver) break
    }
    expect(cuts).toBeGreaterThan(6)
  },
)

function isAtRest(intent: Awaited<ReturnType<ClaimingDevice['intent']>>): boolean {
  return intent?.phase === 'provisioned' && intent.credentialDropped
}
