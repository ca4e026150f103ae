/** What comes over the registrar's socket in a form that is none changes nothing, and is told with its place. */
import { describe, expect, it } from 'vitest'
import { readRequest } from './act.ts'

const SERIAL = { serial: 'S1', code: 'secret-1', fleet: 'shop', device: '', claim: '' }
const DAY_MS = 86_400_000

describe('a request over the socket', () => {
  it.each([
    { do: 'devices' },
    { do: 'approve', claim: 'AAAA', replace: false },
    { do: 'approve', claim: 'AAAA', device: 'till-1', fleet: 'shop', replace: true },
    { do: 'reject', claim: 'AAAA' },
    { do: 'revoke', device: 'till-1', erase: true },
    { do: 'forget', device: 'till-1' },
    { do: 'tag', device: 'till-1', tags: [] },
    { do: 'tag', device: 'till-1', tags: ['upstairs', 'spare'] },
    { do: 'move', device: 'till-1', fleet: 'shop' },
    { do: 'tokens' },
    { do: 'createToken', fleet: 'shop', uses: 1, forMs: DAY_MS },
    { do: 'revokeToken', id: 'abc' },
    { do: 'serials' },
    { do: 'importSerials', serials: [SERIAL, { ...SERIAL, serial: 'S2', device: 'till-2' }] },
    { do: 'revoked' },
  ])('is taken as it is: %j', (request) => {
    expect(readRequest(JSON.stringify(request))).toEqual(request)
  })

  it.each<[object, string]>([
    [{ do: 'createToken', fleet: 'shop' }, 'createToken.uses: is not a whole number from 1'],
    [{ do: 'createToken', fleet: 'shop', uses: 0, forMs: DAY_MS }, 'createToken.uses: is not a whole number from 1'],
    [{ do: 'createToken', fleet: 'shop', uses: 1.5, forMs: DAY_MS }, 'createToken.uses: '],
    [{ do: 'createToken', fleet: 'shop', uses: '1', forMs: DAY_MS }, 'createToken.uses: '],
    [{ do: 'createToken', fleet: 'shop', uses: 1 }, 'createToken.forMs: is not a whole number from 60000'],
    [{ do: 'createToken', fleet: 'shop', uses: 1, forMs: 1e15 }, 'createToken.forMs: '],
    [{ do: 'createToken', uses: 1, forMs: DAY_MS }, 'createToken.fleet: is no text'],
    [{ do: 'createToken', fleet: 'shop', uses: 1, forMs: DAY_MS, used: -5 }, 'createToken.used: is not known'],
    [{ do: 'importSerials' }, 'importSerials.serials: is no list'],
    [{ do: 'importSerials', serials: [{}] }, 'importSerials.serials[0].serial: is no serial'],
    [{ do: 'importSerials', serials: [SERIAL, null] }, 'importSerials.serials[1]: is none'],
    [{ do: 'importSerials', serials: [{ ...SERIAL, code: 'short' }] }, 'importSerials.serials[0].code: is no code'],
    [{ do: 'importSerials', serials: [{ ...SERIAL, fleet: '#' }] }, 'serials[0].fleet: cannot be the name of a fleet'],
    [
      { do: 'importSerials', serials: [{ ...SERIAL, device: '+' }] },
      'serials[0].device: cannot be the name of a device',
    ],
    [{ do: 'importSerials', serials: [{ ...SERIAL, claim: 'used' }] }, 'serials[0].claim: is not empty'],
    [{ do: 'importSerials', serials: [{ ...SERIAL, other: 1 }] }, 'importSerials.serials[0].other: is not known'],
    [{ do: 'approve', claim: 7, replace: false }, 'approve.claim: is no text'],
    [{ do: 'approve', claim: 'AAAA', device: {}, replace: false }, 'approve.device: is no text'],
    [{ do: 'approve', claim: 'AAAA', fleet: null, replace: false }, 'approve.fleet: is no text'],
    [{ do: 'approve', claim: 'AAAA' }, 'approve.replace: is neither true nor false'],
    [{ do: 'reject' }, 'reject.claim: is no text'],
    [{ do: 'revoke', device: 'till-1' }, 'revoke.erase: is neither true nor false'],
    [{ do: 'revoke', device: ['till-1'], erase: true }, 'revoke.device: is no text'],
    [{ do: 'forget', device: 1 }, 'forget.device: is no text'],
    [{ do: 'tag', device: 'till-1', tags: 'spare' }, 'tag.tags: is no list'],
    [{ do: 'tag', device: 'till-1', tags: ['spare', 1] }, 'tag.tags[1]: is no text'],
    [{ do: 'move', device: 'till-1' }, 'move.fleet: is no text'],
    [{ do: 'revokeToken', id: {} }, 'revokeToken.id: is no text'],
    [{ do: 'devices', constructor: 1 }, 'devices.constructor: is not known'],
  ])('is refused with the place of what is wrong: %j', (request, why) => {
    expect(fault(JSON.stringify(request))).toMatchObject({
      code: 'HF_REGISTRAR_REQUEST_INVALID',
      message: expect.stringContaining(why) as string,
      place: expect.stringMatching(/^\w+\.\w+(\[\d\](\.\w+)?)?$/) as string,
    })
    expect(String(fault(JSON.stringify(request)))).not.toContain('secret-1')
  })

  it.each(['', '{', '[]', 'null', '7', '{}', '{"do":"toString"}', '{"do":["devices"]}', '{"do":"rm"}'])(
    'is none: %s',
    (line) => {
      expect(fault(line)).toMatchObject({
        code: 'HF_REGISTRAR_REQUEST_INVALID',
        message: 'is not a request that this registrar knows',
      })
    },
  )
})

function fault(line: string): unknown {
  try {
    return readRequest(line)
  } catch (error) {
    return error
  }
}
