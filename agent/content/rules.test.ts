/** The pure decisions of the content store. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldOf } from '../../protocol/fetch-plan.ts'
import { parseProxy } from '../reach/proxy.ts'
import { chooseEntry, diffIdsOf, type IndexEntry, parseManifest } from './image-manifest.ts'
import { hostOf, imageName } from './image-name.ts'
import { listName, nameOf, partName, readName } from './names.ts'
import { BEGUN, leastBytes, PACE_MS, type Pace, wentOn } from './pace-rule.ts'
import { inSteps, STEP_BYTES, sureBytes } from './part-rule.ts'
import { placesOf } from './places.ts'
import { type Answered, judgeAnswer } from './range-answer.ts'
import { afterFailure, FIRST_TRY, type Tries } from './retry-rule.ts'
import { missingRoom } from './room-rule.ts'
import { nextDue } from './throttle.ts'
import { nextWay, type Trouble } from './way-rule.ts'

const MB = 1024 * 1024
const D = `sha256:${'a'.repeat(64)}`
const E = `sha256:${'b'.repeat(64)}`

describe('an answer to "from byte 10 on, of 100"', () => {
  const asked = { from: 10, bytes: 100 }
  const judge = (given: Partial<Answered>) =>
    judgeAnswer(
      asked,
      { status: 206, contentLength: undefined, contentRange: undefined, retryAfter: undefined, ...given },
      0,
    )
  it.each([
    ['the rest', { contentRange: 'bytes 10-99/100', contentLength: '90' }, { kind: 'take', skip: 0 }],
    ['the rest of who knows how much', { contentRange: 'bytes 10-99/*' }, { kind: 'take', skip: 0 }],
    ['some of the rest', { contentRange: 'bytes 10-49/100' }, { kind: 'take', skip: 0 }],
    ['all of it', { status: 200, contentLength: '100' }, { kind: 'take', skip: 10 }],
    ['something without a length', { status: 200 }, { kind: 'take', skip: 10 }],
    ['another part', { contentRange: 'bytes 11-99/100' }, { code: 'HF_REGISTRY_INVALID' }],
    ['a part of something larger', { contentRange: 'bytes 10-99/101' }, { code: 'HF_REGISTRY_INVALID' }],
    ['a part beyond its end', { contentRange: 'bytes 10-100/*' }, { code: 'HF_REGISTRY_INVALID' }],
    ['a part that it does not tell of', {}, { code: 'HF_REGISTRY_INVALID' }],
    ['more than the part', { contentRange: 'bytes 10-99/100', contentLength: '91' }, { code: 'HF_REGISTRY_INVALID' }],
    ['all of something else', { status: 200, contentLength: '99' }, { code: 'HF_REGISTRY_INVALID' }],
    ['that it is nowhere', { status: 404 }, { code: 'HF_REGISTRY_NOT_FOUND', afterMs: null }],
    ['no', { status: 403 }, { code: 'HF_REGISTRY_UNAUTHORIZED' }],
    ['that the part is none', { status: 416 }, { code: 'HF_REGISTRY_INVALID' }],
    ['later', { status: 429, retryAfter: '5' }, { code: 'HF_REGISTRY_UNAVAILABLE', afterMs: 5000 }],
    ['later, by a date', { status: 503, retryAfter: new Date(9000).toUTCString() }, { afterMs: 9000 }],
    ['later, in words', { status: 503, retryAfter: 'soon' }, { code: 'HF_REGISTRY_UNAVAILABLE', afterMs: null }],
  ] as const)('%s', (_, given, verdict) => expect(judge(given)).toMatchObject(verdict))
})

describe('a part on the disk', () => {
  it('is never trusted beyond what was synced, and loses one step at most', () => {
    fc.assert(
      fc.property(fc.nat(5 * MB), (size) => {
        // After so many bytes were written all whole steps but the last are on the disk for sure.
        const synced = Math.max(
          0,
          Math.floor(size / STEP_BYTES) * STEP_BYTES - (size % STEP_BYTES === 0 ? STEP_BYTES : 0),
        )
        expect(sureBytes(size)).toBeLessThanOrEqual(synced)
        expect(size - sureBytes(size)).toBeLessThanOrEqual(STEP_BYTES)
        expect(sureBytes(size) % STEP_BYTES).toBe(0)
      }),
    )
  })

  it('is written in pieces that never cross the end of a step', () => {
    fc.assert(
      fc.property(fc.nat(3 * MB), fc.nat(2 * MB), (had, length) => {
        let at = had
        for (const { bytes, endsStep } of inSteps(had, new Uint8Array(length))) {
          expect(bytes.length).toBeGreaterThan(0)
          expect(Math.floor(at / STEP_BYTES)).toBe(Math.floor((at + bytes.length - 1) / STEP_BYTES))
          at += bytes.length
          expect(endsStep).toBe(at % STEP_BYTES === 0)
        }
        expect(at).toBe(had + length)
      }),
    )
  })
})

describe('after a failure', () => {
  const failure = { code: 'HF_REGISTRY_UNAVAILABLE', gained: 0, isWrong: false, afterMs: null } as const
  const next = (given: object, places = 1, tries: Tries = FIRST_TRY) =>
    afterFailure(tries, { ...failure, ...given }, places, 0.5)

  it.each([
    ['a cut that brought much', { gained: MB }, 1, { tries: FIRST_TRY, waitMs: 0 }],
    ['a cut that brought little', { gained: 1 }, 1, { tries: FIRST_TRY, waitMs: 500 }],
    ['nothing', {}, 1, { tries: { barren: 1 }, waitMs: 1000 }],
    ['nothing, with another place', {}, 2, { tries: { barren: 1, place: 1 }, waitMs: 0 }],
    ['a refusal', { code: 'HF_REGISTRY_NOT_FOUND' }, 1, null],
    ['a refusal, with another place', { code: 'HF_REGISTRY_NOT_FOUND' }, 2, { tries: { place: 1 }, waitMs: 0 }],
    [
      'a refusal of what it gave before',
      { code: 'HF_REGISTRY_UNAUTHORIZED', hasGiven: true },
      1,
      { tries: { barren: 1 }, waitMs: 1000 },
    ],
    ['a refusal of what it never gave', { code: 'HF_REGISTRY_UNAUTHORIZED' }, 1, null],
    [
      'an answer that can not be right',
      { code: 'HF_REGISTRY_INVALID' },
      1,
      { tries: { wrong: 1, place: 0 }, waitMs: 1000 },
    ],
    ['another, with another place', { code: 'HF_REGISTRY_INVALID' }, 2, { tries: { wrong: 1, place: 1 }, waitMs: 0 }],
    ['another content', { isWrong: true }, 1, { tries: { wrong: 1, place: 0 }, waitMs: 0 }],
    ['a request for patience', { afterMs: 3000 }, 1, { tries: { barren: 1 }, waitMs: 3000 }],
    ['a request for too much', { afterMs: 600_000 }, 1, null],
    ['a request for patience, with another place', { afterMs: 600_000 }, 2, { tries: { place: 1 }, waitMs: 0 }],
  ] as const)('%s', (_, given, places, again) => {
    if (again === null) expect(next(given, places)).toBeNull()
    else expect(next(given, places)).toMatchObject(again)
  })

  it.each([
    ['of much', { gained: MB }, 1, { tries: { barren: 0, slow: 1, place: 0 }, waitMs: 0 }],
    ['of much, with another place', { gained: MB }, 2, { tries: { barren: 0, slow: 1, place: 1 }, waitMs: 0 }],
    ['of little', { gained: 1024 }, 1, { tries: { barren: 0, slow: 1 }, waitMs: 500 }],
    ['of next to nothing', { gained: 1023 }, 1, { tries: { barren: 1, slow: 1 }, waitMs: 1000 }],
    [
      'of next to nothing, with another place',
      { gained: 1023 },
      2,
      { tries: { barren: 1, slow: 1, place: 1 }, waitMs: 0 },
    ],
  ] as const)('slowness %s', (_, given, places, again) =>
    expect(next({ ...given, isSlow: true }, places)).toMatchObject(again),
  )

  it('it ends when next to nothing comes for long, each time', () => {
    for (const places of [1, 2, 3]) {
      let tries: Tries | null = FIRST_TRY
      for (let times = 0; times < 5; times++)
        tries = tries && (next({ gained: 4, isSlow: true }, places, tries)?.tries ?? null)
      expect(tries).toBeNull()
    }
  })

  it('it ends when nothing comes, whatever else happens', () => {
    const barren = fc.record({
      code: fc.constantFrom('HF_REGISTRY_UNAVAILABLE', 'HF_REGISTRY_NOT_FOUND', 'HF_REGISTRY_INVALID'),
      gained: fc.constant(0),
      isWrong: fc.boolean(),
      afterMs: fc.option(fc.nat(100_000)),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(barren, { minLength: 60, maxLength: 60 }), (places, all) => {
        let tries: Tries | null = FIRST_TRY
        for (const each of all) tries = tries && (afterFailure(tries, each, places, 0)?.tries ?? null)
        expect(tries).toBeNull()
      }),
    )
  })

  it('it goes on for ever as long as bytes come', () => {
    let tries = FIRST_TRY
    for (let times = 0; times < 1000; times++) tries = next({ gained: 1 + (times % 3) * MB }, 1, tries)?.tries as Tries
    expect(tries).toEqual(FIRST_TRY)
  })
})

describe('how much has to come', () => {
  const [S, KB] = [1000, 1024]
  /** Pieces of so many bytes, each after so long. @returns after how long it is given up; null: it is not */
  const endOf = (least: number, pieces: readonly (readonly [number, number])[]): number | null => {
    let pace: Pace | null = BEGUN
    let ms = 0
    for (const [waitedMs, bytes] of pieces) {
      ms += waitedMs
      pace = wentOn(pace, waitedMs, bytes, { least, windowMs: PACE_MS })
      if (pace === null) return ms
    }
    return null
  }
  const each = (times: number, waitedMs: number, bytes: number) =>
    Array.from({ length: times }, () => [waitedMs, bytes] as const)

  it.each([
    ['a byte each 29 s', 1, each(100, 29 * S, 1), 145 * S],
    ['a byte each second', 1, each(500, S, 1), 120 * S],
    ['ten bytes a second', 1, each(3600, S, 10), null],
    ['GPRS, 1 kB/s', 1, each(3600, S, 1000), null],
    ['GPRS, in pieces that are late', 1, each(200, 25 * S, 25 * KB), null],
    ['a third of GPRS, with another place', 2, each(3600, S, 333), null],
    ['ten bytes a second, with another place', 2, each(3600, S, 10), 120 * S],
    ['much at once, and then drops', 1, [[S, MB], ...each(100, 29 * S, 1)], 291 * S],
    ['whoever is read slowly', 1, each(1000, 0, 1), null],
  ] as const)('%s', (_, places, pieces, ms) => expect(endOf(leastBytes(places, 0), pieces)).toBe(ms))

  it('is little when there is no other place, or each other has been slow', () => {
    expect([leastBytes(1, 0), leastBytes(2, 1), leastBytes(3, 2), leastBytes(3, 5)]).toEqual(Array(4).fill(KB))
    expect([leastBytes(2, 0), leastBytes(3, 1)]).toEqual(Array(2).fill(16 * KB))
  })
})

