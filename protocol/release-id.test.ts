import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from './codec.ts'
import { releaseId, withReleaseId } from './release-id.ts'

const web = { name: 'web', image: `example.com/web@sha256:${'a'.repeat(64)}` }

describe('the id of a release', () => {
  it('is the same for operator and device', () => {
    const given = { name: 'app', services: [{ ...web, environment: { B: '2', A: '', '10': 'x', '9': 'y' } }] }
    const release = withReleaseId(given)
    expect(release.id).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(releaseId(decode(KINDS.Release, encode(KINDS.Release, release)))).toBe(release.id)
  })

  it('does not hang on fields left out or written as zero, nor on an id given', () => {
    const id = releaseId({ name: 'app', services: [web] })
    expect(releaseId({ id: 'x', name: 'app', version: '', volumes: [], services: [{ ...web, init: false }] })).toBe(id)
  })

  it('tells an empty variable from none', () => {
    expect(releaseId({ services: [{ ...web, environment: { A: '' } }] })).not.toBe(releaseId({ services: [web] }))
  })

  it('does not hang on the order of keys, and hangs on everything else', () => {
    const text = fc.string({ minLength: 1 }).filter((key) => key !== '__proto__')
    fc.assert(
      fc.property(fc.dictionary(text, fc.string()), text, (environment, other) => {
        const backwards = Object.fromEntries(Object.entries(environment).reverse())
        const id = releaseId({ services: [{ ...web, environment }] })
        expect(releaseId({ services: [{ ...web, environment: backwards }] })).toBe(id)
        const changed = { ...environment, [other]: `${environment[other] ?? ''}!` }
        expect(releaseId({ services: [{ ...web, environment: changed }] })).not.toBe(id)
      }),
    )
  })
})
