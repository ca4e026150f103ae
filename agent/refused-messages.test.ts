import { describe, expect, it } from 'vitest'
import { deviceTopics, fleetTopics } from '../protocol/topics.ts'
import { RefusedMessages, TOLD_MS } from './refused-messages.ts'

const { target, rollout } = fleetTopics('f1')
const fault = { code: 'HF_SIGNATURE_INVALID', message: 'holdfast.v1.Target: nobody has signed it' } as const
const rejection = (topic: string, document = `sha256:${'a'.repeat(64)}`) => ({
  topic,
  fault,
  size: 9,
  document,
  commandId: null,
})

describe('a message that was refused', () => {
  it('is told with its topic, its hash and what is wrong with it', () => {
    const refused = new RefusedMessages()
    expect(refused.refuse(rejection(target), 0)).toBe(true)
    const message = `${target}: the message sha256:aaaaaaaaaaaa of 9 bytes was refused: ${fault.message}`
    expect(refused.faults(0)).toEqual([{ code: 'HF_SIGNATURE_INVALID', message }])
  })

  it('is told until a good one comes on its topic', () => {
    const refused = new RefusedMessages()
    refused.refuse(rejection(target), 0)
    refused.refuse(rejection(rollout), 0)
    expect(refused.accept(target, 'target')).toBe(true)
    expect(refused.accept(target, 'target')).toBe(false)
    expect(refused.faults(0)).toHaveLength(1)
  })

  it('gives way to the next one on its topic', () => {
    const refused = new RefusedMessages()
    refused.refuse(rejection(target), 0)
    refused.refuse(rejection(target, `sha256:${'b'.repeat(64)}`), 0)
    expect(refused.faults(0).map(({ message }) => /sha256:\w+/.exec(message)?.[0])).toEqual(['sha256:bbbbbbbbbbbb'])
  })

  it('is not told when it is a command, which is answered', () => {
    const refused = new RefusedMessages()
    expect(refused.refuse(rejection(deviceTopics('d1').command), 0)).toBe(false)
    expect(refused.faults(0)).toEqual([])
  })

  it('is told for an hour, and the next one anew', () => {
    const refused = new RefusedMessages()
    refused.refuse(rejection(target), 1_000)
    expect(refused.faults(1_000 + TOLD_MS - 1)).toHaveLength(1)
    expect(refused.faults(1_000 + TOLD_MS)).toEqual([])
    refused.refuse(rejection(target), 1_000 + TOLD_MS)
    expect(refused.faults(1_000 + TOLD_MS)).toHaveLength(1)
  })

  const own = deviceTopics('d1').target
  it.each([
    ['a good target of the other scope clears it', own, target, 'target', 0],
    ['and the other way round', target, own, 'target', 0],
    ['a target taken away says nothing of another', own, target, 'target-cleared', 1],
    ['a good rollout says nothing of targets', own, rollout, 'rollout', 1],
    ['a good target says nothing of the rollout', rollout, target, 'target', 1],
  ] as const)('%s', (_, bad, good, kind, left) => {
    const refused = new RefusedMessages()
    refused.refuse(rejection(bad), 0)
    expect(refused.accept(good, kind)).toBe(left === 0)
    expect(refused.faults(0)).toHaveLength(left)
  })
})
