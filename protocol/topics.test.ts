import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkName,
  claimTopics,
  deviceTopics,
  fleetTopics,
  parseClaimTopic,
  parseTopic,
  probeTopic,
  registrarTopic,
} from './topics.ts'

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

  it('of a claim are taken apart, and made of nothing but its id', () => {
    const id = '0123456789abcdef0123456789abcdef'
    expect(parseClaimTopic(claimTopics(id).claim)).toBe(id)
    expect(parseClaimTopic(claimTopics(id).answer)).toBeNull()
    for (const bad of ['', '+', '#', id.slice(1), `${id}0`, id.toUpperCase(), `${id}\n`, `../${id.slice(3)}`])
      expect(() => claimTopics(bad)).toThrow(expect.objectContaining({ code: 'HF_TOPIC_INVALID' }))
  })

  const longest = 'n'.repeat(64)
  it.each([
    ...Object.values(deviceTopics(longest)),
    ...Object.values(fleetTopics(longest)),
    ...Object.values(claimTopics('0'.repeat(32))),
    registrarTopic,
    probeTopic(crypto.randomUUID()),
  ])('are within what AWS IoT allows: %s', (topic) => {
    expect(topic.split('/').length - 1).toBeLessThanOrEqual(7)
    expect(Buffer.byteLength(topic)).toBeLessThanOrEqual(256)
    expect(topic).not.toMatch(/^\$|[+#]/)
  })

  it('of any two names never meet', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/)
    fc.assert(
      fc.property(name, name, (a, b) => {
        fc.pre(a !== b)
        const [ofA, ofB] = [Object.values(deviceTopics(a)), Object.values(deviceTopics(b))]
        expect(new Set([...ofA, ...ofB]).size).toBe(ofA.length + ofB.length)
      }),
    )
  })
})
