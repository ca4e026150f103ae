/** What neighbours may ask, what they are believed, and what is kept for them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tooMany } from '../kept-images.ts'
import { blobRequest, progressIn, rangeOf } from './blob-request.ts'
import { isLocal, portIn } from './discovery-rule.ts'

const D = `sha256:${'a'.repeat(64)}`

describe('a request', () => {
  it('is for a blob, by its digest', () => {
    expect(blobRequest('GET', `/v1/blobs/${D}`, 'bytes=1-')).toEqual({ isHead: false, digest: D, range: 'bytes=1-' })
    expect(blobRequest('HEAD', `/v1/blobs/${D}`)).toEqual({ isHead: true, digest: D, range: undefined })
  })

  it.each([
    ['POST', `/v1/blobs/${D}`],
    ['GET', undefined],
    ['GET', '/'],
    ['GET', '/v1/blobs/'],
    ['GET', `/v1/blobs/${D}/`],
    ['GET', `/v1/blobs/${D}?all`],
    ['GET', `/v1/blobs/${D}%00`],
    ['GET', `/v1/blobs/${D}.part`],
    ['GET', `/v1/blobs/${D.toUpperCase()}`],
    ['GET', '/v1/blobs/../../etc/passwd'],
    ['GET', '/v1/blobs/sha256:..%2f..%2fetc%2fpasswd'],
    ['GET', `/v1/blobs/sha256-${'a'.repeat(64)}`],
    ['GET', `//v1/blobs/${D}`],
    ['GET', `http://elsewhere/v1/blobs/${D}`],
  ])('%s %s is none', (method, url) => expect(blobRequest(method, url)).toBeNull())

  it.each([
    [undefined, { from: 0, to: 99 }],
    ['bytes=0-', { from: 0, to: 99 }],
    ['bytes=10-', { from: 10, to: 99 }],
    ['bytes=10-19', { from: 10, to: 19 }],
    ['bytes=10-1000', { from: 10, to: 99 }],
    ['bytes=99-', { from: 99, to: 99 }],
    ['bytes=100-', null],
    ['bytes=20-10', { from: 0, to: 99 }],
    ['bytes=-5', { from: 0, to: 99 }],
    ['bytes=1-2,4-5', { from: 0, to: 99 }],
    ['lines=1-', { from: 0, to: 99 }],
  ])('of 100 bytes, %s', (range, given) => expect(rangeOf(range, 100)).toEqual(given))

  it('is never given a byte that is not there', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.integer({ min: 1 }), (text, first, last, bytes) => {
        for (const range of [text, `bytes=${text}`, `bytes=${first}-${last}`]) {
          const given = rangeOf(range, bytes)
          if (given !== null)
            expect([0, given.from, given.to, bytes - 1]).toEqual(
              [0, given.from, given.to, bytes - 1].sort((a, b) => a - b),
            )
        }
      }),
    )
  })
})

it.each([
  ['0/100', 0],
  ['100/100', 100],
  ['101/100', null],
  ['10/99', null],
  ['-1/100', null],
  ['1e1/100', null],
  [undefined, null],
  ['much', null],
])('"%s" of 100 bytes', (said, done) => expect(progressIn(said, 100)).toBe(done))

describe('an answer by multicast DNS', () => {
  const PTR = { name: '_holdfast._tcp.local', type: 'PTR', data: 'it._holdfast._tcp.local' }
  const srv = (port: unknown, name = PTR.data) => ({ name, type: 'SRV', data: { port, target: 'it.local' } })
  it.each([
    ['of a neighbour', { answers: [PTR], additionals: [srv(48_482)] }, 48_482],
    ['of another service', { answers: [{ ...PTR, name: '_http._tcp.local' }], additionals: [srv(80)] }, null],
    ['of another instance', { answers: [PTR], additionals: [srv(80, 'other')] }, null],
    ['without a port', { answers: [PTR, srv('80')] }, null],
    ['with a port that is none', { answers: [PTR, srv(65_536)] }, null],
    ['with nothing in it', {}, null],
  ])('%s', (_, records, port) => expect(portIn(records, PTR.name)).toBe(port))

  const own = [{ cidr: '127.0.0.1/8' }, { cidr: '192.168.7.2/24' }, { cidr: 'fd00::1/64' }, { cidr: null }, undefined]
  it.each([
    ['192.168.7.9', true],
    ['192.168.8.9', false],
    ['8.8.8.8', false],
    ['fd00::2', false],
    ['', false],
  ])('from %s', (address, counts) => expect(isLocal(address, own)).toBe(counts))
})

it('of what is kept the oldest goes', () => {
  const kept = [{ bytes: 5 }, { bytes: 3 }, { bytes: 4 }]
  expect(tooMany(kept, 12)).toEqual([])
  expect(tooMany(kept, 11)).toEqual([{ bytes: 5 }])
  expect(tooMany(kept, 4)).toEqual([{ bytes: 5 }, { bytes: 3 }])
  expect(tooMany(kept, 0)).toEqual(kept)
})
