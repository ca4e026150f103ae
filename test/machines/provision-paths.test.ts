/** The provisioning lifecycle, path by path, each also through a power cut. */
import { describe, expect, it } from 'vitest'
import { FRESH_PROVISION_INTENT, fingerprintOf } from '../../machines/provision-intent.ts'
import {
  Board,
  CLAIM,
  claiming,
  fresh,
  granted,
  identity,
  PENDING,
  provisioned,
  REFUSED,
  verifying,
} from './provision-board.ts'

describe('a device that is nobody', () => {
  it('becomes somebody: key, claim, certificate, proof, and only then is what claimed it dropped', () => {
    const board = fresh()
    expect(board.intent.phase).toBe('generating')
    board.done('generate', { claim: CLAIM })
    expect(board.inputOf('claim')).toMatchObject({ claim: CLAIM, attempt: 1, identity: null, renews: false })
    board.done('claim', granted())
    expect(board.intent).toMatchObject({ phase: 'installing', offered: identity(), identity: null })
    board.done('examine', null)
    expect(board.intent.phase).toBe('verifying')
    expect(board.running).not.toContain('dropCredential')
    board.done('verify')
    expect(board.intent).toMatchObject({ phase: 'provisioned', identity: identity(), offered: null })
    expect(board.running).toEqual(['dropCredential'])
    board.done('dropCredential')
    expect(board.intent.credentialDropped).toBe(true)
    expect(board.running).toEqual(['untilRenewal'])
  })

  it('says what it lacks when there is nothing to claim with', () => {
    const board = new Board().done('inspect', { hasKey: false, canClaim: false })
    expect(board.context.blockers).toMatchObject([{ kind: 'claim' }])
    expect(board.running).toEqual([])
  })

  it('waits for an operator, and shows what to compare', () => {
    const board = claiming().done('claim', PENDING)
    expect(board.intent.phase).toBe('awaitingApproval')
    expect(board.context.blockers[0]?.message).toContain(fingerprintOf(CLAIM))
    expect(board.inputOf('claimPatiently')).toMatchObject({ claim: CLAIM, attempt: 2, patient: true })
    expect(board.done('claimPatiently', granted()).intent.phase).toBe('installing')
  })

  it('that is refused says why, and asks again later', () => {
    const board = claiming().done('claim', REFUSED)
    expect(board.intent.refusal?.code).toBe('HF_CLAIM_REFUSED')
    expect(board.context.blockers).toMatchObject([{ code: 'HF_CLAIM_REFUSED' }])
    expect(board.done('claimPause').inputOf('claim')).toMatchObject({ claim: CLAIM, attempt: 2 })
  })

  it('that is offered what is not its own claims again', () => {
    const board = claiming().done('claim', granted())
    board.done('examine', { code: 'HF_CERTIFICATE_INVALID', message: 'it is for another key' })
    expect(board.intent).toMatchObject({ phase: 'claiming', offered: null, identity: null })
    expect(board.running).toEqual(['claimPause'])
  })

  it('whose certificate the broker does not take claims anew after some tries, and waits for a broker that is away', () => {
    const away = verifying()
    for (let time = 0; time < 20; time += 1) away.fail('verify', 'HF_BROKER_UNAVAILABLE').done('verifyPause')
    expect(away.intent.phase).toBe('verifying')
    const refused = verifying()
    for (let time = 1; time < 5; time += 1) refused.fail('verify', 'HF_BROKER_REFUSED').done('verifyPause')
    refused.fail('verify', 'HF_BROKER_REFUSED')
    expect(refused.intent).toMatchObject({ phase: 'claiming', identity: null })
  })
})

describe('a power cut', () => {
  it.each<[string, () => Board, string]>([
    ['before anything', fresh, 'generate'],
    ['while it claims', claiming, 'claim'],
    ['while it waits for approval', () => claiming().done('claim', PENDING), 'claim'],
    ['before what was granted is looked at', () => claiming().done('claim', granted()), 'examine'],
    ['before it is proved', verifying, 'verify'],
    ['before the credential is dropped', () => verifying().done('verify'), 'dropCredential'],
    ['at rest', provisioned, 'dropCredential'],
    ['while it renews', () => provisioned().done('untilRenewal'), 'dropCredential'],
    ['while it is wiped', () => provisioned().send({ type: 'DECOMMISSION', volumes: true }), 'wipe'],
  ])('%s: it goes on with the same claim', (_, board, effect) => {
    const before = board()
    const after = before.powerCut()
    expect(after.running).toEqual([effect])
    expect(after.intent.claim).toBe(before.intent.claim)
    expect(after.intent.identity).toEqual(before.intent.identity)
  })

  it('while it renews leaves the key that it asks with: it may have been granted', () => {
    const next = 'd2d2'.repeat(8)
    const board = provisioned().done('untilRenewal').done('generateNext', { claim: next }).powerCut()
    expect(board.inputOf('dropCredential')).toEqual({ keep: identity(), claim: next })
  })

  it('that took the key while it is wiped has the rest of it wiped', () => {
    const board = provisioned().send({ type: 'DECOMMISSION', volumes: true })
    expect(board.powerCut({ hasKey: false, canClaim: true }).running).toEqual(['wipe'])
  })

  it('that took the key of a claim has another one made', () => {
    const board = claiming().fail('claim', 'HF_KEY_INVALID')
    expect(board.running).toEqual(['generate'])
    expect(board.done('generate', { claim: 'e3e3'.repeat(8) }).intent.claim).toBe('e3e3'.repeat(8))
  })

  it('that took the key takes the identity: it is claimed anew', () => {
    const board = provisioned().powerCut({ hasKey: false, canClaim: true })
    expect(board.intent).toMatchObject({ phase: 'generating', identity: null })
  })
})

