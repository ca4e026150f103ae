/** Which broker a device believes whose clock cannot be believed; certificates are made by the true authority. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateRequest } from '../../agent/provisioning/certificate-request.ts'
import { Keys } from '../../agent/provisioning/keys.ts'
import { MemoryKeyFiles } from '../../agent/provisioning/memory-key-files.ts'
import { judgePeer, type Peer } from '../../agent/reach/judge-peer.ts'
import { readRequest } from '../../fleet/registrar/certificate-request.ts'
import { type OwnAuthority, openOwnAuthority } from '../../fleet/registrar/own-authority.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 5, 1)

let directory: string
let ours: OwnAuthority
let theirs: OwnAuthority
let good: Peer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-brokers-'))
  ours = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, NOW)
  theirs = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, NOW)
  good = { chain: await brokerOf(ours), roots: [rootOf(ours)], host: 'broker.example', floorMs: NOW }
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const rootOf = ({ certificate }: OwnAuthority) => new X509Certificate(certificate)
async function brokerOf(authority: OwnAuthority): Promise<[X509Certificate]> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const { certificates } = await authority.issueForServer(spki, ['broker.example', '127.0.0.1'], NOW)
  return [new X509Certificate(certificates)]
}
async function deviceOf(authority: OwnAuthority): Promise<[X509Certificate]> {
  const { signing, encryption } = await new Keys(new MemoryKeyFiles()).unused(null)
  const request = await readRequest(certificateRequest(signing, 'broker.example', encryption), rawKeyOf(encryption))
  const { certificates } = await authority.issue(request, { device: 'broker.example', fleet: 'shop' }, NOW)
  return [new X509Certificate(certificates)]
}

describe('a broker', () => {
  it.each<[string, Partial<Peer>]>([
    ['by its name', {}],
    ['by its address', { host: '127.0.0.1' }],
    ['by a device that knows nothing of the time', { floorMs: 0 }],
    ['by a device that knows that it is ten years later', { floorMs: NOW + 3650 * DAY }],
  ])('of our authority is believed %s', (_, more) => {
    expect(() => judgePeer({ ...good, ...more })).not.toThrow()
  })

  it.each<[string, () => Partial<Peer> | Promise<Partial<Peer>>, string, string]>([
    ['of another authority', async () => ({ chain: await brokerOf(theirs) }), 'HF_BROKER_REFUSED', 'authority'],
    [
      'that brings its authority with it',
      async () => ({ chain: [...(await brokerOf(theirs)), rootOf(theirs)] as Peer['chain'] }),
      'HF_BROKER_REFUSED',
      'authority',
    ],
    ['by another name', () => ({ host: 'broker.elsewhere' }), 'HF_BROKER_REFUSED', 'another name'],
    ['that is a device', async () => ({ chain: await deviceOf(ours) }), 'HF_BROKER_REFUSED', 'another name|server'],
    ['whose certificate has surely ended', () => ({ floorMs: NOW + 8000 * DAY }), 'HF_CLOCK_WRONG', 'has ended'],
  ])('%s is not', async (_, more, code, message) => {
    const peer = { ...good, ...(await more()) }
    expect(() => judgePeer(peer)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    )
  })
})
