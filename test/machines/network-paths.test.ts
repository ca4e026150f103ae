/** The network lifecycle, path by path, beside the device and the update machine, each also through a power cut. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkIntentFault } from '../../agent/network/checkpoint.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { FRESH_NETWORK_INTENT, type NetworkIntent } from '../../machines/network-intent.ts'
import { BAD, Driver, holding, into } from './driver.ts'

const LINK: LinkFact = {
  name: 'eth0',
  kind: 'ethernet',
  isUp: true,
  addresses: ['192.0.2.7/24'],
  defaultMetrics: [100],
  gateway: '192.0.2.1',
}
const links = (...links: Partial<LinkFact>[]) => ({ type: 'LINKS', links: links.map((link) => ({ ...LINK, ...link })) })
const reach = (outcome: string) => ({
  type: 'REACH',
  reach:
    outcome === 'reachable' ? { outcome, roundTripMs: 20 } : { outcome, fault: { code: 'HF_TIMEOUT', message: '' } },
})

const wish = (hash: string, changeId = hash) => ({
  type: 'NETWORK_WANTED',
  wish: { changeId, hash, document: 'sha256:1', budgetMs: 60_000, maxAttempts: 3 },
})
const FAULT = { code: 'HF_NETWORK_UNCONFIRMED', message: 'it failed' }
const REF = (hash: string) => ({ changeId: hash, hash, document: 'sha256:1' })
const resting = () => holding(1)
const applying = (driver = resting()) => driver.tellNetwork(wish('a'))
const confirming = (driver = resting()) => applying(driver).done('applyNetwork')
const confirmed = (driver = resting()) => confirming(driver).done('confirmContact')
const settledOn = (driver = resting()) => confirmed(driver).done('keepNetwork')

describe('the choice among links', () => {
  const chosen = (...setBack: string[]) => ({ type: 'LINK_CHOSEN', setBack })

  it('is brought about, and the newest one counts', () => {
    const driver = resting().tellNetwork(chosen('eth0'))
    expect(driver.region('choice')).toBe('steering')
    expect(driver.network.setBack).toEqual(['eth0'])
    driver.tellNetwork(chosen())
    expect(driver.network.setBack).toEqual([])
    expect(driver.done('steerLinks').region('choice')).toBe('resting')
  })

  it('that could not be brought about ends nothing, and nothing of it is kept', () => {
    const driver = resting().tellNetwork(chosen('eth0')).fail('steerLinks', 'HF_NETWORK_FAILED')
    expect(driver.region('choice')).toBe('resting')
    expect(driver.network.intent).toEqual(FRESH_NETWORK_INTENT)
    expect(driver.region('change')).toBe('settled.resting')
  })
})

describe('facts', () => {
  it.each<[string, Partial<LinkFact>[]]>([
    ['down', []],
    ['down', [{ isUp: false }]],
    ['unaddressed', [{ addresses: [] }]],
    ['unrouted', [{ defaultMetrics: [] }]],
    ['usable', [{}]],
    ['usable', [{ isUp: false }, { name: 'wwan0', kind: 'cellular' }]],
    ['unrouted', [{ isUp: false }, { defaultMetrics: [] }]],
  ])('make the link %s', (state, facts) => {
    expect(
      resting()
        .tellNetwork(links(...facts))
        .region('link'),
    ).toBe(state)
  })

  it.each(['reachable', 'captive', 'unreachable'])('make the internet %s', (outcome) => {
    expect(resting().tellNetwork(reach(outcome)).region('internet')).toBe(outcome)
  })

  it('of the broker go their way, and one that answers is the internet too', () => {
    const driver = resting().tellNetwork({ type: 'BROKER_CONNECTING', url: 'mqtt://a' })
    expect(driver.region('broker')).toBe('connecting')
    driver.tellNetwork({ type: 'BROKER_CONNECTED', url: 'mqtt://a', connection: 3 })
    expect([driver.region('broker'), driver.region('internet')]).toEqual(['connected', 'reachable'])
    driver.tellNetwork({ type: 'BROKER_LOST', fault: FAULT })
    expect(driver.region('broker')).toBe('backingOff')
    expect(driver.network.broker).toEqual({ url: 'mqtt://a', connection: 3, fault: FAULT })
  })

  it('change no intent, whatever they are', () => {
    const driver = resting()
    for (const event of [links({}), reach('captive'), { type: 'BROKER_LOST', fault: null }]) driver.tellNetwork(event)
    expect(driver.network.intent).toEqual(FRESH_NETWORK_INTENT)
  })
})

describe('a change', () => {
  it('is applied, confirmed by the broker, kept, and is then what there is', () => {
    const driver = settledOn()
    expect(driver.region('change')).toBe('settled.resting')
    expect(driver.network.intent).toMatchObject({ phase: 'settled', current: REF('a'), change: null, refused: null })
    expect(driver.running).not.toContain('applyNetwork')
  })

  it('that nobody on the device can make waits until somebody is there', () => {
    const driver = resting()
      .tellNetwork({ type: 'CONFIGURER_CHANGED' })
      .done('readAgain', { canChange: false, inForce: null })
    expect(applying(driver).region('change')).toBe('settled.resting')
    driver.tellNetwork({ type: 'CONFIGURER_CHANGED' }).done('readAgain', { canChange: true, inForce: null })
    expect(driver.region('change')).toBe('trialling.applying')
  })

  it.each<[string, () => Driver]>([
    ['that cannot be applied', () => applying().fail('applyNetwork', 'HF_NETWORK_FAILED')],
    ['that does not reach the broker', () => confirming().fail('confirmContact', 'HF_NETWORK_UNCONFIRMED')],
  ])('%s goes back and is refused, until another is wanted', (_, bad) => {
    const driver = bad()
    expect(driver.region('change')).toBe('reverting.returning')
    expect(driver.inputOf('revertNetwork')).toMatchObject({ to: null, change: { hash: 'a' } })
    driver.done('revertNetwork')
    expect(driver.network.intent.refused).toMatchObject({ hash: 'a', message: 'it failed' })
    expect(driver.tellNetwork(wish('a')).region('change')).toBe('settled.resting')
    expect(driver.tellNetwork(wish('b')).region('change')).toBe('trialling.applying')
  })

  it('that was refused is tried again when it is wanted by another change', () => {
    const driver = confirming().fail('confirmContact', 'HF_NETWORK_UNCONFIRMED').done('revertNetwork')
    expect(driver.tellNetwork(wish('a', 'second')).region('change')).toBe('trialling.applying')
  })

  it('goes back to what was confirmed before', () => {
    const driver = settledOn().tellNetwork(wish('b')).fail('applyNetwork', 'HF_NETWORK_FAILED')
    expect(driver.inputOf('revertNetwork')).toMatchObject({ to: REF('a') })
  })

  it('that goes back does so for ever', () => {
    const driver = applying().fail('applyNetwork', 'HF_NETWORK_FAILED')
    for (const failures of [1, 2, 3]) {
      driver.fail('revertNetwork', 'HF_NETWORK_UNAVAILABLE')
      expect(driver.inputOf('revertPause')).toEqual({ failures })
      driver.done('revertPause')
    }
    expect(driver.done('revertNetwork').region('change')).toBe('settled.resting')
  })

  it('that its configurer left in the lurch is not to blame', () => {
    const driver = applying().fail('applyNetwork', 'HF_NETWORK_UNAVAILABLE').done('revertNetwork')
    expect(driver.network.intent).toMatchObject({ refused: null, change: { attempts: 2 } })
    expect(driver.region('change')).toBe('trialling.applying')
  })

  it('whose keeping fails is kept later, and never gone back from', () => {
    const driver = confirmed().fail('keepNetwork', 'HF_NETWORK_FAILED').done('keepPause')
    expect(driver.region('change')).toBe('confirmed.keeping')
  })

  it('that the owner drops in the middle goes back without blame', () => {
    const driver = confirming().tellNetwork({ type: 'NETWORK_WANTED', wish: null })
    expect(driver.region('change')).toBe('reverting.returning')
    expect(driver.done('revertNetwork').network.intent).toEqual(FRESH_NETWORK_INTENT)
  })

  it('is made again when what was confirmed is not in force any more', () => {
    const driver = settledOn()
    driver.tellNetwork({ type: 'CONFIGURER_CHANGED' }).done('readAgain', { canChange: true, inForce: null })
    expect(driver.region('change')).toBe('trialling.applying')
  })
})

describe('a power cut', () => {
  it.each<[string, () => Driver]>([
    ['while it is applied', applying],
    ['while it is to be confirmed', confirming],
    ['while it goes back', () => applying().fail('applyNetwork', 'HF_NETWORK_UNAVAILABLE')],
  ])('%s: the next life goes back first, and then tries again', (_, way) => {
    const next = way().powerCut()
    expect(next.region('change')).toBe('reverting.returning')
    next.done('revertNetwork').done('observe').done('holdSurvey', { kind: 'done' })
    expect(next.region('change')).toBe('trialling.applying')
    expect(next.network.intent.change).toMatchObject({ attempts: 2 })
  })

  it('in every trial ends the trying', () => {
    let driver = applying()
    for (const attempts of [2, 3]) {
      driver = driver.powerCut().done('revertNetwork').done('observe').done('holdSurvey', { kind: 'done' })
      expect(driver.network.intent.change).toMatchObject({ attempts })
    }
    driver = driver.powerCut().done('revertNetwork').done('observe').done('holdSurvey', { kind: 'done' })
    expect(driver.region('change')).toBe('settled.resting')
    expect(driver.network.intent.refused).toMatchObject({ hash: 'a', code: 'HF_NETWORK_UNCONFIRMED' })
  })

  it('after the broker has answered changes nothing: it is kept', () => {
    const next = confirmed().powerCut()
    expect(next.region('change')).toBe('confirmed.keeping')
    expect(next.done('keepNetwork').network.intent.current).toEqual(REF('a'))
  })

  it('after which nobody configures the network goes back all the same', () => {
    const cut = JSON.parse(JSON.stringify(confirming().network.intent)) as NetworkIntent
    expect(new Driver(undefined, cut).region('change')).toBe('reverting.returning')
  })
})

describe('one disruptive operation at a time', () => {
  const command = (action: string) => ({
    type: 'COMMAND',
    command: { id: action, action, args: { force: true }, budgetMs: 60_000, bootId: 'b', monoMs: 0, note: '' },
  })
  const OK = { outcome: 'ok', code: '', message: '', output: '' }

  it('a change waits for an update that switches', () => {
    const driver = into.switching(holding(1), 2).tellNetwork(wish('a'))
    expect(driver.region('change')).toBe('settled.asking')
    driver.done('forwardSurvey', { kind: 'done' }).done('gatherProof', BAD)
    expect(driver.region('change')).toBe('settled.asking')
    driver.done('backSurvey', { kind: 'done' }).done('backTidy')
    expect(driver.region('change')).toBe('trialling.applying')
  })

  it('an update that is ready waits for a change', () => {
    const driver = confirming(into.staging(holding(1), 2).done('stage')).done('gate', [])
    expect(driver.state).not.toContain('switching')
    driver.done('confirmContact').done('keepNetwork').done('gate', [])
    expect(driver.state).toContain('switching')
  })

  it('what an update has fetched is made only after a change', () => {
    const driver = confirming(into.fetching(holding(1), 2)).done('fetch')
    expect(driver.state).toBe('fetching.yielding')
    expect(driver.done('confirmContact').done('keepNetwork').state).toBe('staging.making')
  })

  it('a change waits for a command that disturbs, and such a command for a change', () => {
    const first = resting().send(command('restart')).tellNetwork(wish('a'))
    expect(first.region('change')).toBe('settled.asking')
    expect(first.done('runCommand', OK).region('change')).toBe('trialling.applying')
    const second = applying().send(command('restart'))
    expect(second.running).not.toContain('runCommand')
    second.done('applyNetwork').done('confirmContact').done('keepNetwork')
    expect(second.running).toContain('runCommand')
  })

  it('a command that disturbs nothing lets the update machine not forget a change', () => {
    const driver = applying(into.staging(holding(1), 2).done('stage'))
      .send(command('identify'))
      .done('runCommand', OK)
    driver.done('gate', [])
    expect(driver.state).not.toContain('switching')
  })

  it('what was cut off is gone back from before anything is switched or commanded', () => {
    const driver = confirming(into.staging(holding(1), 2).done('stage'))
      .powerCut()
      .send(command('restart'))
    expect(driver.running).toContain('revertNetwork')
    expect(driver.running).not.toContain('runCommand')
    expect(driver.done('observe').running).not.toContain('runCommand')
  })
})

it('whatever happens, the intent can be resumed from, and nothing disturbs a trial', () => {
  const answers: Record<string, [unknown, string]> = {
    readNetwork: [{ canChange: true, inForce: null }, 'HF_NETWORK_UNAVAILABLE'],
    applyNetwork: [null, 'HF_NETWORK_FAILED'],
    confirmContact: [null, 'HF_NETWORK_UNCONFIRMED'],
    keepNetwork: [null, 'HF_NETWORK_UNAVAILABLE'],
    revertNetwork: [null, 'HF_NETWORK_UNAVAILABLE'],
    pause: [null, 'HF_INTERNAL'],
  }
  fc.assert(
    fc.property(fc.array(fc.nat(99), { maxLength: 60 }), (moves) => {
      let driver = resting()
      let kept: string | undefined
      for (const move of moves) {
        const [start] = driver.underWay.filter(({ machine }) => machine === 'network')
        if (start !== undefined && move < 50) {
          const [output, code] = answers[start.src]!
          driver = move % 3 === 0 ? driver.fail(start.id, code as never) : driver.done(start.id, output)
          if (start.src === 'confirmContact' && move % 3 !== 0) kept = driver.network.intent.change?.hash
        } else if (move < 60) driver = driver.powerCut().done('observe').done('holdSurvey', { kind: 'done' })
        else if (move < 90) driver = driver.tellNetwork(wish(`w${move % 3}`, `c${move % 7}`))
        else
          driver = driver.tellNetwork(
            move < 95 ? { type: 'CONFIGURER_CHANGED' } : { type: 'NETWORK_WANTED', wish: null },
          )
        const { intent } = driver.network
        expect(networkIntentFault(JSON.parse(JSON.stringify(intent)))).toBe(null)
        if (intent.phase === 'settled') expect(intent.current?.hash).toBe(kept)
        const isBusy = driver.region('change').startsWith('settled')
        expect(driver.context.busy).toBe(!isBusy)
      }
    }),
    { numRuns: 300 },
  )
})