describe('where an image is', () => {
  it.each([
    [`nginx@${D}`, 'docker.io', 'library/nginx', 'registry-1.docker.io'],
    [`nginx:1.27@${D}`, 'docker.io', 'library/nginx', 'registry-1.docker.io'],
    [`docker.io/library/nginx@${D}`, 'docker.io', 'library/nginx', 'registry-1.docker.io'],
    [`index.docker.io/me/app@${D}`, 'docker.io', 'me/app', 'registry-1.docker.io'],
    [`me/app@${D}`, 'docker.io', 'me/app', 'registry-1.docker.io'],
    [`registry.example:5000/a/b:1@${D}`, 'registry.example:5000', 'a/b', 'registry.example:5000'],
    [`localhost/app@${D}`, 'localhost', 'app', 'localhost'],
    [`127.0.0.1:5000/app@${D}`, '127.0.0.1:5000', 'app', '127.0.0.1:5000'],
  ])('%s', (image, registry, repository, host) => {
    expect(imageName(image)).toEqual({ registry, repository, digest: D })
    expect(hostOf(registry)).toBe(host)
  })

  it('is asked of mirrors first, each with its own credentials, and through the proxy but for this machine', () => {
    const plain = { username: undefined, passwordFile: undefined, caFile: undefined, mirrors: [] }
    const proxy = parseProxy('http://proxy.example:3128', 'proxy', 'refused')
    const mirrors = [new URL('https://mirror.example'), new URL('http://127.0.0.1:5000')]
    const registries = [
      { ...plain, host: 'docker.io', username: 'me', passwordFile: '/p', mirrors },
      { ...plain, host: 'mirror.example', caFile: '/ca' },
    ]
    const config = { by: 'store', bytesPerSecond: 0, proxy, registries, neighbours: null } as const
    expect(placesOf('docker.io', { ...config, registries })).toMatchObject([
      { origin: new URL('https://mirror.example'), caFile: '/ca', username: undefined, proxy },
      { origin: new URL('http://127.0.0.1:5000'), username: undefined, proxy: null },
      { origin: new URL('https://registry-1.docker.io'), username: 'me', passwordFile: '/p', proxy },
    ])
  })
})

