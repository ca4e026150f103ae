import { describe, expect, it } from 'vitest'
import { apiVersionFor, isOlder, ociArchitecture } from './docker-version.ts'

describe('the version of the API', () => {
  it.each([
    ['Docker 20.10', { ApiVersion: '1.41', MinAPIVersion: '1.12' }, '1.41'],
    ['Docker 24', { ApiVersion: '1.43', MinAPIVersion: '1.12' }, '1.43'],
    ['Docker 28.5', { ApiVersion: '1.51', MinAPIVersion: '1.24' }, '1.47'],
    ['Docker 29', { ApiVersion: '1.52', MinAPIVersion: '1.44' }, '1.47'],
    ['one that has left us behind', { ApiVersion: '1.60', MinAPIVersion: '1.50' }, '1.50'],
    ['one that names no least', { ApiVersion: '1.44' }, '1.44'],
    ['a next major one', { ApiVersion: '2.0', MinAPIVersion: '1.44' }, '1.47'],
  ])('%s', (_, engine, expected) => {
    expect(apiVersionFor(engine)).toBe(expected)
  })

  it.each([
    ['too old', { ApiVersion: '1.40', Version: '19.03.15' }],
    ['older, by number and not by letter', { ApiVersion: '1.9' }],
    ['not an engine', {}],
    ['not a version', { ApiVersion: 'latest' }],
  ])('%s is refused', (_, engine) => {
    expect(() => apiVersionFor(engine)).toThrow(expect.objectContaining({ code: 'HF_ENGINE_FAILED' }))
  })

  it('counts', () => {
    expect([isOlder('1.9', '1.41'), isOlder('1.41', '1.41'), isOlder('2.0', '1.44')]).toEqual([true, false, false])
  })
})

describe('the architecture', () => {
  it.each([
    ['x86_64', 'amd64', 'amd64'],
    ['x86_64', '', 'amd64'],
    ['x86_64', '386', '386'],
    ['aarch64', 'arm64', 'arm64'],
    ['armv7l', 'arm', 'arm/v7'],
    ['armv6l', 'arm', 'arm/v6'],
    ['armv7l', '', 'arm/v7'],
    // A 32-bit system on a 64-bit kernel, as on many a Raspberry Pi.
    ['aarch64', 'arm', 'arm/v7'],
    ['riscv64', 'riscv64', 'riscv64'],
    ['abacus', '', 'abacus'],
  ])('kernel %s, engine "%s": %s', (machine, goArch, expected) => {
    expect(ociArchitecture(machine, goArch)).toBe(expected)
  })
})