describe('a renewal', () => {
  const NEXT = 'd2d2'.repeat(8)
  const renewing = () => provisioned().done('untilRenewal').done('generateNext', { claim: NEXT })

  it('has a key of its own, and leaves the identity in force until the next one is proved', () => {
    const board = provisioned().done('untilRenewal')
    expect(board.inputOf('generateNext')).toEqual({ except: CLAIM })
    board.done('generateNext', { claim: NEXT })
    expect(board.inputOf('renew')).toMatchObject({ claim: NEXT, identity: identity(), renews: true })
    board.done('renew', granted(NEXT)).done('examine', null)
    expect(board.intent).toMatchObject({ identity: identity(), offered: identity(NEXT) })
    board.done('verify')
    expect(board.intent).toMatchObject({ phase: 'provisioned', identity: identity(NEXT), offered: null })
    expect(board.inputOf('dropCredential')).toEqual({ keep: identity(NEXT), claim: null })
  })

  it('that fails, is refused or is no good leaves the device who it was, and is tried again', () => {
    for (const board of [
      renewing().fail('renew', 'HF_BROKER_UNAVAILABLE'),
      renewing().done('renew', REFUSED),
      renewing().done('renew', granted(NEXT)).done('examine', { code: 'HF_CERTIFICATE_INVALID', message: 'no' }),
    ]) {
      expect(board.intent).toMatchObject({ identity: identity(), offered: null })
      expect(board.done('renewPause').running).toEqual(['generateNext'])
    }
  })
})

describe('an old identity that asks to come back', () => {
  const NEXT = 'd2d2'.repeat(8)
  const waiting = () => provisioned().done('untilRenewal').done('generateNext', { claim: NEXT }).done('renew', PENDING)

  it('waits for an operator with patience, shows what to compare, and stays who it is', () => {
    const board = waiting()
    expect(board.intent).toMatchObject({ phase: 'renewing', claim: NEXT, identity: identity(), offered: null })
    expect(board.context.blockers[0]?.message).toContain(fingerprintOf(NEXT))
    expect(board.inputOf('renewPatiently')).toMatchObject({ claim: NEXT, renews: true, patient: true })
    board.done('renewPatiently', granted(NEXT)).done('examine', null).done('verify')
    expect(board.intent).toMatchObject({ phase: 'provisioned', identity: identity(NEXT) })
  })

  it('goes on waiting, by the way of a renewal; one that is rejected says so', () => {
    expect(waiting().done('renewPatiently', PENDING).running).toEqual(['renewPause'])
    const board = waiting().done('renewPatiently', REFUSED)
    expect(board.intent).toMatchObject({ identity: identity(), refusal: { code: 'HF_CLAIM_REFUSED' } })
    expect(board.done('renewPause').running).toEqual(['generateNext'])
  })

  it('is taken back while it waits', () => {
    expect(waiting().send({ type: 'DECOMMISSION', volumes: false }).running).toEqual(['wipe'])
  })
})

describe('a decommission', () => {
  it.each<[string, () => Board]>([
    ['looked at', () => renewed()],
    ['proved', () => renewed().done('examine', null)],
  ])('is heeded while the next certificate is being %s', (_, board) => {
    const wiped = board().send({ type: 'DECOMMISSION', volumes: true })
    expect(wiped.inputOf('wipe')).toEqual({ volumes: true })
    expect(wiped.powerCut().running).toEqual(['wipe'])
    expect(wiped.done('wipe').intent).toMatchObject({ phase: 'unclaimed', identity: null, offered: null })
  })

  it('of a device that is nobody yet changes nothing', () => {
    const board = verifying().send({ type: 'DECOMMISSION', volumes: true })
    expect(board.running).toEqual(['verify'])
  })

  it('leaves nothing of who it was, and the device may be claimed again', () => {
    const board = provisioned().send({ type: 'DECOMMISSION', volumes: true })
    expect(board.inputOf('wipe')).toEqual({ volumes: true })
    board.done('wipe')
    expect(board.intent).toEqual({ ...FRESH_PROVISION_INTENT, attempt: 1 })
    expect(board.done('inspect', { hasKey: false, canClaim: true }).intent.phase).toBe('generating')
  })
})

/** Somebody who was granted the next certificate. */
function renewed(): Board {
  const next = 'd2d2'.repeat(8)
  return provisioned().done('untilRenewal').done('generateNext', { claim: next }).done('renew', granted(next))
}
