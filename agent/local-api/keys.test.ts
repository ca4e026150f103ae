import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callerOf, isKeyOf, keyOf } from './keys.ts'

const SECRET = new Uint8Array(32).fill(1)
const SPEC = 'ab'.repeat(32)
const services = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/)
const hashes = fc.stringMatching(/^[0-9a-f]{64}$/)

describe('a key', () => {
  it('is its container’s alone, and the same each time', () => {
    fc.assert(
      fc.property(services, hashes, hashes, (service, specHash, other) => {
        const caller = callerOf(SECRET, keyOf(SECRET, service, specHash))!
        return (
          caller.service === service &&
          isKeyOf(caller, { service, specHash }) &&
          isKeyOf(caller, { service, specHash: other }) === (other === specHash) &&
          !isKeyOf(caller, { service: `${service}x`, specHash })
        )
      }),
    )
    expect(keyOf(SECRET, 'web', SPEC)).toBe(keyOf(SECRET, 'web', SPEC))
  })

  it('of no container in particular is the service’s', () => {
    const caller = callerOf(SECRET, keyOf(SECRET, 'web', ''))!
    expect(caller).toEqual({ service: 'web', spec: '' })
    expect(isKeyOf(caller, { service: 'web', specHash: SPEC })).toBe(false)
  })

  it('is nobody’s on another device', () => {
    expect(callerOf(new Uint8Array(32).fill(2), keyOf(SECRET, 'web', SPEC))).toBeNull()
  })

  it('is nobody’s under another name, or for another container', () => {
    const [, mac] = keyOf(SECRET, 'web', '').split('.')
    expect(callerOf(SECRET, `db.${mac}`)).toBeNull()
    expect(callerOf(SECRET, `web:${SPEC.slice(0, 16)}.${mac}`)).toBeNull()
  })

  it('is nobody’s with any change, cut short, or made up', () => {
    const key = keyOf(SECRET, 'web', SPEC)
    for (const wrong of ['', '.', 'web', 'web.', key.slice(0, -2), `${key}AAAA`, `.${key}`, key.replace('web', 'wEb')])
      expect(callerOf(SECRET, wrong), wrong).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => callerOf(SECRET, text) === null))
  })
})