describe('a manifest', () => {
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
  const blob = (digest: string, size: unknown) => ({ digest, size, mediaType: 'x' })
  const good = { schemaVersion: 2, config: blob(D, 10), layers: [blob(E, 20)] }

  it('names what the image needs', () => {
    expect(parseManifest(bytes(good))).toEqual({
      kind: 'image',
      config: { digest: D, bytes: 10 },
      layers: [{ digest: E, bytes: 20, mediaType: 'x' }],
    })
  })

  it.each([
    ['nothing', ''],
    ['an older form', { ...good, schemaVersion: 1 }],
    ['no layers', { ...good, layers: [] }],
    ['a layer of no size', { ...good, layers: [blob(E, -1)] }],
    ['a layer of words', { ...good, layers: [blob(E, '20')] }],
    ['a layer by another hash', { ...good, layers: [blob('md5:1', 20)] }],
    ['an index of something without a digest', { schemaVersion: 2, manifests: [blob(D, 10), blob('md5', 20)] }],
    ['a configuration without end', { ...good, config: blob(D, 100 * MB) }],
    ['an index with a hole', { schemaVersion: 2, manifests: [null] }],
  ])('that is %s is none', (_, value) => expect(parseManifest(bytes(value))).toBeNull())

  it('is an index also when some of its images have digests that nobody reads here', () => {
    const other = { ...blob(`sha512:${'c'.repeat(128)}`, 20), platform: { os: 'linux', architecture: 'arm64' } }
    const own = { ...blob(D, 10), platform: { os: 'linux', architecture: 'amd64' } }
    const manifest = parseManifest(bytes({ schemaVersion: 2, manifests: [other, own] }))
    expect(manifest).toMatchObject({ kind: 'index', entries: [{ digest: other.digest }, { digest: D }] })
  })

  it('says nothing of contents that are no digests', () => {
    expect(diffIdsOf(bytes({ rootfs: { diff_ids: [D] } }))).toEqual([D])
    expect(diffIdsOf(bytes({ rootfs: { diff_ids: [1] } }))).toBeNull()
    expect(diffIdsOf(Buffer.from('<html>'))).toBeNull()
  })

  const entry = (architecture: string, variant = '', os = 'linux'): IndexEntry => ({
    digest: `${architecture}${variant}${os}`,
    bytes: 1,
    os,
    architecture,
    variant,
  })
  const entries = [
    entry('amd64', '', 'windows'),
    entry('arm', 'v5'),
    entry('arm', 'v7'),
    entry('amd64'),
    entry('arm64'),
  ]
  it.each([
    ['amd64', 'amd64linux'],
    ['arm64', 'arm64linux'],
    ['arm/v7', 'armv7linux'],
    ['arm/v6', 'armv5linux'],
    ['riscv64', undefined],
  ])('for %s is chosen of an index', (architecture, digest) =>
    expect(chooseEntry(entries, 'linux', architecture)?.digest).toBe(digest),
  )

  it('of a variant that is not run is not chosen', () => {
    expect(chooseEntry([entry('arm', 'v7')], 'linux', 'arm/v6')).toBeNull()
    expect(chooseEntry([entry('amd64', 'v3'), entry('amd64')], 'linux', 'amd64')?.variant).toBe('')
    expect(chooseEntry([entry('arm', 'v6'), entry('arm', 'v7')], 'linux', 'arm')?.variant).toBe('v7')
  })

  it('of two that are alike is chosen whose digest is read here', () => {
    const by = (digest: string) => ({ ...entry('amd64'), digest })
    const other = `sha512:${'c'.repeat(128)}`
    for (const both of [
      [by(other), by(D)],
      [by(D), by(other)],
    ])
      expect(chooseEntry(both, 'linux', 'amd64')?.digest).toBe(D)
    expect(chooseEntry([by(other)], 'linux', 'amd64')?.digest).toBe(other)
  })
})

