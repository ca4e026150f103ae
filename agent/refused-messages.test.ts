import { beforeEach, describe, expect, it } from 'vitest'
import { deviceTopics, fleetTopics } from '../protocol/topics.ts'
import { RefusedMessages } from './refused-messages.ts'
import { VirtualClock } from './virtual-clock.ts'

const { target, rollout } = fleetTopics('f1')
const fault = { code: 'HF_SIGNATURE_INVALID', message: 'holdfast.v1.Target: nobody has signed it' } as const
const rejection = (topic: string, document = `sha256:${'a'.repeat(64)}`) => ({
  topic,
  fault,
  size: 9,
  document,
  commandId: null,
})
const HOUR_MS = 3_600_000

let clock: VirtualClock
let changes: number
let refused: RefusedMessages

beforeEach(() => {
  clock = new VirtualClock()
  changes = 0
  refused = new RefusedMessages(clock, () => {
    changes += 1
  })
})

describe('a message that was refused', () => {
  it('is told with its topic, its hash and what is wrong with it', () => {
    refused.refuse(rejection(target))
    const message = `${target}: the message sha256:aaaaaaaaaaaa of 9 bytes was refused: ${fault.message}`
    expect(refused.faults()).toEqual([{ code: 'HF_SIGNATURE_INVALID', message }])
    expect(changes).toBe(1)
  })

  it('is told until a good one comes on its topic', () => {
    refused.refuse(rejection(target))
    refused.refuse(rejection(rollout))
    refused.accept(target, 'target')
    expect(changes).toBe(3)
    refused.accept(target, 'target')
    expect(changes).toBe(3)
    expect(refused.faults()).toHaveLength(1)
  })

  it('gives way to the next one on its topic', () => {
    refused.refuse(rejection(target))
    refused.refuse(rejection(target, `sha256:${'b'.repeat(64)}`))
    expect(refused.faults().map(({ message }) => /sha256:\w+/.exec(message)?.[0])).toEqual(['sha256:bbbbbbbbbbbb'])
  })

  it('is not told when it is a command, which is answered', () => {
    refused.refuse(rejection(deviceTopics('d1').command))
    expect([refused.faults(), changes]).toEqual([[], 0])
  })

  it('is told for an hour, and its end is a change', async () => {
    refused.refuse(rejection(target))
    await clock.advance(HOUR_MS - 1)
    expect([refused.faults().length, changes]).toEqual([1, 1])
    await clock.advance(1)
    expect([refused.faults().length, changes]).toEqual([0, 2])
  })
})

describe('what clears a refusal', () => {
  const own = deviceTopics('d1').target
  it.each([
    ['a good target of the other scope clears it', own, target, 'target', 0],
    ['and the other way round', target, own, 'target', 0],
    ['a target taken away says nothing of another', own, target, 'target-cleared', 1],
    ['a good rollout says nothing of targets', own, rollout, 'rollout', 1],
    ['a good target says nothing of the rollout', rollout, target, 'target', 1],
  ] as const)('%s', (_, bad, good, kind, left) => {
    refused.refuse(rejection(bad))
    refused.accept(good, kind)
    expect(refused.faults()).toHaveLength(left)
    expect(changes).toBe(left === 0 ? 2 : 1)
  })
})
