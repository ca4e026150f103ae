/** What counts as having reached the broker. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { HoldfastError } from '../../protocol/errors.ts'
import { Reporter } from '../reporter.ts'
import { listeningLog, ScriptedBroker } from '../scripted-broker.ts'
import { settle, VirtualClock } from '../virtual-clock.ts'
import { confirmContact } from './confirm-contact.ts'

const BUDGET_MS = 60_000
const PACKET = 1500

let clock: VirtualClock
let broker: ScriptedBroker
let reporter: Reporter

beforeEach(async () => {
  clock = new VirtualClock()
  broker = new ScriptedBroker()
  reporter = new Reporter({
    broker,
    clock,
    log: listeningLog(),
    topic: 'report',
    make: async () => ({ device: 'd1', atMs: clock.now().wallMs }),
    firstSequence: 1,
  })
  await settle()
  for (const { ack } of broker.sent) await ack()
})

/** @returns the fault's sentence, or that it is proved; as it stands at this moment */
function asking(): () => string {
  let outcome = 'open'
  confirmContact({ clock, broker, reporter }, BUDGET_MS, PACKET, new AbortController().signal).then(
    () => {
      outcome = 'proved'
    },
    ({ code, message }: HoldfastError) => {
      outcome = `${code} ${message}`
    },
  )
  return () => outcome
}

/** The broker has what is so large, and nothing larger. */
async function answerUpTo(bytes: number): Promise<void> {
  for (let known = 0; known < broker.sent.length; ) {
    const coming = broker.sent.slice(known)
    known = broker.sent.length
    for (const { payload, ack } of coming) if (payload.length <= bytes) await ack()
  }
}

describe('the broker is reached', () => {
  it('when a whole packet is answered, over a connection that was made after the question', async () => {
    const outcome = asking()
    await answerUpTo(PACKET * 2)
    expect(outcome()).toBe('open')
    await broker.connect(2)
    await answerUpTo(PACKET - 1)
    expect(outcome()).toBe('open')
    await answerUpTo(PACKET * 2)
    expect(outcome()).toBe('proved')
  })

  it('not by what is smaller, and then it says so', async () => {
    const outcome = asking()
    await broker.connect(2)
    await answerUpTo(PACKET - 1)
    await clock.advance(BUDGET_MS)
    expect(outcome()).toBe(
      'HF_NETWORK_UNCONFIRMED packets of 1500 bytes did not reach the broker within 60 s, smaller ones did: the path may need a smaller "mtu"',
    )
  })

  it('when it takes no message that fills a packet: such packets are never sent to it', async () => {
    const outcome = asking()
    await broker.connect(2)
    for (let known = 0; known < broker.sent.length; ) {
      const coming = broker.sent.slice(known)
      known = broker.sent.length
      for (const { payload, ack, refuse } of coming)
        await (payload.length < PACKET / 2 ? ack() : refuse('HF_WIRE_TOO_LARGE'))
    }
    expect(outcome()).toBe('proved')
    expect(broker.sent.at(-1)?.payload.length).toBeGreaterThan(PACKET / 4)
  })

  it('not at all when nothing is answered', async () => {
    const outcome = asking()
    await broker.connect(2)
    await clock.advance(BUDGET_MS)
    expect(outcome()).toBe('HF_NETWORK_UNCONFIRMED the broker did not answer within 60 s')
  })
})
