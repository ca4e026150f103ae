/** From the first power-on to the first report, by each proof. */
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClaimingDevice } from './claiming-device.ts'
import { FLEET, Site, until } from './site.ts'

let site: Site
let device: ClaimingDevice
beforeEach(async () => {
  site = await Site.open()
})
afterEach(async () => {
  await device.stop()
  await site.close()
})

describe('a device with a token', () => {
  it('becomes exactly one known device, and reports; the token is gone', async () => {
    const credential = await site.token()
    device = new ClaimingDevice({ site, credential })
    await device.boot()
    const { identity } = await device.rests()
    expect(identity).toMatchObject({ device: 'press-7', fleet: FLEET })
    await until(() => site.report('press-7') !== undefined, 'a report', device.lines)
    expect(site.report('press-7')).toMatchObject({ device: 'press-7', fleet: FLEET, blockers: [] })
    expect(site.devices).toEqual(['press-7'])
    await expect(access(credential.kind === 'token' ? credential.tokenFile : '')).rejects.toThrow('ENOENT')
    expect(device.files.names.sort()).toEqual([`${identity?.claim}.key`, `${identity?.claim}.x25519`])
    expect(device.lines.join('\n')).not.toMatch(/PRIVATE KEY|hft_/)
  })

  it('that is not known is told so, and asks again with the same claim', async () => {
    const tokenFile = join(site.directory, 'token')
    await writeFile(tokenFile, 'hft_AAAAAAAAAAA_AAAAAAAAAAAAAAAAAAAAAA\n')
    device = new ClaimingDevice({ site, credential: { kind: 'token', tokenFile } })
    await device.boot()
    await until(async () => ((await device.intent())?.refusal ?? null) !== null, 'a refusal', device.lines)
    const { claim, refusal } = (await device.intent())!
    expect(refusal).toMatchObject({ code: 'HF_CLAIM_REFUSED', message: 'the token is not known' })
    device.clock.wakeLong()
    await until(async () => (await device.intent())!.attempt > 1, 'another asking')
    expect((await device.intent())?.claim).toBe(claim)
    expect(site.devices).toEqual([])
  })

  it('waits when the registrar does not answer', async () => {
    site.isDeaf = true
    device = new ClaimingDevice({ site, credential: await site.token() })
    await device.boot()
    await until(() => site.asked.length === 1, 'the claim')
    site.isDeaf = false
    device.clock.wakeLong(30_000)
    expect((await device.rests()).identity?.device).toBe('press-7')
  })
})

describe('a device with a serial and a one-time code', () => {
  it('is who was foreseen', async () => {
    const codeFile = join(site.directory, 'code')
    await writeFile(codeFile, 'A-CODE-1\n')
    const serials = [{ serial: 'SN-1', code: 'A-CODE-1', fleet: FLEET, device: 'till-1', claim: '' }]
    await site.registrar.operate({ do: 'importSerials', serials })
    device = new ClaimingDevice({ site, credential: { kind: 'serial', serial: 'SN-1', codeFile }, name: '' })
    await device.boot()
    expect((await device.rests()).identity?.device).toBe('till-1')
    await expect(access(codeFile)).rejects.toThrow('ENOENT')
  })
})

describe('a device with nothing but its word', () => {
  const approval = { kind: 'approval', serial: 'board-9' } as const

  it('shows a fingerprint, waits for an operator who compares it, and is answered without asking again', async () => {
    device = new ClaimingDevice({ site, credential: approval })
    await device.boot()
    await until(async () => (await device.intent())?.phase === 'awaitingApproval', 'it waits', device.lines)
    await until(() => site.asked.length === 2, 'it asks patiently')
    expect(device.fingerprint).toMatch(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/)
    const told = `an operator has to approve this device; its fingerprint is ${device.fingerprint}`
    expect(device.lines.filter((line) => line.startsWith('warn') && line.includes(told))).toHaveLength(1)
    await site.registrar.operate({ do: 'approve', claim: device.fingerprint, fleet: FLEET, replace: false })
    expect((await device.rests()).identity).toMatchObject({ device: 'press-7', fleet: FLEET })
    expect(site.asked).toHaveLength(2)
  })

  it('is the same claim after a power cut while it waits', async () => {
    device = new ClaimingDevice({ site, credential: approval })
    await device.boot()
    await until(async () => (await device.intent())?.phase === 'awaitingApproval', 'it waits', device.lines)
    const { fingerprint } = device
    device.powerCut()
    await device.boot()
    await until(async () => (await device.intent())!.attempt > 2, 'it asks again', device.lines)
    expect(device.fingerprint).toBe(fingerprint)
    expect(site.store.registry.claim.size).toBe(1)
    await site.registrar.operate({ do: 'approve', claim: fingerprint, fleet: FLEET, replace: false })
    await device.rests()
  })

  it('that is rejected is told so', async () => {
    device = new ClaimingDevice({ site, credential: approval })
    await device.boot()
    await until(async () => (await device.intent())?.phase === 'awaitingApproval', 'it waits', device.lines)
    await until(() => site.asked.length === 2, 'it asks patiently')
    await site.registrar.operate({ do: 'reject', claim: device.fingerprint })
    await until(async () => ((await device.intent())?.refusal ?? null) !== null, 'a refusal', device.lines)
    expect((await device.intent())?.refusal).toMatchObject({ message: 'an operator rejected it' })
  })
})

describe('a device that is offered what it must not take', () => {
  it('refuses a certificate of another authority than the one it was given by hand', async () => {
    const stranger = await Site.open()
    device = new ClaimingDevice({ site, credential: await site.token(), pinned: stranger.authority })
    await device.boot()
    await until(async () => ((await device.intent())?.refusal ?? null) !== null, 'a refusal', device.lines)
    expect((await device.intent())?.refusal).toMatchObject({
      code: 'HF_CERTIFICATE_INVALID',
      message: 'it is not of the authority that this device knows',
    })
    expect((await device.intent())?.identity).toBeNull()
    await stranger.close()
  })
})

describe('a device whose clock says 1970', () => {
  it('becomes somebody when it was given the authority by hand, because that says what time it is at least', async () => {
    device = new ClaimingDevice({ site, credential: await site.token(), wallMs: () => 0 })
    await device.boot()
    expect((await device.rests()).identity?.device).toBe('press-7')
    expect(site.asked).toHaveLength(1)
  })

  it('waits for its clock when nobody whom it knows says what time it is, and refuses nothing', async () => {
    device = new ClaimingDevice({ site, credential: await site.token(), wallMs: () => 0, pinned: null })
    await device.boot()
    await until(() => device.lines.some((line) => line.includes('installing.backingOff')), 'it waits', device.lines)
    expect(await device.intent()).toMatchObject({ phase: 'installing', refusal: null })
    device.clock.wallMs = site.nowMs
    expect((await device.rests()).identity?.device).toBe('press-7')
  })
})
