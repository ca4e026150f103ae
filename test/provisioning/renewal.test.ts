/** A device over the years: renewals, a drawer, a wrong clock, and the end of its identity. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClaimingDevice } from './claiming-device.ts'
import { DAY, REFUSED, Site, until } from './site.ts'

let site: Site
let device: ClaimingDevice
beforeEach(async () => {
  site = await Site.open()
  device = new ClaimingDevice({ site, credential: await site.token() })
  await device.boot()
  await device.rests()
  await until(() => site.report('press-7') !== undefined, 'a report', device.lines)
})
afterEach(async () => {
  await device.stop()
  await site.close()
})

/** So much time passes, for everybody. */
function pass(days: number): void {
  site.nowMs += days * DAY
  device.clock.wallMs = site.nowMs
  device.clock.wakeLong()
}

const serialNumber = async () => (await device.intent())?.identity?.serialNumber
const agentLives = () => device.lines.filter((line) => line.includes('the device is somebody')).length

describe('a renewal', () => {
  it('is made over its own connection, with a key of its own, and the agent goes on', async () => {
    const before = (await device.intent())?.identity
    pass(50)
    expect(await serialNumber()).toBe(before?.serialNumber)
    pass(20)
    await device.passUntil(async () => (await serialNumber()) !== before?.serialNumber, 'it is renewed')
    const after = await device.rests()
    expect(after.identity?.claim).not.toBe(before?.claim)
    expect(site.asked.at(-1)).toBe('hf/1/device/press-7/renew')
    await until(() => device.files.names.length === 2, 'the old key is gone', device.lines)
    site.forgetReports()
    await until(() => site.broker.isConnected('press-7'), 'it is connected', device.lines)
    expect(agentLives()).toBe(1)
  })

  it('whose certificate the broker does not take leaves the device who it is, connected, and shows in the report', async () => {
    const before = (await device.intent())?.identity
    device.doorkeeper = ({ serialNumber }) => (serialNumber === before?.serialNumber ? null : REFUSED)
    pass(70)
    await device.passUntil(() => device.lines.some((line) => line.includes('verifying.backingOff')), 'it is refused')
    expect(await serialNumber()).toBe(before?.serialNumber)
    await until(() => site.broker.isConnected('press-7'), 'it is connected by the old one', device.lines)
    await until(
      () => site.report('press-7')?.blockers.some(({ code }) => code === 'HF_BROKER_REFUSED') === true,
      'the blocker is reported',
      device.lines,
    )
  })
})

describe('a device that was off for longer than its certificate lived', () => {
  it('shows the old one, and is given the next', async () => {
    const before = (await device.intent())?.identity
    await device.stop()
    site.nowMs += 120 * DAY
    device.doorkeeper = ({ notAfterMs }) => (notAfterMs > site.nowMs ? null : REFUSED)
    await device.boot()
    // Its clock would say so too; what the broker says is enough.
    await until(() => device.lines.some((line) => line.includes('not connected')), 'it is refused', device.lines)
    await device.passUntil(async () => (await serialNumber()) !== before?.serialNumber, 'it has another')
    expect((await device.rests()).identity?.device).toBe('press-7')
    expect(site.asked.at(-1)).toBe(`hf/1/claim/${(await device.intent())?.identity?.claim}`)
    await until(() => site.broker.isConnected('press-7'), 'it is connected', device.lines)
  })
})

describe('a device that was off for longer than it may be to recover', () => {
  it('waits for an operator, and is itself again when that one approves', async () => {
    const before = (await device.intent())?.identity
    await device.stop()
    site.nowMs += 500 * DAY
    await site.registrar.tidy()
    device.doorkeeper = ({ notAfterMs }) => (notAfterMs > site.nowMs ? null : REFUSED)
    await device.boot()
    await device.passUntil(() => site.store.registry.claim.size === 1, 'it waits')
    expect((await device.intent())?.identity).toEqual(before)
    const [claim] = site.store.registry.claim.values()
    expect(claim).toMatchObject({ device: 'press-7', why: expect.stringContaining('asks to come back') as string })
    await site.registrar.operate({ do: 'approve', claim: claim!.id, replace: false })
    await device.passUntil(async () => (await serialNumber()) !== before?.serialNumber, 'it has another')
    expect((await device.rests()).identity).toMatchObject({ device: 'press-7', claim: claim!.id })
    await until(() => site.broker.isConnected('press-7'), 'it is connected', device.lines)
    expect(site.devices).toEqual(['press-7'])
  })
})

describe('a wrong clock', () => {
  it('that says 1970 changes nothing', async () => {
    const before = await serialNumber()
    device.powerCut()
    device.clock.wallMs = 0
    await device.boot()
    device.clock.wallMs = 0
    device.clock.wakeLong()
    await until(() => site.broker.isConnected('press-7'), 'it is connected', device.lines)
    expect(await serialNumber()).toBe(before)
    expect(site.asked).toHaveLength(1)
  })

  it('that says 2099 renews nothing as long as the broker takes the certificate', async () => {
    const before = await serialNumber()
    device.clock.wallMs = Date.UTC(2099, 0, 1)
    for (let looks = 0; looks < 5; looks += 1) {
      device.clock.wakeLong()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await serialNumber()).toBe(before)
    expect(site.asked).toHaveLength(1)
    expect((await device.intent())?.phase).toBe('provisioned')
  })
})

describe('an identity that is taken back', () => {
  it('goes with its keys and the agent; the device is nobody, and says what it lacks', async () => {
    await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: false })
    await until(async () => (await device.intent())?.phase === 'unclaimed', 'it is nobody', device.lines)
    expect(await device.intent()).toMatchObject({ identity: null, offered: null, claim: null })
    expect(device.files.names).toEqual([])
    await until(() => !site.broker.isConnected('press-7'), 'it is not connected', device.lines)
  })

  it('is learnt by a device that was away at that time', async () => {
    await device.stop()
    await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: true })
    // The broker has forgotten what it had for the device.
    const waiting = site.broker.keep().sessions.get('press-7')
    expect(waiting).toBeDefined()
    device.doorkeeper = () => REFUSED
    await device.boot()
    await until(() => device.lines.filter((line) => line.includes('not connected')).length > 0, 'refused', device.lines)
    await device.passUntil(async () => (await device.intent())?.phase === 'unclaimed', 'it is nobody')
    expect(device.files.names).toEqual([])
  })

  it('with its volumes, when that was asked for', async () => {
    await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: true })
    await until(async () => (await device.intent())?.phase === 'unclaimed', 'it is nobody', device.lines)
    expect(device.lines.some((line) => line.includes('"volumes":true'))).toBe(true)
  })
})

describe('a disk that has lost the checkpoint', () => {
  it('claims anew with the key that it has, and is who it was, although the token is gone', async () => {
    const before = (await device.intent())?.identity
    await device.stop()
    device.forgetDisk()
    await device.boot()
    expect((await device.rests()).identity).toEqual(before)
    expect(site.devices).toEqual(['press-7'])
  })
})
