import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatReference, parseReference, pinned } from './reference.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

describe('a reference to an image', () => {
  it.each([
    ['busybox', 'docker.io/library/busybox:latest'],
    ['user/app', 'docker.io/user/app:latest'],
    ['docker.io/busybox:1', 'docker.io/library/busybox:1'],
    ['index.docker.io/user/app', 'docker.io/user/app:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app:1.2', 'localhost:5000/app:1.2'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    ['example.com/a/b-c/d__e:v1.0-rc_1', 'example.com/a/b-c/d__e:v1.0-rc_1'],
    [`busybox@${digest}`, `docker.io/library/busybox@${digest}`],
    [`busybox:1@${digest}`, `docker.io/library/busybox:1@${digest}`],
    ['Host/app', 'Host/app:latest'],
  ])('%s is %s', (text, full) => {
    const reference = parseReference(text)
    expect(typeof reference === 'string' ? reference : formatReference(reference)).toBe(full)
  })

  it.each([
    ['', 'not the name'],
    ['busybox:', 'tag'],
    ['busybox:a b', 'tag'],
    ['Busybox', 'capitals'],
    ['a//b', 'not the name'],
    ['a/-b', 'not the name'],
    ['busybox@sha256:12', 'digest'],
    ['busybox@md5:12', 'digest'],
    ['http://example.com/a', 'not'],
    ['ex_ample.com:1/a', 'not a host'],
    ['example.com:123456/a', 'not a host'],
    [`example.com/${'a'.repeat(250)}`, '255'],
  ])('%j is none', (text, why) => expect(parseReference(text)).toContain(why))

  it('in full is read as the same', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/)
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/)
    fc.assert(
      fc.property(
        fc.constantFrom('docker.io', 'localhost', 'r.example:5000'),
        fc.array(part, { minLength: 2, maxLength: 4 }),
        tag,
        (registry, path, name) => {
          const reference = { registry, repository: path.join('/'), tag: name, digest: '' }
          expect(parseReference(formatReference(reference))).toEqual(reference)
          expect(parseReference(pinned(reference, digest))).toEqual({ ...reference, tag: '', digest })
        },
      ),
    )
  })
})
