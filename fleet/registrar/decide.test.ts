import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Asked, Proof } from './asked.ts'
import type { Issued } from './authority.ts'
import { DEFAULT_RULES, decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { approve, createToken, importSerials, move, reject, revoke, revokeToken, tag } from './operate.ts'
import { serialMac, tokenMac } from './proofs.ts'
import { recordGrant, sweep } from './record-grant.ts'
import type { Change, DeviceRecord } from './records.ts'
import { emptyMaps, put } from './registry-store.ts'
import { askedBy } from './testing.ts'

const DAY = 86_400_000
const LIFETIME = 90 * DAY
const TOKEN = { id: 'AAAAAAAAAAA', secret: 'BBBBBBBBBBBBBBBBBBBBBB' }

/** A registrar without signatures: certificates are numbers. */
class World {
  readonly registry = emptyMaps()
  now = 1_000_000
  #serial = 0

  apply(changes: readonly Change[]): void {
    for (const change of changes) put(this.registry, change)
  }

  token(uses: number, forMs = DAY): this {
    this.apply(createToken(TOKEN, { fleet: 'shop', uses, forMs }, this.now).changes)
    return this
  }

  serial(serial: string, more: { fleet?: string; device?: string } = {}): this {
    this.apply(
      importSerials([{ serial, code: `code of ${serial}`, fleet: 'shop', device: '', claim: '', ...more }]).changes,
    )
    return this
  }

  /** The answer in a word: the device's name, or the refusal's code. */
  ask(asked: Asked): string {
    const { answer } = this.decide(asked)
    if (answer.state === 'refused') return answer.code
    return answer.state === 'granted' ? `${answer.device} ${answer.certificates}` : answer.state
  }

  decide(asked: Asked): Decision {
    const decision = decide(this.registry, asked, this.now, DEFAULT_RULES)
    const { answer } = decision
    if (answer.state !== 'issue') {
      this.apply(decision.changes)
      return decision
    }
    this.#serial += 1
    const serialNumber = String(this.#serial)
    const times = { notBeforeMs: this.now, notAfterMs: this.now + LIFETIME }
    const issued: Issued = { certificates: `#${serialNumber}`, serialNumber, ...times }
    this.apply(recordGrant(this.registry, asked, answer.grant, issued, this.now).changes)
    const { device, fleet } = answer.grant
    return { ...decision, answer: { state: 'granted', device, fleet, certificates: issued.certificates } }
  }
}

function byToken(key: string, more: Partial<Asked> = {}, secret = TOKEN.secret): Asked {
  const asked = askedBy(key, { via: 'approval' }, more)
  return { ...asked, proof: { via: 'token', id: TOKEN.id, mac: tokenMac(secret, asked.id) } }
}

function bySerial(key: string, serial: string, more: Partial<Asked> = {}, code = `code of ${serial}`): Asked {
  const asked = askedBy(key, { via: 'approval' }, more)
  return { ...asked, proof: { via: 'serial', serial, mac: serialMac(code, asked.id) } }
}

const byApproval = (key: string, more: Partial<Asked> = {}) => askedBy(key, { via: 'approval' }, more)
/** @param by the key that has signed for it */
const renewal = (key: string, device: string, by = 'a') =>
  askedBy(key, { via: 'renewal', device, holder: askedBy(by, { via: 'approval' }).id })
const recovery = (key: string, device: DeviceRecord, at = 0): Asked =>
  askedBy(key, { via: 'recovery', device: device.name, ...device.given[at]! })

function enrolled() {
  const world = new World().token(1)
  world.ask(byToken('a', { device: 'till-1' }))
  return { world, till: () => world.registry.device.get('till-1')! }
}

describe('a claim by token', () => {
  it('is granted into the fleet of the token, by the name that it wishes', () => {
    const world = new World().token(1)
    expect(world.ask(byToken('a', { device: 'till-1' }))).toBe('till-1 #1')
    expect(world.registry.device.get('till-1')).toMatchObject({ fleet: 'shop', via: 'token', by: TOKEN.id })
  })

  it('asked again is answered the same, and spends the token once', () => {
    const world = new World().token(2)
    const asked = byToken('a', { device: 'till-1' })
    expect([1, 2, 3].map(() => world.ask(asked))).toEqual(['till-1 #1', 'till-1 #1', 'till-1 #1'])
    expect(world.registry.token.get(TOKEN.id)!.used).toBe(1)
  })

  it('is answered the same even when the token is over, used up or revoked by then', () => {
    const world = new World().token(1)
    const asked = byToken('a', { device: 'till-1' })
    world.ask(asked)
    world.apply(revokeToken(world.registry, TOKEN.id).changes)
    world.now += 2 * DAY
    expect(world.ask(asked)).toBe('till-1 #1')
  })

  it('is not granted beyond the uses and the time of the token', () => {
    const world = new World().token(1)
    world.ask(byToken('a'))
    expect(world.decide(byToken('b')).answer).toMatchObject({ message: 'the token is used up' })
    world.token(5).now += DAY
    expect(world.decide(byToken('b')).answer).toMatchObject({ message: 'the token is over' })
  })

  it('says the same of a token that is not known and of a wrong secret', () => {
    const wrong = byToken('a', {}, 'CCCCCCCCCCCCCCCCCCCCCC')
    expect(new World().token(1).decide(wrong).answer).toEqual(new World().decide(wrong).answer)
  })

  it('cannot use the proof of another key', () => {
    const world = new World().token(1)
    const stolen: Proof = byToken('a').proof
    expect(world.ask(askedBy('thief', stolen))).toBe('HF_CLAIM_REFUSED')
  })

  it('cannot choose another fleet than that of the token', () => {
    expect(new World().token(1).ask(byToken('a', { fleet: 'bank' }))).toBe('HF_CLAIM_REFUSED')
  })

  it('for a name that is in use waits for an operator, and spends nothing', () => {
    const world = new World().token(2)
    world.ask(byToken('a', { device: 'till-1' }))
    expect(world.ask(byToken('b', { device: 'till-1' }))).toBe('pending')
    expect(world.registry.token.get(TOKEN.id)!.used).toBe(1)
    expect(world.registry.device.get('till-1')!.certificates).toBe('#1')
  })

  it('without a wish is named by its key', () => {
    expect(new World().token(1).ask(byToken('a'))).toMatch(/^d-[0-9a-f]{12} #1$/)
  })

  it('with another encryption key than before is not taken: a replayed request must not read secrets', () => {
    const world = new World().token(1)
    world.ask(byToken('a'))
    expect(world.ask(byToken('a', { encryptionKey: 'of a thief' }))).toBe('HF_CLAIM_INVALID')
  })
})

describe('a claim by serial', () => {
  it('is named by what was registered, then by its wish, then by its serial', () => {
    expect(new World().serial('S/1', { device: 'till-9' }).ask(bySerial('a', 'S/1', { device: 'x' }))).toBe('till-9 #1')
    expect(new World().serial('S/1').ask(bySerial('a', 'S/1', { device: 'x' }))).toBe('x #1')
    expect(new World().serial('/S/1').ask(bySerial('a', '/S/1'))).toBe('S-1 #1')
  })

  it('is good for one key', () => {
    const world = new World().serial('S1')
    const first = bySerial('a', 'S1')
    expect(world.ask(first)).toBe('S1 #1')
    expect(world.ask(bySerial('b', 'S1'))).toBe('HF_CLAIM_REFUSED')
    expect(world.ask(first)).toBe('S1 #1')
  })

  it('with a wrong code says no more than one with a serial that is not known', () => {
    const world = new World().serial('S1')
    const { answer } = world.decide(bySerial('a', 'S1', {}, 'guess'))
    expect(answer).toEqual(world.decide(bySerial('a', 'S2')).answer)
  })
})

describe('a claim by approval', () => {
  it('waits until it is approved, and is then who the operator says', () => {
    const world = new World()
    const asked = byApproval('a', { device: 'wish', fleet: 'shop' })
    expect(world.ask(asked)).toBe('pending')
    world.apply(
      approve(world.registry, asked.id.slice(0, 8).toUpperCase(), { device: 'till-1', replace: false }).changes,
    )
    expect(world.ask(asked)).toBe('till-1 #1')
    expect(world.registry.claim.size).toBe(0)
  })

  it('that was rejected stays so', () => {
    const world = new World()
    const asked = byApproval('a')
    world.ask(asked)
    world.apply(reject(world.registry, asked.id).changes)
    expect(world.ask(asked)).toBe('HF_CLAIM_REFUSED')
  })

  it('takes the place of a device only when the operator says so, and revokes what that had', () => {
    const world = new World().token(1)
    world.ask(byToken('a', { device: 'till-1' }))
    const board = byApproval('b', { device: 'till-1' })
    world.ask(board)
    expect(() => approve(world.registry, board.id, { replace: false })).toThrow(
      expect.objectContaining({ code: 'HF_NAME_TAKEN' }),
    )
    world.apply(approve(world.registry, board.id, { replace: true }).changes)
    expect(world.ask(board)).toBe('till-1 #2')
    expect([...world.registry.revoked.keys()]).toEqual(['1'])
    // The old board's key is nobody's now: it would have to be approved.
    expect(world.ask(byApproval('a', { device: 'till-1' }))).toBe('pending')
  })

  it('of two for one name that were both approved only one is granted', () => {
    const world = new World()
    const claims = ['a', 'b'].map((key) => byApproval(key, { device: 'till-1', fleet: 'shop' }))
    for (const claim of claims) world.ask(claim)
    for (const claim of claims) world.apply(approve(world.registry, claim.id, { replace: false }).changes)
    expect(claims.map((claim) => world.ask(claim))).toEqual(['till-1 #1', 'pending'])
  })

  it('is not remembered beyond what may wait, nor for longer than a week without asking', () => {
    const world = new World()
    for (let count = 0; count < DEFAULT_RULES.maxPending; count += 1) world.ask(byApproval(`board ${count}`))
    expect(world.ask(byApproval('one more'))).toBe('HF_CLAIM_LIMITED')
    world.now += 7 * DAY
    world.apply(sweep(world.registry, world.now, DEFAULT_RULES))
    expect(world.ask(byApproval('one more'))).toBe('pending')
  })
})

describe('a device that is known', () => {
  it('renews: the next key is in force, the certificate before stays good until its end', () => {
    const { world, till } = enrolled()
    world.now += 60 * DAY
    expect(world.ask(renewal('b', 'till-1'))).toBe('till-1 #2')
    expect(world.ask(renewal('b', 'till-1'))).toBe('till-1 #2')
    expect(till()).toMatchObject({
      via: 'token',
      enrolledMs: 1_000_000,
      given: [{ serialNumber: '1' }, { serialNumber: '2' }],
    })
    expect(world.registry.revoked.size).toBe(0)
  })

  it('has one key: the one before it is nobody any more, whatever it shows', () => {
    const { world } = enrolled()
    world.token(5).ask(renewal('b', 'till-1'))
    expect(world.ask(byToken('a'))).toBe('HF_CLAIM_REFUSED')
    expect(world.ask(renewal('a', 'till-1'))).toBe('HF_CLAIM_REFUSED')
  })

  it('cannot renew for another, with the key of another', () => {
    const { world } = enrolled()
    world.serial('S1').ask(bySerial('other', 'S1'))
    expect(world.ask(renewal('other', 'till-1'))).toBe('HF_CLAIM_INVALID')
  })

  it('renews by a key of its own, and by no other', () => {
    const { world } = enrolled()
    expect(world.ask(renewal('b', 'till-1', 'b'))).toBe('HF_CLAIM_REFUSED')
    world.serial('S1').ask(bySerial('other', 'S1', { device: 'till-2' }))
    expect(world.ask(renewal('b', 'till-1', 'other'))).toBe('HF_CLAIM_REFUSED')
    expect(world.ask(renewal('b', 'till-1', 'a'))).toBe('till-1 #3')
  })

  it('has a limited number of certificates at a time', () => {
    const { world } = enrolled()
    const answers = Array.from({ length: DEFAULT_RULES.maxGiven }, (_, at) => world.ask(renewal(`key ${at}`, 'till-1')))
    expect(answers.at(-2)).toBe(`till-1 #${DEFAULT_RULES.maxGiven}`)
    expect(answers.at(-1)).toBe('HF_CLAIM_LIMITED')
  })

  it('that was off for longer than its certificate lived recovers by it', () => {
    const { world, till } = enrolled()
    world.now += LIFETIME + 300 * DAY
    expect(world.ask(recovery('b', till()))).toBe('till-1 #2')
  })

  it('does not recover by a certificate that was revoked or replaced', () => {
    const revoked = enrolled()
    revoked.world.apply(revoke(revoked.world.registry, 'till-1', false, revoked.world.now).changes)
    expect(revoked.world.ask(recovery('b', revoked.till()))).toBe('HF_DEVICE_REVOKED')
    const replaced = enrolled()
    const before = replaced.till()
    const board = byApproval('b', { device: 'till-1' })
    replaced.world.ask(board)
    replaced.world.apply(approve(replaced.world.registry, board.id, { replace: true }).changes)
    replaced.world.ask(board)
    expect(replaced.world.ask(recovery('c', before))).toBe('HF_DEVICE_REVOKED')
  })

  it('is never told that it is revoked by a registrar that has merely forgotten its certificate', () => {
    const { world, till } = enrolled()
    const before = till()
    world.apply([{ table: 'device', key: 'till-1', value: { ...before, given: [] } }])
    expect(world.ask(recovery('b', before))).toBe('HF_CLAIM_REFUSED')
    world.apply([{ table: 'device', key: 'till-1', value: null }])
    expect(world.ask(recovery('b', before))).toBe('HF_DEVICE_UNKNOWN')
  })

  it('that asks again with its key after its certificate has ended gets a fresh one for it', () => {
    const { world } = enrolled()
    world.now += LIFETIME
    expect(world.ask(byToken('a', { device: 'till-1' }))).toBe('till-1 #2')
  })

  it('that is revoked gets nothing, and is told whether its volumes are to go', () => {
    const { world } = enrolled()
    world.ask(renewal('b', 'till-1'))
    world.apply(revoke(world.registry, 'till-1', false, world.now).changes)
    expect([...world.registry.revoked.keys()]).toEqual(['1', '2'])
    expect(world.ask(renewal('c', 'till-1'))).toBe('HF_DEVICE_REVOKED')
    world.apply(revoke(world.registry, 'till-1', true, world.now).changes)
    expect(world.ask(renewal('b', 'till-1'))).toBe('HF_DEVICE_ERASED')
  })

  it('leaves the list of revoked certificates when they have ended by themselves', () => {
    const { world } = enrolled()
    world.apply(revoke(world.registry, 'till-1', false, world.now).changes)
    world.apply(sweep(world.registry, world.now + LIFETIME - 1, DEFAULT_RULES))
    expect(world.registry.revoked.size).toBe(1)
    world.apply(sweep(world.registry, world.now + LIFETIME, DEFAULT_RULES))
    expect(world.registry.revoked.size).toBe(0)
  })
})

describe('a device that was off for longer than it may be to recover', () => {
  const away = () => {
    const { world, till } = enrolled()
    const before = till()
    world.now += LIFETIME + 366 * DAY
    world.apply(sweep(world.registry, world.now, DEFAULT_RULES))
    const approveIt = (claim: string, replace = false, more: object = {}) =>
      world.apply(approve(world.registry, claim, { replace, ...more }).changes)
    return { world, till, asked: recovery('b', before), approveIt }
  }

  it('waits as an old identity that asks to come back, and is itself again when an operator approves', () => {
    const { world, till, asked, approveIt } = away()
    world.apply(tag(world.registry, 'till-1', ['north']).changes)
    expect([1, 2].map(() => world.ask(asked))).toEqual(['pending', 'pending'])
    const waiting = world.registry.claim.get(asked.id)
    expect(waiting).toMatchObject({ state: 'pending', device: 'till-1', fleet: 'shop' })
    expect(waiting?.why).toMatch(/ended 366 days ago.*asks to come back/)
    const { enrolledMs } = till()
    approveIt(asked.id)
    expect([1, 2].map(() => world.ask(asked))).toEqual(['till-1 #2', 'till-1 #2'])
    expect(till()).toMatchObject({ claim: asked.id, fleet: 'shop', tags: ['north'], via: 'token', enrolledMs })
    expect(world.registry.claim.size + world.registry.revoked.size).toBe(0)
  })

  it('waits too with the very key whose certificate it lost, whatever it proves', () => {
    const { world, approveIt } = away()
    const again = byToken('a', { device: 'till-1' })
    expect(world.ask(again)).toBe('pending')
    approveIt(again.id)
    expect(world.ask(again)).toBe('till-1 #2')
  })

  it('is moved where it was told to go meanwhile, or where the operator says', () => {
    for (const [said, fleet] of [
      [{}, 'bank'],
      [{ fleet: 'pier' }, 'pier'],
    ] as const) {
      const { world, till, asked, approveIt } = away()
      world.ask(asked)
      world.apply(move(world.registry, 'till-1', 'bank').changes)
      approveIt(asked.id, false, said)
      world.ask(asked)
      expect([till().fleet, till().movesTo]).toEqual([fleet, undefined])
    }
  })

  it('takes no other name', () => {
    const { world, asked, approveIt } = away()
    world.ask(asked)
    expect(() => approveIt(asked.id, false, { device: 'till-2' })).toThrow('takes no other name')
  })

  it('that is rejected, or revoked before or after it was approved, is told so', () => {
    const rejected = away()
    rejected.world.ask(rejected.asked)
    rejected.world.apply(reject(rejected.world.registry, rejected.asked.id).changes)
    expect(rejected.world.ask(rejected.asked)).toBe('HF_CLAIM_REFUSED')
    for (const isApproved of [false, true]) {
      const { world, asked, approveIt } = away()
      world.ask(asked)
      if (isApproved) approveIt(asked.id)
      world.apply(revoke(world.registry, 'till-1', false, world.now).changes)
      expect(world.ask(asked)).toBe('HF_DEVICE_REVOKED')
    }
  })

  it('does not take the place of a board that has the name meanwhile, unless it shall', () => {
    const { world, till, asked, approveIt } = away()
    world.ask(asked)
    const board = byApproval('c', { device: 'till-1' })
    world.ask(board)
    approveIt(board.id, true)
    world.ask(board)
    expect(() => approveIt(asked.id)).toThrow('is in use')
    approveIt(asked.id, true)
    expect(world.ask(asked)).toBe('till-1 #3')
    expect(world.registry.revoked.has('2')).toBe(true)
    expect(till().claim).toBe(asked.id)
  })
})

/** Whether a key of the device that it is for has signed for it. */
function isOfDevice({ registry }: World, { proof }: Asked): boolean {
  if (proof.via !== 'renewal') return false
  return registry.device.get(proof.device)?.given.some(({ claim }) => claim === proof.holder) === true
}

describe('whatever is asked, in whatever order', () => {
  const KEYS = ['a', 'b', 'c', 'd', 'e']
  const NAMES = ['', 'till-1', 'till-2']
  const key = fc.constantFrom(...KEYS)
  const name = fc.constantFrom(...NAMES)
  const step = fc.oneof(
    fc.record({ do: fc.constant('token' as const), key, name }),
    fc.record({ do: fc.constant('serial' as const), key, name }),
    fc.record({ do: fc.constant('approval' as const), key, name }),
    fc.record({ do: fc.constant('renewal' as const), key, name: fc.constantFrom('till-1', 'till-2'), by: key }),
    fc.record({ do: fc.constant('approve' as const), key, replace: fc.boolean() }),
    fc.record({ do: fc.constant('revoke' as const), name: fc.constantFrom('till-1', 'till-2') }),
    fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 60 }) }),
  )

  it('a name has one key in force, tokens and serials are not overspent, every certificate is accounted for', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new World().token(3, 1000 * DAY).serial('S1')
        const holders = new Map<string, string>()
        const answered: { certificate: string; device: string }[] = []
        for (const one of steps) {
          const replacing = one.do === 'approve' && one.replace
          if (one.do === 'wait') world.now += one.days * DAY
          else if (one.do === 'revoke') {
            if (world.registry.device.has(one.name))
              world.apply(revoke(world.registry, one.name, false, world.now).changes)
          } else if (one.do === 'approve') {
            const claim = world.registry.claim.get(byApproval(one.key).id)
            const isFree = claim !== undefined && (replacing || !world.registry.device.has(claim.device))
            if (claim !== undefined && isFree && claim.state === 'pending')
              world.apply(approve(world.registry, claim.id, { fleet: 'shop', replace: replacing }).changes)
          } else {
            const wish = { device: one.name }
            const asked = {
              token: () => byToken(one.key, wish),
              serial: () => bySerial(one.key, 'S1', wish),
              approval: () => byApproval(one.key, wish),
              renewal: () => renewal(one.key, one.name, 'by' in one ? one.by : ''),
            }[one.do]()
            const wasApprovedToReplace = world.registry.claim.get(asked.id)?.replaces ?? false
            const isApproved = world.registry.claim.get(asked.id)?.state === 'approved'
            const isSignedByItsOwn = isOfDevice(world, asked)
            const { answer } = world.decide(asked)
            // Asked again by the key in force, or approved by an operator: else only its own key renews.
            if (one.do === 'renewal' && answer.state === 'granted' && holders.get(one.name) !== one.key)
              expect(isApproved || isSignedByItsOwn).toBe(true)
            if (answer.state !== 'granted') continue
            answered.push({ certificate: answer.certificates, device: answer.device })
            const before = holders.get(answer.device)
            if (before !== undefined && before !== one.key && one.do !== 'renewal')
              expect(wasApprovedToReplace).toBe(true)
            holders.set(answer.device, one.key)
          }
        }
        const { device, token, revoked } = world.registry
        const claims = [...device.values()].map(({ claim }) => claim)
        expect(new Set(claims).size).toBe(claims.length)
        expect(token.get(TOKEN.id)!.used).toBeLessThanOrEqual(3)
        expect([...device.values()].filter(({ via }) => via === 'serial').length).toBeLessThanOrEqual(1)
        for (const { certificate, device: name } of answered) {
          const number = certificate.slice(1)
          const isGiven = device.get(name)!.given.some(({ serialNumber }) => serialNumber === number)
          expect(isGiven || revoked.has(number) || world.now > 1_000_000 + LIFETIME).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