it('layers count as held from the lowest on, and only in one image', () => {
  expect(heldOf(['a', 'b', 'c'], [['a'], ['a', 'b', 'x'], ['b', 'c']])).toBe(2)
  expect(heldOf(['a'], [['a', 'b']])).toBe(1)
  expect(heldOf(['a'], [])).toBe(0)
})

it('a name says what it is, and nothing else has one', () => {
  expect([nameOf(D), partName(D), listName(D)].map((name) => readName(name)?.kind)).toEqual(['blob', 'part', 'image'])
  expect(readName(partName(D))?.digest).toBe(D)
  for (const name of ['', 'x', `${nameOf(D)}.draft`, `${nameOf(D)}x`]) expect(readName(name)).toBeNull()
})

describe('the next way', () => {
  const trouble: Trouble = { code: 'HF_ENGINE_FAILED', at: 'load', byDelta: false, isKnown: true, leftOut: true }
  it.each([
    ['missing', {}, 'whole'],
    ['delta', {}, 'whole'],
    ['delta', { byDelta: true }, 'missing'],
    ['delta', { byDelta: true, code: 'HF_DELTA_INVALID' }, 'missing'],
    ['delta', { byDelta: true, code: 'HF_SPACE_LOW', at: 'base' }, 'missing'],
    ['delta', { byDelta: true, code: 'HF_IMAGE_NOT_FOUND', at: 'base' }, 'missing'],
    ['delta', { byDelta: true, code: 'HF_REGISTRY_NOT_FOUND', at: 'fetch' }, 'missing'],
    ['delta', { byDelta: true, code: 'HF_REGISTRY_UNAVAILABLE', at: 'fetch' }, null],
    ['delta', { byDelta: true, code: 'HF_ENGINE_UNAVAILABLE', at: 'base' }, null],
    ['delta', { code: 'HF_REGISTRY_NOT_FOUND', at: 'fetch' }, 'pull'],
    ['missing', { leftOut: false }, 'pull'],
    ['whole', {}, 'pull'],
    ['pull', {}, null],
    ['missing', { code: 'HF_ENGINE_UNAVAILABLE' }, null],
    ['missing', { code: 'HF_SPACE_LOW' }, null],
    ['missing', { code: 'HF_CANCELLED' }, null],
    ['missing', { at: 'fetch', code: 'HF_REGISTRY_UNAVAILABLE' }, null],
    ['missing', { at: 'fetch', code: 'HF_REGISTRY_UNAVAILABLE', isKnown: false }, 'pull'],
    ['missing', { at: 'fetch', code: 'HF_REGISTRY_UNAUTHORIZED', isKnown: false }, 'pull'],
    ['missing', { at: 'fetch', code: 'HF_REGISTRY_NOT_FOUND' }, 'pull'],
    ['missing', { at: 'fetch', code: 'HF_REGISTRY_INVALID' }, null],
    ['missing', { at: 'fetch', code: 'HF_CANCELLED', isKnown: false }, null],
    ['delta', { at: 'fetch', code: 'HF_IMAGE_INVALID' }, 'pull'],
    ['missing', { at: 'unpack', code: 'HF_ENGINE_FAILED', leftOut: true }, null],
    ['missing', { at: 'fetch', code: 'HF_CONTENT_UNWRITABLE' }, 'pull'],
  ] as const)('from "%s" after %o', (way, given, next) => expect(nextWay(way, { ...trouble, ...given })).toBe(next))
})

