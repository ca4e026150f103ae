import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf, serviceOf } from './keys.ts'

const SECRET = new Uint8Array(32).fill(1)
const services = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/)

describe('a key', () => {
  it('is its service’s, and the same each time', () => {
    fc.assert(fc.property(services, (service) => serviceOf(SECRET, keyOf(SECRET, service)) === service))
    expect(keyOf(SECRET, 'web')).toBe(keyOf(SECRET, 'web'))
  })

  it('is nobody’s on another device', () => {
    expect(serviceOf(new Uint8Array(32).fill(2), keyOf(SECRET, 'web'))).toBeNull()
  })

  it('is nobody’s under another name', () => {
    const [, mac] = keyOf(SECRET, 'web').split('.')
    expect(serviceOf(SECRET, `db.${mac}`)).toBeNull()
  })

  it('is nobody’s with any change, cut short, or made up', () => {
    const key = keyOf(SECRET, 'web')
    for (const wrong of ['', '.', 'web', 'web.', key.slice(0, -2), `${key}AAAA`, `.${key}`, key.replace('web', 'wEb')])
      expect(serviceOf(SECRET, wrong), wrong).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => serviceOf(SECRET, text) === null))
  })
})
