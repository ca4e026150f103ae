/** What a device takes for its certificate, and what it does not; certificates are made by the true authority. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateRequest } from '../../agent/provisioning/certificate-request.ts'
import { identityOf } from '../../agent/provisioning/certificates.ts'
import { type Examination, examine } from '../../agent/provisioning/examine.ts'
import { Keys } from '../../agent/provisioning/keys.ts'
import { MemoryKeyFiles } from '../../agent/provisioning/memory-key-files.ts'
import { readRequest } from '../../fleet/registrar/certificate-request.ts'
import { type OwnAuthority, openOwnAuthority } from '../../fleet/registrar/own-authority.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 5, 1)

let directory: string
let ours: OwnAuthority
let theirs: OwnAuthority
let good: Examination
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-authorities-'))
  ours = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, NOW - DAY)
  theirs = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, NOW - DAY)
  good = await granted(ours, 'press-7', 'plant-a')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function granted(authority: OwnAuthority, device: string, fleet: string): Promise<Examination> {
  const { claim, signing: key, encryption } = await new Keys(new MemoryKeyFiles()).unused(null)
  // The request is also one that the registrar's library verifies.
  const request = await readRequest(certificateRequest(key, device, encryption), rawKeyOf(encryption))
  expect(request.claim).toBe(claim)
  const { certificates } = await authority.issue(request, { device, fleet }, NOW)
  const offered = identityOf(claim, { device, fleet, certificates, authority: authority.certificate, brokerUrl: '' })
  return { offered, identity: null, key, pinned: ours.certificate, wallMs: NOW, floorMs: NOW - 30 * DAY }
}

const offering = (more: Partial<Examination['offered']>): Partial<Examination> => ({
  offered: { ...good.offered, ...more },
})

describe('a certificate', () => {
  it('of our key, name and authority is ours, and says what time it is at least', () => {
    expect(examine(good)).toEqual({ fault: null, provenMs: good.offered.notBeforeMs })
    expect(examine({ ...good, pinned: null })).toEqual({ fault: null, provenMs: null })
  })

  it.each<[string, () => Partial<Examination> | Promise<Partial<Examination>>, string]>([
    [
      'for another key',
      async () => ({ key: (await granted(ours, 'press-7', 'plant-a')).key }),
      'it is for another key',
    ],
    ['for another name than it says', () => offering({ device: 'press-8' }), 'it is not for press-8'],
    ['for another fleet than it says', () => offering({ fleet: 'plant-b' }), 'its names are others than those granted'],
    ['of another authority', () => granted(theirs, 'press-7', 'plant-a'), 'it is not of the authority that'],
    [
      'that brings an authority of its own',
      () => ({ ...offering({ authority: theirs.certificate }), pinned: null }),
      'not of the authority',
    ],
    [
      'for a device that we are not',
      () => ({ identity: { ...good.offered, device: 'press-6' } }),
      'this device is press-6',
    ],
    ['with a name that is a topic', () => offering({ fleet: '+/x' }), 'cannot be the name of a fleet'],
    ['with a broker that is no address', () => offering({ brokerUrl: 'http://x' }), 'is not "mqtt://host:port"'],
    ['that is over by all that is known', () => ({ floorMs: NOW + 365 * DAY }), 'it has expired'],
    [
      'with more between than there can be',
      () => offering({ certificates: good.offered.certificates.repeat(9) }),
      'with 8 others',
    ],
    ['that is none', () => offering({ certificates: 'nothing' }), 'holds no certificate'],
  ])('%s is refused', async (_, change, message) => {
    const { fault } = examine({
      ...good,
      ...(await change()),
      ...(_ === 'of another authority' ? { pinned: ours.certificate } : {}),
    })
    expect(fault?.message).toContain(message)
  })

  it('is ours while the clock is behind, if the authority is known, and waits for the clock if it is not', () => {
    expect(examine({ ...good, wallMs: 0, floorMs: 0 }).fault).toBeNull()
    expect(examine({ ...good, pinned: null, identity: good.offered, wallMs: 0, floorMs: 0 }).fault).toBeNull()
    expect(() => examine({ ...good, pinned: null, wallMs: 0, floorMs: 0 })).toThrow(
      expect.objectContaining({ code: 'HF_CLOCK_WRONG' }),
    )
  })

  it('is not refused by a clock that is far ahead: the broker will say', () => {
    expect(examine({ ...good, wallMs: Date.UTC(2099, 0, 1) }).fault).toBeNull()
  })
})