describe('room', () => {
  const disk = (free: number, total: number) => ({ freeBytes: free * MB, totalBytes: total * MB })
  const engine = (free: number, total: number) => ({ diskFreeBytes: free * MB, diskTotalBytes: total * MB })
  it.each([
    ['enough', 100, 0, disk(1000, 9000), engine(1000, 9000), null],
    ['one disk, for the engine alone', 100, 0, disk(380, 9000), engine(380, 9000), 'engine'],
    ['one disk, and most is here', 100, 90, disk(380, 9000), engine(380, 9000), null],
    ['two disks, a small store', 100, 0, disk(110, 500), engine(1000, 9000), 'store'],
    ['two disks, a small engine', 100, 0, disk(1000, 5000), engine(300, 9000), 'engine'],
    ['nothing to come', 0, 0, disk(0, 500), engine(0, 9000), null],
    ['nobody can tell', 100, 0, disk(0, 0), engine(0, 0), null],
  ] as const)('%s', (_, fetch, here, store, theEngine, where) =>
    expect(missingRoom({ fetchBytes: fetch * MB, hereBytes: here * MB, store, engine: theEngine })?.where ?? null).toBe(
      where,
    ),
  )
})

it('no more comes in any time than the rate allows, and one second in advance', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(fc.tuple(fc.nat(100_000), fc.nat(1000)), { maxLength: 50 }),
      (rate, takes) => {
        let [due, now, taken] = [0, 0, 0]
        for (const [bytes, pause] of takes) {
          const next = nextDue(due, now + pause, bytes, rate)
          due = next.dueMs
          now += pause + next.waitMs
          taken += bytes
          expect(taken).toBeLessThanOrEqual(rate * (now / 1000 + 1) + 1)
        }
      },
    ),
  )
})
