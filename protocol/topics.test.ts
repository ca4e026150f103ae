import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkName, deviceTopics, fleetTopics, parseTopic } from './topics.ts'

describe('topics', () => {
  it('are taken apart as they were put together', () => {
    for (const [leaf, topic] of Object.entries(deviceTopics('d-1')))
      expect(parseTopic(topic)).toEqual({ scope: 'device', name: 'd-1', leaf })
    for (const [leaf, topic] of Object.entries(fleetTopics('f.1')))
      expect(parseTopic(topic)).toEqual({ scope: 'fleet', name: 'f.1', leaf })
  })

  it.each(['', '+', '#', 'a/b', '.a', '-a', 'a b', 'a'.repeat(65), 'ä', 'a\n', '$SYS'])('have no name %j', (name) => {
    expect(() => checkName('device', name)).toThrow(expect.objectContaining({ code: 'HF_TOPIC_INVALID' }))
  })

  it.each(['', 'hf/1', 'hf/2/device/d/report', 'hf/1/device/d', 'hf/1/device/d/report/x', 'hf/1/device/+/report'])(
    'do not include %j',
    (topic) => expect(parseTopic(topic)).toBeNull(),
  )

  it('of any two names never meet', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/)
    fc.assert(
      fc.property(name, name, (a, b) => {
        fc.pre(a !== b)
        expect(new Set([...Object.values(deviceTopics(a)), ...Object.values(deviceTopics(b))]).size).toBe(14)
      }),
    )
  })
})
