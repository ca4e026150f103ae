import { describe, expect, it } from 'vitest'
import { deviceTopics, fleetTopics } from '../protocol/topics.ts'
import { RefusedMessages } from './refused-messages.ts'

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
    expect(refused.refuse(rejection(target))).toBe(true)
    const message = `${target}: the message sha256:aaaaaaaaaaaa of 9 bytes was refused: ${fault.message}`
    expect(refused.faults).toEqual([{ code: 'HF_SIGNATURE_INVALID', message }])
  })

  it('is told until a good one comes on its topic', () => {
    const refused = new RefusedMessages()
    refused.refuse(rejection(target))
    refused.refuse(rejection(rollout))
    expect(refused.accept(target)).toBe(true)
    expect(refused.accept(target)).toBe(false)
    expect(refused.faults).toHaveLength(1)
  })

  it('gives way to the next one on its topic', () => {
    const refused = new RefusedMessages()
    refused.refuse(rejection(target))
    refused.refuse(rejection(target, `sha256:${'b'.repeat(64)}`))
    expect(refused.faults.map(({ message }) => /sha256:\w+/.exec(message)?.[0])).toEqual(['sha256:bbbbbbbbbbbb'])
  })

  it('is not told when it is a command, which is answered', () => {
    const refused = new RefusedMessages()
    expect(refused.refuse(rejection(deviceTopics('d1').command))).toBe(false)
    expect(refused.faults).toEqual([])
  })
})
